"""What may be said of a new model, in plain sentences that name a figure and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.services.training import Verdict
from screening_app.ui.training_words import joined, measured_in_words, warning_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.services.model_comparisons import Judgement
    from screening_app.services.training import Comparison

_VERDICTS: Mapping[Verdict, object] = {
    Verdict.BETTER: QT_TRANSLATE_NOOP(
        "training",
        "The new model is reliably better: its mean error on people it had not seen is {new} points, that of the "
        "model in use {reference}.",
    ),
    Verdict.NO_RELIABLE_DIFFERENCE: QT_TRANSLATE_NOOP(
        "training", "No reliable difference between the new model and the model in use. Keep the current model."
    ),
    Verdict.WORSE: QT_TRANSLATE_NOOP(
        "training",
        "The new model is reliably worse: its mean error is {new} points, that of the model in use {reference}. Keep "
        "the current model.",
    ),
    Verdict.WORSE_THAN_MEAN: QT_TRANSLATE_NOOP(
        "training",
        "The new model is no better than saying the same number of everybody (mean error {new} points against "
        "{constant}). It has found nothing to go by. Keep the current model.",
    ),
    Verdict.TOO_FEW: QT_TRANSLATE_NOOP(
        "training",
        "{people} people are too few to tell whether the new model is better. Keep the current model until there are "
        "more rated sessions.",
    ),
    Verdict.ONE_SIDED: QT_TRANSLATE_NOOP(
        "training",
        "Nearly all people are on one side of the cut-off ({above} at or above, {below} below), so it cannot be told "
        "whether the new model tells the sides apart. Keep the current model.",
    ),
}
_BETTER_THAN_NOTHING = QT_TRANSLATE_NOOP(
    "training",
    "The new model is reliably better than saying the same number of everybody: its mean error on people it had not "
    "seen is {new} points, against {constant}. No model in use tells this scale, so there is none to compare it with.",
)
# Sign for each, so that nobody has to see the colour: icon, colour in the theme.
VERDICT_MARKS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.BETTER: ("check-circle-outline", "success"),
    Verdict.NO_RELIABLE_DIFFERENCE: ("equal", "warning"),
    Verdict.WORSE: ("arrow-down-circle-outline", "danger"),
    Verdict.WORSE_THAN_MEAN: ("close-octagon-outline", "danger"),
    Verdict.TOO_FEW: ("help-circle-outline", "warning"),
    Verdict.ONE_SIDED: ("scale-unbalanced", "warning"),
}
_SHORT: Mapping[Verdict, object] = {
    Verdict.BETTER: QT_TRANSLATE_NOOP("training", "Reliably better"),
    Verdict.NO_RELIABLE_DIFFERENCE: QT_TRANSLATE_NOOP("training", "No reliable difference"),
    Verdict.WORSE: QT_TRANSLATE_NOOP("training", "Reliably worse"),
    Verdict.WORSE_THAN_MEAN: QT_TRANSLATE_NOOP("training", "No better than one number for everybody"),
    Verdict.TOO_FEW: QT_TRANSLATE_NOOP("training", "Too few people to tell"),
    Verdict.ONE_SIDED: QT_TRANSLATE_NOOP("training", "Nearly all on one side of the cut-off"),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("training", str(text))


def verdict_name(verdict: str) -> str:
    """A verdict in a few words, as a list of models has it; "" for none."""
    return _say(_SHORT[Verdict(verdict)]) if verdict in set(Verdict) else verdict


def comparison_in_words(comparison: Comparison) -> str:
    """What one comparison says, in a sentence."""
    mae = comparison.new.get("mae")
    reference = (comparison.reference or {}).get("mae")
    is_alone = comparison.verdict is Verdict.BETTER and reference is None
    return _say(_BETTER_THAN_NOTHING if is_alone else _VERDICTS[comparison.verdict]).format(
        new=measured_in_words(mae),
        reference=measured_in_words(reference),
        constant=measured_in_words(comparison.constant_mae),
        people=comparison.people,
        above=comparison.people_above,
        below=comparison.people_below,
    )


def verdict_in_words(judgement: Judgement) -> str:
    """What is to be done with a new model: the verdict's sentence, or that the last check speaks against it."""
    if judgement.verdict is Verdict.BETTER and not judgement.recommended:
        return _say(
            QT_TRANSLATE_NOOP(
                "training",
                "The new model seemed better, but the last check on people who were locked away speaks against it. "
                "Keep the current model.",
            )
        )
    sentence = comparison_in_words(judgement.cross_validation)
    if judgement.verdict is not judgement.cross_validation.verdict:
        return _say(_SHORT[judgement.verdict])
    if not judgement.recommended:
        return sentence
    advice = _say(QT_TRANSLATE_NOOP("training", "You can use it from now on; you can go back at any time."))
    return joined(sentence, advice)


def guard_rails(judgement: Judgement) -> tuple[str, ...]:
    """What was done so that nobody is misled, and what limits what can be said: one sentence each."""
    checked = judgement.cross_validation
    told = [
        _say(
            QT_TRANSLATE_NOOP(
                "training",
                "Judged on {people} people ({sessions} sessions), each by a model that had learnt from others only. "
                "Every person counts alike.",
            )
        ).format(people=checked.people, sessions=checked.sessions)
    ]
    if judgement.reference_recalibrated:
        told.append(
            _say(
                QT_TRANSLATE_NOOP(
                    "training",
                    "The model in use tells another scale. For a fair comparison its numbers were brought onto "
                    "this one.",
                )
            )
        )
    if judgement.holdout is not None:
        told.append(_last_check(judgement.holdout))
    return (*told, *(warning_in_words(code) for code in judgement.warnings))


def _last_check(holdout: Comparison) -> str:
    text = QT_TRANSLATE_NOOP("training", "Last check, on {people} people who were locked away: {verdict}.")
    return _say(text).format(people=holdout.people, verdict=verdict_name(holdout.verdict))
