"""The text of one answer: reads like a paragraph, and becomes a field when it is to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip, QWidget

from screening_app.ui.widgets.basics import restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QColor, QResizeEvent

_MARGIN = 10  # above and below the text, with the frame

# for the list that holds the fields: one stylesheet for all is faster than one for each
READING_STYLE = 'QTextEdit[readOnly="true"] { border: 1px solid transparent; background: transparent; }'


class AnswerEdit(QTextEdit):
    """As high as its text, so that a list of answers scrolls as one page."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlainText(text)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.setReadOnly(True)
        self._marked: list[tuple[QTextEdit.ExtraSelection, str]] = []

    def set_correcting(self, correcting: bool) -> None:
        """Whether the text may be changed."""
        if self.isReadOnly() == correcting:
            self.setReadOnly(not correcting)
            restyle(self)

    def mark(self, marked: Sequence[tuple[str, QColor, str]]) -> None:
        """Lay a colour under each of the words, as they first stand in the text; the mouse is told what goes with them.

        Words that are not there are passed over.
        """
        self._marked = []
        for words, colour, told in marked:
            cursor = self.document().find(words, 0, QTextDocument.FindFlag.FindCaseSensitively)
            if not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(colour)
                self._marked.append((selection, told))
        self.setExtraSelections([selection for selection, _ in self._marked])

    def told_at(self, place: QPoint) -> str:
        """What goes with the marked words at a place of the viewport; "" for others."""
        at = self.cursorForPosition(place).position()
        there = (
            told
            for selection, told in self._marked
            if selection.cursor.selectionStart() <= at <= selection.cursor.selectionEnd()
        )
        return next(there, "")

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say what goes with marked words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.told_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The height that the text needs at the width there is."""
        return QSize(240, self._needed_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Narrow, but never lower than the text."""
        return QSize(120, self._needed_height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """A narrower field needs more lines."""
        super().resizeEvent(event)
        self._fit()

    def _needed_height(self) -> int:
        return round(self.document().size().height()) + _MARGIN

    def _fit(self) -> None:
        self.setFixedHeight(self._needed_height())
