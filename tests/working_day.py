"""What a clinic does in the program all day, over and over, and what that leaves behind in the program's process.

Every round is a session of a new patient, from the list of patients to the sign-off, with all that is opened beside it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import statistics
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractAnimation, QEvent, QObject, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton
from serving import serve_until

from screening_app.domain import Purpose, RatedBy, Source
from screening_app.services.reports import ReportChoices, report_of_session
from screening_app.ui.export_dialog import ExportDialog
from screening_app.ui.main_window import HISTORY, SESSION
from screening_app.ui.patient_dialog import PatientDialog
from screening_app.ui.rail import CASELOAD, HELP, PATIENTS, SETTINGS, TRAINING
from screening_app.ui.recording_desk import Phase
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.report_saving import save_report
from screening_app.ui.session_state import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.app import Screening
    from screening_app.domain import Patient
    from screening_app.ui.session_page import SessionPage

PATIENCE = 180.0  # seconds
SAID = (
    "I sleep badly and wake up early.\n\nMy work is too much for me.\n\nOn Sunday I saw my sister, and that was good."
)
_ANSWERS = (2, 1, 2, 1, 0, 2, 1, 0, 0)
RECORDED_SECONDS = 3.0
_PROC = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at one moment."""

    counts: dict[str, int]  # of whatever must not grow, by name
    megabytes: float  # resident memory
    allocated: float  # megabytes of it that are in use, by glibc's own account: the rest lies in holes between them

    def __getitem__(self, name: str) -> float:
        return {"MB": self.megabytes, "MB in use": self.allocated}.get(name, self.counts.get(name, 0))


