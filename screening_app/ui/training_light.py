"""The traffic light: whether there is enough to learn from, by shape, word and colour, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screening_app.services.training import Depth, Light
from screening_app.ui import theme
from screening_app.ui.training_words import (
    LIGHT_MARKS,
    joined,
    light_in_words,
    light_name,
    looking_in_words,
    warnings_in_words,
)
from screening_app.ui.widgets import label
from screening_app.ui.widgets.note_row import fill_notes

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from screening_app.jobs.runner import Progress
    from screening_app.services.training_sessions import TrainingTable

_LAMP = 24  # pixels across


class TrainingLight(QWidget):
    """Three lamps, of which one is lit; beside them its word, the reasons below, and warnings."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: TrainingTable | None = None
        self._depth = Depth.RECALIBRATE
        self._progress: Progress | None = None  # of the look, while there is no table
        self._lamps = {light: QLabel() for light in Light}
        self.word = label("", "section")
        self.reasons = label("", wrap=True)
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(theme.SPACE_S)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE_S)
        for lamp in self._lamps.values():
            above.addWidget(lamp)
        above.addSpacing(theme.SPACE_S)
        above.addWidget(self.word, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(above)
        column.addWidget(self.reasons)
        column.addLayout(self._warnings)

    def show_table(self, table: TrainingTable | None, depth: Depth) -> None:
        """Show the light for a depth."""
        self._table, self._depth, self._progress = table, depth, None
        self._show()

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is until there is a table."""
        if self._table is None:
            self._progress = progress
            self.word.setText(looking_in_words(progress))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self._show()

    def _show(self) -> None:
        table = self._table
        lit = table.readiness.lights[self._depth] if table else None
        for light, lamp in self._lamps.items():
            lamp.setPixmap(_lamp(light, light is lit))
            lamp.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        if table is None or lit is None:
            self.word.setText(looking_in_words(self._progress))
            self.reasons.clear()
            fill_notes(self._warnings, "alert-outline", "warning", ())
            return
        self.word.setText(light_name(lit))
        self.reasons.setText(joined(*light_in_words(table.readiness, self._depth, table.scale.cutoff)))
        fill_notes(self._warnings, "alert-outline", "warning", warnings_in_words(table.readiness))
        self.setAccessibleName(f"{self.word.text()}. {self.reasons.text()}")


def _lamp(light: Light, lit: bool) -> QPixmap:
    name, colour = LIGHT_MARKS[light]
    scheme = theme.colours()
    icon = theme.icon(name if lit else "circle-outline", getattr(scheme, colour) if lit else scheme.border)
    return icon.pixmap(_LAMP, _LAMP)
