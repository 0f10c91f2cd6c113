"""The panels of a session, each by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from screening_app.domain import Assessment, Bookmark, ScriptCard
from screening_app.ui.formats import format_clock
from screening_app.ui.import_panel import ImportPanel
from screening_app.ui.result_panel import Result, ResultPanel
from screening_app.ui.transcript_panel import TranscriptPanel
from screening_app.ui.type_panel import TypePanel, count_words
from selfmm.scales import SDS
from selfmm.types import INDETERMINATE, Answer, AnswerScore, Passage, Quality, Score, Transcript

ANSWERS = (Answer("I am tired.", 3.0, 7.5), Answer("我睡不好。", 65.0, 71.0))
SCORE = Score(
    scale=SDS,
    value=61.0,
    interval=(55.0, 67.0),
    coverage=0.9,
    band="at_or_above_cutoff",
    text=58.0,
    audio=63.5,
    vision=None,
    answers=tuple(AnswerScore(answer.text, answer.start, answer.end, 57.0) for answer in ANSWERS),
    quality=Quality(8, voiced_seconds=131.6, signal_to_noise=17.4, face_share=0.62),
    bundle="0f3c9a7b21de",
    warnings=("too_noisy",),
)


def texts(widget) -> str:
    """All that is to be read in a widget."""
    return "\n".join(part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget))


def result_of(qtbot, score: Score) -> str:
    panel = ResultPanel()
    qtbot.addWidget(panel)
    panel.show_result(Result(Assessment("a", "i", score, datetime.now(UTC)), "A first research model."))
    return texts(panel)


def test_a_result_shows_the_score_each_view_the_quality_and_the_model(qtbot):
    shown = result_of(qtbot, SCORE)
    for part in ("61.0", "At or above the cut-off", "90%", "55.0", "67.0", "58.0", "63.5", "not scored"):
        assert part in shown
    for part in ("132 s", "17 dB", "62%", "noisy", "0f3c9a7b21de", "A first research model."):
        assert part in shown


def test_a_result_tells_the_probability_where_the_model_does(qtbot):
    assert "probability" not in result_of(qtbot, SCORE)
    shown = result_of(qtbot, replace(SCORE, probability=0.274))
    assert "own SDS value of 53 or more: 27%" in shown


def test_what_was_recorded_but_is_not_scored_is_said(qtbot):
    assert "Picture recorded and described, not scored by this model." in result_of(qtbot, SCORE)
    assert "Voice and picture recorded" in result_of(qtbot, replace(SCORE, audio=None))
    typed = replace(SCORE, audio=None, quality=Quality(8))
    assert "not scored" not in result_of(qtbot, typed)
    assert "not used" in result_of(qtbot, typed)


EXPLAINED = replace(
    SCORE,
    answers=(
        AnswerScore(
            "I am tired. I like tea.", 3.0, 7.5, 57.0, (Passage("I am tired.", 2.3), Passage("I like tea.", -1.1))
        ),
        AnswerScore("我睡不好。我散步。", 65.0, 71.0, 57.0, (Passage("我睡不好。", 4.6), Passage("我散步。", 0.01))),
    ),
)


def test_the_sentences_that_moved_the_score_most_are_told_the_strongest_first(qtbot):
    shown = result_of(qtbot, EXPLAINED)
    places = [
        shown.index(part)
        for part in (
            "“我睡不好。” raises the score by 4.6",
            "“I am tired.” raises the score by 2.3",
            "“I like tea.” lowers the score by 1.1",
        )
    ]
    assert places == sorted(places)
    assert "我散步" not in shown  # it hardly moves anything
    assert "moved it most" not in result_of(qtbot, SCORE)  # it was not explained


def test_they_are_marked_in_the_transcript_and_say_what_they_do(qtbot):
    panel = TranscriptPanel()
    qtbot.addWidget(panel)
    answers = (Answer("I am tired. I like tea.", 3.0, 7.5), Answer("我睡不好。我散步。", 65.0, 71.0))
    panel.show_transcript(Transcript(answers, "en"), EXPLAINED)
    panel.show()
    qtbot.waitUntil(lambda: len(panel.correction_fields()) == 2)
    first, second = panel.correction_fields()
    assert [part.cursor.selectedText() for part in first.extraSelections()] == ["I am tired.", "I like tea."]
    assert [part.cursor.selectedText() for part in second.extraSelections()] == ["我睡不好。"]
    raising, lowering = (part.format.background().color() for part in first.extraSelections())
    assert raising != lowering
    assert first.told_at(first.cursorRect(first.textCursor()).center()) == "raises the score by 2.3"
    assert first.toPlainText() == "I am tired. I like tea."


@pytest.mark.parametrize(
    ("value", "reason", "said"),
    [(54.0, "interval_spans_cutoff", "measurement error"), (None, "too_little_voice", "Repeat the session")],
)
def test_an_indeterminate_result_says_why_and_shows_no_large_figure(qtbot, value, reason, said):
    interval = (48.0, 60.0) if value else None
    shown = result_of(qtbot, replace(SCORE, value=value, interval=interval, band=INDETERMINATE, reasons=(reason,)))
    assert "Indeterminate" in shown
    assert said in shown
    assert "54.0" not in shown.split("\n")


def test_markers_stand_below_the_result_with_what_they_are(qtbot):
    panel = ResultPanel()
    qtbot.addWidget(panel)
    assessment = Assessment("a", "i", SCORE, datetime.now(UTC))
    panel.show_result(Result(assessment, markers={"speech_rate": 142.4, "blink_rate": 17.0}, language="zh"))
    shown = texts(panel)
    for part in ("Voice and face, measured", "not a judgement", "Speech rate", "142", "Usual range", "Blinks", "17"):
        assert part in shown
    (rate,) = [part for part in panel.findChildren(QLabel) if part.text() == "Speech rate"]
    assert "with the pauses" in rate.toolTip()
    panel.show_result(Result(assessment))
    assert "not a judgement" not in texts(panel)
    assert "Speech rate" not in texts(panel)


def test_finer_quality_is_shown_for_one_score_and_gone_for_the_next(qtbot):
    panel = ResultPanel()
    qtbot.addWidget(panel)
    finer = replace(SCORE, quality=replace(SCORE.quality, confidence=0.82), warnings=("words_unsure",))
    panel.show_result(Result(Assessment("a", "i", finer, datetime.now(UTC))))
    assert "82%" in texts(panel)
    assert "hard to make out" in texts(panel)
    panel.show_result(Result(Assessment("a", "i", SCORE, datetime.now(UTC))))
    assert "Transcript confidence" not in texts(panel)


def test_a_session_without_a_score_offers_to_score_it(qtbot):
    panel = ResultPanel()
    qtbot.addWidget(panel)
    panel.show_result(Result())
    assert panel.score_now.isVisibleTo(panel)


def test_a_transcript_shows_times_and_values_but_none_for_an_answer_changed_since(qtbot):
    panel = TranscriptPanel()
    qtbot.addWidget(panel)
    changed = (ANSWERS[0], replace(ANSWERS[1], text="我睡得很好。"))
    panel.show_transcript(Transcript(changed, "en"), SCORE)
    qtbot.waitUntil(lambda: len(panel.correction_fields()) == 2)
    shown = texts(panel)
    assert "0:03 – 0:08" in shown
    assert "1:05 – 1:11" in shown
    assert shown.split("\n").count("57.0") == 1


def test_silence_is_told_apart_from_no_transcript(qtbot):
    panel = TranscriptPanel()
    qtbot.addWidget(panel)
    panel.show_transcript(Transcript((), "en"), None)
    assert "No speech was heard" in texts(panel)
    panel.show_transcript(None, None)
    assert "Nothing is written down yet" in texts(panel)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (59.6, "1:00"), (605.2, "10:05")])
def test_times_are_minutes_and_seconds(seconds, shown):
    assert format_clock(seconds) == shown


@pytest.mark.parametrize(("text", "words"), [("", 0), ("It's been 3 long days.", 4), ("我睡不好。", 4), ("我很 OK", 3)])
def test_words_and_chinese_characters_are_counted(text, words):
    assert count_words(text) == words


def test_typed_text_is_counted_in_answers(qtbot):
    panel = TypePanel()
    qtbot.addWidget(panel)
    assert not panel.score.isEnabled()
    panel.field.setPlainText("One answer.\n\nAnother one.")
    assert "Words: 4 · Answers: 2" in texts(panel)
    panel.field.setPlainText("我睡不好。")
    assert "Characters: 4 · Answers: 1" in texts(panel)


@pytest.mark.parametrize(("names", "taken"), [(["a.mp4"], 1), (["a.mp4", "b.mp4"], 0)])
def test_one_dropped_file_is_taken_and_several_are_not(qtbot, names, taken):
    panel = ImportPanel()
    qtbot.addWidget(panel)
    chosen: list[Path] = []
    panel.chosen.connect(chosen.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, buttons, keys))
    assert chosen == [Path("/somewhere/a.mp4")][:taken]


def test_bookmarks_stand_in_the_result_and_play_from_their_moment(qtbot):
    panel = ResultPanel()
    qtbot.addWidget(panel)
    marked = (Bookmark("a", "i", 5.0, "ask again"), Bookmark("b", "i", 65.0, ""))
    panel.show_result(Result(seconds=90.0, bookmarks=marked))
    assert [row.play.text() for row in panel.bookmarks.rows] == ["0:05", "1:05"]
    with qtbot.waitSignal(panel.bookmarks.play_wanted) as played:
        panel.bookmarks.rows[1].play.click()
    assert played.args == [65.0]
    panel.show_result(Result(bookmarks=marked))
    assert not panel.bookmarks.rows[0].play.isEnabled()  # the recording is not kept
    panel.show_result(Result())
    assert panel.bookmarks.isHidden()


def test_the_result_tells_which_cards_were_skipped_and_which_never_came_up(qtbot):
    panel = ResultPanel()
    qtbot.addWidget(panel)
    cards = (
        ScriptCard(1, "day", "How was your day?", was_shown=True),
        ScriptCard(2, "sleep", "How do you sleep?", was_shown=True, skipped_at=65.0),
        ScriptCard(3, "room", "Describe this room.", was_shown=False),
        ScriptCard(4, "ahead", "What lies ahead?", was_shown=False),
    )
    panel.show_result(Result(cards=cards))
    shown = texts(panel).split("\n")
    for line in ("Prompt cards", "Asked: 1 of 4 cards", "Card 2, skipped at 1:05: How do you sleep?"):
        assert line in shown
    assert "Not reached: cards 3, 4" in shown
    panel.show_result(Result(cards=(replace(cards[0]),)))
    assert "skipped" not in texts(panel)
    assert "Not reached" not in texts(panel)
    panel.show_result(Result())
    assert "Prompt cards" not in texts(panel)
