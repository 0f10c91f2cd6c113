"""The scales that labels are on, as data: range, cut-off and bands, each with its source."""

from __future__ import annotations

from selfmm.errors import UnknownChoiceError
from selfmm.types import Band, LabelScale

_TWO_SIDES = "below_cutoff", "at_or_above_cutoff"


def _two_bands(minimum: float, cutoff: float) -> tuple[Band, ...]:
    below, above = _TWO_SIDES
    return Band(minimum, below), Band(cutoff, above)


def _severity(*lower: float) -> tuple[Band, ...]:
    """Bands that begin at each of `lower`, in rising order, under the names that questionnaires give them."""
    names: tuple[str, ...] = ("minimal", "mild", "moderate", "severe")
    if len(lower) > len(names):
        names = ("minimal", "mild", "moderate", "moderately_severe", "severe")
    return tuple(Band(edge, name) for edge, name in zip(lower, names, strict=True))


# Sentiment from strongly negative to strongly positive. On both, the model's labels are the scale's own values.
# MOSI: Zadeh et al., arXiv 1606.06259; MOSEI (Zadeh et al., ACL 2018) has the same scale.
MOSI = LabelScale("MOSI", -3.0, 3.0, 0.0, _two_bands(-3.0, 0.0), label_range=3.0)
# SIMS: Yu et al., ACL 2020; SIMSv2 (Liu et al., ICMI 2022) has the same scale.
SIMS = LabelScale("SIMS", -1.0, 1.0, 0.0, _two_bands(-1.0, 0.0))

# Kroenke, Spitzer, Williams, J Gen Intern Med 2001;16:606; cut-off: Negeri et al., BMJ 2021;375:n2183
PHQ_9 = LabelScale("PHQ-9", 0.0, 27.0, 10.0, _severity(0, 5, 10, 15, 20))
# Kroenke et al., J Affect Disord 2009;114:163
PHQ_8 = LabelScale("PHQ-8", 0.0, 24.0, 10.0, _severity(0, 5, 10, 15, 20))
# Spitzer et al., Arch Intern Med 2006;166:1092
GAD_7 = LabelScale("GAD-7", 0.0, 21.0, 10.0, _severity(0, 5, 10, 15))
# Beck, Steer, Brown, BDI-II manual, 1996; the cut-off is where "mild" begins
BDI_II = LabelScale("BDI-II", 0.0, 63.0, 14.0, _severity(0, 14, 20, 29))
# Index = raw sum of 20 to 80 x 1.25 (Zung, Arch Gen Psychiatry 1965;12:63). Cut-off 53 as in EATD (Shen, Yang, Lin,
# ICASSP 2022), from Chinese norms; Zung's own grades begin at 50 and would contradict it, so there are two bands only.
SDS = LabelScale("SDS", 25.0, 100.0, 53.0, _two_bands(25.0, 53.0))

# How severe the depression is that a forum post speaks of, in four levels: Naseem et al., WWW 2022. Above "minimum" is
# depressed, as there.
SEVERITY = LabelScale("severity", 0.0, 3.0, 1.0, _severity(0, 1, 2, 3))

# Two classes, 0 and 1, learnt by the same regression head.
# UR-FUNNY: Hasan et al., EMNLP 2019; MUStARD: Castro et al., ACL 2019
HUMOUR = LabelScale("humour", 0.0, 1.0, 0.5, _two_bands(0.0, 0.5))
SARCASM = LabelScale("sarcasm", 0.0, 1.0, 0.5, _two_bands(0.0, 0.5))

SCALES = {scale.name: scale for scale in (MOSI, SIMS, PHQ_9, PHQ_8, GAD_7, BDI_II, SDS, SEVERITY, HUMOUR, SARCASM)}


def find_scale(name: str) -> LabelScale:
    """The scale of this name. Raises UnknownChoiceError where there is none."""
    if name not in SCALES:
        raise UnknownChoiceError("label scale", name, SCALES)
    return SCALES[name]
