"""Backups of the data folder: where they go, making one, thinning them out.

A backup holds the database, recordings with what was made of them, the clinic's own models and scripts, and the
settings. Each content is stored once, so that the next backup writes only what is new. All is encrypted; the key lies
in the data folder, wrapped by the master key, for backups that are made while nobody looks, and in the backup's
keyring, for whoever has the passphrase or the recovery key and nothing else.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from screening_app.crypto.keyring import new_keyring
from screening_app.crypto.keys import Key
from screening_app.domain import Action
from screening_app.errors import DamagedFileError, ScreeningError, WrongKeyError
from screening_app.services.audit import record
from screening_app.services.permissions import Permission
from screening_app.services.snapshots import (
    DATABASE,
    FILES,
    FOLDERS,
    Entry,
    NewerBackupError,
    Snapshot,
    SnapshotHead,
    made_at,
    new_snapshot_id,
    read_head,
    read_snapshot,
    write_snapshot,
)
from screening_app.storage.backup_folder import PIECE, BackupFolder
from screening_app.storage.database_copies import counts_in
from screening_app.storage.disk import PARTIAL, check_room, explained, write_whole
from screening_app.version import program_version
from selfmm import limited_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from screening_app.paths import AppPaths
    from screening_app.services.workspace import Workspace
    from selfmm.types import Report

_SCRATCH = ".backup-"
_WRAPPED, _BACKUPS = "wrapped_key", "backups"
_DAYS, _WEEKS, _MONTHS = 7, 5, 12  # of each of so many, the newest backup is kept

_INSIDE = "The backup cannot lie in the data folder itself. Choose a folder on another disk, or on a network drive."
_NOT_SET_UP = "No folder for backups has been chosen yet. Choose one in Settings → Data."
_AWAY = "The folder for backups {folder} is not there. Connect its disk or network drive, then try again."
_OTHERS = "The backups in {folder} were set up anew or belong to other data. Choose another folder for backups."
_THERE_ALREADY = "There are backups in {folder} already. Choose another folder, or go on with those."
_IN_USE = "Another program is writing a backup in {folder}. Wait until it has finished, then try again."


@dataclass(frozen=True, slots=True)
class Destination:
    """Where backups go, and the key that opens them."""

    chosen: Path
    key: Key

    @property
    def folder(self) -> BackupFolder:
        """The backups there."""
        return BackupFolder(self.chosen)


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup has written."""

    snapshot: Snapshot
    new_files: int
    new_bytes: int


@dataclass(frozen=True, slots=True)
class Thinned:
    """What thinning out has deleted."""

    backups: int
    freed_bytes: int


# Where backups go


def set_up_backups(workspace: Workspace, chosen: Path, passphrase: str, owner: str) -> str:
    """Let backups go to a folder from now on; the recovery key, which is shown once, to be printed.

    `owner` is whose passphrase it is. Raises `ScreeningError` where the folder lies in the data folder or holds backups
    already, `StorageError` where it cannot be written.
    """
    workspace.access.require(Permission.BACKUPS)
    chosen = _outside(workspace, chosen)
    folder = BackupFolder(chosen)
    if folder.is_there:
        raise ScreeningError(_THERE_ALREADY, folder=chosen)
    ring, key, recovery = new_keyring(owner, passphrase)
    folder.set_up(ring)
    _keep_destination(workspace, Destination(chosen, key))
    record(workspace, Action.BACKUPS_SET_UP)
    return recovery


def go_on_with_backups(workspace: Workspace, chosen: Path, secret: str) -> None:
    """Let backups go to a folder that holds some already, such as after they were brought back on a new computer.

    `secret` is the passphrase or the recovery key. Raises `WrongKeyError`, and as `set_up_backups` does.
    """
    workspace.access.require(Permission.BACKUPS)
    _keep_destination(workspace, open_backups(_outside(workspace, chosen), secret))
    record(workspace, Action.BACKUPS_SET_UP)


def open_backups(chosen: Path, secret: str) -> Destination:
    """The backups in a folder, by the passphrase or the recovery key; raises `WrongKeyError`, `StorageError`."""
    ring = BackupFolder(chosen).read_keyring()
    for holder in ring.holders:
        try:
            return Destination(chosen, holder.master(secret))
        except WrongKeyError:
            continue
    return Destination(chosen, ring.recovered(secret))


