"""The demonstration without a window: for machines without a display, and for a first look at what the app makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.demo import demo_patients, load_demo
from screening_app.services.history import patient_history
from screening_app.services.interviews import interviews_of
from screening_app.services.reports import record_picture
from screening_app.ui import messages
from screening_app.ui.charts import history_picture, write_picture
from screening_app.ui.formats import format_date, format_interval, format_value
from screening_app.ui.report import export_report
from selfmm.types import no_report

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import HistoryPoint, Interview, Patient
    from screening_app.paths import AppPaths
    from screening_app.ui.services import AppServices
    from selfmm.types import Report

CHART, REPORT = "demonstration-history.png", "demonstration-report.pdf"


def run_headless(services: AppServices, paths: AppPaths, report: Report = no_report) -> tuple[str, ...]:
    """Load the demonstration if it is not there, write its chart and its newest report; what to print, line by line.

    Needs a `QApplication`, whose platform may be "offscreen". Raises as `load_demo` does, and StorageError where the
    chart or the report cannot be written.
    """
    there = demo_patients(services.workspace)
    patient = there[0] if there else load_demo(services.workspace, services.scoring, report)
    points = patient_history(services.workspace, patient.id)
    chart, document = paths.reports / CHART, paths.reports / REPORT
    record_picture(services.workspace, patient.id)
    _write_chart(services, points, chart)
    export_report(services, points[-1].assessment_id, document)
    return (*_numbers(services, patient, points), "", *_places(paths, chart, document), "", messages.notice())


def _write_chart(services: AppServices, points: tuple[HistoryPoint, ...], path: Path) -> None:
    newest = services.workspace.assessments.get(points[-1].assessment_id).score
    shown = [point for point in points if point.scale == newest.scale.name]
    write_picture(history_picture(shown, newest.scale), path)


def _numbers(services: AppServices, patient: Patient, points: tuple[HistoryPoint, ...]) -> list[str]:
    interviews = {interview.id: interview for interview in interviews_of(services.workspace, patient.id)}
    lines = [_line(point, interviews[point.interview_id]) for point in points]
    return [f"{patient.code} · {patient.name}", *lines]


def _line(point: HistoryPoint, interview: Interview) -> str:
    return "  ".join(
        (
            f"{format_date(point.held_at):>12}",
            f"{messages.language_name(interview.language)}, {messages.source_name(interview.source)}".ljust(24),
            f"{point.scale} {format_value(point.value):>5}",
            f"({format_interval(point.interval)})",
            messages.band_name(point.band),
        )
    )


def _places(paths: AppPaths, chart: Path, document: Path) -> list[str]:
    names = {
        QCoreApplication.translate("demonstration", "Database: {path}"): paths.database,
        QCoreApplication.translate("demonstration", "Chart picture: {path}"): chart,
        QCoreApplication.translate("demonstration", "Report: {path}"): document,
    }
    return [name.format(path=path) for name, path in names.items()]
