"""From a recording to what a model can take: each step is made once and kept in the interview's folder.

recording.mkv → transcript.json                     may be corrected; transcript-original.json is the first one
              → features-<fingerprint>.safetensors
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from screening_app.errors import ScreeningError, StorageError
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.services.decoding_limits import to_prepare
from screening_app.services.interviews import AUTO
from screening_app.services.model_registry import active_bundle
from screening_app.services.transcripts import existing_transcript, in_data_folder, read_transcript
from screening_app.services.voices import clinician_voice
from screening_app.storage.disk import explained
from screening_app.storage.interview_file import RecordingFile
from selfmm import recipe as making
from selfmm.data import files
from selfmm.errors import DataError, MediaError
from selfmm.media import FinishedWhenGone, GrowingFile, open_media
from selfmm.transcription.answers import split_answers
from selfmm.transcription.base import nobody_reads
from selfmm.types import LANGUAGES, Cue, Features, Modality, Report, Transcript, Word, no_report

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.media import Source
    from selfmm.stored_file import StoredFile
    from selfmm.transcription.base import SpeechEngine
    from selfmm.transcription.speakers import VoicePrint

_NOTHING_THERE = "This interview has no recording and no text. Record, import or type it again."
_RECORDING_GONE = (
    "The recording of this session is no longer in the data folder. Restore {name} from a backup, "
    "or hold the session again."
)


_RECORDING_DELETED = (
    "The recording of this session was deleted by a rule for keeping, so voice and face cannot be measured again, "
    "which this model asks for. The scores that the session has stay as they are."
)
_CUT_OFF = (
    "The end of the recording {name} is missing: {there} of {seconds} seconds are there. What is there can still be "
    "played. Restore the file from a backup."
)
_LENGTH_TOLERANCE = 1.0  # seconds
_WORDS = frozenset({Modality.TEXT})


def prepare_interview(
    workspace: Workspace,
    interview: Interview,
    settings: Settings,
    report: Report = no_report,
    *,
    worker: Worker | None = None,
) -> tuple[Transcript, Features | None]:
    """The interview's transcript and features, made where they are missing; None for the features of typed text.

    `worker` does what is heavy, by default in this process.

    Raises `MediaError` and `WeightsError` where a step cannot be made, and `ScreeningError` where there is nothing
    to make it of.
    """
    transcript = read_transcript(workspace, interview)
    features = read_prepared_features(workspace, interview, settings)
    if interview.recording is None:
        if transcript is None:
            raise ScreeningError(_NOTHING_THERE)
        if features is None and interview.deletion is not None and set(active_bundle(settings).modalities) - _WORDS:
            raise ScreeningError(_RECORDING_DELETED)
        return transcript, features
    if transcript is None or features is None:
        if not interview.recording.path.exists():
            raise ScreeningError(_RECORDING_GONE, name=in_data_folder(workspace, interview.recording.path))
        _put_unreadable_aside(workspace, interview)
        order = _order(workspace, interview, settings, workspace.media.recorded(interview.recording.path))
        order = replace(
            order,
            transcript=order.transcript if transcript is None else None,
            features=order.features if features is None else None,
            seconds=interview.recording.duration_seconds,
        )
        limits = to_prepare(interview.recording.duration_seconds)
        (worker or ThisProcess()).run(_carry_out, order, report=report, limits=limits)
        transcript = existing_transcript(workspace, interview)
        features = files.read_features(workspace.media.stored(_features_path(workspace, interview, settings)))
    _keep_language(workspace, interview, transcript)
    return transcript, features


def prepare_recording(
    workspace: Workspace, interview: Interview, settings: Settings, report: Report, *, worker: Worker
) -> None:
    """Make transcript and features of a recording that has just begun, while it goes on and until it is finished.

    Raises as `prepare_interview` does.
    """
    media = workspace.media
    file = media.recorded(media.recording_path(interview.id))
    growing = GrowingFile(file, FinishedWhenGone(media.being_recorded_path(interview.id)))
    so_far = media.transcript_so_far_path(interview.id)
    order = replace(_order(workspace, interview, settings, growing), so_far=media.stored(so_far))
    try:
        worker.run(_carry_out, order, report=report, limits=to_prepare(math.inf))
    finally:
        with explained(media.root):
            so_far.unlink(missing_ok=True)


def read_transcript_so_far(workspace: Workspace, interview_id: str, cues: Sequence[Cue] = ()) -> Transcript | None:
    """What has been written down of a recording that goes on, as answers to the cards of `cues`; None for nothing yet.

    The last half minute is not in it: words are written down in pieces of that length.
    """
    try:
        made = files.read_transcript(workspace.media.stored(workspace.media.transcript_so_far_path(interview_id)))
    except (DataError, StorageError):  # it is not there yet, or the interview is not there any more
        return None
    return replace(made, answers=split_answers(made.words, made.language, cues=cues)) if cues else made


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made, of what and how; it can be sent to another process."""

    recipe: making.Recipe
    source: Source
    language: str
    engine_folder: str
    cues: Path | StoredFile
    clinician: VoicePrint | None
    so_far: Path | StoredFile | None  # where the words lie while they are written down; None where nobody reads along
    transcript: Path | StoredFile | None  # where it is to lie; None where it is not to be made
    features: Path | StoredFile | None
    seconds: float = 0.0  # how long it lasted when it was made; 0 while it grows


