"""The table of markers: a third column with usual ranges for a whole session, two columns for an answer."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from screening_app.services.marker_reference import marker_reference
from screening_app.ui.widgets.marker_table import MarkerTable
from selfmm.features.markers import MARKERS


@pytest.fixture
def table(qtbot) -> MarkerTable:
    made = MarkerTable()
    qtbot.addWidget(made)
    return made


def lines(table: MarkerTable) -> dict[str, list[QLabel]]:
    """By a marker's name the parts of its line."""
    grid = table.layout()
    found: dict[str, list[QLabel]] = {}
    for row in range(grid.rowCount()):
        cells = [grid.itemAtPosition(row, column) for column in range(3)]
        parts = [cell.widget() for cell in cells if cell is not None]
        if parts:
            found[parts[0].text()] = parts
    return found


def test_a_value_outside_is_marked_by_an_arrow_and_a_word(table: MarkerTable) -> None:
    found = marker_reference().ranges["pause_share"]
    for value, mark in ((found.low - 2, "↓ below"), (found.high + 2, "↑ above"), ((found.low + found.high) / 2, "")):
        table.show_markers({"pause_share": value}, "zh")
        shown = lines(table)["Pause share"][2].text().replace("\N{NO-BREAK SPACE}", " ")
        assert shown == f"{found.low:.0f} – {found.high:.0f} {mark}".strip()


def test_what_is_shown_like_the_end_of_the_range_is_not_outside(table: MarkerTable) -> None:
    found = marker_reference().ranges["pause_share"]
    table.show_markers({"pause_share": round(found.high) + 0.49}, "zh")
    assert "above" not in lines(table)["Pause share"][2].text()


def test_the_tooltip_says_whose_range_it_is_and_that_it_is_no_norm(table: MarkerTable) -> None:
    table.show_markers({"pause_share": 20.0}, "zh")
    cell = lines(table)["Pause share"][2]
    people = marker_reference().ranges["pause_share"].people
    for part in (f"middle 90% of {people} Mandarin-speaking volunteers", "below the SDS cut-off of 53", "not a norm"):
        assert part in cell.toolTip()
        assert part in cell.accessibleDescription()
    assert cell.accessibleName().startswith("Pause share, usual range: ")


def test_every_marker_without_a_range_says_why(table: MarkerTable) -> None:
    reference = marker_reference()
    for language, without in (("zh", len(reference.without)), ("en", len(reference.without) + 5)):
        table.show_markers(dict.fromkeys(MARKERS, 1.0), language)
        cells = [parts[2] for parts in lines(table).values()]
        dashes = [cell for cell in cells if cell.text() == "–"]
        assert len(dashes) == without
        assert all(cell.toolTip().startswith("No usual range: ") for cell in dashes)


def test_words_a_minute_are_not_compared_with_characters_a_minute(table: MarkerTable) -> None:
    table.show_markers({"speech_rate": 150.0, "pause_share": 20.0}, "en")
    found = lines(table)
    assert "spoke Mandarin" in found["Speech rate"][2].toolTip()
    assert found["Pause share"][2].text() != "–"


def test_one_answer_has_no_third_column(table: MarkerTable) -> None:
    table.show_markers({"pause_share": 20.0}, "zh")
    table.show_markers({"pause_share": 20.0})
    assert [part.text() for part in lines(table)["Pause share"]] == ["Pause share", "20%"]
    assert "Usual range" not in [part.text() for part in table.findChildren(QLabel)]
