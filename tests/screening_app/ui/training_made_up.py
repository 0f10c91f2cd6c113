"""Results of trainings that never were, in the services' own types, for the views that show them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from screening_app.services.model_comparisons import Judgement
from screening_app.services.training import (
    Comparison,
    CurvePoint,
    LearningCurve,
    Measured,
    Predicted,
    Subgroup,
    TrainingTable,
    Verdict,
)
from screening_app.services.training_sessions import Agreement, LeftOut, RatedRow, Reading
from selfmm.scales import PHQ_9
from selfmm.training.clinic.nouns import CurveFit, RatedSession
from selfmm.training.clinic.readiness import requirements

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
_AGREED = {LeftOut.NO_CONSENT: Agreement.NEVER_GIVEN, LeftOut.CONSENT_WITHDRAWN: Agreement.WITHDRAWN}
_READ = {LeftOut.OLD_RECIPE: Reading.OLDER, LeftOut.RECORDING_GONE: Reading.GONE}


def table(people: int = 64, sessions: int = 1, *, one_sided: bool = False, left_out: bool = True) -> TrainingTable:
    """So many people, of whom every third is above the cut-off, and a session for each reason to leave one out."""
    rated = [
        RatedSession(f"s{n}-{k}", f"p{n}", 3.0 if one_sided or n % 3 else 15.0, "zh" if n % 2 else "en")
        for n in range(people)
        for k in range(sessions)
    ]
    rows = [
        RatedRow(one.id, one.person, f"P-{number:04d}", NOW - timedelta(days=number), one.language, one.rating,
                 Agreement.GIVEN, Reading.WORDS_ALONE, None)
        for number, one in enumerate(rated)
    ]  # fmt: skip
    others = [
        RatedRow(f"out-{why}", "q", f"Q-{number:04d}", NOW, "en", None if why is LeftOut.UNDECIDED else 12.0,
                 _AGREED.get(why, Agreement.GIVEN), _READ.get(why, Reading.CURRENT), why,
                 ("too_noisy",) if why is LeftOut.POOR_QUALITY else ())
        for number, why in enumerate(LeftOut)
    ]  # fmt: skip
    return TrainingTable(
        scale=PHQ_9,
        rows=tuple(rows + others * left_out),
        readiness=requirements(rated, scale=PHQ_9),
        not_rated=7,
        holdout=frozenset(),
        holdout_is_chosen=False,
    )


def around(value: float, by: float = 0.5) -> Measured:
    return Measured(value, value - by, value + by)


def comparison(verdict: Verdict = Verdict.BETTER, *, people: int = 64) -> Comparison:
    """A comparison whose figures fit its verdict."""
    less = {Verdict.BETTER: -1.4, Verdict.WORSE: 1.4}.get(verdict, -0.1)
    draw = random.Random(7)
    predictions = tuple(
        Predicted("", "", rating, rating * 0.7 + 3 + draw.gauss(0, 2.5), 0.0, 27.0, 0.5, 9 + draw.gauss(0, 3))
        for rating in (draw.uniform(0, 27) for _ in range(people))
    )
    group = Subgroup("sex", "female", 30, 34, around(3.5), around(4.9), around(less))
    return Comparison(
        people=people,
        sessions=people + 6,
        people_above=people // 3,
        people_below=people - people // 3,
        new={"mae": around(3.6), "ccc": around(0.61, 0.1), "auc": around(0.86, 0.07), "sensitivity": around(0.8, 0.12),
             "specificity": around(0.78, 0.1), "coverage": around(0.9, 0.05), "brier": around(0.15, 0.03)},
        reference={"mae": around(3.6 - less), "ccc": around(0.31, 0.1), "auc": around(0.66, 0.07),
                   "sensitivity": around(0.6, 0.12), "specificity": around(0.7, 0.1), "coverage": around(0.8, 0.05),
                   "brier": around(0.21, 0.03)},
        difference={"mae": around(less, 0.6), "ccc": around(-less / 4, 0.2), "auc": around(-less / 7, 0.1),
                    "sensitivity": around(0.2, 0.3), "specificity": around(0.08, 0.2), "coverage": around(0.1, 0.05),
                    "brier": around(less / 20, 0.04)},
        constant_mae=around(5.2),
        gain=around(1.6),
        verdict=verdict,
        subgroups=(group, Subgroup("language", "zh", 20, 22, around(3.9), None, None),
                   Subgroup("age", "35-49", 25, 25, around(3.2), around(4.0), around(-0.8, 1.2))),
        predictions=predictions,
    )  # fmt: skip


def judgement(
    verdict: Verdict = Verdict.BETTER, *, recommended: bool | None = None, holdout: Verdict | None = None
) -> Judgement:
    """What a training found."""
    return Judgement(
        verdict=verdict,
        recommended=verdict is Verdict.BETTER if recommended is None else recommended,
        cross_validation=comparison(verdict),
        holdout=None if holdout is None else comparison(holdout, people=20),
        reference="0123456789ab",
        reference_recalibrated=True,
        warnings=("no_holdout",) if holdout is None else (),
        seconds=84.0,
    )


def points(epochs: int = 12, runs: int = 3) -> tuple[CurvePoint, ...]:
    """How a training went so far, with labels that drift apart."""
    return tuple(
        CurvePoint(
            run=run,
            runs=runs + 1,
            repeat=0,
            fold=run,
            epoch=epoch,
            epochs=30,
            loss=1.0 / epoch + run * 0.05,
            mae=5.0 - epoch * 0.1 + run * 0.2,
            labels={task: tuple(8 + at + shift * epoch / 4 for at in (-5, -2, 0, 2, 5))
                    for task, shift in (("text", 1), ("audio", 0), ("vision", -1))},
            seconds_left=60.0 * (runs * epochs - run * epochs - epoch),
        )
        for run in range(runs)
        for epoch in range(1, epochs + 1)
    )  # fmt: skip


def learning_curve(*, reliable: bool = True) -> LearningCurve:
    """A curve that falls, reliably or not."""
    return LearningCurve(
        points=tuple((people, around(3 + 8 / people**0.5, 0.6)) for people in (16, 24, 36, 51, 64)),
        fit=CurveFit(3.0, 8.0, 0.5),
        sessions_more=20,
        people_more=18.0,
        expected=around(3.88, 0.4),
        gain=Measured(0.12, 0.04 if reliable else -0.1, 0.3),
        reliable=reliable,
    )
