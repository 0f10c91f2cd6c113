from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screening_app.services import guide
from screening_app.ui import glossary, guide_view, theme
from screening_app.ui.guide_view import GuideView
from screening_app.ui.help_page import CARD, GLOSSARY, GUIDE, HelpPage
from screening_app.ui.services import AppServices
from screening_app.ui.translation import Translation


@pytest.fixture
def page(app_services: AppServices, qtbot: QtBot) -> HelpPage:
    made = HelpPage(app_services)
    qtbot.addWidget(made)
    theme.dress(made)
    made.resize(1072, 700)
    made.show()
    return made


def test_the_guide_is_shown_with_its_contents(page: HelpPage) -> None:
    shown = [page.contents.item(row).text() for row in range(page.contents.count())]

    assert shown[0] == "What the program does"
    assert "What the number means, and what it does not" in shown
    page.contents.itemActivated.emit(page.contents.item(len(shown) - 3))
    assert page.view.heading_here() == page.view.headings()[len(shown) - 3][0]


def test_every_document_is_there(page: HelpPage) -> None:
    page.tabs.setCurrentIndex(GLOSSARY)
    assert glossary.meaning("indeterminate") in page.view.toPlainText()

    page.tabs.setCurrentIndex(CARD)
    assert "EATD" in page.view.toPlainText()


def test_the_search_marks_counts_and_goes_round(page: HelpPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "Consent")
    at, count = page.view.found
    assert (at, count > 2) == (1, True)
    assert page.found.text() == f"1 of {count}"
    assert len(page.view.extraSelections()) == count

    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.found.text() == f"2 of {count}"
    page.back.click()
    page.back.click()
    assert page.found.text() == f"{count} of {count}"
    page.search.clear()
    assert page.found.text() == ""
    assert not page.view.extraSelections()


def test_the_search_goes_on_in_the_other_documents(page: HelpPage) -> None:
    page.search.setText("Brier")
    assert page.tabs.currentIndex() == CARD
    assert page.view.found[1] > 0

    page.search.setText("no such words anywhere")
    assert page.found.text() == "Not found"


def test_the_help_follows_language_theme_and_text_size(
    page: HelpPage, qapp: QApplication, translation: Translation, qtbot: QtBot
) -> None:
    english = page.view.toPlainText()
    translation.use("zh")
    QApplication.processEvents()
    chinese = page.view.toPlainText()
    assert english.startswith("User guide")
    assert chinese.startswith("使用指南")

    before = page.view.document().size().height()
    theme.apply(qapp, "light", "en", "150")
    qtbot.waitUntil(lambda: page.view.document().size().height() > 1.2 * before)
    theme.apply(qapp, "light")


def test_tour_and_keys_are_reached_from_here(page: HelpPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.services.events.tour_wanted):
        page.tour.click()
    with qtbot.waitSignal(page.services.events.shortcuts_wanted):
        page.keys.click()


def test_a_guide_that_is_missing_says_so_in_its_place(
    app_services: AppServices, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide, "DOCS", tmp_path)
    page = HelpPage(app_services)
    qtbot.addWidget(page)
    page.show()

    assert "Install the program again" in page.view.toPlainText()
    page.tabs.setCurrentIndex(GUIDE)


def test_another_model_has_another_card(page: HelpPage, tmp_path: Path) -> None:
    page.tabs.setCurrentIndex(CARD)
    page.services.settings_store.change(model_folder=str(tmp_path))
    page.tabs.setCurrentIndex(GUIDE)
    page.tabs.setCurrentIndex(CARD)

    assert "bundle.json is missing" in page.view.toPlainText()


def test_pictures_are_as_wide_as_the_page_and_missing_ones_leave_their_words(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "screenshots").mkdir()
    wide = QImage(3000, 300, QImage.Format.Format_RGB32)
    wide.fill(Qt.GlobalColor.red)
    wide.save(str(tmp_path / "screenshots" / "who-en.png"))
    monkeypatch.setattr(guide_view, "DOCS", tmp_path)
    view = GuideView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()

    view.show_text("# A\n\n![Who](screenshots/who-en.png)\n\n![Gone](screenshots/gone-en.png)\n\nafter")

    assert view.document().idealWidth() <= view.viewport().width()
    view.resize(400, 400)
    qtbot.waitUntil(lambda: view.document().idealWidth() <= view.viewport().width())
    assert "after" in view.toPlainText()
