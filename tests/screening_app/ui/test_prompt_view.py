"""Which card was shown when, as the transcript is cut into answers by it."""

from __future__ import annotations

import pytest

from screening_app.domain import CardFate
from screening_app.services.prompts import prompt_cards
from screening_app.ui.prompt_view import PromptView

CARDS = prompt_cards("en")
FIRST, SECOND, THIRD = (card.id for card in CARDS[:3])


@pytest.fixture
def view(qtbot) -> PromptView:
    made = PromptView()
    qtbot.addWidget(made)
    made.show_cards(CARDS)
    made.restart()
    return made


def shown(view: PromptView, elapsed: float) -> list[tuple[str, float, float]]:
    return [(cue.prompt, cue.start, cue.end) for cue in view.cues(elapsed)]


def test_each_card_is_a_cue_from_when_it_is_opened_to_the_next(view):
    view.show_elapsed(20.0)
    view.next.click()
    view.show_elapsed(45.0)
    view.next.click()
    assert shown(view, 60.0) == [(FIRST, 0.0, 20.0), (SECOND, 20.0, 45.0), (THIRD, 45.0, 60.0)]


def test_a_card_that_is_only_passed_leaves_no_cue(view):
    view.show_elapsed(20.0)
    view.next.click()
    view.show_elapsed(20.3)
    view.next.click()
    assert shown(view, 40.0) == [(FIRST, 0.0, 20.0), (THIRD, 20.3, 40.0)]


def test_a_card_that_is_gone_back_to_is_a_second_cue(view):
    view.show_elapsed(20.0)
    view.next.click()
    view.show_elapsed(30.0)
    view.back.click()
    assert shown(view, 50.0) == [(FIRST, 0.0, 20.0), (SECOND, 20.0, 30.0), (FIRST, 30.0, 50.0)]


def test_time_stands_still_in_a_pause(view):
    view.show_elapsed(20.0)
    view.show_elapsed(20.0)  # what the recorder tells while it is paused
    view.next.click()
    view.show_elapsed(20.0)
    assert shown(view, 20.0) == [(FIRST, 0.0, 20.0)]
    assert shown(view, 31.0) == [(FIRST, 0.0, 20.0), (SECOND, 20.0, 31.0)]


def test_another_language_leaves_the_cues_as_they_are(view):
    view.show_elapsed(20.0)
    view.next.click()
    view.show_cards(prompt_cards("zh"))
    assert shown(view, 30.0) == [(FIRST, 0.0, 20.0), (SECOND, 20.0, 30.0)]


def test_a_new_recording_begins_at_the_first_card_without_cues(view):
    view.show_elapsed(20.0)
    view.next.click()
    view.restart()
    assert view.card.id == FIRST
    assert shown(view, 0.0) == []
    assert shown(view, 10.0) == [(FIRST, 0.0, 10.0)]


def test_without_cards_there_are_no_cues(qtbot):
    empty = PromptView()
    qtbot.addWidget(empty)
    assert empty.cues(10.0) == ()


def test_a_follow_up_is_a_further_cue_of_the_same_card(view):
    view.show_elapsed(20.0)
    assert not view._hint.isVisibleTo(view)
    view.follow_up.click()
    assert view._hint.isVisibleTo(view)
    assert view._hint.text() == view.card.hint
    assert not view.follow_up.isEnabled()
    view.show_elapsed(35.0)
    view.next.click()
    assert shown(view, 50.0) == [(FIRST, 0.0, 20.0), (FIRST, 20.0, 35.0), (SECOND, 35.0, 50.0)]
    assert not view._hint.isVisibleTo(view)


def test_before_a_recording_the_hint_can_be_read_and_nothing_is_counted(qtbot):
    view = PromptView()
    qtbot.addWidget(view)
    view.show_cards(CARDS)
    assert view._hint.isVisibleTo(view)
    view.skip_card()
    view.ask_further()
    assert view.card.id == FIRST
    assert not view.times.skipped


def test_a_skipped_card_is_marked_and_what_was_said_to_it_stays_its_answer(view):
    view.show_elapsed(5.0)
    view.skip.click()
    assert view.card.id == SECOND
    assert not view._mark.isVisibleTo(view)
    view.back.click()
    assert view._mark.isVisibleTo(view)
    assert not view.skip.isEnabled()
    assert view.times.skipped == {FIRST: 5.0}
    assert shown(view, 5.0) == [(FIRST, 0.0, 5.0)]


def test_the_last_card_can_be_skipped(view):
    for _ in range(2):
        view.next.click()
    view.skip.click()
    assert view.card.id == THIRD
    assert set(view.times.skipped) == {THIRD}


def test_time_and_voice_of_a_card_go_on_where_they_stopped(view):
    view.add_voice(6.0)
    view.show_elapsed(10.0)
    assert view._time.text() == "10 s · voice 6 s of at least 15 s"
    view.next.click()
    view.show_elapsed(30.0)
    assert view._time.text() == "20 s · voice 0 s of at least 15 s"
    view.back.click()
    view.show_elapsed(45.0)
    view.add_voice(9.5)
    view.show_elapsed(46.0)
    assert view._time.text() == "26 s · voice 15 s, enough"
    view.show_elapsed(200.0)
    assert "time for the next card" in view._time.text()


def test_each_change_of_card_is_told(view, qtbot):
    with qtbot.waitSignal(view.card_changed) as told:
        view.next.click()
    assert told.args[0].id == SECOND


def test_a_script_without_cards_in_the_language_says_so(view):
    view.show_cards(())
    assert view.card is None
    assert "no cards" in view._time.text()
    view.go_on()
    view.skip_card()
    assert view.cues(9.0) == ()


def test_the_text_is_as_large_as_fits(view, qtbot):
    view.resize(1200, 800)
    view.show()
    large = view._text.points
    view.resize(420, 300)
    qtbot.waitUntil(lambda: view._text.points < large)
    needed = view._text.heightForWidth(view._text.width())
    assert needed <= view._text.height()


def fates(view: PromptView) -> list[CardFate]:
    return [card.fate for card in view.script_cards()]


def test_a_card_that_was_skipped_is_told_apart_from_one_that_never_came_up(view):
    assert fates(view) == [CardFate.ASKED, CardFate.NOT_REACHED, CardFate.NOT_REACHED]
    view.show_elapsed(8.0)
    view.next.click()
    view.show_elapsed(9.5)
    view.skip.click()
    assert fates(view) == [CardFate.ASKED, CardFate.SKIPPED, CardFate.ASKED]
    view.show_elapsed(9.7)
    view.back.click()  # the third only flashed by, and nobody was asked it
    view.show_elapsed(20.0)
    assert fates(view) == [CardFate.ASKED, CardFate.SKIPPED, CardFate.NOT_REACHED]
    second = view.script_cards()[1]
    assert (second.number, second.prompt, second.text) == (2, SECOND, CARDS[1].text)
    assert second.skipped_at == 9.5
    view.skip_card()  # again, at another moment
    assert view.script_cards()[1].skipped_at == 9.5
