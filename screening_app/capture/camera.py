"""A camera at work: pictures with the moment each was taken, and a small preview."""

from __future__ import annotations

import re
import statistics
import time
from collections import deque
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from screening_app.capture.source import STALL_SECONDS, Source
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

_OPEN_SECONDS = 8.0
_PREVIEW_SIDE = 480
_PREVIEW_SECONDS = 1 / 12
_WISHED = (1280, 720, 30)  # width, height, frames a second: the camera gives what it can

_ADDRESS = re.compile(r"(https?|rtsp)://\S+")


class Camera(Source):
    """Reads one camera from `open` to `close`.

    `on_picture(taken_at, image)` gets every picture, (height, width, 3) uint8 BGR, with monotonic seconds.
    `on_preview(image)` gets at most 12 a second, (height, width, 3) uint8 RGB, longest side 480.
    """

    def __init__(
        self,
        device_id: str,
        *,
        on_picture: Callable[[float, NDArray[np.uint8]], None],
        on_preview: Callable[[NDArray[np.uint8]], None],
        on_trouble: Callable[[Source, CaptureError], None],
    ) -> None:
        super().__init__("camera", on_trouble)
        self._device_id = device_id
        self._on_picture = on_picture
        self._on_preview = on_preview
        self._preview_due = 0.0
        self._seen_at = time.monotonic()
        self.size = (0, 0)  # width, height; known once it delivers
        self._moments: deque[float] = deque(maxlen=50)  # when the latest pictures were taken

    @property
    def frames_per_second(self) -> float:
        """How many pictures it delivers a second, measured; 25 until that is known."""
        moments = tuple(self._moments)
        seconds = [after - before for before, after in pairwise(moments)]
        return 1 / max(0.01, statistics.median(seconds)) if len(seconds) >= 10 else 25.0

    def check(self) -> None:
        """Give up if a driver hangs inside a read; its own thread cannot tell."""
        # the reader's own time-out is given the chance to speak first
        if self.is_delivering and time.monotonic() - self._seen_at > 1.5 * STALL_SECONDS:
            self.give_up(_gone(True))

    def _open_device(self) -> Any:
        return _open(self._device_id)

    def _close_device(self, device: Any) -> None:
        device.release()

    def _read(self, device: Any) -> None:
        while not self._closing.is_set():
            ok, image = device.read()
            taken_at = time.monotonic()
            if not ok:
                raise _gone(self.is_delivering)
            if self.is_over:  # given up on by check()
                return
            self._note(taken_at, image)
            self._on_picture(taken_at, image)
            if taken_at >= self._preview_due:
                self._preview_due = taken_at + _PREVIEW_SECONDS
                self._on_preview(_small(image))

    def _note(self, taken_at: float, image: NDArray[np.uint8]) -> None:
        self._seen_at = taken_at
        self._moments.append(taken_at)
        self.size = (image.shape[1], image.shape[0])
        self._delivers()


def _open(device_id: str) -> Any:
    import cv2

    if device_id.isdecimal():
        capture = cv2.VideoCapture(int(device_id))
        # most webcams reach 30 frames a second at this size only as JPEG
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, _WISHED[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, _WISHED[1])
        capture.set(cv2.CAP_PROP_FPS, _WISHED[2])
    elif _ADDRESS.fullmatch(device_id):
        capture = cv2.VideoCapture(device_id, cv2.CAP_FFMPEG, _network_options(cv2))
    else:
        raise CaptureError(
            "“{camera}” is no camera: choose one from the list, or give an address that begins with http://.",
            camera=device_id,
        )
    if not capture.isOpened():
        capture.release()
        raise CaptureError(
            "The camera cannot be opened: it is not connected, or another program is using it. "
            "Check its cable, close the other program, or choose another camera."
        )
    return capture


def _network_options(cv2: Any) -> list[int]:
    return [
        cv2.CAP_PROP_OPEN_TIMEOUT_MSEC,
        int(_OPEN_SECONDS * 1000),
        cv2.CAP_PROP_READ_TIMEOUT_MSEC,
        int(STALL_SECONDS * 1000),
        cv2.CAP_PROP_N_THREADS,
        1,  # each further thread keeps one picture back
    ]


def _small(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The preview: (height, width, 3) BGR → small RGB."""
    import cv2

    height, width = image.shape[:2]
    scale = min(1.0, _PREVIEW_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: NDArray[np.uint8] = cv2.cvtColor(cv2.resize(image, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    return small


def _gone(delivered: bool) -> CaptureError:
    if delivered:
        return CaptureError(
            "The camera stopped delivering pictures. What was recorded so far is kept, and the sound goes on if there "
            "is a microphone. Check the camera's cable."
        )
    return CaptureError("The camera delivers no picture. Check its cable and its cover, or choose another one.")
