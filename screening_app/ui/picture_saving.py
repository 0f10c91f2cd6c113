"""Save the picture of a patient's chart where the user says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from screening_app.errors import ScreeningError
from screening_app.services.reports import record_picture
from screening_app.ui.saving import tell_saved

if TYPE_CHECKING:
    from screening_app.domain import Patient
    from screening_app.ui.history_chart import HistoryChart
    from screening_app.ui.widgets import Page


def offer_picture(page: Page, chart: HistoryChart, patient: Patient) -> None:
    """Ask where to, and write the chart there; the proposed name is the patient's code."""
    reports = page.services.workspace.paths.reports
    folder = reports if reports.is_dir() else reports.parent  # the file dialog wants it to be there
    title = QCoreApplication.translate("HistoryPage", "Save the picture")
    name, _ = QFileDialog.getSaveFileName(page, title, str(folder / f"{patient.code}.png"), "PNG (*.png)")
    if name:
        write_chart(page, chart, patient, Path(name))


def write_chart(page: Page, chart: HistoryChart, patient: Patient, path: Path) -> None:
    """Write the chart's picture, and say on the page where it lies or what went wrong."""
    try:
        record_picture(page.services.workspace, patient.id)
        chart.export_png(path)
    except ScreeningError as error:
        page.banner.show_error(error)
        return
    tell_saved(
        page,
        lambda: QCoreApplication.translate("HistoryPage", "The picture is saved as {name}.").format(name=path.name),
        path,
    )
