"""The settings' way to the training: which model is in use, whether one is being trained, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from screening_app.ui.services import AppServices


class TrainingCard(Card):
    """A line that says how things stand, and a button that leads there."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self._why = label("", "muted", wrap=True)
        self.status = label("", "strong", wrap=True)
        self.open = Button("", "school-outline")
        self.open.clicked.connect(services.events.training_wanted)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        row.addWidget(self.status, 1)
        row.addWidget(self.open, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self._why)
        self.body.addLayout(row)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, as things stand now."""
        self.set_title(self.tr("Training"))
        self._why.setText(
            self.tr(
                "A model can learn from your own rated sessions, with the patients’ consent, on this computer alone."
            )
        )
        self.open.setText(self.tr("Training and models…"))
        self.status.setText(self._status())

    def _status(self) -> str:
        training = self._services.training
        unfinished = training.unfinished()
        if unfinished is None:
            return self.tr("No model is being trained.")
        if training.is_running:
            return self.tr("“{name}” is being trained.").format(name=unfinished.name)
        return self.tr("The training of “{name}” was interrupted; it can go on.").format(name=unfinished.name)
