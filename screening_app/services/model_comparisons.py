"""What a new model was judged by, as it is kept with it; and any two models beside each other on the same people."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

import numpy as np

from screening_app.services.model_lineage import known_people
from selfmm.plain import build
from selfmm.training.clinic.figures import Said, compare
from selfmm.training.clinic.nouns import Comparison, Measured, Predicted, RatedSession, Subgroup, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from screening_app.domain import TrainedModel
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.workspace import Workspace
    from selfmm.training.clinic.nouns import RetrainingResult


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a training here found of its model. Its predictions name neither sessions nor people."""

    verdict: Verdict
    recommended: bool
    cross_validation: Comparison
    holdout: Comparison | None
    reference: str  # id of the bundle compared with; "" where there was none
    reference_recalibrated: bool
    warnings: tuple[str, ...]  # codes of the readiness
    seconds: float  # of work


def judgement_document(result: RetrainingResult) -> dict[str, Any]:
    """The judgement as plain values for JSON, without who was judged."""
    holdout = result.holdout
    judged = Judgement(
        verdict=result.verdict,
        recommended=result.recommended,
        cross_validation=_anonymous(result.cross_validation),
        holdout=None if holdout is None else _anonymous(holdout),
        reference=result.reference or "",
        reference_recalibrated=result.reference_recalibrated,
        warnings=result.readiness.warnings,
        seconds=result.seconds,
    )
    document: dict[str, Any] = json.loads(json.dumps(asdict(judged)))  # lists for tuples, as it is read back
    return document


def comparison_of(model: TrainedModel) -> Judgement | None:
    """What the model was judged by; None where it was imported. Raises TypeError, KeyError, ValueError if damaged."""
    values = model.comparison
    if not values:
        return None
    return Judgement(
        verdict=Verdict(values["verdict"]),
        recommended=values["recommended"],
        cross_validation=_comparison(values["cross_validation"]),
        holdout=None if values["holdout"] is None else _comparison(values["holdout"]),
        reference=values["reference"],
        reference_recalibrated=values["reference_recalibrated"],
        warnings=tuple(values["warnings"]),
        seconds=values["seconds"],
    )


def compare_models(
    workspace: Workspace, new: ListedModel, reference: ListedModel, instrument: str
) -> Comparison | None:
    """Two models on the rated sessions that both have scored, of people whom neither has learnt from.

    None where they are on different scales, or there is no such session. Score the sessions with both to get some.
    """
    if new.info is None or reference.info is None or new.info.scale != reference.info.scale:
        return None
    known = known_people(workspace, new.id) | known_people(workspace, reference.id)
    found = _scored_by_both(workspace, instrument, known, new.id, reference.id)
    if not found:
        return None
    sessions = [session for session, _, _ in found]
    constants = np.full((1, len(found)), _middle(sessions))
    ours, theirs = (Said(np.array([[values[place] for values in found]], np.float64)) for place in (1, 2))
    return compare(sessions, ours, theirs, constants, new.info.scale)


def _middle(sessions: Sequence[RatedSession]) -> float:
    """The median of the people's mean ratings."""
    ratings: dict[str, list[float]] = {}
    for session in sessions:
        ratings.setdefault(session.person, []).append(session.rating)
    return median(fmean(values) for values in ratings.values())


def _scored_by_both(
    workspace: Workspace, instrument: str, known: frozenset[str], first: str, second: str
) -> list[tuple[RatedSession, float, float]]:
    found = []
    for rating in workspace.ratings.newest_on(instrument):
        interview = workspace.interviews.get(rating.interview_id)
        if rating.value is None or interview.is_demo or interview.patient_id in known:
            continue
        values = {one.score.bundle: one.score.value for one in workspace.assessments.of_interview(interview.id)}
        one, other = values.get(first), values.get(second)
        if one is not None and other is not None:
            session = RatedSession(interview.id, interview.patient_id, rating.value, interview.language)
            found.append((session, one, other))
    return found


def _anonymous(comparison: Comparison) -> Comparison:
    nameless = tuple(replace(predicted, session="", person="") for predicted in comparison.predictions)
    return replace(comparison, predictions=nameless)


def _comparison(values: Mapping[str, Any]) -> Comparison:
    reference, difference = values["reference"], values["difference"]
    return Comparison(
        people=values["people"],
        sessions=values["sessions"],
        people_above=values["people_above"],
        people_below=values["people_below"],
        new=_figures(values["new"]),
        reference=None if reference is None else _figures(reference),
        difference=None if difference is None else _figures(difference),
        constant_mae=build(Measured, values["constant_mae"]),
        gain=build(Measured, values["gain"]),
        verdict=Verdict(values["verdict"]),
        subgroups=tuple(build(Subgroup, subgroup) for subgroup in values["subgroups"]),
        predictions=tuple(build(Predicted, predicted) for predicted in values["predictions"]),
    )


def _figures(values: Mapping[str, Any]) -> dict[str, Measured]:
    return {name: build(Measured, measured) for name, measured in values.items()}
