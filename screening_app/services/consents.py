"""Consent, purpose by purpose: what is asked for, what was given, what was withdrawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Action, Consent, Purpose, Source
from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from screening_app.services.audit import recorded
from screening_app.services.interviews import forget_recording
from screening_app.services.texts import check_signature
from screening_app.services.training_folder import forget_sessions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace

TEXT_VERSION = "2026-1"  # of the wording in `resources/consent`; a change of the wording is a new file and version

_NEEDED: dict[Source, frozenset[Purpose]] = {
    Source.RECORDED: frozenset({Purpose.SOUND, Purpose.PICTURE}),  # one of them
    Source.IMPORTED: frozenset({Purpose.SOUND}),
    Source.TYPED: frozenset(),
}
_NOTHING_TO_RECORD = (
    "Without consent to the recording of sound or picture nothing can be recorded. "
    "Type what is said instead, or ask for consent."
)
_UNREADABLE = "The wording of the consent cannot be read. Install the program again."
_NO_NAME = "Start the program and sign in first, so that it is known who recorded the consent."


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The wording that is read out, in one language."""

    version: str
    lead_in: str
    titles: Mapping[Purpose, str]
    sentences: Mapping[Purpose, str]


def consent_text(language: str, folder: Path = RESOURCES / "consent") -> ConsentText:
    """The wording in force, in "en" or "zh". Raises `ScreeningError` where it cannot be read."""
    try:
        content = json.loads((folder / f"{TEXT_VERSION}.json").read_text(encoding="utf-8"))
        words = content[language]["purposes"]
        return ConsentText(
            version=content["version"],
            lead_in=content[language]["lead_in"],
            titles={purpose: words[purpose.value][0] for purpose in Purpose},
            sentences={purpose: words[purpose.value][1] for purpose in Purpose},
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise ScreeningError(_UNREADABLE) from error


def purposes_for(source: Source) -> tuple[Purpose, ...]:
    """What is asked for: typed sessions have no recording, and imported ones were recorded elsewhere."""
    typed = (Purpose.TRAINING, Purpose.EXPORT)
    return typed if source is Source.TYPED else tuple(Purpose)


def record_consent(workspace: Workspace, interview: Interview, purposes: Iterable[Purpose], by: str) -> None:
    """Keep what the patient consents to from now on, and withdraw what is no longer among it.

    Raises `ScreeningError` where nobody is named, or a recorded session would have nothing to record.
    """
    wanted = frozenset(purposes)
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    needed = _NEEDED[interview.source]
    if needed and not needed & wanted:
        raise ScreeningError(_NOTHING_TO_RECORD)
    given = consented(workspace, interview.id)
    with workspace.database.writing():
        _give(workspace, interview.id, [purpose for purpose in Purpose if purpose in wanted - given], by.strip())
        _withdraw(workspace, interview.id, sorted(given - wanted), by.strip())
    if Purpose.TRAINING in given - wanted:
        forget_sessions(workspace.paths.training, [interview.id])


def withdraw_consent(workspace: Workspace, interview: Interview, purpose: Purpose, by: str) -> None:
    """Withdraw one consent; with the one to keep the recording, or to record at all, the recording goes at once.

    With the one to training, a training that sees the session is thrown away; which models have learnt from it is told
    by `model_lineage.models_that_learnt_from`. Transcript and scores stay: they are the clinic's record. Raises
    `ScreeningError` where nobody is named.
    """
    if not by.strip():
        raise ScreeningError(_NO_NAME)
    check_signature(by.strip())
    _withdraw(workspace, interview.id, [purpose], by.strip())
    if purpose is Purpose.TRAINING:
        forget_sessions(workspace.paths.training, [interview.id])
    of_recording = purpose in (Purpose.SOUND, Purpose.PICTURE, Purpose.KEEP_MEDIA)
    if of_recording and (interview.recording is not None or workspace.media.features(interview.id)):
        forget_recording(workspace, interview)


def _give(workspace: Workspace, interview_id: str, purposes: Sequence[Purpose], by: str) -> None:
    """Keep that these purposes are consented to; for none there is nothing to keep."""
    now = datetime.now(UTC)
    if purposes:
        with recorded(workspace, Action.CONSENT_GIVEN, interview_id=interview_id, purposes=list(purposes)):
            workspace.consents.add(
                [Consent(uuid4().hex, interview_id, purpose, TEXT_VERSION, now, by) for purpose in purposes]
            )


def _withdraw(workspace: Workspace, interview_id: str, purposes: Sequence[Purpose], by: str) -> None:
    if purposes:
        with recorded(workspace, Action.CONSENT_WITHDRAWN, interview_id=interview_id, purposes=list(purposes)):
            workspace.consents.withdraw(interview_id, purposes, datetime.now(UTC), by)


def consented(workspace: Workspace, interview_id: str) -> frozenset[Purpose]:
    """The purposes for which consent is in force."""
    return frozenset(
        consent.purpose for consent in workspace.consents.of_interview(interview_id) if consent.withdrawn_at is None
    )


def consents_of(workspace: Workspace, interview_id: str) -> tuple[Consent, ...]:
    """All that was given and withdrawn in the session, in the order of time."""
    return workspace.consents.of_interview(interview_id)
