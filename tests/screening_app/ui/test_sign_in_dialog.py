"""Signing in, the first user, and a passphrase that was lost, as they are typed."""

from __future__ import annotations

from threading import Event, current_thread
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from screening_app.app import Options, opened
from screening_app.errors import ScreeningError
from screening_app.jobs.runner import JobRunner
from screening_app.paths import AppPaths
from screening_app.services import tries
from screening_app.services.master_key import awaits_new_master, order_new_master
from screening_app.services.sign_in import accounts, keep_first_user, make_first_user, read_keyring, sign_in
from screening_app.services.users import enter
from screening_app.services.workspace import has_plain_database, open_workspace, put_new_master_in_force
from screening_app.ui import encrypting_dialog
from screening_app.ui.encrypting_dialog import EncryptingDialog, NewMasterDialog
from screening_app.ui.entry import ask_who, entry_dialog
from screening_app.ui.first_user_dialog import FirstUserDialog
from screening_app.ui.main_thread import MainThread
from screening_app.ui.sign_in_dialog import RecoverDialog, SignInDialog
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.services.sign_in import FirstUser, SignedIn
    from selfmm.types import Report

PASSPHRASE, OTHER = "seven lamps under the quiet harbour", "violet tractor hums at dawn"


pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "data")


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner(MainThread().post)
    yield runner
    runner.close()


@pytest.fixture
def first(paths: AppPaths) -> FirstUser:
    made = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    keep_first_user(paths, made)
    return made


@pytest.fixture
def dialog(qtbot: QtBot, paths: AppPaths, first: FirstUser, jobs: JobRunner) -> SignInDialog:
    made = entry_dialog(paths, jobs)
    assert isinstance(made, SignInDialog)
    qtbot.addWidget(made)
    made.show()
    return made


def _try(qtbot: QtBot, dialog: SignInDialog, passphrase: str) -> None:
    dialog.passphrase.setText(passphrase)
    dialog.go.click()
    assert dialog.is_busy
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(lambda: not dialog.is_busy)


def test_the_first_user_is_made_and_the_recovery_key_is_not_closed_away_unread(
    qtbot: QtBot, paths: AppPaths, jobs: JobRunner
) -> None:
    dialog = entry_dialog(paths, jobs)
    assert isinstance(dialog, FirstUserDialog)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.sees_patients.isChecked()
    dialog.fields.passphrase.setText(PASSPHRASE)
    dialog.fields.again.setText(PASSPHRASE)
    qtbot.waitUntil(lambda: dialog.fields.is_complete)
    assert not dialog.go.isEnabled()  # nobody is named
    dialog.name.setText("Dr. 王")
    dialog.go.click()
    qtbot.waitUntil(dialog.key.isVisible)
    assert not dialog.go.isEnabled()
    assert not paths.keyring.exists()
    dialog.key.proof.setText(dialog.key.recovery_key[-5:])
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.result() == QDialog.DialogCode.Accepted)
    assert dialog.signed.sees_patients
    assert [person.name for person in accounts(read_keyring(paths))] == ["Dr. 王"]
    assert sign_in(paths, dialog.signed.holder_id, PASSPHRASE).master == dialog.signed.master


def test_the_name_makes_a_passphrase_of_it_weaker(qtbot: QtBot, paths: AppPaths, jobs: JobRunner) -> None:
    dialog = FirstUserDialog(paths, jobs)
    qtbot.addWidget(dialog)
    dialog.fields.passphrase.setText("Quastenflosse")
    qtbot.waitUntil(lambda: dialog.fields.judged is not None)
    alone = dialog.fields.judged.log10_guesses
    dialog.name.setText("Zebulon Quastenflosse")
    dialog.name.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.fields.judged.log10_guesses < alone)


