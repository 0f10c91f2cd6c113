"""What has been written down so far appears while the interview goes on, and nobody who reads is disturbed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Source
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.ui.live_transcript import LiveTranscript
from selfmm.data.files import write_transcript
from selfmm.transcription import split_answers
from selfmm.types import Cue, Transcript, Word

if TYPE_CHECKING:
    from screening_app.domain import Interview
    from screening_app.ui.services import AppServices

CUES = [Cue("sleep", 0.0, 10.0), Cue("mood", 10.0, 99.0)]


@pytest.fixture
def interview(app_services: AppServices) -> Interview:
    patient = add_patient(app_services.workspace)
    return start_interview(app_services.workspace, patient, Source.RECORDED, "en")


@pytest.fixture
def live(qtbot, app_services: AppServices, interview: Interview) -> LiveTranscript:
    made = LiveTranscript(app_services, lambda: CUES)
    qtbot.addWidget(made)
    made.resize(240, 200)
    made.show()
    made.follow(interview.id, {"sleep": 1, "mood": 2})
    return made


def say(app_services: AppServices, interview: Interview, *words: tuple[str, float]) -> None:
    heard = tuple(Word(text, at, at + 0.5, 0.9) for text, at in words)
    path = app_services.workspace.media.transcript_so_far_path(interview.id)
    write_transcript(path, Transcript(split_answers(heard, "en"), "en"))


def test_words_appear_by_card_as_they_are_written_down(qtbot, live, app_services, interview):
    live.look()
    qtbot.wait(50)
    assert live.field.toPlainText() == ""
    say(app_services, interview, ("badly", 2.0))
    live.look()
    qtbot.waitUntil(lambda: live.field.toPlainText() == "Card 1\nbadly")
    say(app_services, interview, ("badly", 2.0), ("sad", 12.0), ("today", 13.0))
    live.look()
    qtbot.waitUntil(lambda: live.field.toPlainText() == "Card 1\nbadly\n\nCard 2\nsad today")


def test_folded_away_it_looks_no_more(qtbot, live, app_services, interview):
    live.fold.click()
    assert not live.field.isVisible()
    say(app_services, interview, ("badly", 2.0))
    live.look()
    qtbot.wait(100)
    assert live.field.toPlainText() == ""
    live.fold.click()
    qtbot.waitUntil(lambda: "badly" in live.field.toPlainText())


def test_whoever_reads_further_up_is_left_there(qtbot, live, app_services, interview):
    words = [(f"word{n}", n / 10) for n in range(90)]
    say(app_services, interview, *words)
    live.look()
    bar = live.field.verticalScrollBar()
    qtbot.waitUntil(lambda: "word89" in live.field.toPlainText() and bar.maximum() > 0)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(1)
    say(app_services, interview, *words, ("more", 12.0))
    live.look()
    qtbot.waitUntil(lambda: "more" in live.field.toPlainText())
    assert bar.value() == 1


def test_after_the_end_what_was_said_stays_and_another_interview_begins_anew(qtbot, live, app_services, interview):
    say(app_services, interview, ("badly", 2.0))
    live.look()
    qtbot.waitUntil(lambda: "badly" in live.field.toPlainText())
    live.stop()
    assert "badly" in live.field.toPlainText()
    live.follow("0" * 32, {})
    assert live.field.toPlainText() == ""
