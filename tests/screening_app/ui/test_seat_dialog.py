"""From one computer to several, as it is clicked: the data move to a server, and another computer joins it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from first_user import PASSPHRASE, sign_in_first
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from screening_app import app
from screening_app import settings as settings_file
from screening_app.app import Options, opened
from screening_app.jobs.runner import JobRunner
from screening_app.paths import AppPaths, Server
from screening_app.services import moving
from screening_app.services.history import sessions_of
from screening_app.services.interviews import interviews_of, type_text
from screening_app.services.moving import move_to_server, server_of
from screening_app.services.patients import add_patient
from screening_app.services.ratings import enter_total
from screening_app.services.restoring import waits_for_start
from screening_app.services.sign_in import keep_first_user, make_first_user, needs_first_user, read_keyring, sign_in
from screening_app.services.transcripts import existing_transcript
from screening_app.services.users import enter
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from screening_app.ui.first_user_dialog import FirstUserDialog
from screening_app.ui.main_thread import MainThread
from screening_app.ui.rail import SETTINGS
from screening_app.ui.seat_dialog import JoinDialog, MoveDialog
from screening_app.ui.sign_in_dialog import SignInDialog
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.app import Screening
    from screening_app.services.sign_in import SignedIn
    from screening_app.services.workspace import Workspace

    Start = Callable[[AppPaths], Screening]

TEXTS = {60: "我睡得很差，什么都不想做。", 30: "这周好一些，我出去散步了。"}  # by the days since they were said

pytestmark = pytest.mark.usefixtures("quick_passphrases", "root_log")


def _speaking_english(paths: AppPaths) -> AppPaths:
    settings_file.save(paths.settings, Settings(language="en", theme="light"))
    return paths


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    """The first computer's."""
    return _speaking_english(AppPaths(tmp_path / "data"))


@pytest.fixture
def second(tmp_path: Path) -> AppPaths:
    """Another computer's."""
    return _speaking_english(AppPaths(tmp_path / "second"))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """In the place of a network drive."""
    folder = tmp_path / "shared"
    folder.mkdir()
    return folder


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[JobRunner]:
    runner = JobRunner(MainThread().post)
    yield runner
    runner.close()


@pytest.fixture
def start(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, server_address: Callable[[], str]) -> Iterator[Start]:
    """Starts the app on a data folder, after ending the one that was started before; its user signs in by itself.

    What was started last ends before the databases go.
    """
    running: list[Screening] = []

    def ask_who(paths: AppPaths) -> SignedIn:
        if needs_first_user(paths):
            return keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))
        return sign_in(paths, read_keyring(paths).holders[0].id, PASSPHRASE)

    def end() -> None:
        while running:
            _end(running.pop())

    def begin(paths: AppPaths) -> Screening:
        end()
        screening = opened(qapp, paths, Options())
        running.append(screening)
        screening.open_window()
        return screening

    monkeypatch.setattr(app, "ask_who", ask_who)
    yield begin
    end()


def _end(screening: Screening) -> None:
    if screening.window is not None:
        screening.window.close()
        screening.window.deleteLater()
    screening.close()
    screening.translation.use("en")


def _fill(workspace: Workspace) -> None:
    """A patient with two sessions."""
    patient, now = add_patient(workspace, code="P-7K3Q", name="张三", language="zh"), datetime.now(UTC)
    for days, text in TEXTS.items():
        held = type_text(workspace, patient, text, "zh", held_at=now - timedelta(days=days))
        enter_total(workspace, held.id, "hamd-17", days / 5, language="zh")


def _seen(workspace: Workspace) -> tuple[object, ...]:
    """The patient's history, and what was said."""
    (patient,) = workspace.patients.all()
    said = [existing_transcript(workspace, interview) for interview in interviews_of(workspace, patient.id)]
    assert len(said) == 2
    return patient, sessions_of(workspace, patient.id), said


@pytest.fixture
def clinic(tmp_path: Path, server_address: Callable[[], str], shared: Path) -> tuple[Server, tuple[object, ...]]:
    """A clinic that has moved to its server, and what is seen of it."""
    paths, server = AppPaths(tmp_path / "first"), Server(server_address(), shared)
    signed = sign_in_first(paths)
    workspace = open_workspace(paths, signed)
    try:
        enter(workspace, signed)
        _fill(workspace)
        move_to_server(workspace, server, no_report)
        return server, _seen(workspace)
    finally:
        workspace.close()


# Moving


def _moving(screening: Screening, address: str, folder: Path) -> MoveDialog:
    """The dialog, opened from the settings and filled in."""
    screening.window.go(SETTINGS).seats.to_server.click()
    dialog = screening.window.seat_change.dialog
    assert isinstance(dialog, MoveDialog)
    assert not dialog.go.isEnabled()
    dialog.form.address.setText(f" {address} ")
    assert not dialog.go.isEnabled()
    dialog.form.folder.path.setText(str(folder))
    assert dialog.go.isEnabled()
    return dialog


