import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, current_thread

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from screening_app import app
from screening_app import settings as settings_file
from screening_app.__main__ import main
from screening_app.app import BugReporter, Options, Screening, _run_headless, _run_window
from screening_app.domain import AuditFilter
from screening_app.errors import ScreeningError, StorageError
from screening_app.paths import AppPaths
from screening_app.services.audit import entries
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from screening_app.ui import demonstration, theme
from screening_app.ui.main_thread import MainThread

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "seven lamps under the quiet harbour"
HEAVY = ("torch", "transformers", "librosa", "ai_edge_litert", "faster_whisper", "cv2", "av", "psycopg", "pyqtgraph")


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    made = AppPaths(tmp_path / "data")
    settings_file.save(made.settings, Settings(language="en", theme="light"))
    return made


@pytest.fixture
def screening(qapp: QApplication, paths: AppPaths) -> Iterator[Screening]:
    made = Screening(qapp, paths)
    yield made
    if made.window:
        made.window.close()
        made.window.deleteLater()
    made.close()
    made.translation.use("en")


def _run(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return result.stdout.strip()


def test_importing_the_app_pulls_nothing_heavy() -> None:
    loaded = _run(f"import sys, screening_app.app; print([name for name in {HEAVY!r} if name in sys.modules])")

    assert loaded == "[]"


def test_the_window_is_visible_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    loaded = _run(
        f"""
        import sys
        from pathlib import Path
        from PySide6.QtWidgets import QApplication
        from screening_app.app import Screening
        from screening_app.paths import AppPaths
        screening = Screening(QApplication([]), AppPaths(Path({str(tmp_path / "d")!r})))
        window = screening.open_window()
        print(window.isVisible(), [name for name in {HEAVY!r} if name in sys.modules])
        window.close()
        screening.close()
        """
    )

    assert loaded == "True []"


def test_python_collects_again_once_the_start_is_over_and_leaves_what_it_made(tmp_path: Path) -> None:
    printed = _run(
        f"""
        import gc
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from screening_app import app
        from screening_app.paths import AppPaths
        from screening_app.services.sign_in import keep_first_user, make_first_user

        def look():
            print(gc.isenabled(), gc.get_freeze_count() > 10_000)

        def end():
            if gc.isenabled():
                look()
                QApplication.closeAllWindows()
            else:
                QTimer.singleShot(50, end)

        shown = app.Screening.open_window

        def open_window(screening):
            look()
            QTimer.singleShot(0, end)
            return shown(screening)

        def ask_who(paths):
            return keep_first_user(paths, make_first_user("Dr. Li", {PASSPHRASE!r}, sees_patients=True))

        app.Screening.open_window, app._SETTLED_MS, app.ask_who = open_window, 200, ask_who
        app.run(AppPaths(Path({str(tmp_path / "d")!r})), app.Options())
        look()
        """
    )

    assert printed.splitlines() == ["False False", "True True", "True False"]


def test_somebody_else_signs_in_and_nothing_of_the_first_window_goes_on(tmp_path: Path) -> None:
    """What was put off at the first start is not done once its window and its jobs are gone."""
    printed = _run(
        f"""
        from pathlib import Path
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication
        from screening_app import app
        from screening_app.paths import AppPaths
        from screening_app.services.sign_in import keep_first_user, make_first_user
        from screening_app.services.sign_in import needs_first_user, read_keyring, sign_in

        shown, rounds = app.Screening.open_window, []

        def ask_who(paths):
            if needs_first_user(paths):
                return keep_first_user(paths, make_first_user("Dr. Li", {PASSPHRASE!r}, sees_patients=True))
            return sign_in(paths, read_keyring(paths).holders[0].id, {PASSPHRASE!r})

        def hand_over(screening):
            screening.lock.lock()
            screening.lock.dialog.another.click()

        def end(screening):
            print(len(rounds), screening.translation.language, screening.lock.is_locked)
            screening.window.close()

        def open_window(screening):
            rounds.append(screening)
            window = shown(screening)
            first = len(rounds) == 1
            QTimer.singleShot(50 if first else 1500, lambda: hand_over(screening) if first else end(screening))
            return window

        app.Screening.open_window, app.ask_who = open_window, ask_who
        app._DRAWN_MS, app._IDLE_MS, app._BACKUP_MS = 400, 400, 400
        paths = AppPaths(Path({str(tmp_path / "d")!r}))
        print(app.run(paths, app.Options()))
        log = (paths.logs / "app.log").read_text()
        print("bug" in log, "CRITICAL" in log)
        """
    )

    assert printed.splitlines()[-3:] == ["2 en False", "0", "False False"], printed


def test_the_command_line_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out.strip()[0].isdigit()


def test_headless_needs_the_demonstration(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--headless"])

    assert "--headless needs --demo" in capsys.readouterr().err


def test_language_and_theme_change_at_run_time(screening: Screening, qtbot: QtBot) -> None:
    window = screening.open_window()
    assert window.rail.buttons["patients"].accessibleName() == "Patients"

    screening.settings.change(language="zh", theme="dark")
    qtbot.waitUntil(lambda: window.rail.buttons["patients"].accessibleName() == "患者")

    assert theme.is_dark()
    screening.settings.change(language="en", theme="light")


def test_a_broken_settings_file_is_told_and_kept(qapp: QApplication, paths: AppPaths) -> None:
    paths.settings.write_text("[[", encoding="utf-8")

    screening = Screening(qapp, paths)
    window = screening.open_window()

    assert "settings.broken.toml" in window.banner.text
    window.close()
    screening.close()


def test_a_second_copy_on_the_same_folder_does_not_start(screening: Screening, qapp: QApplication) -> None:
    with pytest.raises(ScreeningError, match="already open"):
        Screening(qapp, screening.paths)


def test_a_data_folder_that_cannot_be_made_says_what_to_do(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError):
        Screening(qapp, AppPaths(tmp_path / "file" / "data"))


def test_a_database_that_fails_after_opening_says_so_instead_of_a_traceback(
    screening: Screening, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(app, "tell_critical", lambda *words: told.append(words[-1]))
    monkeypatch.setattr(BugReporter, "install", lambda _: None)

    def damaged() -> None:
        raise StorageError("The database {name} is damaged.", name="screening.sqlite3")

    monkeypatch.setattr(screening, "open_window", damaged)

    assert _run_window(qapp, screening, Options()) == 1
    assert told == ["The database screening.sqlite3 is damaged."]


def test_an_interview_without_a_result_is_offered_at_the_next_start(qapp: QApplication, paths: AppPaths) -> None:
    workspace = open_workspace(paths)
    patient = add_patient(workspace, code="P-1")
    type_text(workspace, patient, "I slept badly.", "en")
    workspace.close()

    screening = Screening(qapp, paths)
    window = screening.open_window()

    assert window.banner.text == "One session is not finished yet."
    window.close()
    screening.close()


def test_a_bug_is_logged_and_told_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[str] = []
    reporter = BugReporter(MainThread())

    def tell(_: object, __: str, text: str) -> None:
        told.append(text)
        reporter._tell(ValueError("another, while the dialog is open"))

    monkeypatch.setattr(app, "tell_critical", tell)

    reporter.report(ZeroDivisionError, ZeroDivisionError("said in confidence"), None)
    qtbot.waitUntil(lambda: bool(told))

    assert len(told) == 1
    assert "logs" in told[0]
    assert "confidence" not in told[0]
    assert caplog.records[-1].exc_info[0] is ZeroDivisionError


def test_headless_prints_what_the_demonstration_made(
    screening: Screening, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demonstration, "run_headless", lambda services, paths: ("DEMO-1", str(paths.database)))

    assert _run_headless(screening) == 0
    assert capsys.readouterr().out == f"DEMO-1\n{screening.paths.database}\n"


def test_headless_without_a_model_says_what_to_do(
    screening: Screening, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screening.settings.change(model_folder=str(tmp_path))

    assert _run_headless(screening) == 1
    assert "Choose the folder of a model" in capsys.readouterr().err


def test_a_damaged_database_is_told_in_the_window_and_a_whole_one_is_not(screening: Screening, qtbot: QtBot) -> None:
    window = screening.open_window()
    told: list[str] = []
    window.show_message = lambda text, kind: told.append(f"{kind}: {text()}")
    screening.check_database()
    qtbot.waitUntil(lambda: screening.workspace.database.last_full_check is not None)
    with sqlite3.connect(screening.paths.database) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.execute("INSERT INTO holdout VALUES ('nobody', '2026-01-01 00:00:00')")
    connection.close()
    screening.check_database()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("error: A part of the database screening.sqlite3 is damaged.")
    assert len(told) == 1


def test_what_was_left_half_written_is_removed_while_nobody_waits(screening: Screening, qtbot: QtBot) -> None:
    screening.open_window()
    left = screening.workspace.media.of("0" * 32) / "recording.mkv.part"
    left.touch()
    os.utime(left, (0, 0))
    screening.sweep_left_over()
    qtbot.waitUntil(lambda: not left.exists())


def test_start_settings_and_end_are_recorded_under_the_users_name(qapp: QApplication, paths: AppPaths) -> None:
    signed = keep_first_user(paths, make_first_user("Dr. Li", PASSPHRASE, sees_patients=True))
    screening = Screening(qapp, paths, signed)
    screening.settings.change(text_size="115", crisis_line="12356")
    screening.close()
    workspace = open_workspace(paths, signed)
    told = entries(workspace, AuditFilter(), count=10)
    workspace.close()
    assert [entry.action for entry in told] == [
        "program_ended",
        "settings_changed",
        "signed_in",
        "user_added",
        "program_started",
    ]
    assert {entry.who for entry in told} == {"Dr. Li"}
    changed = told[1]
    assert changed.details == '{"settings": ["crisis_line", "text_size"]}'


def test_settings_whose_change_cannot_be_recorded_are_in_force_and_it_is_said(
    screening: Screening, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = screening.open_window()

    def refuse(*_: object, **__: object) -> None:
        raise StorageError("The disk is full, so nothing was saved. Free some space and try again.")

    monkeypatch.setattr(type(screening.workspace.audit), "append", refuse)
    screening.settings.change(text_size="115")
    assert screening.settings.current.text_size == "115"
    assert "The disk is full" in window.banner.text
    monkeypatch.undo()


def test_memory_is_given_back_after_each_session(
    qapp: QApplication, qtbot: QtBot, paths: AppPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    given_back: list[Thread] = []
    monkeypatch.setattr(app, "give_back_memory", lambda: given_back.append(current_thread()))
    screening = Screening(qapp, paths)
    screening.events.assessment_added.emit("somebody")
    qtbot.waitUntil(lambda: bool(given_back))
    screening.close()
    assert current_thread() not in given_back
