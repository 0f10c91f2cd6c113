"""Each step from a recording to samples is made once, kept, and can be corrected."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from screening_app.domain import Interview, Patient, Source
from screening_app.errors import ScreeningError
from screening_app.jobs.runner import Cancelled
from screening_app.services import samples as service
from screening_app.services.imports import import_file
from screening_app.services.interviews import get_interview, start_interview, type_text
from screening_app.services.samples import prepare_interview, read_cues, recipe_of
from screening_app.services.transcript_draft import Draft
from screening_app.services.transcripts import listen_again, read_transcript, save_corrections
from screening_app.settings import Settings
from selfmm.data.files import write_cues
from selfmm.recipe import Recipe, SpeechOptions
from selfmm.transcription import SPEECH_ENGINES
from selfmm.types import Answer, Cue, Features, FeatureSequence, Report, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.services.workspace import Workspace

HEARD = Transcript(
    (
        Answer("我睡不好。", 0.5, 2.0, (Word("我", 0.5, 0.7, 0.9), Word("睡不好。", 0.7, 2.0, 0.8))),
        Answer("心情很差。", 3.0, 4.0, (Word("心情很差。", 3.0, 4.0, 0.7),)),
    ),
    "zh",
)


class Steps:
    """Counts the recipe's steps and answers at once; the real ones are tried in test_scoring."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.languages: list[str] = []
        self.engines: list[Any] = []

    def words(self, recipe: Recipe, path: Path, options: SpeechOptions, report: Report) -> Transcript:
        report("transcribing", 0.5)
        self.done.append("transcribe")
        self.languages.append(options.language)
        self.engines.append(options.engine)
        return HEARD

    def heard(self, recipe: Recipe, path: Path, report: Report) -> Features:
        self.done.append("extract")
        frames = FeatureSequence(np.ones((5, 33), np.float32), 0.2, recipe.audio)
        return Features(recipe.fingerprint, audio=frames, speech=((0.5, 3.5),))


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Steps:
    counting = Steps()
    monkeypatch.setattr(service.making, "_words", counting.words)
    monkeypatch.setattr(service.making, "_heard", counting.heard)
    return counting


@pytest.fixture
def recorded(workspace: Workspace, patient: Patient, wav: Path) -> Interview:
    return import_file(workspace, patient, wav, "auto")


@pytest.fixture
def prepare(workspace: Workspace, recorded: Interview, tiny_settings: Settings, steps: Steps) -> Callable[[], Any]:
    """Prepare the recorded interview as it stands in the database."""
    return lambda: prepare_interview(workspace, get_interview(workspace, recorded.id), tiny_settings)


@pytest.fixture
def features_path(workspace: Workspace, recorded: Interview, tiny_settings: Settings) -> Path:
    return workspace.media.features_path(recorded.id, recipe_of(tiny_settings).fingerprint)


def test_each_step_is_made_once(prepare: Callable[[], Any], steps: Steps) -> None:
    first, again = prepare(), prepare()
    assert sorted(steps.done) == ["extract", "transcribe"]
    assert first[0] == again[0] == HEARD
    np.testing.assert_array_equal(first[1].audio.values, again[1].audio.values)
    assert again[1].speech == ((0.5, 3.5),)


def test_only_the_transcript_is_made_where_only_that_is_missing(
    prepare: Callable[[], Any], steps: Steps, workspace: Workspace, recorded: Interview
) -> None:
    prepare()
    workspace.media.transcript_path(recorded.id).unlink()
    assert prepare()[0] == HEARD
    assert sorted(steps.done) == ["extract", "transcribe", "transcribe"]


def test_only_the_features_are_made_where_only_they_are_missing(
    prepare: Callable[[], Any], steps: Steps, features_path: Path
) -> None:
    prepare()
    features_path.unlink()
    assert prepare()[1].speech == ((0.5, 3.5),)
    assert sorted(steps.done) == ["extract", "extract", "transcribe"]


def test_broken_features_are_made_again(prepare: Callable[[], Any], steps: Steps, features_path: Path) -> None:
    prepare()
    features_path.write_bytes(b"broken")
    assert prepare()[1].speech == ((0.5, 3.5),)
    assert sorted(steps.done) == ["extract", "extract", "transcribe"]


def test_a_broken_transcript_is_made_again_and_the_old_one_kept(
    prepare: Callable[[], Any], steps: Steps, workspace: Workspace, recorded: Interview
) -> None:
    prepare()
    path = workspace.media.transcript_path(recorded.id)
    path.write_text("broken")
    assert read_transcript(workspace, recorded) is None
    assert prepare()[0] == HEARD
    assert sorted(steps.done) == ["extract", "transcribe", "transcribe"]
    assert path.with_name("transcript-unreadable.json").read_text() == "broken"


def test_features_of_another_recipe_do_not_count(
    prepare: Callable[[], Any], steps: Steps, features_path: Path, workspace: Workspace, recorded: Interview
) -> None:
    prepare()
    features_path.rename(workspace.media.features_path(recorded.id, "0123456789ab"))
    prepare()
    assert sorted(steps.done) == ["extract", "extract", "transcribe"]


def test_the_language_that_was_heard_is_stored(
    prepare: Callable[[], Any], steps: Steps, workspace: Workspace, recorded: Interview
) -> None:
    prepare()
    assert steps.languages == ["auto"]
    assert get_interview(workspace, recorded.id).language == "zh"


