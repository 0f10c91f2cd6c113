"""The lock: what it covers, when it comes, what opens it, and somebody else's turn."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from activating import is_active
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QVBoxLayout

from screening_app import app
from screening_app import settings as settings_file
from screening_app.app import Options, Screening, run
from screening_app.domain import Action, AuditFilter
from screening_app.errors import StorageError
from screening_app.paths import AppPaths
from screening_app.services import locking
from screening_app.services.audit import entries
from screening_app.services.audit_check import details_of
from screening_app.services.locking import set_pin
from screening_app.services.sign_in import keep_first_user, make_first_user, sign_in
from screening_app.settings import Settings
from screening_app.ui.lock import IDLE, SYSTEM, Cover
from screening_app.ui.patient_window import PatientWindow
from screening_app.ui.rail import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from screening_app.services.sign_in import SignedIn
    from screening_app.ui.lock import Lock

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE, OTHER, PIN = "seven lamps under the quiet harbour", "violet tractor hums at dawn", "481516"

pytestmark = pytest.mark.usefixtures("quick_passphrases")


@pytest.fixture
def screening(qapp: QApplication, tmp_path: Path, quick_passphrases: None) -> Iterator[Screening]:
    paths = AppPaths(tmp_path / "data")
    settings_file.save(paths.settings, Settings(language="en", theme="light"))
    qapp.setStyleSheet("")
    made = Screening(qapp, paths, keep_first_user(paths, make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)))
    made.open_window()
    yield made
    made.window.close()
    made.window.deleteLater()
    made.close()
    made.translation.use("en")


@pytest.fixture
def lock(screening: Screening) -> Iterator[Lock]:
    yield screening.lock
    if screening.lock.is_locked:
        screening.lock.dialog.accept()


def _secret(qtbot: QtBot, lock: Lock, secret: str) -> None:
    dialog = lock.dialog
    dialog.secret.setText(secret)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.is_busy)


def _newest(screening: Screening, action: Action) -> dict[str, object]:
    return details_of(entries(screening.workspace, AuditFilter(action=action), count=1)[0].details)


def test_the_keys_lock_and_the_passphrase_unlocks(qtbot: QtBot, screening: Screening, lock: Lock) -> None:
    window = screening.window
    qtbot.waitUntil(lambda: is_active(window))
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert lock.is_locked
    cover = lock._covers[window]
    assert cover.isVisible()
    assert cover.geometry() == window.rect()
    assert window.grab().toImage() == cover.grab().toImage()  # of the pages nothing is seen
    assert QApplication.activeModalWidget() is lock.dialog
    lock.dialog.reject()
    QTest.keyClick(lock.dialog, Qt.Key.Key_Escape)
    assert lock.dialog.isVisible()
    _secret(qtbot, lock, OTHER)
    assert "does not fit" in lock.dialog.problem.text()
    assert lock.is_locked
    _secret(qtbot, lock, PASSPHRASE)
    assert not lock.is_locked
    qtbot.waitUntil(lambda: not window.findChildren(Cover))
    assert _newest(screening, Action.LOCKED) == {"why": "asked"}
    assert _newest(screening, Action.UNLOCKED) == {"by": "passphrase"}


def test_every_window_is_covered_but_the_patients_and_those_that_open_later(
    qtbot: QtBot, screening: Screening, lock: Lock
) -> None:
    patient = PatientWindow()
    qtbot.addWidget(patient)
    patient.show()
    report, later = QDialog(screening.window), QDialog(screening.window)
    for dialog in (report, later):
        QVBoxLayout(dialog).addWidget(QLabel("Zebulon Quastenflosse"))
    report.open()
    menu = QMenu(screening.window)
    menu.addAction("Zebulon Quastenflosse")
    menu.popup(screening.window.pos())
    screening.window.rail.lock.click()
    assert report in lock._covers
    assert patient not in lock._covers
    assert not menu.isVisible()
    later.show()
    qtbot.waitUntil(lambda: later in lock._covers)
    later.resize(700, 500)
    assert lock._covers[later].geometry() == later.rect()
    report.deleteLater()  # by the program itself, while it is locked
    qtbot.waitUntil(lambda: report not in lock._covers)
    _secret(qtbot, lock, PASSPHRASE)
    assert later.isVisible()
    later.close()


def test_a_question_that_waits_is_answered_only_after_the_lock(qtbot: QtBot, screening: Screening, lock: Lock) -> None:
    """To hide a dialog that runs would have answered it."""
    question, results = QDialog(screening.window), []
    question.finished.connect(results.append)
    question.open()
    lock.lock()
    qtbot.wait(150)
    assert results == []
    _secret(qtbot, lock, PASSPHRASE)
    assert question.isVisible()
    question.accept()
    assert results == [QDialog.DialogCode.Accepted]


def test_it_comes_after_a_while_in_which_nobody_was_there(
    qtbot: QtBot, screening: Screening, lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: is_active(screening.window))
    now = [0.0]
    monkeypatch.setattr(lock.idle, "_clock", lambda: now[0])
    lock.idle.touch()
    now[0] = 599.0
    lock.look()
    assert not lock.is_locked
    QTest.mouseMove(screening.window.windowHandle())
    now[0] = 1100.0
    lock.look()
    assert not lock.is_locked  # somebody moved the mouse
    QTest.keyClick(screening.window.windowHandle(), Qt.Key.Key_F5)
    now[0] = 1600.0
    lock.look()
    assert not lock.is_locked
    now[0] = 1701.0
    lock.look()
    assert lock.is_locked
    assert _newest(screening, Action.LOCKED) == {"why": IDLE}


def test_the_settings_say_how_long_and_a_recording_is_never_locked_by_itself(
    screening: Screening, lock: Lock, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    monkeypatch.setattr(lock.idle, "_clock", lambda: now[0])
    lock.idle.touch()
    screening.settings.change(lock_after="2")
    screening.events.tell_recording(True)
    now[0] = 5000.0
    lock.look()
    assert not lock.is_locked
    lock.lock()  # by hand it can be
    assert not lock.dialog.another.isEnabled()
    lock.dialog.accept()
    screening.events.tell_recording(False)
    now[0] += 119
    lock.look()
    assert not lock.is_locked  # it counts from the end of the recording, and from the unlocking
    now[0] += 2
    lock.look()
    assert lock.is_locked


def test_a_pin_unlocks_three_tries_long(qtbot: QtBot, screening: Screening, lock: Lock) -> None:
    card = screening.window.go(SETTINGS).account
    assert card.forget_pin.isHidden()
    card.set_pin.click()
    dialog = card.dialog
    for field in (dialog.pin, dialog.again):
        field.setText("111111")
    dialog.go.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    dialog.pin.setText(PIN)
    dialog.again.setText("4815")
    assert not dialog.go.isEnabled()
    dialog.again.setText("481517")
    assert "not the same" in dialog.again_problem.text()
    dialog.again.setText(PIN)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert not card.forget_pin.isHidden()
    lock.lock()
    assert lock.dialog.with_pin
    _secret(qtbot, lock, PIN)
    assert not lock.is_locked
    lock.lock()
    for _ in range(locking.TRIES):
        assert lock.dialog.with_pin
        _secret(qtbot, lock, "161518")
    assert not lock.dialog.with_pin
    assert "three times" in lock.dialog.problem.text()
    assert lock.dialog.other_way.isHidden()
    _secret(qtbot, lock, PASSPHRASE)
    assert not lock.is_locked
    card.forget_pin.click()
    qtbot.waitUntil(card.forget_pin.isHidden)


def test_whoever_prefers_it_types_the_passphrase(qtbot: QtBot, screening: Screening, lock: Lock) -> None:
    set_pin(screening.workspace, PIN)
    lock.lock()
    lock.dialog.other_way.click()
    assert not lock.dialog.with_pin
    _secret(qtbot, lock, PASSPHRASE)
    assert not lock.is_locked


def test_where_it_cannot_be_recorded_it_is_locked_all_the_same(lock: Lock, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(locking, "lock", refuse)
    lock.lock()
    assert lock.is_locked
    assert "The disk is full." in lock.dialog.banner.text


def test_somebody_else_signs_in_after_the_window_is_closed(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, signed = AppPaths(tmp_path / "data"), []
    settings_file.save(paths.settings, Settings(language="en", theme="light"))

    def ask_who(paths: AppPaths) -> SignedIn | None:
        if not signed:
            signed.append(keep_first_user(paths, make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)))
        elif len(signed) == 1:
            signed.append(sign_in(paths, signed[0].holder_id, PASSPHRASE))
        else:
            return None
        return signed[-1]

    def hand_over(qt: QApplication, screening: Screening, _: Options) -> int:
        window = screening.open_window()
        screening.lock.lock()
        screening.lock.dialog.another.click()
        assert not window.isVisible()
        return 0

    monkeypatch.setattr(app, "ask_who", ask_who)
    monkeypatch.setattr(app, "_run_window", hand_over)
    monkeypatch.setattr(app, "QApplication", lambda _: qapp)
    assert run(paths, Options()) == 0
    assert len(signed) == 2


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="there is no D-Bus here")
@pytest.mark.parametrize(
    ("path", "interface"),
    [
        ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver"),
    ],
)
def test_the_systems_lock_is_heard(path: str, interface: str) -> None:
    code = f"""
        from PySide6.QtCore import QCoreApplication, QTimer
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
        from screening_app.ui.system_lock import SystemLock

        qt = QCoreApplication([])
        told = []
        heard = SystemLock()
        heard.locked.connect(lambda: told.append("locked"))

        def send(is_active):
            message = QDBusMessage.createSignal({path!r}, {interface!r}, "ActiveChanged")
            message.setArguments([is_active])
            QDBusConnection.sessionBus().send(message)

        QTimer.singleShot(50, lambda: send(False))
        QTimer.singleShot(200, lambda: (print(told), send(True)))
        QTimer.singleShot(400, lambda: (print(told), qt.quit()))
        qt.exec()
    """
    ran = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.splitlines() == ["[]", "['locked']"], ran.stderr


def test_a_lock_of_the_system_locks_the_program_once(screening: Screening, lock: Lock) -> None:
    lock._system.became_active(False)
    assert not lock.is_locked
    lock._system.was_asked()
    lock._system.became_active(True)
    assert lock.is_locked
    told = entries(screening.workspace, AuditFilter(action=Action.LOCKED), count=5)
    assert [details_of(entry.details) for entry in told] == [{"why": SYSTEM}]
