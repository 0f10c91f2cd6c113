"""A recording is prepared while it goes on; whoever scores it finds the files, or makes them where that failed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from screening_app.domain import Interview, Patient, Source
from screening_app.jobs.child import ThisProcess
from screening_app.jobs.runner import Cancelled
from screening_app.services import samples as service
from screening_app.services.interviews import begin_recording, finish_recording, start_interview
from screening_app.services.live import LivePreparation
from screening_app.services.samples import is_prepared, prepare_interview, read_transcript_so_far
from screening_app.services.transcripts import read_transcript
from selfmm.errors import MediaError
from selfmm.types import Answer, Cue, Features, FeatureSequence, Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

HEARD = Transcript((Answer("no sleep", 0.2, 1.0, (Word("no", 0.2, 0.5, 0.9), Word("sleep", 0.5, 1.0, 0.9))),), "en")


class Following:
    """Stands for what is heard: it listens until the recording has ended, and tells how often it was asked."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.calls = 0
        self.error: Exception | None = None

    def words(self, recipe: Any, source: Any, options: Any, report: Any) -> Transcript:
        self.calls += 1
        options.on_words(HEARD.words, "en")
        self.started.set()
        while hasattr(source, "is_finished") and not source.is_finished():
            report("transcribing", 0.0)
            time.sleep(0.01)
        if self.error is not None:
            raise self.error
        assert [cue.prompt for cue in options.cues()] == ["describe-room"]
        return HEARD

    def heard(self, recipe: Any, source: Any, report: Any) -> Features:
        return Features(recipe.fingerprint, audio=FeatureSequence(np.ones((5, 33), np.float32), 0.2, recipe.audio))


@pytest.fixture
def following(monkeypatch: pytest.MonkeyPatch) -> Following:
    made = Following()
    monkeypatch.setattr(service.making, "_words", made.words)
    monkeypatch.setattr(service.making, "_heard", made.heard)
    monkeypatch.setattr(service.making, "_seen", made.heard)
    return made


@pytest.fixture
def live(workspace: Workspace, tiny_settings: Settings) -> Iterator[LivePreparation]:
    made = LivePreparation(workspace, lambda: tiny_settings, ThisProcess())
    yield made
    made.close()


@pytest.fixture
def recording(workspace: Workspace, patient: Patient, matroska: Path) -> Interview:
    """An interview whose recording has begun; what will be in the file lies there already."""
    interview = start_interview(workspace, patient, Source.RECORDED, "en")
    matroska.rename(begin_recording(workspace, interview))
    return interview


def end(workspace: Workspace, interview: Interview) -> Interview:
    return finish_recording(workspace, interview, [Cue("describe-room", 0.0, 2.0)])


def test_what_was_made_meanwhile_is_found_at_the_end_and_not_made_again(
    workspace: Workspace, live: LivePreparation, following: Following, recording: Interview, tiny_settings: Settings
) -> None:
    live.begin(recording)
    assert following.started.wait(10)
    assert read_transcript(workspace, recording) is None
    finished = end(workspace, recording)
    told: list[tuple[str, float]] = []
    live.wait(recording.id, lambda step, fraction: told.append((step, fraction)))
    assert is_prepared(workspace, finished, tiny_settings)
    assert prepare_interview(workspace, finished, tiny_settings)[0] == HEARD
    assert following.calls == 1
    assert all(0 <= fraction <= 1 for _, fraction in told)


def test_what_is_written_down_can_be_read_while_the_recording_goes_on(
    workspace: Workspace, live: LivePreparation, following: Following, recording: Interview
) -> None:
    assert read_transcript_so_far(workspace, recording.id) is None
    live.begin(recording)
    assert following.started.wait(10)
    assert read_transcript_so_far(workspace, recording.id) == HEARD
    cues = (Cue("sleep", 0.0, 0.5), Cue("mood", 0.5, 9.0))
    answers = read_transcript_so_far(workspace, recording.id, cues).answers
    assert [(answer.prompt, answer.text) for answer in answers] == [("sleep", "no"), ("mood", "sleep")]
    assert read_transcript(workspace, recording) is None
    end(workspace, recording)
    live.wait(recording.id)
    assert read_transcript_so_far(workspace, recording.id) is None
    assert read_transcript(workspace, recording) == HEARD


def test_another_interview_does_not_wait(live: LivePreparation, following: Following, recording: Interview) -> None:
    live.begin(recording)
    live.wait("0" * 32, lambda step, fraction: pytest.fail("it waited"))


def test_where_it_fails_all_is_made_from_the_finished_recording(
    workspace: Workspace, live: LivePreparation, following: Following, recording: Interview, tiny_settings: Settings
) -> None:
    following.error = MediaError("{name} cannot be followed.", name="it")
    live.begin(recording)
    finished = end(workspace, recording)
    live.wait(recording.id)
    following.error = None
    assert prepare_interview(workspace, finished, tiny_settings)[0] == HEARD
    assert following.calls == 2


def test_whoever_waits_can_cancel_and_the_work_ends(
    workspace: Workspace, live: LivePreparation, following: Following, recording: Interview
) -> None:
    def cancel(step: str, fraction: float) -> None:
        raise Cancelled

    live.begin(recording)
    assert following.started.wait(10)
    with pytest.raises(Cancelled):
        live.wait(recording.id, cancel)
    live.close()
    live.wait(recording.id)  # nothing is left to wait for
    end(workspace, recording)
    assert read_transcript(workspace, recording) is None


def test_the_next_recording_ends_the_one_before(
    workspace: Workspace, live: LivePreparation, following: Following, recording: Interview, patient: Patient,
    write: Callable[..., Any],
) -> None:  # fmt: skip
    live.begin(recording)
    assert following.started.wait(10)
    following.started.clear()
    other = start_interview(workspace, patient, Source.RECORDED, "en")
    write(begin_recording(workspace, other))
    live.begin(other)
    assert following.started.wait(10)
    end(workspace, other)
    live.wait(other.id)
    assert read_transcript(workspace, other) == HEARD
    assert read_transcript(workspace, recording) is None
