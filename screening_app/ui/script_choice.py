"""Which cards the interview follows: a list of all scripts, remembered for the next time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.prompts import STANDARD, Scripts, all_scripts
from screening_app.ui import theme
from screening_app.ui.widgets import label

if TYPE_CHECKING:
    from screening_app.services.prompts import Script
    from screening_app.services.script_cards import PromptCard
    from screening_app.ui.services import AppServices


def script_title(script: Script) -> str:
    """What a script is called in the window's language."""
    titles = {
        "short": QCoreApplication.translate("scripts", "Short interview"),
        "full": QCoreApplication.translate("scripts", "Full interview"),
    }
    return titles.get(script.name, script.name)


def card_count(script: Script) -> int:
    """How many cards are asked in one language."""
    return max(len(script.cards_in(code)) for code in script.languages)


class ScriptChoice(QWidget):
    """A list that is read anew with `refresh`; where no script can be read there are no cards."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._scripts = Scripts(())
        self._label, self.box = label("", "muted"), QComboBox()
        self._label.setBuddy(self.box)
        self.box.setMinimumWidth(240)
        self.box.activated.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._label)
        row.addWidget(self.box)
        row.addStretch(1)
        self.refresh()

    @property
    def name(self) -> str:
        """The name of the chosen script; "" where there is none."""
        return str(self.box.currentData() or "")

    def cards(self, language: str) -> tuple[PromptCard, ...]:
        """The chosen script's cards in a language; none where it is not written in it."""
        return self._scripts.named(self.name).cards_in(language) if self._scripts.usable else ()

    def refresh(self) -> None:
        """Read which scripts there are."""
        try:
            self._scripts = all_scripts(self._services.workspace)
        except ScreeningError as error:
            self.failed.emit(error)
        self.retranslate()
        self.changed.emit()

    def choose(self, name: str) -> None:
        """Choose a script by its name, and remember it."""
        self.box.setCurrentIndex(max(0, self.box.findData(name)))
        self._choose()

    def _choose(self) -> None:
        try:
            self._services.settings_store.change(script=self.name)
        except ScreeningError as error:
            self.failed.emit(error)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again; the choice stays."""
        self._label.setText(self.tr("Script"))
        self.box.setAccessibleName(self.tr("Script"))
        with QSignalBlocker(self.box):
            self.box.clear()
            for script in self._scripts.usable:
                text = self.tr("{title} · {count} cards")
                self.box.addItem(text.format(title=script_title(script), count=card_count(script)), script.name)
            wanted = self.box.findData(self._services.settings_store.current.script)
            self.box.setCurrentIndex(wanted if wanted >= 0 else self.box.findData(STANDARD))