class _Heaps(ctypes.Structure):
    """What glibc's mallinfo2 tells, in bytes."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks",
                     "keepcost")
    )  # fmt: skip


def _allocated_megabytes() -> float:
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = _Heaps
    heaps = ask()
    return (heaps.uordblks + heaps.hblkhd) / 2**20


def held() -> Held:
    """Look at the process, once nothing is left that waits to be deleted, and Qt's cache of pictures is empty.

    Each session puts 0.15 MB of pictures there, up to Qt's limit of 10 MB, after which the oldest go.
    """
    gc.collect()
    QPixmapCache.clear()
    objects = _qt_objects()
    counts = {
        "windows": len(QApplication.topLevelWidgets()),
        "widgets": len(QApplication.allWidgets()),
        "Qt objects": len(objects),
        "timers that run": sum(isinstance(one, QTimer) and one.isActive() for one in objects),
        "threads": len(list((_PROC / "task").iterdir())),
        "files": sum(not _is_of_the_database(path) for path in (_PROC / "fd").iterdir()),
        "child processes": sum(len(path.read_text().split()) for path in _PROC.glob("task/*/children")),
    }
    counts["Python objects"] = len(gc.get_objects())
    pages = int((_PROC / "statm").read_text().split()[1])
    return Held(counts, pages * os.sysconf("SC_PAGE_SIZE") / 2**20, _allocated_megabytes())


def _is_of_the_database(descriptor: Path) -> bool:
    """Where two threads ask at the same moment its pool opens one connection more, and never more than a few."""
    try:
        return descriptor.readlink().name.startswith("screening.sqlite3")
    except FileNotFoundError:  # it has been closed since the folder was read
        return True


def kinds() -> Counter[str]:
    """Which objects the process holds, by their types: those of Python, and as "Qt …" what is in windows."""
    gc.collect()
    found = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    return found + Counter(f"Qt {type(one).__name__}" for one in _qt_objects())


def _qt_objects() -> list[QObject]:
    """All windows, and all that lies in them; but no animations, such as of a scroll bar, which go when they end."""
    found = [one for top in QApplication.topLevelWidgets() for one in (top, *top.findChildren(QObject))]
    return [one for one in found if not isinstance(one, QAbstractAnimation)]


def growth(numbers: Sequence[float]) -> float:
    """By how much a straight line through these numbers, one a round, rises in each."""
    return statistics.linear_regression(range(len(numbers)), numbers).slope


class Day:
    """A clinic at work in an open window."""

    def __init__(self, screening: Screening, qt: QApplication) -> None:
        assert screening.window is not None
        self._qt, self._screening, self._window = qt, screening, screening.window
        self._services = screening.services

    def wait(self, until: Callable[[], object], patience: float = PATIENCE) -> None:
        """Let the window work until something is the case."""
        serve_until(until, patience)

    def settle(self) -> None:
        """Let everything find its place, and go what is to be deleted."""
        for _ in range(5):
            self._qt.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            self._qt.processEvents()

    def answer(self, kind: type[QDialog], act: Callable[[QDialog], object]) -> None:
        """Do something with the next dialog of a kind, which whoever opens it waits for."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, kind):
            act(dialog)
        else:
            QTimer.singleShot(5, self._window, lambda: self.answer(kind, act))

    # A session

    def hold_session(self, number: int, *, recorded: bool = False) -> None:
        """A patient comes for the first time: everything from the list of patients to the signed session."""
        patient = self._add_patient(number)
        self._look_for(patient)
        page = self._begin(patient, Source.RECORDED if recorded else Source.TYPED)
        if recorded:
            self._record(page)
        else:
            page.faces.text.entered.emit(SAID)
        self.wait(lambda: page.state.stage is Stage.QUESTIONNAIRE)
        self._fill_in(page)
        self.wait(lambda: page.state.assessment is not None and not page.faces.progress.active)
        page.go(Stage.RESULT)
        self.settle()
        self._look_at_consents(page)
        self._report(page, patient)
        self._sign(page)
        self._look_at_history(page, patient)
        self.settle()

    def _add_patient(self, number: int) -> Patient:
        page = self._window.go(PATIENTS)

        def fill_in(dialog: QDialog) -> None:
            dialog.code.setText(f"P-{number:04}")
            dialog.name.setText(f"Somebody {number}")
            dialog.accept()

        self.answer(PatientDialog, fill_in)
        page.add.click()
        self.answer(PatientDialog, QDialog.reject)  # looked at once more, as it was written
        page.edit.click()
        return page.selected()

    def _look_for(self, patient: Patient) -> None:
        page = self._window.go(PATIENTS)
        page.search.setText(patient.code)
        page._search_at_once()
        self.settle()
        page.search.clear()
        self._window.show_switcher()
        self._window.dialog.field.setText(patient.code)
        self.settle()
        self._window.dialog.reject()

    def _begin(self, patient: Patient, source: Source) -> SessionPage:
        self._services.events.session_wanted.emit(patient.id)
        page = self._window.page(SESSION)
        page.faces.who.choose(source)
        page.begin()
        purposes = {Purpose.TRAINING} | ({Purpose.SOUND} if source is Source.RECORDED else set())
        page.faces.consent.agreed.emit(frozenset(purposes), "Dr. Lin")
        return page

    def _record(self, page: SessionPage) -> None:
        control = page.faces.control
        self.wait(lambda: control.phase is Phase.READY)
        page.go(Stage.INTERVIEW)
        self.wait(page.faces.interview.start.isEnabled)
        page.faces.interview.start.click()
        self.wait(lambda: control.elapsed_seconds >= RECORDED_SECONDS)
        page.faces.interview.stop.click()

    def _fill_in(self, page: SessionPage) -> None:
        """The patient's own window is opened and taken back; then the clinician fills the questionnaire in."""
        step = page.faces.questionnaire
        step.hand_to_patient()
        self.settle()
        step._window._stop()
        self.settle()
        step.answered.emit("phq-9", _ANSWERS, 1, RatedBy.CLINICIAN)

    def _look_at_consents(self, page: SessionPage) -> None:
        self.answer(QDialog, QDialog.reject)
        page.consent.click()
        self.wait(lambda: not page.faces.progress.active)

    def _report(self, page: SessionPage, patient: Patient) -> None:
        self.answer(ReportDialog, QDialog.reject)
        page.report.click()
        content = report_of_session(
            self._services.workspace, page.state.interview.id, self._services.settings_store.current
        )
        path = self._screening.paths.reports / f"{patient.code}.pdf"
        save_report(page, content, path, ReportChoices(language="en"))
        self.wait(lambda: path.name in page.banner.text)
        page.banner.clear()
        path.unlink()

    def _sign(self, page: SessionPage) -> None:
        page.go(Stage.SIGN_OFF)
        page.faces.sign_off.notes.setPlainText("Comes again in two weeks.")
        page.faces.sign_off.name.setText("Dr. Lin")

        def agree(box: QDialog) -> None:
            next(button for button in box.findChildren(QPushButton) if button.text() == "Sign off").click()

        self.answer(QMessageBox, agree)
        page.faces.sign_off.sign.click()
        assert page.state.sign_off is not None
        self.wait(lambda: not page.faces.progress.active)

    def _look_at_history(self, page: SessionPage, patient: Patient) -> None:
        page.history.click()
        history = self._window.page(HISTORY)
        self.wait(lambda: history.patient is not None and history.patient.id == patient.id and history.selected())
        history.card.treatment.click()
        self.settle()
        self._close_dialogs()
        self.answer(ExportDialog, QDialog.reject)
        history.sessions.export.click()

    def _close_dialogs(self) -> None:
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.reject()
        self.settle()

    # Beside sessions

    def look_around(self) -> None:
        """Every place, and what can be opened there."""
        for place in (CASELOAD, TRAINING, HELP, SETTINGS):
            self._window.go(place)
            self.settle()
        settings = self._window.page(SETTINGS)
        settings._show_log()
        settings._show_audit()
        self.settle()
        self._close_dialogs()
        self._window.show_shortcuts()
        self.settle()
        self._close_dialogs()
        caseload = self._window.page(CASELOAD)
        self.wait(lambda: caseload.is_up_to_date)

    def change_looks(self) -> None:
        """Dark and Chinese, and back again."""
        for language, theme, size in (("zh", "dark", "115"), ("en", "light", "100")):
            self._services.settings_store.change(language=language, theme=theme, text_size=size)
            for place in (PATIENTS, SESSION, HISTORY, SETTINGS):
                self._window.go(place)
                self.settle()

    def back_up(self) -> None:
        """A backup by the button."""
        card = self._window.go(SETTINGS).backups
        card.look()
        self.wait(card.back_up.isEnabled)
        card.back_up.click()
        self.wait(lambda: not card.progress.active and "made" in card.banner.text)
        card.banner.clear()
