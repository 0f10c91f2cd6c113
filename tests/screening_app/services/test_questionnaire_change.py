"""Reliable change, response and remission: one point more or less decides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.services.questionnaire_change import Verdict, change
from screening_app.services.questionnaires import instrument

PHQ_9, GAD_7, BDI_II = map(instrument, ("phq-9", "gad-7", "bdi-ii"))


@pytest.mark.parametrize(
    ("questionnaire", "earlier", "later", "verdict"),
    [
        (PHQ_9, 15, 10, Verdict.WITHIN_ERROR),
        (PHQ_9, 15, 9, Verdict.IMPROVED),
        (PHQ_9, 10, 15, Verdict.WITHIN_ERROR),
        (PHQ_9, 9, 15, Verdict.WORSENED),
        (GAD_7, 12, 9, Verdict.WITHIN_ERROR),
        (GAD_7, 12, 8, Verdict.IMPROVED),
        (GAD_7, 8, 12, Verdict.WORSENED),
        (BDI_II, 40, 10, Verdict.NOT_KNOWN),
    ],
)
def test_a_change_is_reliable_from_its_threshold_on(questionnaire, earlier, later, verdict):
    assert change(questionnaire, earlier, later).verdict == verdict


@pytest.mark.parametrize(
    ("earlier", "later", "response", "remission"),
    [
        (16, 9, False, False),
        (16, 8, True, False),
        (11, 6, False, False),
        (10, 5, True, False),
        (10, 4, True, True),
        (9, 4, False, False),  # was below the cut-off before
        (8, 0, False, False),
        (4, 16, False, False),
    ],
)
def test_response_is_half_and_remission_below_5_of_those_who_were_at_the_cut_off(earlier, later, response, remission):
    found = change(PHQ_9, earlier, later)
    assert (found.is_response, found.is_remission) == (response, remission)


def test_other_questionnaires_tell_neither_response_nor_remission():
    found = change(GAD_7, 21, 0)
    assert not found.is_response
    assert not found.is_remission


@given(earlier=st.integers(0, 27), later=st.integers(0, 27))
def test_there_and_back_again(earlier, later):
    there, back = change(PHQ_9, earlier, later), change(PHQ_9, later, earlier)
    assert there.points == -back.points
    opposite = {Verdict.IMPROVED: Verdict.WORSENED, Verdict.WORSENED: Verdict.IMPROVED}
    assert back.verdict == opposite.get(there.verdict, there.verdict)
