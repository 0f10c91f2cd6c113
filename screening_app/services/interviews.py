"""Hold, import, type, finish and remove interviews."""

from __future__ import annotations

import logging
import re
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from screening_app.domain import Action, Interview, Patient, Recording, Source, Step
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.audit import record, recorded
from screening_app.services.holds import check_not_held
from screening_app.services.permissions import Permission
from screening_app.services.seats import ElsewhereError, sessions_claimed
from screening_app.services.texts import check_text
from screening_app.services.training_folder import forget_sessions
from screening_app.storage.disk import explained
from selfmm.data.files import write_cues, write_transcript
from selfmm.errors import MediaError
from selfmm.media import open_media
from selfmm.types import Answer, Transcript, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from screening_app.domain import ScriptCard
    from screening_app.services.workspace import Workspace
    from screening_app.storage.interview_file import RecordingFile
    from selfmm.media import MediaInfo
    from selfmm.types import Cue

AUTO = "auto"  # the language of an interview that nobody has named and nothing has heard yet
LONGEST_TEXT = 200_000  # characters that may be typed or pasted; an hour of speech is some 60,000
RESERVE_BYTES = 200_000_000  # kept free on the disk, for features and the database
_RECORDING_BYTES = 800_000_000  # what half an hour with picture may take

_log = logging.getLogger(__name__)

_NO_ROOM = (
    "There is too little space on the disk with {folder}: {needed} MB are needed, {free} MB are free. "
    "Free some space and try again."
)
_NOTHING_RECORDED = "Nothing was recorded. Check the microphone and the camera, and record again."
_KEPT = (
    "The recording is kept, but the database cannot be written. Free some space on the disk and start the app again; "
    "it will then offer this session."
)
_RECORDED_BEFORE = "This session has a recording already. Go on with it, or begin a new session to record again."
_NO_TEXT = "There is no text yet. Type or paste what the patient said."
_TOO_MUCH_TEXT = "The text is too long. Leave only what the patient said, at most {limit} characters."

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")


def start_interview(
    workspace: Workspace,
    patient: Patient,
    source: Source,
    language: str,
    *,
    held_at: datetime | None = None,
    step: Step = Step.RESULT,
    script: str = "",
) -> Interview:
    """Store a new interview, held now unless another time is named; `language` is "en", "zh" or "auto".

    `step` is where the session stands, and `script` the name of the prompt cards it follows.

    Raises `StorageError` where a recording would soon fill the disk.
    """
    if source is Source.RECORDED:
        check_room(workspace, _RECORDING_BYTES)
    interview = Interview(
        id=uuid4().hex,
        patient_id=patient.id,
        held_at=held_at or datetime.now(UTC),
        source=source,
        language=language,
        recording=None,
        is_demo=patient.is_demo,
        step=step,
        script=script,
    )
    with recorded(workspace, Action.SESSION_BEGUN, interview_id=interview.id, source=source.value):
        workspace.interviews.add(interview)  # before its folder, which nobody would find without it
    with removed_on_failure(workspace, interview):
        workspace.media.of(interview.id)
    return interview


def begin_recording(workspace: Workspace, interview: Interview) -> Path | RecordingFile:
    """The file that capture makes of the interview's recording, in Matroska, which counts as growing from now on.

    Raises `StorageError` where the folder cannot be written, `ScreeningError` where there is a recording already.
    """
    if interview.recording is not None or workspace.media.recordings(interview.id):
        raise ScreeningError(_RECORDED_BEFORE)
    file = workspace.media.recorded(workspace.media.recording_path(interview.id))
    with explained(workspace.media.root):
        workspace.media.being_recorded_path(interview.id).touch(mode=0o600)
    return file


def abandon_recording(workspace: Workspace, interview: Interview) -> None:
    """Take `begin_recording` back, because nothing could be captured; the interview stays as it was."""
    with explained(workspace.media.root):
        workspace.media.being_recorded_path(interview.id).unlink(missing_ok=True)
        workspace.media.recording_path(interview.id).unlink(missing_ok=True)


def keep_cues(workspace: Workspace, interview_id: str, cues: Sequence[Cue]) -> None:
    """Keep which card has been shown when, while the recording goes on. Raises `DataError` where that fails."""
    write_cues(workspace.media.stored(workspace.media.cues_path(interview_id)), cues)


def keep_cards(workspace: Workspace, interview_id: str, cards: Sequence[ScriptCard]) -> None:
    """Keep what has become of the prompt cards until now. Raises `StorageError` where that fails."""
    workspace.cards.keep(interview_id, cards)


def cards_of(workspace: Workspace, interview_id: str) -> tuple[ScriptCard, ...]:
    """The prompt cards of the interview in the order of its script, each with what became of it."""
    return workspace.cards.of_interview(interview_id)


