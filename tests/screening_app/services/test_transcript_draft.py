"""Steps of correcting are told, undone and taken again."""

from __future__ import annotations

import pytest

from screening_app.errors import ScreeningError
from screening_app.services.transcript_draft import Change, Draft, Said, differing
from selfmm.types import Answer, Speaker, Transcript

SAVED = Transcript((Answer("one two", 0, 1), Answer("three", 1, 2), Answer("four", 3, 4)), "en")


def own(text: str) -> Said:
    return Said("participant", text)


def test_each_step_tells_what_it_changed():
    draft = Draft(SAVED)
    draft.replace_text(1, "tree")
    draft.split(0, 3)
    draft.merge(2)
    draft.switch_speaker(0)
    assert draft.changes == (
        Change("text", 1, (own("three"),), (own("tree"),)),
        Change("split", 0, (own("one two"),), (own("one"), own("two"))),
        Change("merge", 2, (own("tree"), own("four")), (own("tree four"),)),
        Change("speaker", 0, (own("one"),), (Said("clinician", "one"),)),
    )
    assert [answer.text for answer in draft.transcript.answers] == ["one", "two", "tree four"]
    assert draft.changed


def test_steps_are_undone_and_taken_again():
    draft = Draft(SAVED)
    draft.replace_text(1, "tree")
    draft.switch_part(0, 0, 3)
    after = draft.transcript
    assert draft.undo()
    assert draft.undo()
    assert (draft.transcript, draft.changes, draft.changed, draft.can_redo) == (SAVED, (), False, True)
    assert not draft.undo()
    assert draft.redo()
    assert draft.redo()
    assert draft.transcript == after
    assert [change.kind for change in draft.changes] == ["text", "part"]
    assert not draft.redo()


def test_a_new_step_ends_what_could_be_taken_again():
    draft = Draft(SAVED)
    draft.switch_speaker(0)
    draft.undo()
    draft.switch_speaker(1)
    assert not draft.can_redo


def test_what_changes_nothing_is_no_step():
    draft = Draft(SAVED)
    draft.replace_text(0, " one  two ")
    with pytest.raises(ScreeningError):
        draft.split(0, 0)
    assert draft.changes == ()
    draft.switch_speaker(0)
    draft.switch_speaker(0)
    assert not draft.changed


def test_answers_that_no_step_touches_stay_the_same_objects():
    draft = Draft(SAVED)
    draft.split(0, 3)
    assert [answer is other for answer, other in zip(draft.transcript.answers[2:], SAVED.answers[1:], strict=True)] == [
        True,
        True,
    ]
    assert draft.transcript.answers[0].speaker is Speaker.PARTICIPANT


def test_what_differs_lies_between_what_begins_and_ends_alike():
    a, b, c, d = (Answer(text) for text in "abcd")
    assert differing((a, b, c), (a, d, c)) == (1, (2, 2))
    assert differing((a, b, c), (a, c)) == (1, (2, 1))
    assert differing((a, a), (a, a, a)) == (2, (2, 3))
    assert differing((a,), (a,)) == (1, (1, 1))
    assert differing((), (a,)) == (0, (0, 1))
