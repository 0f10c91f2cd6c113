"""What the model says of one interview: the score on its scale, each modality's own view, quality, and the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.answers_chart import AnswersChart
from screening_app.ui.formats import format_date, format_value
from screening_app.ui.score_words import (
    chance_in_words,
    effect_in_words,
    interval_in_words,
    modality_in_words,
    most_influential,
    quality_in_words,
    unscored_in_words,
)
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.marker_table import MarkerTable
from screening_app.ui.widgets.note_row import NoteRow, clear, fill_notes
from screening_app.ui.widgets.score_scale import ScoreScale
from screening_app.ui.widgets.score_strip import ScoreStrip
from screening_app.ui.widgets.vertical_scroll import VerticalScroll
from selfmm.types import INDETERMINATE, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import Assessment
    from selfmm.types import Score


class ScoreView(QWidget):
    """The headline: the figure and its band in words, the scale, and how sure it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure, self._unit = label("", "figure"), label("", "muted")
        self._band = label("", "section", wrap=True)
        self._interval, self._chance = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self._scale = ScoreScale()
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(theme.SPACE_S)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_S)
        head.addWidget(self._figure, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self._unit, 1, Qt.AlignmentFlag.AlignBottom)
        self._unit.setContentsMargins(0, 0, 0, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(head)
        column.addWidget(self._band)
        column.addWidget(self._scale)
        column.addWidget(self._interval)
        column.addWidget(self._chance)
        column.addLayout(self._reasons)

    def show_score(self, score: Score) -> None:
        """Show a score, or that there is none and why."""
        undecided = score.band == INDETERMINATE
        self._scale.show_score(score.scale, score.value, score.interval, undecided=undecided)
        self._figure.setText(format_value(score.value))
        self._figure.setVisible(score.value is not None and not undecided)
        self._unit.setVisible(score.value is not None and not undecided)
        self._unit.setText(
            self.tr("on {scale}, {minimum} to {maximum}").format(
                scale=score.scale.name, minimum=f"{score.scale.minimum:g}", maximum=f"{score.scale.maximum:g}"
            )
        )
        self._band.setText(self._in_words(score))
        self._interval.setText(interval_in_words(score))
        self._interval.setVisible(score.interval is not None)
        self._chance.setText(chance_in_words(score))
        self._chance.setVisible(score.probability is not None)
        fill_notes(self._reasons, "help-circle-outline", "warning", map(messages.reason, score.reasons))

    def _in_words(self, score: Score) -> str:
        if score.band != INDETERMINATE:
            return messages.band_name(score.band)
        if score.value is None:
            return self.tr("Indeterminate: no score can be given")
        return self.tr("Indeterminate: {value}, but its interval includes the cut-off").format(
            value=format_value(score.value)
        )


class ModalityViews(QWidget):
    """What words, voice and face say, each for itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names, self._values, self._strips = {}, {}, {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        for row, modality in enumerate(Modality):
            self._names[modality], self._values[modality] = label(), label("", "strong")
            self._strips[modality] = ScoreStrip()
            self._values[modality].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._names[modality], row, 0)
            grid.addWidget(self._strips[modality], row, 1)
            grid.addWidget(self._values[modality], row, 2)
        self._unscored = label("", "muted", wrap=True)
        grid.addWidget(self._unscored, len(Modality), 0, 1, 3)

    def show_score(self, score: Score) -> None:
        """Show the three views of a score."""
        for modality in Modality:
            value = getattr(score, modality.value)
            self._names[modality].setText(messages.modality_name(modality.value))
            self._strips[modality].show_value(score.scale, value, f"{modality.value}_view")
            self._values[modality].setText(modality_in_words(score, modality))
        unscored = unscored_in_words(score)
        self._unscored.setText(unscored)
        self._unscored.setVisible(bool(unscored))


class InfluentialView(QWidget):
    """The sentences that move the score most, with what each does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._rows = label("", "muted", wrap=True), QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self._title)
        column.addLayout(self._rows)

    def show_score(self, score: Score) -> None:
        """Show the sentences of an explained score; nothing for another."""
        passages = most_influential(score)
        self.setVisible(bool(passages))
        self._title.setText(self.tr("The sentences that moved it most, marked in the transcript as well:"))
        clear(self._rows)
        for passage in passages:
            icon, colour = ("arrow-up", "warning") if passage.effect > 0 else ("arrow-down", "success")
            words = self.tr("“{words}” {effect}").format(words=passage.text, effect=effect_in_words(passage.effect))
            self._rows.addWidget(NoteRow(icon, colour, words))


