"""A folder is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some

from screening_app.errors import StorageError
from screening_app.services.export_folder import file_name, write_folder

if TYPE_CHECKING:
    from collections.abc import Iterator


def put(folder: Path) -> None:
    (folder / "file.txt").write_text("there")


def test_the_folder_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        put(folder)
        assert not (tmp_path / "export").exists()

    assert write_folder(tmp_path, "export", fill) == tmp_path / "export"
    assert [path.name for path in tmp_path.iterdir()] == ["export"]
    assert (tmp_path / "export" / "file.txt").read_text() == "there"
    if os.name == "posix":
        assert (tmp_path / "export").stat().st_mode & 0o077 == 0


def test_an_older_export_stays(tmp_path: Path) -> None:
    write_folder(tmp_path, "export", put)
    assert write_folder(tmp_path, "export", lambda _folder: None).name == "export-2"
    assert (tmp_path / "export" / "file.txt").exists()


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        put(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path, "export", fail)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not there"):
        write_folder(tmp_path / "unplugged", "export", put)
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="is not there"):
        write_folder(tmp_path / "file", "export", put)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that may not be written; root, who may write everywhere, becomes nobody meanwhile."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    yield folder
    if is_root:
        os.seteuid(0)
    folder.rmdir()


def test_a_place_that_cannot_be_written_says_so(closed_folder: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        write_folder(closed_folder, "export", put)


def test_what_the_system_refuses_meanwhile_says_so(tmp_path: Path) -> None:
    def refuse(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="is full"):
        write_folder(tmp_path, "export", refuse)


@given(some.text())
def test_every_code_makes_a_name_for_a_file(code: str) -> None:
    name = file_name(code)
    assert 0 < len(name) <= 60
    assert not set(name) & set('/\\:*?"<>|. \n\0')


def test_codes_stay_readable() -> None:
    assert file_name("P-7K3Q") == "P-7K3Q"
    assert file_name("张三/1") == "张三_1"
