"""Tables open in a spreadsheet without carrying anything out, and lose neither letters nor numbers."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from screening_app.services.export_tables import GrowingTable, flat, harmless, write_document, write_table

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"])
def test_what_would_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@given(some.text())
def test_no_text_stays_a_formula_and_none_is_lost(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(text).removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", [{"a": -1.5, "b": 3, "c": None, "d": True}, {"e": "late"}], ("d",))
    first, second = read(tmp_path / "t.csv")
    assert first == {"d": "true", "a": "-1.5", "b": "3", "c": "", "e": ""}
    assert second["e"] == "late"


def test_excel_reads_every_letter(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", [{"text": '张三，"so"\nlines \ud800'}])
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert read(tmp_path / "t.csv")[0]["text"] == '张三，"so"\nlines ?'


def test_nested_values_stand_side_by_side() -> None:
    nested = {"a": {"b": {"c": 1}, "d": None}, "codes": ["x", "y"], "none": []}
    assert flat(nested) == {"a.b.c": 1, "a.d": None, "codes": "x; y", "none": ""}


def test_a_document_holds_no_number_that_json_has_not(tmp_path: Path) -> None:
    write_document(tmp_path / "d.json", {"text": "张三 \ud800"})
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8")) == {"text": "张三 ?"}
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_document(tmp_path / "d.json", {"value": float("nan")})


ROWS = some.lists(some.dictionaries(some.text(), some.none() | some.text() | some.booleans() | some.floats()))


@given(rows=ROWS)
def test_a_table_that_grows_is_the_same_as_one_that_is_written_at_once(
    rows: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    write_table(folder / "once.csv", rows, ("first",))
    with GrowingTable(folder / "grown.csv", ("first",)) as table:
        for row in rows:
            table.add(row)
        table.write()
    assert (folder / "grown.csv").read_bytes() == (folder / "once.csv").read_bytes()
    assert {path.name for path in folder.iterdir()} == {"once.csv", "grown.csv"}
