"""A face that belongs to nobody, drawn from the standard face mesh inside the weights."""

from __future__ import annotations

import zipfile
from itertools import pairwise

import numpy as np
import pytest


@pytest.fixture(scope="session")
def landmarker_task():
    return _task()


def _task():
    from selfmm import pretrained

    return pretrained.get("face-landmarker") / "face_landmarker.task"


def standard_face():
    """Points (468, 3) and triangles (n, 3) of the standard face."""
    from selfmm.features import face_geometry

    with zipfile.ZipFile(_task()) as archive:
        metadata = archive.read("geometry_pipeline_metadata_landmarks.binarypb")
    points = face_geometry.read_standard_face(metadata).points
    mesh = next(value for number, value in face_geometry._fields(metadata) if number == 1)
    triangles = np.array([value for number, value in face_geometry._fields(mesh) if number == 4]).reshape(-1, 3)
    return points, triangles


@pytest.fixture(scope="session")
def draw_face():
    """Draws the standard face turned by pitch, yaw and roll degrees: (side, side, 3) RGB."""
    points, triangles = standard_face()

    def draw(pitch=0.0, yaw=0.0, roll=0.0, side=480, width=220):
        return _draw(points @ _turning(pitch, yaw, roll).T, triangles, side, width)

    return draw


def _turning(pitch, yaw, roll):
    (cp, cy, cr), (sp, sy, sr) = (wave(np.radians([pitch, yaw, roll])) for wave in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def _draw(points, triangles, side, width):
    import cv2

    flat = np.stack([side / 2 + points[:, 0] * width / 15, side / 2 - points[:, 1] * width / 15], axis=1)
    image = np.full((side, side, 3), (120, 130, 140), np.uint8)
    hair = (round(width * 0.56), round(width * 0.72))
    cv2.ellipse(image, (side // 2, round(side / 2 - width * 0.12)), hair, 0, 0, 360, (40, 30, 25), -1)
    for corners in triangles[np.argsort(points[triangles].mean(axis=1)[:, 2])]:
        normal = np.cross(*(b - a for a, b in pairwise(points[corners])))
        normal /= np.linalg.norm(normal)
        if normal[2] > 0:
            shade = 0.45 + 0.55 * max(0.0, float(normal @ (0.2, 0.5, 0.84)))
            skin = [level * shade for level in (235, 190, 165)]
            cv2.fillConvexPoly(image, np.round(flat[corners] * 16).astype(np.int32), skin, cv2.LINE_AA, 4)
    eyes = (
        (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246),
        (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466),
    )
    brows = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
    lips = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
    for outlines, colour in ((eyes, (245, 245, 245)), (brows, (60, 40, 30)), ((lips,), (190, 80, 85))):
        for outline in outlines:
            cv2.fillPoly(image, [np.round(flat[list(outline)]).astype(np.int32)], colour, cv2.LINE_AA)
    for outline in eyes:
        middle = np.round(flat[list(outline)].mean(axis=0)).astype(int).tolist()
        cv2.circle(image, middle, round(width * 0.035), (60, 40, 30), -1, cv2.LINE_AA)
    return cv2.GaussianBlur(image, (0, 0), 1.2)
