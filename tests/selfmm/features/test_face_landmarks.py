from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from selfmm.errors import MediaError
from selfmm.features.face_geometry import Region
from selfmm.features.face_graphs import Face
from selfmm.features.face_landmarks import PRESENCE, YAW, FaceFollower, FaceLandmarks, watch
from selfmm.features.picture_track import BRIGHTNESS, FACES
from selfmm.media import Frame, GrowingFile
from selfmm.types import no_report


class FakeGraphs:
    """Faces are where `regions` says; every look and every search is counted."""

    def __init__(self, regions):
        self.regions = regions
        self.searches, self.looks = 0, 0
        self.closely = []

    def find(self, image, *, closely=True):
        self.searches += 1
        self.closely.append(closely)
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


PICTURE = np.zeros((100, 400, 3), np.uint8)
SMALL, LARGE, LARGER = Region(50, 50, 40, 0), Region(200, 50, 60, 0), Region(350, 50, 75, 0)
SECONDS = 0.2  # from frame to frame


def centre(face):
    return None if face is None else (face.points[33, 0] + face.points[263, 0]) / 2


class Scene:
    """A follower, and the faces that are there from frame to frame."""

    def __init__(self, *regions):
        self.graphs = FakeGraphs(regions)
        self.follower = FaceFollower(self.graphs)
        self.frames = 0

    def see(self, *regions, seconds=SECONDS):
        """Where the followed face is at the end of so many seconds with these faces."""
        self.graphs.regions = regions
        for _ in range(round(seconds / SECONDS)):
            face = self.follower.see(PICTURE, self.frames * SECONDS)
            self.frames += 1
        return centre(face)


def test_a_followed_face_is_searched_for_only_now_and_then():
    scene = Scene()
    assert scene.see(LARGE, seconds=2.0) == 200
    assert scene.graphs.searches == 2
    assert scene.graphs.looks == 10


def test_the_largest_face_is_followed_and_all_are_counted():
    scene = Scene()
    assert scene.see(SMALL, LARGE) == 200
    assert scene.follower.count == 2


def test_of_two_faces_as_large_the_central_one_is_followed():
    aside, central = Region(40, 50, 50, 0), Region(210, 50, 50, 0)
    assert Scene().see(aside, central) == 210
    assert Scene().see(central, aside) == 210


def test_a_newcomer_is_counted_but_not_followed():
    scene = Scene()
    scene.see(LARGE)
    assert scene.see(LARGER, LARGE, seconds=30) == 200
    assert scene.follower.count == 2


@pytest.mark.parametrize(("seconds", "followed"), [(4, 200), (8, 350)])
def test_who_is_much_more_prominent_for_long_is_followed_instead(seconds, followed):
    scene = Scene()
    scene.see(LARGE, seconds=0.6)
    assert scene.see(Region(350, 50, 240, 0), LARGE, seconds=seconds) == followed


def test_leaning_in_now_and_then_does_not_add_up():
    scene = Scene()
    scene.see(LARGE, seconds=1.0)
    for _ in range(5):
        assert scene.see(Region(350, 50, 240, 0), LARGE, seconds=4) == 200
        assert scene.see(LARGER, LARGE, seconds=2) == 200


def test_another_person_is_not_followed_while_the_face_is_lost_for_a_moment():
    scene = Scene()
    assert scene.see(LARGE, LARGER, seconds=3) == 200
    assert scene.see(LARGER, seconds=1.6) is None
    assert scene.follower.count == 1
    assert scene.see(LARGER, LARGE) == 200


def test_a_lost_face_is_the_same_where_it_comes_back_near_its_place():
    scene = Scene()
    scene.see(LARGE, seconds=3)
    scene.see(LARGER, seconds=1)
    assert scene.see(LARGER, Region(240, 50, 55, 0)) == 240
    assert scene.see(LARGER, Region(270, 50, 10, 0)) is None  # near, but it cannot have become that small


@pytest.mark.parametrize(("size", "closely"), [(40, True), (240, False)])
def test_a_lost_face_is_looked_for_closely_only_if_it_is_small(size, closely):
    scene = Scene()
    scene.see(Region(200, 50, size, 0))
    scene.see()
    assert scene.graphs.closely == [True, closely]


