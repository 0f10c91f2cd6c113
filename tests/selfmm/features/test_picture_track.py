from __future__ import annotations

import cv2
import numpy as np
import pytest

from selfmm.features.picture_track import BRIGHTNESS, FACES, SHARPNESS, measure_picture


def test_brightness_is_the_mean_luma():
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[:, :80] = (255, 255, 255)
    picture[:, 80:] = (255, 0, 0)
    assert measure_picture(picture, 0)[BRIGHTNESS] == pytest.approx((1 + 0.299) / 2, abs=0.005)


@pytest.mark.parametrize("faces", [0, 1, 3])
def test_faces_are_kept(faces):
    assert measure_picture(np.zeros((9, 16, 3), np.uint8), faces)[FACES] == faces


@pytest.fixture
def textured():
    noise = np.random.default_rng(3).integers(0, 256, (180, 320, 3)).astype(np.uint8)
    return cv2.resize(cv2.GaussianBlur(noise, (0, 0), 2), (640, 360))


def test_blur_makes_a_picture_less_sharp(textured):
    sharpness = [
        measure_picture(textured if blur == 0 else cv2.GaussianBlur(textured, (0, 0), blur), 1)[SHARPNESS]
        for blur in (0, 3, 6, 12)
    ]
    assert sharpness == sorted(sharpness, reverse=True)
    assert sharpness[0] > 2 * sharpness[2]


@pytest.mark.parametrize("side", [480, 640, 960])
def test_the_same_scene_is_as_sharp_from_a_larger_camera(textured, side):
    small = measure_picture(cv2.resize(textured, (320, 180), interpolation=cv2.INTER_AREA), 1)
    large = measure_picture(cv2.resize(textured, (side, side * 9 // 16), interpolation=cv2.INTER_CUBIC), 1)
    assert large[SHARPNESS] == pytest.approx(small[SHARPNESS], rel=0.35)
    assert large[BRIGHTNESS] == pytest.approx(small[BRIGHTNESS], abs=0.01)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 2000, 3), (2000, 1, 3)])
def test_the_thinnest_pictures_are_measured(shape):
    row = measure_picture(np.full(shape, 255, np.uint8), 0)
    np.testing.assert_allclose(row, [0, 1, 0])