def test_the_settings_say_what_is_spoken_where_the_interview_does_not(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, steps: Steps
) -> None:
    prepare_interview(workspace, recorded, replace(tiny_settings, speech_language="en"))
    assert steps.languages == ["en"]


def test_work_that_is_stopped_keeps_the_recording(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, steps: Steps
) -> None:
    def stop(step: str, fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        prepare_interview(workspace, recorded, tiny_settings, stop)
    assert recorded.recording is not None
    assert recorded.recording.path.exists()


def test_work_that_is_stopped_keeps_what_was_made_before(
    workspace: Workspace,
    recorded: Interview,
    tiny_settings: Settings,
    steps: Steps,
    monkeypatch: pytest.MonkeyPatch,
    features_path: Path,
) -> None:
    def stop(*_: Any) -> Features:
        while read_transcript(workspace, recorded) is None:
            time.sleep(0.005)
        raise Cancelled

    monkeypatch.setattr(service.making, "_heard", stop)
    with pytest.raises(Cancelled):
        prepare_interview(workspace, recorded, tiny_settings)
    assert read_transcript(workspace, recorded) == HEARD
    assert not features_path.exists()


def test_the_recipe_is_the_models_with_the_users_speech_model(tiny_settings: Settings) -> None:
    assert recipe_of(replace(tiny_settings, speech_model="whisper-large")) == Recipe(speech_model="whisper-large")


def test_a_speech_model_in_a_folder_of_the_users_own_is_used(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, steps: Steps, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setitem(SPEECH_ENGINES, "whisper", dict)
    prepare_interview(workspace, recorded, replace(tiny_settings, speech_model_folder=str(tmp_path)))
    listen_again(workspace, recorded, "zh", "")
    prepare_interview(workspace, recorded, tiny_settings)
    assert steps.engines == [{"model_folder": tmp_path}, None]


def test_typed_text_needs_no_recipe(workspace: Workspace, patient: Patient, steps: Steps) -> None:
    interview = type_text(workspace, patient, "I sleep badly.", "en")
    transcript, features = prepare_interview(workspace, interview, Settings(model_folder="/nowhere"))
    assert (transcript, features) == (Transcript((Answer("I sleep badly."),), "en"), None)
    assert steps.done == []


def test_an_interview_that_never_held_anything_is_named(
    workspace: Workspace, patient: Patient, tiny_settings: Settings
) -> None:
    interview = start_interview(workspace, patient, Source.RECORDED, "zh")
    with pytest.raises(ScreeningError, match="no recording and no text"):
        prepare_interview(workspace, interview, tiny_settings)


# Correcting


def test_a_correction_makes_nothing_anew(
    prepare: Callable[[], Any], steps: Steps, workspace: Workspace, recorded: Interview, features_path: Path
) -> None:
    prepare()
    written = features_path.stat().st_mtime_ns
    draft = Draft(HEARD)
    draft.replace_text(1, "心情很好。")
    save_corrections(workspace, recorded, draft.transcript, draft.changes, "Dr Li")
    assert prepare()[0] == draft.transcript != HEARD
    assert sorted(steps.done) == ["extract", "transcribe"]
    assert features_path.stat().st_mtime_ns == written


def test_a_recording_is_written_down_anew_in_another_language(
    prepare: Callable[[], Any], steps: Steps, workspace: Workspace, recorded: Interview
) -> None:
    prepare()
    heard = listen_again(workspace, recorded, "en", "Dr Li")
    assert heard.language == "en"
    prepare()
    assert steps.languages == ["auto", "en"]
    assert sorted(steps.done) == ["extract", "transcribe", "transcribe"]


def test_the_cards_that_were_shown_cut_the_words_into_answers(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Engine:
        def transcribe(self, path: Path, language: str, report: Report, on_words: object) -> Transcript:
            return HEARD

    monkeypatch.setattr(service, "_speech_engine", lambda folder, recipe: Engine())
    cues = workspace.media.cues_path(recorded.id)
    write_cues(cues, [Cue("enjoyed-lately", 0.0, 5.0)])
    (answer,) = prepare_interview(workspace, recorded, tiny_settings)[0].answers
    assert (answer.prompt, answer.start, answer.end) == ("enjoyed-lately", 0.5, 4.0)
    assert read_cues(workspace, recorded) == (Cue("enjoyed-lately", 0.0, 5.0),)
    cues.write_text("broken")  # then they are cut at the pauses
    assert prepare_interview(workspace, listen_again(workspace, recorded, "zh", ""), tiny_settings)[0] == HEARD
    assert read_cues(workspace, recorded) == ()


def test_a_recording_that_is_gone_is_said_to_be_gone(
    prepare: Callable[[], Any], steps: Steps, recorded: Interview
) -> None:
    assert recorded.recording is not None
    recorded.recording.path.unlink()
    with pytest.raises(ScreeningError, match=r"no longer in the data folder.*recording\.wav"):
        prepare()
    assert steps.done == []


def test_typed_text_that_is_damaged_is_left_as_it_is(workspace: Workspace, patient: Patient) -> None:
    typed = type_text(workspace, patient, "I slept badly.", "en")
    path = workspace.media.transcript_path(typed.id)
    path.write_text("broken")
    with pytest.raises(ScreeningError, match="text of this session is damaged"):
        prepare_interview(workspace, typed, Settings())
    assert path.read_text() == "broken"
