"""How one patient went over time: the chart, what it means, and the sessions behind it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from screening_app.errors import ScreeningError
from screening_app.services.history import latest_change
from screening_app.services.interviews import remove_interview
from screening_app.services.patients import find_patients, get_patient
from screening_app.ui import theme
from screening_app.ui.answers_chart import AnswersChart
from screening_app.ui.charts import HistoryChart
from screening_app.ui.formats import format_date
from screening_app.ui.history_table import DATE, HistoryTable, Session, sessions_of
from screening_app.ui.history_words import change_in_words
from screening_app.ui.player import Moment, MomentPlayer
from screening_app.ui.report_saving import offer_report
from screening_app.ui.widgets import Button, Card, EmptyState, Page, label
from screening_app.ui.widgets.patient_picker import SHOWN, PatientPicker
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from screening_app.domain import HistoryPoint, Patient
    from screening_app.ui.services import AppServices
    from selfmm.types import AnswerScore

_ROW_HEIGHT = 36


class HistoryPage(Page):
    """One patient's chart beside the answers of the chosen session, and the table of sessions below."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.patient: Patient | None = None
        self._sessions: tuple[Session, ...] = ()
        self.picker = PatientPicker(lambda search: find_patients(services.workspace, search, limit=SHOWN))
        self.chart = HistoryChart()
        self.picker.setMinimumWidth(360)
        self.answers, self._answers_title = AnswersChart(), label("", "strong")
        self.change = label("", "muted", wrap=True)
        self.scales = QComboBox()
        self.model = HistoryTable()
        self.table = QTableView()
        self.player = MomentPlayer(services.device_jobs, self)
        self._nobody = EmptyState("account-search-outline")
        self._nothing = EmptyState("chart-timeline-variant")
        self._stack = QStackedWidget()
        self._make_buttons()
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.refresh()

    def _make_buttons(self) -> None:
        self.new_session = Button("", "microphone-outline")
        self.first_session = Button("", "microphone-outline", "primary")
        self.save_chart = Button("", "image-outline", "quiet")
        self.play = Button("", "play")
        self.open = Button("", "text-box-outline")
        self.report = Button("", "file-pdf-box")
        self.remove = Button("", "trash-can-outline", "danger")

    def _set_up_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setMinimumHeight(150)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)

    def _lay_out(self) -> None:
        self.header.add(self.picker)
        self.header.add(self.new_session)
        self._nothing.add(self.first_session)
        for face in (self._nobody, self._nothing, self._history_face()):
            self._stack.addWidget(face)
        self.column.addWidget(self._stack, 1)

    def _history_face(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        self._sessions_title = label("", "section")
        buttons.addWidget(self._sessions_title, 1)
        for button in (self.play, self.open, self.report, self.remove):
            buttons.addWidget(button)
        face = QWidget()
        column = QVBoxLayout(face)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._charts(), 3)
        column.addLayout(buttons)
        column.addWidget(self.table, 2)
        return face

    def _charts(self) -> QSplitter:
        below = QHBoxLayout()
        below.addWidget(self.change, 1)
        below.addWidget(self.scales)
        below.addWidget(self.save_chart)
        sessions, answers = _low_card(), _low_card()
        sessions.body.addWidget(self.chart, 1)
        sessions.body.addLayout(below)
        answers.body.addWidget(self._answers_title)
        answers.body.addWidget(self.answers, 1)
        charts = QSplitter(Qt.Orientation.Horizontal)
        charts.setChildrenCollapsible(False)
        charts.setHandleWidth(theme.SPACE_M)
        for card in (sessions, answers):
            charts.addWidget(card)
        charts.setSizes([11_000, 9_000])  # Qt shares out what there is
        return charts

    def _connect(self) -> None:
        events = self.services.events
        events.patient_changed.connect(self._follow_patients)
        events.interview_changed.connect(lambda _: self.refresh())
        events.assessment_added.connect(lambda _: self.refresh())
        self.picker.chosen.connect(self._choose)
        self.chart.clicked.connect(self.select)
        self.scales.activated.connect(self._draw)
        self.table.activated.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show_selected)
        self.answers.play_wanted.connect(self._play_answer)
        self.play.clicked.connect(self._play_or_stop)
        self.services.events.recording_changed.connect(self._follow_recording)
        self.player.changed.connect(lambda _: self._show_playing())
        self.player.moved.connect(lambda _: self._show_position())
        self.player.failed.connect(self.banner.show_error)
        self.open.clicked.connect(self._open)
        self.report.clicked.connect(self._save_report)
        self.remove.clicked.connect(self._remove)
        self.save_chart.clicked.connect(self._save_chart)
        for button in (self.new_session, self.first_session):
            button.clicked.connect(lambda: events.session_wanted.emit(self.patient.id if self.patient else ""))
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Delete, self.table, self._remove, context=inside)

    def retranslate(self) -> None:
        """Set every text again."""
        self._show_header()
        self.new_session.setText(self.tr("New session"))
        self.first_session.setText(self.tr("Hold a session"))
        self.save_chart.setText(self.tr("Save picture…"))
        self._name_play()
        self.open.setText(self.tr("Open session"))
        self.report.setText(self.tr("Report (PDF)…"))
        self.remove.setText(self.tr("Remove"))
        self.scales.setAccessibleName(self.tr("Scale"))
        self.table.setAccessibleName(self.tr("Sessions"))
        self._sessions_title.setText(self.tr("Sessions"))
        self._nobody.set_texts(
            self.tr("No patient chosen"), self.tr("Choose a patient above, or open one from the list of patients.")
        )
        self._nothing.set_texts(
            self.tr("No sessions yet"), self.tr("Hold a first session with this patient; its score will stand here.")
        )
        self.model.retranslate()
        self._show_change()
        self._name_answers()

    def _show_header(self) -> None:
        demonstration = self.tr("Demonstration: this person does not exist.")
        shown = demonstration if self.patient and self.patient.is_demo else self.tr("One patient’s scores over time.")
        self.header.set_texts(self.tr("History"), shown)

    def open_patient(self, patient_id: str) -> None:
        """Show this patient's history; says so where the patient has been removed."""
        try:
            self.picker.choose(get_patient(self.services.workspace, patient_id))
        except ScreeningError as error:
            self.picker.choose(None)
            self.banner.show_error(error)
        self.refresh()

    def _choose(self, patient: Patient | None) -> None:
        self.banner.clear()
        self.patient = patient
        self.refresh()

    def _follow_patients(self, _patient_id: str) -> None:
        """Patients were added, edited or removed: the list changes, and perhaps the one who is shown."""
        self.picker.refresh()
        if self.patient is None:
            return
        try:
            self.picker.choose(get_patient(self.services.workspace, self.patient.id))
        except ScreeningError:
            self.picker.choose(None)
        self.refresh()

    def refresh(self) -> None:
        """Ask the database again; the selected session stays selected if it is still there, else the newest is."""
        selected = self.selected()
        self._sessions = sessions_of(self.services.workspace, self.patient.id) if self.patient else ()
        self.model.show_sessions(self._sessions)
        self._show_face()
        self._show_header()
        self._offer_scales()
        self._draw()
        self._show_change()
        kept = selected.interview.id if selected else ""
        if self.model.row_of(kept) >= 0:
            self.select(kept)
        elif self._sessions:
            self.table.selectRow(0)
        else:
            self._show_selected()  # no selection tells of it

    def _show_face(self) -> None:
        self.new_session.setVisible(self.patient is not None)
        face = 0 if self.patient is None else 1 if not self._sessions else 2
        self._stack.setCurrentIndex(face)

    def _points(self) -> list[HistoryPoint]:
        return [session.point for session in self._sessions if session.point]

    def _offer_scales(self) -> None:
        """Several models may have scored on several scales; each is shown by itself, the newest one first."""
        shown = self.scales.currentText()
        names = list(dict.fromkeys(point.scale for point in reversed(self._points())))
        self.scales.clear()
        self.scales.addItems(names)
        self.scales.setCurrentText(shown if shown in names else next(iter(names), ""))
        self.scales.setVisible(len(names) > 1)

    def _draw(self) -> None:
        points = [point for point in self._points() if point.scale == self.scales.currentText()]
        self.save_chart.setVisible(bool(points))
        if not points:
            self.chart.set_points(())
            return
        score = self.services.workspace.assessments.get(points[-1].assessment_id).score
        self.chart.set_points(points, score.scale, score.coverage)

    def _show_change(self) -> None:
        there = self.patient is not None and bool(self._points())
        change = latest_change(self.services.workspace, self.patient.id) if there and self.patient else None
        self.change.setText(change_in_words(change) if there else "")

    def selected(self) -> Session | None:
        """The session in the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.session(rows[0].row()) if rows else None

    def select(self, interview_id: str) -> None:
        """Select a session in the table, if it is there."""
        row = self.model.row_of(interview_id)
        if row >= 0:
            flags = QItemSelectionModel.SelectionFlag
            index = self.model.index(row, DATE)
            self.table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.table.scrollTo(index)

    def _show_selected(self) -> None:
        """Show the answers of the selected session, and what can be done with it."""
        session = self.selected()
        point = session.point if session else None
        recording = session.interview.recording if session else None
        score = self.services.workspace.assessments.get(point.assessment_id).score if point else None
        self.answers.show_answers(score, recording.duration_seconds if recording else None)
        self._name_answers()
        self._enable_buttons()
        self._show_position()

    def _name_answers(self) -> None:
        session = self.selected()
        date = format_date(session.interview.held_at, with_time=True) if session else ""
        self._answers_title.setText(self.tr("Answers of {date}").format(date=date) if session else "")

    def _enable_buttons(self) -> None:
        session = self.selected()
        for button in (self.open, self.remove):
            button.setEnabled(session is not None)
        self.report.setEnabled(session is not None and session.point is not None)
        recorded = session is not None and session.interview.recording is not None
        self.play.setEnabled(recorded and not self.services.events.is_recording)
        self.answers.set_locked(self.services.events.is_recording)
        self._name_play()

    def _open(self) -> None:
        if session := self.selected():
            self.services.events.interview_wanted.emit(session.interview.id)

    # Hearing a session

    def _recording(self) -> Path | None:
        """The selected session's recording."""
        session = self.selected()
        recording = session.interview.recording if session else None
        return recording.path if recording else None

    def _is_playing(self) -> bool:
        """Whether the selected session, or a piece of it, is heard now."""
        return self.player.moment is not None and self.player.moment.path == self._recording()

    def _follow_recording(self, recording: bool) -> None:
        """Play nothing that would be heard in the interview that is being recorded."""
        if recording:
            self.player.stop()
        self._enable_buttons()

    def _play_or_stop(self) -> None:
        if self._is_playing():
            self.player.stop()
        elif recording := self._recording():
            self.player.play(Moment(recording))

    def _play_answer(self, answer: AnswerScore) -> None:
        if recording := self._recording():
            self.player.toggle(Moment(recording, answer.start, answer.end))

    def _show_playing(self) -> None:
        self._name_play()
        self._show_position()

    def _show_position(self) -> None:
        """Show in the answers what is heard of the selected session."""
        moment = self.player.moment if self._is_playing() else None
        self.answers.show_position(max(moment.start, self.player.seconds) if moment else None)

    def _name_play(self) -> None:
        playing = self._is_playing()
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))
        self.play.set_icon_name("stop" if playing else "play")

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody's voice goes on when nobody looks at the history any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.player.stop()

    def shut_down(self) -> None:
        """Stop playing."""
        self.player.close()

    # Saving a report or the picture

    def _save_report(self) -> None:
        session = self.selected()
        if session and session.point and self.patient:
            offer_report(self, self.services.workspace.assessments.get(session.point.assessment_id), self.patient)

    def _save_chart(self) -> None:
        if self.patient is None:
            return
        proposal = self._reports() / f"{self.patient.code}.png"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the picture"), str(proposal), "PNG (*.png)")
        if name:
            self.write_chart(Path(name))

    def write_chart(self, path: Path) -> None:
        """Write the chart's picture, and say where it lies or what went wrong."""
        try:
            self.chart.export_png(path)
        except ScreeningError as error:
            self.banner.show_error(error)
        else:
            self._tell_saved(path)

    def _reports(self) -> Path:
        """The folder that is proposed; the file dialog wants it to be there."""
        folder = self.services.workspace.paths.reports
        return folder if folder.is_dir() else folder.parent

    def _tell_saved(self, path: Path) -> None:
        self.banner.show_message(
            lambda: self.tr("The picture is saved as {name}.").format(name=path.name),
            "success",
            lambda: self.tr("Open it"),
            lambda: self._show_file(path),
        )

    def _show_file(self, path: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(path))

    # Removing a session

    def _remove(self) -> None:
        session = self.selected()
        if session is None or not self._confirm_removal(session):
            return
        self.player.close()  # some systems do not remove a file that is open
        try:
            remove_interview(self.services.workspace, session.interview.id)
        except ScreeningError as error:
            self.banner.show_error(error)
        self.services.events.interview_changed.emit(session.interview.id)

    def _confirm_removal(self, session: Session) -> bool:
        date = format_date(session.interview.held_at, with_time=True)
        return agreed(
            self,
            self.tr("Remove session"),
            self.tr("Remove the session of {date} for good?").format(date=date),
            self.tr("Its recording, transcript and scores are removed from this computer. This cannot be undone."),
            yes=self.tr("Remove"),
            no=self.tr("Keep"),
        )


def _low_card() -> Card:
    """A card around a chart, which wants the room."""
    card = Card()
    card.body.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
    card.body.setSpacing(theme.SPACE_S)
    return card
