"""A line of tags with commas between them; the one that is being typed is completed from those in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from screening_app.services.patients import tags_of
from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable

_BETWEEN = ",;，；、"


class TagField(QLineEdit):
    """Shows and gives back tags."""

    def __init__(self, known: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(known)
        self._offered = QStringListModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.activated.connect(self._complete)
        if popup := self._completer.popup():
            theme.dress(popup)  # it lies in no other window
        self.textEdited.connect(self._offer)

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that stand here."""
        return tags_of(self.text())

    def set_tags(self, tags: Iterable[str]) -> None:
        """Put tags in the field."""
        self.setText(", ".join(tags))

    def offered(self) -> tuple[str, ...]:
        """The tags in use that fit what is being typed at the cursor, without those that stand here already."""
        begun, _ = self._part()
        here = {tag.casefold() for tag in self.tags} - {begun.casefold()}
        fitting = (tag for tag in self._known if tag.casefold() not in here and tag.casefold() != begun.casefold())
        return tuple(tag for tag in fitting if begun and begun.casefold() in tag.casefold())

    def _offer(self) -> None:
        self._offered.setStringList(self.offered())
        if self._offered.rowCount():
            self._completer.complete()
        elif (popup := self._completer.popup()) is not None:
            popup.hide()

    def _complete(self, tag: str) -> None:
        _, start = self._part()
        rest = self.text()[self.cursorPosition() :].lstrip()
        before = self.text()[:start] + (" " if start and not self.text()[:start].endswith(" ") else "")
        self.setText(f"{before}{tag}{'' if not rest or rest[0] in _BETWEEN else ', '}{rest}")
        self.setCursorPosition(len(before) + len(tag))

    def _part(self) -> tuple[str, int]:
        """What is typed between the last comma and the cursor, and where it starts."""
        before = self.text()[: self.cursorPosition()]
        start = max((before.rfind(comma) for comma in _BETWEEN), default=-1) + 1
        return before[start:].strip(), start
