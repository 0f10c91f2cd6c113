"""Usual ranges in words: whose they are, and one sentence instead of them where their file is damaged."""

from __future__ import annotations

import pytest

from screening_app.errors import ScreeningError
from screening_app.ui import marker_range_words
from screening_app.ui.marker_range_words import about_ranges, range_in_words

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_session_in_another_language_is_told_that_the_volunteers_spoke_mandarin() -> None:
    assert "another language" not in about_ranges("zh")
    for language in ("en", "auto"):
        assert "Mandarin-speaking" in about_ranges(language)
        assert "another language" in about_ranges(language)


def test_the_microphone_is_named_where_it_counts() -> None:
    assert "microphone" in range_in_words("shimmer", 8.0, "zh").meaning
    assert "microphone" not in range_in_words("pause_share", 20.0, "zh").meaning


def test_a_damaged_file_leaves_the_values_and_says_what_to_do(monkeypatch) -> None:
    def damaged() -> None:
        raise ScreeningError("Install the program again.")

    monkeypatch.setattr(marker_range_words, "marker_reference", damaged)
    told = range_in_words("pause_share", 20.0, "zh")
    assert (told.text, told.meaning) == ("–", "Install the program again.")
    assert about_ranges("zh") == "Install the program again."
