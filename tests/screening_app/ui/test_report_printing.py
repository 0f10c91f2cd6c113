"""A report is printed as it is saved; a printer that is not there gives a sentence."""

from __future__ import annotations

import re
from threading import current_thread, main_thread
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import Shiboken

from screening_app.domain import Action, AuditFilter
from screening_app.errors import ScreeningError
from screening_app.services.reports import ReportChoices, report_of
from screening_app.settings import Settings
from screening_app.ui import report_printing
from screening_app.ui.report import Report, prepare_report
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.report_printing import ask_for_printer, print_pages
from screening_app.ui.report_saving import offer_report, print_report
from screening_app.ui.widgets import Page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Patient
    from screening_app.services.reports import ReportContent
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]

CHOICES = ReportChoices(language="en")


@pytest.fixture
def content(workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication) -> ReportContent:
    _, assessments = scored_patient(70.0, 40.0)
    return report_of(workspace, assessments[-1].id, Settings())


def printer_to(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_the_pages_go_to_the_printer(content: ReportContent, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    printer = printer_to(path)
    assert print_pages(prepare_report(content, CHOICES), printer) == str(path)
    printed = path.read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert "Depression screening: report on one session".encode("utf-16-be") in printed
    assert not Shiboken.isValid(printer)


def test_a_printer_that_takes_nothing_says_so(content: ReportContent, tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="does not answer"):
        print_pages(prepare_report(content, CHOICES), printer_to(tmp_path / "nowhere" / "printed.pdf"))


def test_no_printer_at_all_says_so(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    with pytest.raises(ScreeningError, match="There is no printer"):
        ask_for_printer()


def test_thinking_better_of_it_prints_nothing(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QDialog.DialogCode.Rejected)
    assert ask_for_printer() is None


def test_printing_keeps_the_window_free_and_is_recorded_and_told(
    app_services: AppServices,
    content: ReportContent,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    path, threads = tmp_path / "printed.pdf", []
    paint = Report.paint
    monkeypatch.setattr(report_printing, "has_printer", lambda: True)
    monkeypatch.setattr(report_printing, "chosen_printer", lambda *_: printer_to(path))
    monkeypatch.setattr(Report, "paint", lambda *asked: threads.append(current_thread()) or paint(*asked))
    page = Page(app_services)
    qtbot.addWidget(page)
    page.show()
    print_report(page, content, CHOICES)
    qtbot.waitUntil(lambda: page.banner.text == f"The report was sent to {path}.")
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 2
    assert threads[0] is not main_thread()
    (entry,) = app_services.workspace.audit.page(AuditFilter(action=Action.REPORT_PRINTED), None, 9)
    assert entry.patient_code == content.patient.code


def test_the_dialog_offers_to_print_with_everything_left_out_at_first(
    app_services: AppServices,
    scored_patient: ScoredPatient,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    patient, assessments = scored_patient(40.0)
    page = Page(app_services)
    qtbot.addWidget(page)
    page.show()
    asked: list[ReportChoices] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReportDialog)
        asked.append(dialog.choices)
        dialog.print.click()

    QTimer.singleShot(100, press)
    offer_report(page, app_services.workspace.interviews.get(assessments[0].interview_id), patient)
    assert asked == [ReportChoices(language="en")]
    qtbot.waitUntil(lambda: "There is no printer" in page.banner.text)


def test_a_report_of_what_is_gone_says_so(
    app_services: AppServices, scored_patient: ScoredPatient, qtbot: QtBot
) -> None:
    patient, (assessment,) = scored_patient(40.0)
    page = Page(app_services)
    qtbot.addWidget(page)
    page.show()
    interview = app_services.workspace.interviews.get(assessment.interview_id)
    app_services.workspace.interviews.remove(interview.id)

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReportDialog)
        dialog.print.click()

    QTimer.singleShot(100, press)
    offer_report(page, interview, patient)
    qtbot.waitUntil(lambda: "no longer in the database" in page.banner.text)
