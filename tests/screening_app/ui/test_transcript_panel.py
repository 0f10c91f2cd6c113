"""A transcript with two speakers: who is scored, how speakers are switched, and what each answer rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from screening_app.domain import Recording, RecordingDeletion
from screening_app.services.evidence import AnswerEvidence
from screening_app.ui import theme
from screening_app.ui.answer_places import places_in_score
from screening_app.ui.transcript_panel import TranscriptPanel
from screening_app.ui.widgets import Badge
from selfmm.scales import SDS
from selfmm.types import Answer, AnswerScore, Quality, Score, Speaker, Transcript

if TYPE_CHECKING:
    from screening_app.ui.answer_row import AnswerRow

RECORDING = Recording(Path("recording.mkv"), 20.0, has_sound=True, has_picture=False)
ANSWERS = (
    Answer("And how do you sleep?", 1.0, 3.0, prompt="sleep", speaker=Speaker.CLINICIAN),
    Answer("Badly.", 3.5, 5.0, prompt="sleep"),
    Answer("Since when?", 5.5, 6.5, prompt="sleep", speaker=Speaker.CLINICIAN),
    Answer("Since spring.", 7.0, 9.0, prompt="sleep"),
    Answer("I am tired.", 12.0, 15.0, prompt="energy"),
)
SCORE = Score(
    scale=SDS,
    value=50.0,
    interval=(40.0, 60.0),
    coverage=0.9,
    band="below_cutoff",
    text=50.0,
    audio=None,
    vision=None,
    answers=(AnswerScore("Badly. Since spring.", 3.5, 9.0, 61.0), AnswerScore("I am tired.", 12.0, 15.0, 47.0)),
    quality=Quality(6),
    bundle="b",
)
EVIDENCE = (
    None,
    AnswerEvidence(Quality(1), ("clipped", "dark"), {"speech_rate": 142.4, "smile_share": 12.0}),
    None,
    AnswerEvidence(Quality(2), ("little_voice",), {}),
    AnswerEvidence(Quality(3), (), {}),
)


@pytest.fixture
def panel(qtbot) -> TranscriptPanel:
    made = TranscriptPanel()
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show_transcript(Transcript(ANSWERS, "en"), SCORE, EVIDENCE, recording=RECORDING)
    made.show()
    qtbot.waitUntil(lambda: len(made.correction_fields()) == len(ANSWERS))
    return made


def rows(panel: TranscriptPanel) -> tuple[AnswerRow, ...]:
    return tuple(panel._rows)


def shown(row: AnswerRow) -> list[str]:
    return [part.text() for part in row.findChildren(QLabel) if part.isVisible()]


def test_what_the_clinician_says_is_marked_grey_and_has_no_value(panel):
    clinician, participant = rows(panel)[:2]
    assert [badge.text() for badge in clinician.findChildren(Badge) if badge.isVisible()] == ["Clinician"]
    assert not any(badge.isVisible() for badge in participant.findChildren(Badge))
    assert shown(clinician) == ["Clinician"]
    assert clinician.edit.palette().text().color().name() == theme.LIGHT.muted.lower()
    assert participant.edit.palette().text().color().name() == theme.LIGHT.text.lower()


def test_an_answer_in_parts_has_one_number_and_one_value(panel):
    told = [shown(row) for row in rows(panel)]
    assert told[1] == ["1", "61.0"]
    assert told[3] == ["1"]
    assert told[4] == ["2", "47.0"]


def test_answers_are_found_in_the_score_by_time_and_typed_ones_by_order():
    assert places_in_score(ANSWERS, SCORE) == {1: 0, 3: 0, 4: 1}
    typed = (Answer("a"), Answer("b", speaker=Speaker.CLINICIAN), Answer("c"), Answer("d"))
    score = replace(SCORE, answers=(AnswerScore("a", 0.0, 0.0, 1.0), AnswerScore("c", 0.0, 0.0, 2.0)))
    assert places_in_score(typed, score) == {0: 0, 2: 1}
    assert places_in_score(ANSWERS, None) == {}


def test_a_switched_speaker_is_a_correction_that_can_be_discarded(qtbot, panel):
    assert not panel.head.score_again.isVisible()
    rows(panel)[4].switch.click()
    assert panel.has_corrections
    assert shown(rows(panel)[4]) == ["Clinician"]
    with qtbot.waitSignal(panel.corrected) as told:
        panel.head.score_again.click()
    assert told.args[0].transcript.answers == (*ANSWERS[:4], replace(ANSWERS[4], speaker=Speaker.CLINICIAN))
    assert [change.kind for change in told.args[0].changes] == ["speaker"]
    panel.head.discard.click()
    assert not panel.has_corrections
    assert shown(rows(panel)[4]) == ["2", "47.0"]


def test_switching_twice_is_no_correction(panel):
    rows(panel)[0].switch.click()
    rows(panel)[0].switch.click()
    assert not panel.has_corrections
    assert not panel.head.score_again.isEnabled()


def test_words_and_speakers_are_corrected_together(panel):
    panel.start_correcting()
    rows(panel)[1].edit.setPlainText("Very badly.")
    rows(panel)[2].switch.click()
    answers = panel.draft.transcript.answers
    assert answers[1].text == "Very badly."
    assert answers[2].speaker is Speaker.PARTICIPANT


def test_the_speaker_is_switched_from_the_keyboard(qtbot, panel):
    row = rows(panel)[4]
    assert row.switch.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert row.switch.accessibleName() == "Said by the clinician: leave it out"
    qtbot.keyClick(row.switch, Qt.Key.Key_Space)
    row = rows(panel)[4]
    assert row.switch.accessibleName() == "Said by the patient: score it"
    assert panel.has_corrections


def test_warnings_of_an_answer_are_told_with_their_remedies(panel):
    _, warned, _, short, clean = rows(panel)
    for part in ("overloaded", "Turn the microphone down", "dark", "Put a lamp"):
        assert part in warned.details.toolTip()
    assert "15 seconds" in short.details.toolTip()
    assert clean.details.toolTip() == "Measurements of this answer"
    assert not rows(panel)[0].details.isVisible()


def test_details_fold_out_with_the_measurements(panel):
    row = rows(panel)[1]
    assert not any("142" in text for text in shown(row))
    row.details.click()
    told = "\n".join(shown(row))
    for part in ("Turn the microphone down", "Speech rate\n142\N{NO-BREAK SPACE}words/min", "Time smiling\n12%"):
        assert part in told
    row.details.click()
    assert not any("142" in text for text in shown(row))


def test_the_time_of_an_answer_plays_it_and_shows_that_it_does(qtbot, panel):
    row = rows(panel)[4]
    assert row.play.text() == "0:12 – 0:15"
    with qtbot.waitSignal(panel.play_wanted) as told:
        row.play.click()
    assert told.args == [ANSWERS[4]]
    panel.show_playing(12.0)
    assert [other.play.accessibleName().startswith("Stop") for other in rows(panel)] == [False] * 4 + [True]
    panel.show_playing(None)
    assert row.play.accessibleName() == "Play this moment, 0:12 – 0:15"


def test_without_a_recording_the_time_is_plain_text(qtbot):
    panel = TranscriptPanel()
    qtbot.addWidget(panel)
    panel.show_transcript(Transcript(ANSWERS, "en"), None)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.correction_fields()) == len(ANSWERS))
    assert not any(row.play.isVisible() for row in rows(panel))
    assert "2 · 0:07 – 0:09" in shown(rows(panel)[3])


def test_rows_follow_the_language(qtbot, panel, translation):
    rows(panel)[1].details.click()
    translation.use("zh")
    qtbot.waitUntil(lambda: "Clinician" not in shown(rows(panel)[0]))
    said = "\n".join(text for row in rows(panel) for text in shown(row))
    assert not [word for word in ("Clinician", "Speech", "overloaded") if word in said]
    assert "words" not in said


def test_a_recording_that_was_deleted_by_a_rule_is_told_calmly(qtbot, panel, translation):
    assert panel.deleted.isHidden()
    deletion = RecordingDeletion(datetime(2027, 5, 3, 12, tzinfo=UTC), 24)
    panel.show_transcript(panel.draft.transcript, None, deletion=deletion, locked=True)
    assert panel.playback.isHidden()
    assert panel.deleted.text().startswith("The recording was deleted on 3 May 2027 by the rule “Delete after 2 years”")
    translation.use("zh")
    told = "录音录像已于 2027年5月3日 按规则“2 年后删除”删除"
    qtbot.waitUntil(lambda: panel.deleted.text().startswith(told))
    panel.show_transcript(panel.draft.transcript, None)
    assert panel.deleted.isHidden()
