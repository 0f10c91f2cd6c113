"""Hand out a patient's sessions: in which formats, with or without identity, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.ui.export_form import ChoiceBox, ExportForm
from screening_app.ui.modal import accepted
from screening_app.ui.widgets import label

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from screening_app.domain import Patient
    from screening_app.jobs.runner import Job
    from screening_app.ui.services import AppServices
    from screening_app.ui.widgets import Page


def offer_export(page: Page, patient: Patient, interview_id: str | None = None) -> None:
    """Let the user export a patient's sessions; with an interview, that one is chosen at first."""
    accepted(ExportDialog(page.services, patient, interview_id, page.window()))


class ExportDialog(ExportForm):
    """One patient's sessions, or one of them; identity and free text stay out unless they are wanted."""

    def __init__(
        self, services: AppServices, patient: Patient, interview_id: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(services, parent)
        self._patient = patient
        self._interview_id = interview_id
        self.one, self.all = QRadioButton(), QRadioButton()
        self._scope = QButtonGroup(self)
        self.formats = {kind: ChoiceBox() for kind in Format}
        self.with_identity, self.with_text = ChoiceBox(), ChoiceBox()
        self._formats_title, self._content_title = label("", "strong"), label("", "strong")
        self._fill()
        self.retranslate()

    def _fill(self) -> None:
        for button in (self.one, self.all):
            self._scope.addButton(button)
            self.choices.addWidget(button)
        self.one.setVisible(self._interview_id is not None)
        self.all.setVisible(self._interview_id is not None)
        (self.one if self._interview_id else self.all).setChecked(True)
        self.choices.addWidget(self._formats_title)
        for kind, choice in self.formats.items():
            choice.box.setChecked(kind is Format.TABLES)
            choice.box.toggled.connect(self._refresh)
            self.choices.addWidget(choice)
        self.choices.addWidget(self._content_title)
        self.choices.addWidget(self.with_identity)
        self.choices.addWidget(self.with_text)
        self.folder.textChanged.connect(self._refresh)

    def may_go(self) -> bool:
        """Whether a format and a folder are chosen."""
        return super().may_go() and any(choice.is_chosen for choice in self.formats.values())

    def order(self) -> ExportOrder:
        """What is wanted."""
        return ExportOrder(
            patient_id=self._patient.id,
            formats=frozenset(kind for kind, choice in self.formats.items() if choice.is_chosen),
            interview_id=self._interview_id if self.one.isChecked() else None,
            with_identity=self.with_identity.is_chosen,
            with_text=self.with_text.is_chosen,
        )

    def start(self) -> None:
        """Write the export in a job."""
        order, target, workspace = self.order(), self.target, self.services.workspace

        def work(job: Job) -> Path:
            return export_patient(workspace, order, target, job.report)

        self.run(lambda: self.tr("Exporting"), work, self._told, lambda folder: folder)

    def _told(self, folder: Path) -> str:
        return self.tr("The sessions are in the folder {name}.").format(name=folder.name)

    def retranslate(self) -> None:
        """Set every text again."""
        super().retranslate()
        self.setWindowTitle(self.tr("Export sessions"))
        self.intro.setText(self.tr("Patient {code}").format(code=self._patient.code))
        self.one.setText(self.tr("This session only"))
        self.all.setText(self.tr("All sessions of this patient"))
        self._formats_title.setText(self.tr("Formats"))
        self._content_title.setText(self.tr("What goes along"))
        self.formats[Format.TABLES].set_texts(
            self.tr("Tables (CSV)"), self.tr("Scores, questionnaires and answers for Excel, SPSS or R.")
        )
        self.formats[Format.DOCUMENT].set_texts(self.tr("One document (JSON)"), self.tr("The same, for programs."))
        self.formats[Format.FEATURES].set_texts(
            self.tr("Features (CSV)"), self.tr("What was measured of voice and face, frame by frame. Large.")
        )
        self.formats[Format.FHIR].set_texts(
            self.tr("Health record (FHIR R4B)"), self.tr("For another clinic’s system, with LOINC codes.")
        )
        self.with_identity.set_texts(
            self.tr("Names of patient and clinicians"), self.tr("Without this, the patient has only the code.")
        )
        self.with_text.set_texts(
            self.tr("What was said, and notes"),
            self.tr("Free text can tell who somebody is. Whoever gets the folder can read it."),
        )
