from __future__ import annotations

import zipfile

import numpy as np
import pytest

from selfmm.errors import WeightsError
from selfmm.features.face_graphs import BLENDSHAPE_LANDMARKS, BLENDSHAPES, FaceGraphs, merge_boxes


def box(x, y, side):
    values = np.zeros((8, 2))
    values[0], values[1] = (x, y), (side, side)
    return values


def test_boxes_of_one_face_become_one_by_their_weight():
    boxes = np.array([box(10, 10, 8), box(12, 10, 8), box(60, 60, 8)])
    merged = merge_boxes(boxes, np.array([0.6, 0.9, 0.7], np.float32))
    assert [certainty for certainty, _ in merged] == pytest.approx([0.9, 0.7])
    np.testing.assert_allclose(merged[0][1][0], ((10 * 0.6 + 12 * 0.9) / 1.5, 10), rtol=1e-6)
    np.testing.assert_allclose(merged[1][1], box(60, 60, 8))


def test_no_boxes_are_no_faces():
    assert merge_boxes(np.zeros((0, 8, 2)), np.zeros(0, np.float32)) == []


def test_the_lists_have_the_sizes_of_the_graph():
    assert len(BLENDSHAPES) == 52
    assert len(set(BLENDSHAPE_LANDMARKS)) == 146


def test_broken_weights_are_told_with_what_to_do(tmp_path):
    missing, foreign, empty = tmp_path / "none.task", tmp_path / "foreign.task", tmp_path / "empty.task"
    foreign.write_text("no archive")
    zipfile.ZipFile(empty, "w").close()
    for task in (missing, foreign, empty):
        with pytest.raises(WeightsError, match="selfmm weights --fetch"):
            FaceGraphs(task)


def test_a_graph_that_is_no_graph_is_told_too(tmp_path):
    task = tmp_path / "face_landmarker.task"
    with zipfile.ZipFile(task, "w") as archive:
        archive.writestr("face_detector.tflite", b"TFL3" * 100)
    with pytest.raises(WeightsError):
        FaceGraphs(task)


@pytest.fixture(scope="module")
def graphs(landmarker_task):
    return FaceGraphs(landmarker_task)


@pytest.mark.slow
@pytest.mark.parametrize(("axis", "angle"), [(0, 15), (0, -15), (1, 20), (1, -20), (2, 15), (2, -30)])
def test_a_head_that_turns_is_seen_to_turn(graphs, draw_face, axis, angle):
    from selfmm.features.face_geometry import region_around

    def pose(**turning):
        image = draw_face(**turning)
        face = graphs.look(image, graphs.find(image)[0])
        face = graphs.look(image, region_around(face.points))
        assert face.certainty > 0.9
        return np.array(graphs.standard.head_pose(face.points))

    change = pose(**{("pitch", "yaw", "roll")[axis]: angle}) - pose()
    assert np.abs(change).argmax() == axis
    assert change[axis] == pytest.approx(angle, rel=0.4)


@pytest.mark.slow
def test_all_faces_in_a_picture_are_found(graphs, draw_face):
    small, large = draw_face(side=240, width=60), draw_face(side=240, width=110)
    image = np.hstack([small, large, small])
    places = sorted((region.x, region.y) for region in graphs.find(image))
    np.testing.assert_allclose(places, [(120, 120), (360, 120), (600, 120)], atol=12)
    for region in graphs.find(image):
        assert graphs.look(image, region).certainty > 0.9


@pytest.mark.slow
def test_a_small_face_is_found_only_by_looking_closely(graphs, draw_face):
    image = np.full((360, 640, 3), (120, 130, 140), np.uint8)
    image[60:180, 400:520] = draw_face(side=120, width=40)
    assert graphs.find(image, closely=False) == []
    (place,) = graphs.find(image)
    assert (place.x, place.y) == pytest.approx((460, 120), abs=10)


@pytest.mark.slow
def test_nothing_is_found_where_nobody_is(graphs):
    noise = np.random.default_rng(2).integers(0, 256, (120, 200, 3)).astype(np.uint8)
    assert graphs.find(noise) == []
    assert graphs.find(np.zeros((1, 700, 3), np.uint8)) == []


@pytest.mark.slow
def test_blendshapes_are_shares(graphs, draw_face):
    image = draw_face()
    strengths = graphs.blendshapes(graphs.look(image, graphs.find(image)[0]))
    assert strengths.shape == (52,)
    assert (strengths >= 0).all()
    assert (strengths <= 1).all()
