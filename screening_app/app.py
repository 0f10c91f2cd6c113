"""The only place where everything is put together: paths, log, settings, workspace, services, window."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from screening_app import settings as settings_file
from screening_app.errors import ScreeningError
from screening_app.jobs.child import ChildProcess
from screening_app.jobs.memory import give_back_memory
from screening_app.jobs.runner import JobRunner
from screening_app.log import set_up_log
from screening_app.services.audit import record_end, record_restored, record_settings, record_start
from screening_app.services.backups import protect_backup_key
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.integrity import check_database
from screening_app.services.interviews import recover_recordings
from screening_app.services.live import LivePreparation
from screening_app.services.moving import server_of
from screening_app.services.permissions import check_settings
from screening_app.services.restoring import take_restored
from screening_app.services.scoring import ScoringService
from screening_app.services.sessions import waiting_sessions
from screening_app.services.training import TrainingService
from screening_app.services.users import enter
from screening_app.services.workspace import check_not_open, open_workspace, sweep_left_over
from screening_app.ui import theme
from screening_app.ui.automatic_backups import AutomaticBackups
from screening_app.ui.backup_jobs import BackupJobs
from screening_app.ui.clipboard import ClipboardClearing
from screening_app.ui.due_notice import DueNotice
from screening_app.ui.entry import ask_who
from screening_app.ui.events import Events
from screening_app.ui.lock import Lock
from screening_app.ui.main_thread import MainThread
from screening_app.ui.main_window import MainWindow
from screening_app.ui.messages import say
from screening_app.ui.other_seats import OtherSeats
from screening_app.ui.plain import tell_critical
from screening_app.ui.rail import PATIENTS
from screening_app.ui.services import AppServices, SettingsStore
from screening_app.ui.translation import Translation
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from screening_app.jobs.runner import Job
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn
    from screening_app.settings import Loaded, Settings

_log = logging.getLogger(__name__)

_FAR_BELOW_A_RECORDING = 15  # niceness of what follows a recording, and of training; no picture may be lost for it
_DRAWN_MS = 300  # after the window is there, before the other pages are made ready
_IDLE_MS = 1500  # after the window is there, before the model is loaded
_SETTLED_MS = 6000  # after the window is there, when all pages are made: before Python looks for unused objects
_DUE_MS = 20_000  # after the window is there, before it is looked whether something is due to be deleted
_BACKUP_MS = 15_000  # after the window is there, before a backup is looked for: what was begun at once is done


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    demo: bool = False  # load the demonstration and open its history
    headless: bool = False  # make the demonstration's chart and report without a window


class Screening:
    """The running app: what it is made of, and how it ends. Raises `ScreeningError` where it cannot start.

    `signed` is who has signed in; None on a data folder without users. `former` is where the data folder lies that a
    backup has taken the place of, for the user to be told; `loaded` are the settings, where they were read before.
    """

    def __init__(
        self,
        qt: QApplication,
        paths: AppPaths,
        signed: SignedIn | None = None,
        *,
        former: Path | None = None,
        loaded: Loaded | None = None,
    ) -> None:
        self._qt = qt
        self._former = former
        self.paths = paths
        self.translation = Translation(qt)
        loaded = loaded or settings_file.load(paths.settings)
        self._broken_settings = loaded.broken
        self.events = Events()
        self.settings = SettingsStore(paths.settings, loaded.settings, self.events)
        theme.apply(qt, *self._appearance())
        self.workspace = open_workspace(paths, signed)
        self.settings.check = partial(check_settings, self.workspace.access)
        if former is not None and paths.server is None:
            record_restored(self.workspace, former)
        record_start(self.workspace)
        if signed is not None:
            enter(self.workspace, signed)
            protect_backup_key(self.workspace)
        self._settings_before = self.settings.current
        self._main_thread = MainThread()
        self._child = ChildProcess()
        self._live = LivePreparation(
            self.workspace, lambda: self.settings.current, ChildProcess(niceness=_FAR_BELOW_A_RECORDING)
        )
        self.jobs, self.device_jobs = JobRunner(self._main_thread.post), JobRunner(self._main_thread.post)
        self.training_jobs = JobRunner(self._main_thread.post)
        self.backup_jobs = BackupJobs(self._main_thread.post)
        self._quiet_jobs = JobRunner(self._main_thread.post)  # which nobody's own work waits for
        self._encrypting: Job | None = None
        self._training = TrainingService(
            self.workspace, lambda: self.settings.current, ChildProcess(niceness=_FAR_BELOW_A_RECORDING)
        )
        self.services = self._services()
        self._clipboard = ClipboardClearing()
        self.events.settings_changed.connect(self._change_appearance)
        self.events.settings_changed.connect(self._record_settings)
        self.events.assessment_added.connect(lambda _: self._give_back_memory())
        qt.styleHints().colorSchemeChanged.connect(self._change_appearance)
        self.window: MainWindow | None = None
        self.lock: Lock | None = None  # once there is a window, where somebody has signed in
        self.somebody_else_wants_in = False  # after the window was closed
        self.automatic_backups: AutomaticBackups | None = None  # once there is a window to tell of them
        self.due_notice: DueNotice | None = None
        self.other_seats: OtherSeats | None = None

    def _services(self) -> AppServices:
        """What every page is handed."""
        return AppServices(
            workspace=self.workspace,
            scoring=ScoringService(self.workspace, lambda: self.settings.current, self._child, self._live),
            live=self._live,
            jobs=self.jobs,
            device_jobs=self.device_jobs,
            events=self.events,
            settings_store=self.settings,
            worker=self._child,
            training=self._training,
            training_jobs=self.training_jobs,
            backup_jobs=self.backup_jobs,
        )

    def _record_settings(self, changed: Settings) -> None:
        before, self._settings_before = self._settings_before, changed
        try:
            record_settings(self.workspace, before, changed)
        except ScreeningError as error:
            self._tell(error)

    def _appearance(self) -> tuple[str, str, str]:
        """Put the chosen language in force; what a theme is put in force by."""
        chosen = self.settings.current
        self.translation.use(chosen.language)
        return chosen.theme, self.translation.language, chosen.text_size

    def _change_appearance(self) -> None:
        theme.apply_in_turns(self._qt, *self._appearance())

    def open_window(self) -> MainWindow:
        """Show the window, and in it what is left over from the last time."""
        # before anything can be recorded: what is being recorded looks the same as what was cut short
        recovered = recover_recordings(self.workspace)
        self.window = MainWindow(self.services)
        self.window.offer_to_continue(waiting_sessions(self.workspace), len(recovered))
        if self._broken_settings:
            self._tell_of_broken_settings(self.window, self._broken_settings)
        if self._former:
            self._tell_of_former_data(self.window, self._former)
        self.window.offer_training()
        self.window.show()
        self.automatic_backups = AutomaticBackups(self.services, self.window.show_quietly, self.window)
        if self.workspace.access.user.id:
            self.lock = Lock(self.services, self.window)
            self.lock.another_wanted.connect(self._change_user)
            self.events.lock_wanted.connect(self.lock.lock)
        self.due_notice = DueNotice(self.services, self.window.tell_due)
        self.other_seats = OtherSeats(self.services, self.window)
        return self.window

    def _change_user(self) -> None:
        if self.lock is not None and self.lock.let_somebody_else_in():
            self.somebody_else_wants_in = True
            self._qt.quit()

    def _tell_of_former_data(self, window: MainWindow, former: Path) -> None:
        def text() -> str:
            brought_back = QCoreApplication.translate(
                "Screening",
                "The backup was brought back. What was here before lies in {path}; delete it once it is not needed.",
            )
            on_server = QCoreApplication.translate(
                "Screening",
                "All data lie on the server now. What was here before lies in {path}; delete it once it is not needed.",
            )
            return (on_server if self.paths.server else brought_back).format(path=former)

        window.show_message(text, "success")

    def _tell_of_broken_settings(self, window: MainWindow, broken: Path) -> None:
        def text() -> str:
            sentence = QCoreApplication.translate(
                "Screening", "The settings file was damaged; all settings are back at their defaults. Old file: {path}"
            )
            return sentence.format(path=broken)

        window.show_message(text, "warning")

    def show_demonstration(self) -> None:
        """Load the demonstration if it is not there, and open its history."""
        from screening_app.ui.patients_page import PatientsPage

        if self.window is None or not self.window.open_places.may_go(PATIENTS):
            return
        page = self.window.go(PATIENTS)
        if isinstance(page, PatientsPage):
            page.load_demonstration(open_history=True)

    def warm_up(self) -> None:
        """Load the model while nobody waits for it; what is wrong with it is said when somebody scores."""
        self.jobs.start(
            lambda job: self.services.scoring.warm_up(job.report),
            on_done=lambda _: None,
            on_error=lambda error: _log.warning("the model could not be loaded ahead: %s", type(error).__name__),
        )

    def check_database(self) -> None:
        """Look whether the database is whole while nobody waits for it; something is said only where it is not."""
        self.jobs.start(lambda _: check_database(self.workspace), on_done=lambda _: None, on_error=self._tell_of_damage)

    def sweep_left_over(self) -> None:
        """Remove what a program that was killed has left half written, while nobody waits for it."""
        self.jobs.start(
            lambda _: sweep_left_over(self.workspace),
            on_done=lambda _: None,
            on_error=lambda error: _log.warning("what was left over could not be removed: %s", type(error).__name__),
        )

    def encrypt_former_files(self) -> None:
        """Encrypt files of sessions from before there were users; something is said only where that fails."""
        self._encrypting = self._quiet_jobs.start(
            lambda job: encrypt_former_files(self.workspace, job.report),
            on_done=lambda _: None,
            on_error=self._tell_of_damage,
        )

    def _give_back_memory(self) -> None:
        """After each session: recordings come and go in threads of their own, each of which leaves holes behind."""
        self._quiet_jobs.start(lambda _: give_back_memory(), on_done=lambda _: None, on_error=self._tell_of_damage)

    def _tell_of_damage(self, error: BaseException) -> None:
        if not isinstance(error, ScreeningError):
            raise error
        self._tell(error)

    def _tell(self, error: ScreeningError) -> None:
        if self.window is not None:
            self.window.show_message(lambda: say(error), "error")

    def close(self) -> None:
        """Wait for the job that runs, which the pages have cancelled, and close the workspace.

        A training is stopped where it is; the next start offers to go on with it.
        """
        self._qt.styleHints().colorSchemeChanged.disconnect(self._change_appearance)
        self._clipboard.clear_now()
        if self.lock is not None:
            self.lock.close()
        if self.other_seats is not None:
            self.other_seats.close()
        self._training.stop()
        self.training_jobs.close()
        self._training.close()
        self.backup_jobs.close()
        if self._encrypting is not None:
            self._encrypting.cancel()
        self._quiet_jobs.close()
        self.jobs.close()
        self.device_jobs.close()
        self._live.close()
        self._child.end()
        try:
            record_end(self.workspace)
        except ScreeningError:
            _log.warning("the end of the program could not be recorded")  # there is no window to tell it in any more
        self.workspace.close()


class BugReporter:
    """Logs what nobody expected and tells the user, once at a time; the app goes on with its last good state."""

    def __init__(self, main_thread: MainThread) -> None:
        self._main_thread = main_thread
        self._telling = False

    def install(self) -> None:
        """Catch what nothing else catches, in this thread and in others."""
        sys.excepthook = self.report
        threading.excepthook = lambda args: self.report(args.exc_type, args.exc_value, args.exc_traceback)

    def report(self, kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None) -> None:
        """Log a bug, and show a dialog unless one is open already."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.critical("a bug", exc_info=(kind, error or kind(), traceback))
        self._main_thread.post(lambda: self._tell(error or kind()))

    def _tell(self, error: BaseException) -> None:
        if self._telling:
            return
        self._telling = True
        tell_critical(QApplication.activeWindow(), QApplication.applicationDisplayName(), say(error))
        self._telling = False


