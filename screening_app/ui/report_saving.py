"""Ask for a report's language and place, write it, and say in the page's banner what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

from screening_app.errors import ScreeningError

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Assessment, Patient
    from screening_app.ui.widgets import Page


def offer_report(page: Page, assessment: Assessment, patient: Patient) -> None:
    """Let the user choose, then write the report of an assessment."""
    from screening_app.ui.report_dialog import ReportDialog

    folder = page.services.workspace.paths.reports
    name = f"{patient.code}-{assessment.created_at.astimezone():%Y-%m-%d}.pdf"
    dialog = ReportDialog((folder if folder.is_dir() else folder.parent) / name, page.window())
    if dialog.exec() and dialog.path:
        with_text, language = dialog.with_text.isChecked(), dialog.language.currentData()
        save_report(page, assessment.id, dialog.path, with_text=with_text, language=language)


def save_report(page: Page, assessment_id: str, path: Path, *, with_text: bool = False, language: str = "") -> None:
    """Write the report to `path`, and say where it lies or what went wrong."""
    from screening_app.ui.report import export_report  # draws charts, which take a while to import

    try:
        export_report(page.services, assessment_id, path, with_text=with_text, language=language)
    except ScreeningError as error:
        page.banner.show_error(error)
        return
    page.banner.show_message(
        lambda: QCoreApplication.translate("report_saving", "The report is saved as {name}.").format(name=path.name),
        "success",
        lambda: QCoreApplication.translate("report_saving", "Open it"),
        lambda: _show(path),
    )


def _show(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
