"""What the history needs to know of an instrument: its scale, ends, place in lists, and when a change counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.scales import BDI_II, GAD_7, PHQ_8, PHQ_9, SDS, SEVERITY

if TYPE_CHECKING:
    from selfmm.types import LabelScale

_SCALES = {"phq-9": PHQ_9, "phq-8": PHQ_8, "gad-7": GAD_7, "hamd-17": None, "bdi-ii": BDI_II, "sds": SDS}
_HAMD_17_ENDS = 0.0, 52.0  # Hamilton, J Neurol Neurosurg Psychiatry 1960;23:56: 9 items of 0 to 4, 8 of 0 to 2

# Points by which two totals of one person must differ: NHS Talking Therapies manual. Others are not known.
RELIABLE_CHANGE = {"phq-9": 6.0, "gad-7": 4.0}

# The scales on which a rise is a worsening; others, such as sentiment, say nothing of a depression.
DEPRESSION_SCALES = frozenset(scale.name for scale in (PHQ_9, PHQ_8, BDI_II, SDS, SEVERITY))


def scale_of(instrument: str) -> LabelScale | None:
    """The cut-off and bands of an instrument; None where they are not known."""
    return _SCALES.get(instrument)


def ends_of(instrument: str) -> tuple[float, float] | None:
    """The lowest and the highest total; None where the instrument is not known."""
    scale = scale_of(instrument)
    if scale is not None:
        return scale.minimum, scale.maximum
    return _HAMD_17_ENDS if instrument == "hamd-17" else None


def instrument_order(instrument: str) -> tuple[int, str]:
    """What instruments are sorted by: those that the program knows in their usual order, then the others."""
    known = list(_SCALES)
    return (known.index(instrument) if instrument in known else len(known)), instrument


def reliable_change_of(instrument: str) -> float | None:
    """Points by which two totals must differ at least to be a reliable change; None where that is not known."""
    return RELIABLE_CHANGE.get(instrument)


def instrument_name(instrument: str) -> str:
    """The short name, the same in every language, such as "PHQ-9"."""
    return instrument.upper()