def finish_recording(workspace: Workspace, interview: Interview, cues: Sequence[Cue] = ()) -> Interview:
    """Look at what was recorded and store what it is; the interview, now with its recording.

    Capture has closed the file. `cues` say which prompt card was shown when. Raises `ScreeningError` when there is no
    file, `MediaError` when it cannot be played, and `StorageError` when it cannot be stored; the file stays there, for
    `recover_recordings` to find.
    """
    if cues:
        write_cues(workspace.media.stored(workspace.media.cues_path(interview.id)), cues)
    with explained(workspace.media.root):  # after the cues, which whoever follows the recording reads at its end
        workspace.media.being_recorded_path(interview.id).unlink(missing_ok=True)
    recordings = workspace.media.recordings(interview.id)
    if not recordings:
        raise ScreeningError(_NOTHING_RECORDED)
    recording = recording_in(recordings[0], open_media(workspace.media.recorded(recordings[0])))
    try:
        with recorded(workspace, Action.SESSION_RECORDED, interview_id=interview.id):
            return workspace.interviews.set_recording(interview.id, recording)
    except StorageError as error:
        raise StorageError(_KEPT) from error


def type_text(
    workspace: Workspace,
    patient: Patient,
    text: str,
    language: str,
    *,
    held_at: datetime | None = None,
) -> Interview:
    """Store typed or pasted text as a new interview; raises as `type_into` does, and then keeps nothing."""
    answers_of(text, language)
    interview = start_interview(workspace, patient, Source.TYPED, language, held_at=held_at)
    with removed_on_failure(workspace, interview):
        return type_into(workspace, interview, text)


def type_into(workspace: Workspace, interview: Interview, text: str) -> Interview:
    """Store typed or pasted text as what was said, one answer a paragraph, or a line where no line is empty.

    Raises `ScreeningError` when there is no text or more than `LONGEST_TEXT` characters.
    """
    answers, spoken = answers_of(text, interview.language)
    with explained(workspace.media.root):
        path = workspace.media.transcript_path(interview.id)
        write_transcript(workspace.media.stored(path), Transcript(answers, spoken))
    with recorded(workspace, Action.SESSION_TYPED, interview_id=interview.id):
        return workspace.interviews.set_language(interview.id, spoken)


def answers_of(text: str, language: str) -> tuple[tuple[Answer, ...], str]:
    """The answers in typed text, and the language they are in; `language` "auto" is guessed.

    Raises `ScreeningError` when there is no text, more than `LONGEST_TEXT` characters, or half a character.
    """
    if len(text) > LONGEST_TEXT:
        raise ScreeningError(_TOO_MUCH_TEXT, limit=LONGEST_TEXT)
    check_text(text)
    spoken = guess_language(text) if language == AUTO else language
    answers = split_text(text, spoken)
    if not answers:
        raise ScreeningError(_NO_TEXT)
    return answers, spoken


def get_interview(workspace: Workspace, interview_id: str) -> Interview:
    """The interview. Raises `ScreeningError` when it has been removed."""
    return workspace.interviews.get(interview_id)


def view_interview(workspace: Workspace, interview_id: str) -> Interview:
    """The interview, to be looked at, of which an entry is made. Raises `ScreeningError` when it has been removed."""
    interview = workspace.interviews.get(interview_id)
    record(workspace, Action.SESSION_VIEWED, interview_id=interview_id)
    return interview


def interviews_of(workspace: Workspace, patient_id: str) -> tuple[Interview, ...]:
    """The patient's interviews, oldest first."""
    return workspace.interviews.of_patient(patient_id)


def forget_recording(workspace: Workspace, interview: Interview) -> Interview:
    """Remove the recording and what was measured in it; transcript, scores and the rest of the session stay."""
    workspace.access.require(Permission.HOLD_SESSIONS)
    with sessions_claimed(workspace, [interview.id]), workspace.media.changing, explained(workspace.media.root):
        for path in workspace.media.recordings(interview.id):
            path.unlink(missing_ok=True)
        for path in workspace.media.features(interview.id):
            path.unlink(missing_ok=True)
    with recorded(workspace, Action.RECORDING_REMOVED, interview_id=interview.id):
        return workspace.interviews.forget_recording(interview.id)


def remove_interview(workspace: Workspace, interview_id: str) -> None:
    """Remove the interview with its assessments, recording and transcript; nothing of it stays behind.

    Raises `ScreeningError` where it is gone already, its patient is on hold, or this user may not.
    """
    workspace.access.require(Permission.REMOVE)
    with interview_removed(workspace, interview_id):
        check_not_held(workspace, workspace.interviews.get(interview_id).patient_id)