def run(paths: AppPaths, options: Options) -> int:
    """Start the app and stay until its window is closed; the exit status."""
    if options.headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qt = QApplication(sys.argv[:1])
    qt.setApplicationName("selfmm-screening")
    qt.setApplicationDisplayName("Depression screening")
    while True:
        status, somebody_else_wants_in = _run_once(qt, paths, options)
        if not somebody_else_wants_in:
            return status


def _run_once(qt: QApplication, paths: AppPaths, options: Options) -> tuple[int, bool]:
    """From the sign-in until the window is closed; the exit status, and whether somebody else wants to sign in."""
    try:
        screening = opened(qt, paths, options)
    except ScreeningError as error:
        _refuse_to_start(error, options)
        return 1, False
    if screening is None:
        return 0, False
    try:
        status = _run_headless(screening) if options.headless else _run_window(qt, screening, options)
    finally:
        screening.close()
        gc.unfreeze()
        gc.enable()
    if screening.somebody_else_wants_in and screening.window is not None:
        screening.translation.use("en")
        screening.window.deleteLater()
    return status, screening.somebody_else_wants_in


def opened(qt: QApplication, paths: AppPaths, options: Options) -> Screening | None:
    """The app on its data folder, whose place a backup takes first if one waits; None where nobody signs in.

    Raises `ScreeningError`.
    """
    try:
        former = take_restored(paths)
    finally:
        set_up_log(paths.logs)  # not before: it lies in the data folder, which may have been moved
    loaded = settings_file.load(paths.settings)
    seat = replace(paths, server=server_of(loaded.settings))
    if options.headless:
        return Screening(qt, seat, former=former, loaded=loaded)
    signed = _signed_in(qt, seat, loaded.settings)
    if signed is None and settings_file.load(paths.settings).settings.server != loaded.settings.server:
        return opened(qt, paths, options)  # it has just joined a server
    return None if signed is None else Screening(qt, seat, signed, former=former, loaded=loaded)


