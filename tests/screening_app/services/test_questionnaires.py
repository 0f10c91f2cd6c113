"""Totals, bands, missing items, item 9 and agreement: the numbers that clinicians act on."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.errors import ScreeningError
from screening_app.services.questionnaires import (
    FOLDER,
    Measures,
    band_of,
    instrument,
    instruments,
    needs_safety_review,
    read_instrument,
    safety_item_is_open,
    total_from_text,
    total_of,
)
from selfmm.types import LANGUAGES

PHQ_9, PHQ_8, GAD_7 = instrument("phq-9"), instrument("phq-8"), instrument("gad-7")
QUESTIONNAIRES = (PHQ_9, PHQ_8, GAD_7)
TOTALS_ONLY = tuple(map(instrument, ("hamd-17", "bdi-ii", "sds")))


def answers_to(questionnaire, *, complete=False):
    answer = st.integers(0, 3) if complete else st.none() | st.integers(0, 3)
    return st.tuples(*[answer] * len(questionnaire.items))


def test_every_text_is_there_in_both_languages():
    for known in QUESTIONNAIRES:
        texts = [known.title, known.lead_in, known.source, *(part.text for part in (*known.items, *known.options))]
        assert all(set(text) == set(LANGUAGES) and all(text.values()) for text in texts)
    assert [known.id for known in instruments()] == ["phq-9", "phq-8", "gad-7", "hamd-17", "bdi-ii", "sds"]


def test_items_answers_and_totals_have_their_loinc_codes():
    assert [item.code for item in PHQ_9.items] == [
        *("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"),
    ]
    assert [item.code for item in GAD_7.items] == [
        *("69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"),
    ]
    assert [option.code for option in PHQ_9.options] == ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]
    assert GAD_7.options == PHQ_9.options
    assert (PHQ_9.panel_code, PHQ_9.total_code) == ("44249-1", "44261-6")
    assert (GAD_7.panel_code, GAD_7.total_code) == ("69737-5", "70274-6")
    assert PHQ_9.difficulty.code == "69722-7"
    assert [option.code for option in PHQ_9.difficulty.options] == ["LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"]


def test_the_phq_8_is_the_phq_9_without_item_9_and_has_no_code_of_its():
    assert PHQ_8.items == PHQ_9.items[:8]
    assert (PHQ_8.panel_code, PHQ_8.total_code, PHQ_8.safety_item) == ("", "", None)
    assert PHQ_8.difficulty == PHQ_9.difficulty


def test_official_wording_stands_as_it_is():
    assert PHQ_9.lead_in["en"].startswith("Over the last 2 weeks, how often have you been bothered by")
    assert PHQ_9.items[8].text["en"] == "Thoughts that you would be better off dead or of hurting yourself in some way"
    assert PHQ_9.items[8].text["zh"] == "有不如死掉或用某种方式伤害自己的念头"
    assert GAD_7.items[0].text["zh"] == "感觉紧张、焦虑或急切"


def test_only_totals_are_entered_where_items_are_copyrighted_and_no_cut_off_is_made_up():
    ranges = {known.id: (known.minimum, known.maximum, known.cutoff, known.items) for known in TOTALS_ONLY}
    assert ranges == {"hamd-17": (0, 52, None, ()), "bdi-ii": (0, 63, 14, ()), "sds": (25, 100, 53, ())}
    assert band_of(instrument("hamd-17"), 30) is None


@pytest.mark.parametrize(
    ("questionnaire", "total", "band"),
    [
        *((known, 4, "minimal") for known in QUESTIONNAIRES),
        *((known, 5, "mild") for known in QUESTIONNAIRES),
        *((known, 9, "mild") for known in QUESTIONNAIRES),
        *((known, 10, "moderate") for known in QUESTIONNAIRES),
        *((known, 14, "moderate") for known in QUESTIONNAIRES),
        (PHQ_9, 15, "moderately_severe"),
        (PHQ_9, 19, "moderately_severe"),
        (PHQ_9, 20, "severe"),
        (PHQ_9, 27, "severe"),
        (PHQ_8, 15, "moderately_severe"),
        (PHQ_8, 20, "severe"),
        (GAD_7, 15, "severe"),
        (GAD_7, 21, "severe"),
        (instrument("bdi-ii"), 13, "minimal"),
        (instrument("bdi-ii"), 14, "mild"),
        (instrument("bdi-ii"), 19, "mild"),
        (instrument("bdi-ii"), 20, "moderate"),
        (instrument("bdi-ii"), 28, "moderate"),
        (instrument("bdi-ii"), 29, "severe"),
        (instrument("sds"), 52.5, "below_cutoff"),
        (instrument("sds"), 53, "at_or_above_cutoff"),
    ],
)
def test_each_edge_of_each_band(questionnaire, total, band):
    assert band_of(questionnaire, total) == band


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES)
def test_the_ends_of_the_range_are_reached(questionnaire):
    none, all_of_it = ((answer,) * len(questionnaire.items) for answer in (0, 3))
    assert total_of(questionnaire, none).value == questionnaire.minimum
    assert total_of(questionnaire, all_of_it).value == questionnaire.maximum


@given(data=st.data(), questionnaire=st.sampled_from(QUESTIONNAIRES))
def test_a_complete_total_is_the_sum(data, questionnaire):
    answers = data.draw(answers_to(questionnaire, complete=True))
    total = total_of(questionnaire, answers)
    assert total.value == total.lowest == total.highest == sum(answers)
    assert total.is_complete
    assert not total.is_prorated


@given(data=st.data(), questionnaire=st.sampled_from(QUESTIONNAIRES))
def test_a_total_lies_within_what_the_missing_answers_leave_open(data, questionnaire):
    answers = data.draw(answers_to(questionnaire))
    total = total_of(questionnaire, answers)
    assert total.missing == tuple(number for number, answer in enumerate(answers, 1) if answer is None)
    assert total.is_complete == (not total.missing)
    filled = [tuple(fill if answer is None else answer for answer in answers) for fill in (0, 3)]
    assert [total.lowest, total.highest] == [sum(answers) for answers in filled]
    if total.value is not None:
        assert total.lowest <= total.value <= total.highest


@given(answers=answers_to(PHQ_9))
def test_up_to_two_missing_items_are_prorated_to_the_nearest_whole_number_a_half_upwards(answers):
    total = total_of(PHQ_9, answers)
    given_answers = [answer for answer in answers if answer is not None]
    assert (total.value is None) == (len(total.missing) > 2)
    if total.value is not None:
        exact = Fraction(sum(given_answers) * 9, len(given_answers))
        assert total.value - Fraction(1, 2) <= exact < total.value + Fraction(1, 2)
        assert total.is_prorated == bool(total.missing)


@pytest.mark.parametrize(
    ("questionnaire", "answers", "value"),
    [
        (PHQ_9, (1, 1, 1, 1, 0, 0, 0, 0, None), 5),  # 4.5
        (PHQ_9, (2, 2, 2, 2, 0, 0, 0, 0, None), 9),
        (PHQ_9, (3, 3, 1, 1, 0, 0, 0, None, None), 10),  # 10.3
        (PHQ_9, (3, 3, 1, 1, 0, 0, None, None, None), None),
        (GAD_7, (1, 1, 1, 1, 1, None, None), 7),
        (GAD_7, (1, 1, 1, 1, None, None, None), None),
        (PHQ_8, (1, 1, 1, 1, 1, 1, 1, None), None),
    ],
)
def test_prorated_totals(questionnaire, answers, value):
    total = total_of(questionnaire, answers)
    assert total.value == value
    assert total.is_prorated == (value is not None)
    assert not total.is_complete


@pytest.mark.parametrize("answers", [(), (0,) * 8, (0,) * 10, (4,) + (0,) * 8, (-1,) + (0,) * 8])
def test_answers_to_something_else_are_a_bug(answers):
    with pytest.raises(ValueError, match="phq-9"):
        total_of(PHQ_9, answers)


@given(answers=answers_to(PHQ_9))
def test_item_9_alone_decides_about_the_safety_review(answers):
    assert needs_safety_review(PHQ_9, answers) == (answers[8] in {1, 2, 3})
    assert safety_item_is_open(PHQ_9, answers) == (answers[8] is None)


def test_questionnaires_without_item_9_never_need_a_safety_review():
    for questionnaire in (PHQ_8, GAD_7):
        assert not needs_safety_review(questionnaire, (3,) * len(questionnaire.items))
        assert not safety_item_is_open(questionnaire, (None,) * len(questionnaire.items))
    assert GAD_7.measures == Measures.ANXIETY


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("hamd-17", "0", 0),
        ("hamd-17", " 52 ", 52),
        ("hamd-17", "１７", 17),
        ("sds", "53", 53),
        ("sds", "53.75", 53.75),
        ("sds", "53,75", 53.75),
        ("sds", "53。75", 53.75),
    ],
)
def test_totals_as_they_are_typed(name, text, value):
    assert total_from_text(instrument(name), text) == value


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("hamd-17", "", "from 0 to 52"),
        ("hamd-17", "53", "from 0 to 52"),
        ("hamd-17", "-1", "from 0 to 52"),
        ("hamd-17", "many", "from 0 to 52"),
        ("hamd-17", "1e1", "from 0 to 52"),
        ("hamd-17", "17.5", "whole number"),
        ("sds", "24", "from 25 to 100"),
        ("sds", "53.5", "multiple of 1.25"),
    ],
)
def test_a_wrong_total_is_told_why(name, text, reason):
    with pytest.raises(ScreeningError, match=reason):
        total_from_text(instrument(name), text)


@given(text=st.text(), known=st.sampled_from(TOTALS_ONLY))
def test_whatever_is_typed_is_a_total_in_range_or_an_expected_error(text, known):
    try:
        value = total_from_text(known, text)
    except ScreeningError:
        return
    assert known.minimum <= value <= known.maximum


def test_an_unknown_or_broken_questionnaire_says_what_to_do(tmp_path):
    with pytest.raises(ScreeningError, match="newest version"):
        instrument("ces-d")
    for content in ("", "[]", json.dumps({"id": "gad-7"})):
        (tmp_path / "gad-7.json").write_text(content)
        with pytest.raises(ScreeningError, match="Install the program again"):
            read_instrument("gad-7", tmp_path)
    shutil.copy(FOLDER / "gad-7.json", tmp_path)
    assert read_instrument("gad-7", tmp_path) == GAD_7
