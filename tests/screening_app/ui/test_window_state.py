from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from screening_app.ui.window_state import MOST_RECENT, WindowState, WindowStateFile, packed, unpacked

if TYPE_CHECKING:
    from pathlib import Path


def test_what_is_saved_is_there_again(tmp_path: Path) -> None:
    kept = WindowStateFile(tmp_path / "window.json")
    kept.change(place="history", splitters={"history.0": "AAAA"}, tour_seen=True, geometry=packed(unpacked("AQI=")))
    kept.seen("p1")
    kept.save()

    again = WindowStateFile(tmp_path / "window.json")

    assert again.current == kept.current
    assert again.current.geometry == "AQI="
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]


def test_the_last_patients_are_remembered_once_each(tmp_path: Path) -> None:
    kept = WindowStateFile(tmp_path / "window.json")
    for number in (*range(12), 11, 5, 5):
        kept.seen(f"p{number}")
    kept.seen("")

    assert kept.current.recent[:3] == ("p5", "p11", "p10")
    assert len(kept.current.recent) == len(set(kept.current.recent)) == MOST_RECENT


@pytest.mark.parametrize(
    "content",
    [b"{", b"[]", b"\xff", b'{"place": 3}', b'{"recent": "p1"}', b'{"splitters": {"a": 1}}', b'{"tour_seen": "yes"}'],
)
def test_a_broken_file_is_ignored_with_a_line_in_the_log(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "window.json").write_bytes(content)
    caplog.set_level(logging.INFO)

    assert WindowStateFile(tmp_path / "window.json").current == WindowState()
    assert "the window begins as new" in caplog.text


def test_what_a_newer_version_remembers_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"place": "help", "colour": "red"}', encoding="utf-8")

    assert WindowStateFile(tmp_path / "window.json").current == WindowState(place="help")


def test_a_file_that_cannot_be_written_is_no_trouble(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    WindowStateFile(tmp_path / "not there" / "window.json").save()

    assert "is not kept" in caplog.text