def test_another_person_is_followed_once_the_face_is_gone():
    scene = Scene()
    scene.see(LARGE, seconds=3)
    assert scene.see(SMALL, seconds=2.6) == 50
    assert scene.see() is None
    assert scene.follower.count == 0


def test_what_only_the_detector_takes_for_a_face_is_not_counted():
    scene = Scene()
    scene.graphs.find = lambda image, closely=True: [LARGE]
    assert scene.see() is None
    assert scene.follower.count == 0


def frame_at(time, image, age=0.0):
    return Frame(time, image, age)


class LookingGraphs(FakeGraphs):
    """Fake graphs that can also tell a face's expression."""

    standard = SimpleNamespace(head_pose=lambda points: (1.0, 2.0, 3.0))

    def blendshapes(self, face):
        return np.full(52, 0.5, np.float32)


def test_a_picture_that_is_shown_again_is_looked_at_once():
    graphs = LookingGraphs([LARGE])
    rows = list(watch([frame_at(tick / 10, PICTURE) for tick in range(5)], graphs))
    assert graphs.looks == 1
    assert [time for time, _, _ in rows] == [0.0, 0.1, 0.2, 0.3, 0.4]
    for _, row, picture in rows:
        np.testing.assert_array_equal(row, [0.5] * 52 + [1, 2, 3, 1])
        assert picture[FACES] == 1


def test_a_picture_that_the_camera_shows_on_and_on_is_no_face():
    still = [frame_at(tick / 2, PICTURE, tick / 2) for tick in range(5)]
    moving = frame_at(2.5, PICTURE.copy())
    rows = list(watch([*still, moving], LookingGraphs([LARGE])))
    assert [row[PRESENCE] for _, row, _ in rows] == [1, 1, 1, 0, 0, 1]
    assert [picture[FACES] for _, _, picture in rows] == [1, 1, 1, 0, 0, 1]
    assert not rows[3][1].any()


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
    assert values[:, PRESENCE].mean() == pytest.approx(2 / 3, abs=0.07)
    assert seen.picture.values.shape == (15, 3)
    assert seen.picture.frame_seconds == seen.sequence.frame_seconds
    assert seen.picture.values[:, FACES].max() == 1
    assert values[:, PRESENCE].tolist()[:5] == [1.0] * 5
    assert not values[6:9].any()
    assert ((values[:, PRESENCE] == 0) | (values[:, PRESENCE] == 1)).all()
    assert {step for step, _ in told} == {"seeing"}
    assert told[-1][1] == 1.0


@pytest.mark.slow
def test_a_second_face_is_noticed(draw_face, film):
    alone = np.hstack([draw_face(side=320, width=140), np.full((320, 320, 3), 120, np.uint8)])
    together = np.hstack([draw_face(side=320, width=140), draw_face(side=320, width=120)])
    seen = FaceLandmarks(5.0).extract(film([alone] * 20 + [together] * 20), no_report)
    assert seen.sequence.values[:, PRESENCE].all()
    faces = seen.picture.values[:, FACES]
    assert faces.tolist() == [1] * 10 + [2] * 10  # two seconds alone, two together


@pytest.mark.slow
def test_a_recording_without_any_face_has_no_sequence_but_a_track(film):
    seen = FaceLandmarks(5.0).extract(film([np.full((120, 160, 3), 80, np.uint8)] * 10), no_report)
    assert seen.sequence is None
    assert not seen.picture.values[:, FACES].any()
    assert seen.picture.values[:, BRIGHTNESS] == pytest.approx(80 / 255, abs=0.02)


GREY = (120, 130, 140)


def scene_with(*faces):
    """A picture (360, 640, 3) with drawn faces (side, side, 3), each with its left and top."""
    picture = np.full((360, 640, 3), GREY, np.uint8)
    for face, left, top in faces:
        height, width = face.shape[:2]
        picture[top : top + height, left : left + width] = face
    return picture


