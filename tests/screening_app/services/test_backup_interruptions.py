"""What comes in between while backups are made and brought back: files that grow, kills, a second copy of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.services import backups
from screening_app.services.backups import back_up, set_up_backups
from screening_app.services.restoring import forget_restored, take_restored, waits_for_start
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace


pytestmark = pytest.mark.usefixtures("quick_passphrases")


def test_a_file_that_grows_while_it_is_read_is_left_for_the_next_backup(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", "seven lamps under the quiet harbour", "Dr. Lin")
    growing = workspace.paths.scripts / "growing.json"
    growing.parent.mkdir()
    growing.write_bytes(b"so far")
    pieces, rest = backups._pieces, [b" and more"]

    def growing_pieces(path: Path) -> Iterator[bytes]:
        yield from pieces(path)
        if path == growing and rest:
            with growing.open("ab") as file:
                file.write(rest.pop())

    monkeypatch.setattr(backups, "_pieces", growing_pieces)
    first = back_up(workspace, no_report).snapshot
    assert "scripts/growing.json" not in {entry.path for entry in first.entries}
    assert not list((tmp_path / "disk").rglob("*.part"))
    second = back_up(workspace, no_report).snapshot
    assert {entry.path: entry.size for entry in second.entries}["scripts/growing.json"] == len(b"so far and more")


def _beside(app_paths: AppPaths, name: str) -> Path:
    made = app_paths.data.with_name(name)
    made.mkdir()
    (made / "screening.sqlite3").write_bytes(b"")
    return made


def test_what_a_kill_left_of_bringing_back_goes_too(app_paths: AppPaths) -> None:
    half = _beside(app_paths, ".data.restored-20260101T000000Z.part")
    others = _beside(app_paths, ".data2.restored-20260101T000000Z.part")
    assert not waits_for_start(app_paths)
    forget_restored(app_paths)
    assert not half.exists()
    assert others.exists()


def test_a_data_folder_in_use_is_not_moved_away(workspace: Workspace, app_paths: AppPaths) -> None:
    _beside(app_paths, "data.restored-20260101T000000Z")
    assert take_restored(app_paths) is None
    assert waits_for_start(app_paths)
    assert app_paths.database.exists()
    workspace.lock.release()
    assert take_restored(app_paths) is not None
    assert not waits_for_start(app_paths)


def test_after_a_kill_between_the_two_renames_the_former_data_are_named(app_paths: AppPaths) -> None:
    former = _beside(app_paths, "data.before-restore-20260101T000000Z")
    _beside(app_paths, "data.restored-20260101T000000Z")
    assert take_restored(app_paths) == former
    assert app_paths.database.exists()
