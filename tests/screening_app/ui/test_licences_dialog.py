from collections.abc import Iterator
from importlib.metadata import version

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from watchdog import Watchdog, stalls_each_time

from screening_app.ui import licences_dialog
from screening_app.ui.help_page import HelpPage
from screening_app.ui.licences_dialog import LICENCE, NAME, VERSION, LicencesDialog
from screening_app.ui.services import AppServices
from screening_app.ui.translation import Translation


@pytest.fixture
def dialog(app_services: AppServices, qtbot: QtBot) -> Iterator[LicencesDialog]:
    made = LicencesDialog(app_services)
    made.show()
    qtbot.waitUntil(lambda: made.is_read, timeout=30_000)
    yield made
    made.close()


def _row_of(dialog: LicencesDialog, name: str) -> int:
    names = [dialog.model.index(row, NAME).data() for row in range(dialog.model.rowCount())]
    return names.index(name)


def test_the_parts_are_listed_with_version_and_licence(dialog: LicencesDialog) -> None:
    row = _row_of(dialog, "numpy")

    assert dialog.model.index(row, VERSION).data() == version("numpy")
    assert "BSD-3-Clause" in dialog.model.index(row, LICENCE).data()
    assert dialog.model.index(_row_of(dialog, "whisper-base"), LICENCE).data() == "MIT"


def test_the_text_of_the_chosen_part_is_shown(dialog: LicencesDialog) -> None:
    dialog.table.selectRow(_row_of(dialog, "SQLAlchemy"))

    assert "Permission is hereby granted, free of charge" in dialog.text.toPlainText()
    assert dialog.about.text().startswith(f"SQLAlchemy {version('SQLAlchemy')}. Licence: MIT. From: https://")


def test_a_part_that_brought_no_text_says_so(dialog: LicencesDialog) -> None:
    dialog.table.selectRow(_row_of(dialog, "whisper-base"))

    assert dialog.text.toPlainText() == ""
    assert dialog.about.text().endswith("It came without a copy of its licence.")


def test_the_search_looks_in_names_and_licences(dialog: LicencesDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.search, "lgpl")
    listed = {dialog.model.index(row, NAME).data() for row in range(dialog.model.rowCount())}
    assert {"PySide6_Essentials", "shiboken6", "soxr"} <= listed
    assert "numpy" not in listed

    dialog.search.setText("no such part")
    assert dialog.model.rowCount() == 0
    assert dialog.about.text() == "Not found"
    assert dialog.text.toPlainText() == ""


def test_it_speaks_chinese(dialog: LicencesDialog, translation: Translation) -> None:
    translation.use("zh")
    QApplication.processEvents()

    assert dialog.windowTitle() == "他人制作的部件的许可证"
    assert "许可证：" in dialog.about.text()


def test_the_window_is_not_held_up_by_the_longest_texts(app_services: AppServices, qtbot: QtBot) -> None:
    def read_the_longest(watchdog: Watchdog) -> None:
        opened: list[LicencesDialog] = []
        watchdog.run("open", lambda: opened.append(LicencesDialog(app_services)), lambda: opened[0].is_read)
        (dialog,) = opened
        watchdog.run("show", dialog.show)
        for name in ("opencv-python-headless", "torch", "onnxruntime"):
            watchdog.run(name, lambda name=name: dialog.table.selectRow(_row_of(dialog, name)))
            assert len(dialog.text.toPlainText()) > 100_000
        dialog.close()

    assert stalls_each_time(read_the_longest) == []


def test_what_went_wrong_while_reading_is_told(
    app_services: AppServices, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable() -> None:
        raise PermissionError

    monkeypatch.setattr(licences_dialog, "third_parties", unreadable)
    dialog = LicencesDialog(app_services)
    dialog.show()

    qtbot.waitUntil(lambda: bool(dialog.banner.text))
    dialog.close()


def test_the_help_leads_to_it(app_services: AppServices, qtbot: QtBot) -> None:
    page = HelpPage(app_services)
    qtbot.addWidget(page)
    page.licences.click()

    dialog = page.findChild(LicencesDialog)
    qtbot.waitUntil(lambda: dialog.is_read, timeout=30_000)
    dialog.close()
