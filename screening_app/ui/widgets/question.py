"""A question before something is lost: two answers, of which the harmless one is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

from screening_app.ui.modal import accepted
from screening_app.ui.plain import plain_box

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def agreed(page: QWidget, title: str, text: str, details: str = "", *, yes: str, no: str) -> bool:
    """Ask; whether the user chose `yes`. Enter and Esc mean `no`."""
    question = plain_box(QMessageBox(page.window()))
    question.setIcon(QMessageBox.Icon.Warning)
    question.setWindowTitle(title)
    question.setText(text)
    question.setInformativeText(details)
    agree = question.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    agree.setProperty("kind", "danger")
    agree.style().polish(agree)  # the box has looked at it before it was a danger
    keep = question.addButton(no, QMessageBox.ButtonRole.RejectRole)
    question.setDefaultButton(keep)
    question.setEscapeButton(keep)
    accepted(question)
    return question.clickedButton() is agree