def _refused(qtbot: QtBot, dialog: MoveDialog | JoinDialog) -> str:
    """What is said after the button was pressed."""
    dialog.banner.clear()
    dialog.go.click()
    qtbot.waitUntil(lambda: bool(dialog.banner.text) or dialog.form.is_done, timeout=20_000)
    assert not dialog.form.is_done
    assert dialog.go.isEnabled()
    return dialog.banner.text


def test_the_data_move_to_a_server_and_the_next_start_shows_the_same(
    qtbot: QtBot, start: Start, paths: AppPaths, shared: Path, server_address: Callable[[], str], tmp_path: Path
) -> None:
    screening, address = start(paths), server_address()
    _fill(screening.workspace)
    before, window = _seen(screening.workspace), screening.window
    dialog = _moving(screening, address, shared)

    dialog.go.click()
    assert dialog.progress.isVisible()
    assert not dialog.form.isEnabled()
    qtbot.waitUntil(lambda: dialog.form.is_done, timeout=20_000)
    assert "Start it again" in dialog.form.about.text()
    assert window.isVisible()
    dialog.go.click()
    assert not window.isVisible()

    screening = start(paths)
    assert screening.paths.server == Server(address, shared)
    assert _seen(screening.workspace) == before
    assert screening.workspace.database.is_shared
    (former,) = tmp_path.glob("data.before-restore-*")
    assert "All data lie on the server now" in screening.window.banner.text
    assert str(former) in screening.window.banner.text
    card = screening.window.go(SETTINGS).seats
    assert not card.to_server.isVisible()
    assert str(shared) in card.where.text()
    assert "clinic@" not in card.where.text()

    screening = start(paths)  # and from then on
    assert _seen(screening.workspace) == before
    assert "All data" not in screening.window.banner.text


def test_a_move_is_done_whichever_way_its_dialog_is_left(
    qtbot: QtBot, start: Start, paths: AppPaths, shared: Path, server_address: Callable[[], str]
) -> None:
    screening = start(paths)
    dialog = _moving(screening, server_address(), shared)
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.form.is_done, timeout=20_000)
    dialog.reject()
    assert not screening.window.isVisible()
    assert waits_for_start(paths)


def test_what_will_not_do_is_told_in_the_dialog_and_nothing_moves(
    qtbot: QtBot, start: Start, paths: AppPaths, shared: Path, server: object, tmp_path: Path
) -> None:
    screening = start(paths)
    dialog = _moving(screening, "mysql://clinic@somewhere/screening", shared)
    assert "is no address of a PostgreSQL server" in _refused(qtbot, dialog)
    dialog.form.address.setText(server.address("nothing_there"))
    assert "cannot be worked with" in _refused(qtbot, dialog)
    (shared / "letter.txt").write_text("somebody else's", encoding="utf-8")
    assert "is not empty" in _refused(qtbot, dialog)
    dialog.form.folder.path.setText(str(tmp_path / "nowhere"))
    assert "cannot be shared" in _refused(qtbot, dialog)
    dialog.reject()
    assert screening.window.isVisible()
    assert not waits_for_start(paths)
    assert [path.name for path in shared.iterdir()] == ["letter.txt"]


def test_a_database_with_rows_is_told_before_anything_is_copied(
    qtbot: QtBot, start: Start, paths: AppPaths, clinic: tuple[Server, object], tmp_path: Path
) -> None:
    screening, folder = start(paths), tmp_path / "another"
    folder.mkdir()
    dialog = _moving(screening, clinic[0].address, folder)
    assert "The database on the server is not empty" in _refused(qtbot, dialog)
    assert not list(folder.iterdir())
    dialog.reject()


def test_a_move_is_cancelled_and_goes_on_with_what_was_copied(
    qtbot: QtBot,
    start: Start,
    paths: AppPaths,
    shared: Path,
    server_address: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screening = start(paths)
    _fill(screening.workspace)
    dialog, copied = _moving(screening, server_address(), shared), []
    copy = moving._copy

    def cancelling(path: Path, *rest: object) -> None:
        copied.append(path)
        if len(copied) == 2:
            dialog.progress._job.cancel()
        time.sleep(0.1)  # as a file of some size takes
        copy(path, *rest)

    monkeypatch.setattr(moving, "_copy", cancelling)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.progress.active, timeout=20_000)
    assert not dialog.form.is_done
    assert not waits_for_start(paths)
    assert len(copied) == 2
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.form.is_done, timeout=20_000)
    assert copied.count(copied[0]) == 1
    dialog.go.click()


