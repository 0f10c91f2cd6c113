"""The words that the FHIR bundle is made of: code systems, and the small values that resources share.

LOINC codes are those of `resources/questionnaires`. What LOINC has no code for, the model's score above all, has one
in a code system of our own: a score is never 44261-6, which is the total of a PHQ-9 that somebody filled in.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

Resource = dict[str, Any]

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
PARTICIPANT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
FLAG_CATEGORY = "http://terminology.hl7.org/CodeSystem/flag-category"
TEST_DATA = "http://terminology.hl7.org/CodeSystem/v3-ActReason"

OWN = "urn:x-selfmm-screening"  # our own code systems and identifiers lie below it
SCORE = f"{OWN}:score"
PART_OF_SCORE = f"{OWN}:score-part"
INSTRUMENT = f"{OWN}:instrument"
BAND = f"{OWN}:band"
MODEL = f"{OWN}:model"
PATIENT_CODE = f"{OWN}:patient-code"

_POINTS = "{score}"  # UCUM's annotation for points of a scale


def plain_text(text: str) -> str:
    """A text as FHIR takes it: control characters and spaces of other kinds, such as Chinese ones, become plain."""
    there = text.encode("utf-8", "replace").decode()
    return "".join(" " if letter.isspace() or not letter.isprintable() else letter for letter in there).strip()


def concept(system: str, code: str, display: str, text: str = "") -> Resource:
    """A code of a system, with what it says."""
    return {"coding": [{"system": system, "code": code, "display": display}], "text": text or display}


def points(value: float) -> Resource:
    """A number on a scale."""
    return {"value": value, "unit": "points", "system": UCUM, "code": _POINTS}


def share(value: float) -> Resource:
    """A share or probability, in [0, 1]."""
    return {"value": value, "unit": "1", "system": UCUM, "code": "1"}


def no_value(text: str) -> Resource:
    """Why there is no value."""
    return concept(ABSENT, "unknown", "Unknown", text)


def urn(own_id: str, part: str = "") -> str:
    """The address of a resource in the bundle, the same at each export: that of a row, or of a part made of it."""
    whole = UUID(own_id) if not part else uuid5(NAMESPACE_URL, f"{OWN}:{own_id}:{part}")
    return f"urn:uuid:{whole}"


def refer(address: str) -> Resource:
    """A reference to a resource of the same bundle."""
    return {"reference": address}


def entry(address: str, resource: Resource) -> Resource:
    """A resource in the bundle, under its address."""
    return {"fullUrl": address, "resource": {**resource, "id": address.removeprefix("urn:uuid:")}}
