"""Add, find, change, archive and remove patients."""

from __future__ import annotations

import re
import secrets
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from screening_app.domain import Action, Patient, Sex
from screening_app.errors import ScreeningError
from screening_app.services.audit import record, recorded
from screening_app.services.holds import check_not_held
from screening_app.services.seats import sessions_claimed
from screening_app.services.texts import check_line, check_text
from screening_app.services.training_folder import forget_sessions
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from screening_app.domain import LastSession
    from screening_app.services.workspace import Workspace

LONGEST_CODE = 40  # characters
LONGEST_NAME = 120
LONGEST_NOTES = 20_000
LONGEST_TAG = 40
MOST_TAGS = 12
EARLIEST_BIRTH_YEAR = 1900
ADULT = 18  # years; the program is not for anybody younger
_CHANGED_MEANWHILE = (
    "Somebody has changed the same about this patient meanwhile. Close the window without storing, look at what stands "
    "there now, then enter your change again."
)
_BETWEEN_TAGS = re.compile(r"[,;，；、\n]")
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
    tags: Iterable[str] = (),
    is_demo: bool = False,
) -> Patient:
    """Store a new patient under the code, or under a new pseudonymous one such as "P-7K3Q" where it is empty.

    Raises `ScreeningError` when the code is taken, a text or the list of tags too long, the birth year impossible, and
    as `check_line` does for code, name and tags.
    """
    patient = Patient(
        id=uuid4().hex,
        code=code.strip() or new_code(workspace),
        name=name.strip(),
        sex=sex,
        birth_year=birth_year,
        language=language,
        notes=notes,
        is_demo=is_demo,
        created_at=datetime.now(UTC),
        tags=tags_of(",".join(tags)),
    )
    _check(patient)
    with recorded(workspace, Action.PATIENT_ADDED, patient_id=patient.id):
        workspace.patients.add(patient)
    return patient


def edit_patient(workspace: Workspace, patient: Patient, **changes: Any) -> Patient:
    """Store what was changed of the patient as seen until now, such as `name="…"`; raises as `add_patient` does.

    What somebody at another seat has changed meanwhile stays so; raises `ScreeningError` where that is the same. Only
    `holds` puts a patient on hold, or ends that.
    """
    wanted = replace(patient, **changes)
    wanted = replace(wanted, code=wanted.code.strip(), name=wanted.name.strip())
    _check(wanted)
    changed = {
        name: getattr(wanted, name) for name in sorted(changes) if getattr(wanted, name) != getattr(patient, name)
    }
    with recorded(workspace, Action.PATIENT_CHANGED, patient_id=patient.id, fields=list(changed)):
        now = workspace.patients.get(patient.id)  # within: all seats write one after the other
        if any(getattr(now, name) not in (getattr(patient, name), value) for name, value in changed.items()):
            raise ScreeningError(_CHANGED_MEANWHILE)
        merged = replace(now, **changed)
        workspace.patients.update(merged)
    return merged


def remove_patient(workspace: Workspace, patient_id: str) -> None:
    """Remove the patient with all interviews, assessments and recordings; nothing of them stays behind.

    Raises `ScreeningError` where the patient is on hold.
    """
    with patient_removed(workspace, patient_id):
        check_not_held(workspace, patient_id)


@contextmanager
def patient_removed(workspace: Workspace, patient_id: str, **details: Any) -> Iterator[None]:
    """Remove the patient with all that belongs to it after the block; if that raises, all stays as it was.

    `details` go to the record of actions.
    """
    ids = [interview.id for interview in workspace.interviews.of_patient(patient_id)]
    with (
        sessions_claimed(workspace, ids),
        workspace.media.removing(ids),
        recorded(workspace, Action.PATIENT_REMOVED, patient_id=patient_id, sessions=ids, **details),
    ):
        yield
        workspace.patients.remove(patient_id)
    forget_sessions(workspace.paths.training, ids)


def archive_patient(workspace: Workspace, patient_id: str) -> Patient:
    """Put a patient who is no longer seen out of the way; nothing is lost, and `restore_patient` takes it back."""
    return _archived(workspace, patient_id, datetime.now(UTC), Action.PATIENT_ARCHIVED)


def restore_patient(workspace: Workspace, patient_id: str) -> Patient:
    """Bring a patient back from the archive."""
    return _archived(workspace, patient_id, None, Action.PATIENT_RESTORED)


