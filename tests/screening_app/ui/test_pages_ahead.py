"""The pages are made ready one by one after the window is there, and dressed again after a change of the theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from scene import Scene

from screening_app.ui import theme
from screening_app.ui.pages_ahead import page_class
from screening_app.ui.rail import HELP, PATIENTS, PLACES, SESSION, TRAINING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from screening_app.ui.widgets import Page


def test_every_place_has_a_page_of_its_own() -> None:
    assert len({page_class(place) for place in (*PLACES, TRAINING)}) == len(PLACES) + 1


def test_all_pages_are_made_and_follow_the_theme_while_they_are_hidden(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data")
    window = scene.window
    assert list(window.pages) == [PATIENTS]

    def are_ready() -> bool:
        return len(window.pages) == len(PLACES) + 1 and all(map(_is_dressed, window.pages.values()))

    window.prepare_pages()
    scene.wait(are_ready)
    assert window._stack.currentWidget() is window.pages[PATIENTS]

    scene.change(theme="dark")
    assert _is_dressed(window.pages[PATIENTS])
    assert not _is_dressed(window.pages[HELP])
    scene.wait(are_ready)
    scene.close()


def _is_dressed(page: Page) -> bool:
    return all(map(theme.is_dressed, page.parts()))


def test_a_hidden_page_speaks_another_language_when_it_is_gone_to_or_in_a_pause(
    qapp: QApplication, tmp_path: Path
) -> None:
    scene = Scene(qapp, tmp_path / "data")
    window = scene.window
    for place in (HELP, SESSION, PATIENTS):
        scene.go(place)

    def said() -> list[str]:
        return [window.pages[place].header._title.text() for place in (PATIENTS, SESSION, HELP)]

    in_english = said()
    scene.change(language="zh")
    assert [text == before for text, before in zip(said(), in_english, strict=True)] == [False, True, True]
    scene.go(HELP)
    assert said()[2] != in_english[2]
    window.prepare_pages()
    scene.wait(lambda: said()[1] != in_english[1])
    scene.close()


def test_a_step_of_the_session_follows_the_theme_when_it_is_shown(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data")
    page = scene.go(SESSION)
    scene.change(theme="dark")
    assert theme.is_dressed(page.faces.who)
    assert theme.is_dressed(page.header)
    assert theme.is_dressed(page.banner)  # which nobody sees yet
    assert not theme.is_dressed(page.faces.sign_off)
    page.faces._stack.setCurrentWidget(page.faces.sign_off)
    assert theme.is_dressed(page.faces.sign_off)
    scene.close()


def test_a_hidden_page_wears_the_new_theme_when_it_is_gone_to(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data")
    scene.go(HELP)
    scene.go(PATIENTS)
    scene.change(text_size="130")
    assert not theme.is_dressed(scene.window.pages[HELP])

    assert theme.is_dressed(scene.go(HELP))
    scene.close()


def test_what_opens_over_the_pages_is_dressed(qapp: QApplication, tmp_path: Path) -> None:
    scene = Scene(qapp, tmp_path / "data", theme="dark")
    scene.window.show_switcher()
    assert theme.is_dressed(scene.window.dialog)
    scene.window.dialog.reject()

    for parent in (scene.go(SESSION), scene.go(SESSION).faces.who, scene.go(HELP)):
        dialog = QDialog(parent)
        dialog.open()
        assert theme.sheet_in_force() in {dialog.styleSheet(), parent.styleSheet()}
        scene.dismiss(dialog)

    picker = scene.go(SESSION).faces.who.picker
    scene.activate(scene.window)
    picker.setFocus()
    picker.lineEdit().selectAll()
    QTest.keyClick(picker.lineEdit(), "P")
    scene.wait(lambda: qapp.activePopupWidget() is not None)
    assert theme.is_dressed(qapp.activePopupWidget())
    qapp.activePopupWidget().close()
    scene.close()
