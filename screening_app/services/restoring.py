"""A backup is checked, and brought back: to an empty folder, or in the place of the data folder at the next start.

backup ──▶ DATA.restored-…    every file compared with its hash, the database opened and checked
│  at the next start, before anything is opened
▼
DATA ──▶ DATA.before-restore-…      DATA.restored-… ──▶ DATA
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from screening_app import settings as settings_file
from screening_app.errors import DamagedFileError, ScreeningError, StorageError
from screening_app.paths import AppPaths
from screening_app.services.backups import keep_destination
from screening_app.services.snapshots import DATABASE
from screening_app.storage.audit import write_head
from screening_app.storage.database_copies import check_copy, end_of_record_in
from screening_app.storage.disk import check_room, explained, written_whole
from screening_app.storage.former_data import BEFORE, STAMP, former_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from screening_app.services.backups import Destination
    from screening_app.services.snapshots import Entry, Snapshot
    from selfmm.types import Report

RESTORED = "restored"  # between the data folder's name and the moment

_DAMAGED = (
    "{count} of {all} files of this backup cannot be read, {name} among them. Use another one, and check the disk."
)
_NOT_EMPTY = "The folder {folder} is not empty. Choose an empty one, or one that is not there yet."
_NOT_SWAPPED = (
    "What was brought back could not be put in the place of the data folder {folder}. Close other programs that use "
    "it, then start again; nothing has been lost."
)


def check_backup(to: Destination, snapshot: Snapshot, report: Report) -> None:
    """Bring a backup back into a scratch place and compare it; nothing of it stays. Reports "checking_backup".

    Recordings are decrypted and compared without being written; the database is written, opened and checked. Raises
    `ScreeningError` where anything is missing, damaged or not what was backed up, and `StorageError`.
    """
    going = _Going("checking_backup", snapshot, report)
    damaged = [entry.path for entry in snapshot.entries if not _is_whole(to, entry, going)]
    if damaged:
        raise ScreeningError(_DAMAGED, count=len(damaged), all=len(snapshot.entries), name=damaged[0])
    with tempfile.TemporaryDirectory(prefix="backup-check-", dir=to.chosen) as scratch:
        for entry in snapshot.entries:
            if entry.path == DATABASE:
                _write(to, entry, Path(scratch) / DATABASE, lambda _: None)
                check_copy(Path(scratch) / DATABASE, snapshot.database_key)


def restore(to: Destination, snapshot: Snapshot, folder: Path, report: Report) -> None:
    """Bring a backup back into a folder that is empty or not there yet. Reports "restoring".

    It stands there whole or not at all. Raises `ScreeningError` where the folder holds something or the backup is
    damaged, and `StorageError`.
    """
    folder = folder.absolute()
    with explained(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ScreeningError(_NOT_EMPTY, folder=folder)
    check_room(folder.parent, snapshot.size)
    partly = half_of(folder)
    going = _Going("restoring", snapshot, report)
    try:
        with explained(folder.parent):
            shutil.rmtree(partly, ignore_errors=True)  # of one that was killed
            partly.mkdir(mode=0o700)
        for entry in snapshot.entries:
            _write(to, entry, partly / entry.path, going.on)
        database, key = partly / DATABASE, snapshot.database_key
        check_copy(database, key)
        if (end := end_of_record_in(database, key)) is not None:  # earlier than that of the data it replaces
            write_head(AppPaths(partly).audit_head, end)
        _leave_server(AppPaths(partly))
        with explained(folder.parent):
            if folder.exists():
                folder.rmdir()
            partly.replace(folder)
    finally:
        shutil.rmtree(partly, ignore_errors=True)


def restore_at_next_start(paths: AppPaths, to: Destination, snapshot: Snapshot, report: Report) -> Path:
    """Bring a backup back beside the data folder, whose place it takes at the next start; where it lies until then.

    Raises as `restore` does.
    """
    forget_restored(paths)
    folder = beside(paths, RESTORED)
    restore(to, snapshot, folder, report)
    if paths.backup_key.exists():
        _go_on_with_backups(paths, to, AppPaths(folder))
    return folder


def _leave_server(restored: AppPaths) -> None:
    """A backup of a server is brought back without one: this seat works for itself then."""
    kept = settings_file.load(restored.settings).settings
    if kept.server:
        settings_file.save(restored.settings, replace(kept, server="", shared_folder=""))


def _go_on_with_backups(paths: AppPaths, to: Destination, restored: AppPaths) -> None:
    """Let the next backup go where the last one went."""
    if restored.keyring.exists():
        with explained(restored.data):
            shutil.copy2(paths.backup_key, restored.backup_key)
    else:  # from before there were users: what is wrapped would never be opened again
        keep_destination(restored, to, None)


def waits_for_start(paths: AppPaths) -> bool:
    """Whether what was brought back takes the data folder's place at the next start."""
    return any(_found(paths, RESTORED))