@pytest.mark.slow
def test_who_comes_in_does_not_take_the_place_of_who_is_there(draw_face, film):
    one, other = draw_face(yaw=-20, side=300, width=110), draw_face(yaw=20, side=320, width=140)
    alone, both, gone, empty = (
        scene_with((one, 10, 30)),
        scene_with((one, 10, 30), (other, 310, 20)),
        scene_with((other, 310, 20)),
        scene_with(),
    )
    path = film([alone] * 20 + [both] * 20 + [gone] * 10 + [both] * 20 + [gone] * 40 + [empty] * 10)
    seen = FaceLandmarks(5.0).extract(path, no_report)
    yaw, there = seen.sequence.values[:, YAW], seen.sequence.values[:, PRESENCE] == 1
    assert there[:20].all()
    assert (yaw[:20] < -10).all()  # the first one, also with the larger other beside
    assert not there[20:25].any()  # covered for a second: nobody else is followed
    assert (yaw[25:35] < -10).all()
    assert not there[36:44].any()
    assert (yaw[46:54] > 10).all()  # gone for good: now the other
    assert seen.picture.values[11:19, FACES].tolist() == [2] * 8
    assert not there[56:].any()


@pytest.mark.slow
def test_the_same_film_gives_the_same_bits(draw_face, film):
    path = film([draw_face(yaw=angle, side=320, width=120) for angle in range(-20, 20, 2)])
    first, second = (FaceLandmarks(10.0).extract(path, no_report) for _ in range(2))
    np.testing.assert_array_equal(first.sequence.values, second.sequence.values)
    np.testing.assert_array_equal(first.picture.values, second.picture.values)
    assert first.sequence.values[:, PRESENCE].all()


@pytest.mark.slow
def test_a_film_that_is_still_growing_gives_the_same_bits(draw_face, film, tmp_path):
    path = film([draw_face(yaw=angle, side=320, width=120) for angle in range(-20, 20)])
    whole, growing, done = path.read_bytes(), tmp_path / "growing.mkv", threading.Event()
    growing.write_bytes(whole[:2000])

    def record():
        for start in range(2000, len(whole), 20_000):
            time.sleep(0.05)
            with growing.open("ab") as file:
                file.write(whole[start : start + 20_000])
        done.set()

    recorder = threading.Thread(target=record)
    recorder.start()
    live = FaceLandmarks(5.0).extract(GrowingFile(growing, done.is_set), no_report)
    recorder.join()
    later = FaceLandmarks(5.0).extract(path, no_report)
    np.testing.assert_array_equal(live.sequence.values, later.sequence.values)
    np.testing.assert_array_equal(live.picture.values, later.picture.values)


def grey(picture):
    return np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)


def share_seen(film, picture):
    seen = FaceLandmarks(5.0).extract(film([picture] * 10), no_report)
    assert seen.picture.values.shape == (5, 3)  # whatever is in it, time is kept
    return 0.0 if seen.sequence is None else float(seen.sequence.values[:, PRESENCE].mean())


@pytest.mark.slow
@pytest.mark.parametrize("change", [grey, lambda picture: (picture * 0.15).astype(np.uint8), lambda picture: picture])
def test_grey_and_dark_pictures_are_seen(draw_face, film, change):
    assert share_seen(film, change(scene_with((draw_face(side=320, width=140), 160, 20)))) == 1.0


@pytest.mark.slow
def test_who_sits_two_metres_away_is_seen(draw_face, film):
    # a camera with a view of 65 degrees shows 2.5 m at 2 m, so that a face, 0.15 m wide, is 38 of 640 pixels wide
    assert share_seen(film, scene_with((draw_face(side=100, width=38), 400, 120))) == 1.0


@pytest.mark.slow
def test_a_face_partly_out_of_the_picture_is_seen(draw_face, film):
    face = draw_face(side=320, width=140)
    assert share_seen(film, scene_with((face[:, 105:], 0, 20))) == 1.0  # a fifth of the face is cut off at the left


@pytest.mark.slow
def test_pictures_that_lie_on_their_side_keep_time(draw_face, film):
    share_seen(film, np.ascontiguousarray(np.rot90(scene_with((draw_face(side=320, width=140), 160, 20)))))
