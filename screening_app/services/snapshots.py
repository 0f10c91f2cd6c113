"""What a backup is made of, as a value and as it lies in the backup folder."""

from __future__ import annotations

import json
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

FORMAT, VERSION = "screening-snapshot", 2
_DATA = AppPaths(Path())
DATABASE = _DATA.database.name
FILES = (_DATA.settings.name, _DATA.clinician_voice.name, _DATA.keyring.name)
FOLDERS = (_DATA.media.name, _DATA.models.name, _DATA.scripts.name)

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
    def recordings(self) -> int:
        """How many recordings it holds."""
        return sum(PurePosixPath(entry.path).name.startswith("recording.") for entry in self.entries)

    @property
    def size(self) -> int:
        """Bytes that it takes once it is brought back."""
        return sum(entry.size for entry in self.entries)


def new_snapshot_id(now: datetime) -> str:
    """An id for a backup that is made `now`; ids sort by time."""
    return f"{now.astimezone(UTC).strftime(_STAMP)}-{secrets.token_hex(4)}"


def made_at(snapshot_id: str) -> datetime:
    """When the backup with this id was made, UTC."""
    return datetime.strptime(snapshot_id.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def write_snapshot(folder: BackupFolder, snapshot: Snapshot, key: Key) -> None:
    """Put a snapshot into the folder: with that the backup is there. Raises `StorageError`."""
    document = {"format": FORMAT, "version": VERSION, **asdict(snapshot)}
    folder.write_snapshot(snapshot.id, json.dumps(document, ensure_ascii=False).encode(), key)


def read_snapshot(folder: BackupFolder, snapshot_id: str, key: Key) -> Snapshot:
    """A backup by its id. Raises `DamagedFileError`, `StorageError`, and `NewerBackupError`."""
    content = folder.read_snapshot(snapshot_id, key)
    try:
        document: dict[str, Any] = json.loads(content)
        form, version = document.pop("format"), document.pop("version")
        if form == FORMAT and version > VERSION:
            raise NewerBackupError
        if form != FORMAT or version not in range(1, VERSION + 1):
            raise ValueError(form)
        snapshot = build(Snapshot, document)
        if snapshot.id != snapshot_id or not all(is_safe(entry.path) for entry in snapshot.entries):
            raise ValueError(snapshot_id)
        _ = snapshot.database_key  # it is one
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        raise DamagedFileError(snapshot_id) from None
    return snapshot


def is_safe(path: str) -> bool:
    """Whether a path may be written below a data folder: one of those that backups hold, and nothing outside."""
    pure = PurePosixPath(path)
    parts = pure.parts
    if not parts or pure.is_absolute() or ".." in parts or "\\" in path or ":" in path or str(pure) != path:
        return False
    return path in (DATABASE, *FILES) or (len(parts) > 1 and parts[0] in FOLDERS)
