"""The tables of hazards and threats name tests that are there, and name one for each control."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("hazards.md", "threat_model.md")
NAMED = re.compile(r"`(tests/[\w/]+\.py)`")


def text(name):
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def rows(name):
    """The rows of tables that have a column for the tests, without their heads."""
    lines = [line for line in text(name).splitlines() if line.startswith("| ")]
    kept = [line for line in lines if re.match(r"\| (H\d+|[STRIDE](, [STRIDE])*) \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in kept]


@pytest.mark.parametrize("name", TABLES)
def test_every_test_that_is_named_is_there(name):
    named = NAMED.findall(text(name))
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).is_file()] == []


def test_every_hazard_has_a_severity_a_probability_a_control_and_a_test():
    hazards = rows("hazards.md")
    assert [row[0] for row in hazards] == [f"H{number}" for number in range(1, len(hazards) + 1)]
    for row in hazards:
        assert len(row) == 9
        assert all(row)
        assert row[4] in {"1", "2", "3", "4"}
        assert row[5] in {"a", "b", "c"}
        assert NAMED.search(row[7])


def test_what_no_test_shows_is_said_not_to_be_built():
    threats = rows("threat_model.md")
    assert len(threats) > 20
    for row in threats:
        assert len(row) == 4
        assert NAMED.search(row[3]) or "**Not built**" in row[2], row[1]


def test_every_link_between_the_documents_leads_somewhere():
    for name in TABLES:
        for link in re.findall(r"\]\(([^)]+)\)", text(name)):
            assert (ROOT / "docs" / link).is_file(), link
