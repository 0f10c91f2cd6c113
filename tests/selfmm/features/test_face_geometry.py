from __future__ import annotations

import math
import struct

import numpy as np
import pytest

from selfmm.features.face_geometry import Region, StandardFace, read_standard_face, read_triangles, region_around


def varint(value):
    data = b""
    while value > 0x7F:
        data, value = data + bytes([value & 0x7F | 0x80]), value >> 7
    return data + bytes([value])


def numbers(*values):
    """Floats as `repeated float vertex_buffer = 3` without packing, as the file has them."""
    return b"".join(b"\x1d" + struct.pack("<f", value) for value in values)


def nested(number, message):
    return varint(number << 3 | 2) + varint(len(message)) + message


def metadata(vertices, weights):
    mesh = b"\x08\x00" + b"".join(numbers(*vertex, 0.5, 0.5) for vertex in vertices) + b"\x20\x96\x01"
    landmarks = (b"\x08" + varint(index) + b"\x15" + struct.pack("<f", weight) for index, weight in weights.items())
    return b"\x18\x01" + nested(1, mesh) + b"".join(nested(2, landmark) for landmark in landmarks)


def test_the_standard_face_is_read_from_the_wire():
    vertices = [(float(i), -1.0, 2.5) for i in range(300)]
    face = read_standard_face(metadata(vertices, {4: 0.5, 299: 0.25}))
    np.testing.assert_array_equal(face.points, vertices)
    assert face.weights[4] == 0.5
    assert face.weights[299] == 0.25
    assert face.weights.sum() == 0.75


def test_its_triangles_are_read_from_the_wire():
    mesh = b"".join(b"\x20" + varint(number) for number in (0, 1, 2, 300, 2, 1))
    assert read_triangles(nested(1, mesh)).tolist() == [[0, 1, 2], [300, 2, 1]]


@pytest.mark.parametrize("broken", [b"", b"\x0b", b"\x80", b"\x0a\x02\x18\x00", metadata([(0, 0, 0)], {})])
def test_what_is_no_standard_face_is_refused(broken):
    with pytest.raises(ValueError, match=r"."):
        read_standard_face(broken)


@pytest.fixture
def some_face():
    points = np.random.default_rng(5).normal(size=(468, 3)) * (5, 6, 3)
    return StandardFace(points, np.linspace(0, 1, 468))


def turned(points, pitch, yaw, roll):
    (cp, cy, cr), (sp, sy, sr) = (wave(np.radians([pitch, yaw, roll])) for wave in (np.cos, np.sin))
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return points @ (about_z @ about_y @ about_x).T


@pytest.mark.parametrize("angles", [(0, 0, 0), (20, 0, 0), (0, -35, 0), (0, 0, 60), (-10, 25, -40)])
def test_the_turning_of_the_head_is_found_in_pixels(some_face, angles):
    in_picture = turned(some_face.points, *angles) * 17 * (1, -1, -1) + (320, 180, 5)
    assert some_face.head_pose(np.vstack([in_picture, np.zeros((10, 3))])) == pytest.approx(angles, abs=1e-6)


def test_a_region_maps_its_corners_onto_the_crop():
    region = Region(100, 50, 40, math.radians(90))
    to_crop = region.to_crop(256)
    centre, right_of_centre = (to_crop @ (*point, 1) for point in ((100, 50), (100, 70)))
    np.testing.assert_allclose(centre, (128, 128), atol=1e-9)
    np.testing.assert_allclose(right_of_centre, (256, 128), atol=1e-9)  # turned by 90°: down becomes right


def test_the_region_around_landmarks_is_upright_with_the_eyes():
    points = np.zeros((478, 3))
    points[33], points[263] = (100, 100, 0), (140, 140, 0)
    points[0], points[1] = (60, 80, 0), (160, 170, 0)
    points[2:33] = points[34:263] = points[264:] = (110, 110, 0)
    region = region_around(points)
    assert (region.x, region.y, region.size) == (110, 125, 150)
    assert math.degrees(region.angle) == pytest.approx(45)


def test_two_looks_at_one_face_overlap_and_two_faces_do_not():
    face = Region(100, 100, 150, 0)
    assert face.overlaps(Region(120, 90, 130, 0.2))
    assert not face.overlaps(Region(200, 100, 150, 0))


def test_a_face_may_come_back_near_its_place_and_about_as_large():
    face = Region(100, 100, 60, 0)
    assert face.may_become(Region(130, 110, 70, 0.3))
    assert not face.may_become(Region(170, 100, 60, 0))
    assert not face.may_become(Region(100, 100, 120, 0))
    assert not face.may_become(Region(100, 100, 30, 0))


def test_large_and_central_faces_are_prominent():
    assert Region(320, 180, 60, 0).prominence(360, 640) == 60
    assert Region(0, 0, 60, 0).prominence(360, 640) == pytest.approx(30)
    assert Region(-200, 180, 60, 0).prominence(360, 640) == pytest.approx(30)  # none counts less than one in a corner
    assert Region(320, 180, 60, 0).prominence(360, 640) > Region(500, 180, 70, 0).prominence(360, 640)
