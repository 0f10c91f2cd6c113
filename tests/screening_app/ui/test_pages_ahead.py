"""The pages are made ready one by one after the window is there, and dressed again after a change of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from scene import Scene

from screening_app.ui import theme
from screening_app.ui.pages_ahead import page_class
from screening_app.ui.rail import HELP, PATIENTS, PLACES, SESSION, TRAINING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


def test_every_place_has_a_page_of_its_own() -> None:
    assert len({page_class(place) for place in (*PLACES, TRAINING)}) == len(PLACES) + 1


def test_all_pages_are_made_and_follow_the_theme_while_they_are_hidden(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data")
    window = scene.window
    assert list(window.pages) == [PATIENTS]

    def are_ready() -> bool:
        return len(window.pages) == len(PLACES) + 1 and all(theme.is_dressed(page) for page in window.pages.values())

    window.prepare_pages()
    scene.wait(are_ready)
    assert window._stack.currentWidget() is window.pages[PATIENTS]

    scene.screening.settings.change(theme="dark")
    assert theme.is_dressed(window.pages[PATIENTS])
    assert not theme.is_dressed(window.pages[HELP])
    scene.wait(are_ready)
    scene.close()


def test_a_hidden_page_wears_the_new_theme_when_it_is_gone_to(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data")
    scene.go(HELP)
    scene.go(PATIENTS)
    scene.screening.settings.change(text_size="130")
    assert not theme.is_dressed(scene.window.pages[HELP])

    assert theme.is_dressed(scene.go(HELP))
    scene.close()


def test_what_opens_over_the_pages_is_dressed(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data", theme="dark")
    scene.window.show_switcher()
    assert theme.is_dressed(scene.window.dialog)
    scene.window.dialog.reject()

    picker = scene.go(SESSION).faces.who.picker
    scene.activate(scene.window)
    picker.setFocus()
    picker.lineEdit().selectAll()
    QTest.keyClick(picker.lineEdit(), "P")
    scene.wait(lambda: qapp.activePopupWidget() is not None)
    assert theme.is_dressed(qapp.activePopupWidget())
    qapp.activePopupWidget().close()
    scene.close()
