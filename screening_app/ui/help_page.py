"""The help: the user guide, what the words mean, and the model's card; searched as one, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QTabBar, QWidget

from screening_app.services.guide import model_card, user_guide
from screening_app.ui import glossary, messages, shortcuts, theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.guide_view import GuideView
from screening_app.ui.licences_dialog import LicencesDialog
from screening_app.ui.widgets import Button, Page, label
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from screening_app.ui.services import AppServices

GUIDE, GLOSSARY, CARD = range(3)  # the documents
_CONTENTS_WIDTH, _SEARCH_WIDTH = 210, 320
_BESIDE_HINT = 48  # pixels in the field for the search beside the words that say what it is
_PLACE = Qt.ItemDataRole.UserRole


class HelpPage(Page):
    """A tab for each document, its headings at the left, its text at the right."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.tabs = QTabBar()
        self.search = QLineEdit()
        self.found = label("", "muted")
        self.back, self.next = Button("", "chevron-up", "quiet"), Button("", "chevron-down", "quiet")
        self.tour, self.keys = Button("", "map-marker-path"), Button("", "keyboard-outline")
        self.licences = Button("", "scale-balance")
        self.contents = QListWidget()
        self.view = GuideView()
        self._texts: dict[int, str] = {}
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.header.add(self.licences)
        self.header.add(self.keys)
        self.header.add(self.tour)
        for _ in range(3):
            self.tabs.addTab("")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)  # rather a shorter search field
        self.tabs.setUsesScrollButtons(False)
        self.search.setClearButtonEnabled(True)
        tools = QHBoxLayout()
        tools.setSpacing(theme.SPACE_S)
        tools.addWidget(self.tabs)
        tools.addStretch(1)
        for part in (self.found, self.back, self.next):
            tools.addWidget(part)
        tools.addWidget(self.search, 1)
        self.column.addLayout(tools)
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QHBoxLayout()
        body.setSpacing(theme.SPACE_M)
        body.addWidget(self.contents)
        body.addWidget(self.view, 1)
        body.addStretch(0)  # takes what is wider than a line should be
        self.column.addLayout(body, 1)
        self.resize_text()

    def resize_text(self) -> None:
        """Set the widths that hang on the size of the text."""
        hint = self.search.fontMetrics().horizontalAdvance(self.search.placeholderText())
        self.search.setMinimumWidth(hint + theme.scaled(_BESIDE_HINT))
        self.search.setMaximumWidth(theme.scaled(_SEARCH_WIDTH))
        self.view.setMaximumWidth(theme.scaled(theme.READING_WIDTH))
        self.contents.setFixedWidth(theme.scaled(_CONTENTS_WIDTH))

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._show_document)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(lambda: self.view.step(1))
        self.back.clicked.connect(lambda: self.view.step(-1))
        self.next.clicked.connect(lambda: self.view.step(1))
        self.view.found_changed.connect(self._show_found)
        self.view.headings_changed.connect(self._show_headings)
        self.contents.itemClicked.connect(self._go_to)
        self.contents.itemActivated.connect(self._go_to)
        events = self.services.events
        self.tour.clicked.connect(events.tour_wanted)
        self.keys.clicked.connect(events.shortcuts_wanted)
        self.licences.clicked.connect(lambda: LicencesDialog(self.services, self).open())
        events.settings_changed.connect(self._forget_card)
        for name, action in (
            ("help.search", self.search.setFocus),
            ("help.next", lambda: self.view.step(1)),
            ("help.back", lambda: self.view.step(-1)),
        ):
            shortcuts.bind(name, self, action, inside=True)

    def retranslate(self) -> None:
        """Set every text again; the documents change their language, too."""
        self.header.set_texts(
            self.tr("Help"), self.tr("Everything here lies on this computer; no network is needed to read it.")
        )
        for place, name in enumerate((self.tr("User guide"), self.tr("What the words mean"), self.tr("Model card"))):
            self.tabs.setTabText(place, name)
        self.tabs.updateGeometry()
        self.tabs.setAccessibleName(self.tr("Documents"))
        self.search.setPlaceholderText(self.tr("Search in the help"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.resize_text()
        for button, name in ((self.back, self.tr("To the last place")), (self.next, self.tr("To the next place"))):
            button.setToolTip(name)
            button.setAccessibleName(name)
        self.tour.setText(self.tr("Show the tour"))
        self.keys.setText(self.tr("Keyboard shortcuts"))
        self.licences.setText(self.tr("Licences"))
        self.contents.setAccessibleName(self.tr("Contents"))
        self.view.setAccessibleName(self.tr("Text of the help"))
        self._texts.clear()
        if self.isVisible():
            self._show_document()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read the document when the page is first seen, or seen in another language."""
        super().showEvent(event)
        if not self._texts:
            self._show_document()

    def text(self, document: int) -> str:
        """A document in the language in force, as Markdown; where it cannot be had, what is wrong."""
        if document not in self._texts:
            try:
                self._texts[document] = self._read(document)
            except KnownError as error:
                self._texts[document] = messages.say(error)
        return self._texts[document]

    def _read(self, document: int) -> str:
        language = language_in_force()
        if document == GUIDE:
            return user_guide(language)
        if document == GLOSSARY:
            return glossary.as_markdown()
        title, _, rest = model_card(self.services.settings_store.current, language).partition("\n")
        return f"**{title.lstrip('# ')}**\n{rest}"  # the card begins with a whole sentence

    def _forget_card(self) -> None:
        """Another model may be active now."""
        self._texts.pop(CARD, None)

    def _show_document(self) -> None:
        self.view.show_text(self.text(self.tabs.currentIndex()))

    def _show_headings(self) -> None:
        self.contents.clear()
        for place, heading in self.view.headings():
            item = QListWidgetItem(heading)
            item.setData(_PLACE, place)
            item.setToolTip(heading)
            self.contents.addItem(item)
        self.contents.setVisible(self.contents.count() > 0)

    def _go_to(self, item: QListWidgetItem) -> None:
        self.view.go_to_heading(item.data(_PLACE))

    def _search(self, words: str) -> None:
        """Look in the document that is shown; where it has nothing, in the others."""
        if self.view.search(words) or not words.strip():
            return
        for document in (GUIDE, GLOSSARY, CARD):
            if words.strip().casefold() in self.text(document).casefold():
                self.tabs.setCurrentIndex(document)
                self.view.search(words)
                return

    def _show_found(self) -> None:
        at, count = self.view.found
        words = self.search.text().strip()
        told = self.tr("{at} of {count}").format(at=at, count=count) if count else self.tr("Not found")
        self.found.setText(told if words else "")
        for button in (self.back, self.next):
            button.setEnabled(count > 1)
