"""Score and questionnaire side by side: each by its own cut-off, and only where they are about the same thing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import RatedBy, Rating
from screening_app.services.questionnaires import Agreement, agreement, instrument, total_of
from selfmm.scales import MOSI, PHQ_8, SDS, SEVERITY
from selfmm.types import INDETERMINATE, Quality, Score


def score_of(value, scale=SDS, band=""):
    band = band or (INDETERMINATE if value is None else scale.band(value))
    return Score(scale, value, None, 0.9, band, value, None, None, (), Quality(100), "0123456789ab")


def rating_of(name, *answers, value=None):
    known = instrument(name)
    total = total_of(known, answers) if known.items else None
    return Rating(
        *("r", "i", name, "en", answers, total.value if total else value, bool(total and total.is_prorated), None),
        *(RatedBy.PATIENT, datetime.now(UTC)),
    )


NINE, TEN = (3, 3, 3, 0, 0, 0, 0, 0, 0), (3, 3, 3, 1, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("value", "answers", "expected"),
    [
        (52.9, NINE, Agreement.BOTH_BELOW),
        (53.0, TEN, Agreement.BOTH_AT_OR_ABOVE),
        (53.0, NINE, Agreement.ONLY_SCORE_AT_OR_ABOVE),
        (52.9, TEN, Agreement.ONLY_RATING_AT_OR_ABOVE),
    ],
)
def test_each_lies_on_a_side_of_its_own_cut_off(value, answers, expected):
    assert agreement(score_of(value), rating_of("phq-9", *answers)) == expected


def test_an_indeterminate_score_neither_agrees_nor_disagrees():
    for score in (score_of(None), score_of(61.0, band=INDETERMINATE)):
        assert agreement(score, rating_of("phq-9", *TEN)) == Agreement.SCORE_INDETERMINATE


def test_missing_answers_matter_only_where_they_could_tip_it():
    undecided = rating_of("phq-9", 3, 3, 2, None, 0, 0, 0, 0, 0)  # 8 to 11, pro-rated to 9
    assert undecided.value == 9
    assert agreement(score_of(40.0), undecided) == Agreement.RATING_UNDECIDED
    above_in_any_case = rating_of("phq-9", 3, 3, 3, 3, None, None, None, None, None)
    assert above_in_any_case.value is None
    assert agreement(score_of(40.0), above_in_any_case) == Agreement.ONLY_RATING_AT_OR_ABOVE
    below_in_any_case = rating_of("phq-9", 1, 1, 1, None, 0, 0, 0, 0, 0)
    assert agreement(score_of(40.0), below_in_any_case) == Agreement.BOTH_BELOW


def test_entered_totals_are_compared_where_there_is_a_cut_off():
    assert agreement(score_of(60.0), rating_of("sds", value=52.5)) == Agreement.ONLY_SCORE_AT_OR_ABOVE
    assert agreement(score_of(2.0, SEVERITY), rating_of("bdi-ii", value=14)) == Agreement.BOTH_AT_OR_ABOVE
    assert agreement(score_of(60.0), rating_of("hamd-17", value=30)) == Agreement.NO_CUTOFF


def test_anxiety_and_sentiment_are_not_compared_with_depression():
    assert agreement(score_of(60.0), rating_of("gad-7", *[3] * 7)) == Agreement.NOT_COMPARABLE
    assert agreement(score_of(2.0, MOSI), rating_of("phq-9", *TEN)) == Agreement.NOT_COMPARABLE


@given(value=st.floats(0, 24), answers=st.tuples(*[st.none() | st.integers(0, 3)] * 9))
def test_whatever_the_missing_answers_are_a_stated_side_holds(value, answers):
    found = agreement(score_of(value, PHQ_8), rating_of("phq-9", *answers))
    sides = {sum(fill if answer is None else answer for answer in answers) >= 10 for fill in (0, 3)}
    stated = {
        Agreement.BOTH_BELOW: (False, False),
        Agreement.BOTH_AT_OR_ABOVE: (True, True),
        Agreement.ONLY_SCORE_AT_OR_ABOVE: (True, False),
        Agreement.ONLY_RATING_AT_OR_ABOVE: (False, True),
    }
    if found == Agreement.RATING_UNDECIDED:
        assert sides == {False, True}
    else:
        assert stated[found] == (value >= PHQ_8.cutoff, sides.pop())
        assert not sides
