"""Whether a camera sees a face, where, and whether it is light enough: looked at now and then, beside a recording."""

from __future__ import annotations

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from selfmm.errors import KnownError
from selfmm.quality_limits import LIMITS
from selfmm.types import Report, no_report

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from screening_app.jobs.child import Worker

BETWEEN_LOOKS = 0.5  # seconds

_FACE_SHARE = 1.2 / 1.5  # of the region that is told of a face, which has more room around it

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one picture shows: faces as (left, top, width, height) in shares of the picture, and how light it is."""

    faces: tuple[tuple[float, float, float, float], ...]
    brightness: float  # mean luma in [0, 1]

    @property
    def is_dark(self) -> bool:
        """Whether a session in this light would be warned of as dark."""
        return self.brightness < LIMITS.warn_darkness


class FaceWatch:
    """Looks at the newest picture twice a second, if it has come to an end with the last one; safe from any thread.

    Where it cannot look, such as without the weights, nothing is told and nothing else suffers.
    """

    def __init__(self, worker: Worker, on_sighting: Callable[[Sighting], None]) -> None:
        """`worker` should be a process of its own below normal priority. `on_sighting` is called on another thread."""
        self._worker = worker
        self._on_sighting = on_sighting
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="faces")
        self._lock = Lock()
        self._looking: Future[None] | None = None
        self._due = 0.0
        self._blind = self._closed = False

    def show(self, image: NDArray[np.uint8]) -> None:
        """Look at a picture (height, width, 3) RGB, if it is time again; returns at once."""
        with self._lock:
            busy = self._looking is not None and not self._looking.done()
            if busy or self._blind or self._closed or time.monotonic() < self._due:
                return
            self._due = time.monotonic() + BETWEEN_LOOKS
            self._looking = self._thread.submit(self._look, image)

    def rest(self) -> None:
        """Give back the memory, because no picture comes for now; returns at once."""
        with self._lock:
            if not self._closed:
                self._thread.submit(self._worker.end)

    def close(self) -> None:
        """End for good."""
        with self._lock:
            self._closed = True
        self._worker.interrupt()
        self._thread.shutdown(cancel_futures=True)
        self._worker.end()

    def _look(self, image: NDArray[np.uint8]) -> None:
        try:
            seen = self._worker.run(look, image, report=no_report)
        except KnownError as error:
            self._blind = True
            if not self._closed:
                _log.info("faces are not looked for: %s", type(error).__name__)
            return
        if not self._closed:
            self._on_sighting(seen)


def look(image: NDArray[np.uint8], report: Report = no_report) -> Sighting:
    """What is in a picture (height, width, 3) RGB. Raises `WeightsError` where the face detector is not there."""
    from selfmm.features.picture_track import BRIGHTNESS, measure_picture

    height, width = image.shape[:2]
    faces = []
    for place in _detector().find(image, closely=False):
        side = place.size * _FACE_SHARE
        faces.append(((place.x - side / 2) / width, (place.y - side / 2) / height, side / width, side / height))
    return Sighting(tuple(faces), float(measure_picture(image, len(faces))[BRIGHTNESS]))


@cache
def _detector() -> Any:
    """The face detector, loaded once in the process that looks."""
    from selfmm import pretrained
    from selfmm.features.face_graphs import FaceGraphs

    return FaceGraphs(pretrained.checked("face-landmarker") / "face_landmarker.task")
