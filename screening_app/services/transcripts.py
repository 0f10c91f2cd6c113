"""The transcript of an interview: read, corrected, restored, made anew; and what was changed in it, when and by whom.

transcript.json             as it stands after all corrections
transcript-original.json    as it was before the first
transcript-changes.jsonl    one change a line; nothing is ever taken out of it
"""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening_app.crypto.sealed_lines import seal_line, unseal_line
from screening_app.domain import Action
from screening_app.errors import PutThereError, ScreeningError, WrongKeyError
from screening_app.services.audit import record, recorded
from screening_app.services.sessions import check_unlocked
from screening_app.services.texts import check_text
from screening_app.services.transcript_draft import Change, Said, change_between
from screening_app.storage.disk import explained
from screening_app.storage.former_files import is_plain_line
from screening_app.storage.interview_file import short_name
from selfmm import limited_files
from selfmm.data import files
from selfmm.errors import DataError
from selfmm.types import Speaker, Transcript

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from screening_app.crypto.keys import Key
    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from selfmm.stored_file import StoredFile

_NO_TRANSCRIPT = "This interview has no transcript yet. Let it be transcribed first."
_TEXT_DAMAGED = (
    "The text of this session is damaged. Restore {name} in the data folder from a backup, "
    "or type the text in a new session."
)
_NO_RECORDING = "This interview was typed, so there is nothing to listen to. Correct its text instead."
_DAMAGE = (KeyError, TypeError, ValueError, RecursionError, WrongKeyError)


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change with its circumstances."""

    at: datetime  # UTC
    who: str  # as the settings name the clinician; may be ""
    change: Change


def read_transcript(workspace: Workspace, interview: Interview) -> Transcript | None:
    """The transcript with all corrections, None where there is none yet, or none that can be read but a recording.

    Raises `ScreeningError` where the text of an interview without recording cannot be read: nothing can make it again.
    """
    path = workspace.media.transcript_path(interview.id)
    try:
        return files.read_transcript(workspace.media.stored(path)) if path.exists() else None
    except DataError as error:
        if interview.recording is not None:
            return None
        raise ScreeningError(_TEXT_DAMAGED, name=in_data_folder(workspace, path)) from error


def existing_transcript(workspace: Workspace, interview: Interview) -> Transcript:
    """The transcript with all corrections. Raises `ScreeningError` where there is none, and as `read_transcript`."""
    transcript = read_transcript(workspace, interview)
    if transcript is None:
        raise ScreeningError(_NO_TRANSCRIPT)
    return transcript


def is_corrected(workspace: Workspace, interview: Interview) -> bool:
    """Whether somebody has corrected the transcript, so that it can be restored."""
    return workspace.media.original_transcript_path(interview.id).exists()


def save_corrections(
    workspace: Workspace, interview: Interview, corrected: Transcript, changes: Sequence[Change], who: str
) -> None:
    """Keep a corrected transcript, and who changed what in it now; only the score needs to be made anew.

    The transcript as it was before the first correction is kept beside. Raises `ScreeningError` when there is no
    transcript, a text cannot be kept or the session is signed off, `StorageError` and `DataError` where the disk
    refuses; then all is as it was.
    """
    check_unlocked(workspace, interview.id)
    check_text(*(answer.text for answer in corrected.answers))
    if corrected == existing_transcript(workspace, interview):
        return
    record(
        workspace, Action.TRANSCRIPT_CORRECTED, interview_id=interview.id, kinds=sorted({one.kind for one in changes})
    )
    _keep_original(workspace, interview)
    with _recorded(workspace, interview, changes, who):
        files.write_transcript(_stored_transcript(workspace, interview), corrected)


def restore_transcript(workspace: Workspace, interview: Interview, who: str) -> Transcript:
    """Take back all corrections. Raises as `save_corrections` does."""
    check_unlocked(workspace, interview.id)
    corrected = existing_transcript(workspace, interview)
    path = workspace.media.original_transcript_path(interview.id)
    if not path.exists():
        return corrected
    original = files.read_transcript(workspace.media.stored(path))
    record(workspace, Action.TRANSCRIPT_RESTORED, interview_id=interview.id)
    with (
        _recorded(workspace, interview, [change_between("restored", corrected, original)], who),
        explained(path.parent),
    ):
        path.replace(workspace.media.transcript_path(interview.id))
    return original


def listen_again(workspace: Workspace, interview: Interview, language: str, who: str) -> Interview:
    """Forget the transcript and its corrections, so that the next `prepare_interview` makes one in `language`.

    For an interview that was heard in the wrong language. What was corrected stays in the list of changes. Raises
    `ScreeningError` when there is no recording, or the session is signed off, `StorageError` where the disk refuses.
    """
    check_unlocked(workspace, interview.id)
    if interview.recording is None:
        raise ScreeningError(_NO_RECORDING)
    nothing = Transcript((), language)
    change = change_between("heard_again", _as_it_stands(workspace, interview, language), nothing)
    with recorded(workspace, Action.TRANSCRIPT_DISCARDED, interview_id=interview.id, language=language):
        heard = workspace.interviews.set_language(interview.id, language)
    with _recorded(workspace, interview, [change], who), explained(workspace.media.root):
        workspace.media.original_transcript_path(interview.id).unlink(missing_ok=True)
        workspace.media.transcript_path(interview.id).unlink(missing_ok=True)
    return heard


def read_changes(workspace: Workspace, interview: Interview) -> tuple[RecordedChange, ...]:
    """All that was ever changed in the transcript, the oldest first; lines that cannot be read are passed over.

    Raises `StorageError` where the disk refuses, or a line is plain that must not be.
    """
    path = workspace.media.transcript_changes_path(interview.id)
    stored = workspace.media.stored(path)
    with explained(path.parent):
        lines = limited_files.read_bytes(path, limited_files.CHANGES).splitlines() if path.exists() else []
    if isinstance(stored, Path):
        return tuple(_readable(lines, None))
    if not stored.takes_plain and any(map(is_plain_line, lines)):
        raise PutThereError(short_name(path))
    return tuple(_readable(lines, stored.key))


def in_data_folder(workspace: Workspace, path: Path) -> Path:
    """A path as people find it in their data folder."""
    return path.relative_to(workspace.paths.shared)


def _as_it_stands(workspace: Workspace, interview: Interview, language: str) -> Transcript:
    """The transcript on the disk; an empty one where it is missing, damaged or somebody else's."""
    try:
        return files.read_transcript(_stored_transcript(workspace, interview))
    except (DataError, PutThereError):
        return Transcript((), language)


