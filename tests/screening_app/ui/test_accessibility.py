"""What those meet who use the keyboard or a screen reader, or do not tell colours apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from reaching import unnamed, unreachable
from scene import Scene
from states import SIZES, STATES, State

from screening_app.ui import theme
from screening_app.ui.rail import HISTORY
from screening_app.ui.widgets.level_meter import LevelMeter
from screening_app.ui.widgets.score_scale import ScoreScale
from selfmm.scales import SDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="module")
def scene(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    opened = Scene(qapp, tmp_path_factory.mktemp("scene") / "data")
    opened.resize(SIZES[0].window)
    yield opened
    opened.close()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_every_control_has_a_name_and_a_role_and_can_be_reached(scene: Scene, state: State) -> None:
    seen = state.show(scene)
    scene.settle()
    faults = unnamed(seen)
    if not seen.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus:
        scene.activate(seen)
        faults += unreachable(seen)
    scene.dismiss(seen)
    assert not faults, "\n".join(faults)


def _grey(widget: QWidget) -> bytes:
    """A widget as those see it who see no colours, with few shades, so that a mere change of colour hardly shows."""
    grey = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(grey.constBits())


def _shapes_differ(one: bytes, other: bytes, by: int = 60) -> int:
    """How many pixels differ clearly in their lightness."""
    return sum(abs(a - b) > by for a, b in zip(one, other, strict=True))


def _scale(qtbot: QtBot, *, undecided: bool, value: float | None = 50.0) -> ScoreScale:
    made = ScoreScale()
    qtbot.addWidget(made)
    made.resize(420, 70)
    made.show_score(SDS, value, (45.0, 60.0) if value else None, undecided=undecided)
    return made


@pytest.mark.parametrize("theme_name", ["light", "dark"])
def test_an_undecided_score_is_told_by_shape_not_by_colour_alone(
    qapp: QApplication, qtbot: QtBot, theme_name: str
) -> None:
    theme.apply(qapp, theme_name)
    decided, undecided, none = (
        _grey(_scale(qtbot, undecided=undecided, value=value))
        for undecided, value in ((False, 50.0), (True, 50.0), (True, None))
    )
    assert _shapes_differ(decided, undecided) > 40  # a hollow point on a hatched band
    assert _shapes_differ(undecided, none) > 40
    theme.apply(qapp, "light")


def test_the_scale_says_in_words_what_it_shows_and_is_a_picture_to_screen_readers(qtbot: QtBot) -> None:
    scale = _scale(qtbot, undecided=True)
    told = QAccessible.queryAccessibleInterface(scale)
    assert told.role() is QAccessible.Role.Chart
    for part in ("SDS", "53", "50.0", "45.0", "60.0"):
        assert part in told.text(QAccessible.Text.Name)


def test_a_level_that_is_too_loud_is_told_by_its_length_too(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.resize(240, 14)
    pictures = []
    for level in (-50.0, -20.0, -2.0):
        meter.clear()
        meter.show_level(level)
        pictures.append(_grey(meter))
    assert _shapes_differ(pictures[0], pictures[1], 30) > 500
    assert _shapes_differ(pictures[1], pictures[2], 30) > 500


def test_each_model_in_the_history_has_a_mark_of_its_own_and_the_legend_names_it(scene: Scene) -> None:
    page = scene.go(HISTORY)
    page.open_patient(scene.example.two_models.id)
    drawn = page.chart.points_drawn()
    assert len({point.symbol for point in drawn}) == 3  # two models, and the cross of a session without a value
    assert any(point.hollow for point in drawn)
    for mark in "●■":
        assert mark in page.chart._legend
