"""A face in front of the camera is found where it is; looking never holds anybody up."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from screening_app.jobs.child import ThisProcess
from screening_app.services import faces
from screening_app.services.faces import FaceWatch, Sighting, look
from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable

BLACK = np.zeros((90, 120, 3), np.uint8)


@pytest.mark.slow
def test_a_face_is_found_where_it_is_and_light_is_told_from_dark(draw_face: Callable[..., Any]) -> None:
    picture = np.concatenate([draw_face(), np.full((480, 480, 3), 120, np.uint8)], axis=1)
    seen = look(picture)
    ((left, top, width, height),) = seen.faces
    assert 0.2 < left + width / 2 < 0.3
    assert 0.4 < top + height / 2 < 0.6
    assert 0.15 < width < 0.35
    assert not seen.is_dark
    assert look(BLACK) == Sighting((), 0.0)
    assert look(BLACK).is_dark


class Slow(ThisProcess):
    """Takes as long as it is let, and counts."""

    def __init__(self) -> None:
        self.calls = 0
        self.go_on = threading.Event()
        self.error: Exception | None = None

    def run(self, function: Any, *arguments: Any, report: Any) -> Any:
        self.calls += 1
        self.go_on.wait(5)
        if self.error:
            raise self.error
        return Sighting((), 0.5)

    def interrupt(self) -> None:
        self.go_on.set()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert true()


def test_pictures_that_come_too_fast_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "BETWEEN_LOOKS", 0.0)
    worker, seen = Slow(), []
    watch = FaceWatch(worker, seen.append)
    for _ in range(50):
        watch.show(BLACK)
    assert worker.calls <= 1
    worker.go_on.set()
    wait_until(lambda: len(seen) == 1)
    monkeypatch.setattr(faces, "BETWEEN_LOOKS", 60.0)
    wait_until(lambda: watch.show(BLACK) or worker.calls == 2)
    watch.show(BLACK)
    watch.close()
    assert worker.calls == 2
    watch.show(BLACK)


def test_where_it_cannot_look_it_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "BETWEEN_LOOKS", 0.0)
    worker, seen = Slow(), []
    worker.error = WeightsError("{name} is missing.", name="it")
    worker.go_on.set()
    watch = FaceWatch(worker, seen.append)
    watch.show(BLACK)
    wait_until(lambda: watch._blind)
    watch.show(BLACK)
    watch.close()
    assert worker.calls == 1
    assert seen == []


def test_it_can_be_closed_while_it_looks() -> None:
    worker, seen = Slow(), []
    watch = FaceWatch(worker, seen.append)
    watch.show(BLACK)
    wait_until(lambda: worker.calls == 1)
    watch.close()
    assert seen == []
