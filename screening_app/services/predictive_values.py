"""What a result on one side of a cut-off means where so many of the people are affected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening_app.settings import Settings
    from selfmm.bundle import BundleInfo


@dataclass(frozen=True, slots=True)
class PredictiveValues:
    """Shares of people, 0 to 1; None where nobody gets such a result."""

    positive: float | None  # of those at or above the cut-off, who are affected
    negative: float | None  # of those below it, who are not


def predictive_values(sensitivity: float, specificity: float, prevalence: float) -> PredictiveValues:
    """Bayes' theorem on a two-by-two table; all three are shares, 0 to 1.

    With sensitivity and specificity of .85 and a prevalence of 10 %, the positive one is 39 %. Raises `ValueError` for
    what is no share.
    """
    if not all(0 <= share <= 1 for share in (sensitivity, specificity, prevalence)):
        raise ValueError("sensitivity, specificity and prevalence lie between 0 and 1")
    true_positive, false_negative = sensitivity * prevalence, (1 - sensitivity) * prevalence
    true_negative, false_positive = specificity * (1 - prevalence), (1 - specificity) * (1 - prevalence)
    return PredictiveValues(
        positive=_share(true_positive, true_positive + false_positive),
        negative=_share(true_negative, true_negative + false_negative),
    )


def values_of_model(model: BundleInfo, settings: Settings) -> PredictiveValues | None:
    """A model's predictive values at the site's prevalence; None where its card does not say how exact it is."""
    if not {"sensitivity", "specificity"} <= model.metrics.keys():
        return None
    sensitivity, specificity = (model.metrics[name]["mean"] for name in ("sensitivity", "specificity"))
    return predictive_values(sensitivity, specificity, float(settings.prevalence) / 100)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
