"""A face that belongs to nobody, drawn from the standard face inside the tracker's weights, so that it is found."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm import pretrained
from selfmm.features.face_geometry import read_standard_face, read_triangles

if TYPE_CHECKING:
    from numpy.typing import NDArray

STANDARD_WIDTH = 15.0  # of the standard face, in the units of its points, which are about centimetres
_BACKGROUND, _HAIR, _SKIN = (120, 130, 140), (40, 30, 25), (235, 190, 165)
_LIGHT = (0.2, 0.5, 0.84)  # from where it comes, and how much of it there is besides
_AMBIENT = 0.45
_EYES = (
    (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
    (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
)
_BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
_LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
_MOUTH_CORNERS = (61, 291)
_CORNER_REACH = 1.5  # units around a corner of the mouth that go with it
_EDGE_BITS = 4  # fractions of a pixel in which OpenCV takes corners


@dataclass(frozen=True, slots=True)
class Look:
    """How a face looks; angles are degrees, 0 everywhere is straight ahead and without expression."""

    pitch: float = 0.0  # positive: down
    yaw: float = 0.0  # positive: to the right edge of the picture
    roll: float = 0.0
    smile: float = 0.0  # units by which the corners of the mouth go up, or down where it is negative


@dataclass(frozen=True, slots=True, eq=False)
class DrawnFace:
    """The standard face as something that can be drawn."""

    points: NDArray[np.float64]  # (468, 3): x to the person's left, y up, z out of the face
    triangles: NDArray[np.int64]  # (triangles, 3): numbers of points

    def draw(self, look: Look, *, side: int = 480, width: float = 220) -> NDArray[np.uint8]:
        """The face as (side, side, 3) RGB; `width` is its own, in pixels."""
        import cv2

        points = self._smiling(look.smile) @ turning(look.pitch, look.yaw, look.roll).T
        scale = width / STANDARD_WIDTH
        flat = np.stack([side / 2 + points[:, 0] * scale, side / 2 - points[:, 1] * scale], axis=1)
        image = np.full((side, side, 3), _BACKGROUND, np.uint8)
        hair = (round(width * 0.56), round(width * 0.72))
        cv2.ellipse(image, (side // 2, round(side / 2 - width * 0.12)), hair, 0, 0, 360, _HAIR, -1)
        self._fill_skin(image, points, flat)
        _fill_features(image, flat, width)
        blurred: NDArray[np.uint8] = cv2.GaussianBlur(image, (0, 0), 1.2)
        return blurred

    def _smiling(self, smile: float) -> NDArray[np.float64]:
        points: NDArray[np.float64] = self.points.copy()
        for corner in _MOUTH_CORNERS:
            near = np.exp(-(((self.points - self.points[corner]) ** 2).sum(axis=1)) / (2 * _CORNER_REACH**2))
            points[:, 1] += near * smile
            points[:, 0] += near * np.sign(self.points[corner, 0]) * abs(smile) / 2
        return points

    def _fill_skin(self, image: NDArray[np.uint8], points: NDArray[np.float64], flat: NDArray[np.float64]) -> None:
        """The triangles that look this way, from the farthest to the nearest, each in the shade that it has."""
        import cv2

        corners = points[self.triangles]  # (triangles, 3, 3)
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 1])
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        shades = _AMBIENT + (1 - _AMBIENT) * np.maximum(0.0, normals @ np.array(_LIGHT))
        fixed = np.round(flat * 2**_EDGE_BITS).astype(np.int32)
        for triangle in np.argsort(corners[:, :, 2].mean(axis=1)):
            if normals[triangle, 2] > 0:
                skin = [level * float(shades[triangle]) for level in _SKIN]
                cv2.fillConvexPoly(image, fixed[self.triangles[triangle]], skin, cv2.LINE_AA, _EDGE_BITS)


def read_drawn_face() -> DrawnFace:
    """The face inside the tracker's weights. Raises `WeightsError` where these are missing."""
    with zipfile.ZipFile(pretrained.get("face-landmarker") / "face_landmarker.task") as archive:
        metadata = archive.read("geometry_pipeline_metadata_landmarks.binarypb")
    return DrawnFace(read_standard_face(metadata).points, read_triangles(metadata))


def turning(pitch: float, yaw: float, roll: float) -> NDArray[np.float64]:
    """The rotation (3, 3) by so many degrees."""
    (cp, cy, cr), (sp, sy, sr) = (wave(np.radians([pitch, yaw, roll])) for wave in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    turned: NDArray[np.float64] = about_z @ about_y @ about_x
    return turned


def _fill_features(image: NDArray[np.uint8], flat: NDArray[np.float64], width: float) -> None:
    """Eyes, brows and mouth; `flat` is the points in pixels, (468, 2)."""
    import cv2

    for outlines, colour in ((_EYES, (245, 245, 245)), (_BROWS, (60, 40, 30)), ((_LIPS,), (190, 80, 85))):
        for outline in outlines:
            cv2.fillPoly(image, [np.round(flat[list(outline)]).astype(np.int32)], colour, cv2.LINE_AA)
    for outline in _EYES:
        middle = np.round(flat[list(outline)].mean(axis=0)).astype(int).tolist()
        cv2.circle(image, middle, round(width * 0.035), (60, 40, 30), -1, cv2.LINE_AA)
