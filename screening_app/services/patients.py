"""Add, find, change and remove patients."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Patient, Sex
from screening_app.errors import ScreeningError
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace

LONGEST_CODE = 40  # characters
LONGEST_NAME = 120
EARLIEST_BIRTH_YEAR = 1900
_CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that are taken for each other when read aloud or copied


def add_patient(
    workspace: Workspace,
    *,
    code: str = "",
    name: str = "",
    sex: Sex = Sex.UNKNOWN,
    birth_year: int | None = None,
    language: str = "en",
    notes: str = "",
    is_demo: bool = False,
) -> Patient:
    """Store a new patient under the code, or under a new pseudonymous one such as "P-7K3Q" where it is empty.

    Raises `ScreeningError` when the code is taken, too long, or the birth year impossible.
    """
    patient = Patient(
        id=uuid4().hex,
        code=code.strip() or _new_code(workspace),
        name=name.strip(),
        sex=sex,
        birth_year=birth_year,
        language=language,
        notes=notes,
        is_demo=is_demo,
        created_at=datetime.now(UTC),
    )
    _check(patient)
    workspace.patients.add(patient)
    return patient


def edit_patient(workspace: Workspace, patient: Patient) -> Patient:
    """Store what was changed of the patient, such as `replace(patient, name="…")`; raises as `add_patient` does."""
    patient = replace(patient, code=patient.code.strip(), name=patient.name.strip())
    _check(patient)
    workspace.patients.update(patient)
    return patient


def remove_patient(workspace: Workspace, patient_id: str) -> None:
    """Remove the patient with all interviews, assessments and recordings; nothing of them stays behind."""
    interviews = workspace.interviews.of_patient(patient_id)
    with workspace.media.removing(interview.id for interview in interviews):
        workspace.patients.remove(patient_id)


def get_patient(workspace: Workspace, patient_id: str) -> Patient:
    """The patient. Raises `ScreeningError` when it has been removed."""
    return workspace.patients.get(patient_id)


def find_patients(
    workspace: Workspace, search: str = "", *, limit: int | None = None, offset: int = 0
) -> tuple[Patient, ...]:
    """The patients whose code or name holds every word of `search`, newest first; `limit` of them from `offset` on."""
    return workspace.patients.all(search, limit=limit, offset=offset)


def count_patients(workspace: Workspace, search: str = "") -> int:
    """How many patients `find_patients` finds without a limit."""
    return workspace.patients.count(search)


def _check(patient: Patient) -> None:
    if not patient.code:
        raise ScreeningError("The patient needs a code. Type one, such as P-7K3Q.")
    if len(patient.code) > LONGEST_CODE:
        raise ScreeningError("The code is too long. Use at most {limit} characters.", limit=LONGEST_CODE)
    if len(patient.name) > LONGEST_NAME:
        raise ScreeningError("The name is too long. Use at most {limit} characters.", limit=LONGEST_NAME)
    latest = datetime.now(UTC).year
    if patient.birth_year is not None and not EARLIEST_BIRTH_YEAR <= patient.birth_year <= latest:
        raise ScreeningError(
            "The year of birth must lie between {first} and {last}.", first=EARLIEST_BIRTH_YEAR, last=latest
        )
    if patient.language not in LANGUAGES:
        raise ValueError(f"patients speak one of {LANGUAGES}, not {patient.language!r}")


def _new_code(workspace: Workspace) -> str:
    """A code that no patient has; it says nothing of who the patient is or when the patient came."""
    while True:
        code = "P-" + "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))
        if not workspace.patients.has_code(code):
            return code
