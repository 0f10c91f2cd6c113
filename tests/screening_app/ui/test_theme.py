from dataclasses import replace

import pytest
from contrast import ENOUGH, ENOUGH_LARGE, contrast, too_pale
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from screening_app.ui import theme
from screening_app.ui.widgets import Button, label


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("text", "window"),
        ("text", "surface"),
        ("text", "raised"),
        ("text", "accent_soft"),
        ("muted", "window"),
        ("muted", "surface"),
        ("muted", "raised"),
        ("accent", "accent_soft"),
        ("on_accent", "accent"),
        ("danger", "surface"),
        ("danger", "danger_soft"),
        ("warning", "warning_soft"),
        ("success", "success_soft"),
    ],
)
def test_text_can_be_read(scheme: theme.Colours, text: str, surface: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, surface)) >= ENOUGH


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_rule_of_the_stylesheet_can_be_read(scheme: theme.Colours) -> None:
    assert too_pale(scheme) == []


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("drawn", ["fusion", "text_view", "audio_view", "vision_view", "accent", "warning", "success"])
def test_what_is_drawn_stands_out_from_the_surface(scheme: theme.Colours, drawn: str) -> None:
    assert contrast(getattr(scheme, drawn), scheme.surface) >= ENOUGH_LARGE


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_stylesheet_is_filled_completely(scheme: theme.Colours) -> None:
    filled = theme.stylesheet(scheme, "dark")

    assert "@" not in filled
    assert scheme.accent in filled


def test_a_name_that_begins_like_another_is_filled_with_its_own_colour() -> None:
    filled = theme.stylesheet(replace(theme.LIGHT, accent="#111111", accent_soft="#222222"), "light")

    assert "#111111_soft" not in filled
    assert "#222222" in filled


def test_themes_are_switched_at_run_time(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert theme.is_dark()
    assert theme.colours() is theme.DARK

    theme.apply(qapp, "light")
    assert theme.colours() is theme.LIGHT


def test_chinese_fonts_come_first_in_chinese(qapp: QApplication) -> None:
    theme.apply(qapp, "light", "zh")
    assert qapp.font().families()[0] in theme.CHINESE_FONTS

    theme.apply(qapp, "light", "en")
    assert qapp.font().families()[0] in theme.LATIN_FONTS


def test_what_the_sheet_makes_large_follows_the_language_too(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light", "en")
    title = label("Training", "section")
    qtbot.addWidget(title)
    theme.dress(title)
    title.ensurePolished()
    theme.apply(qapp, "light", "zh")
    assert title.font().families()[0] in theme.CHINESE_FONTS
    theme.apply(qapp, "light", "en")
    assert title.font().families()[0] in theme.LATIN_FONTS


def test_what_is_in_force_already_is_left_alone(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    seen = _ChangesSeen()
    qtbot.addWidget(seen)
    theme.dress(seen)
    seen.kinds.clear()
    theme.dress(seen)
    theme.apply(qapp, "light")
    assert seen.kinds == set()
    theme.apply(qapp, "dark")
    assert QEvent.Type.StyleChange in seen.kinds
    theme.apply(qapp, "light")


def test_what_is_hidden_may_wait_until_it_is_seen(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    seen, hidden, waiting = (QWidget() for _ in range(3))
    for widget in (seen, hidden, waiting):
        qtbot.addWidget(widget)
        theme.dress(widget, when_seen=widget is not hidden)
    seen.show()

    theme.apply(qapp, "dark")

    assert [theme.is_dressed(widget) for widget in (seen, hidden, waiting)] == [True, True, False]
    theme.dress(waiting, when_seen=True)
    assert theme.is_dressed(waiting)
    theme.apply(qapp, "light")


def test_a_widget_is_styled_as_often_however_deep_it_lies(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    qapp.setStyleSheet("")  # as in the program, where only the parts of the window wear one
    window = QWidget()
    qtbot.addWidget(window)
    inside, seen = window, []
    for _ in range(12):
        seen.append(_ChangesSeen())
        QVBoxLayout(inside).addWidget(seen[-1])
        inside = seen[-1]
    assert all(widget.times == 0 for widget in seen)  # while it was being built

    theme.dress(window)
    for widget in seen:
        widget.times = 0
    theme.apply(qapp, "dark")
    assert {widget.times for widget in seen} <= {1, 2}
    theme.apply(qapp, "light")


def test_a_theme_can_be_put_in_force_one_part_at_a_time_unseen_until_the_last(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    parts = [QWidget(window) for _ in range(4)]
    for part in parts:
        theme.dress(part)
    window.show()
    dressed: list[int] = []
    theme.apply_in_turns(qapp, "dark")
    assert theme.is_dark()
    while not window.updatesEnabled():
        dressed.append(sum(map(theme.is_dressed, parts)))
        qapp.processEvents()

    assert dressed == sorted(dressed)
    assert set(dressed) >= {1, 2, 3}
    assert all(map(theme.is_dressed, parts))
    theme.apply_in_turns(qapp, "dark")
    assert window.updatesEnabled()  # there was nothing to do
    theme.apply(qapp, "light")


def test_what_goes_away_while_a_theme_is_put_in_force_does_no_harm(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    stays, goes = QWidget(), QWidget()
    qtbot.addWidget(stays)
    for widget in (stays, goes):
        theme.dress(widget)
    theme.apply_in_turns(qapp, "dark")
    delete(goes)
    qtbot.waitUntil(lambda: theme.is_dressed(stays))
    theme.apply(qapp, "light")


class _ChangesSeen(QWidget):
    def __init__(self) -> None:
        self.kinds: set[QEvent.Type] = set()
        self.times = 0  # it was styled
        super().__init__()
        self.ensurePolished()
        self.kinds.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.kinds.add(event.type())
        self.times += event.type() == QEvent.Type.StyleChange


def test_text_and_what_holds_it_grow_at_once_and_shrink_again(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "light")
    button, words = Button("Save"), label("Patients", "title")
    for widget in (button, words):
        qtbot.addWidget(widget)
        theme.dress(widget)
        widget.ensurePolished()
    height, width = button.sizeHint().height(), words.sizeHint().width()

    theme.apply(qapp, "light", text_size="150")

    assert button.sizeHint().height() >= 1.4 * height
    assert words.sizeHint().width() >= 1.4 * width
    assert (theme.scaled(100), theme.points(10.0)) == (150, 15.0)
    assert theme.font(10.0).pointSizeF() == 15.0
    with theme.on_paper():
        assert theme.font(10.0).pointSizeF() == 10.0
    theme.apply(qapp, "light")
    assert (button.sizeHint().height(), words.sizeHint().width()) == (height, width)