def forget_restored(paths: AppPaths) -> None:
    """Leave the data folder as it is: take away what was brought back beside it, half of it where that was killed."""
    for folder in (*_found(paths, RESTORED), *_half_restored(paths)):
        with explained(folder.parent):
            shutil.rmtree(folder)


def take_restored(paths: AppPaths) -> Path | None:
    """Put what was brought back in the place of the data folder, before anything in it is opened.

    Gives where the data folder as it was lies now; None where nothing waits, or another copy of the app has the data
    folder open. Safe to be interrupted: the next start goes on. Raises `StorageError` where the system refuses; then
    the data folder is as it was.
    """
    restored = next(_found(paths, RESTORED), None)
    if restored is None or _is_in_use(paths):
        return None
    before = beside(paths, BEFORE)
    try:
        if paths.data.exists():
            paths.data.rename(before)
        restored.rename(paths.data)
    except OSError as error:
        if before.exists() and not paths.data.exists():
            before.rename(paths.data)
        raise StorageError(_NOT_SWAPPED, folder=paths.data) from error
    return before if before.exists() else max(former_data(paths.data), default=None)  # a start before may have begun


class _Going:
    """Tells how far it is, by bytes."""

    def __init__(self, step: str, snapshot: Snapshot, report: Report) -> None:
        self._step, self._report = step, report
        self._whole, self._done = max(1, snapshot.size), 0

    def on(self, size: int) -> None:
        """So many bytes more are done."""
        self._done += size
        self._report(self._step, min(1.0, self._done / self._whole))


def _pieces(to: Destination, entry: Entry, on: Callable[[int], None]) -> Iterator[bytes]:
    """The content of an entry; raises `DamagedFileError` at its end where it is not what was backed up."""
    digest, size = hashlib.sha256(), 0
    for piece in to.folder.pieces(entry.content, to.key):
        digest.update(piece)
        size += len(piece)
        on(len(piece))
        yield piece
    if (digest.hexdigest(), size) != (entry.sha256, entry.size):
        raise DamagedFileError(entry.path)


def _is_whole(to: Destination, entry: Entry, going: _Going) -> bool:
    try:
        for _ in _pieces(to, entry, going.on):
            pass
    except (DamagedFileError, StorageError):
        return False
    return True


def _write(to: Destination, entry: Entry, path: Path, on: Callable[[int], None]) -> None:
    with explained(path.parent):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with written_whole(path, mode=0o600) as file:
        for piece in _pieces(to, entry, on):
            file.write(piece)
    with explained(path.parent):
        os.utime(path, ns=(entry.changed_ns, entry.changed_ns))  # so that the next backup sees that it is the same


def _found(paths: AppPaths, kind: str) -> Iterator[Path]:
    data = paths.data.absolute()
    return iter(sorted(data.parent.glob(f"{escape(data.name)}.{kind}-*"))) if data.parent.is_dir() else iter(())


def _half_restored(paths: AppPaths) -> Iterator[Path]:
    data = paths.data.absolute()
    return data.parent.glob(f".{escape(data.name)}.{RESTORED}-*.part")


def _is_in_use(paths: AppPaths) -> bool:
    """Whether another copy of the app has the data folder open, which must not be moved away under it."""
    if not paths.lock.exists():
        return False
    lock = FileLock(paths.lock)
    with explained(paths.data):
        try:
            lock.acquire(blocking=False)
        except Timeout:  # itself an OSError
            return True
    lock.release()
    return False


def half_of(folder: Path) -> Path:
    """Where a folder lies until it is whole."""
    return folder.with_name(f".{folder.name}.part")


def beside(paths: AppPaths, kind: str) -> Path:
    """Where a folder lies beside the data folder, from this moment on: one that is to take its place, or had it."""
    data = paths.data.absolute()
    return data.with_name(f"{data.name}.{kind}-{datetime.now(UTC):{STAMP}}")
