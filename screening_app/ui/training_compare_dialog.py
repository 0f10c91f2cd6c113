"""Any two models side by side: their facts, and on the sessions that both have scored, their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.model_comparisons import compare_models
from screening_app.services.questionnaires import instruments
from screening_app.ui import messages, theme
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.training_models_table import counts_in_words, origin_in_words
from screening_app.ui.training_tables import FactsTable, figure_rows
from screening_app.ui.training_verdicts import comparison_in_words
from screening_app.ui.training_words import joined, model_name
from screening_app.ui.widgets import Banner, Button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.services.model_registry import ListedModel
    from screening_app.services.training import Comparison
    from screening_app.ui.services import AppServices

_WIDTH, _HEIGHT = 880, 640


class TrainingCompareDialog(QDialog):
    """Which two models, and on whose ratings, is chosen above."""

    def __init__(
        self, services: AppServices, models: Sequence[ListedModel], one_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._models = {listed.id: listed for listed in models if listed.info is not None}
        self._asked = 0
        self.comparison: Comparison | None = None
        self.is_looking = False
        self.one, self.other, self.instrument = QComboBox(), QComboBox(), QComboBox()
        self.facts, self.figures = FactsTable(3), FactsTable(5)
        self.sentence = label("", "strong", wrap=True)
        self.banner, self._close = Banner(), Button("")
        self._notice = label("", "small", wrap=True)
        self._fill_boxes(one_id)
        self._lay_out()
        for box in (self.one, self.other, self.instrument):
            box.activated.connect(self.refresh)
        self._close.clicked.connect(self.accept)
        self.refresh()

    def _fill_boxes(self, one_id: str) -> None:
        for box in (self.one, self.other):
            for listed in self._models.values():
                box.addItem(model_name(listed.name), listed.id)
        others = [listed.id for listed in self._models.values() if listed.id != one_id]
        active = [listed.id for listed in self._models.values() if listed.is_active and listed.id != one_id]
        self.one.setCurrentIndex(self.one.findData(one_id))
        self.other.setCurrentIndex(self.other.findData((active or others or [one_id])[0]))
        for instrument in instruments():
            self.instrument.addItem(instrument.name, instrument.id)
        info = self._models[one_id].info if one_id in self._models else None
        names = [instrument.name for instrument in instruments()]
        same = [place for place, name in enumerate(names) if info is not None and info.scale.name.startswith(name)]
        self.instrument.setCurrentIndex(same[0] if same else 0)

    def _lay_out(self) -> None:
        self.resize(_WIDTH, _HEIGHT)
        above, below = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((above, (self.one, self.other, self.instrument)), (below, (self._notice, self._close))):
            row.setSpacing(theme.SPACE_M)
            for part in parts:
                row.addWidget(part, 0 if part is self._close else 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addLayout(above)
        column.addWidget(self.banner)
        column.addWidget(self.facts)
        column.addWidget(self.sentence)
        column.addWidget(self.figures)
        column.addStretch(1)
        column.addLayout(below)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    @property
    def _pair(self) -> tuple[ListedModel, ListedModel]:
        return self._models[self.one.currentData()], self._models[self.other.currentData()]

    def refresh(self) -> None:
        """Compare the two that are chosen, away from the window; an older answer is passed over."""
        self._asked += 1
        asked, workspace, (one, other) = self._asked, self._services.workspace, self._pair
        instrument = str(self.instrument.currentData())
        self.comparison, self.is_looking = None, True
        self.banner.clear()
        self._services.device_jobs.start(
            lambda _: compare_models(workspace, one, other, instrument),
            on_done=lambda comparison: self._found(asked, comparison),
            on_error=lambda error: self._not_found(asked, error),
        )
        self._show()

    def _found(self, asked: int, comparison: Comparison | None) -> None:
        if asked == self._asked:
            self.comparison, self.is_looking = comparison, False
            self._show()

    def _not_found(self, asked: int, error: BaseException) -> None:
        if asked == self._asked:
            self._found(asked, None)
            self.banner.show_error(error)

    def _show(self) -> None:
        one, other = self._pair
        names = model_name(one.name), model_name(other.name)
        self.setWindowTitle(self.tr("Compare two models"))
        for box, name in (
            (self.one, self.tr("One model")),
            (self.other, self.tr("The other model")),
            (self.instrument, self.tr("Ratings to compare on")),
        ):
            box.setAccessibleName(name)
            box.setToolTip(plain_tooltip(name))
        self._close.setText(self.tr("Close"))
        self._notice.setText(messages.notice())
        self.facts.setAccessibleName(self.tr("Facts"))
        self.facts.fill(("", *names), self._fact_rows(one, other))
        self.sentence.setText(self._told())
        self.figures.setVisible(self.comparison is not None)
        self.figures.setAccessibleName(self.tr("Figures"))
        if self.comparison is not None:
            columns = (self.tr("Figure"), *names, self.tr("Difference"), self.tr("First model"))
            self.figures.fill(columns, figure_rows(self.comparison))

    def _told(self) -> str:
        if self.is_looking:
            return self.tr("Looking for sessions that both have scored…")
        if self.comparison is None:
            return self.tr(
                "There is no rated session that both have scored, of people whom neither has learnt from. Score "
                "sessions with both models; on different scales they cannot be compared."
            )
        one, other = (model_name(listed.name) for listed in self._pair)
        counted = self.tr(
            "On {sessions} sessions of {people} people, “{one}” as the new model, “{other}” as the one in use:"
        )
        head = counted.format(
            sessions=self.comparison.sessions,
            people=self.comparison.people,
            one=one,
            other=other,
        )
        return joined(head, comparison_in_words(self.comparison))

    def _fact_rows(self, one: ListedModel, other: ListedModel) -> tuple[tuple[str, str, str], ...]:
        facts: tuple[tuple[str, Callable[[ListedModel], str]], ...] = (
            (self.tr("Where from"), origin_in_words),
            (self.tr("Scale"), _scale),
            (self.tr("Learnt from"), counts_in_words),
            (self.tr("Modalities"), self._modalities),
            (self.tr("Languages"), self._languages),
            (self.tr("Prediction interval"), _interval),
        )
        return tuple((name, tell(one), tell(other)) for name, tell in facts)

    def _modalities(self, listed: ListedModel) -> str:
        known = listed.info.modalities if listed.info else ()
        return self.tr(", ").join(map(messages.modality_name, known))

    def _languages(self, listed: ListedModel) -> str:
        return self.tr(", ").join(map(messages.language_name, listed.info.languages if listed.info else ()))


def _scale(listed: ListedModel) -> str:
    info = listed.info
    return f"{info.scale.name} {info.scale.minimum:g}–{info.scale.maximum:g} (≥ {info.scale.cutoff:g})" if info else "–"


def _interval(listed: ListedModel) -> str:
    return f"± {listed.info.interval_halfwidth:.1f} ({listed.info.coverage:.0%})" if listed.info else "–"