def _archived(workspace: Workspace, patient_id: str, moment: datetime | None, action: Action) -> Patient:
    with recorded(workspace, action, patient_id=patient_id):
        patient = replace(workspace.patients.get(patient_id), archived_at=moment)
        workspace.patients.update(patient)
    return patient


def get_patient(workspace: Workspace, patient_id: str) -> Patient:
    """The patient. Raises `ScreeningError` when it has been removed."""
    return workspace.patients.get(patient_id)


def view_patient(workspace: Workspace, patient_id: str) -> Patient:
    """The patient, to be looked at, of which an entry is made. Raises `ScreeningError` when it has been removed."""
    patient = workspace.patients.get(patient_id)
    record(workspace, Action.PATIENT_VIEWED, patient_id=patient_id)
    return patient


def find_patients(
    workspace: Workspace, search: str = "", *, archived: bool | None = False, limit: int | None = None, offset: int = 0
) -> tuple[Patient, ...]:
    """The patients whose code, name or tags hold every word of `search`, newest first; `limit` of them from `offset`.

    Those in care, unless `archived` asks for the archived ones, or, None, for both.
    """
    return workspace.patients.all(search, archived=archived, limit=limit, offset=offset)


def count_patients(workspace: Workspace, search: str = "", *, archived: bool | None = False) -> int:
    """How many patients `find_patients` finds without a limit."""
    return workspace.patients.count(search, archived=archived)


def last_sessions(workspace: Workspace, patients: Iterable[Patient]) -> Mapping[str, LastSession]:
    """By the patients' ids, when each was last seen and scored; one query, however many there are."""
    return workspace.assessments.last_sessions(patient.id for patient in patients)


def known_tags(workspace: Workspace) -> tuple[str, ...]:
    """The tags that are in use."""
    return workspace.patients.tags()


def tags_of(text: str) -> tuple[str, ...]:
    """The tags that a line such as "inpatient, study A" names, each once; commas and semicolons part them."""
    named: dict[str, str] = {}
    for part in _BETWEEN_TAGS.split(text):
        if tag := " ".join(part.split()):
            named.setdefault(tag.casefold(), tag)
    return tuple(named.values())


def patients_alike(
    workspace: Workspace, name: str, birth_year: int | None, *, but: Patient | None = None
) -> tuple[Patient, ...]:
    """The patients of the same name and year of birth, who may be the same person; none without a name."""
    alike = workspace.patients.named(name, birth_year) if name.strip() else ()
    return tuple(patient for patient in alike if but is None or patient.id != but.id)


def is_code_taken(workspace: Workspace, code: str, *, but: Patient | None = None) -> bool:
    """Whether another patient has this code, in upper or lower case."""
    own = but is not None and but.code.casefold() == code.strip().casefold()
    return bool(code.strip()) and not own and workspace.patients.has_code(code)


def _check(patient: Patient) -> None:
    if not patient.code:
        raise ScreeningError("The patient needs a code. Type one, such as P-7K3Q.")
    if len(patient.code) > LONGEST_CODE:
        raise ScreeningError("The code is too long. Use at most {limit} characters.", limit=LONGEST_CODE)
    if len(patient.name) > LONGEST_NAME:
        raise ScreeningError("The name is too long. Use at most {limit} characters.", limit=LONGEST_NAME)
    if len(patient.notes) > LONGEST_NOTES:
        raise ScreeningError("The notes are too long. Use at most {limit} characters.", limit=LONGEST_NOTES)
    if len(patient.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in patient.tags):
        raise ScreeningError(
            "Use at most {most} tags of at most {limit} characters each.", most=MOST_TAGS, limit=LONGEST_TAG
        )
    check_line(patient.code, patient.name, *patient.tags)
    check_text(patient.notes)
    latest = datetime.now(UTC).year
    if patient.birth_year is not None and not EARLIEST_BIRTH_YEAR <= patient.birth_year <= latest:
        raise ScreeningError(
            "The year of birth must lie between {first} and {last}.", first=EARLIEST_BIRTH_YEAR, last=latest
        )
    if patient.language not in LANGUAGES:
        raise ValueError(f"patients speak one of {LANGUAGES}, not {patient.language!r}")


def new_code(workspace: Workspace) -> str:
    """A code that no patient has; it says nothing of who the patient is or when the patient came."""
    while True:
        code = "P-" + "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))
        if not workspace.patients.has_code(code):
            return code
