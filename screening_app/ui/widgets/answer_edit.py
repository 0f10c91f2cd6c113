"""The text of one answer: reads like a paragraph, and becomes a field when it is to be corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip, QWidget

from screening_app.ui import theme
from screening_app.ui.answer_wishes import Wish, wish_of
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.widgets.basics import restyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFocusEvent, QMouseEvent, QResizeEvent

_MARGIN = 10  # above and below the text, with the frame

# for the list that holds the fields: one stylesheet for all is faster than one for each
READING_STYLE = """
QTextEdit[readOnly="true"] { border: 1px solid transparent; background: transparent; }
QTextEdit[readOnly="true"]:focus { border: 1px solid palette(highlight); padding: 4px; }
"""


class AnswerEdit(QTextEdit):
    """As high as its text, so that a list of answers scrolls as one page. It says what is wished, and does none of it.

    While it is read a click on a word wishes to hear it; while it is edited a click puts the cursor there.
    """

    wished = Signal(object)  # a Wish

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlainText(text)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._playable = False
        self._marked: list[tuple[QTextEdit.ExtraSelection, str]] = []
        self._unsure: list[tuple[QTextEdit.ExtraSelection, str]] = []
        self._heard: tuple[int, int] | None = None
        self.set_correcting(False)

    def set_correcting(self, correcting: bool) -> None:
        """Whether the text may be changed."""
        self.setReadOnly(not correcting)
        if not correcting:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        restyle(self)
        self._show_pointer()

    def set_playable(self, playable: bool) -> None:
        """Whether a word that is clicked can be heard."""
        self._playable = playable
        self._show_pointer()

    def _show_pointer(self) -> None:
        hears = self._playable and self.isReadOnly()
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if hears else Qt.CursorShape.IBeamCursor)

    @property
    def selected(self) -> tuple[int, int]:
        """The first character that is selected, and the one after the last; twice the cursor's where none is."""
        cursor, text = self.textCursor(), self.toPlainText()
        return _from_qt(text, cursor.selectionStart()), _from_qt(text, cursor.selectionEnd())

    def put_cursor(self, at: int) -> None:
        """Put the cursor before a character."""
        cursor = self.textCursor()
        cursor.setPosition(_to_qt(self.toPlainText(), at))
        self.setTextCursor(cursor)

    # Marks

    def mark(self, marked: Sequence[tuple[str, QColor, str]]) -> None:
        """Lay a colour under each of the words, as they first stand in the text; the mouse is told what goes with them.

        Words that are not there are passed over.
        """
        self._marked = []
        for words, colour, told in marked:
            cursor = self.document().find(words, 0, QTextDocument.FindFlag.FindCaseSensitively)
            if not cursor.isNull():
                look = QTextCharFormat()
                look.setBackground(colour)
                self._marked.append((_selection(cursor, look), told))
        self._show_marks()

    def mark_unsure(self, unsure: Sequence[tuple[tuple[int, int], str]]) -> None:
        """Draw a dashed line under each span of characters; the mouse is told what goes with it."""
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        look.setUnderlineColor(QColor(theme.colours().warning))
        self._unsure = [(_selection(self._cursor(span), look), told) for span, told in unsure]
        self._show_marks()

    def show_heard(self, span: tuple[int, int] | None) -> None:
        """Turn the colours round under the span of characters that is heard now."""
        if span != self._heard:
            self._heard = span
            self._show_marks()

    @property
    def heard(self) -> str:
        """The word that is marked as heard now; "" for none."""
        return "" if self._heard is None else self._cursor(self._heard).selectedText()

    def _show_marks(self) -> None:
        selections = [selection for selection, _ in (*self._marked, *self._unsure)]
        if self._heard is not None:
            look = QTextCharFormat()
            look.setBackground(QColor(theme.colours().accent))
            look.setForeground(QColor(theme.colours().on_accent))
            selections.append(_selection(self._cursor(self._heard), look))
        self.setExtraSelections(selections)

    def _cursor(self, span: tuple[int, int]) -> QTextCursor:
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_to_qt(text, span[0]))
        cursor.setPosition(_to_qt(text, span[1]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def told_at(self, place: QPoint) -> str:
        """What goes with the marked words at a place of the viewport; "" for others."""
        at = self.cursorForPosition(place).position()
        return "\n".join(
            told
            for selection, told in (*self._unsure, *self._marked)
            if selection.cursor.selectionStart() <= at <= selection.cursor.selectionEnd()
        )

    # What is wished

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are not shortcuts of the window."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and wish_of(event, editing=not self.isReadOnly())
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A key with a meaning is a wish; what was typed just now is undone by the field itself."""
        wish = wish_of(event, editing=not self.isReadOnly())
        own = {Wish.UNDO: self.document().isUndoAvailable(), Wish.REDO: self.document().isRedoAvailable()}
        if wish is None or own.get(wish):
            super().keyPressEvent(event)
        else:
            self.wished.emit(wish)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click on a word that is read wishes to hear it; a text that is dragged over is selected."""
        super().mouseReleaseEvent(event)
        if not (self._playable and self.isReadOnly() and event.button() == Qt.MouseButton.LeftButton):
            return
        at = self.document().documentLayout().hitTest(event.position(), Qt.HitTestAccuracy.ExactHit)
        if at >= 0 and not self.textCursor().hasSelection():
            self.wished.emit(Wish.HEAR)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Whoever goes elsewhere is through with this answer."""
        super().focusOutEvent(event)
        self.wished.emit(Wish.LEFT)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Say what goes with marked words."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), plain_tooltip(self.told_at(event.pos())), self)
            return True
        return super().viewportEvent(event)

    # Size

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


def _selection(cursor: QTextCursor, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.cursor, made.format = cursor, look
    return made


def _to_qt(text: str, at: int) -> int:
    """Where Qt, which counts in UTF-16, has the character `at`; the end where the text is shorter."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def _from_qt(text: str, position: int) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore"))
