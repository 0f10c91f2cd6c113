"""The chart of a patient's history with what stands around it: what is shown, zooming, treatment, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from screening_app.services.series import SeriesKind, reference_of, with_scale
from screening_app.ui import theme
from screening_app.ui.history_chart import HistoryChart
from screening_app.ui.series_words import choice_name, step_in_words
from screening_app.ui.widgets import Button, Card, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import TreatmentEvent
    from screening_app.services.history import Session
    from screening_app.services.patient_history import PatientHistory
    from screening_app.services.series import Series, SeriesPoint
    from selfmm.types import LabelScale


class ChartCard(Card):
    """One of a patient's series in a chart, compared with a reference: the first session, or one that is chosen.

    `scale_of` gives the scale that an assessment was made on, by its id.
    """

    series_changed = Signal(object)  # the Series that is shown; None for none

    def __init__(self, scale_of: Callable[[str], LabelScale], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._scale_of = scale_of
        self._sessions: tuple[Session, ...] = ()
        self._events: tuple[TreatmentEvent, ...] = ()
        self._series: dict[str, Series] = {}
        self._selected = self._chosen = ""
        self.chart = HistoryChart()
        self.shown = QComboBox()
        self.change = label("", "small", wrap=True)
        self.zoom_out, self.zoom_in, self.zoom_all = (
            Button("", icon, "quiet") for icon in ("magnify-minus-outline", "magnify-plus-outline", "magnify-expand")
        )
        self.treatment = Button("", "flag-outline", "quiet")
        self.save = Button("", "image-outline", "quiet")
        self.reference = Button("", "", "inline")
        self._lay_out()
        self.shown.activated.connect(self._draw)
        self.zoom_in.clicked.connect(lambda: self.chart.zoom(1))
        self.zoom_out.clicked.connect(lambda: self.chart.zoom(-1))
        self.zoom_all.clicked.connect(self.chart.show_all)
        self.reference.clicked.connect(self._change_reference)
        self.retranslate()

    def _lay_out(self) -> None:
        self.body.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_S)
        self.body.setSpacing(theme.SPACE_S)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(theme.SPACE_XS)
        above.addWidget(self.shown, 1)
        for button in (self.zoom_out, self.zoom_in, self.zoom_all, self.treatment, self.save):
            above.addWidget(button)
        below.addWidget(self.change, 1)
        below.addWidget(self.reference)
        self.body.addLayout(above)
        self.body.addWidget(self.chart, 1)
        self.body.addLayout(below)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.shown.setAccessibleName(self.tr("Shown in the chart"))
        for button, text in (
            (self.zoom_out, self.tr("Show more time (−)")),
            (self.zoom_in, self.tr("Show less time (+)")),
            (self.zoom_all, self.tr("Show all sessions (0)")),
            (self.save, self.tr("Save picture…")),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
        self.treatment.setText(self.tr("Treatment…"))
        self.treatment.setToolTip(self.tr("Note when medication or therapy began or changed; flags show it here."))
        self._offer_series()
        self._show_words()

    # What is shown

    def show_history(self, history: PatientHistory) -> None:
        """Show a patient's sessions and changes of treatment; the series that was shown stays where it is there."""
        self._sessions, self._events = history.sessions, history.events
        self._series = {series.key: series for series in history.series}
        self._offer_series()
        self._draw()

    def forget_reference(self) -> None:
        """Compare with the first session again, because the patient is another."""
        self._chosen = ""

    @property
    def series(self) -> Series | None:
        """What is shown; None where there is nothing to show."""
        return self._series.get(str(self.shown.currentData()))

    @property
    def reference_point(self) -> SeriesPoint | None:
        """The session that others are compared with; None where there is none with a value."""
        return reference_of(self.series, self._chosen) if self.series else None

    def _offer_series(self) -> None:
        shown, blocked = self.shown.currentData(), QSignalBlocker(self.shown)
        self.shown.clear()
        for key, series in self._series.items():
            self.shown.addItem(choice_name(series), key)
        self.shown.setCurrentIndex(max(0, self.shown.findData(shown)))
        self.shown.setEnabled(self.shown.count() > 1)
        blocked.unblock()

    def _draw(self) -> None:
        series = self.series
        if series is not None and series.kind is SeriesKind.SCORE and series.scale is None:
            newest = [session.point for session in self._sessions if session.point][::-1]
            of_scale = next(point for point in newest if point.scale == series.code)
            series = self._series[series.key] = with_scale(series, self._scale_of(of_scale.assessment_id))
        for button in (self.save, self.zoom_in, self.zoom_out, self.zoom_all):
            button.setEnabled(series is not None)
        self.chart.set_series(series, self._events, self.reference_point)
        self._show_words()
        self.series_changed.emit(series)

    def select(self, interview_id: str) -> None:
        """Mark a session in the chart, and compare it with the reference."""
        self._selected = interview_id
        self.chart.select(interview_id)
        self._show_words()

    # The reference and the change in words

    def _change_reference(self) -> None:
        self._chosen = "" if self._chosen == self._selected else self._selected
        self._draw()

    def _show_words(self) -> None:
        """Say what has changed from the session before, and from the reference to the chosen session."""
        self.change.setText("\n".join(self._changes()))
        is_chosen = self._chosen != "" and self._chosen == self._selected
        self.reference.setText(self.tr("Compare with the first") if is_chosen else self.tr("Use as reference"))
        self.reference.setToolTip(
            self.tr("The hatched area shows what lies within measurement error of the reference.")
        )
        point = self.series.point(self._selected) if self.series else None
        reference = self.reference_point
        other = point is not None and point.value is not None and reference is not None and point != reference
        self.reference.setEnabled(is_chosen or other)

    def _changes(self) -> list[str]:
        series, reference = self.series, self.reference_point
        if series is None:
            return []
        selected, newest = series.point(self._selected), series.points[-1]
        told = [self._newest_change(series)]
        if reference is not None and selected is not None and selected.interview_id != reference.interview_id:
            is_told = len(series.points) > 1 and (reference, selected) == (series.points[-2], newest)
            told += [] if is_told else [step_in_words(series, reference, selected)]
        return [sentence for sentence in told if sentence]

    def _newest_change(self, series: Series) -> str:
        if len(series.points) > 1:
            return step_in_words(series, *series.points[-2:])
        return self.tr("This is the first session with this number, so there is nothing to compare it with.")
