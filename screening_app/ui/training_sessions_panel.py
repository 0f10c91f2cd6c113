"""What a model can learn from: counts, the rated sessions with why some are left out, and reading them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.training_sessions_model import PATIENT, USE, TrainingSessionsModel
from screening_app.ui.training_words import languages_in_words, left_out_in_words, looking_in_words
from screening_app.ui.widgets import Button, ProgressPanel, label
from screening_app.ui.widgets.rows import MEASURED_ROWS, LinkTable

if TYPE_CHECKING:
    from screening_app.jobs.runner import Progress
    from screening_app.services.training_sessions import TrainingTable

_ROW_HEIGHT = 36


class TrainingSessionsPanel(QWidget):
    """Shows one `TrainingTable`; who owns it reads sessions again and opens them."""

    re_extract_wanted = Signal()
    session_wanted = Signal(str)  # id of an interview

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: TrainingTable | None = None
        self._progress: Progress | None = None  # of the look, while there is no table
        self.model = TrainingSessionsModel()
        self.view = LinkTable(_ROW_HEIGHT)
        self.view.setModel(self.model)
        self.view.doubleClicked.connect(self.view.follow)
        self.counts = label("", "strong", wrap=True)
        self.left_out = label("", "muted", wrap=True)
        self.re_extract = Button("", "refresh")
        self.progress = ProgressPanel()
        self._lay_out()
        self.re_extract.clicked.connect(self.re_extract_wanted)
        self.view.followed.connect(self._follow)
        self.retranslate()

    def _lay_out(self) -> None:
        self.view.horizontalHeader().setResizeContentsPrecision(MEASURED_ROWS)
        for column in range(USE):
            self.view.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        texts = QVBoxLayout()
        texts.setSpacing(theme.SPACE_XS)
        texts.addWidget(self.counts)
        texts.addWidget(self.left_out)
        row.addLayout(texts, 1)
        row.addWidget(self.re_extract, 0, Qt.AlignmentFlag.AlignTop)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(0, theme.SPACE_M, 0, 0)
        column_.setSpacing(theme.SPACE_M)
        column_.addLayout(row)
        column_.addWidget(self.progress)
        column_.addWidget(self.view, 1)

    def show_table(self, table: TrainingTable | None) -> None:
        """Show what can be learned from; None while it is being looked for."""
        self.table, self._progress = table, None
        self.model.show_table(table)
        self.retranslate()

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is until there is a table."""
        if self.table is None:
            self._progress = progress
            self.counts.setText(looking_in_words(progress))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.view.setAccessibleName(self.tr("Rated sessions"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, PATIENT, USE)
        self.view.viewport().update()
        self.counts.setText(self._counts())
        self.left_out.setText(self._left_out())
        waiting = len(self.table.re_extractable) if self.table else 0
        several = self.tr("Read {count} sessions again").format(count=waiting)
        self.re_extract.setText(self.tr("Read one session again") if waiting == 1 else several)
        self.re_extract.setToolTip(
            self.tr("Voice and face were read by an older version. Reading them again takes about as long as scoring.")
        )
        self.re_extract.setVisible(waiting > 0)

    def _counts(self) -> str:
        table = self.table
        if table is None:
            return looking_in_words(self._progress)
        known = table.readiness
        text = self.tr(
            "{sessions} sessions of {people} people on the {scale}: {above} people at or above the cut-off of "
            "{cutoff}, {below} below. Languages: {languages}."
        )
        return text.format(
            sessions=known.sessions,
            people=known.people,
            scale=table.scale.name,
            above=known.people_above,
            below=known.people_below,
            cutoff=f"{table.scale.cutoff:g}",
            languages=languages_in_words(known.languages),
        )

    def _left_out(self) -> str:
        table = self.table
        if table is None:
            return ""
        told = [self._locked()] if table.holdout_is_chosen else []
        if table.counts:
            parts = [
                self.tr("{why}: {count}").format(why=left_out_in_words(why), count=count)
                for why, count in sorted(table.counts.items())
            ]
            told.append(self.tr("Left out: {reasons}.").format(reasons=self.tr(" · ").join(parts)))
        if table.not_rated:
            told.append(self.tr("{count} more sessions have no rating on this scale.").format(count=table.not_rated))
        return "\n".join(told)

    def _locked(self) -> str:
        people = self.table.readiness.holdout_people if self.table else 0
        text = self.tr(
            "{people} more people are locked away: every new model is judged on them, none learns from them."
        )
        return text.format(people=people)

    def _follow(self, number: int) -> None:
        row = self.model.row(number)
        if row is not None:
            self.session_wanted.emit(row.interview_id)
