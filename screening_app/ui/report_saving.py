"""Ask for a report's language and place, write or print it, and say in the page's banner what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.errors import ScreeningError
from screening_app.services.export_folder import file_name
from screening_app.services.reports import ReportChoices, record_printing, record_saving, report_of_session
from screening_app.ui.modal import accepted
from screening_app.ui.saving import tell_saved

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.reports import ReportContent
    from screening_app.ui.widgets import Page


def offer_report(page: Page, interview: Interview, patient: Patient) -> None:
    """Let the user choose, then write or print the report of a session, which need not have a score."""
    from screening_app.ui.report_dialog import ReportDialog

    folder = page.services.workspace.paths.reports
    name = f"{file_name(patient.code)}-{interview.held_at.astimezone():%Y-%m-%d}.pdf"
    dialog = ReportDialog((folder if folder.is_dir() else folder.parent) / name, page.window())
    if not accepted(dialog):
        return
    path, choices = dialog.path, dialog.choices
    if dialog.to_print:
        _read(page, interview, lambda content: print_report(page, content, choices))
    elif path:
        _read(page, interview, lambda content: save_report(page, content, path, choices))


def _read(page: Page, interview: Interview, then: Callable[[ReportContent], None]) -> None:
    """Read what the report says by a job, for a patient may have many sessions."""
    workspace, settings = page.services.workspace, page.services.settings_store.current
    page.services.device_jobs.start(  # its jobs are short; those of the other queue may take minutes
        lambda _: report_of_session(workspace, interview.id, settings), on_done=then, on_error=page.banner.show_error
    )


def save_report(page: Page, content: ReportContent, path: Path, choices: ReportChoices) -> None:
    """Write the report to `path` by a job, and say where it lies or what went wrong."""
    from screening_app.ui.report import prepare_report, write_pages  # draws charts, which take a while to import

    def words() -> str:
        return QCoreApplication.translate("report_saving", "The report is saved as {name}.").format(name=path.name)

    report, workspace = prepare_report(content, choices), page.services.workspace
    page.services.device_jobs.start(
        lambda _: write_pages(report, path, lambda: record_saving(workspace, content, choices)),
        on_done=lambda _: tell_saved(page, words, path),
        on_error=page.banner.show_error,
    )


def print_report(page: Page, content: ReportContent, choices: ReportChoices) -> None:
    """Ask for a printer, print the report by a job, and say what came of it."""
    from screening_app.ui.report import prepare_report
    from screening_app.ui.report_printing import ask_for_printer, print_pages

    try:
        printer = ask_for_printer(page.window())
    except ScreeningError as error:
        page.banner.show_error(error)
        return
    if printer is None:
        return
    report, workspace = prepare_report(content, choices), page.services.workspace

    def work(_: object) -> str:
        record_printing(workspace, content, choices)
        return print_pages(report, printer)

    def tell(name: str) -> None:
        page.banner.show_message(
            lambda: QCoreApplication.translate("report_saving", "The report was sent to {printer}.").format(
                printer=name
            ),
            "success",
        )

    page.services.device_jobs.start(work, on_done=tell, on_error=page.banner.show_error)
