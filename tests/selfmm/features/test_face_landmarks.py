from __future__ import annotations

import numpy as np
import pytest
import soundfile

from selfmm.errors import MediaError
from selfmm.features.face_geometry import Region
from selfmm.features.face_graphs import Face
from selfmm.features.face_landmarks import FaceFollower, FaceLandmarks
from selfmm.types import no_report


class FakeGraphs:
    """Faces are where `regions` says; every look and every search is counted."""

    def __init__(self, regions):
        self.regions = regions
        self.searches, self.looks = 0, 0

    def find(self, image, *, closely=True):
        self.searches += 1
        return list(self.regions)

    def look(self, image, region):
        self.looks += 1
        there = next((place for place in self.regions if place.overlaps(region)), None)
        if there is None:
            return Face(np.zeros((478, 3)), 0.0)
        # landmarks whose region, 1.5 times as large as they reach, is the one that they are in
        points = np.zeros((478, 3))
        points[:] = (there.x, there.y, 0)
        half = there.size / 3
        points[33], points[263] = (there.x - half, there.y, 0), (there.x + half, there.y, 0)
        return Face(points, 1.0)


PICTURE = np.zeros((4, 4, 3), np.uint8)
SMALL, LARGE, LARGER = Region(50, 50, 40, 0), Region(200, 50, 60, 0), Region(350, 50, 75, 0)


def centre(face):
    return (face.points[33, 0] + face.points[263, 0]) / 2


def test_a_followed_face_is_searched_for_only_now_and_then():
    graphs = FakeGraphs([LARGE])
    follower = FaceFollower(graphs, frames_between_searches=5)
    assert all(follower.see(PICTURE) for _ in range(10))
    assert graphs.searches == 2
    assert graphs.looks == 10


def test_the_largest_face_is_followed_and_all_are_counted():
    follower = FaceFollower(FakeGraphs([SMALL, LARGE]), 5)
    assert centre(follower.see(PICTURE)) == 200
    assert follower.count == 2


def test_a_slightly_larger_newcomer_is_counted_but_not_followed():
    graphs = FakeGraphs([LARGE])
    follower = FaceFollower(graphs, 1)
    follower.see(PICTURE)
    graphs.regions = [LARGER, LARGE]
    assert centre(follower.see(PICTURE)) == 200
    assert follower.count == 2
    graphs.regions = [Region(350, 50, 100, 0), LARGE]
    assert centre(follower.see(PICTURE)) == 350


def test_a_lost_face_is_searched_for_in_the_same_frame():
    graphs = FakeGraphs([LARGE])
    follower = FaceFollower(graphs, 100)
    follower.see(PICTURE)
    graphs.regions = [SMALL]
    assert centre(follower.see(PICTURE)) == 50
    graphs.regions = []
    assert follower.see(PICTURE) is None
    assert follower.count == 0


def test_what_only_the_detector_takes_for_a_face_is_not_counted():
    graphs = FakeGraphs([])
    graphs.find = lambda image, closely=True: [LARGE]
    follower = FaceFollower(graphs, 5)
    assert follower.see(PICTURE) is None
    assert follower.count == 0


def test_sound_without_picture_is_nothing(tmp_path):
    path = tmp_path / "voice.wav"
    soundfile.write(path, np.zeros(8000), 16_000)
    assert FaceLandmarks().extract(path, no_report) is None


def test_what_is_no_recording_is_refused(tmp_path):
    with pytest.raises(MediaError):
        FaceLandmarks().extract(tmp_path / "missing.mkv", no_report)


@pytest.mark.slow
def test_time_is_kept_where_the_face_is_away(draw_face, film):
    face = draw_face(side=320, width=140)
    path = film([face] * 10 + [np.full_like(face, 100)] * 10 + [face] * 10)
    told = []
    seen = FaceLandmarks(5.0).extract(path, lambda step, fraction: told.append((step, fraction)))
    values = seen.sequence.values
    assert values.shape == (15, 56)
    assert seen.sequence.frame_seconds == pytest.approx(0.2)
    assert seen.face_share == pytest.approx(2 / 3, abs=0.07)
    assert seen.several_faces_share == 0.0
    assert values[:, -1].tolist()[:5] == [1.0] * 5
    assert not values[6:9].any()
    assert ((values[:, -1] == 0) | (values[:, -1] == 1)).all()
    assert {step for step, _ in told} == {"seeing"}
    assert told[-1][1] == 1.0


@pytest.mark.slow
def test_a_second_face_is_noticed(draw_face, film):
    alone = np.hstack([draw_face(side=320, width=140), np.full((320, 320, 3), 120, np.uint8)])
    together = np.hstack([draw_face(side=320, width=140), draw_face(side=320, width=120)])
    seen = FaceLandmarks(5.0).extract(film([alone] * 20 + [together] * 20), no_report)
    assert seen.face_share == 1.0
    assert seen.several_faces_share == pytest.approx(0.5, abs=0.1)


@pytest.mark.slow
def test_a_recording_without_any_face_has_no_sequence_but_a_share(film):
    seen = FaceLandmarks(5.0).extract(film([np.full((120, 160, 3), 80, np.uint8)] * 10), no_report)
    assert seen.sequence is None
    assert seen.face_share == 0.0
    assert seen.several_faces_share == 0.0
