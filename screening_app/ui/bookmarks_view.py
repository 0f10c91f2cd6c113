"""The moments of a recording that were marked in the interview: each can be heard, its note changed, and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.bookmark_note import LONGEST, NoteLine
from screening_app.ui.formats import format_clock
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.note_row import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Bookmark


class BookmarkRow(QWidget):
    """A bookmark to be read and heard; while its note is changed, Enter keeps the new one and Esc the old one."""

    play_wanted = Signal(float)  # seconds from the start of the recording
    noted = Signal(object, str)  # the Bookmark and its new note
    removed = Signal(object)  # the Bookmark

    def __init__(self, bookmark: Bookmark, *, playable: bool, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bookmark, self._locked = bookmark, locked
        self.play = Button(format_clock(bookmark.at_seconds), "play", "inline")
        self.play.setEnabled(playable)
        self.note, self.field = label("", wrap=True), NoteLine(maxLength=LONGEST)
        self.change, self.remove = Button("", "pencil-outline", "inline"), Button("", "delete-outline", "inline")
        self.play.clicked.connect(lambda: self.play_wanted.emit(bookmark.at_seconds))
        self.change.clicked.connect(self._begin)
        self.remove.clicked.connect(lambda: self.removed.emit(bookmark))
        self.field.returnPressed.connect(self._finish)
        self.field.left.connect(lambda: self._show_field(False))
        self._lay_out()
        self._show_field(False)
        self.retranslate()

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.SPACE_S)
        across.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.note, 1)
        across.addWidget(self.field, 1)
        across.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)

    def _begin(self) -> None:
        self.field.setText(self._bookmark.note)
        self._show_field(True)
        self.field.setFocus()

    def _finish(self) -> None:
        note = self.field.text().strip()
        self._show_field(False)
        if note != self._bookmark.note:
            self.noted.emit(self._bookmark, note)

    def _show_field(self, shown: bool) -> None:
        had_focus = self.field.hasFocus()
        self.field.setVisible(shown)
        self.note.setVisible(not shown)
        for button in (self.change, self.remove):
            button.setVisible(not shown and not self._locked)
        if had_focus and not shown:
            self.change.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again but the note."""
        moment = format_clock(self._bookmark.at_seconds)
        self.note.setText(self._bookmark.note or self.tr("without a note"))
        self.field.setAccessibleName(self.tr("Note to the bookmark at {moment}").format(moment=moment))
        self.field.setPlaceholderText(self.tr("Note; Enter keeps it, Esc leaves it as it was"))
        for button, words in (
            (self.play, self.tr("Play from {moment}")),
            (self.change, self.tr("Change the note at {moment}")),
            (self.remove, self.tr("Remove the bookmark at {moment}")),
        ):
            button.setAccessibleName(words.format(moment=moment))
            button.setToolTip(button.accessibleName())


class BookmarksView(QWidget):
    """One row a bookmark, in the order of the recording."""

    play_wanted = Signal(float)  # seconds from the start of the recording
    noted = Signal(object, str)  # the Bookmark and its new note
    removed = Signal(object)  # the Bookmark

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[BookmarkRow, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE_XS)

    def show_bookmarks(self, bookmarks: Sequence[Bookmark], *, playable: bool, locked: bool) -> None:
        """Show bookmarks; `playable` is whether there is a recording, and those of a `locked` session stay."""
        clear(self._column)
        self.rows = tuple(BookmarkRow(bookmark, playable=playable, locked=locked) for bookmark in bookmarks)
        later = Qt.ConnectionType.QueuedConnection  # the row is gone then, and may not go while its key is handled
        for row in self.rows:
            row.play_wanted.connect(self.play_wanted)
            row.noted.connect(self.noted, later)
            row.removed.connect(self.removed, later)
            self._column.addWidget(row)
