"""How it looks: 52 face movements, the turning of the head and whether there is a face, a few times a second."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np

from selfmm import pretrained
from selfmm.features import picture_track
from selfmm.features.base import SEEING, Seen
from selfmm.features.face_geometry import region_around
from selfmm.features.face_graphs import BLENDSHAPES, FACE_CERTAINTY, Face, FaceGraphs
from selfmm.features.picture_track import measure_picture
from selfmm.media import Length, frames, open_media
from selfmm.types import FeatureSequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.features.face_geometry import Region
    from selfmm.media import Frame, Source
    from selfmm.types import Report

DIMENSIONS = len(BLENDSHAPES) + 4  # and pitch, yaw, roll, presence
PITCH, YAW, ROLL, PRESENCE = range(len(BLENDSHAPES), DIMENSIONS)

BETWEEN_SEARCHES = 1.0  # seconds from one search of the whole frame to the next, although a face is being followed
OLDEST_PICTURE = 1.0  # seconds; a camera that stopped shows its last picture on and on, which is no face
PATIENCE = 2.0  # seconds that a lost face is waited for near its place before another may be followed
OVERTAKING = 2.0  # times more prominent than the followed face that another has to be to be followed instead
OVERTAKING_SECONDS = 5.0  # for which it has to be so: who passes by or leans in for a moment is not followed
FAR = 0.4  # of the picture's longer side; a smaller region may hold a face that only a close search finds
_ROUNDING = 1e-6  # seconds


class FaceFollower:
    """Follows one person's face from frame to frame and counts how many faces there are.

    At first it is the most prominent one, large and central. A face that is lost for a moment is the same again when
    it comes back near its place; other faces count, but are followed only once that one is gone, or where they are
    much more prominent for long, as when the participant sits down before somebody in the background.
    """

    def __init__(self, graphs: FaceGraphs) -> None:
        self._graphs = graphs
        self._next_search = 0.0  # all in seconds of the recording
        self._last_seen = 0.0
        self._ahead_since: float | None = None  # from when on another face has been much more prominent
        self._place: Region | None = None  # where the followed face is, or was a moment ago
        self.count = 0  # faces at the last search

    def see(self, image: NDArray[np.uint8], time: float) -> Face | None:
        """The face that is followed in the next frame (height, width, 3) RGB, or None; `time` is in seconds."""
        if time - self._last_seen > PATIENCE - _ROUNDING:
            self._place = self._ahead_since = None
        due = time > self._next_search - _ROUNDING
        face = None if self._place is None else self._certain(image, self._place)
        if face is None or due:
            others = self._others(image, face, closely=due or self._is_far(image))
            self.count = len(others) + (face is not None)
            face = self._found(others, image) if face is None else self._overtaken(face, others, image, time)
        self._next_search = time + BETWEEN_SEARCHES if due else self._next_search
        if face is not None:
            self._place, self._last_seen = region_around(face.points), time
        return face

    def _others(self, image: NDArray[np.uint8], followed: Face | None, *, closely: bool) -> list[Face]:
        """All faces in the frame but the one that is followed; what proves to be no face is left out."""
        known = [] if followed is None else [region_around(followed.points)]
        others = []
        for place in self._graphs.find(image, closely=closely):
            face = None if _in_any(place, known) else self._certain(image, place)
            if face is not None and not _in_any(region_around(face.points), known):
                known.append(region_around(face.points))
                others.append(face)
        return others

    def _is_far(self, image: NDArray[np.uint8]) -> bool:
        """Whether the followed face, which was lost, is too small to be found without looking closely."""
        return self._place is not None and self._place.size < FAR * max(image.shape[:2])

    def _found(self, faces: list[Face], image: NDArray[np.uint8]) -> Face | None:
        """The face to follow where none is in its place: a lost one that moved, or the most prominent of all."""
        if (place := self._place) is not None:
            faces = [face for face in faces if place.may_become(region_around(face.points))]
        return max(faces, key=lambda face: _prominence(face, image), default=None)

    def _overtaken(self, followed: Face, others: list[Face], image: NDArray[np.uint8], time: float) -> Face:
        """The face to follow where the followed one is in its place."""
        rival = max(others, key=lambda face: _prominence(face, image), default=followed)
        if _prominence(rival, image) < OVERTAKING * _prominence(followed, image):
            self._ahead_since = None
            return followed
        self._ahead_since = time if self._ahead_since is None else self._ahead_since
        if time - self._ahead_since < OVERTAKING_SECONDS - _ROUNDING:
            return followed
        self._ahead_since = None
        return rival

    def _certain(self, image: NDArray[np.uint8], region: Region) -> Face | None:
        """The face in a region, or None where there is none."""
        face = self._graphs.look(image, region)
        return face if face.certainty >= FACE_CERTAINTY else None


def _in_any(place: Region, regions: Iterable[Region]) -> bool:
    """Whether this is one of the faces in `regions`."""
    return any(region.overlaps(place) for region in regions)


def _prominence(face: Face, image: NDArray[np.uint8]) -> float:
    """How large and central a face is in its picture (height, width, 3)."""
    return region_around(face.points).prominence(*image.shape[:2])


class FaceLandmarks:
    """Sees: how a face moves and turns, at a fixed rate and without keeping pictures.

    Columns 0-51 are `BLENDSHAPES` in [0, 1], then pitch, yaw and roll in degrees (`StandardFace.head_pose`), then
    presence: 1 with a face; without one the whole row is 0, so that time is kept.
    """

    name = "face_landmarks_56"
    dimensions = DIMENSIONS

    def __init__(self, frames_per_second: float = 10.0, weights_folder: Path | None = None) -> None:
        self.frames_per_second = frames_per_second
        self._weights_folder = weights_folder

    def extract(self, path: Source, report: Report) -> Seen | None:
        """The picture of a recording as (frames, 56), and its track; None where it has no picture.

        Pictures are taken one after another as they are looked at, so that nothing queues where this machine is slow.
        """
        if not open_media(path).has_picture:
            return None
        length = Length(path)
        graphs = FaceGraphs(pretrained.checked("face-landmarker", self._weights_folder) / "face_landmarker.task")
        rows, pictures = array("f"), array("f")  # an array object for each row would be larger than the row
        for time, row, picture in watch(frames(path, self.frames_per_second), graphs):
            rows.frombytes(row.tobytes())
            pictures.frombytes(picture.tobytes())
            report(SEEING, length.share(time))
        report(SEEING, 1.0)
        return self._seen(_table(rows, DIMENSIONS), _table(pictures, len(picture_track.COLUMNS))) if rows else None

    def _seen(self, values: NDArray[np.float32], pictures: NDArray[np.float32]) -> Seen:
        """The features (frames, 56) and the track of the pictures (frames, 3)."""
        seconds = 1 / self.frames_per_second
        sequence = FeatureSequence(values, seconds, self.name) if values[:, PRESENCE].any() else None
        return Seen(sequence, FeatureSequence(pictures, seconds, picture_track.NAME))


def _table(numbers: array[float], columns: int) -> NDArray[np.float32]:
    """Rows that were put one behind the other: (rows, columns)."""
    return np.frombuffer(numbers, np.float32).reshape(-1, columns)


def watch(
    shown: Iterable[Frame], graphs: FaceGraphs
) -> Iterator[tuple[float, NDArray[np.float32], NDArray[np.float32]]]:
    """The time in seconds, the numbers (56,) and the track's row (3,) of each frame; a picture is looked at once."""
    follower = FaceFollower(graphs)
    image, row, picture = None, _NOBODY, np.zeros(len(picture_track.COLUMNS), np.float32)
    for frame in shown:
        if frame.age > OLDEST_PICTURE:
            row, picture = _NOBODY, measure_picture(frame.image, 0)
        elif frame.image is not image:
            row = _row(graphs, follower.see(frame.image, frame.time))
            picture = measure_picture(frame.image, follower.count)
        image = frame.image
        yield frame.time, row, picture


_NOBODY = np.zeros(DIMENSIONS, np.float32)


def _row(graphs: FaceGraphs, face: Face | None) -> NDArray[np.float32]:
    """The numbers for one frame: (56,)."""
    if face is None:
        return _NOBODY
    turning = graphs.standard.head_pose(face.points)
    row = np.concatenate([graphs.blendshapes(face), turning, [1.0]]).astype(np.float32)
    return row if np.isfinite(row).all() else _NOBODY
