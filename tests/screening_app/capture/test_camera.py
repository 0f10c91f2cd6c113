from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from virtual_devices import jpeg_of, still

from screening_app.capture.camera import Camera

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtual_devices import MjpegCamera

    from screening_app.errors import CaptureError


class Viewer:
    """Opens a camera and keeps what comes."""

    def __init__(self, device: str) -> None:
        self.moments: list[float] = []
        self.images: list[np.ndarray] = []
        self.previews: list[np.ndarray] = []
        self.troubles: list[CaptureError] = []
        self.camera = Camera(
            device,
            on_picture=self._take,
            on_preview=self.previews.append,
            on_trouble=lambda _, error: self.troubles.append(error),
        )

    def _take(self, taken_at: float, image: np.ndarray) -> None:
        self.moments.append(taken_at)
        self.images.append(image)

    def look(self, seconds: float) -> None:
        self.camera.open()
        assert self.camera.wait_until_settled(10)
        time.sleep(seconds)
        self.camera.close()


def test_pictures_come_at_the_cameras_pace_and_the_preview_is_small_slow_and_rgb(
    serve_camera: Callable[..., MjpegCamera],
) -> None:
    blue = np.zeros((600, 960, 3), np.uint8)
    blue[:, :, 0] = 200  # BGR, as OpenCV has it
    jpeg = jpeg_of(blue)
    viewer = Viewer(serve_camera(lambda _: jpeg).url)
    viewer.look(1.5)
    assert viewer.troubles == []
    assert viewer.camera.size == (960, 600)
    assert viewer.camera.frames_per_second == pytest.approx(25, abs=3)
    assert 10 <= len(viewer.previews) <= 40
    assert viewer.previews[0].shape == (300, 480, 3)
    assert viewer.previews[0][150, 240] == pytest.approx([0, 0, 200], abs=6)
    assert viewer.images[0][300, 480] == pytest.approx([200, 0, 0], abs=6)


@pytest.mark.parametrize(
    ("device", "word"),
    [
        ("front door", "is no camera"),
        ("file:///etc/passwd", "is no camera"),
        ("http://127.0.0.1:9/camera.mjpg", "cannot be opened"),
        ("97", "cannot be opened"),
    ],
)
def test_a_camera_that_cannot_be_opened_says_what_to_do(device: str, word: str) -> None:
    viewer = Viewer(device)
    viewer.look(0.0)
    (error,) = viewer.troubles
    assert word in str(error)
    assert "choose" in str(error)


@pytest.mark.parametrize("how", ["unplug", "freeze"])
def test_a_camera_that_goes_away_is_told_once(how: str, serve_camera: Callable[..., MjpegCamera]) -> None:
    device = serve_camera(still())
    viewer = Viewer(device.url)
    viewer.camera.open()
    assert viewer.camera.wait_until_settled(10)
    device.unplug() if how == "unplug" else device.frozen.set()
    deadline = time.monotonic() + 5
    while not viewer.camera.is_over and time.monotonic() < deadline:
        viewer.camera.check()
        time.sleep(0.05)
    viewer.camera.close()
    assert [error.template.split(".")[0] for error in viewer.troubles] == ["The camera stopped delivering pictures"]
