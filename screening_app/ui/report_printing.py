"""Print a report: the same pages as the PDF, on paper that the user chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop
from shiboken6 import Shiboken

from screening_app.errors import ScreeningError
from screening_app.ui.printers import chosen_printer, has_printer, name_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from screening_app.ui.report import Report

_NO_PRINTER = (
    "There is no printer on this computer. Set one up in the system’s settings, or save the report as a PDF and "
    "print it elsewhere."
)
_REFUSED = "The printer {name} does not answer. Check that it is switched on and connected, or choose another one."


def ask_for_printer(parent: QWidget | None = None) -> QPrinter | None:
    """The printer that the user chooses; None where the user thought better of it.

    Raises `ScreeningError` where there is no printer.
    """
    if not has_printer():
        raise ScreeningError(_NO_PRINTER)
    return chosen_printer(QCoreApplication.translate("Report", "Print the report"), parent)


def print_pages(report: Report, printer: QPrinter) -> str:
    """Lay out and print the pages, in any thread, as Qt allows for a printer; the printer's name. It is gone then.

    Raises `ScreeningError` where it does not take them.
    """
    QEventLoop()  # see `report.write_pages`
    name = name_of(printer)
    printer.setDocName(report.title)
    is_taken = printer.isValid() and report.paint(printer)
    Shiboken.delete(printer)  # as there
    if not is_taken:
        raise ScreeningError(_REFUSED, name=name)
    return name
