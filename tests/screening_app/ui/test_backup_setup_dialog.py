"""Setting up backups: reasons stand beside the fields, and the recovery key is not closed away unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from backed_up import PASSPHRASE, set_up
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog

from screening_app.domain import Role, User
from screening_app.errors import ScreeningError
from screening_app.services.backups import destination_of, open_backups
from screening_app.ui.backup_setup_dialog import BackupSetupDialog
from screening_app.ui.recovery_key_printing import RecoverySheet, paint_on, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices


@pytest.fixture
def dialog(qtbot: QtBot, app_services: AppServices) -> BackupSetupDialog:
    made = BackupSetupDialog(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


def type_passphrase(qtbot: QtBot, dialog: BackupSetupDialog, passphrase: str) -> None:
    dialog.fields.passphrase.setText(passphrase)
    dialog.fields.again.setText(passphrase)
    qtbot.waitUntil(lambda: dialog.fields.judged is not None)


@pytest.fixture
def key_shown(qtbot: QtBot, dialog: BackupSetupDialog, tmp_path: Path) -> BackupSetupDialog:
    """The dialog after the folder has been set up."""
    (tmp_path / "disk").mkdir()
    dialog.folder.path.setText(str(tmp_path / "disk"))
    type_passphrase(qtbot, dialog, PASSPHRASE)
    dialog.go.click()
    qtbot.waitUntil(dialog.key.isVisible)
    return dialog


def test_a_passphrase_is_judged_in_words(qtbot: QtBot, dialog: BackupSetupDialog, tmp_path: Path) -> None:
    dialog.folder.path.setText(str(tmp_path))
    type_passphrase(qtbot, dialog, "short")
    assert dialog.fields.problem.text() == "At least 10 characters, please."
    type_passphrase(qtbot, dialog, "password123")
    assert "easy to guess" in dialog.fields.problem.text().lower()
    assert not dialog.go.isEnabled()
    type_passphrase(qtbot, dialog, PASSPHRASE)
    assert not dialog.fields.problem.isVisible()
    assert dialog.fields.strength.text() == "Very hard to guess."
    assert dialog.go.isEnabled()


def test_what_is_known_of_the_clinician_makes_a_passphrase_weaker(
    qtbot: QtBot, dialog: BackupSetupDialog, app_services: AppServices
) -> None:
    type_passphrase(qtbot, dialog, "Quastenflosse")
    alone = dialog.fields.judged
    app_services.workspace.access.user = User("z", "Zebulon Quastenflosse", Role.ADMINISTRATOR)
    dialog.fields.passphrase.clear()
    type_passphrase(qtbot, dialog, "Quastenflosse")
    assert dialog.fields.judged.log10_guesses < alone.log10_guesses


def test_the_two_have_to_be_the_same(qtbot: QtBot, dialog: BackupSetupDialog, tmp_path: Path) -> None:
    dialog.folder.path.setText(str(tmp_path))
    type_passphrase(qtbot, dialog, PASSPHRASE)
    dialog.fields.again.setText(f"{PASSPHRASE}!")
    assert dialog.fields.again_problem.text() == "The two are not the same."
    assert not dialog.go.isEnabled()


def test_a_folder_that_will_not_do_is_told_beside_it(
    qtbot: QtBot, dialog: BackupSetupDialog, workspace: Workspace
) -> None:
    dialog.folder.path.setText(str(workspace.paths.data / "backups"))
    type_passphrase(qtbot, dialog, PASSPHRASE)
    dialog.go.click()
    qtbot.waitUntil(dialog.folder_problem.isVisible)
    assert "cannot lie in the data folder" in dialog.folder_problem.text()
    assert dialog.key.isHidden()
    assert destination_of(workspace) is None


def test_backups_that_are_there_are_left_alone(
    qtbot: QtBot, dialog: BackupSetupDialog, workspace: Workspace, tmp_path: Path
) -> None:
    set_up(workspace, tmp_path / "disk")
    before = (tmp_path / "disk" / "screening-backup" / "keyring.json").read_bytes()
    dialog.folder.path.setText(str(tmp_path / "disk"))
    type_passphrase(qtbot, dialog, PASSPHRASE)
    dialog.go.click()
    qtbot.waitUntil(lambda: "already" in dialog.folder_problem.text())
    assert (tmp_path / "disk" / "screening-backup" / "keyring.json").read_bytes() == before


def test_the_key_opens_the_backups_and_is_not_closed_away_unread(
    key_shown: BackupSetupDialog, workspace: Workspace, tmp_path: Path
) -> None:
    key = key_shown.key
    assert key._letters.text().replace("\n", "-") == key.recovery_key
    assert open_backups(tmp_path / "disk", key.recovery_key) == destination_of(workspace)
    assert open_backups(tmp_path / "disk", PASSPHRASE) == destination_of(workspace)
    assert key_shown.fields.passphrase.text() == key_shown.fields.again.text() == ""
    key_shown.reject()
    assert key_shown.isVisible()
    assert not key_shown.go.isEnabled()
    key.proof.setText("XXXXX")
    assert "not how the key ends" in key.problem.text()
    key_shown.reject()
    assert key_shown.isVisible()
    key.proof.setText(f" {key.recovery_key[-5:].lower()} ")
    key_shown.go.click()
    assert key_shown.result() == QDialog.DialogCode.Accepted


def test_the_key_is_copied_where_it_is_cleared_later(key_shown: BackupSetupDialog) -> None:
    key_shown.key.copy.click()
    assert QGuiApplication.clipboard().text() == key_shown.key.recovery_key
    assert "for a minute" in key_shown.banner.text


def test_without_a_printer_it_says_to_write_it_down(
    key_shown: BackupSetupDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    key_shown.key.print.click()
    assert "Write the recovery key down" in key_shown.banner.text


def _printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.mark.usefixtures("qapp")
def test_the_sheet_holds_the_whole_key_and_goes_to_the_printer(tmp_path: Path) -> None:
    key = "7K3QV-0TR8M-C5XWA-19ZEH-P4DNB-YS62G-JF8RT-M0K3V"
    page = sheet(key, RecoverySheet("Recovery key", "Opens what is locked."))
    text = page.toPlainText()
    assert "Opens what is locked." in text
    assert "7K3QV-0TR8M-C5XWA-19ZEH" in text
    assert "P4DNB-YS62G-JF8RT-M0K3V" in text
    paint_on(_printer_to(tmp_path / "key.pdf"), page)
    assert (tmp_path / "key.pdf").stat().st_size > 2000
    with pytest.raises(ScreeningError, match="does not answer"):
        paint_on(_printer_to(tmp_path / "nowhere" / "key.pdf"), page)
