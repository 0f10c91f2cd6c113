"""The score's picture: where the value stands, and that an undecided score looks different from a number."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from screening_app.ui import theme
from screening_app.ui.widgets.score_scale import ScoreScale
from selfmm.scales import SDS

WIDTH = 400


@pytest.fixture
def scale(qtbot) -> ScoreScale:
    made = ScoreScale(scheme=theme.LIGHT)
    qtbot.addWidget(made)
    made.resize(WIDTH, made.sizeHint().height())
    return made


def picture(scale: ScoreScale) -> QImage:
    """In full colours, whatever the screen has."""
    image = QImage(scale.size(), QImage.Format.Format_RGB32)
    scale.render(image)
    return image


def columns(image: QImage, colour: str) -> list[int]:
    """The columns that hold this very colour."""
    wanted = QColor(colour).rgb()
    return [x for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) == wanted]


@pytest.mark.parametrize(("value", "share"), [(25.0, 0.0), (62.5, 0.5), (100.0, 1.0)])
def test_the_point_stands_where_the_value_lies(scale, value, share):
    scale.show_score(SDS, value, None, undecided=False)
    found = columns(picture(scale), theme.LIGHT.fusion)
    middle = sum(found) / len(found)
    assert middle == pytest.approx(16 + share * (WIDTH - 32), abs=6)


def test_an_undecided_score_is_drawn_in_another_colour(scale):
    scale.show_score(SDS, 54.0, (44.0, 64.0), undecided=True)
    image = picture(scale)
    assert columns(image, theme.LIGHT.warning)
    assert not columns(image, theme.LIGHT.fusion)


def test_without_a_value_there_is_no_point(scale):
    scale.show_score(SDS, None, None, undecided=True)
    image = picture(scale)
    assert not columns(image, theme.LIGHT.warning)
    assert "value" not in scale.accessibleName()


def test_the_picture_is_told_in_words_too(scale):
    scale.show_score(SDS, 61.0, (50.0, 72.5), undecided=False)
    words = scale.accessibleName()
    assert all(part in words for part in ("SDS", "25", "100", "53", "61.0", "50.0", "72.5"))
