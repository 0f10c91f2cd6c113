"""The list of models as a table shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from screening_app.domain import ModelOrigin
from screening_app.ui.formats import format_date
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.training_verdicts import verdict_name
from screening_app.ui.training_words import depth_name, model_name
from screening_app.ui.widgets.rows import Index, RowsModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening_app.services.model_registry import ListedModel

NAME, STATE, SCALE, MADE, DATA, VERDICT = range(6)


def states_in_words(listed: ListedModel, withdrawn: int) -> tuple[str, ...]:
    """What has to be known of a model at a glance; `withdrawn` sessions that it learnt from were withdrawn."""
    states = {
        QCoreApplication.translate("training", "● active"): listed.is_active,
        QCoreApplication.translate("training", "⚠ cannot be read"): listed.problem is not None,
        QCoreApplication.translate("training", "⚠ not confirmed yet"): not listed.is_trusted,
        QCoreApplication.translate("training", "⚠ learnt from {count} withdrawn sessions").format(
            count=withdrawn
        ): withdrawn > 0,
    }
    return tuple(text for text, holds in states.items() if holds)


def origin_in_words(listed: ListedModel) -> str:
    """How a model came here, when, and by whom."""
    model = listed.model
    if listed.is_default:
        return QCoreApplication.translate("training", "Came with the program")
    if model is None:
        return QCoreApplication.translate("training", "From a folder that the settings name")
    text = (
        QCoreApplication.translate("training", "Trained on {date} by {name}")
        if model.origin is ModelOrigin.TRAINED
        else QCoreApplication.translate("training", "Imported on {date} by {name}")
    )
    return text.format(date=format_date(model.made_at), name=model.made_by)


class ModelsTable(RowsModel["ListedModel"]):
    """One row a model."""

    columns = VERDICT + 1

    def __init__(self) -> None:
        super().__init__()
        self._withdrawn: Mapping[str, int] = {}

    def show_models(self, models: Sequence[ListedModel], withdrawn: Mapping[str, int]) -> None:
        """Show these models; `withdrawn` is how many withdrawn sessions each has learnt from."""
        self._withdrawn = withdrawn
        self.show_rows(models)

    def row_of(self, model_id: str) -> int:
        """The row of a model; -1 where it is not there."""
        return next((number for number, listed in enumerate(self._rows) if listed.id == model_id), -1)

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return (
            self.tr("Model"),
            self.tr("State"),
            self.tr("Scale"),
            self.tr("Where from"),
            self.tr("Learnt from"),
            self.tr("Verdict"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell; a text that may be cut off is told in full as a tooltip."""
        listed = self.row(index.row())
        if listed is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        cell = self._text(listed, index.column())
        return plain_tooltip(cell) if role == Qt.ItemDataRole.ToolTipRole else cell

    def _text(self, listed: ListedModel, column: int) -> str:
        model = listed.model
        texts = {
            NAME: lambda: model_name(listed.name),
            STATE: lambda: " · ".join(states_in_words(listed, self._withdrawn.get(listed.id, 0))),
            SCALE: lambda: listed.info.scale.name if listed.info else model.scale if model else "–",
            MADE: lambda: origin_in_words(listed),
            DATA: lambda: counts_in_words(listed),
            VERDICT: lambda: verdict_name(model.verdict) if model and model.verdict else "–",
        }
        return texts[column]()


def counts_in_words(listed: ListedModel) -> str:
    """How many people and sessions a model has learnt from here, and how; a dash where that is not known."""
    if listed.model is None or not {"people", "sessions"} <= listed.model.summary.keys():
        return "–"
    text = QCoreApplication.translate("training", "{people} people, {sessions} sessions").format(
        people=listed.model.summary["people"], sessions=listed.model.summary["sessions"]
    )
    return f"{text} · {depth_name(listed.model.depth)}" if listed.model.depth else text