@contextmanager
def interview_removed(
    workspace: Workspace, interview_id: str, *, unasked: bool = False, **details: Any
) -> Iterator[None]:
    """Remove the interview with all that belongs to it after the block; if that raises, all stays as it was.

    `details` go to the record of actions; `unasked` is what the program does by itself, whoever is signed in.
    """
    with (
        sessions_claimed(workspace, [interview_id]),
        workspace.media.removing([interview_id]),
        recorded(workspace, Action.SESSION_REMOVED, interview_id=interview_id, unasked=unasked, **details),
    ):
        yield
        workspace.interviews.remove(interview_id)
    forget_sessions(workspace.paths.training, [interview_id])


def forget_interview(workspace: Workspace, interview_id: str) -> None:
    """Take back an interview of which nothing was kept, as the program does by itself: no matter who is signed in."""
    with interview_removed(workspace, interview_id, unasked=True):
        pass


def unfinished(workspace: Workspace, patient_id: str = "") -> tuple[Interview, ...]:
    """The interviews that could be scored and never were, oldest first; of one patient or of all."""
    return tuple(
        interview
        for interview in workspace.interviews.without_assessment(patient_id)
        if interview.recording or workspace.media.transcript_path(interview.id).exists()
    )


def recover_recordings(workspace: Workspace) -> tuple[Interview, ...]:
    """The interviews whose recording was cut short by the end of the app, now with what there is of it.

    For the start of the app, before anything is recorded. Interviews of which nothing at all was kept are removed;
    a recording that cannot be played is left where it is.
    """
    if not workspace.access.may(Permission.HOLD_SESSIONS):
        return ()  # they wait for the next start of somebody who may
    recovered = (_recover_here(workspace, interview) for interview in workspace.interviews.cut_short())
    return tuple(interview for interview in recovered if interview)


def guess_language(text: str) -> str:
    """Chinese, "zh", where Chinese characters outnumber the words in Latin letters, else English, "en"."""
    return "zh" if len(_CJK.findall(text)) > len(_LATIN_WORD.findall(text)) else "en"


def split_text(text: str, language: str) -> tuple[Answer, ...]:
    """Typed text as answers without times: one a paragraph, or one a line where no line is empty."""
    paragraphs = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n").replace("\r", "\n"))
    if len(paragraphs) == 1:
        paragraphs = paragraphs[0].split("\n")
    joined = (join_words([line.strip() for line in paragraph.split("\n")], language) for paragraph in paragraphs)
    return tuple(Answer(answer) for answer in joined if answer)


def _recover_here(workspace: Workspace, interview: Interview) -> Interview | None:
    """Recover it, unless another seat is recording it."""
    with suppress(ElsewhereError), sessions_claimed(workspace, [interview.id]):
        return _recover(workspace, workspace.interviews.get(interview.id))
    return None


def _recover(workspace: Workspace, interview: Interview) -> Interview | None:
    media = workspace.media
    if media.recordings(interview.id):
        try:
            return finish_recording(workspace, interview)
        except MediaError:
            _log.warning("the recording of interview %s cannot be played; it is kept", interview.id)
    elif interview.step is Step.RESULT and _is_empty(workspace, interview):
        forget_interview(workspace, interview.id)
    return None


def _is_empty(workspace: Workspace, interview: Interview) -> bool:
    """Whether nothing at all was kept of an interview: what it began with was cut short."""
    kept = (
        workspace.media.transcript_path(interview.id).exists(),
        workspace.assessments.of_interview(interview.id),
        workspace.ratings.of_interview(interview.id),
        workspace.begun_questionnaires.of_interview(interview.id),
        workspace.sign_offs.of_interview(interview.id),
        interview.notes,
    )
    return not any(kept)


def recording_in(path: Path, found: MediaInfo) -> Recording:
    """What was found in a file, as the interview's recording."""
    return Recording(path, found.duration_seconds, found.has_sound, found.has_picture)


def check_room(workspace: Workspace, needed: int) -> None:
    """Raise `StorageError` where so many bytes would not leave enough room on the disk."""
    needed, free = needed + RESERVE_BYTES, workspace.media.free_bytes()
    if free < needed:
        megabytes = {"needed": round(needed / 1e6), "free": round(free / 1e6)}
        raise StorageError(_NO_ROOM, folder=workspace.media.root, **megabytes)


@contextmanager
def removed_on_failure(workspace: Workspace, interview: Interview) -> Iterator[None]:
    """Remove the interview again where the block raises."""
    with ExitStack() as undo:
        undo.callback(forget_interview, workspace, interview.id)
        yield
        undo.pop_all()
