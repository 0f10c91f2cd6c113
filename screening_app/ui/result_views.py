"""The parts of a result: the score on its scale, each modality's own view, influential sentences, quality, markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from screening_app.ui import glossary, messages, theme
from screening_app.ui.formats import format_value
from screening_app.ui.marker_range_words import about_markers, about_ranges
from screening_app.ui.score_words import (
    chance_in_words,
    effect_in_words,
    interval_in_words,
    modality_in_words,
    most_influential,
    quality_in_words,
    unscored_in_words,
)
from screening_app.ui.widgets import label
from screening_app.ui.widgets.chance_dots import ChanceDots
from screening_app.ui.widgets.marker_table import MarkerTable
from screening_app.ui.widgets.note_row import NoteRow, clear, fill_notes
from screening_app.ui.widgets.score_scale import ScoreScale
from screening_app.ui.widgets.score_strip import ScoreStrip
from selfmm.types import INDETERMINATE, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfmm.types import Score


class ScoreView(QWidget):
    """The headline: the figure and its band in words, the scale, and how sure it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure, self._unit = label("", "figure"), label("", "muted")
        self._band = label("", "section", wrap=True)
        self._interval, self._chance = label("", "muted", wrap=True), label("", "muted", wrap=True)
        self._scale, self._dots = ScoreScale(), ChanceDots()
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
        column.addWidget(self._dots)
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
        self._dots.show_chance(score.probability)
        self._chance.setText(chance_in_words(score))
        glossary.explain(self._band, "indeterminate" if undecided else "band")
        glossary.explain(self._interval, "interval")
        glossary.explain(self._chance, "probability")
        glossary.explain(self._figure, "score")
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
    """What was measured of voice and face in the whole interview, beside usual ranges, and that it is no judgement."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note, self._ranges = label("", "small", wrap=True), label("", "small", wrap=True)
        self._table = MarkerTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        for part in (self._note, self._table, self._ranges):
            column.addWidget(part)

    def show_markers(self, markers: Mapping[str, float], language: str) -> None:
        """Show the markers, by their codes, of a session in `language`."""
        self._note.setText(about_markers())
        self._ranges.setText(about_ranges(language))
        self._table.show_markers(markers, language)
