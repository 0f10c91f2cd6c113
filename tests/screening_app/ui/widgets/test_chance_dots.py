"""A probability as so many of ten people."""

from __future__ import annotations

import pytest

from screening_app.ui.widgets.chance_dots import ChanceDots


@pytest.mark.parametrize(("probability", "filled"), [(0.0, 0), (0.04, 0), (0.28, 3), (0.95, 10), (1.0, 10)])
def test_so_many_of_ten_are_filled_and_said(qtbot, probability, filled):
    dots = ChanceDots()
    qtbot.addWidget(dots)
    dots.show_chance(probability)
    assert dots.filled == filled
    assert f"About {filled} of 10" in dots.accessibleName()
    assert not dots.isHidden()


def test_what_is_not_known_is_not_drawn(qtbot):
    dots = ChanceDots()
    qtbot.addWidget(dots)
    dots.show_chance(0.5)
    dots.show_chance(None)
    assert dots.isHidden()
