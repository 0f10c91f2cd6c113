"""Where a face is in a picture, how it is turned, and the standard face that its turning is measured against."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

ROOM = 1.5  # side of a region as a multiple of the longer side of what is in it, as MediaPipe has it
RIGHT_EYE, LEFT_EYE = 33, 263  # landmarks at the outer corners of the person's own eyes
NEAR = 0.8  # sides of a region that a face may be away from where it was; at shoulder to shoulder it is 1.5
ALIKE = 1.6  # times larger or smaller than before that a face may be
EDGE = 0.5  # how much a face at the corner of the picture counts against one in its centre


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square of a picture, in pixels and radians (clockwise on the screen), that holds one face."""

    x: float  # centre
    y: float
    size: float  # side
    angle: float

    def overlaps(self, other: Region) -> bool:
        """Whether the centre of either lies well within the other, as it does for two looks at one face."""
        return math.hypot(self.x - other.x, self.y - other.y) < max(self.size, other.size) / 3

    def may_become(self, other: Region) -> bool:
        """Whether a face that was here can be the one in `other` a moment later: near by and about as large."""
        near = math.hypot(self.x - other.x, self.y - other.y) < NEAR * self.size
        return near and self.size / ALIKE < other.size < self.size * ALIKE

    def prominence(self, height: int, width: int) -> float:
        """How large and central the face is in a picture of (height, width): its side, less towards the corners."""
        away = math.hypot(self.x - width / 2, self.y - height / 2) / math.hypot(width / 2, height / 2)
        return self.size * (1 - (1 - EDGE) * min(1.0, away))

    def to_crop(self, side: int) -> NDArray[np.float64]:
        """The affine map (2, 3) from pixels of the picture to pixels of an upright crop of (side, side)."""
        scale = side / self.size
        cosine, sine = math.cos(self.angle) * scale, math.sin(self.angle) * scale
        return np.array(
            [
                [cosine, sine, side / 2 - cosine * self.x - sine * self.y],
                [-sine, cosine, side / 2 + sine * self.x - cosine * self.y],
            ]
        )


def region_around(points: NDArray[np.float64]) -> Region:
    """The region of a face with landmarks (478, 2 or 3) in pixels, upright with the line of the eyes."""
    lowest, highest = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    eyes = points[LEFT_EYE, :2] - points[RIGHT_EYE, :2]
    x, y = (lowest + highest) / 2
    return Region(float(x), float(y), float(max(highest - lowest)) * ROOM, math.atan2(eyes[1], eyes[0]))


@dataclass(frozen=True, slots=True, eq=False)
class StandardFace:
    """MediaPipe's canonical face and how much each of its points tells of the pose rather than of the expression."""

    points: NDArray[np.float64]  # (468, 3): x to the person's left, y up, z out of the face
    weights: NDArray[np.float64]  # (468,), most of them 0

    def head_pose(self, points: NDArray[np.float64]) -> tuple[float, float, float]:
        """Pitch, yaw and roll in degrees of landmarks (478, 3) in pixels with z away from the camera.

        Pitch is positive when looking down, yaw when turning to the right edge of the picture, roll when the head
        tips to the left edge. The nearest turning in the least-squares sense (Kabsch 1976), without perspective.
        """
        seen = points[: len(self.points)] * (1.0, -1.0, -1.0)
        share = (self.weights / self.weights.sum())[:, None]
        standard, seen = self.points - (share * self.points).sum(axis=0), seen - (share * seen).sum(axis=0)
        left, _, right = np.linalg.svd(seen.T @ (share * standard))
        mirror = np.diag((1.0, 1.0, np.sign(np.linalg.det(left @ right))))
        turn = left @ mirror @ right
        yaw = math.asin(min(1.0, max(-1.0, -turn[2, 0])))
        angles = (math.atan2(turn[2, 1], turn[2, 2]), yaw, math.atan2(turn[1, 0], turn[0, 0]))
        pitch, yaw, roll = map(math.degrees, angles)
        return pitch, yaw, roll


def read_standard_face(metadata: bytes) -> StandardFace:
    """The canonical face in MediaPipe's `GeometryPipelineMetadata`; raises `ValueError` where it is none.

    Field 1 is the mesh with its vertices (x, y, z, u, v) in field 3; each field 2 is a landmark of the pose with its
    number in field 1 and its weight in field 2 (mediapipe/modules/face_geometry/protos).
    """
    fields = list(_fields(metadata))
    mesh = next((value for number, value in fields if number == 1 and isinstance(value, bytes)), b"")
    vertices = [_float(value) for number, value in _fields(mesh) if number == 3]
    points = np.array(vertices).reshape(-1, 5)[:, :3]
    weights = np.zeros(len(points))
    for number, value in fields:
        if number == 2 and isinstance(value, bytes):
            landmark = dict(_fields(value))
            weights[int(landmark.get(1, 0))] = _float(landmark[2])
    if not weights.any():
        raise ValueError("no landmarks to take the pose from")
    return StandardFace(points, weights)


def read_triangles(metadata: bytes) -> NDArray[np.int64]:
    """The triangles (triangles, 3) between the canonical face's points, as their numbers; from field 4 of its mesh."""
    mesh = next((value for number, value in _fields(metadata) if number == 1 and isinstance(value, bytes)), b"")
    return np.array([int(value) for number, value in _fields(mesh) if number == 4]).reshape(-1, 3)


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a protobuf message in its wire format: their numbers and raw values."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield number, value
            continue
        if kind not in {1, 2, 5}:
            raise ValueError(f"unknown wire type {kind}")
        length = {1: 8, 5: 4}.get(kind, 0)
        if kind == 2:
            length, place = _varint(message, place)
        yield number, message[place : place + length]
        place += length


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """A number of variable length at `place`, and the place after it."""
    value = shift = 0
    while place < len(message):
        byte, place = message[place], place + 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, place
    raise ValueError("the message ends within a number")


def _float(value: int | bytes) -> float:
    """A 32-bit float field."""
    if not isinstance(value, bytes) or len(value) != 4:
        raise ValueError("not a 32-bit number")
    number: float = struct.unpack("<f", value)[0]
    return number
