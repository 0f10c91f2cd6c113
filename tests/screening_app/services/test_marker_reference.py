"""The reference ranges: each marker in them once, each broken file refused in one sentence, languages kept apart."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening_app.errors import ScreeningError
from screening_app.services.marker_reference import REFERENCE, MarkerRange, NoRange, marker_reference
from selfmm.features.face_markers import FACE_MARKERS
from selfmm.features.markers import MARKERS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def changed(tmp_path: Path):
    """The reference that came with the program, changed and written elsewhere."""

    def write(change) -> Path:
        document = json.loads(REFERENCE.read_text(encoding="utf-8"))
        change(document)
        path = tmp_path / "reference.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


def test_each_marker_has_a_range_or_a_reason_why_not() -> None:
    reference = marker_reference()
    assert reference.ranges.keys() | reference.without.keys() == MARKERS.keys()
    assert not reference.ranges.keys() & reference.without.keys()
    assert reference.percentiles == (5, 95)
    for found in reference.ranges.values():
        assert 50 <= found.people <= reference.people


def test_what_is_the_microphones_or_the_sexs_has_no_range_nor_has_the_face() -> None:
    reference = marker_reference()
    assert reference.range_of("loudness", "zh") is NoRange.MICROPHONE
    assert reference.range_of("pitch", "zh") is NoRange.SEX
    assert reference.range_of("latency", "zh") is NoRange.NO_CARDS
    assert {reference.range_of(code, "zh") for code in FACE_MARKERS} == {NoRange.NO_FACES}


@pytest.mark.parametrize("language", ["en", "auto", ""])
def test_what_depends_on_the_language_is_compared_within_it_only(language: str) -> None:
    reference = marker_reference()
    for code in ("speech_rate", "articulation_rate", "pitch_range", "pitch_variability", "jitter"):
        assert isinstance(reference.range_of(code, "zh"), MarkerRange)
        assert reference.range_of(code, language) is NoRange.OTHER_LANGUAGE
    assert reference.range_of("pause_share", language) == reference.ranges["pause_share"]


def test_a_marker_that_is_not_known_has_nothing() -> None:
    assert marker_reference().range_of("whistling", "zh") is None


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document["ranges"].pop("speech_rate"),
        lambda document: document["without"].update(speech_rate="sex"),
        lambda document: document["without"].update(whistling="sex"),
        lambda document: document["without"].update(pitch="because"),
        lambda document: document["ranges"]["jitter"].update(low=9.0, high=1.0),
        lambda document: document["ranges"]["jitter"].update(low=float("nan")),
        lambda document: document["ranges"]["jitter"].update(low="little"),
        lambda document: document["ranges"]["jitter"].update(people=10_000),
        lambda document: document["ranges"]["jitter"].pop("people"),
        lambda document: document.update(language="tlh"),
        lambda document: document.update(percentiles=[5]),
        lambda document: document.pop("source"),
        lambda document: document.update(ranges=[]),
    ],
)
def test_a_broken_file_is_refused(changed, change) -> None:
    with pytest.raises(ScreeningError, match="Install the program again"):
        marker_reference(changed(change))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match="Install the program again"):
        marker_reference(tmp_path / "reference.json")


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(key=st.sampled_from(sorted(json.loads(REFERENCE.read_text(encoding="utf-8")))), value=_JSON)
@settings(max_examples=60, deadline=None)
def test_whatever_stands_in_the_file_only_the_known_error_comes_out(tmp_path_factory, key: str, value: object) -> None:
    document = json.loads(REFERENCE.read_text(encoding="utf-8")) | {key: value}
    path = tmp_path_factory.mktemp("reference") / "reference.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    try:
        marker_reference(path)
    except ScreeningError:
        return
    assert key not in {"ranges", "without", "language"}


def test_the_file_is_read_once(changed) -> None:
    path = changed(lambda document: None)
    first = marker_reference(path)
    path.unlink()
    assert marker_reference(path) is first
