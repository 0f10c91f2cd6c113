"""Below the rules for keeping in the settings: what they mean, how much is due, and the way to look through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.keeping import Preview, counts_of, look
from screening_app.services.keeping_rules import rules_of
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.keeping_dialog import KeepingDialog
from screening_app.ui.keeping_words import counts_in_words
from screening_app.ui.restraint import restrain
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from screening_app.services.keeping_rules import Rule
    from screening_app.ui.services import AppServices


class KeepingPart(QWidget):
    """What is due was looked up in a job; it is looked up again when it is seen, and when a rule changes."""

    failed = Signal(object)  # an error: what is due could not be looked up

    def __init__(self, services: AppServices) -> None:
        super().__init__()
        self._services = services
        self._asked: tuple[Rule, ...] = ()  # the rules of the newest look
        self.preview: Preview | None = None  # None until it has been looked up
        self.dialog: KeepingDialog | None = None
        self.about, self.state = label("", "muted", wrap=True), label("", "strong", wrap=True)
        self.look_through = Button("", "magnify")
        self.look_through.clicked.connect(self.open_preview)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.state, 1)
        row.addWidget(self.look_through)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.about)
        column.addLayout(row)
        services.events.due_changed.connect(self.look)
        services.events.settings_changed.connect(self._follow_settings)
        self.retranslate()
        restrain(services.workspace, Permission.REMOVE, self.look_through)

    @property
    def _rules(self) -> tuple[Rule, ...]:
        return rules_of(self._services.settings_store.current)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """See what is due now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.look()

    def look(self) -> None:
        """Look up what is due, while it can be seen."""
        if self.isVisible() and self._rules and self._services.workspace.access.may(Permission.REMOVE):
            workspace, rules = self._services.workspace, self._rules
            self._asked = rules
            self._services.backup_jobs.start(
                lambda job: look(workspace, rules, job.report), on_done=self._show, on_error=self.failed.emit
            )

    def _follow_settings(self) -> None:
        if self._rules != self._asked:
            self.look()
        self.retranslate()

    def _show(self, preview: Preview) -> None:
        self.preview = preview
        self.retranslate()

    def open_preview(self) -> None:
        """Show what would go, thing by thing."""
        self.dialog = KeepingDialog(self._services, self.window())
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.about.setText(
            self.tr(
                "Nothing is ever deleted unasked. Once something is due, a message above the pages says so, and you "
                "look through it before it goes. What is deleted stays in older backups until they are thinned out. "
                "How long records must and may be kept is laid down by law and by your profession: look it up before "
                "you set a rule."
            )
        )
        self.look_through.setText(self.tr("Look what would go…"))
        self.look_through.setEnabled(bool(self._rules))
        self.state.setText(self._state())

    def _state(self) -> str:
        if not self._rules:
            return self.tr("There is no rule: everything is kept.")
        if self.preview is None:
            return ""
        counts = counts_in_words(counts_of(self.preview.due))
        return self.tr("Due now: {counts}.").format(counts=counts) if counts else self.tr("Nothing is due.")