def destination_of(workspace: Workspace) -> Destination | None:
    """Where backups go; None where nothing has been set up, or what was kept of it cannot be read."""
    try:
        document = limited_files.read_json(workspace.paths.backup_key, limited_files.SETTINGS)
        return Destination(Path(document["folder"]), _kept_key(workspace, document))
    except (OSError, ValueError, KeyError, TypeError, WrongKeyError):
        return None


def protect_backup_key(workspace: Workspace) -> None:
    """Wrap the key of the backups where it was kept before there were users. Raises `StorageError`."""
    to = destination_of(workspace)
    if to is not None and workspace.access.master is not None and _is_kept_plain(workspace):
        _keep_destination(workspace, to)


def forget_destination(workspace: Workspace) -> None:
    """Make no backups any more; those that were made stay where they are."""
    workspace.access.require(Permission.BACKUPS)
    with explained(workspace.paths.shared):
        workspace.paths.backup_key.unlink(missing_ok=True)
    record(workspace, Action.BACKUPS_STOPPED)


def list_backups(to: Destination) -> tuple[SnapshotHead, ...]:
    """All backups that can be read, the oldest first. Raises `StorageError` where the folder cannot be read."""
    return tuple(_readable(to, to.folder.snapshot_ids()))


def whole_backup(to: Destination, made: SnapshotHead) -> Snapshot:
    """A backup of the list with all its files. Raises `DamagedFileError` and `StorageError`."""
    return read_snapshot(to.folder, made.id, to.key)


def _outside(workspace: Workspace, chosen: Path) -> Path:
    chosen = chosen.absolute()
    own = (workspace.paths.data, workspace.paths.shared)
    if any(chosen.resolve().is_relative_to(folder.resolve()) for folder in own):
        raise ScreeningError(_INSIDE)
    return chosen


def _keep_destination(workspace: Workspace, to: Destination) -> None:
    keep_destination(workspace.paths, to, workspace.access.master)


def keep_destination(paths: AppPaths, to: Destination, master: Key | None) -> None:
    """Keep where backups go, and their key, which only the master key opens; a folder without users has none."""
    key = {"key": to.key.secret.hex()} if master is None else {_WRAPPED: master.wrap(to.key, _BACKUPS).hex()}
    write_whole(paths.backup_key, json.dumps({"folder": str(to.chosen), **key}, ensure_ascii=False))


def rewrap_backup_key(paths: AppPaths, before: Key, master: Key) -> None:
    """Wrap the key of the backups by another master key; one that is so already stays. Raises `StorageError`."""
    with suppress(OSError, ValueError, KeyError, TypeError, WrongKeyError):
        document = limited_files.read_json(paths.backup_key, limited_files.SETTINGS)
        key = before.unwrap(bytes.fromhex(document[_WRAPPED]), _BACKUPS)
        keep_destination(paths, Destination(Path(document["folder"]), key), master)


def _kept_key(workspace: Workspace, document: dict[str, str]) -> Key:
    master = workspace.access.master
    if master is None or _WRAPPED not in document:
        return Key(bytes.fromhex(document["key"]))
    return master.unwrap(bytes.fromhex(document[_WRAPPED]), _BACKUPS)


def _is_kept_plain(workspace: Workspace) -> bool:
    return "key" in limited_files.read_json(workspace.paths.backup_key, limited_files.SETTINGS)


def _readable(to: Destination, snapshot_ids: Iterable[str]) -> Iterator[SnapshotHead]:
    for snapshot_id in snapshot_ids:
        try:
            yield read_head(to.folder, snapshot_id, to.key)
        except (DamagedFileError, NewerBackupError):
            continue


# Making one


def is_due(workspace: Workspace, every: timedelta, now: datetime) -> bool:
    """Whether the newest backup is that old, or there is none; never where no folder is chosen or it is not there."""
    to = destination_of(workspace)
    if to is None or not to.folder.is_there:
        return False
    newest = [made_at(snapshot_id) for snapshot_id in to.folder.snapshot_ids()[-1:]]
    return not newest or not timedelta() <= now - newest[0] < every


