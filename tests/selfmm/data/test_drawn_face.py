from __future__ import annotations

import pytest

from selfmm import pretrained
from selfmm.data.drawn_face import Look, read_drawn_face
from selfmm.features.face_graphs import BLENDSHAPES, FaceGraphs


@pytest.fixture(scope="module")
def seen():
    """What the tracker sees in a face that looks so: pitch, yaw and roll in degrees, and movements by name."""
    graphs = FaceGraphs(pretrained.get("face-landmarker") / "face_landmarker.task")
    drawn = read_drawn_face()

    def look_at(look):
        picture = drawn.draw(look, side=256, width=130)
        (place,) = graphs.find(picture, closely=False)
        face = graphs.look(picture, place)
        return graphs.standard.head_pose(face.points), dict(zip(BLENDSHAPES, graphs.blendshapes(face), strict=True))

    return look_at


def test_the_tracker_sees_a_smile_and_the_corners_of_the_mouth_down(seen):
    (_, glad), (_, plain), (_, sad) = (seen(Look(smile=smile)) for smile in (1.0, 0.0, -1.0))
    for side in ("Left", "Right"):
        assert glad[f"mouthSmile{side}"] > plain[f"mouthSmile{side}"] + 0.3
        assert sad[f"mouthFrown{side}"] > plain[f"mouthFrown{side}"] + 0.1


def test_the_tracker_sees_which_way_it_looks(seen):
    straight, down, aside = (seen(look)[0] for look in (Look(), Look(pitch=12.0), Look(yaw=12.0)))
    assert 5 < down[0] - straight[0] < 18
    assert 6 < aside[1] - straight[1] < 20