def _signed_in(qt: QApplication, paths: AppPaths, chosen: Settings) -> SignedIn | None:
    """Who has signed in, asked in the language and the colours of the settings."""
    check_not_open(paths)
    translation = Translation(qt)
    translation.use(chosen.language)
    theme.apply(qt, chosen.theme, translation.language, chosen.text_size)
    try:
        return ask_who(paths)
    finally:
        translation.use("en")


def _refuse_to_start(error: ScreeningError, options: Options) -> None:
    _log.info("the app cannot start: %s", error)  # to the file; the user is told below
    if options.headless:
        sys.stderr.write(f"{say(error)}\n")
    else:
        tell_critical(None, QApplication.applicationDisplayName(), say(error))


def _run_window(qt: QApplication, screening: Screening, options: Options) -> int:
    gc.disable()  # until the start is over; nothing that it makes is thrown away
    bugs = BugReporter(MainThread(qt))
    bugs.install()
    try:
        window = screening.open_window()
    except ScreeningError as error:  # what opening the database did not find, such as a damaged page
        _refuse_to_start(error, options)
        return 1
    if options.demo:
        screening.show_demonstration()
    window.offer_tour()
    QTimer.singleShot(_DRAWN_MS, window, window.prepare_pages)  # nothing of it is done once the window is gone
    QTimer.singleShot(_IDLE_MS, window, screening.check_database)
    QTimer.singleShot(_IDLE_MS, window, screening.warm_up)
    QTimer.singleShot(_IDLE_MS, window, screening.sweep_left_over)
    QTimer.singleShot(_SETTLED_MS, window, screening.encrypt_former_files)
    QTimer.singleShot(_SETTLED_MS, window, _look_through_new_objects_only)
    if screening.automatic_backups is not None:
        QTimer.singleShot(_BACKUP_MS, window, screening.automatic_backups.begin)
    if screening.due_notice is not None:
        QTimer.singleShot(_DUE_MS, window, screening.due_notice.begin)
    return qt.exec()


def _look_through_new_objects_only() -> None:
    """Let Python collect unused objects again, but never look through those of the start, which all stay.

    To look through them took the window 100 ms and more each time.
    """
    gc.freeze()
    gc.enable()


def _run_headless(screening: Screening) -> int:
    from screening_app.ui.demonstration import run_headless

    try:
        lines = run_headless(screening.services, screening.paths)
    except KnownError as error:
        sys.stderr.write(f"{say(error)}\n")
        return 1
    sys.stdout.write("\n".join((*lines, "")))
    return 0