class QualityView(QWidget):
    """How good the recording is as evidence, and what would make it better."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE_M)
        self._grid.setVerticalSpacing(theme.SPACE_XS)
        self._grid.setColumnStretch(1, 1)
        self._cells: list[tuple[QLabel, QLabel]] = []
        self._warnings = QVBoxLayout()
        self._warnings.setSpacing(theme.SPACE_S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(self._grid)
        column.addLayout(self._warnings)

    def show_score(self, score: Score) -> None:
        """Show what was measured, and each warning with its remedy."""
        measured = quality_in_words(score.quality)
        while len(self._cells) < len(measured):
            self._add_cell()
        for row, cell in enumerate(self._cells):
            for part, text in zip(cell, measured[row] if row < len(measured) else ("", ""), strict=True):
                part.setText(text)
                part.setVisible(bool(text))
        fill_notes(self._warnings, "alert-outline", "warning", map(messages.reason, score.warnings))

    def _add_cell(self) -> None:
        row = len(self._cells)
        self._cells.append((label("", "muted"), label(wrap=True)))
        for column, part in enumerate(self._cells[row]):
            self._grid.addWidget(part, row, column)


class MarkersView(QWidget):
    """What was measured of voice and face in the whole interview, and that it is no judgement."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note, self._table = label("", "small", wrap=True), MarkerTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._note)
        column.addWidget(self._table)

    def show_markers(self, markers: Mapping[str, float]) -> None:
        """Show markers by their codes."""
        self._note.setText(
            self.tr(
                "Measurements, not a judgement: none is healthy or ill by itself. Compare a person with "
                "themselves only, recorded with the same microphone and camera."
            )
        )
        self._table.show_markers(markers)


class ResultPanel(QFrame):
    """One assessment, with what can be done with it; without one, the offer to score the interview now."""

    score_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._assessment: Assessment | None = None
        self._card_line = ""
        self._measured: Mapping[str, float] = {}
        self._seconds: float | None = None
        self.title, self._when = label("", "section"), label("", "small")
        self._score, self._modalities, self._quality = ScoreView(), ModalityViews(), QualityView()
        self._markers, self._markers_title, self._markers_line = MarkersView(), label("", "strong"), line()
        self.answers, self._answers_title = AnswersChart(), label("", "strong")
        self._influential, self._about_answers = InfluentialView(), label("", "small", wrap=True)
        self._modalities_title, self._quality_title = label("", "strong"), label("", "strong")
        self._model = label("", "small", wrap=True)
        self._unscored = label("", "muted", wrap=True)
        self.score_now = Button("", "play", "primary")
        self.score_now.clicked.connect(self.score_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, theme.SPACE_M, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self._when)
        inside = QWidget()
        inside.setObjectName("result")
        inside.setStyleSheet("QWidget#result { background: transparent; }")
        self._parts: tuple[QWidget, ...] = (
            *(self._score, self._model, line()),
            *(self._answers_title, self.answers, self._influential, self._about_answers, line()),
            *(self._modalities_title, self._modalities, line()),
            *(self._quality_title, self._quality),
        )
        self._marker_parts = (self._markers_line, self._markers_title, self._markers)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_M, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self._unscored)
        column.addWidget(self.score_now, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (*self._parts, *self._marker_parts):
            column.addWidget(part)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_S, theme.SPACE_M)
        outer.setSpacing(theme.SPACE_S)
        outer.addLayout(head)
        outer.addWidget(VerticalScroll(inside), 1)

    def show_assessment(
        self,
        assessment: Assessment | None,
        card_line: str = "",
        markers: Mapping[str, float] | None = None,
        seconds: float | None = None,
    ) -> None:
        """Show an assessment with the first line of its model's card and the interview's markers by their codes.

        None offers to score now. `seconds` is the length of the recording, None where there is none.
        """
        self._assessment, self._card_line, self._measured = assessment, card_line, markers or {}
        self._seconds = seconds
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again, and show the assessment anew."""
        self.title.setText(self.tr("Result"))
        self._answers_title.setText(self.tr("Answer by answer"))
        self._about_answers.setText(
            self.tr(
                "The score is the mean of the answers. How much an answer or a sentence raises or lowers it is the "
                "difference that leaving it out would make. This says what moved the number, not why somebody feels as "
                "they do."
            )
        )
        self._modalities_title.setText(self.tr("What each says by itself"))
        self._quality_title.setText(self.tr("Quality of the recording"))
        self._markers_title.setText(self.tr("Voice and face, measured"))
        self._unscored.setText(self.tr("This session has not been scored yet. Everything that belongs to it is kept."))
        self.score_now.setText(self.tr("Score now"))
        self._show()

    def _show(self) -> None:
        assessment = self._assessment
        for part in (*self._parts, self._when):
            part.setVisible(assessment is not None)
        for part in (self._unscored, self.score_now):
            part.setVisible(assessment is None)
        for part in self._marker_parts:
            part.setVisible(assessment is not None and bool(self._measured))
        if assessment is None:
            return
        self._when.setText(format_date(assessment.created_at, with_time=True))
        for view in (self._score, self._influential, self._modalities, self._quality):
            view.show_score(assessment.score)
        self.answers.show_answers(assessment.score, self._seconds)
        self._markers.show_markers(self._measured)
        model = self.tr("Model {model}").format(model=assessment.score.bundle)
        self._model.setText(f"{model}\n{self._card_line}" if self._card_line else model)
