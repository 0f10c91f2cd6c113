"""How long the program takes with 100,000 assessments of 5,000 patients: the start, and what a clinician does.

    PYTHONPATH=.:tests:tests/screening_app/ui xvfb-run -a python tests/benchmarks/load.py FOLDER [MEASURE ...]

Fills FOLDER with data first where it is empty, and encrypts all of it as where there are users; that takes a quarter of
an hour. Of several tries the quickest is told, with the processor time of that try (of this process, in all threads):
where other programs run, the clock says more about those.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backed_up import set_up
from full_clinic import fill_clinic
from PySide6.QtWidgets import QApplication
from scene import PASSPHRASE, Scene

from screening_app.paths import AppPaths
from screening_app.services.backups import back_up, destination_of, list_backups
from screening_app.services.caseload import caseload_of
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.patients import find_patients
from screening_app.services.research_export import ResearchChoices, export_for_research
from screening_app.services.sign_in import accounts, keep_first_user, make_first_user, read_keyring, sign_in
from screening_app.services.training import TrainingService
from screening_app.services.users import enter
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from screening_app.ui.rail import CASELOAD, PATIENTS, SESSION
from screening_app.ui.window_state import WindowStateFile
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from screening_app.services.sign_in import SignedIn

ROOT = Path(__file__).resolve().parents[2]
CACHES = Path("/proc/sys/vm/drop_caches")
TRIES = 5
WORDS = ("P-0", "fischer", "门诊", "王 77", "nobody", "4999")

START = """
import sys, time
began = time.monotonic()
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from screening_app import app
from screening_app.paths import AppPaths
from screening_app.services.sign_in import accounts, read_keyring, sign_in
imported = time.monotonic()


def ask_who(paths):  # in the place of the dialog; how long a passphrase takes is no part of the start
    global signing_in, used_before
    begun, used = time.monotonic(), time.process_time()
    signed = sign_in(paths, accounts(read_keyring(paths))[0].id, sys.argv[2])
    signing_in, used_before = time.monotonic() - begun, time.process_time() - used
    return signed


