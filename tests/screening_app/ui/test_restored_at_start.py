"""From setting up backups to the start that opens what was brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from backed_up import PASSPHRASE

from screening_app import app
from screening_app import settings as settings_file
from screening_app.app import Options, opened, run
from screening_app.errors import ScreeningError, StorageError
from screening_app.paths import AppPaths
from screening_app.services.backups import back_up, destination_of, set_up_backups
from screening_app.services.patients import add_patient
from screening_app.services.restoring import restore_at_next_start, waits_for_start
from screening_app.services.sign_in import (
    keep_first_user,
    make_first_user,
    needs_first_user,
    read_keyring,
    sign_in,
)
from screening_app.settings import Settings
from screening_app.storage.database_copies import counts_in
from screening_app.ui.backup_restore_dialog import BackupRestoreDialog
from screening_app.ui.backup_setup_dialog import BackupSetupDialog
from screening_app.ui.rail import SETTINGS
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from screening_app.app import Screening
    from screening_app.services.sign_in import SignedIn

pytestmark = pytest.mark.usefixtures("root_log")


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    made = AppPaths(tmp_path / "data")
    settings_file.save(made.settings, Settings(language="en", theme="light"))
    (tmp_path / "disk").mkdir()
    return made


@pytest.fixture(autouse=True)
def _signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of the dialogs: the first user is made, and signs in at each later start."""

    def ask_who(paths: AppPaths) -> SignedIn:
        if needs_first_user(paths):
            return keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))
        return sign_in(paths, read_keyring(paths).holders[0].id, PASSPHRASE)

    monkeypatch.setattr(app, "ask_who", ask_who)


@pytest.fixture
def start(qapp: QApplication, paths: AppPaths) -> Iterator[Callable[[], Screening]]:
    """Starts the app, after ending the one that was started before."""
    running: list[Screening] = []

    def end() -> None:
        while running:
            screening = running.pop()
            screening.window.close()
            screening.window.deleteLater()
            screening.close()
            screening.translation.use("en")

    def begin() -> Screening:
        end()
        screening = opened(qapp, paths, Options())
        running.append(screening)
        screening.open_window()
        return screening

    yield begin
    end()


def codes(screening: Screening) -> list[str]:
    return sorted(patient.code for patient in screening.workspace.patients.all())


def test_set_up_back_up_change_bring_back_and_start_again(
    start: Callable[[], Screening],
    qtbot: QtBot,
    paths: AppPaths,
    tmp_path: Path,
    answer_question: Callable[[str], list[str]],
) -> None:
    screening = start()
    add_patient(screening.workspace, code="P-KEPT")
    card = screening.window.go(SETTINGS).backups
    qtbot.waitUntil(card.set_up.isVisible)

    card.set_up.click()
    setting_up = card.dialog
    assert isinstance(setting_up, BackupSetupDialog)
    setting_up.folder.path.setText(str(tmp_path / "disk"))
    setting_up.fields.passphrase.setText(PASSPHRASE)
    setting_up.fields.again.setText(PASSPHRASE)
    qtbot.waitUntil(setting_up.go.isEnabled)
    setting_up.go.click()
    qtbot.waitUntil(setting_up.key.isVisible)
    setting_up.key.proof.setText(setting_up.key.recovery_key[-5:])
    setting_up.go.click()

    qtbot.waitUntil(lambda: card.back_up.isVisible() and card.back_up.isEnabled())
    card.back_up.click()
    qtbot.waitUntil(lambda: "Backups: 1." in card.state.text())
    add_patient(screening.workspace, code="P-LATER")

    card.bring_back.click()
    bringing = card.dialog
    assert isinstance(bringing, BackupRestoreDialog)
    qtbot.waitUntil(bringing.in_place.isEnabled)
    answer_question("Bring back")
    bringing.in_place.click()
    qtbot.waitUntil(lambda: "start it again" in bringing.banner.text)
    bringing.close_button.click()
    qtbot.waitUntil(card.take_back.isVisible)
    assert codes(screening) == ["P-KEPT", "P-LATER"]

    screening = start()
    assert codes(screening) == ["P-KEPT"]
    (former,) = tmp_path.glob("data.before-restore-*")
    assert str(former) in screening.window.banner.text
    assert counts_in(former / "screening.sqlite3", screening.workspace.database.key) == (2, 0)
    assert not waits_for_start(paths)
    assert paths.logs.is_dir()
    assert destination_of(screening.workspace).chosen == tmp_path / "disk"
    assert back_up(screening.workspace, no_report).new_files <= 2  # the database and the settings at most

    assert "brought back" not in start().window.banner.text


def _waiting(screening: Screening, folder: Path) -> None:
    """Let a backup wait for the next start."""
    set_up_backups(screening.workspace, folder, PASSPHRASE, "Dr. Lin")
    snapshot = back_up(screening.workspace, no_report).snapshot
    restore_at_next_start(screening.paths, destination_of(screening.workspace), snapshot, no_report)


def test_a_second_copy_leaves_the_data_folder_where_the_first_works(
    start: Callable[[], Screening], qapp: QApplication, paths: AppPaths, tmp_path: Path
) -> None:
    _waiting(start(), tmp_path / "disk")
    with pytest.raises(ScreeningError, match="already open"):
        opened(qapp, paths, Options())
    assert waits_for_start(paths)
    assert not list(tmp_path.glob("data.before-restore-*"))


def test_a_folder_that_cannot_be_moved_is_told_as_other_errors_of_the_start_are(
    monkeypatch: pytest.MonkeyPatch, paths: AppPaths
) -> None:
    said: list[str] = []

    def refuse(paths: AppPaths) -> Path | None:
        raise StorageError("The folder {folder} cannot be moved.", folder=paths.data)

    monkeypatch.setattr(app, "take_restored", refuse)
    monkeypatch.setattr(app, "QApplication", _NoApplication)
    monkeypatch.setattr(app, "tell_critical", lambda *words: said.append(words[-1]))
    assert run(paths, Options()) == 1
    assert said == [f"The folder {paths.data} cannot be moved."]


class _NoApplication:
    """There is one already."""

    def __init__(self, *_: object) -> None:
        """Nothing to make."""

    def setApplicationName(self, _: str) -> None:  # noqa: N802 - Qt's name
        """It has one."""

    def setApplicationDisplayName(self, _: str) -> None:  # noqa: N802 - Qt's name
        """It has one."""

    @staticmethod
    def applicationDisplayName() -> str:  # noqa: N802 - Qt's name
        return "Depression screening"
