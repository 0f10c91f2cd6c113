"""Settings → Training: what can be learnt from, training a new model, whether it is better, and the list of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.model_comparisons import comparison_of
from screening_app.services.model_registry import active_model
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.messages import say
from screening_app.ui.training_form import TrainingForm
from screening_app.ui.training_interrupted import TrainingInterrupted
from screening_app.ui.training_lookups import TrainingLookups
from screening_app.ui.training_model_actions import TrainingModelActions
from screening_app.ui.training_models_panel import TrainingModelsPanel
from screening_app.ui.training_outlook import TrainingOutlook
from screening_app.ui.training_result import TrainingResult
from screening_app.ui.training_run import TrainingRun
from screening_app.ui.training_running import TrainingRunning
from screening_app.ui.training_sessions_panel import TrainingSessionsPanel
from screening_app.ui.training_words import joined
from screening_app.ui.widgets import Button, Page
from screening_app.ui.widgets.question import agreed
from screening_app.ui.widgets.vertical_scroll import VerticalScroll

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from screening_app.domain import TrainedModel
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.training import (
        LearningCurve,
        ReExtracted,
        TimeEstimate,
        TrainingChoice,
        TrainingTable,
    )
    from screening_app.ui.services import AppServices
    from selfmm.errors import KnownError

TRAIN, SESSIONS, MODELS, OUTLOOK = range(4)  # tabs


class TrainingPage(Page):
    """Four tabs; the first holds the form, the training that runs, or its result."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.back = Button("", "arrow-left")
        self.tabs = QTabWidget()
        self.run = TrainingRun(services, self)
        self.lookups = TrainingLookups(services, self)
        self.interrupted, self.form, self.result = TrainingInterrupted(), TrainingForm(), TrainingResult()
        self.running = TrainingRunning(self.run)
        self.sessions, self.models, self.outlook = (
            TrainingSessionsPanel(),
            TrainingModelsPanel(services),
            TrainingOutlook(),
        )
        self.actions_ = TrainingModelActions(services, self.models)
        self._judged: ListedModel | None = None
        self._is_known = False  # whether a choice was proposed
        self._may_train = services.workspace.access.may(Permission.TRAIN)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.header.add(self.back)
        self._inside = QWidget()
        inner = QVBoxLayout(self._inside)
        inner.setContentsMargins(0, theme.SPACE_M, theme.SPACE_S, 0)
        inner.setSpacing(theme.SPACE_M)
        inner.addWidget(self.interrupted)
        for face in (self.form, self.running, self.result):
            inner.addWidget(face)
        inner.addStretch(1)
        self._show_only(self.form)
        self._tabs = (VerticalScroll(self._inside), self.sessions, self.models, VerticalScroll(self.outlook))
        for part in self._tabs:
            self.tabs.addTab(part, "")
        if not self._may_train:  # the models alone
            for place in (TRAIN, SESSIONS, OUTLOOK):
                self.tabs.setTabVisible(place, False)
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(lambda place: theme.dress(self.parts()[place], when_seen=True))
        self.column.addWidget(self.tabs, 1)
        self.dress_apart(self.tabs.tabBar())

    def parts(self) -> tuple[QWidget, ...]:
        """Each tab by itself: there are 300 widgets in all."""
        return self._tabs

    def _connect(self) -> None:
        events, lookups, run = self.services.events, self.lookups, self.run
        self.back.clicked.connect(events.settings_wanted)
        for signal in (events.interview_changed, events.patient_changed):
            signal.connect(lambda _: self._follow_sessions())
        events.settings_changed.connect(lambda _: self._follow_settings())
        lookups.proposed.connect(self._propose)
        lookups.table_found.connect(self._show_table)
        lookups.looking.connect(self.form.light.show_progress)
        lookups.looking.connect(self.sessions.show_progress)
        lookups.estimating.connect(self.form.show_estimating)
        lookups.estimated.connect(self._show_estimate)
        lookups.failed.connect(self.banner.show_error)
        self.form.changed.connect(lambda: lookups.follow(self.form.choice))
        self.form.started.connect(self._start)
        self.interrupted.go_on.clicked.connect(self.go_on)
        self.interrupted.discard.clicked.connect(self._ask_to_discard)
        run.changed.connect(self._show_face)
        run.finished.connect(self._finished)
        run.failed.connect(self._failed)
        run.cancelled.connect(self._look_for_interrupted)
        self.result.activate_wanted.connect(self._activate)
        self.result.keep_wanted.connect(self._put_result_away)
        self.sessions.re_extract_wanted.connect(self._re_extract)
        self.sessions.session_wanted.connect(events.interview_wanted)
        self.actions_.figures_wanted.connect(self._show_figures_of)
        self.outlook.wanted.connect(self._work_out_curve)

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(
            self.tr("Training"),
            self.tr("Let a model learn from your own rated sessions. Nothing changes before you activate it."),
        )
        self.back.setText(self.tr("Back to settings"))
        names = (self.tr("Training"), self.tr("Sessions"), self.tr("Models"), self.tr("More sessions"))
        for place, name in enumerate(names):
            self.tabs.setTabText(place, name)
        self.tabs.setAccessibleName(self.tr("Training"))

    # Looking

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look again at whatever may have changed while nobody looked."""
        super().showEvent(event)
        if event.spontaneous():
            return
        self._follow_settings()
        if not self._may_train:
            return
        self._look_for_interrupted()
        if self._is_known:
            self.lookups.follow(self.form.choice, again=True)
        else:
            self.lookups.propose()

    def _follow_sessions(self) -> None:
        if self.isVisible() and self._is_known:
            self.lookups.follow(self.form.choice, again=True)

    def _follow_settings(self) -> None:
        """Another model may be active."""
        if not self.isVisible():
            return
        workspace, settings = self.services.workspace, self.services.settings_store.current
        self.services.device_jobs.start(
            lambda _: active_model(workspace, settings), on_done=self._offer_base, on_error=self.banner.show_error
        )
        self.models.refresh()

    def _offer_base(self, active: ListedModel) -> None:
        self.form.show_models(active.name, active_is_default=active.is_default)

    def _propose(self, choice: TrainingChoice) -> None:
        self._is_known = True
        self.form.show_choice(choice)
        self.lookups.follow(self.form.choice)

    def _show_table(self, table: TrainingTable | None) -> None:
        self.form.show_table(table)
        self.sessions.show_table(table)

    def _show_estimate(self, estimate: TimeEstimate | None, problem: KnownError | None) -> None:
        self.form.show_estimate(estimate, "" if problem is None else say(problem))

    # Training

    def _start(self) -> None:
        choice = self.form.choice
        if choice is not None and self.form.can_start and not self.run.is_active:
            self.lookups.stop()
            self.banner.clear()
            self.run.start(choice, self.services.who)

    def go_on(self) -> None:
        """Go on with the training that was interrupted, if there is one."""
        self.tabs.setCurrentIndex(TRAIN)
        if not self.run.is_active and self.services.training.unfinished() is not None:
            self.interrupted.show_run(None)
            self.run.go_on()

    def _ask_to_discard(self) -> None:
        if not agreed(
            self,
            self.tr("Throw the training away?"),
            self.tr("Throw the interrupted training away?"),
            self.tr("What was learnt so far is lost. The sessions and the active model stay as they are."),
            yes=self.tr("Throw it away"),
            no=self.tr("Keep it"),
        ):
            return
        try:
            self.services.training.cancel()
        except ScreeningError as error:
            self.banner.show_error(error)
        self._look_for_interrupted()

    def _look_for_interrupted(self) -> None:
        run = None if self.run.is_active else self.services.training.unfinished()
        self.interrupted.show_run(run)
        self.form.show_busy(run is not None)

    def _show_only(self, shown: QWidget) -> None:
        """Show the form, the training that runs, or its result; each is as high as it needs to be."""
        for face in (self.form, self.running, self.result):
            face.setVisible(face is shown)

    def _show_face(self) -> None:
        if self.run.is_active:
            self._show_only(self.running)
        elif not self.running.isHidden():
            self._show_only(self.form)
            self.lookups.follow(self.form.choice, again=True)
        self.form.show_busy(self.run.is_active)

    def _failed(self, error: BaseException) -> None:
        self.banner.show_error(error)
        self._look_for_interrupted()

    def _finished(self, model: TrainedModel) -> None:
        """Show whether the new model is better, once the list knows it."""
        self.models.refresh(model.id)
        workspace, settings = self.services.workspace, self.services.settings_store.current

        def find(_: object) -> ListedModel:
            from screening_app.services.model_registry import list_models

            return next(listed for listed in list_models(workspace, settings) if listed.id == model.id)

        self.services.device_jobs.start(find, on_done=self._show_figures_of, on_error=self.banner.show_error)

    # Is it better?

    def _show_figures_of(self, listed: ListedModel) -> None:
        judgement = comparison_of(listed.model) if listed.model else None
        if judgement is None or listed.info is None or self.run.is_active:
            return
        self._judged = listed
        names = {one.id: one.name for one in self.models.registry.models}
        in_use = names.get(judgement.reference, judgement.reference)
        self.result.show_judgement(judgement, listed.info.scale, listed.name, in_use)
        self._show_only(self.result)
        self.tabs.setCurrentIndex(TRAIN)

    def _activate(self) -> None:
        if self._judged is not None:
            self.tabs.setCurrentIndex(MODELS)
            self.actions_.activate(self._judged)
            self._put_result_away()

    def _put_result_away(self) -> None:
        self._judged = None
        self._show_only(self.form)

    # Reading again, and the learning curve

    def _re_extract(self) -> None:
        choice, table = self.form.choice, self.sessions.table
        if choice is None or table is None or self.sessions.progress.active:
            return
        training = self.services.training
        self.sessions.progress.run(
            self.services.training_jobs,
            lambda: self.tr("Reading voice and face again"),
            lambda job: training.re_extract(table.re_extractable, choice, job.report),
            on_done=self._re_extracted,
            on_error=self.banner.show_error,
            on_cancelled=lambda: self.lookups.follow(self.form.choice, again=True),
        )

    def _re_extracted(self, result: ReExtracted) -> None:
        def text() -> str:
            told = self.tr("{count} sessions were read again.").format(count=len(result.done))
            if not result.failed:
                return told
            first = say(result.failed[0][1])
            more = self.tr("{count} could not be read: {reason}").format(count=len(result.failed), reason=first)
            return joined(told, more)

        self.banner.show_message(text, "warning" if result.failed else "success")
        self.lookups.follow(self.form.choice, again=True)

    def _work_out_curve(self) -> None:
        choice = self.form.choice
        if choice is None or self.outlook.progress.active:
            return
        training = self.services.training
        self.outlook.progress.run(
            self.services.training_jobs,
            lambda: self.tr("Working out what more sessions would bring"),
            lambda job: training.learning_curve(choice, job.report),
            on_done=self._show_curve,
            on_error=self.banner.show_error,
        )

    def _show_curve(self, curve: LearningCurve) -> None:
        self.outlook.show_curve(curve)

    # Closing

    def work_in_progress(self) -> str:
        """That a training would be interrupted."""
        return self.tr("A model is being trained.") if self.run.is_active else ""

    def shut_down(self) -> None:
        """Stop what runs; a training is kept for the next start."""
        self.lookups.shut_down()
        self.run.shut_down()
        for panel in (self.sessions.progress, self.models.progress, self.outlook.progress):
            panel.cancel()
        self.services.training.stop()