def _order(workspace: Workspace, interview: Interview, settings: Settings, source: Source) -> _Order:
    """An order to make both files, without anybody who reads along."""
    media = workspace.media
    return _Order(
        recipe_of(settings),
        source,
        settings.speech_language if interview.language == AUTO else interview.language,
        settings.speech_model_folder,
        media.stored(media.cues_path(interview.id)),
        clinician_voice(workspace),
        None,
        media.stored(media.transcript_path(interview.id)),
        media.stored(_features_path(workspace, interview, settings)),
    )


def _carry_out(order: _Order, report: Report) -> None:
    """Write those of the two files that are wanted, each as soon as it is made: both at once, which is faster."""
    _check_not_cut(order)
    transcript_path, features_path = order.transcript, order.features
    if transcript_path is None:
        if features_path is not None:
            files.write_features(features_path, making.extract(order.recipe, order.source, report))
        return
    options = making.SpeechOptions(
        order.language,
        engine=_speech_engine(order.engine_folder, order.recipe),
        cues=lambda: _cues(order.cues),
        clinician=order.clinician,
        on_words=nobody_reads if order.so_far is None else partial(_write_so_far, order.so_far),
    )
    if features_path is None:
        files.write_transcript(transcript_path, making.transcribe(order.recipe, order.source, options, report))
        return
    making.prepare(
        order.recipe,
        order.source,
        options,
        report,
        on_transcript=lambda made: files.write_transcript(transcript_path, made),
        on_features=lambda made: files.write_features(features_path, made),
    )


def _check_not_cut(order: _Order) -> None:
    """Raise `MediaError` where the recording was longer: a part of what was said must not be scored as the whole."""
    if isinstance(order.source, RecordingFile) and not order.source.was_closed():
        there = open_media(order.source).duration_seconds
        if there < order.seconds - _LENGTH_TOLERANCE:
            name = order.source.path.name
            raise MediaError(_CUT_OFF, name=name, there=round(there), seconds=round(order.seconds))


def _write_so_far(file: Path | StoredFile, words: Sequence[Word], language: str) -> None:
    files.write_transcript(file, Transcript(split_answers(words, language), language))


def is_prepared(workspace: Workspace, interview: Interview, settings: Settings) -> bool:
    """Whether transcript and features are there already, so that `prepare_interview` only reads them."""
    transcript = workspace.media.transcript_path(interview.id)
    return transcript.exists() and _features_path(workspace, interview, settings).exists()


def _features_path(workspace: Workspace, interview: Interview, settings: Settings) -> Path:
    return workspace.media.features_path(interview.id, recipe_of(settings).fingerprint)


def recipe_of(settings: Settings) -> making.Recipe:
    """The active model's recipe, with the speech engine's weights that the settings name."""
    return replace(active_bundle(settings).recipe, speech_model=settings.speech_model)


def read_cues(workspace: Workspace, interview: Interview) -> tuple[Cue, ...]:
    """Which prompt card was shown when; none where there were no cards, or the file cannot be read."""
    return _cues(workspace.media.stored(workspace.media.cues_path(interview.id)))


def read_prepared_features(workspace: Workspace, interview: Interview, settings: Settings) -> Features | None:
    """The features that the active model's recipe has made; None where there are none, or none that can be read."""
    if not workspace.media.features(interview.id):  # of typed text there are none by any recipe
        return None
    return _read_features(workspace.media.stored(_features_path(workspace, interview, settings)))


def _put_unreadable_aside(workspace: Workspace, interview: Interview) -> None:
    """Keep a transcript that cannot be read beside the one that will be made in its place."""
    path = workspace.media.transcript_path(interview.id)
    if path.exists() and read_transcript(workspace, interview) is None:
        with workspace.media.changing, explained(path.parent):
            path.replace(path.with_name("transcript-unreadable.json"))


def _speech_engine(folder: str, recipe: making.Recipe) -> SpeechEngine | None:
    """The engine with the weights in a folder of the user's own; None where the recipe's own is meant."""
    if not folder:
        return None
    from selfmm.transcription import create_speech_engine

    return create_speech_engine(recipe.speech, model_folder=Path(folder))


def _keep_language(workspace: Workspace, interview: Interview, transcript: Transcript) -> None:
    """Store the language that was heard where nobody had named one."""
    if interview.language == AUTO and transcript.language in LANGUAGES:
        workspace.interviews.set_language(interview.id, transcript.language)


def _cues(file: Path | StoredFile) -> tuple[Cue, ...]:
    """The cues; none where they are missing or damaged, for the words can be cut into answers at the pauses."""
    try:
        return files.read_cues(file)
    except DataError:
        return ()


def _read_features(file: Path | StoredFile) -> Features | None:
    """The features, None where there are none; broken ones count as none, for they can be made again."""
    try:
        return files.read_features(file)
    except DataError:
        return None
