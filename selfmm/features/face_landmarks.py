"""How it looks: 52 face movements, the turning of the head and whether there is a face, a few times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm import pretrained
from selfmm.features.base import SEEING, Seen
from selfmm.features.face_geometry import region_around
from selfmm.features.face_graphs import BLENDSHAPES, FACE_CERTAINTY, Face, FaceGraphs
from selfmm.media import frames, open_media
from selfmm.types import FeatureSequence

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.features.face_geometry import Region
    from selfmm.types import Report

DIMENSIONS = len(BLENDSHAPES) + 4  # and pitch, yaw, roll, presence
SECONDS_BETWEEN_SEARCHES = 1.0  # how often the whole frame is searched although a face is being followed
OLDEST_PICTURE = 1.0  # seconds; a camera that stopped shows its last picture on and on, which is no face
LOYALTY = 1.5  # another face has to be this much larger to be followed instead


class FaceFollower:
    """Follows the largest face from frame to frame and counts how many there are."""

    def __init__(self, graphs: FaceGraphs, frames_between_searches: int) -> None:
        self._graphs = graphs
        self._between = max(1, frames_between_searches)
        self._frames = 0
        self._region: Region | None = None
        self.count = 0  # faces at the last search

    def see(self, image: NDArray[np.uint8]) -> Face | None:
        """The face in the next frame (height, width, 3) RGB, or None."""
        due = self._frames % self._between == 0
        self._frames += 1
        face = None if due or self._region is None else self._certain(image, self._region)
        if face is None:
            face = self._search(image, closely=due or self._region is not None)
        self._region = None if face is None else region_around(face.points)
        return face

    def _search(self, image: NDArray[np.uint8], *, closely: bool) -> Face | None:
        """The face to follow from now on, out of all in the frame; what proves to be no face is not counted."""
        places = [place for place in self._graphs.find(image, closely=closely) if not self._followed(place)]
        if self._region is not None:
            places.insert(0, self._region)
        looked = {place: self._certain(image, place) for place in places}
        faces = {place: face for place, face in looked.items() if face is not None}
        self.count = len(faces)
        if not faces:
            return None
        return faces[max(faces, key=lambda place: place.size * (LOYALTY if place == self._region else 1.0))]

    def _followed(self, place: Region) -> bool:
        """Whether this is the face that is being followed already."""
        return self._region is not None and self._region.overlaps(place)

    def _certain(self, image: NDArray[np.uint8], region: Region) -> Face | None:
        """The face in a region, or None where there is none."""
        face = self._graphs.look(image, region)
        return face if face.certainty >= FACE_CERTAINTY else None


class FaceLandmarks:
    """Sees: how a face moves and turns, at a fixed rate and without keeping pictures.

    Columns 0-51 are `BLENDSHAPES` in [0, 1], then pitch, yaw and roll in degrees (`StandardFace.head_pose`), then
    presence: 1 with a face; without one the whole row is 0, so that time is kept.
    """

    name = "face_landmarks_56"
    dimensions = DIMENSIONS

    def __init__(self, frames_per_second: float = 5.0, weights_folder: Path | None = None) -> None:
        self.frames_per_second = frames_per_second
        self._weights_folder = weights_folder

    def extract(self, path: Path, report: Report) -> Seen | None:
        """The picture of a recording as (frames, 56) and how much of it has a face; None without picture."""
        info = open_media(path)
        if not info.has_picture:
            return None
        graphs = FaceGraphs(pretrained.checked("face-landmarker", self._weights_folder) / "face_landmarker.task")
        follower = FaceFollower(graphs, round(SECONDS_BETWEEN_SEARCHES * self.frames_per_second))
        rows, counts = [], []
        for frame in frames(path, self.frames_per_second):
            stale = frame.age > OLDEST_PICTURE
            rows.append(_row(graphs, None if stale else follower.see(frame.image)))
            counts.append(0 if stale else follower.count)
            report(SEEING, min(1.0, frame.time / max(info.duration_seconds, 1 / self.frames_per_second)))
        report(SEEING, 1.0)
        return self._seen(np.array(rows, np.float32), np.array(counts)) if rows else None

    def _seen(self, values: NDArray[np.float32], counts: NDArray[np.int_]) -> Seen:
        """The features (frames, 56) with the shares of frames that have one face and several."""
        face_share = float(values[:, -1].mean())
        sequence = FeatureSequence(values, 1 / self.frames_per_second, self.name) if face_share > 0 else None
        return Seen(sequence, face_share, float((counts > 1).mean()))


def _row(graphs: FaceGraphs, face: Face | None) -> NDArray[np.float32]:
    """The numbers for one frame: (56,)."""
    if face is None:
        return np.zeros(DIMENSIONS, np.float32)
    turning = graphs.standard.head_pose(face.points)
    row = np.concatenate([graphs.blendshapes(face), turning, [1.0]]).astype(np.float32)
    return row if np.isfinite(row).all() else np.zeros(DIMENSIONS, np.float32)