def back_up(workspace: Workspace, report: Report) -> Made:
    """Make a backup now. Reports "backing_up"; whatever `report` raises stops it, and leaves the backups before whole.

    Raises `ScreeningError` where no folder is chosen, it is not there, or its disk is too full, and `StorageError`.
    """
    to = _reachable(destination_of(workspace))
    newest = _newest(to)
    with _alone(to.folder), _scratch(workspace) as scratch:
        copy = scratch / DATABASE
        workspace.database.copy_to(copy)
        files = {DATABASE: copy, **_files_of(workspace)}
        writing = _Writing(to, newest, files, report)
        writing.check_space()
        entries = tuple(entry for name in files for entry in writing.entry(name))
        snapshot = _snapshot(entries, *counts_in(copy, workspace.database.key), workspace.database.key)
        write_snapshot(to.folder, snapshot, to.key)
    record(workspace, Action.BACKUP_MADE, subject=snapshot.id, files=len(snapshot.entries), new=writing.new_files)
    return Made(snapshot, writing.new_files, writing.new_bytes)


class _StillWritten(Exception):
    """A file changes while it is read, such as a recording that goes on; the next backup has it."""


class _Writing:
    """Puts files into the backup folder that are not there yet."""

    def __init__(self, to: Destination, newest: Snapshot | None, files: dict[str, Path], report: Report) -> None:
        self._to, self._files, self._report = to, files, report
        self._known = {entry.path: entry for entry in newest.entries} if newest else {}
        self._whole = max(1, sum(_state(path)[0] for path in files.values()))
        self._done = self.new_files = self.new_bytes = 0

    def check_space(self) -> None:
        """Raise `StorageError` where what is new would fill the disk."""
        new = sum(_state(path)[0] for name, path in self._files.items() if not self._is_known(name, path))
        check_room(self._to.chosen, new)

    def _is_known(self, name: str, path: Path) -> bool:
        """Whether the newest backup has the file as it is."""
        known = self._known.get(name)
        return known is not None and (known.size, known.changed_ns) == _state(path)

    def entry(self, name: str) -> Iterator[Entry]:
        """The file in the backup; none where it was deleted meanwhile, which was wanted, or is still being written."""
        path, same = self._files[name], self._known.get(name)
        with explained(path.parent):
            try:
                if same is None or not self._is_known(name, path):
                    same = self._stored(name, path)
                else:
                    self._go_on(same.size)
            except (FileNotFoundError, _StillWritten):
                return
        yield same

    def _stored(self, name: str, path: Path) -> Entry:
        """The content is read twice: to see whether it is there already, and, where it is not, to store it."""
        changed_ns = path.stat().st_mtime_ns
        digest, size = hashlib.sha256(), 0
        for piece in _pieces(path):
            digest.update(piece)
            size += len(piece)
        content = self._to.folder.name_of(digest.hexdigest(), self._to.key)
        if self._to.folder.has(content):
            self._go_on(size)
        else:
            stored = hashlib.sha256()
            with self._to.folder.adding(content, self._to.key) as file:
                for piece in _pieces(path):
                    file.write(piece)
                    stored.update(piece)
                    self._go_on(len(piece))
                if stored.digest() != digest.digest():
                    raise _StillWritten
            self.new_files, self.new_bytes = self.new_files + 1, self.new_bytes + size
        return Entry(name, size, changed_ns, digest.hexdigest(), content)

    def _go_on(self, size: int) -> None:
        self._done += size
        self._report("backing_up", min(1.0, self._done / self._whole))


def _reachable(to: Destination | None) -> Destination:
    """Where backups go, if it is there."""
    if to is None:
        raise ScreeningError(_NOT_SET_UP)
    if not to.folder.is_there:
        raise ScreeningError(_AWAY, folder=to.chosen)
    return to


def _newest(to: Destination) -> Snapshot | None:
    """The newest backup, if there is any; it tells whether the key still opens what lies there."""
    snapshot_ids = to.folder.snapshot_ids()
    try:
        return read_snapshot(to.folder, snapshot_ids[-1], to.key) if snapshot_ids else None
    except DamagedFileError:
        raise ScreeningError(_OTHERS, folder=to.chosen) from None


