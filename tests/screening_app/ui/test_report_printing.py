"""A report is printed as it is saved; a printer that is not there gives a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog

from screening_app.errors import ScreeningError
from screening_app.services.reports import ReportChoices, report_of
from screening_app.settings import Settings
from screening_app.ui.report_dialog import ReportDialog
from screening_app.ui.report_printing import paint_on, print_pages
from screening_app.ui.report_saving import offer_report
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
    printer = printer_to(tmp_path / "printed.pdf")
    paint_on(printer, content, CHOICES)
    printed = (tmp_path / "printed.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 2
    assert printer.docName() == "Depression screening: report on one session"


def test_a_printer_that_takes_nothing_says_so(content: ReportContent, tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="does not answer"):
        paint_on(printer_to(tmp_path / "nowhere" / "printed.pdf"), content, CHOICES)


def test_no_printer_at_all_says_so(content: ReportContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    with pytest.raises(ScreeningError, match="There is no printer"):
        print_pages(content, CHOICES, lambda: None)


def test_thinking_better_of_it_prints_nothing(content: ReportContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Office"])
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QDialog.DialogCode.Rejected)
    assert print_pages(content, CHOICES, lambda: None) is None


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
