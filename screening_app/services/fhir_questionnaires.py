"""Questionnaires in FHIR R4B: the answers as a QuestionnaireResponse, panel and total as Observations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.fhir_codes import (
    BAND,
    CATEGORY,
    INSTRUMENT,
    LOINC,
    concept,
    entry,
    no_value,
    points,
    refer,
    urn,
)
from screening_app.services.questionnaires import band_of, instrument
from screening_app.services.session_documents import iso

if TYPE_CHECKING:
    from screening_app.domain import Rating
    from screening_app.services.fhir_codes import Resource
    from screening_app.services.questionnaires import AnswerOption, Instrument
    from screening_app.services.session_records import SessionRecord

_SURVEY = [concept(CATEGORY, "survey", "Survey")]
_PRORATED = "Pro-rated: answers are missing, and the mean of the others stands for them."
_INCOMPLETE = "Too many items were not answered."


def rating_entries(record: SessionRecord, rating: Rating, patient: str) -> list[Resource]:
    """All resources of one rating; where only its total was entered, that alone. `patient` is an address."""
    known = instrument(rating.instrument)
    total = entry(urn(rating.id, "total"), _total(record, rating, known, patient))
    if not rating.answers:
        return [total]
    response = entry(urn(rating.id), _response(rating, known, patient))
    panel = entry(urn(rating.id, "panel"), _panel(record, rating, known, patient))
    return [response, panel, total]


def _response(rating: Rating, known: Instrument, patient: str) -> Resource:
    """What was answered, in the wording that was read."""
    items = [
        _item(item.code, item.text[rating.language], _option(known.options, answer), rating.language)
        for item, answer in zip(known.items, rating.answers, strict=True)
    ]
    if known.difficulty is not None and rating.difficulty is not None:
        hard = known.difficulty
        options = _option(hard.options, rating.difficulty)
        items.append(_item(hard.code, hard.text[rating.language], options, rating.language))
    code = known.panel_code
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{LOINC}/q/{code}" if code else f"{INSTRUMENT}:{known.id}",
        "status": "completed" if None not in rating.answers else "stopped",
        "subject": refer(patient),
        "authored": iso(rating.rated_at),
        "language": rating.language,
        "item": items,
    } | ({"source": refer(patient)} if rating.rated_by == "patient" else {})


def _item(code: str, text: str, chosen: AnswerOption | None, language: str) -> Resource:
    """One question; without an answer where there was none."""
    item: Resource = {"linkId": f"/{code}", "text": text}
    if chosen is not None:
        item["answer"] = [{"valueCoding": _coding(chosen, language)}]
    return item


def _coding(chosen: AnswerOption, language: str) -> Resource:
    return {"system": LOINC, "code": chosen.code, "display": chosen.text[language]}


def _option(options: tuple[AnswerOption, ...], answer: int | None) -> AnswerOption | None:
    return next((option for option in options if option.value == answer), None)


def _panel(record: SessionRecord, rating: Rating, known: Instrument, patient: str) -> Resource:
    """The panel: each item with its answer, and the total as its member."""
    code = concept(LOINC, known.panel_code, f"{known.name} panel") if known.panel_code else _own(known, "panel")
    return _observation(record, rating, patient) | {
        "code": code,
        "component": [
            {"code": concept(LOINC, item.code, item.text["en"])} | _chosen(_option(known.options, answer))
            for item, answer in zip(known.items, rating.answers, strict=True)
        ],
        "hasMember": [refer(urn(rating.id, "total"))],
        "derivedFrom": [refer(urn(rating.id))],
    }


def _chosen(chosen: AnswerOption | None) -> Resource:
    if chosen is None:
        return {"dataAbsentReason": no_value("Not answered")}
    return {"valueCodeableConcept": {"coding": [_coding(chosen, "en")], "text": str(chosen.value)}}


def _total(record: SessionRecord, rating: Rating, known: Instrument, patient: str) -> Resource:
    code = concept(LOINC, known.total_code, f"{known.name} total score") if known.total_code else _own(known, "total")
    total = _observation(record, rating, patient) | {"code": code}
    if rating.answers:
        total["derivedFrom"] = [refer(urn(rating.id)), refer(urn(rating.id, "panel"))]
    if rating.value is None:
        return total | {"dataAbsentReason": no_value(_INCOMPLETE)}
    total["valueQuantity"] = points(rating.value)
    band = band_of(known, rating.value)
    if band:
        total["interpretation"] = [concept(BAND, band, band.replace("_", " "))]
    if rating.is_prorated:
        total["note"] = [{"text": _PRORATED}]
    return total


def _own(known: Instrument, part: str) -> Resource:
    """A code of our own, where none of LOINC's is known for sure."""
    return concept(INSTRUMENT, f"{known.id}-{part}", f"{known.name} {part}")


def _observation(record: SessionRecord, rating: Rating, patient: str) -> Resource:
    """What panel and total have in common."""
    return {
        "resourceType": "Observation",
        "status": "final" if record.is_final else "preliminary",
        "category": _SURVEY,
        "subject": refer(patient),
        "effectiveDateTime": iso(record.interview.held_at),
        "issued": iso(rating.rated_at),
    }
