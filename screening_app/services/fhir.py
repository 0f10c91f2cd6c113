"""A patient's sessions as one FHIR R4B bundle, checked against the published rules as fhir.resources has them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from screening_app.domain import Sex
from screening_app.services.fhir_codes import (
    FLAG_CATEGORY,
    PATIENT_CODE,
    TEST_DATA,
    concept,
    entry,
    plain_text,
    refer,
    urn,
)
from screening_app.services.fhir_questionnaires import rating_entries
from screening_app.services.fhir_score import model_entry, score_entries
from screening_app.services.session_documents import EXPORTING, iso
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from screening_app.domain import Patient, SafetyReview
    from screening_app.services.fhir_codes import Resource
    from screening_app.services.session_records import SessionRecord
    from selfmm.types import Report

_GENDERS = {Sex.FEMALE: "female", Sex.MALE: "male", Sex.OTHER: "other", Sex.UNKNOWN: "unknown"}
_ITEM_9 = "The item about death and self-harm was answered with more than 0"


def write_bundle(
    path: Path,
    patient: Patient,
    records: Sequence[SessionRecord],
    *,
    with_identity: bool,
    with_text: bool,
    report: Report = no_report,
) -> None:
    """Write the bundle as JSON; `with_text` adds what a safety review gave. Reports "exporting" at each session."""
    document = bundle_of(patient, records, with_identity=with_identity, with_text=with_text, report=report)
    path.write_text(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1), encoding="utf-8")


def validated(entries: Sequence[Resource]) -> list[Resource]:
    """Entries of a bundle, built through the R4B models, and what is written of them read again by the models.

    Raises ValueError where they break a rule: a bug, for nothing that a user enters may do so.
    """
    from fhir.resources.R4B.bundle import Bundle

    bundle = {"resourceType": "Bundle", "type": "collection", "entry": _clean(list(entries))}
    written = Bundle.model_validate_json(json.dumps(bundle, allow_nan=False)).model_dump_json()
    Bundle.model_validate_json(written)
    checked: list[Resource] = json.loads(written)["entry"]
    return checked


def _clean(value: Any) -> Any:
    """The same values with texts as FHIR takes them: no control characters, no spaces but the plain one."""
    if isinstance(value, dict):
        return {name: _clean(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_clean(part) for part in value]
    return plain_text(value) if isinstance(value, str) else value


def bundle_of(
    patient: Patient,
    records: Sequence[SessionRecord],
    *,
    with_identity: bool,
    with_text: bool,
    report: Report = no_report,
) -> Resource:
    """The bundle as JSON's values, validated: patient, models, each session's questionnaires, score, safety flags."""
    who = urn(patient.id)
    scored = [record.assessment for record in records if record.assessment]
    models = dict.fromkeys(assessment.score.bundle for assessment in scored)
    entries = validated([entry(who, _patient(patient, with_identity)), *map(model_entry, models)])
    for number, record in enumerate(records):
        report(EXPORTING, number / len(records))
        made = _session(record, who, with_identity=with_identity, with_text=with_text)
        entries += validated(made) if made else []
    bundle: Resource = {
        "resourceType": "Bundle",
        "id": str(uuid4()),
        "type": "collection",
        "timestamp": iso(datetime.now(UTC)),
        "entry": entries,
    }
    if patient.is_demo:
        bundle["meta"] = {"security": [{"system": TEST_DATA, "code": "HTEST", "display": "test health data"}]}
    return bundle


def _session(record: SessionRecord, who: str, *, with_identity: bool, with_text: bool) -> list[Resource]:
    entries = [made for rating in record.ratings for made in rating_entries(record, rating, who)]
    if record.assessment is not None:
        entries += score_entries(record, record.assessment, who, with_identity=with_identity)
    return entries + [
        entry(urn(review.id), _flag(review, who, with_identity=with_identity, with_text=with_text))
        for review in record.safety_reviews
    ]


def _patient(patient: Patient, with_identity: bool) -> Resource:
    """The patient by the code; the name only with identity."""
    resource: Resource = {
        "resourceType": "Patient",
        "identifier": [{"system": PATIENT_CODE, "value": plain_text(patient.code) or patient.id}],
        "active": patient.archived_at is None,
        "gender": _GENDERS[patient.sex],
    }
    if patient.birth_year is not None:
        resource["birthDate"] = str(patient.birth_year)
    if with_identity and plain_text(patient.name):
        resource["name"] = [{"text": patient.name}]
    return resource


def _flag(review: SafetyReview, who: str, *, with_identity: bool, with_text: bool) -> Resource:
    """The safety review: active as long as nobody has assessed the person; inactive does not mean safe."""
    done = review.reviewed_at is not None
    text = f"{_ITEM_9}. " + ("The person was assessed." if done else "Nobody has assessed the person yet.")
    if with_text and done:
        text += f" Tool: {review.tool}. Outcome: {review.outcome}. Plan: {review.plan}"
    flag: Resource = {
        "resourceType": "Flag",
        "status": "inactive" if done else "active",
        "category": [concept(FLAG_CATEGORY, "safety", "Safety")],
        "code": {"text": text},
        "subject": refer(who),
        "period": {"start": iso(review.opened_at)} | ({"end": iso(review.reviewed_at)} if review.reviewed_at else {}),
    }
    if with_identity and plain_text(review.assessed_by):
        flag["author"] = {"display": review.assessed_by}
    return flag
