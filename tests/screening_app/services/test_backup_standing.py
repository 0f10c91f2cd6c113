"""How things stand with the backups, and the newest is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.errors import ScreeningError, WrongKeyError
from screening_app.paths import AppPaths
from screening_app.services.backup_standing import Standing, check_newest, opened_elsewhere, opened_here, standing_of
from screening_app.services.backups import back_up, set_up_backups
from screening_app.services.restoring import restore_at_next_start
from screening_app.services.workspace import Workspace, open_workspace
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSPHRASE = "seven lamps under the quiet harbour"


@pytest.fixture
def workspace(tmp_path: Path, lay_out_clinic: Callable[[AppPaths], AppPaths]) -> Iterator[Workspace]:
    opened = open_workspace(lay_out_clinic(AppPaths(tmp_path / "data")))
    yield opened
    opened.close()


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk"


def test_it_follows_what_is_done(workspace: Workspace, disk: Path) -> None:
    assert standing_of(workspace) == Standing()
    set_up_backups(workspace, disk, PASSPHRASE, "Dr. Lin")
    assert standing_of(workspace) == Standing(disk, is_there=True)
    with pytest.raises(ScreeningError, match="no backup that could be checked"):
        check_newest(workspace, no_report)
    made = back_up(workspace, no_report).snapshot
    assert standing_of(workspace) == Standing(disk, is_there=True, newest=made.moment, count=1)
    assert check_newest(workspace, no_report) == made.moment
    restore_at_next_start(workspace.paths, opened_here(workspace).to, made, no_report)
    assert standing_of(workspace).waits
    disk.rename(disk.with_name("away"))
    assert not standing_of(workspace).is_there


def test_backups_elsewhere_are_opened_by_the_secret_alone(workspace: Workspace, disk: Path) -> None:
    recovery = set_up_backups(workspace, disk, PASSPHRASE, "Dr. Lin")
    back_up(workspace, no_report)
    assert opened_elsewhere(disk, recovery) == opened_elsewhere(disk, PASSPHRASE) == opened_here(workspace)
    with pytest.raises(WrongKeyError):
        opened_elsewhere(disk, "another passphrase")
