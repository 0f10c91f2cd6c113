"""A line in which a bookmark gets its note, while the interview goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_clock
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

LONGEST = 200  # characters


class NoteLine(QLineEdit):
    """A line for a note, which Esc empties and leaves."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class BookmarkNote(QWidget):
    """Hidden until a moment is marked. Enter keeps the note, Esc keeps the moment without one."""

    kept = Signal(float, str)  # seconds from the start of the recording, and the note, which may be ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seconds: float | None = None
        self._picture, self._words = QLabel(), label("", "strong")
        self.field = NoteLine(maxLength=LONGEST)
        self.keep = Button("", "check")
        self.field.returnPressed.connect(self.finish)
        self.field.left.connect(self.finish)
        self.keep.clicked.connect(self.finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        self.retranslate()
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a note is being written."""
        return self._seconds is not None

    def begin(self, seconds: float) -> None:
        """Mark this moment and take a note to it; the note before is kept first."""
        self.finish()
        self._seconds = seconds
        self.retranslate()
        self.show()
        self.field.setFocus()

    def finish(self) -> None:
        """Keep the moment with what is written, if one is marked."""
        if (taken := self.take()) is not None:
            self.kept.emit(*taken)

    def take(self) -> tuple[float, str] | None:
        """Close the line; the moment that was marked and what is written to it, None where there is none."""
        if self._seconds is None:
            return None
        taken = self._seconds, self.field.text().strip()
        self._seconds = None
        self.field.clear()
        self.hide()
        return taken

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text and picture again."""
        self._picture.setPixmap(theme.icon("bookmark", theme.colours().accent).pixmap(18, 18))
        self._words.setText(self.tr("Bookmark at {time}").format(time=format_clock(self._seconds or 0.0)))
        self.field.setPlaceholderText(self.tr("Note (may stay empty), then Enter"))
        self.field.setAccessibleName(self.tr("Note to the bookmark"))
        self.keep.setText(self.tr("Keep"))
