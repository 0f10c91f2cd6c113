"""Copying, and what the system refuses."""

from __future__ import annotations

import errno
import os
import resource
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screening_app.errors import StorageError
from screening_app.jobs.runner import Cancelled
from screening_app.storage.disk import copy_beside, explained, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGABYTE = 1 << 20


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "interview.mp4"
    path.write_bytes(os.urandom(9 * MEGABYTE))
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    return folder / "recording.mp4"


@pytest.fixture
def limited_files(source: Path) -> Iterator[None]:
    """No file may grow beyond 6 MB, as on a disk that runs full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6 * MEGABYTE, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_copy_is_whole_and_tells_how_far_it_is(source: Path, target: Path) -> None:
    told: list[tuple[str, float]] = []
    copy_beside(source, target, lambda step, fraction: told.append((step, fraction)))
    assert target.read_bytes() == source.read_bytes()
    assert list(target.parent.iterdir()) == [target]
    assert {step for step, _ in told} == {"copying"}
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1], len(fractions)) == (0.0, 1.0, 4)


def test_a_copy_that_is_stopped_leaves_nothing(source: Path, target: Path) -> None:
    def stop(step: str, fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled

    with pytest.raises(Cancelled):
        copy_beside(source, target, stop)
    assert list(target.parent.iterdir()) == []


@pytest.mark.usefixtures("limited_files")
def test_a_copy_that_does_not_fit_leaves_nothing(source: Path, target: Path) -> None:
    with pytest.raises(StorageError, match="too large for the disk"):
        copy_beside(source, target, lambda step, fraction: None)
    assert list(target.parent.iterdir()) == []


def test_a_source_that_went_away_is_named(source: Path, target: Path) -> None:
    source.unlink()
    with pytest.raises(StorageError, match=r"interview\.mp4 can no longer be read"):
        copy_beside(source, target, lambda step, fraction: None)
    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "is full"),
        (errno.EDQUOT, "is full"),
        (errno.EACCES, "cannot be written"),
        (errno.EROFS, "cannot be written"),
        (errno.EIO, "cannot be read or written"),
    ],
)
def test_what_the_system_refuses_becomes_a_sentence(number: int, sentence: str) -> None:
    with pytest.raises(StorageError, match=sentence), explained(Path("/data")):
        raise OSError(number, os.strerror(number))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_lies_in_wait_does_not_lead_the_writing_elsewhere(tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("of somebody else")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "settings.txt.part").symlink_to(target)
    with pytest.raises(StorageError, match="lies a link in the place of a file"):
        write_whole(folder / "settings.txt", "mine")
    assert target.read_text() == "of somebody else"
    write_whole(folder / "settings.txt", "mine")  # the link is gone
    assert (folder / "settings.txt").read_text() == "mine"
