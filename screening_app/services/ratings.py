"""Questionnaires and totals that were filled in, and what item 9 asks of the clinician."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from screening_app.domain import Action, BegunQuestionnaire, RatedBy, Rating, SafetyReview
from screening_app.errors import ScreeningError
from screening_app.services.audit import recorded
from screening_app.services.questionnaires import instrument, needs_safety_review, total_from_text, total_of
from screening_app.services.sessions import LONGEST_NOTE, check_unlocked
from screening_app.services.texts import check_signature, check_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.services.workspace import Workspace

_INCOMPLETE = "Assessed by, tool, outcome and plan are all needed. Fill in what is missing."


def rate(
    workspace: Workspace,
    interview_id: str,
    instrument_id: str,
    answers: Sequence[int | None],
    *,
    language: str,
    difficulty: int | None = None,
    by: RatedBy = RatedBy.PATIENT,
) -> Rating:
    """Store a filled-in questionnaire; item 9 above 0 opens a safety review that blocks the sign-off.

    Raises `ScreeningError` once the session is signed off, and `ValueError` for answers that the items do not have.
    """
    check_unlocked(workspace, interview_id)
    asked = instrument(instrument_id)
    given = tuple(answers)
    total = total_of(asked, given)
    rating = Rating(
        id=uuid4().hex,
        interview_id=interview_id,
        instrument=asked.id,
        language=language,
        answers=given,
        value=total.value,
        is_prorated=total.is_prorated,
        difficulty=difficulty,
        rated_by=by,
        rated_at=datetime.now(UTC),
    )
    with workspace.database.writing():  # a rating that asks for a review never stands there without one
        _keep(workspace, rating)
        if needs_safety_review(asked, given):
            _open_review(workspace, SafetyReview(uuid4().hex, interview_id, rating.id, datetime.now(UTC)))
    return rating


def _keep(workspace: Workspace, rating: Rating) -> None:
    told: dict[str, Any] = {"instrument": rating.instrument, "by": rating.rated_by.value}
    with recorded(workspace, Action.RATING_ADDED, interview_id=rating.interview_id, subject=rating.id, **told):
        workspace.ratings.add(rating)


def _open_review(workspace: Workspace, review: SafetyReview) -> None:
    with recorded(workspace, Action.SAFETY_OPENED, interview_id=review.interview_id, subject=review.id):
        workspace.safety_reviews.add(review)


def keep_answers(
    workspace: Workspace,
    interview_id: str,
    instrument_id: str,
    answers: Sequence[int | None],
    difficulty: int | None = None,
) -> None:
    """Keep what was answered so far, so that a crash loses none of it; it is no rating until it is finished.

    Nothing is kept where there is no answer, or none that the rating does not have already. Raises as `rate` does.
    """
    check_unlocked(workspace, interview_id)
    asked = instrument(instrument_id)
    begun = BegunQuestionnaire(interview_id, asked.id, tuple(answers), difficulty)
    total_of(asked, begun.answers)  # raises where the items have no such answers
    rated = [(rating.answers, rating.difficulty) for rating in ratings_of(workspace, interview_id)
             if rating.instrument == asked.id]  # fmt: skip
    is_empty = difficulty is None and all(answer is None for answer in begun.answers)
    if is_empty or (begun.answers, difficulty) in rated:
        workspace.begun_questionnaires.forget(interview_id, asked.id)
    else:
        workspace.begun_questionnaires.keep(begun)


def discard_answers(workspace: Workspace, begun: BegunQuestionnaire) -> None:
    """Forget a questionnaire that was begun. Raises `ScreeningError` once the session is signed off."""
    check_unlocked(workspace, begun.interview_id)
    workspace.begun_questionnaires.forget(begun.interview_id, begun.instrument)


def begun_of(workspace: Workspace, interview_id: str) -> tuple[BegunQuestionnaire, ...]:
    """The questionnaires of the session that were begun and not finished."""
    return workspace.begun_questionnaires.of_interview(interview_id)


def enter_total(workspace: Workspace, interview_id: str, instrument_id: str, value: float, *, language: str) -> Rating:
    """Store a total that was worked out elsewhere, such as a HAMD-17's.

    Raises `ScreeningError` once the session is signed off, and for a total that the instrument cannot have.
    """
    check_unlocked(workspace, interview_id)
    asked = instrument(instrument_id)
    total_from_text(asked, f"{value:g}")  # raises where the instrument has no such total
    rating = Rating(
        id=uuid4().hex,
        interview_id=interview_id,
        instrument=asked.id,
        language=language,
        answers=(),
        value=value,
        is_prorated=False,
        difficulty=None,
        rated_by=RatedBy.CLINICIAN,
        rated_at=datetime.now(UTC),
    )
    _keep(workspace, rating)
    return rating


def ratings_of(workspace: Workspace, interview_id: str) -> tuple[Rating, ...]:
    """The newest rating on each instrument of the session."""
    return workspace.ratings.newest_of_interview(interview_id)


def safety_reviews_of(workspace: Workspace, interview_id: str) -> tuple[SafetyReview, ...]:
    """The session's safety reviews, oldest first; those with `reviewed_at` None are open."""
    return workspace.safety_reviews.of_interview(interview_id)


def ratings_to_review(workspace: Workspace, interview_id: str) -> tuple[Rating, ...]:
    """The ratings that the session's safety reviews are about, also those that were corrected since."""
    wanted = {review.rating_id for review in workspace.safety_reviews.of_interview(interview_id)}
    return tuple(rating for rating in workspace.ratings.of_interview(interview_id) if rating.id in wanted)


def open_safety_reviews(workspace: Workspace) -> tuple[SafetyReview, ...]:
    """The open safety reviews of all patients, oldest first."""
    return workspace.safety_reviews.open()


def complete_review(
    workspace: Workspace, review: SafetyReview, *, assessed_by: str, tool: str, outcome: str, plan: str
) -> SafetyReview:
    """Write down the assessment that item 9 asked for. Raises `ScreeningError` where something is missing.

    Or is longer than `LONGEST_NOTE`, or cannot be kept as it was typed.
    """
    written = [text.strip() for text in (assessed_by, tool, outcome, plan)]
    if not all(written):
        raise ScreeningError(_INCOMPLETE)
    by, used, found, planned = written
    check_signature(by)
    check_text(used, found, planned, longest=LONGEST_NOTE)
    done = replace(review, assessed_by=by, tool=used, outcome=found, plan=planned, reviewed_at=datetime.now(UTC))
    with recorded(workspace, Action.SAFETY_REVIEWED, interview_id=review.interview_id, subject=review.id):
        workspace.safety_reviews.complete(done)
    return done
