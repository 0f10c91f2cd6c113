"""A page of the help: Markdown with pictures from the folder of the documents, a list of its headings, and a search."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from screening_app.paths import DOCS
from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent, QShowEvent, QTextBlock

_EDGE = 48  # pixels that a picture is narrower than the page
_MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_SETTLED = 50  # milliseconds after the last change of width, theme or text size


class GuideView(QTextBrowser):
    """Shows one document at a time; opens no link, because nothing here needs a network."""

    headings_changed = Signal()
    found_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the width stays the same
        self._later = QTimer(self, singleShot=True, interval=_SETTLED)
        self._later.timeout.connect(self._show_again)
        self._text = ""
        self._made: QTextDocument | None = None
        self._outdated = False  # made for another theme, text size or width
        self._found: list[QTextCursor] = []
        self._at = -1
        self._words = ""

    def show_text(self, markdown: str) -> None:
        """Show a document, from its top."""
        self._text, self._found = markdown, []
        self.setExtraSelections([])
        made = QTextDocument(self)  # a used one keeps formats of what it held before
        made.setDocumentMargin(theme.SPACE_L)
        made.setBaseUrl(QUrl.fromLocalFile(f"{DOCS}/"))
        made.setDefaultFont(self.font())
        made.setMarkdown(markdown, _MARKDOWN)
        self.setDocument(made)
        if self._made is not None:  # Qt itself deletes the one that it began with
            self._made.deleteLater()
        self._made = made
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.headings_changed.emit()
        self.search(self._words)

    def headings(self) -> tuple[tuple[int, str], ...]:
        """The headings of the second rank, each with its place for `go_to_heading`."""
        return tuple((block.blockNumber(), block.text()) for block in self._blocks() if _rank(block) == 2)

    def heading_here(self) -> int:
        """The place of the heading under which the top of what is seen lies; -1 above the first."""
        top = self.cursorForPosition(self.viewport().rect().topLeft()).blockNumber()
        before = [place for place, _ in self.headings() if place <= top + 1]
        return before[-1] if before else -1

    def go_to_heading(self, place: int) -> None:
        """Bring a heading to the top."""
        block = self.document().findBlockByNumber(place)
        self.setTextCursor(QTextCursor(block))
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) - theme.SPACE_S)

    def search(self, words: str) -> int:
        """Mark every place where the words stand, and go to the first; how many there are."""
        self._words = words
        self._found, self._at = list(self._places(words)) if words.strip() else [], -1
        self.step(1)
        return len(self._found)

    def step(self, by: int) -> None:
        """Go to the next or the last place that was found; after the end comes the start."""
        if self._found:
            self._at = (self._at + by) % len(self._found) if self._at >= 0 else 0
            shown = QTextCursor(self._found[self._at])
            shown.setPosition(shown.selectionStart())
            self.setTextCursor(shown)
            self.ensureCursorVisible()
        self._mark()
        self.found_changed.emit()

    @property
    def found(self) -> tuple[int, int]:
        """Which place is shown, from 1 on, and how many there are; 0 of 0 for none."""
        return self._at + 1, len(self._found)

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def _places(self, words: str) -> Iterator[QTextCursor]:
        cursor = QTextCursor(self.document())
        while not (cursor := self.document().find(words.strip(), cursor)).isNull():
            yield QTextCursor(cursor)

    def _mark(self) -> None:
        scheme, marks = theme.colours(), []
        for number, cursor in enumerate(self._found):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            is_here = number == self._at
            mark.format.setBackground(QColor(scheme.accent if is_here else scheme.accent_soft))
            mark.format.setForeground(QColor(scheme.on_accent if is_here else scheme.text))
            marks.append(mark)
        self.setExtraSelections(marks)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Pictures are made as narrow as the page; one that is not there leaves its words alone.

        No other file is opened, and none outside the documents: a card may come with a model from elsewhere.
        """
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return None
        path = Path(QUrl.fromLocalFile(f"{DOCS}/").resolved(QUrl(name)).toLocalFile()).resolve()
        image = QImage(str(path)) if path.is_relative_to(DOCS.resolve()) else QImage()
        room = max(self.viewport().width() - _EDGE, 1)
        if image.isNull():
            nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
            nothing.fill(Qt.GlobalColor.transparent)
            return nothing
        if image.width() <= room:
            return image
        return image.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Pictures follow the width of the page, once it is settled."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and "![" in self._text:
            self._later.start()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of theme or text size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and hasattr(self, "_made"):
            self._later.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the changes that came while nobody saw the page."""
        super().showEvent(event)
        if self._outdated:
            self._later.start()

    def _show_again(self) -> None:
        self._outdated = not self.isVisible()
        if self._outdated or not self._text:
            return
        here, at = self.verticalScrollBar().value(), self._at
        self.show_text(self._text)
        if self._found:
            self._at = at
            self._mark()
        self.verticalScrollBar().setValue(here)


def _rank(block: QTextBlock) -> int:
    """1 for the title, 2 for a heading, and so on; 0 for what is none."""
    return int(block.blockFormat().headingLevel())
