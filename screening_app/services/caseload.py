"""Who of all patients needs to be looked at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from screening_app.services.history import Change, ChangeCode, change_by_error, change_by_points
from screening_app.services.questionnaire_change import RELIABLE_CHANGE
from screening_app.services.questionnaires import depression_scales

if TYPE_CHECKING:
    from screening_app.domain import CaseloadRow, Measurement, Rise
    from screening_app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Worsening:
    """A rise that is more than measurement error, from the session before or else from the first one."""

    patient: CaseloadRow
    measure: str  # name of the model's scale, or id of the instrument
    is_score: bool  # else a questionnaire's total
    earlier: Measurement
    newest: Measurement
    change: Change


@dataclass(frozen=True, slots=True)
class Caseload:
    """Everybody who needs to be looked at, the most urgent first in each list."""

    safety: tuple[CaseloadRow, ...]  # item 9 above 0, and nobody has assessed the person yet
    worsened: tuple[Worsening, ...]
    due: tuple[CaseloadRow, ...]  # with the last session
    unfinished: tuple[CaseloadRow, ...]  # begun, or scored and not signed off


def caseload_of(workspace: Workspace, due_weeks: int, now: datetime | None = None) -> Caseload:
    """The caseload, from five queries. A patient is due whose last session is `due_weeks` weeks ago or longer.

    Patients without any session are not due: nothing says when they should be seen.
    """
    long_ago = (now or datetime.now(UTC)) - timedelta(weeks=due_weeks)
    return Caseload(
        workspace.caseload.open_safety_reviews(),
        _worsened(workspace),
        workspace.caseload.last_seen_before(long_ago),
        workspace.caseload.unsigned(),
    )


def _worsened(workspace: Workspace) -> tuple[Worsening, ...]:
    """Totals first, because they are what the model's score is compared with; then the newest session first."""
    ratings = workspace.caseload.risen_ratings(tuple(RELIABLE_CHANGE))
    scores = workspace.caseload.risen_scores(tuple(depression_scales()))
    found = [_worsening(rise, is_score=False) for rise in ratings]
    found += [_worsening(rise, is_score=True) for rise in scores]
    return tuple(worsening for worsening in found if worsening)


def _worsening(rise: Rise, *, is_score: bool) -> Worsening | None:
    """The rise, if it is a reliable one; the step from the session before says more than that from the first one."""
    for earlier in (rise.before, rise.first):
        change = _change(rise, earlier, is_score=is_score)
        if change.code is ChangeCode.RELIABLE_RISE:
            return Worsening(rise.patient, rise.measure, is_score, earlier, rise.newest, change)
    return None


def _change(rise: Rise, earlier: Measurement, *, is_score: bool) -> Change:
    if is_score:
        return change_by_error(earlier, rise.newest)
    return change_by_points(earlier.value, rise.newest.value, RELIABLE_CHANGE[rise.measure])
