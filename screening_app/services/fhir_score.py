"""The model's score in FHIR R4B: an Observation under a code of our own, its model as a Device, its Provenance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.fhir_codes import (
    BAND,
    CATEGORY,
    INTERPRETATION,
    MODEL,
    PART_OF_SCORE,
    PARTICIPANT,
    SCORE,
    concept,
    entry,
    no_value,
    plain_text,
    points,
    refer,
    share,
    urn,
)
from screening_app.services.session_documents import iso
from selfmm.types import INDETERMINATE, NOTICE

if TYPE_CHECKING:
    from screening_app.domain import Assessment
    from screening_app.services.fhir_codes import Resource
    from screening_app.services.session_records import SessionRecord
    from selfmm.types import Score

_WITHOUT_VALUE = "Indeterminate: the quality of the session was too low. Repeat it."
_CLINICIAN = "Clinician"  # who signed, where no names are handed out


def score_entries(
    record: SessionRecord, assessment: Assessment, patient: str, *, with_identity: bool
) -> list[Resource]:
    """The score and its provenance; `patient` is an address. The model itself is `model_entry`."""
    return [
        entry(urn(assessment.id), _observation(record, assessment, patient)),
        entry(urn(assessment.id, "provenance"), _provenance(record, assessment, with_identity)),
    ]


def model_address(bundle: str) -> str:
    """The address of a model in the FHIR bundle."""
    return urn(bundle, "model")


def model_entry(bundle: str) -> Resource:
    """A model that scored, by its id."""
    device = {
        "resourceType": "Device",
        "identifier": [{"system": MODEL, "value": bundle}],
        "type": concept(MODEL, "scoring-model", "Model that scores depression screening interviews"),
        "deviceName": [{"name": f"Self-MM screening model {bundle}", "type": "model-name"}],
        "version": [{"value": bundle}],
        "note": [{"text": NOTICE}],
    }
    return entry(model_address(bundle), device)


def _observation(record: SessionRecord, assessment: Assessment, patient: str) -> Resource:
    score = assessment.score
    scale = score.scale
    code = f"model-score-{scale.name.lower()}"
    text = f"Score of a model on the {scale.name} scale; not a {scale.name} that somebody filled in"
    observation: Resource = {
        "resourceType": "Observation",
        "status": "final" if record.is_final else "preliminary",
        "category": [concept(CATEGORY, "survey", "Survey")],
        "code": concept(SCORE, code, f"Model score, {scale.name} scale", text),
        "subject": refer(patient),
        "effectiveDateTime": iso(record.interview.held_at),
        "issued": iso(assessment.created_at),
        "method": concept(MODEL, score.bundle, f"Model {score.bundle}"),
        "device": refer(model_address(score.bundle)),
        "interpretation": [_interpretation(score)],
        "referenceRange": [{"text": f"{scale.minimum:g} to {scale.maximum:g}, cut-off {scale.cutoff:g}"}],
        "note": [{"text": NOTICE}, *({"text": code.replace("_", " ")} for code in (*score.reasons, *score.warnings))],
    }
    if score.value is None:
        observation["dataAbsentReason"] = no_value(_WITHOUT_VALUE)
    else:
        observation["valueQuantity"] = points(score.value)
    components = _components(score)
    return observation | ({"component": components} if components else {})


def _interpretation(score: Score) -> Resource:
    """The band; an indeterminate score says so in the words that every system knows."""
    if score.band == INDETERMINATE:
        return concept(INTERPRETATION, "IND", "Indeterminate")
    return concept(BAND, score.band, score.band.replace("_", " "))


def _components(score: Score) -> list[Resource]:
    """The interval and the probability, each as far as there is one."""
    parts = []
    if score.interval is not None:
        covered = f"of the {score.coverage:.0%} prediction interval"
        parts += [
            ("interval-low", f"Lower end {covered}", points(score.interval[0])),
            ("interval-high", f"Upper end {covered}", points(score.interval[1])),
        ]
    if score.probability is not None:
        parts.append(("probability", "Probability of being at or above the cut-off", share(score.probability)))
    return [{"code": concept(PART_OF_SCORE, code, text), "valueQuantity": value} for code, text, value in parts]


def _provenance(record: SessionRecord, assessment: Assessment, with_identity: bool) -> Resource:
    """Which model made the score when, and who signed it."""
    agents: list[Resource] = [
        {"type": concept(PARTICIPANT, "assembler", "Assembler"), "who": refer(model_address(assessment.score.bundle))}
    ]
    if record.sign_off is not None:
        name = plain_text(record.sign_off.signed_by) if with_identity else ""
        agents.append({"type": concept(PARTICIPANT, "attester", "Attester"), "who": {"display": name or _CLINICIAN}})
    return {
        "resourceType": "Provenance",
        "target": [refer(urn(assessment.id))],
        "recorded": iso(record.sign_off.signed_at if record.sign_off else assessment.created_at),
        "agent": agents,
    }
