"""Print the recovery key on a sheet that says what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSizeF
from PySide6.QtGui import QPainter, QTextDocument

from screening_app.errors import ScreeningError
from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.printers import chosen_printer, has_printer, name_of

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

_NO_PRINTER = "There is no printer on this computer. Write the recovery key down on paper."
_REFUSED = "The printer {name} does not answer. Choose another one, or write the recovery key down on paper."


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed beside a key."""

    title: str
    about: str


def print_recovery_key(recovery_key: str, words: RecoverySheet, parent: QWidget | None = None) -> str | None:
    """Ask for a printer and print the key; the printer's name, or None where the user thought better of it.

    Raises `ScreeningError` where there is no printer, or it does not take the page.
    """
    if not has_printer():
        raise ScreeningError(_NO_PRINTER)
    printer = chosen_printer(QCoreApplication.translate("RecoveryKey", "Print the recovery key"), parent)
    if printer is None:
        return None
    paint_on(printer, sheet(recovery_key, words))
    return name_of(printer)


def paint_on(printer: QPrinter, document: QTextDocument) -> None:
    """Print the sheet. Raises `ScreeningError` where the printer does not take it."""
    printer.setDocName(QCoreApplication.translate("RecoveryKey", "Recovery key"))
    painter = QPainter()
    document.documentLayout().setPaintDevice(printer)
    document.setPageSize(QSizeF(printer.width(), printer.height()))
    if not (printer.isValid() and painter.begin(printer)):
        raise ScreeningError(_REFUSED, name=printer.printerName())
    document.drawContents(painter)
    if not painter.end():
        raise ScreeningError(_REFUSED, name=printer.printerName())


def sheet(recovery_key: str, words: RecoverySheet) -> QTextDocument:
    """The page: the key large, when it was made, and what to do with it."""
    made = QCoreApplication.translate("RecoveryKey", "Made on {date}").format(date=format_date(datetime.now(UTC)))
    letters = "<br>".join(escape(recovery_key[begin : begin + 24].strip("-")) for begin in (0, 24))
    document = QTextDocument()
    with theme.on_paper():
        document.setDefaultFont(theme.font())
    document.setHtml(
        f"<h1>{escape(words.title)}</h1><p>{escape(words.about)}</p>"
        f"<p style='font-family: monospace; font-size: 20pt; color: black;'>{letters}</p><p>{escape(made)}</p>"
    )
    return document
