"""What the history and the caseload need to know of an instrument by its id, even of one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.questionnaire_change import RELIABLE_CHANGE
from screening_app.services.questionnaires import instruments

if TYPE_CHECKING:
    from screening_app.services.questionnaires import Instrument
    from selfmm.types import LabelScale


def scale_of(code: str) -> LabelScale | None:
    """The cut-off and bands of an instrument; None where they are not known."""
    known = _known(code)
    return known.scale if known else None


def ends_of(code: str) -> tuple[float, float] | None:
    """The lowest and the highest total; None where the instrument is not known."""
    known = _known(code)
    return (known.minimum, known.maximum) if known else None


def instrument_order(code: str) -> tuple[int, str]:
    """What instruments are sorted by: those that the program knows in their usual order, then the others."""
    ids = [known.id for known in instruments()]
    return (ids.index(code) if code in ids else len(ids)), code


def reliable_change_of(code: str) -> float | None:
    """Points by which two totals must differ at least to be a reliable change; None where that is not known."""
    return RELIABLE_CHANGE.get(code)


def instrument_name(code: str) -> str:
    """The short name, the same in every language, such as "PHQ-9"."""
    known = _known(code)
    return known.name if known else code.upper()


def _known(code: str) -> Instrument | None:
    return next((known for known in instruments() if known.id == code), None)
