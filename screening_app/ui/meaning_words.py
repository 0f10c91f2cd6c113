"""What a score on its side of the cut-off is worth where so many of the people are affected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from screening_app.domain import Assessment
    from screening_app.services.predictive_values import PredictiveValues


def meaning_in_words(assessment: Assessment | None, values: PredictiveValues | None, prevalence: str) -> str:
    """The predictive value of the result at a prevalence in percent; "" where the model's card does not give it."""
    if assessment is None or values is None or assessment.score.value is None:
        return ""
    if assessment.score.band == INDETERMINATE:
        return ""
    above = assessment.score.value >= assessment.score.scale.cutoff
    share = values.positive if above else values.negative
    if share is None:
        return ""
    return _sentence(above=above).format(share=f"{share:.0%}", prevalence=f"{prevalence}%")


def _sentence(*, above: bool) -> str:
    if above:
        return QCoreApplication.translate(
            "score",
            "Where {prevalence} of the people screened are above the cut-off, about {share} of those whom the model "
            "scores so high are. Estimated from the few people it was tested on.",
        )
    return QCoreApplication.translate(
        "score",
        "Where {prevalence} of the people screened are above the cut-off, about {share} of those whom the model "
        "scores so low are below it. Estimated from the few people it was tested on.",
    )
