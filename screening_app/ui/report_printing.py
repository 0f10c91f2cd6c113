"""Print a report: the same pages as the PDF, on paper that the user chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.errors import ScreeningError
from screening_app.ui.printers import chosen_printer, has_printer, name_of
from screening_app.ui.report import prepare_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from screening_app.services.reports import ReportChoices, ReportContent

_NO_PRINTER = (
    "There is no printer on this computer. Set one up in the system’s settings, or save the report as a PDF and "
    "print it elsewhere."
)
_REFUSED = "The printer {name} does not answer. Check that it is switched on and connected, or choose another one."


def print_pages(
    content: ReportContent, choices: ReportChoices, record: Callable[[], None], parent: QWidget | None = None
) -> str | None:
    """Ask for a printer and print the report on it; the printer's name, or None where the user thought better of it.

    `record` is called right before. Raises `ScreeningError` where there is no printer, or it does not take the pages.
    """
    if not has_printer():
        raise ScreeningError(_NO_PRINTER)
    printer = chosen_printer(QCoreApplication.translate("Report", "Print the report"), parent)
    if printer is None:
        return None
    record()
    paint_on(printer, content, choices)
    return name_of(printer)


def paint_on(printer: QPrinter, content: ReportContent, choices: ReportChoices) -> None:
    """Paint the pages on a printer. Raises `ScreeningError` where it does not take them."""
    report = prepare_report(content, choices)
    printer.setDocName(report.title)
    if not (printer.isValid() and report.paint(printer)):
        raise ScreeningError(_REFUSED, name=printer.printerName())
