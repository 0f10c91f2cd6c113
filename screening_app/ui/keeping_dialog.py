"""What the rules would delete: looked through thing by thing before anything goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.keeping import Preview, counts_of, look, without_parts
from screening_app.services.keeping_deletion import Deleted, delete_due
from screening_app.services.keeping_rules import rules_of
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.formats import format_count
from screening_app.ui.keeping_confirm_dialog import KeepingConfirmDialog
from screening_app.ui.keeping_tables import KIND, NAME, DueModel, KindsModel, make_view
from screening_app.ui.keeping_words import counts_in_words
from screening_app.ui.widgets import Button, label
from screening_app.ui.working_dialog import WorkingDialog

if TYPE_CHECKING:
    from collections import Counter

    from PySide6.QtWidgets import QWidget

    from screening_app.domain import ContentKind
    from screening_app.services.keeping import Due
    from screening_app.ui.services import AppServices

_WIDTH = 900
_MOST = 5000  # things that are listed at once: each tick looks at all of them
_MOST_HELD = 5  # that are named


class KeepingDialog(WorkingDialog):
    """Deletes only what has a tick, and only after the question that names how much it is."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent, _WIDTH)
        self.confirm: KeepingConfirmDialog | None = None
        self.kinds, self.due = KindsModel(), DueModel()
        self.told, self.held = label("", "strong", wrap=True), label("", "muted", wrap=True)
        self.more = label("", "muted", wrap=True)
        self.all = Button(self.tr("Tick all"), "check-all", "quiet")
        self.none = Button(self.tr("Leave all out"), "close", "quiet")
        self.delete = Button(self.tr("Delete what has a tick…"), "trash-can-outline", "danger")
        self.close_button = Button(self.tr("Close"))
        self.setWindowTitle(self.tr("Look what would go"))
        self._lay_out()
        self._connect()
        self.refresh()
        self.look()

    def _lay_out(self) -> None:
        about = self.tr(
            "This is what your rules would delete now. Take the tick away from what is to stay this time. What is not "
            "signed off, waits for an assessment of item 9, is learnt from by a training, or is of a patient on hold "
            "is never among it."
        )
        kinds, due = make_view(self.kinds, 4, wide=KIND), make_view(self.due, 5, wide=NAME)
        kinds.setAccessibleName(self.tr("How much of each kind"))
        due.setAccessibleName(self.tr("What would go"))
        self.body.addWidget(label(about, "muted", wrap=True))
        self.body.addWidget(kinds)
        self.body.addWidget(due, 1)
        for part in (self.more, self.held, self.told):
            self.body.addWidget(part)
        self.more.hide()
        self.held.hide()
        self.add_buttons(self.all, self.none, self.delete, left=(self.close_button,))

    def _connect(self) -> None:
        self.due.chosen_changed.connect(self.refresh)
        self.all.clicked.connect(lambda: self.due.choose(True))
        self.none.clicked.connect(lambda: self.due.choose(False))
        self.delete.clicked.connect(self._ask)
        self.close_button.clicked.connect(self.reject)
        self.services.events.recording_changed.connect(self.refresh)

    def look(self) -> None:
        """Look up what is due at this moment."""
        workspace, rules = self.services.workspace, rules_of(self.services.settings_store.current)
        self.work(
            lambda: self.tr("Looking up what is due"),
            lambda job: look(workspace, rules, seldom(job.report)),
            self._show,
        )

    def _show(self, preview: Preview) -> None:
        self.kinds.show_rows(preview.kinds)
        self.due.show_due(preview.due[:_MOST])
        self.more.setVisible(len(preview.due) > _MOST)
        self.more.setText(
            self.tr("Listed are the first {count}; the others follow once these are gone.").format(
                count=format_count(_MOST)
            )
        )
        named = [f"{one.code} ({one.reason})" for one in preview.held[:_MOST_HELD]]
        if len(preview.held) > _MOST_HELD:
            named.append(self.tr("and {count} more").format(count=format_count(len(preview.held) - _MOST_HELD)))
        self.held.setText(
            self.tr("On hold: {names}. Nothing of them goes, and no report or former data either.").format(
                names=self.tr(", ").join(named)
            )
        )
        self.held.setVisible(bool(preview.held))
        self.refresh()

    @property
    def going(self) -> tuple[Due, ...]:
        """What has a tick, without what goes with something larger anyway."""
        return without_parts(self.due.chosen)

    def refresh(self) -> None:
        """The buttons follow what has a tick; nothing is deleted while an interview is recorded."""
        idle, there = not self.progress.active, self.due.rowCount() > 0
        counts = counts_in_words(self._counts())
        nothing = self.tr("Nothing has a tick.") if there else self.tr("Nothing is due.")
        self.told.setText(self.tr("Would go: {counts}.").format(counts=counts) if counts else nothing)
        self.told.setVisible(idle)
        for button in (self.all, self.none):
            button.setEnabled(idle and there)
        self.delete.setEnabled(idle and bool(counts) and not self.services.events.is_recording)
        self.delete.setToolTip(self.tr("Not while an interview is recorded."))

    def _counts(self) -> Counter[ContentKind]:
        return counts_of(self.due.chosen)

    def _ask(self) -> None:
        self.confirm = KeepingConfirmDialog(self._counts(), self)
        self.confirm.accepted.connect(self._delete)
        self.confirm.finished.connect(self.confirm.deleteLater)
        self.confirm.open()

    def _delete(self) -> None:
        workspace, going = self.services.workspace, self.going
        self.banner.clear()
        self.progress.run(
            self.services.backup_jobs,
            lambda: self.tr("Deleting"),
            lambda job: delete_due(workspace, going, seldom(job.report)),
            on_done=self._deleted,
            on_error=self._failed,
            on_cancelled=self._stopped,
        )
        self.refresh()

    def _deleted(self, deleted: Deleted) -> None:
        self._look_again()
        counts = counts_in_words(deleted.counts) or self.tr("nothing")
        text = self.tr("Deleted: {counts}.").format(counts=counts)
        if deleted.stayed:
            stayed = self.tr("Was not due any more, and stays: {count}.").format(count=format_count(deleted.stayed))
            text = f"{text} {stayed}"
        self.banner.show_message(text, "success")

    def _failed(self, error: BaseException) -> None:
        self._look_again()
        self.banner.show_error(error)

    def _stopped(self) -> None:
        self._look_again()
        self.banner.show_message(self.tr("Stopped. What is gone by now no longer stands in the list."), "info")

    def _look_again(self) -> None:
        self.services.events.patient_changed.emit("")
        self.services.events.due_changed.emit()
        self.look()
