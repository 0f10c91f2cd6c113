"""Quality in words, and the markers of voice and face."""

from __future__ import annotations

import pytest

from screening_app.ui.marker_words import markers_in_words
from screening_app.ui.score_words import quality_in_words
from selfmm.features.markers import MARKERS
from selfmm.features.voice_markers import VOICE_MARKERS
from selfmm.types import Quality

pytestmark = pytest.mark.usefixtures("qapp")


def test_finer_measurements_are_told_where_they_were_made() -> None:
    quality = Quality(
        120, 95.0, 17.6, clipped_share=0.002, confidence=0.82, brightness=0.4, sharpness=123.4, face_share=0.97
    )
    assert dict(quality_in_words(quality)) == {
        "Words": "120",
        "Voice": "95 s",
        "Signal-to-noise": "18 dB",
        "Face seen": "97% of the pictures",
        "Overloaded": "< 1% of the speech",
        "Transcript confidence": "82%",
        "Brightness": "40%",
        "Sharpness": "123",
    }


def test_an_older_assessment_shows_what_it_has() -> None:
    assert [name for name, _ in quality_in_words(Quality(120))] == ["Words", "Voice", "Signal-to-noise", "Face seen"]


def test_every_marker_has_words_in_either_language(translation) -> None:
    for language in ("en", "zh"):
        translation.use(language)
        groups = markers_in_words(dict.fromkeys(MARKERS, 0.5))
        rows = [row for _, rows in groups for row in rows]
        assert [len(rows) for _, rows in groups] == [len(VOICE_MARKERS), len(MARKERS) - len(VOICE_MARKERS)]
        assert len({row.name for row in rows}) == len(MARKERS)
        assert len({row.meaning for row in rows}) == len(MARKERS)
        assert all(row.meaning for row in rows)


def test_the_units_are_those_in_which_markers_are_measured() -> None:
    units = {"words/min": "words/min", "1/min": "per minute", "semitones": "semitones", "": ""}
    for code, marker in MARKERS.items():
        ((_, (row,)),) = markers_in_words({code: 1.0})
        unit = units.get(marker.unit, marker.unit)
        assert row.value.lstrip("0123456789.\N{NO-BREAK SPACE}") == unit, code


def test_markers_are_written_with_the_decimals_that_matter() -> None:
    told = {row.name: row.value for _, rows in markers_in_words(EXAMPLE) for row in rows}
    assert told == {
        "Speech rate": "142\N{NO-BREAK SPACE}words/min",
        "Pause share": "31%",
        "Loudness, mean": "−32\N{NO-BREAK SPACE}dBFS",
        "Smile intensity, 0 to 1": "0.13",
    }


EXAMPLE = {"speech_rate": 142.4, "pause_share": 31.2, "loudness": -31.7, "smile_intensity": 0.125001}


def test_without_markers_there_are_no_headings() -> None:
    assert markers_in_words({}) == []
    assert [title for title, _ in markers_in_words({"blink_rate": 17.0})] == ["Face"]
