"""What can be done with the models of the list: each asks first where something changes for later sessions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from screening_app.services.model_comparisons import comparison_of
from screening_app.services.model_files import SUFFIX, export_model, import_model
from screening_app.services.model_registry import activate, confirm_model, delete_model, roll_back
from screening_app.services.rescoring import rescorable, rescore
from screening_app.ui.training_verdicts import verdict_in_words
from screening_app.ui.training_words import joined, model_name
from screening_app.ui.widgets.question import agreed
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview, TrainedModel
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.rescoring import Rescored
    from screening_app.ui.services import AppServices
    from screening_app.ui.training_models_panel import TrainingModelsPanel

_NAME_SAFE = "-_. "


class TrainingModelActions(QObject):
    """Does what the buttons of a `TrainingModelsPanel` say."""

    figures_wanted = Signal(object)  # the ListedModel whose judgement to show

    def __init__(self, services: AppServices, panel: TrainingModelsPanel) -> None:
        super().__init__(panel)
        self._services = services
        self._panel = panel
        for button, action in (
            (panel.activate, self.activate),
            (panel.confirm, self._confirm),
            (panel.compare, self._compare),
            (panel.export, self._export),
            (panel.delete, self._delete),
        ):
            button.clicked.connect(lambda _=False, action=action: self._with_chosen(action))
        panel.figures.clicked.connect(lambda: self._with_chosen(self.figures_wanted.emit))
        panel.roll_back.clicked.connect(self.roll_back)
        panel.take_in.clicked.connect(self._ask_for_file)
        panel.rescore.clicked.connect(self._look_what_to_score)

    def _with_chosen(self, action: Callable[[ListedModel], None]) -> None:
        if (listed := self._panel.chosen) is not None:
            action(listed)

    @property
    def _by(self) -> str:
        return self._services.who

    def _try(self, act: Callable[[], object], told: Callable[[], str], select: str = "") -> None:
        """Do something quick, and say what came of it."""
        try:
            act()
        except KnownError as error:
            self._panel.banner.show_error(error)
            return
        self._panel.banner.show_message(told, "success")
        self._panel.refresh(select)

    # Which model scores

    def activate(self, listed: ListedModel) -> None:
        """Make a model the one that scores; asks first where something speaks against it."""
        if not self._may_activate(listed):
            return
        store, workspace = self._services.settings_store, self._services.workspace
        self._try(
            lambda: activate(workspace, listed, self._by, store.change),
            lambda: self.tr("“{name}” scores from now on. Sessions that were scored before keep their scores.").format(
                name=model_name(listed.name)
            ),
            listed.id,
        )

    def _may_activate(self, listed: ListedModel) -> bool:
        judgement = comparison_of(listed.model) if listed.model else None
        reasons = [] if judgement is None or judgement.recommended else [verdict_in_words(judgement)]
        if self._panel.registry.facts(listed).withdrawn:
            reasons.append(self.tr("It learnt from sessions whose consent to training was withdrawn since."))
        if not reasons:
            return True
        return agreed(
            self._panel,
            self.tr("Activate this model?"),
            self.tr("Let “{name}” score from now on?").format(name=model_name(listed.name)),
            "\n".join(reasons),
            yes=self.tr("Activate it all the same"),
            no=self.tr("Keep the current model"),
        )

    def roll_back(self) -> None:
        """Go back to the model that was active before."""
        store, workspace = self._services.settings_store, self._services.workspace
        previous = self._panel.registry.previous
        self._try(
            lambda: roll_back(workspace, store.current, self._by, store.change),
            lambda: self.tr("“{name}” scores again.").format(name=model_name(previous.name) if previous else ""),
        )

    def _confirm(self, listed: ListedModel) -> None:
        if agreed(
            self._panel,
            self.tr("Confirm this model?"),
            self.tr("Do you know where “{name}” comes from, and have you read its card?").format(
                name=model_name(listed.name)
            ),
            self.tr("It can then be activated. Your name and the date are kept."),
            yes=self.tr("I trust it"),
            no=self.tr("Not yet"),
        ):
            workspace = self._services.workspace
            self._try(
                lambda: confirm_model(workspace, listed, self._by),
                lambda: self.tr("“{name}” is confirmed.").format(name=model_name(listed.name)),
                listed.id,
            )

    def _delete(self, listed: ListedModel) -> None:
        if agreed(
            self._panel,
            self.tr("Delete this model?"),
            self.tr("Delete “{name}” from this computer?").format(name=model_name(listed.name)),
            self.tr("It cannot be brought back. What it learnt from stays on record."),
            yes=self.tr("Delete"),
            no=self.tr("Keep it"),
        ):
            workspace, settings = self._services.workspace, self._services.settings_store.current
            self._try(
                lambda: delete_model(workspace, settings, listed, self._by),
                lambda: self.tr("“{name}” is deleted.").format(name=model_name(listed.name)),
            )

    def _compare(self, listed: ListedModel) -> None:
        from screening_app.ui.training_compare_dialog import TrainingCompareDialog

        dialog = TrainingCompareDialog(self._services, self._panel.registry.models, listed.id, self._panel.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Files

    def _export(self, listed: ListedModel) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        safe = "".join(letter for letter in listed.name if letter.isalnum() or letter in _NAME_SAFE).strip()
        proposed = str(Path(folder) / f"{safe or listed.id}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self._panel, self.tr("Save the model"), proposed, f"*{SUFFIX}")
        if name:
            self.export_to(listed, Path(name))

    def export_to(self, listed: ListedModel, path: Path) -> None:
        """Write a model as one file."""
        path = path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)
        self._panel.progress.run(
            self._services.jobs,
            lambda: self.tr("Saving the model"),
            lambda job: export_model(self._services.workspace, listed, path, job.report),
            on_done=lambda _: self._panel.banner.show_message(
                lambda: self.tr("The model is saved as {name}.").format(name=path.name), "success"
            ),
            on_error=self._panel.banner.show_error,
        )

    def _ask_for_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        filters = self.tr("Models (*{suffix})").format(suffix=SUFFIX)
        name, _ = QFileDialog.getOpenFileName(self._panel, self.tr("Take in a model"), folder, filters)
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Add a model from a file to the list; it cannot score before somebody confirms it."""
        workspace, by = self._services.workspace, self._by

        def done(model: TrainedModel) -> None:
            self._panel.banner.show_message(
                lambda: self.tr("“{name}” is in the list. Confirm it before it can be activated.").format(
                    name=model.name
                ),
                "success",
            )
            self._panel.refresh(model.id)

        self._panel.progress.run(
            self._services.jobs,
            lambda: self.tr("Taking in the model"),
            lambda job: import_model(workspace, path, by, job.report),
            on_done=done,
            on_error=self._panel.banner.show_error,
        )

    # Scoring again

    def _look_what_to_score(self) -> None:
        workspace, settings = self._services.workspace, self._services.settings_store.current
        self._services.device_jobs.start(
            lambda _: rescorable(workspace, settings),
            on_done=self._ask_to_score,
            on_error=self._panel.banner.show_error,
        )

    def _ask_to_score(self, interviews: tuple[Interview, ...]) -> None:
        if not interviews:
            self._panel.banner.show_message(
                lambda: self.tr("Every scored session has been scored by the active model already."), "info"
            )
        elif agreed(
            self._panel,
            self.tr("Score sessions again?"),
            self.tr("Score {count} sessions with the active model, too?").format(count=len(interviews)),
            self.tr("The old assessments stay beside the new ones. You can go on working meanwhile."),
            yes=self.tr("Score them"),
            no=self.tr("Not now"),
        ):
            self.rescore(interviews)

    def rescore(self, interviews: tuple[Interview, ...]) -> None:
        """Score these sessions with the active model; their old assessments stay."""
        workspace, scoring = self._services.workspace, self._services.scoring
        patients = {interview.id: interview.patient_id for interview in interviews}

        def done(result: Rescored) -> None:
            for patient_id in dict.fromkeys(patients[one.interview_id] for one in result.done):
                self._services.events.assessment_added.emit(patient_id)
            self._tell_rescored(result)

        self._panel.progress.run(
            self._services.jobs,
            lambda: self.tr("Scoring sessions again"),
            lambda job: rescore(workspace, scoring, tuple(patients), job.report),
            on_done=done,
            on_error=self._panel.banner.show_error,
        )

    def _tell_rescored(self, result: Rescored) -> None:
        def text() -> str:
            told = self.tr("{count} sessions have a new assessment.").format(count=len(result.done))
            if not result.failed:
                return told
            why = self.tr("{count} could not be scored, as before.").format(count=len(result.failed))
            return joined(told, why)

        self._panel.banner.show_message(text, "warning" if result.failed else "success")
        self._panel.refresh()
