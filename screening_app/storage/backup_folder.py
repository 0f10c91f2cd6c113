"""A folder of backups: pieces of content, each once, and what each backup is made of. All but the keyring is encrypted.

FOLDER/screening-backup/keyring.json        who can open it: a passphrase and the recovery key
                        snapshots/ID        a list of files, each with the name of its content
                        content/ab/abcd…    contents, each under a name that only who has the key can work out
"""

from __future__ import annotations

import hashlib
import hmac
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from screening_app.crypto import keyring
from screening_app.crypto.encrypted_file import RECORD_BYTES, EncryptedReader, EncryptedWriter, read_encrypted
from screening_app.errors import DamagedFileError, StorageError
from screening_app.storage.disk import PARTIAL, checked_name, explained, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from screening_app.crypto.keyring import Keyring
    from screening_app.crypto.keys import Key

NAME = "screening-backup"
PIECE = 1 << 20  # bytes that are copied at a time
_SNAPSHOT = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")
_CONTENT = re.compile(r"[0-9a-f]{64}")
_NO_BACKUP = "There is no backup in {folder}. Choose the folder that holds the folder “screening-backup”."


class BackupFolder:
    """Backups below one folder that the user chose, such as a disk of its own."""

    def __init__(self, chosen: Path) -> None:
        self.root = chosen / NAME

    @property
    def is_there(self) -> bool:
        """Whether backups were set up here."""
        return self._keyring.is_file()

    def set_up(self, ring: Keyring) -> None:
        """Make the folder; raises `StorageError` where it cannot be written."""
        with explained(self.root.parent):
            for folder in (self.root, self._snapshots, self._contents):
                folder.mkdir(mode=0o700, exist_ok=True)
        self.write_keyring(ring)

    def read_keyring(self) -> Keyring:
        """Who can open it; raises `StorageError` where there is none, `DamagedFileError` where it is damaged."""
        if not self.is_there:
            raise StorageError(_NO_BACKUP, folder=self.root.parent)
        with explained(self.root), self._keyring.open("rb") as file:
            return keyring.from_bytes(file.read(keyring.LARGEST + 1), self._keyring.name)

    def write_keyring(self, ring: Keyring) -> None:
        """Change who can open it. Raises `StorageError`."""
        write_whole(self._keyring, keyring.to_bytes(ring).decode())

    # Contents

    def name_of(self, digest: str, key: Key) -> str:
        """Under which name the content with this SHA-256 lies; without the key it tells nothing."""
        return hmac.new(key.derived("content name").secret, digest.encode(), hashlib.sha256).hexdigest()

    def has(self, name: str) -> bool:
        """Whether the content of this name is there, whole."""
        return self._content(name).is_file()

    @contextmanager
    def adding(self, name: str, key: Key) -> Iterator[EncryptedWriter]:
        """Write the content of a name; whatever raises leaves nothing of it. Raises `StorageError`."""
        path = self._content(name)
        with explained(self.root):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            with _written_whole(path, key) as file:
                yield file

    def pieces(self, name: str, key: Key) -> Iterator[bytes]:
        """The content of a name, piece by piece; raises `StorageError`, `DamagedFileError` where it is not whole."""
        with explained(self.root), EncryptedReader(self._content(name), key) as reader:
            while piece := reader.read(PIECE):
                yield piece
            if not reader.is_whole:
                raise DamagedFileError(name)

    def contents(self) -> Iterator[str]:
        """The names of all contents."""
        with explained(self.root):
            for path in self._contents.glob("*/*"):
                if _CONTENT.fullmatch(path.name):
                    yield path.name

    def remove_content(self, name: str) -> int:
        """Delete a content; how many bytes that gives back."""
        path = self._content(name)
        with explained(self.root):
            size = path.stat().st_size
            path.unlink()
        return size

    # Snapshots

    def snapshot_ids(self) -> tuple[str, ...]:
        """All backups, the oldest first; none where the folder is not there."""
        with explained(self.root):
            found = self._snapshots.iterdir() if self._snapshots.is_dir() else ()
            return tuple(sorted(path.name for path in found if _SNAPSHOT.fullmatch(path.name)))

    def read_snapshot(self, snapshot_id: str, key: Key) -> bytes:
        """What a backup is made of; raises `StorageError`, and `DamagedFileError` for another key, too."""
        with explained(self.root):
            return read_encrypted(self._snapshot(snapshot_id), key)

    def read_snapshot_beginning(self, snapshot_id: str, key: Key) -> bytes:
        """The first record of what a backup is made of; raises as `read_snapshot` does."""
        with explained(self.root), EncryptedReader(self._snapshot(snapshot_id), key) as reader:
            if not reader.is_whole:
                raise DamagedFileError(snapshot_id)
            return reader.read(RECORD_BYTES)

    def write_snapshot(self, snapshot_id: str, content: bytes, key: Key) -> None:
        """Keep what a backup is made of: with that it is there. Raises `StorageError`."""
        with explained(self.root), _written_whole(self._snapshot(snapshot_id), key) as file:
            file.write(content)

    def remove_snapshot(self, snapshot_id: str) -> None:
        """Forget a backup; its contents stay until they are removed."""
        with explained(self.root):
            self._snapshot(snapshot_id).unlink(missing_ok=True)

    @property
    def lock_path(self) -> Path:
        """Held while one program writes here."""
        return self.root / "in-use.lock"

    @property
    def _keyring(self) -> Path:
        return self.root / "keyring.json"

    @property
    def _snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def _contents(self) -> Path:
        return self.root / "content"

    def _snapshot(self, snapshot_id: str) -> Path:
        return self._snapshots / checked_name(_SNAPSHOT, snapshot_id)

    def _content(self, name: str) -> Path:
        return self._contents / checked_name(_CONTENT, name)[:2] / name


@contextmanager
def _written_whole(path: Path, key: Key) -> Iterator[EncryptedWriter]:
    """An encrypted file beside `path` that takes its place at the end; whatever raises leaves nothing of it."""
    beside = path.with_name(path.name + PARTIAL)
    beside.unlink(missing_ok=True)  # of one that was killed
    try:
        with EncryptedWriter(beside, key) as file:
            yield file
        beside.replace(path)
    finally:
        with suppress(OSError):  # the error that led here is the one to be told
            beside.unlink(missing_ok=True)
