"""Texts from outside, such as names and file paths, where Qt would take them for markup if they look like it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtOfGui
from PySide6.QtWidgets import QMessageBox, QWidget

from screening_app.ui.modal import accepted


def plain_tooltip(text: str) -> str:
    """The text as a tooltip that shows it letter by letter, whatever it looks like."""
    return f"<span>{escape(text)}</span>".replace("\n", "<br>") if QtOfGui.mightBeRichText(text) else text


def plain_box(box: QMessageBox) -> QMessageBox:
    """The message box, which takes none of its texts for markup."""
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box


def tell_critical(parent: QWidget | None, title: str, text: str) -> None:
    """Tell of trouble in a box of its own, and wait until it has been read."""
    accepted(plain_box(QMessageBox(QMessageBox.Icon.Critical, title, text, QMessageBox.StandardButton.Ok, parent)))
