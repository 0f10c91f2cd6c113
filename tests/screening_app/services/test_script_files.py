"""Scripts from files: every mistake is told with its place, and whatever the file holds nothing else goes wrong."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening_app.services.prompts import bundled_script
from screening_app.services.script_cards import FIELDS, VALENCES, PromptCard
from screening_app.services.script_files import LARGEST_BYTES, ScriptError, parse_cards, to_json

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "scripts.md"
CARD = PromptCard("sleep", 1, "en", "sleep", "neutral", "How do you sleep?", "Since when?", 15, 90)
OTHER = PromptCard("mood", 2, "en", "mood", "negative", "How is your mood, and why?", "", 20, 120)


def as_csv(rows: list[dict[str, Any]], separator: str = ",") -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, FIELDS, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode()


def problems_of(content: bytes | str, name: str = "mine.json") -> list[tuple[str, int, str]]:
    with pytest.raises(ScriptError) as told:
        parse_cards(content if isinstance(content, bytes) else content.encode(), name)
    return [(problem.place, problem.number, str(problem.reason)) for problem in told.value.problems]


def changed(**values: Any) -> dict[str, Any]:
    return {**asdict(CARD), **values}


def as_json(*cards: Any) -> str:
    return json.dumps({"cards": list(cards)})


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_csv_as_spreadsheets_write_it(separator, mark):
    content = mark + as_csv([asdict(CARD), asdict(OTHER)], separator)
    assert parse_cards(content, "Mine.CSV") == (CARD, OTHER)


def test_json_comes_back_as_it_was():
    cards = bundled_script("full").cards
    assert parse_cards(to_json("full", cards).encode(), "full.json") == cards


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("id", "How Sleep", "“id” has to be"),
        ("id", 7, "“id” has to be"),
        ("version", 0, "“version” has to be a whole number from 1 to 999"),
        ("version", True, "“version”"),
        ("version", 1.5, "“version”"),
        ("language", "de", "“language” has to be one of: en, zh"),
        ("domain", "", "“domain” is missing"),
        ("valence", "good", "“valence” has to be one of: positive, neutral, negative"),
        ("text", " ", "“text” is missing"),
        ("text", None, "“text” is missing"),
        ("text", "x" * 401, "“text” is longer than 400"),
        ("text", "bell \x07", "“text” has a character"),
        ("text", "half \ud800", "“text” has a character"),
        ("hint", ["x"], "“hint” is missing"),
        ("minimum_seconds", "soon", "“minimum_seconds” has to be a whole number from 5 to 1800"),
        ("maximum_seconds", 10**9, "“maximum_seconds” has to be"),
        ("maximum_seconds", 15, "“maximum_seconds” has to be larger"),
        ("speaker", "me", "“speaker” is no field"),
    ],
)
def test_each_field_is_checked_and_its_card_named(field, value, said):
    ((place, number, reason),) = problems_of(as_json(asdict(OTHER), changed(**{field: value})))
    assert (place, number) == ("card", 2)
    assert said in reason


def test_all_mistakes_are_told_at_once_by_line():
    rows = [changed(version="x", valence="?"), asdict(OTHER), changed(text="")]
    rows[0]["text"] = "over\ntwo lines"
    told = problems_of(as_csv(rows), "mine.csv")
    assert [(place, number) for place, number, _ in told] == [("line", 2), ("line", 2), ("line", 5)]


def test_a_field_too_many_is_a_comma_that_was_not_quoted():
    content = as_csv([asdict(CARD)]) + b"a,1,en,x,neutral,one, two,hint,15,90\n"
    assert problems_of(content, "mine.csv") == [
        ("line", 3, "There are 10 fields in place of 9. Put texts with a comma into quotation marks.")
    ]


def test_the_head_has_to_name_the_columns():
    told = problems_of("id,version,colour,id\nx,1,red,x\n", "mine.csv")
    assert {(place, number) for place, number, _ in told} == {("line", 1)}
    assert "language, domain" in told[0][2]
    assert [reason for *_, reason in told[1:]] == [
        "“colour” is no field of a card, or is there twice.",
        "“id” is no field of a card, or is there twice.",
    ]


@pytest.mark.parametrize(
    ("content", "name", "place", "number", "said"),
    [
        (b"\xff\xfe\x00", "mine.csv", "file", 0, "UTF-8"),
        (b"x", "mine.txt", "file", 0, ".json or .csv"),
        (b"x" * (LARGEST_BYTES + 1), "mine.csv", "file", 0, "larger than 1 MB"),
        (b'{"cards": [\n{,}]}', "mine.json", "line", 2, "no JSON any more"),
        (b"[" * 200_000, "mine.json", "file", 0, "no JSON that can be read"),
        (b"7" * 10_000, "mine.json", "file", 0, "no JSON that can be read"),
        (b"[]", "mine.json", "file", 0, "no list “cards”"),
        (b'{"cards": []}', "mine.json", "file", 0, "no card"),
        (b'{"cards": [7]}', "mine.json", "card", 1, "no card"),
        (b",".join(name.encode() for name in FIELDS) + b'\n"open', "mine.csv", "line", 2, "quotation marks"),
    ],
)
def test_what_is_no_script_at_all(content, name, place, number, said):
    (told,) = problems_of(content, name)
    assert told[:2] == (place, number)
    assert said in told[2]


def test_both_languages_have_the_same_cards_in_the_same_order():
    sleep, mood = changed(language="zh", text="睡得好吗？"), {**asdict(OTHER), "language": "zh", "text": "心情如何？"}
    assert len(parse_cards(as_json(asdict(CARD), asdict(OTHER), sleep, mood).encode(), "x.json")) == 4
    ((_, _, reason),) = problems_of(as_json(asdict(CARD), asdict(OTHER), mood, sleep))
    assert "same order" in reason
    ((_, _, reason),) = problems_of(as_json(asdict(CARD), asdict(OTHER), mood))
    assert reason == "The card “sleep” is missing in the language “zh”."
    ((_, number, reason),) = problems_of(as_json(asdict(CARD), {**sleep, "version": 2}))
    assert number == 2
    assert "have to be the same" in reason
    ((_, number, reason),) = problems_of(as_json(asdict(CARD), asdict(CARD)))
    assert number == 2
    assert "twice" in reason


def test_the_examples_in_the_documentation_can_be_imported():
    text = DOCUMENT.read_text(encoding="utf-8")
    made = [
        parse_cards(text.partition(f"```{kind}\n")[2].partition("```")[0].encode(), f"x.{kind}")
        for kind in ("json", "csv")
    ]
    assert made[0] == made[1]
    assert {card.language for card in made[0]} == {"en", "zh"}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS) | st.text(), inner, max_size=9),
    max_leaves=20,
)
PLAIN = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=60)
CARDS = st.builds(
    PromptCard,
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True),
    st.integers(1, 999),
    st.sampled_from(["en", "zh"]),
    PLAIN,
    st.sampled_from(VALENCES),
    PLAIN,
    st.just("") | PLAIN,
    st.integers(5, 100),
    st.integers(101, 1800),
)


def is_told(content: bytes, name: str) -> bool:
    """Whether the content is a script, or its mistakes are told."""
    try:
        return bool(parse_cards(content, name))
    except ScriptError as error:
        return bool(error.problems)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode), st.sampled_from(["x.csv", "x.json", "x"]))
def test_any_bytes_are_a_script_or_a_script_error(content, name):
    assert is_told(content, name)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_any_json_is_a_script_or_a_script_error(value):
    content = json.dumps({"cards": value}, allow_nan=True).encode()
    assert is_told(content, "x.json")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=12), max_size=6), st.sampled_from(",;\t"))
def test_any_table_is_a_script_or_a_script_error(rows, separator):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(FIELDS)
    writer.writerows(rows)
    assert is_told(file.getvalue().encode("utf-8", "replace"), "x.csv")


@settings(max_examples=100, deadline=None)
@given(CARDS)
def test_every_right_card_comes_through_both_kinds_of_file(card):
    assert parse_cards(to_json("x", [card]).encode(), "x.json") == (card,)
    assert parse_cards(as_csv([asdict(card)]), "x.csv") == (card,)
