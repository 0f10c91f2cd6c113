from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.features.face_graphs import BLENDSHAPES
from selfmm.features.face_landmarks import DIMENSIONS, PITCH, PRESENCE, YAW
from selfmm.features.face_markers import AVERTED, FACE_MARKERS, GAZE_SCALE, SMILING, face_markers, gaze, smile
from selfmm.types import FeatureSequence


def faces(frames, **columns):
    """Numbers (frames, 56) with a face everywhere and these movements, on both sides where they have two."""
    values = np.zeros((frames, DIMENSIONS), np.float32)
    values[:, PRESENCE] = 1
    for name, strength in columns.items():
        for column in [
            place for place, known in enumerate(BLENDSHAPES) if known in {name, f"{name}Left", f"{name}Right"}
        ]:
            values[:, column] = strength
    return values


def markers_of(values, frames_per_second=10.0):
    return face_markers(FeatureSequence(values, 1 / frames_per_second, "face_landmarks_56"))


def test_each_marker_is_described_and_each_description_measured():
    assert markers_of(faces(50)).keys() == FACE_MARKERS.keys()
    for marker in FACE_MARKERS.values():
        assert marker.name
        assert marker.meaning.endswith(".")


def test_smiles_are_counted_in_the_time_with_a_face_only():
    values = faces(100, mouthSmile=np.where(np.arange(100) < 20, 0.8, 0.1))
    values[60:] = 0  # nobody there
    markers = markers_of(values)
    assert markers["face_share"] == pytest.approx(60)
    assert markers["smile_share"] == pytest.approx(100 / 3)
    assert markers["smile_intensity"] == pytest.approx((20 * 0.8 + 40 * 0.1) / 60)


def test_a_smile_is_the_mean_of_both_sides():
    values = faces(1, mouthSmileLeft=0.9, mouthSmileRight=0.5)
    assert smile(values) == pytest.approx([0.7])


def test_brows_that_are_drawn_down_are_told():
    assert markers_of(faces(50, browDown=0.3))["brow_lowering"] == pytest.approx(0.3)


def test_a_face_that_never_moves_has_no_expression_and_no_movement():
    markers = markers_of(faces(50, jawOpen=0.4))
    for name in ("expressivity", "head_movement", "blink_rate", "smile_share", "gaze_aversion"):
        assert markers[name] == pytest.approx(0, abs=1e-6)


def test_expressivity_is_the_mean_deviation_of_all_movements():
    values = faces(50, jawOpen=np.tile([0.2, 0.6], 25))
    assert markers_of(values)["expressivity"] == pytest.approx(0.2 / 51)


@pytest.mark.parametrize("frames_per_second", [5.0, 10.0, 30.0])
def test_a_head_that_turns_by_six_degrees_a_second_is_told_so_at_any_rate(frames_per_second):
    frames = int(10 * frames_per_second)
    values = faces(frames)
    values[:, YAW] = 6 * np.arange(frames) / frames_per_second
    assert markers_of(values, frames_per_second)["head_movement"] == pytest.approx(6, rel=1e-4)


def test_where_the_face_is_away_the_head_does_not_jump():
    values = faces(100)
    values[:, PITCH] = 30
    values[40:60] = 0
    assert markers_of(values)["head_movement"] == 0


def test_looking_away_is_measured_from_where_one_looks_most():
    values = faces(100)
    values[:, YAW] = 25  # the screen is not where the camera is
    values[:30, YAW] += AVERTED + 1
    assert markers_of(values)["gaze_aversion"] == pytest.approx(30)


def test_who_looks_at_two_places_looks_away_from_the_rarer_one():
    values = faces(100)
    values[:55, YAW], values[55:60, YAW], values[60:, YAW] = -20, 0, 20  # the median is where hardly anybody looks
    assert markers_of(values)["gaze_aversion"] == pytest.approx(45)


def test_eyes_that_keep_their_aim_while_the_head_turns_do_not_look_away():
    values = faces(100)
    values[:40, YAW] = 19
    for name in ("eyeLookInLeft", "eyeLookOutRight"):  # back by as much
        values[:40, BLENDSHAPES.index(name)] = 19 / GAZE_SCALE[0]
    assert markers_of(values)["gaze_aversion"] == 0
    values[:40, YAW] = 0
    assert markers_of(values)["gaze_aversion"] == pytest.approx(40)


def test_gaze_has_the_signs_of_the_head():
    to_persons_left = faces(1, eyeLookOutLeft=0.5, eyeLookInRight=0.5)
    to_persons_right = faces(1, eyeLookInLeft=0.5, eyeLookOutRight=0.5)
    assert gaze(to_persons_left) == pytest.approx(np.array([[GAZE_SCALE[0] / 2, 0]]))
    assert gaze(to_persons_right) == pytest.approx(np.array([[-GAZE_SCALE[0] / 2, 0]]))
    assert gaze(faces(1, eyeLookDown=1.0)) == pytest.approx(np.array([[0, GAZE_SCALE[1]]]))
    assert gaze(faces(1, eyeLookUp=1.0)) == pytest.approx(np.array([[0, -GAZE_SCALE[1]]]))
    assert gaze(np.zeros((3, DIMENSIONS), np.float32)).tolist() == [[0, 0]] * 3


