"""A clinic's rated sessions as a folder, so that the app and the command line learn from the very same files.

clinic.json   sessions with rating, language, sex, age; who is locked away; who is known to which model; the plan
sessions/N/transcript.json, features.safetensors   as the app keeps them; no features where a session was typed
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm.data.feature_store import saving
from selfmm.data.files import read_features, read_transcript, write_features, write_transcript
from selfmm.errors import DataError, SelfMMError
from selfmm.plain import build
from selfmm.recipe import samples as answers
from selfmm.stored_file import file_in, place_of, replace_whole
from selfmm.training.clinic.nouns import ClinicData, RatedSession, RetrainingPlan
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfmm.stored_file import StoredFolder
    from selfmm.types import Features, Report, Transcript

FORMAT, VERSION = "selfmm-clinic", 1
MANIFEST = "clinic.json"
_TRANSCRIPT, _FEATURES = "transcript.json", "features.safetensors"
_GROUPS = ("holdout", "known_to_base", "known_to_reference")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One session in the manifest."""

    id: str
    person: str
    rating: float
    language: str
    folder: str  # within the export
    sex: str = ""
    age: float | None = None


@dataclass(frozen=True, slots=True)
class _Manifest:
    """clinic.json, less what it says of itself."""

    sessions: tuple[_Entry, ...]
    holdout: tuple[str, ...]
    known_to_base: tuple[str, ...]
    known_to_reference: tuple[str, ...]


def rated_session(
    session: str,
    transcript: Transcript,
    features: Features | None,
    *,
    person: str,
    rating: float,
    sex: str = "",
    age: float | None = None,
) -> RatedSession:
    """See `selfmm.training.retraining.rated_session`."""
    made = answers(transcript, features, person=person, label=rating)
    named = tuple(replace(sample, id=f"{session}:{number}") for number, sample in enumerate(made))
    return RatedSession(session, person, rating, transcript.language, named, sex, age)


def write_clinic(
    folder: Path | StoredFolder,
    data: ClinicData,
    recordings: Callable[[str], tuple[Transcript, Features | None]],
    plan: RetrainingPlan | None = None,
    report: Report = no_report,
) -> None:
    """See `selfmm.training.retraining.write_clinic`."""
    manifest = file_in(folder, MANIFEST)
    if place_of(manifest).exists():
        raise DataError(
            "There are exported sessions in {folder} already. Name a folder that does not exist.",
            folder=place_of(folder),
        )
    entries = []
    for number, session in enumerate(data.sessions):
        report("exporting", number / len(data.sessions))
        place = f"sessions/{number:05d}"
        with saving(place_of(folder) / place):
            (place_of(folder) / place).mkdir(parents=True, exist_ok=True)
        transcript, features = recordings(session.id)
        write_transcript(file_in(folder, f"{place}/{_TRANSCRIPT}"), transcript)
        if features is not None:
            write_features(file_in(folder, f"{place}/{_FEATURES}"), replace(features, voice=None, picture=None))
        entries.append(_entry(session, place))
    document = {
        "format": FORMAT,
        "version": VERSION,
        "sessions": entries,
        **{group: sorted(getattr(data, group)) for group in _GROUPS},
        "plan": None if plan is None else plan.to_dict(),
    }
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    with saving(place_of(folder)):
        replace_whole(manifest, text.encode())


def read_clinic(folder: Path | StoredFolder) -> tuple[ClinicData, RetrainingPlan | None]:
    """See `selfmm.training.retraining.read_clinic`."""
    document = _document(folder)
    try:
        manifest = build(_Manifest, {name: document[name] for name in ("sessions", *_GROUPS)})
        plan = None if document.get("plan") is None else RetrainingPlan.from_dict(document["plan"])
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(place_of(folder)) from error
    sessions = tuple(_session(folder, entry) for entry in manifest.sessions)
    return ClinicData(sessions, **{group: frozenset(getattr(manifest, group)) for group in _GROUPS}), plan


def _entry(session: RatedSession, place: str) -> dict[str, Any]:
    told = {name: getattr(session, name) for name in ("id", "person", "rating", "language", "sex", "age")}
    return {**told, "folder": place}


def _document(stored: Path | StoredFolder) -> dict[str, Any]:
    manifest, folder = file_in(stored, MANIFEST), place_of(stored)
    if not place_of(manifest).is_file():
        raise DataError("There are no exported sessions in {folder}. Export them again.", folder=folder)
    try:
        document = limited_files.parse_json(limited_files.read_bytes(manifest, limited_files.RECORD))
        kind, version = document["format"], document["version"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder) from error
    if kind != FORMAT or type(version) is not int:
        raise _damaged(folder)
    if version > VERSION:
        raise DataError(
            "The sessions in {folder} were exported by a newer version of this program. Update this one.", folder=folder
        )
    return dict(document)


def _session(stored: Path | StoredFolder, entry: _Entry) -> RatedSession:
    folder = place_of(stored)
    if folder.resolve() not in (folder / entry.folder).resolve().parents:
        raise _damaged(folder)  # a manifest from elsewhere must not reach outside its folder
    made = file_in(stored, f"{entry.folder}/{_FEATURES}")
    said = file_in(stored, f"{entry.folder}/{_TRANSCRIPT}")
    transcript = replace(read_transcript(said), language=entry.language)
    features = read_features(made) if place_of(made).exists() else None
    return rated_session(
        entry.id, transcript, features, person=entry.person, rating=entry.rating, sex=entry.sex, age=entry.age
    )


def _damaged(folder: Path) -> SelfMMError:
    return DataError("The exported sessions in {folder} are damaged. Export them again.", folder=folder)