def test_once_the_rows_are_there_nothing_stops_it_half_way(
    qtbot: QtBot,
    start: Start,
    paths: AppPaths,
    shared: Path,
    server_address: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screening = start(paths)
    dialog = _moving(screening, server_address(), shared)
    copy_rows = moving.copy_rows

    def cancelling(*sessions: object) -> None:
        copy_rows(*sessions)
        dialog.progress._job.cancel()

    monkeypatch.setattr(moving, "copy_rows", cancelling)
    dialog.go.click()
    qtbot.waitUntil(lambda: not dialog.progress.active, timeout=20_000)
    assert dialog.form.is_done
    assert waits_for_start(paths)
    dialog.go.click()


# Joining


def test_a_computer_with_data_of_its_own_joins_at_its_next_start(
    qtbot: QtBot, start: Start, second: AppPaths, clinic: tuple[Server, tuple[object, ...]], tmp_path: Path
) -> None:
    server, before = clinic
    screening = start(second)
    add_patient(screening.workspace, code="P-OWN")
    screening.window.go(SETTINGS).seats.join.click()
    dialog = screening.window.seat_change.dialog
    assert isinstance(dialog, JoinDialog)
    dialog.form.address.setText(server.address)
    dialog.form.folder.path.setText(str(tmp_path))
    assert "lie no clinic's data" in _refused(qtbot, dialog)
    dialog.form.folder.path.setText(str(server.folder))
    dialog.go.click()
    qtbot.waitUntil(lambda: dialog.form.is_done, timeout=20_000)
    assert "From its next start on" in dialog.form.about.text()
    dialog.go.click()
    assert not screening.window.isVisible()

    screening = start(second)
    assert _seen(screening.workspace) == before
    (former,) = tmp_path.glob("second.before-restore-*")
    assert str(former) in screening.window.banner.text


def test_a_half_moved_clinic_is_not_joined(
    qtbot: QtBot, second: AppPaths, jobs: JobRunner, clinic: tuple[Server, object]
) -> None:
    server, _ = clinic
    (server.folder / moving._UNFINISHED).touch()
    dialog = JoinDialog(second, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.form.address.setText(server.address)
    dialog.form.folder.path.setText(str(server.folder))
    assert "not all of them yet" in _refused(qtbot, dialog)
    assert server_of(settings_file.load(second.settings).settings) is None


def _answer(*answers: tuple[type[QDialog], Callable[[QDialog], None]]) -> list[type]:
    """Answer the dialogs that come one after the other; the list then holds those that came."""
    came: list[type] = []

    def look() -> None:
        kind, act = answers[len(came)]
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            came.append(kind)
            act(dialog)
        if len(came) < len(answers):
            QTimer.singleShot(20, look)

    QTimer.singleShot(0, look)
    return came


def _join(server: Server) -> Callable[[JoinDialog], None]:
    def act(dialog: JoinDialog) -> None:
        dialog.form.address.setText(server.address)
        dialog.form.folder.path.setText(str(server.folder))
        dialog.go.click()

    return act


def _sign_in(dialog: SignInDialog) -> None:
    dialog.passphrase.setText(PASSPHRASE)
    dialog.go.click()


def _later(act: Callable[[], None]) -> None:
    """A dialog that asks with another one goes on only once that is closed."""
    QTimer.singleShot(0, act)


def test_a_new_computer_joins_at_its_first_start_and_asks_for_the_clinics_users(
    qapp: QApplication, second: AppPaths, clinic: tuple[Server, tuple[object, ...]]
) -> None:
    server, before = clinic
    came = _answer(
        (FirstUserDialog, lambda dialog: _later(dialog.join.click)),
        (JoinDialog, _join(server)),
        (SignInDialog, _sign_in),
    )
    screening = opened(qapp, second, Options())
    try:
        assert came == [FirstUserDialog, JoinDialog, SignInDialog]
        assert screening.workspace.access.user.name == "Dr. 王"
        assert _seen(screening.workspace) == before
        assert not (second.data / "keyring.json").exists()
        assert not second.database.exists()
    finally:
        _end(screening)


def test_who_thinks_better_of_it_makes_the_first_user_after_all(
    qtbot: QtBot, second: AppPaths, jobs: JobRunner
) -> None:
    dialog = FirstUserDialog(second, jobs)
    qtbot.addWidget(dialog)
    dialog.show()
    came = _answer((JoinDialog, lambda asked: asked.cancel.click()))
    dialog.join.click()
    assert came == [JoinDialog]
    assert dialog.isVisible()
    dialog._show_key(make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))
    assert not dialog.join.isVisible()


def test_data_from_before_there_were_users_are_put_aside_at_the_next_start(
    qapp: QApplication, second: AppPaths, clinic: tuple[Server, tuple[object, ...]], tmp_path: Path
) -> None:
    server, before = clinic
    workspace = open_workspace(second)
    add_patient(workspace, code="P-OWN")
    workspace.close()

    def join_and_close(dialog: JoinDialog) -> None:
        _join(server)(dialog)
        _close(dialog)

    def _close(dialog: JoinDialog) -> None:
        if dialog.form.is_done:
            dialog.go.click()
        else:
            QTimer.singleShot(20, lambda: _close(dialog))

    _answer((FirstUserDialog, lambda dialog: _later(dialog.join.click)), (JoinDialog, join_and_close))
    assert opened(qapp, second, Options()) is None
    _answer((SignInDialog, _sign_in))
    screening = opened(qapp, second, Options())
    try:
        assert _seen(screening.workspace) == before
        assert list(tmp_path.glob("second.before-restore-*"))
    finally:
        _end(screening)
