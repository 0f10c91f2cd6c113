"""Data folders that a restored backup has put aside: found, dated by their names, deleted whole."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from screening_app.storage.former_data import former_data, put_aside_at, remove_former_data, sweep_former_data

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data[1]").mkdir()  # signs that a pattern would take for something else
    return tmp_path / "data[1]"


def aside(data: Path, stamp: str) -> Path:
    folder = data.with_name(f"{data.name}.before-restore-{stamp}")
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "recording.mkv").write_bytes(b"sound")
    return folder


def test_they_are_found_oldest_first_and_those_of_others_are_not(data: Path, tmp_path: Path) -> None:
    newer, older = aside(data, "20240101T000000Z"), aside(data, "20230101T000000Z")
    aside(tmp_path / "data1", "20220101T000000Z")
    aside(tmp_path / "data[1]2", "20220101T000000Z")
    (tmp_path / "data[1].before-restore-20210101T000000Z").write_bytes(b"a file")
    assert former_data(data) == (older, newer)


def test_the_moment_stands_in_the_name(data: Path) -> None:
    assert put_aside_at(aside(data, "20240229T121314Z")) == datetime(2024, 2, 29, 12, 13, 14, tzinfo=UTC)
    assert put_aside_at(aside(data, "renamed")) is None


def test_one_is_deleted_and_the_others_stay(data: Path) -> None:
    gone, stays = aside(data, "20240101T000000Z"), aside(data, "20230101T000000Z")
    remove_former_data(gone)
    assert former_data(data) == (stays,)
    assert {path.name for path in data.parent.iterdir()} == {data.name, stays.name}


def test_what_an_interrupted_deletion_left_goes_at_the_next_start(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, others = aside(data, "20240101T000000Z"), aside(tmp_path / "other", "20240101T000000Z")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        for one in (folder, others):
            with pytest.raises(KeyboardInterrupt):
                remove_former_data(one)
    assert former_data(data) == ()
    sweep_former_data(data)
    assert [path.name for path in tmp_path.glob(".going-*")] == [f".going-{others.name}"]