def blinking(frames, *spans):
    closed = np.zeros(frames)
    for start, end in spans:
        closed[start:end] = 0.8
    return faces(frames, eyeBlink=closed)


def test_short_closings_of_the_eyes_are_blinks_and_long_ones_are_not():
    values = blinking(600, (10, 11), (50, 52), (100, 105), (200, 240))
    assert markers_of(values)["blink_rate"] == pytest.approx(3)


def test_closings_that_are_cut_short_are_not_counted():
    values = blinking(600, (0, 2), (100, 102), (300, 302), (598, 600))
    values[102:110] = 0  # the face goes while its eyes are closed
    assert markers_of(values)["blink_rate"] == pytest.approx(60 / 59.2)


def test_blinks_are_not_told_where_frames_come_too_seldom():
    values = blinking(100, (10, 11))
    assert "blink_rate" in markers_of(values, 10.0)
    assert "blink_rate" not in markers_of(values, 5.0)


def test_too_little_of_a_face_tells_nothing_but_its_share():
    values = faces(100)
    values[15:] = 0
    assert markers_of(values) == {"face_share": pytest.approx(15)}
    assert markers_of(faces(0)) == {"face_share": 0.0}


def test_faces_in_single_frames_have_no_movement():
    values = faces(100)
    values[np.arange(100) % 4 != 0] = 0
    assert "head_movement" not in markers_of(values, 5.0)


@given(st.integers(0, 60), st.sampled_from([2.0, 5.0, 10.0, 30.0]), st.integers(0, 2**32 - 1))
def test_markers_are_finite_and_within_their_bounds(frames, frames_per_second, seed):
    random = np.random.default_rng(seed)
    values = random.uniform(0, 1, (frames, DIMENSIONS)).astype(np.float32)
    values[:, PRESENCE] = random.random(frames) < 0.7
    values[values[:, PRESENCE] == 0] = 0
    markers = markers_of(values, frames_per_second)
    assert markers.keys() <= FACE_MARKERS.keys()
    assert np.isfinite(list(markers.values())).all()
    for name, value in markers.items():
        most = {"%": 100.0, "": 1.0}.get(FACE_MARKERS[name].unit, np.inf)
        assert 0 <= value <= most + 1e-9


def test_shares_of_smiling_begin_at_the_threshold():
    assert markers_of(faces(50, mouthSmile=SMILING + 0.01))["smile_share"] == pytest.approx(100)
    assert markers_of(faces(50, mouthSmile=SMILING - 0.01))["smile_share"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(("axis", "shift"), [(0, 0.02), (0, -0.02), (1, 0.012), (1, -0.012)])
def test_eyes_that_are_drawn_to_look_aside_are_seen_to(landmarker_task, draw_face, axis, shift):
    from selfmm.features.face_graphs import FaceGraphs
    from selfmm.features.face_landmarks import FaceFollower

    graphs = FaceGraphs(landmarker_task)

    def gaze_of(picture):
        follower = FaceFollower(graphs)
        follower.see(picture, 0.0)
        face = follower.see(picture, 0.1)
        return gaze(np.concatenate([graphs.blendshapes(face), np.zeros(4, np.float32)])[None])[0]

    def looking(picture, away):
        import cv2

        follower = FaceFollower(graphs)
        points = follower.see(picture, 0.0).points[:, :2]
        picture = picture.copy()
        width = np.linalg.norm(points[454] - points[234])
        for corners, lids in (((33, 133), (159, 145)), ((362, 263), (386, 374))):
            middle = points[list(corners + lids)].mean(axis=0)
            across = np.linalg.norm(points[corners[1]] - points[corners[0]]) / 2
            high = np.linalg.norm(points[lids[1]] - points[lids[0]]) / 2
            cv2.ellipse(
                picture, np.round(middle).astype(int).tolist(), (round(across), round(high)), 0, 0, 360, (245,) * 3, -1
            )
            cv2.circle(
                picture,
                np.round(middle + np.array(away) * width).astype(int).tolist(),
                round(0.035 * width),
                (60, 40, 30),
                -1,
            )
        return picture

    plain = draw_face(side=480, width=260)
    away = [0.0, 0.0]
    away[axis] = shift
    change = gaze_of(looking(plain, away)) - gaze_of(looking(plain, (0, 0)))
    assert np.sign(change[axis]) == np.sign(shift)
    assert abs(change[axis]) > 1.0