def test_a_name_that_will_not_do_is_told_beside_it(qtbot: QtBot, paths: AppPaths, jobs: JobRunner) -> None:
    dialog = FirstUserDialog(paths, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.name.setText("Dr\u202eLi")
    dialog.fields.passphrase.setText(PASSPHRASE)
    dialog.fields.again.setText(PASSPHRASE)
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.go.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "invisible character" in dialog.problem.text()
    assert dialog.key.isHidden()


def test_the_passphrase_lets_in_and_is_forgotten(qtbot: QtBot, dialog: SignInDialog, first: FirstUser) -> None:
    assert dialog.passphrase.hasFocus() or dialog.focusWidget() is dialog.passphrase
    assert not dialog.go.isEnabled()
    _try(qtbot, dialog, PASSPHRASE)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert dialog.signed.master == first.signed.master
    assert dialog.passphrase.text() == ""


def test_another_is_refused_beside_the_field_and_after_some_the_button_waits(
    qtbot: QtBot, dialog: SignInDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "FIRST_SECONDS", 1)
    for _ in range(tries.FREE):
        _try(qtbot, dialog, OTHER)
        assert "does not fit" in dialog.problem.text()
        assert dialog.signed is None
    _try(qtbot, dialog, PASSPHRASE)
    assert "Try again in 1 seconds" in dialog.problem.text()
    dialog.passphrase.setText(PASSPHRASE)
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(dialog.go.isEnabled, timeout=3000)
    assert dialog.problem.isHidden()
    _try(qtbot, dialog, PASSPHRASE)
    assert dialog.signed is not None


def test_who_signed_in_last_is_chosen(qtbot: QtBot, paths: AppPaths, first: FirstUser, jobs: JobRunner) -> None:
    people = (*accounts(read_keyring(paths)), *accounts(make_first_user("Dr. Li", OTHER, sees_patients=True).ring))
    dialog = SignInDialog(paths, people, people[1].id, jobs)
    qtbot.addWidget(dialog)
    assert dialog.name.currentText() == "Dr. Li"


def test_a_lost_passphrase_is_replaced_by_the_recovery_key(
    qtbot: QtBot, paths: AppPaths, first: FirstUser, jobs: JobRunner
) -> None:
    dialog = RecoverDialog(paths, accounts(first.ring)[0], jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.recovery_key.setText("not it")
    dialog.fields.passphrase.setText(OTHER)
    dialog.fields.again.setText(OTHER)
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.go.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert sign_in(paths, first.signed.holder_id, PASSPHRASE)
    dialog.recovery_key.setText(first.recovery_key)
    dialog.go.click()
    qtbot.waitUntil(dialog.key.isVisible)
    assert dialog.key.recovery_key != first.recovery_key
    dialog.reject()
    assert dialog.isVisible()
    dialog.key.proof.setText(dialog.key.recovery_key[-5:])
    dialog.go.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert sign_in(paths, first.signed.holder_id, OTHER).master == dialog.signed.master


def _then(act: Callable[[QDialog], None]) -> None:
    """Do something with the next dialog, once it is there."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, look)
        else:
            act(dialog)

    QTimer.singleShot(0, look)


def test_whoever_closes_the_dialog_closes_the_program(qapp: QApplication, paths: AppPaths, first: FirstUser) -> None:
    _then(lambda dialog: dialog.close_program.click())
    assert opened(qapp, paths, Options()) is None
    assert not paths.database.exists()


def test_the_start_asks_and_lets_in(qtbot: QtBot, paths: AppPaths, first: FirstUser) -> None:
    def type_it(dialog: QDialog) -> None:
        dialog.passphrase.setText(PASSPHRASE)
        dialog.go.click()

    _then(type_it)
    assert ask_who(paths).name == "Dr. 王"


def test_a_database_from_before_is_encrypted_on_the_way_in(qtbot: QtBot, paths: AppPaths) -> None:
    open_workspace(paths).close()
    made = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    keep_first_user(paths, made)

    def type_it(dialog: QDialog) -> None:
        dialog.passphrase.setText(PASSPHRASE)
        dialog.go.click()

    _then(type_it)
    signed = ask_who(paths)
    assert signed is not None
    assert not has_plain_database(paths)
    open_workspace(paths, signed).close()


@pytest.fixture
def ordered(paths: AppPaths, first: FirstUser) -> FirstUser:
    """Another master key is to take the place of the present one."""
    workspace = open_workspace(paths, first.signed)
    enter(workspace, first.signed)
    order_new_master(workspace)
    workspace.close()
    return first


def _signing_in(then: Callable[[QDialog], None]) -> None:
    """Type the passphrase; do something with the dialog that comes after that."""

    def type_it(dialog: QDialog) -> None:
        dialog.passphrase.setText(PASSPHRASE)
        dialog.finished.connect(lambda _: _then(then))
        dialog.go.click()

    _then(type_it)


def test_another_master_key_is_put_in_force_before_the_window_and_how_far_it_is_is_seen(
    qtbot: QtBot, paths: AppPaths, ordered: FirstUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, shown, threads = Event(), [], []

    def carry_out(*given: object) -> SignedIn:
        threads.append(current_thread())
        assert goes_on.wait(20)
        return put_new_master_in_force(*given)

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, NewMasterDialog)
        shown.append((dialog.windowTitle(), dialog.progress.isVisible(), dialog.close_program.isVisible()))
        goes_on.set()

    monkeypatch.setattr(encrypting_dialog, "put_new_master_in_force", carry_out)
    _signing_in(look)
    signed = ask_who(paths)
    assert shown == [("Changing the master key", True, False)]
    assert current_thread() not in threads
    assert signed.master != ordered.signed.master
    assert not awaits_new_master(paths, signed)
    open_workspace(paths, signed).close()


def test_whoever_stops_it_closes_the_program_and_the_next_sign_in_does_it(
    qtbot: QtBot, paths: AppPaths, ordered: FirstUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = Event()

    def carry_out(_paths: AppPaths, signed: SignedIn, report: Report) -> SignedIn:
        assert stopped.wait(20)
        return put_new_master_in_force(_paths, signed, report)

    def stop(dialog: QDialog) -> None:
        dialog.reject()
        stopped.set()

    monkeypatch.setattr(encrypting_dialog, "put_new_master_in_force", carry_out)
    _signing_in(stop)
    assert ask_who(paths) is None
    monkeypatch.undo()
    signed = sign_in(paths, ordered.signed.holder_id, PASSPHRASE)
    assert signed.master == ordered.signed.master, "nothing has changed"
    assert put_new_master_in_force(paths, signed, no_report).master != signed.master


def test_a_database_that_cannot_be_encrypted_is_told_and_closes_the_program(
    qtbot: QtBot, paths: AppPaths, jobs: JobRunner
) -> None:
    open_workspace(paths).close()
    made = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    signed = keep_first_user(paths, made)
    with FileLock(paths.lock):
        dialog = EncryptingDialog(paths, signed, jobs)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(dialog.banner.isVisible)
    assert "already open" in dialog.banner.text
    dialog.close_program.click()
    assert not dialog.result()
    assert has_plain_database(paths)


def test_without_a_window_a_folder_with_users_is_left_alone(
    qapp: QApplication, paths: AppPaths, first: FirstUser
) -> None:
    workspace = open_workspace(paths, first.signed)
    enter(workspace, first.signed)
    workspace.close()
    with pytest.raises(ScreeningError, match="has users"):
        opened(qapp, paths, Options(demo=True, headless=True))