class Drawn(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.window() is shown:
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell():
    moments = (opened - signing_in, made - signing_in, time.monotonic() - signing_in)
    print(began, imported, *moments, time.process_time() - used_before, flush=True)
    app._BACKUP_MS = 0
    QTimer.singleShot(0, shown.close)


def open_window(screening):
    global opened, made, shown, drawn
    opened, drawn = time.monotonic(), Drawn()
    shown = screening_open(screening)
    made = time.monotonic()
    QApplication.instance().installEventFilter(drawn)
    return shown


screening_open, app.Screening.open_window = app.Screening.open_window, open_window
app.ask_who = ask_who
app.run(AppPaths(Path(sys.argv[1])), app.Options())
"""


@dataclass(frozen=True, slots=True)
class Took:
    """A try: seconds on the clock and of the processor."""

    seconds: float
    processor: float


def took(action: Callable[[], object], tries: int = TRIES) -> list[Took]:
    """Do something several times; the quickest first."""
    found = []
    for _ in range(tries):
        begun, used = time.perf_counter(), time.process_time()
        action()
        found.append(Took(time.perf_counter() - begun, time.process_time() - used))
    return sorted(found, key=lambda one: one.seconds)


def tell(what: str, tries: list[Took]) -> None:
    """A row of the table, in milliseconds."""
    best, middle = tries[0], tries[len(tries) // 2]
    row = f"| {what} | {1000 * best.seconds:.0f} | {1000 * best.processor:.0f} | {1000 * middle.seconds:.0f} |"
    print(row, flush=True)


# The start


def start(paths: AppPaths) -> None:
    """The program in a process of its own, until its window is drawn."""
    _started(paths, cold=False)  # compiles the modules
    if os.access(CACHES, os.W_OK):
        _tell_starts("start, nothing in the disk's cache", [_started(paths, cold=True) for _ in range(2)])
    _tell_starts("start, a second time", [_started(paths, cold=False) for _ in range(TRIES)])


def _started(paths: AppPaths, *, cold: bool) -> list[float]:
    """The moments of a start after its beginning, and the processor seconds."""
    if cold:
        os.sync()
        CACHES.write_text("3\n")
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(paths.data.parent / "bytecode")}  # as an installed program
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", START, str(paths.data), PASSPHRASE]
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    *moments, processor = map(float, done.stdout.split())
    return [moment - begun for moment in moments] + [processor]


def _tell_starts(what: str, starts: list[list[float]]) -> None:
    starts.sort(key=lambda one: one[-2])
    python, imported, opened, made, drawn = starts[0][:-1]
    tell(what, [Took(one[-2], one[-1]) for one in starts])
    parts = {"Python": python, "imports": imported - python, "data folder": opened - imported}
    parts |= {"window": made - opened, "drawing": drawn - made}
    print(f"|   of which | {', '.join(f'{name} {1000 * seconds:.0f}' for name, seconds in parts.items())} | | |")


# The window


class Hands:
    """What a clinician does in the window, each until it is drawn."""

    def __init__(self, paths: AppPaths) -> None:
        qt = QApplication.instance() or QApplication([])
        self._qt = qt
        self.scene = Scene(qt, paths.data, filling=lambda _: None, signed=signed_in(paths))
        self.patients = find_patients(self.scene.screening.workspace, limit=200)
        for place in (PATIENTS, SESSION, CASELOAD):
            self.scene.go(place)
            self.scene.settle()

    def until(self, is_done: Callable[[], bool]) -> None:
        """Let the window work until something is the case and all of it is drawn."""
        self.scene.wait(is_done)
        self._qt.processEvents()

    def search(self) -> None:
        """Find patients on their page, whose delay after the last key is not counted."""
        page = self.scene.go(PATIENTS)
        for word in WORDS:

            def find(word: str = word) -> None:
                page.search.setText(word)
                page._search_at_once()
                self._qt.processEvents()

            found = took(find)
            tell(f"search patients, “{word}”: {page.model.total}", found)
        page.search.clear()
        page._search_at_once()

    def switch(self) -> None:
        """Open the switcher and type into it."""
        window = self.scene.window

        def open_it() -> None:
            window.show_switcher()
            self._qt.processEvents()

        tell("open the switcher", took(open_it))
        for word in WORDS:

            def find(word: str = word) -> None:
                window.dialog.field.setText("")
                window.dialog.field.setText(word)
                self._qt.processEvents()

            tell(f"type into the switcher, “{word}”", took(find))
        window.dialog.reject()
        self.scene.settle()

    def history(self) -> None:
        """Open the history of one patient after the other."""
        patients = iter(self.patients)
        history = self.scene.window.page("history")

        def open_next() -> None:
            patient = next(patients)
            self.scene.screening.events.history_wanted.emit(patient.id)
            self.until(lambda: history.patient is not None and history.patient.id == patient.id
                       and len(history.chart.points_drawn()) > 1)  # fmt: skip

        tell("open a history of 20 sessions", took(open_next, 15))

    def session(self) -> None:
        """Open one session after the other."""
        page, workspace = self.scene.go(SESSION), self.scene.screening.workspace
        sessions = iter([workspace.interviews.of_patient(patient.id)[-1] for patient in self.patients[:20]])

        def open_next() -> None:
            interview = next(sessions)
            page.open_interview(interview.id)
            self.until(lambda: page.state.interview is not None and page.state.interview.id == interview.id
                       and not page.faces.progress.active)  # fmt: skip

        tell("open a session", took(open_next, 15))

    def caseload(self) -> None:
        """Go to the caseload, and from list to list."""
        page = self.scene.window.page(CASELOAD)

        def open_it() -> None:
            self.scene.go(PATIENTS)
            self.scene.go(CASELOAD)
            self.until(lambda: page.is_up_to_date)

        tell("open the caseload", took(open_it))
        for name, card in page.cards.items():

            def choose(card: object = card) -> None:
                card.click()
                self._qt.processEvents()

            found = took(choose)
            tell(f"caseload, {name}: {len(page.lines())}", found)


# Beside the window


def jobs(workspace: Workspace) -> None:
    """What is read away from the window."""
    tell("caseload, its five queries", took(lambda: caseload_of(workspace, 8)))
    training = TrainingService(workspace, Settings)
    begun = time.perf_counter()
    choice, _ = training.default_choice(no_report)
    print(f"| what to train from, proposed | {1000 * (time.perf_counter() - begun):.0f} | | |", flush=True)
    tell("the table of rated sessions", took(lambda: training.table(choice, no_report), 1))
    training.close()


def checks(workspace: Workspace) -> None:
    """Whether the database is whole."""
    tell("quick check of the database", took(lambda: workspace.database.check(fully=False)))
    tell("full check of the database", took(lambda: workspace.database.check(fully=True), 2))


def backups(workspace: Workspace) -> None:
    """A first backup, one after that, and the list of both."""
    disk = workspace.paths.data.parent / "backups"
    shutil.rmtree(disk, ignore_errors=True)
    set_up(workspace, disk)
    tell("the first backup", took(lambda: back_up(workspace, no_report), 1))
    tell("the next backup", took(lambda: back_up(workspace, no_report), 2))
    tell("the list of backups", took(lambda: list_backups(destination_of(workspace)), 2))
    shutil.rmtree(disk)


def research(workspace: Workspace) -> None:
    """Everybody's sessions handed out at once, and what that takes in memory."""
    target = workspace.paths.data.parent / "research"
    target.mkdir(exist_ok=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tell("research export of everybody", took(lambda: export_for_research(workspace, target, ResearchChoices()), 1))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"|   its memory: {before / 1024:.0f} MB before, at most {after / 1024:.0f} MB | | | |")
    shutil.rmtree(target)


IN_WINDOW = ("search", "switch", "history", "session", "caseload")
AWAY = {"jobs": jobs, "checks": checks, "backups": backups, "research": research}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("measures", nargs="*", choices=("start", *IN_WINDOW, *AWAY, []))
    chosen = parser.parse_args()
    wanted = chosen.measures or ("start", *IN_WINDOW, *AWAY)
    paths = AppPaths(chosen.folder / "data")
    if not paths.database.exists():
        for what in fill(paths):
            print(json.dumps(what), flush=True)
    print(f"load before: {os.getloadavg()[0]:.1f}")
    print("| what | ms, the quickest | its processor ms | ms, the middle one |\n|---|---|---|---|")
    if "start" in wanted:
        start(paths)
    if in_window := [name for name in IN_WINDOW if name in wanted]:
        hands = Hands(paths)
        for name in in_window:
            getattr(hands, name)()
        hands.scene.close()
    if away := [name for name in AWAY if name in wanted]:
        workspace = open_workspace(paths, signed_in(paths))
        for name in away:
            AWAY[name](workspace)
        workspace.close()


def signed_in(paths: AppPaths) -> SignedIn:
    """The administrator of the filled folder."""
    ring = read_keyring(paths)
    assert ring is not None, "it was filled by this program"
    return sign_in(paths, accounts(ring)[0].id, PASSPHRASE)


def fill(paths: AppPaths) -> Iterator[dict[str, float]]:
    """Fill the folder; what that took and made."""
    begun = time.perf_counter()
    workspace = open_workspace(paths)
    fill_clinic(workspace)
    workspace.close()
    state = WindowStateFile(paths.window_state)
    state.change(tour_seen=True)
    state.save()
    yield {"filled in seconds": round(time.perf_counter() - begun, 1)}
    begun = time.perf_counter()
    signed = keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))
    workspace = open_workspace(paths, signed)
    enter(workspace, signed)
    yield {"database encrypted in seconds": round(time.perf_counter() - begun, 1)}
    begun = time.perf_counter()
    files = encrypt_former_files(workspace, no_report)
    workspace.close()
    yield {"files of sessions": files, "encrypted in seconds": round(time.perf_counter() - begun, 1)}
    yield {"database, MB": round(paths.database.stat().st_size / 1e6)}


if __name__ == "__main__":
    main()
