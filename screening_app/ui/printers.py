"""Ask on which printer something is to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from screening_app.ui.modal import accepted
from screening_app.ui.paper import MARGINS, paper_size

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def has_printer() -> bool:
    """Whether there is any printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def chosen_printer(title: str, parent: QWidget | None) -> QPrinter | None:
    """The printer that the user chooses in a dialog with this title; None where the user thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(paper_size())
    printer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(title)
    return printer if accepted(dialog) else None


def name_of(printer: QPrinter) -> str:
    """What the user knows it by; of printing to a file, the file."""
    return printer.printerName() or printer.outputFileName()
