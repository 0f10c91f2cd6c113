"""The moments of a recording that were marked in the interview, each with its note and a way to hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.formats import format_clock
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.note_row import clear

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Bookmark


class BookmarksView(QWidget):
    """One row a bookmark, in the order of the recording."""

    play_wanted = Signal(float)  # seconds from the start of the recording

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: tuple[Button, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_XS)

    def show_bookmarks(self, bookmarks: Sequence[Bookmark], *, playable: bool) -> None:
        """Show bookmarks; `playable` is whether there is a recording."""
        clear(self._rows)
        self.buttons = tuple(self._button(bookmark, playable=playable) for bookmark in bookmarks)
        for bookmark, button in zip(bookmarks, self.buttons, strict=True):
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(theme.SPACE_S)
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            across.addWidget(label(bookmark.note or self.tr("without a note"), wrap=True), 1)
            self._rows.addWidget(row)

    def _button(self, bookmark: Bookmark, *, playable: bool) -> Button:
        moment = format_clock(bookmark.at_seconds)
        button = Button(moment, "play", "inline")
        button.setAccessibleName(self.tr("Play from {moment}").format(moment=moment))
        button.setToolTip(button.accessibleName())
        button.setEnabled(playable)
        button.clicked.connect(lambda: self.play_wanted.emit(bookmark.at_seconds))
        return button
