"""A face that belongs to nobody, and the weights that it is drawn from, as fixtures."""

from __future__ import annotations

import pytest

from selfmm.data.drawn_face import Look, read_drawn_face


@pytest.fixture(scope="session")
def landmarker_task():
    from selfmm import pretrained

    return pretrained.get("face-landmarker") / "face_landmarker.task"


@pytest.fixture(scope="session")
def draw_face():
    """Draws the standard face turned by pitch, yaw and roll degrees: (side, side, 3) RGB."""
    face = read_drawn_face()

    def draw(pitch=0.0, yaw=0.0, roll=0.0, side=480, width=220):
        return face.draw(Look(pitch, yaw, roll), side=side, width=width)

    return draw
