"""Which card was shown when, as the transcript is cut into answers by it."""

from __future__ import annotations

import pytest

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