@contextmanager
def _alone(folder: BackupFolder) -> Iterator[None]:
    lock = FileLock(folder.lock_path, thread_local=False)
    with explained(folder.root):
        try:
            lock.acquire(blocking=False)
        except Timeout as error:  # itself an OSError
            raise ScreeningError(_IN_USE, folder=folder.root) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    """A place in the data folder for the copy of the database; what a killed backup has left there goes first."""
    for left in workspace.paths.data.glob(f"{_SCRATCH}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=workspace.paths.data, prefix=_SCRATCH) as folder:
        yield Path(folder)


def _files_of(workspace: Workspace) -> dict[str, Path]:
    """What is backed up beside the database: where it belongs → where it lies. Links and half files are passed over."""
    paths, known = workspace.paths, workspace.content.interviews.ids()
    found = {name: (paths.data if name == paths.settings.name else paths.shared) / name for name in FILES}
    found = {name: path for name, path in found.items() if path.is_file() and not path.is_symlink()}
    with explained(paths.shared):
        for folder in FOLDERS:
            places = (place for place in _files_below(paths.shared / folder, folder) if _belongs(place, known))
            found |= {place: paths.shared / place for place in places}
    return found


def _files_below(folder: Path | str, place: str) -> Iterator[str]:
    """The files below a folder by their places in the data folder; a folder that goes meanwhile is passed over."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):  # no Path for each of a hundred thousand
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, f"{place}/{entry.name}")
            elif entry.is_file(follow_symlinks=False) and not _is_half(entry.name):
                yield f"{place}/{entry.name}"


def _is_half(name: str) -> bool:
    return name.startswith(".") or name.endswith(PARTIAL)


def _belongs(place: str, known: frozenset[str]) -> bool:
    """Whether the file is no interview's, or one's that the database knows."""
    folder, within = place.split("/")[:2]
    return folder != "media" or within in known


def _snapshot(entries: tuple[Entry, ...], patients: int, sessions: int, key: Key | None) -> Snapshot:
    secret = key.secret.hex() if key else ""
    return Snapshot(new_snapshot_id(datetime.now(UTC)), program_version(), patients, sessions, entries, secret)


def _state(path: Path) -> tuple[int, int]:
    """The size of a file and when it was last changed; of one that is gone, nothing."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


# Thinning out


def superseded(snapshots: Sequence[SnapshotHead], now: datetime) -> tuple[SnapshotHead, ...]:
    """The backups that may go: all but the newest of each of the last 7 days, 5 weeks and 12 months, and the newest."""
    kept = {max(snapshots, key=lambda snapshot: snapshot.id).id} if snapshots else set()
    past = sorted((each for each in snapshots if each.moment <= now), key=lambda each: each.id)
    for unit, count in (("%Y-%m-%d", _DAYS), ("%G-%V", _WEEKS), ("%Y-%m", _MONTHS)):
        newest = {snapshot.moment.strftime(unit): snapshot.id for snapshot in past}
        kept |= {newest[period] for period in sorted(newest)[-count:]}
    return tuple(snapshot for snapshot in snapshots if snapshot.id not in kept)


def remove_backups(workspace: Workspace, to: Destination, snapshots: Iterable[SnapshotHead]) -> Thinned:
    """Delete backups, and the contents that no other one has. Raises `ScreeningError` where one cannot be read.

    Nothing is deleted then: its contents might be among those that seem to belong to nobody.
    """
    with _alone(to.folder):
        going = {snapshot.id for snapshot in snapshots}
        staying = [read_snapshot(to.folder, name, to.key) for name in to.folder.snapshot_ids() if name not in going]
        wanted = {entry.content for snapshot in staying for entry in snapshot.entries}
        record(workspace, Action.BACKUPS_REMOVED, backups=sorted(going))
        for name in going:
            to.folder.remove_snapshot(name)
        unwanted = [name for name in to.folder.contents() if name not in wanted]
        return Thinned(len(going), sum(to.folder.remove_content(name) for name in unwanted))
