"""What a backup is made of, as a value and as it lies in the backup folder.

The list of its files begins with what is said of a backup in a few words, its head, so that a list of backups reads no
more than that of each. In backups of before (versions 1 and 2) there is none, and the whole list is read.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from screening_app.crypto.keys import Key
from screening_app.errors import DamagedFileError, ScreeningError
from screening_app.paths import AppPaths
from selfmm.plain import build

if TYPE_CHECKING:
    from screening_app.storage.backup_folder import BackupFolder

FORMAT, VERSION = "screening-snapshot", 3
_FIRST_WITH_HEAD = 3  # version
_DATA = AppPaths(Path())
DATABASE = _DATA.database.name
FILES = (_DATA.settings.name, _DATA.clinician_voice.name, _DATA.keyring.name)
FOLDERS = (_DATA.media.name, _DATA.models.name, _DATA.scripts.name)

_BEGINNING = re.compile(r'\{"format": "screening-snapshot", "version": (\d+), "head": ')
_HEAD_BYTES = 4096  # that it lies within
_STAMP = "%Y%m%dT%H%M%S%fZ"  # to the microsecond, so that ids sort by time


class NewerBackupError(ScreeningError):
    """A backup that this version of the program does not understand."""

    def __init__(self) -> None:
        super().__init__(
            "This backup was made by a newer version of the program. Install that version to bring it back."
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a backup."""

    path: str  # within the data folder, with slashes
    size: int
    changed_ns: int  # when the file was last changed
    sha256: str
    content: str  # the name of its content in the backup folder


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """What is said of a backup in a list of them."""

    id: str  # begins with when it was made
    program_version: str
    patients: int
    sessions: int
    recordings: int
    size: int  # bytes that it takes once it is brought back

    @property
    def moment(self) -> datetime:
        """When it was made, UTC."""
        return made_at(self.id)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A backup: what the data folder held at one moment."""

    id: str  # begins with when it was made
    program_version: str
    patients: int
    sessions: int
    entries: tuple[Entry, ...]
    database_secret: str = field(default="", repr=False)  # in hex; "" where the database is not encrypted

    @property
    def database_key(self) -> Key | None:
        """What its database is encrypted with: whoever checks a backup or brings it back has nobody's passphrase."""
        return Key(bytes.fromhex(self.database_secret)) if self.database_secret else None

    @property
    def moment(self) -> datetime:
        """When it was made, UTC."""
        return made_at(self.id)

    @property
    def size(self) -> int:
        """Bytes that it takes once it is brought back."""
        return sum(entry.size for entry in self.entries)

    @property
    def head(self) -> SnapshotHead:
        """What is said of it in a list."""
        recordings = sum(_is_recording(entry.path) for entry in self.entries)
        return SnapshotHead(self.id, self.program_version, self.patients, self.sessions, recordings, self.size)


def new_snapshot_id(now: datetime) -> str:
    """An id for a backup that is made `now`; ids sort by time."""
    return f"{now.astimezone(UTC).strftime(_STAMP)}-{secrets.token_hex(4)}"


def made_at(snapshot_id: str) -> datetime:
    """When the backup with this id was made, UTC."""
    return datetime.strptime(snapshot_id.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def write_snapshot(folder: BackupFolder, snapshot: Snapshot, key: Key) -> None:
    """Put a snapshot into the folder: with that the backup is there. Raises `StorageError`."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "head": asdict(snapshot.head),
        "database_secret": snapshot.database_secret,
        "entries": [asdict(entry) for entry in snapshot.entries],
    }
    folder.write_snapshot(snapshot.id, json.dumps(document, ensure_ascii=False).encode(), key)


def read_snapshot(folder: BackupFolder, snapshot_id: str, key: Key) -> Snapshot:
    """A backup by its id. Raises `DamagedFileError`, `StorageError`, and `NewerBackupError`."""
    content = folder.read_snapshot(snapshot_id, key)
    try:
        version, document = _opened(content)
        snapshot = _with_head(document) if version >= _FIRST_WITH_HEAD else build(Snapshot, document)
        if snapshot.id != snapshot_id or not all(is_safe(entry.path) for entry in snapshot.entries):
            raise ValueError(snapshot_id)
        _ = snapshot.database_key  # it is one
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise DamagedFileError(snapshot_id) from None
    return snapshot


def _opened(content: bytes) -> tuple[int, dict[str, Any]]:
    """The version of a list and what else stands in it; raises as `json` does, ValueError, and `NewerBackupError`."""
    document: dict[str, Any] = json.loads(content)
    form, version = document.pop("format"), document.pop("version")
    if form == FORMAT and version > VERSION:
        raise NewerBackupError
    if form != FORMAT or version not in range(1, VERSION + 1):
        raise ValueError(form)
    return version, document


def _with_head(document: dict[str, Any]) -> Snapshot:
    """A backup whose list begins with its head; raises ValueError where that tells something else than the list."""
    head = build(SnapshotHead, document.pop("head"))
    about = {name: getattr(head, name) for name in ("id", "program_version", "patients", "sessions")}
    snapshot = build(Snapshot, {**document, **about})
    if snapshot.head != head:
        raise ValueError(head.id)
    return snapshot


def read_head(folder: BackupFolder, snapshot_id: str, key: Key) -> SnapshotHead:
    """What is said of a backup, without reading the list of its files. Raises as `read_snapshot` does.

    Whether the rest of the list is what was written, only reading it tells.
    """
    content = folder.read_snapshot_beginning(snapshot_id, key)[:_HEAD_BYTES].decode(errors="replace")
    beginning = _BEGINNING.match(content)
    try:
        if beginning is None:
            head = _head_of_before(folder.read_snapshot(snapshot_id, key))
        elif int(beginning[1]) > VERSION:
            raise NewerBackupError
        else:
            head = build(SnapshotHead, json.JSONDecoder().raw_decode(content, beginning.end())[0])
        if head.id != snapshot_id:
            raise ValueError(snapshot_id)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise DamagedFileError(snapshot_id) from None
    return head


def _head_of_before(content: bytes) -> SnapshotHead:
    """The head of a backup whose list has none, worked out from the list; raises as `_opened` does, and KeyError."""
    _, document = _opened(content)
    entries = document["entries"]
    about = {name: document[name] for name in ("id", "program_version", "patients", "sessions")}
    recordings = sum(_is_recording(entry["path"]) for entry in entries)
    return build(SnapshotHead, {**about, "recordings": recordings, "size": sum(entry["size"] for entry in entries)})


def _is_recording(path: str) -> bool:
    return path.rpartition("/")[2].startswith("recording.")


def is_safe(path: str) -> bool:
    """Whether a path may be written below a data folder: one of those that backups hold, and nothing outside."""
    pure = PurePosixPath(path)
    parts = pure.parts
    if not parts or pure.is_absolute() or ".." in parts or "\\" in path or ":" in path or str(pure) != path:
        return False
    return path in (DATABASE, *FILES) or (len(parts) > 1 and parts[0] in FOLDERS)
