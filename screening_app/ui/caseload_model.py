"""The lines of the caseload as a table shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from screening_app.domain import Step
from screening_app.services.instrument_facts import instrument_name
from screening_app.ui.formats import format_date, format_value
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.series_words import points_in_words
from screening_app.ui.widgets.rows import Index, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from screening_app.domain import CaseloadRow
    from screening_app.services.caseload import Worsening

PATIENT, NAME, WHEN, WHY = range(4)


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """One row: who, when, and why."""

    row: CaseloadRow
    why: str


def safety_lines(rows: Sequence[CaseloadRow]) -> tuple[CaseloadLine, ...]:
    """Item 9 above 0 that nobody has followed up."""
    why = QCoreApplication.translate("caseload", "Item 9 above 0: nobody has assessed the person yet")
    return tuple(CaseloadLine(row, why) for row in rows)


def worsened_lines(found: Sequence[Worsening]) -> tuple[CaseloadLine, ...]:
    """Reliable rises, with both numbers and dates."""
    return tuple(CaseloadLine(worsening.patient, _rise(worsening)) for worsening in found)


def _rise(worsening: Worsening) -> str:
    if worsening.is_score:
        name = QCoreApplication.translate("caseload", "Score of the model ({scale})").format(scale=worsening.measure)
        numbers = [format_value(number.value) for number in (worsening.earlier, worsening.newest)]
    else:
        name = instrument_name(worsening.measure)
        numbers = [f"{number.value:g}" for number in (worsening.earlier, worsening.newest)]
    words = QCoreApplication.translate("caseload", "{name}: {earlier} → {newest} ({difference}) since {date}")
    difference = points_in_words(worsening.change.difference)
    date = format_date(worsening.earlier.held_at)
    return words.format(name=name, earlier=numbers[0], newest=numbers[1], difference=difference, date=date)


def due_lines(rows: Sequence[CaseloadRow], now: datetime) -> tuple[CaseloadLine, ...]:
    """Patients with the weeks since their last session."""
    words = QCoreApplication.translate("caseload", "Last session {weeks} weeks ago")
    return tuple(CaseloadLine(row, words.format(weeks=(now - row.moment).days // 7)) for row in rows)


def unfinished_lines(rows: Sequence[CaseloadRow]) -> tuple[CaseloadLine, ...]:
    """Sessions with the step that is open."""
    words = {
        Step.CONSENT: QCoreApplication.translate("caseload", "Begun: consent is next"),
        Step.DEVICES: QCoreApplication.translate("caseload", "Begun: microphone and camera are next"),
        Step.INTERVIEW: QCoreApplication.translate("caseload", "Begun: the interview is next"),
        Step.QUESTIONNAIRE: QCoreApplication.translate("caseload", "The questionnaire is next"),
        Step.RESULT: QCoreApplication.translate("caseload", "Waits for its sign-off"),
    }
    return tuple(CaseloadLine(row, words[row.step]) for row in rows)


class CaseloadModel(RowsModel[CaseloadLine]):
    """One list of the caseload."""

    columns = WHY + 1

    def column_names(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.tr("Patient"), self.tr("Name"), self.tr("Date"), self.tr("Why")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        line = self.row(index.row())
        if line is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        cell = (line.row.code, line.row.name, format_date(line.row.moment), line.why)[index.column()]
        return plain_tooltip(cell) if role == Qt.ItemDataRole.ToolTipRole else cell
