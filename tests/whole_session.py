"""Holds whole sessions in the real program, for tests that watch from outside what it sends and writes.

`python whole_session.py DATA WORDS.json`: the words are what must not be found elsewhere. A typed session and one from
a recorded file: score, notes, report, history, a copy for support, and a bug whose message tells of the patient.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from screening_app import app
from screening_app.domain import Purpose, Source
from screening_app.paths import AppPaths
from screening_app.services.patients import add_patient
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.ui.log_viewer import LogViewer
from screening_app.ui.rail import CASELOAD, HELP, HISTORY, SESSION, SETTINGS, TRAINING
from screening_app.ui.report import export_report
from screening_app.ui.session_state import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.app import Screening
    from screening_app.domain import Patient
    from screening_app.services.sign_in import SignedIn
    from screening_app.ui.main_window import MainWindow
    from screening_app.ui.session_page import SessionPage

PATIENCE = 300  # seconds
FAILED = 3
PASSPHRASE = "seven lamps under the quiet harbour"


class Watched(app.Screening):
    """The program, which begins to work by itself once its window is there."""

    def open_window(self) -> MainWindow:
        window = super().open_window()
        QTimer.singleShot(0, self._work)
        return window

    def _work(self) -> None:
        try:
            hold_sessions(self, json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
        except BaseException:  # noqa: BLE001 - whatever it is, the test must hear of it
            traceback.print_exc()
            sys.stdout.flush()
            os._exit(FAILED)


def wait(until: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.01)


def hold_sessions(screening: Screening, words: dict[str, str]) -> None:
    window = screening.window
    window.show_tour()
    window._tour.end()
    patient = add_patient(
        screening.workspace, code=words["code"], name=words["name"], notes=words["patient_notes"], language="en"
    )
    page = window.go(SESSION)
    begin(page, patient, Source.TYPED)
    page.faces.text.entered.emit(words["typed"])
    finish(screening, page, words)
    begin(page, patient, Source.IMPORTED)
    page.faces.file.chosen.emit(Path(words["recording"]))
    finish(screening, page, words)
    look_around(screening, window, patient)
    break_something(words)
    window.close()


def begin(page: SessionPage, patient: Patient, source: Source) -> None:
    page.open_patient(patient.id)
    page.faces.who.choose(source)
    page.begin()
    page.faces.consent.agreed.emit(frozenset({Purpose.SOUND, Purpose.KEEP_MEDIA}), "Dr. Lin")


def finish(screening: Screening, page: SessionPage, words: dict[str, str]) -> None:
    """From the questionnaire on, which is left out."""
    wait(lambda: page.state.assessment is not None and not page.faces.progress.active)
    page.go(Stage.RESULT)
    page.go(Stage.SIGN_OFF)
    page.faces.sign_off.notes.setPlainText(words["session_notes"])
    page.faces.sign_off.save_notes()
    assessment = page.state.assessment
    export_report(screening.services, assessment.id, screening.paths.reports / f"{assessment.id}.pdf")
    assert page.banner.isHidden(), page.banner.text


def look_around(screening: Screening, window: MainWindow, patient: Patient) -> None:
    screening.events.history_wanted.emit(patient.id)
    wait(window.page(HISTORY).isVisible)
    for place in (CASELOAD, TRAINING, SETTINGS, HELP):
        window.go(place)
        wait(window.page(place).isVisible)
    viewer = LogViewer(screening.services, window)
    viewer.show()
    viewer.copy.click()
    wait(lambda: viewer.banner.text)
    viewer.close()


def break_something(words: dict[str, str]) -> None:
    """Raise where nothing catches it; the program logs it and shows a dialog."""

    told: list[str] = []

    def fail() -> None:
        raise RuntimeError(" ".join(words.values()))

    def read_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QMessageBox):
            QTimer.singleShot(20, read_and_close)
            return
        told.append(dialog.text())
        dialog.close()

    QTimer.singleShot(0, fail)
    QTimer.singleShot(0, read_and_close)
    wait(lambda: told)
    assert not any(word in told[0] for word in words.values())


def sign_in_first(paths: AppPaths) -> SignedIn:
    """In the place of the dialog."""
    return keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))


if __name__ == "__main__":
    app.ask_who = sign_in_first
    app.Screening = Watched
    sys.exit(app.run(AppPaths(Path(sys.argv[1])), app.Options()))
