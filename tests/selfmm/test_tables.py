from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.tables import csv_table, format_estimate, format_number, markdown_table

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
cells = st.none() | texts | st.integers() | st.floats(allow_infinity=False)


@dataclass(frozen=True, slots=True)
class Run:
    model: str
    mae: float
    seeds: int


def test_a_markdown_table_is_aligned_and_its_numbers_stand_to_the_right():
    rows = [["self_mm", 0.71284, 5], ["多模态|lmf", math.nan, 12], [None, -0.00004, None]]
    assert markdown_table(["model", "MAE", "seeds"], rows) == (
        "| model       |   MAE | seeds |\n"
        "| ----------- | ----: | ----: |\n"
        "| self_mm     | 0.713 |     5 |\n"
        "| 多模态\\|lmf |     – |    12 |\n"
        "|             | 0.000 |       |\n"
    )


def test_rows_may_be_mappings_or_dataclasses():
    rows = [Run("a", 0.5, 2), {"seeds": 3, "model": "b"}, ("c", 1.0, 4)]
    assert csv_table(["model", "mae", "seeds"], rows) == '"model","mae","seeds"\n"a",0.5,2\n"b","",3\n"c",1.0,4\n'
    assert markdown_table(["seeds", "model"], [Run("a", 0.5, 2)]).splitlines()[-1] == "|     2 | a     |"


@pytest.mark.parametrize("table", [markdown_table, csv_table])
def test_a_row_of_another_length_is_refused(table):
    with pytest.raises(ValueError, match="3 cells where the header has 2"):
        table(["a", "b"], [[1, 2, 3]])


def test_a_table_without_rows_is_its_header():
    assert markdown_table(["model", "n"], []) == "| model | n   |\n| ----- | --- |\n"
    assert csv_table(["model", "n"], []) == '"model","n"\n'


def unescaped_bars(line):
    return line.replace("\\\\", "").replace("\\|", "").count("|")


@pytest.mark.parametrize(
    ("text", "cell"), [("a\\|b", "a\\\\\\|b"), ("a\\", "a\\\\"), ("a\nb", "a b"), ("<b>", "&lt;b>")]
)
def test_what_would_end_a_markdown_cell_is_escaped(text, cell):
    assert markdown_table(["x"], [[text]]).splitlines()[-1] == f"| {cell} |"


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_no_cell_breaks_a_markdown_table(rows):
    table = markdown_table(["first", "second"], rows)
    lines = table.split("\n")
    assert len(lines) == len(rows) + 3
    assert len(table.splitlines()) == len(rows) + 2
    assert all(unescaped_bars(line) == 3 for line in lines[:-1])
    assert "<" not in table


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_csv_gives_numbers_in_full_and_no_formula(rows):
    read = list(csv.reader(io.StringIO(csv_table(["=first", "second"], rows), newline="")))
    assert read[0] == ["'=first", "second"]
    for row, found in zip(rows, read[1:], strict=True):
        for cell, text in zip(row, found, strict=True):
            if cell is None or cell != cell:  # noqa: PLR0124 - nan
                assert text == ""
            elif isinstance(cell, str):
                assert text.removeprefix("'") == cell.removeprefix("'")
                assert not text.startswith(tuple("=+-@\t\r"))
            else:
                assert type(cell)(text) == cell


@pytest.mark.parametrize("name", ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_a_name_that_looks_like_a_formula_is_made_harmless(name):
    (cell,) = next(csv.reader(io.StringIO(csv_table([name], []), newline="")))
    assert cell == f"'{name}"


def test_a_negative_number_stays_a_number():
    assert csv_table(["x"], [[-0.25], [-3]]) == '"x"\n-0.25\n-3\n'


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ((0.7114, 0.0139, (0.6901, 0.7323)), "0.711 ± 0.014 [0.690, 0.732]"),
        ((0.7114, 0.0139), "0.711 ± 0.014"),
        ((0.7114, math.nan, (0.6901, 0.7323)), "0.711 [0.690, 0.732]"),
        ((0.7114, math.nan, (math.nan, math.nan)), "0.711"),
        ((math.nan,), "–"),
    ],
)
def test_an_estimate_says_only_what_is_known(arguments, text):
    assert format_estimate(*arguments) == text


def test_digits_are_as_asked():
    assert format_number(-12.3456, digits=1) == "-12.3"
    assert format_estimate(1.26, 0.14, (1.0, 2.0), digits=1) == "1.3 ± 0.1 [1.0, 2.0]"
