"""A score as JSON: nothing is lost, newer and broken documents are refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening_app.errors import StorageError
from screening_app.storage.score_document import VERSION, score_from_json, score_to_json
from selfmm.types import AnswerScore, Band, LabelScale, Passage, Quality, Score

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Assessment

numbers = st.floats(allow_nan=False, allow_infinity=False)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
maybe = st.none() | numbers
codes = st.lists(words, max_size=3).map(tuple)
scales = st.builds(
    LabelScale, words, numbers, numbers, numbers, st.lists(st.builds(Band, numbers, words), max_size=4).map(tuple)
)
passages = st.lists(st.builds(Passage, words, numbers), max_size=2).map(tuple)
scores = st.builds(
    Score,
    scale=scales,
    value=maybe,
    interval=st.none() | st.tuples(numbers, numbers),
    coverage=numbers,
    band=words,
    text=maybe,
    audio=maybe,
    vision=maybe,
    answers=st.lists(st.builds(AnswerScore, words, numbers, numbers, maybe, passages), max_size=3).map(tuple),
    quality=st.builds(Quality, st.integers(0, 10**6), maybe, maybe, maybe, maybe),
    bundle=words,
    reasons=codes,
    warnings=codes,
    probability=maybe,
)


@given(scores)
@settings(max_examples=60, deadline=None)
def test_every_score_survives(score: Score) -> None:
    assert score_from_json(score_to_json(score)) == score


@pytest.fixture
def document(new_assessment: Callable[..., Assessment]) -> dict[str, object]:
    content: dict[str, object] = json.loads(score_to_json(new_assessment().score))
    return content


def test_chinese_stays_readable(new_assessment: Callable[..., Assessment]) -> None:
    assert "我睡不好。" in score_to_json(new_assessment().score)


def test_a_field_that_came_later_is_passed_over(
    document: dict[str, object], new_assessment: Callable[..., Assessment]
) -> None:
    document["mood_of_the_day"] = "new"
    document["quality"]["echo"] = 0.5  # type: ignore[index]
    assert score_from_json(json.dumps(document)) == new_assessment().score


def test_a_newer_kind_of_document_is_refused(document: dict[str, object]) -> None:
    document["version"] = VERSION + 1
    with pytest.raises(StorageError, match="newer version"):
        score_from_json(json.dumps(document))


@pytest.mark.parametrize("broken", ["", "[]", "null", "7", "{}", '{"version": 1}', '{"version": "1"}'])
def test_what_is_no_score_is_refused(broken: str) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        score_from_json(broken)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_is_not_finite_is_not_stored(new_assessment: Callable[..., Assessment], number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        score_to_json(replace(new_assessment().score, value=number))
