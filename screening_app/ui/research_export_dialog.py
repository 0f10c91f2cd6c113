"""Hand out sessions for research, without identities: what goes along, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shiboken6 import isValid

from screening_app.services.research_export import (
    ResearchChoices,
    ResearchExport,
    ResearchScope,
    export_for_research,
    research_scope,
)
from screening_app.ui.backup_jobs import seldom
from screening_app.ui.export_form import ChoiceBox, ExportForm
from screening_app.ui.formats import format_count
from screening_app.ui.modal import accepted
from screening_app.ui.widgets import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices
    from screening_app.ui.widgets import Page


def offer_research_export(page: Page) -> None:
    """Let the user export all sessions that may be handed out for research."""
    accepted(ResearchExportDialog(page.services, page.window()))


class ResearchExportDialog(ExportForm):
    """All sessions with consent to research; what may tell who somebody is stays out unless it is wanted."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self._found: ResearchScope | None = None  # until they are counted
        self.scope = label("", wrap=True)
        self.with_features, self.with_text, self.with_media = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.choices.addWidget(self.scope)
        for choice in (self.with_features, self.with_text, self.with_media):
            self.choices.addWidget(choice)
        self.folder.textChanged.connect(self._refresh)
        self.retranslate()
        self._refresh()
        self._count()

    def _count(self) -> None:
        """How many there are is asked in a job; nobody is told once the dialog is closed."""
        workspace = self.services.workspace

        def told(answer: Callable[[], None]) -> None:
            if isValid(self):
                answer()

        self.services.device_jobs.start(
            lambda _: research_scope(workspace),
            on_done=lambda scope: told(lambda: self._show_scope(scope)),
            on_error=lambda error: told(lambda: self.banner.show_error(error)),
        )

    def _show_scope(self, found: ResearchScope) -> None:
        self._found = found
        self.scope.setText(self._scope_in_words())
        self._refresh()

    def may_go(self) -> bool:
        """Whether there are sessions to hand out, and a folder is chosen."""
        return super().may_go() and self._found is not None and self._found.sessions > 0

    def order(self) -> ResearchChoices:
        """What is wanted."""
        return ResearchChoices(
            with_text=self.with_text.is_chosen,
            with_features=self.with_features.is_chosen,
            with_media=self.with_media.is_chosen,
        )

    def start(self) -> None:
        """Write the export in a job."""
        order, target = self.order(), self.target
        workspace, worker = self.services.workspace, self.services.worker

        def work(job: Job) -> ResearchExport:
            return export_for_research(workspace, target, order, seldom(job.report), worker=worker)

        self.run(lambda: self.tr("Exporting for research"), work, self._told, lambda made: made.folder)

    def _told(self, made: ResearchExport) -> str:
        told = self.tr("Exported to the folder {name}. Sessions: {sessions}. People: {participants}.").format(
            sessions=made.sessions, participants=made.participants, name=made.folder.name
        )
        if not made.unreadable:
            return told
        left_out = self.tr("Recordings that could not be read and are left out: {count}.")
        return f"{told} {left_out.format(count=made.unreadable)}"

    def _scope_in_words(self) -> str:
        if self._found is None:
            return self.tr("Counting the sessions…")
        if not self._found.sessions:
            return self.tr(
                "No session has the consent to research. Ask for it in the step “Consent” of a session, then come back."
            )
        return self.tr("Sessions with consent to research: {sessions}. People: {people}.").format(
            sessions=format_count(self._found.sessions), people=format_count(self._found.people)
        )

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setWindowTitle(self.tr("Export for research"))
        self.intro.setText(
            self.tr(
                "Without names, codes, notes and true dates: each person gets a new random name, and dates are moved "
                "by a random number of days. A file in the folder says what it holds."
            )
        )
        self.scope.setText(self._scope_in_words())
        self.with_features.set_texts(
            self.tr("Features"), self.tr("What was measured of voice and face, frame by frame. Large.")
        )
        self.with_text.set_texts(
            self.tr("What was said"),
            self.tr("Free text can hold names and places that tell who somebody is. Nothing is blacked out."),
        )
        self.with_media.set_texts(
            self.tr("Recordings"),
            self.tr(
                "Voice and face tell who somebody is: only where an ethics committee has agreed. Only of people "
                "who consented to be recorded and to have the recording kept."
            ),
        )
