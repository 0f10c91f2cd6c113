"""A session as a document of plain values: what JSON holds, and what the columns of the CSV tables are made of."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from screening_app.services.questionnaires import band_of, instrument

if TYPE_CHECKING:
    from datetime import datetime

    from screening_app.domain import Addendum, Patient, Rating, SafetyReview, ScriptCard
    from screening_app.services.session_records import SessionRecord
    from selfmm.types import Score

Document = dict[str, Any]

EXPORTING = "exporting"  # step code of the work that writes documents


def patient_document(patient: Patient, *, with_identity: bool, with_text: bool) -> Document:
    """A patient by the code; the name only with identity, notes and tags only with text."""
    document: Document = {
        "code": patient.code,
        "sex": patient.sex.value,
        "birth_year": patient.birth_year,
        "language": patient.language,
        "is_demonstration": patient.is_demo,
    }
    if with_identity:
        document["name"] = patient.name
    if with_text:
        document |= {"notes": patient.notes, "tags": list(patient.tags)}
    return document


def session_document(record: SessionRecord, *, with_identity: bool, with_text: bool) -> Document:
    """A session; who signed and assessed only with identity, what was said and written only with text."""
    interview, signed, assessment = record.interview, record.sign_off, record.assessment
    document: Document = {
        "id": interview.id,
        "held_at": iso(interview.held_at),
        "source": interview.source.value,
        "language": interview.language,
        "script": interview.script,
        "seconds": interview.recording.duration_seconds if interview.recording else None,
        "status": "final" if record.is_final else "preliminary",
        "signed_at": iso(signed.signed_at) if signed else None,
        "scored_at": iso(assessment.created_at) if assessment else None,
        "score": score_document(assessment.score) if assessment else None,
        "quality": asdict(assessment.score.quality) if assessment else None,
        "markers": dict(assessment.markers) if assessment else {},
        "cards": [_card(card, with_text) for card in record.cards],
        "answers": answer_documents(assessment.score, with_text=with_text) if assessment else [],
        "questionnaires": [rating_document(rating) for rating in record.ratings],
        "safety_reviews": [_review(review, with_identity, with_text) for review in record.safety_reviews],
    }
    if with_identity:
        document["signed_by"] = signed.signed_by if signed else None
    if with_text:
        document["notes"] = interview.notes
        document["addenda"] = [_addendum(addendum, with_identity) for addendum in record.addenda]
    return document


def score_document(score: Score) -> Document:
    """The score with its scale, in the scale's own units."""
    low, high = score.interval or (None, None)
    return {
        "scale": score.scale.name,
        "minimum": score.scale.minimum,
        "maximum": score.scale.maximum,
        "cutoff": score.scale.cutoff,
        "value": score.value,
        "interval_low": low,
        "interval_high": high,
        "interval_coverage": score.coverage,
        "probability": score.probability,
        "band": score.band,
        "text": score.text,
        "audio": score.audio,
        "vision": score.vision,
        "reasons": list(score.reasons),
        "warnings": list(score.warnings),
        "model": score.bundle,
    }


def answer_documents(score: Score, *, with_text: bool) -> list[Document]:
    """The answers, numbered from 1, in seconds from the start of the recording."""
    documents: list[Document] = []
    for number, (answer, effect) in enumerate(zip(score.answers, score.effects, strict=True), start=1):
        document: Document = {
            "answer": number,
            "start": answer.start,
            "end": answer.end,
            "value": answer.value,
            "effect": effect,
        }
        if with_text:
            document |= {"text": answer.text, "sentences": [asdict(passage) for passage in answer.passages]}
        documents.append(document)
    return documents


def rating_document(rating: Rating) -> Document:
    """A questionnaire with its answers by the numbers of the items, and its total with the band."""
    known = instrument(rating.instrument)
    return {
        "instrument": rating.instrument,
        "language": rating.language,
        "value": rating.value,
        "band": None if rating.value is None else band_of(known, rating.value),
        "is_prorated": rating.is_prorated,
        "items": {str(item.number): answer for item, answer in zip(known.items, rating.answers, strict=False)},
        "difficulty": rating.difficulty,
        "rated_by": rating.rated_by.value,
        "rated_at": iso(rating.rated_at),
    }


def _card(card: ScriptCard, with_text: bool) -> Document:
    document: Document = {
        "card": card.number,
        "prompt": card.prompt,
        "status": card.fate.value,
        "skipped_at": card.skipped_at,
    }
    return document | ({"text": card.text} if with_text else {})


def _review(review: SafetyReview, with_identity: bool, with_text: bool) -> Document:
    document: Document = {
        "status": "open" if review.reviewed_at is None else "reviewed",
        "opened_at": iso(review.opened_at),
        "reviewed_at": iso(review.reviewed_at) if review.reviewed_at else None,
    }
    if with_identity:
        document["assessed_by"] = review.assessed_by
    if with_text:
        document |= {"tool": review.tool, "outcome": review.outcome, "plan": review.plan}
    return document


def _addendum(addendum: Addendum, with_identity: bool) -> Document:
    document: Document = {"written_at": iso(addendum.written_at), "text": addendum.text}
    return document | ({"written_by": addendum.written_by} if with_identity else {})


def iso(moment: datetime) -> str:
    """A moment as ISO 8601 has it, with its offset, such as "2026-11-29T18:05:00+00:00"."""
    return moment.isoformat(timespec="seconds")