def _stored_transcript(workspace: Workspace, interview: Interview) -> Path | StoredFile:
    return workspace.media.stored(workspace.media.transcript_path(interview.id))


def _keep_original(workspace: Workspace, interview: Interview) -> None:
    """Keep the first transcript beside; later corrections leave it alone."""
    original = workspace.media.original_transcript_path(interview.id)
    if not original.exists():
        first = files.read_transcript(_stored_transcript(workspace, interview))
        files.write_transcript(workspace.media.stored(original), first)


@contextmanager
def _recorded(workspace: Workspace, interview: Interview, changes: Iterable[Change], who: str) -> Iterator[None]:
    """Write down the changes that the block makes; if it raises they are taken out again."""
    path = workspace.media.transcript_changes_path(interview.id)
    now = datetime.now(UTC)
    key = workspace.media.key_of(interview.id)
    with workspace.media.changing:
        with explained(path.parent):
            before = path.read_bytes() if path.exists() else b""
            length, number = len(before), len(before.splitlines())
            lines = [_line(RecordedChange(now, who, one), key, place) for place, one in enumerate(changes, number)]
            torn = [b"\n"] if before and not before.endswith(b"\n") else []  # the power failed in the middle of a line
            try:
                with path.open("ab") as file:
                    file.write(b"".join((*torn, *lines)))
                    file.flush()
                    os.fsync(file.fileno())
            except OSError:
                _shorten(path, length)
                raise
        try:
            yield
        except BaseException:
            with explained(path.parent):
                _shorten(path, length)
            raise


def _shorten(path: Path, length: int) -> None:
    if path.exists():
        os.truncate(path, length)


def _line(recorded: RecordedChange, key: Key | None, number: int) -> bytes:
    """The line with this number, the first being 0."""
    document = {"time": recorded.at.isoformat(), "who": recorded.who, **asdict(recorded.change)}
    line = json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return line + b"\n" if key is None else seal_line(line, key, number)


def _readable(lines: Iterable[bytes], key: Key | None) -> Iterator[RecordedChange]:
    for number, line in enumerate(lines):
        try:
            plain = line if key is None or is_plain_line(line) else unseal_line(line, key, number)
            document = limited_files.parse_json(plain.decode("utf-8", "surrogatepass"))
            at, who = datetime.fromisoformat(document["time"]).astimezone(UTC), str(document["who"])
            before, after = _said(document["before"]), _said(document["after"])
            change = Change(str(document["kind"]), int(document["index"]), before, after)
        except _DAMAGE:
            continue  # such as the last line when the power failed
        yield RecordedChange(at, who, change)


def _said(values: list[dict[str, Any]]) -> tuple[Said, ...]:
    return tuple(Said(Speaker(value["speaker"]).value, str(value["text"])) for value in values)
