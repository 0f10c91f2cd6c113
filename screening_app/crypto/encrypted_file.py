"""A file that can be read only with its key: written in one go while it grows, read from anywhere.

    magic      8 bytes
    file id    16 random bytes
    records    offset (8) · length (4, its highest bit marks the last record) · ciphertext (length) · tag (16)

A record holds the bytes that belong at `offset` of the plaintext. Records are sealed with AES-256-GCM (NIST SP 800-38D)
under a key of the file's own, HKDF-SHA256 (RFC 5869) of the key and the file id; the nonce is the record's number and
its header is authenticated. So no record can be changed, left out, moved or taken from another file without being
noticed, and the mark of the last one tells a whole file from one that was cut short, as in the STREAM construction
(Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).

Nothing is ever written over: what a muxer writes again at the end, such as the duration, is one more record, which
readers put in its place. A program that is killed therefore loses the record that it was writing, and nothing else.
"""

from __future__ import annotations

import io
import os
import struct
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from screening_app.errors import DamagedFileError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from typing_extensions import Buffer

    from screening_app.crypto.keys import Key

MAGIC = b"SCRENC01"
RECORD_BYTES = 64 << 10  # of plaintext at most; what a reader has to decrypt to see one byte
_ID_BYTES, _TAG_BYTES = 16, 16
_HEADER = struct.Struct(">QI")
_LAST = 1 << 31
_HEAD_BYTES = len(MAGIC) + _ID_BYTES
_AROUND_BYTES = _HEADER.size + _TAG_BYTES  # of a record, beside its plaintext
_MARK_BYTES = _AROUND_BYTES  # of the record that says that the file is whole, which holds nothing
_READS_AT_PLACES = hasattr(os, "pread")  # quicker, but not on Windows
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would change line ends


_MOST_REMEMBERED = 4  # files; one of an hour has some megabytes of places


class _Record(NamedTuple):
    number: int
    offset: int  # of its plaintext
    length: int
    place: int  # of its header in the file

    @property
    def end(self) -> int:
        return self.offset + self.length

    @property
    def header(self) -> bytes:
        return _HEADER.pack(self.offset, self.length)


_Lists = tuple[list[int], list[tuple[int, int, int, int]], list[_Record]]
_remembered: dict[bytes, tuple[tuple[int, ...], _Lists, int, int]] = {}  # by the heads of files


class EncryptedWriter(io.RawIOBase):
    """A new file, which must not be there yet; every write is on its way to the disk when it returns.

    `close` marks the file as whole; `abandon` closes it without, as a crash would leave it, and whoever just drops it.
    """

    _descriptor = -1

    def __init__(self, path: Path, key: Key) -> None:
        """Raises OSError where the file is there already or cannot be made."""
        super().__init__()
        self.name = path.name
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
        file_id = os.urandom(_ID_BYTES)
        self._cipher = _cipher(key, file_id)
        self._number = self._position = self._size = 0
        self._failure: OSError | None = None  # what followed on half a record could not be read
        _write_all(self._descriptor, MAGIC + file_id)

    def writable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """To write again what was written before."""
        return True

    def tell(self) -> int:
        """Where the next byte goes."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in what has been written; raises ValueError for one beyond its end, OSError as `write`."""
        if self._failure is not None:
            raise self._failure
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if not 0 <= start + offset <= self._size:
            raise ValueError("an encrypted file has no holes")
        self._position = start + offset
        return self._position

    def write(self, data: Buffer) -> int:
        """Write all of `data`; raises OSError, such as for a full disk, and from then on always."""
        left = content = memoryview(data).cast("B")
        while left:
            again = self._size - self._position  # bytes that are there already; a record is either old or new ground
            length = min(RECORD_BYTES, again or RECORD_BYTES, len(left))
            self._put(left[:length])
            left = left[length:]
        return len(content)

    def flush_to_disk(self) -> None:
        """Wait until all that was written would survive a power failure."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Mark the file as whole and let go of it; raises OSError."""
        if not self.closed:
            try:
                self._put(b"", is_last=True)
                self.flush_to_disk()
            finally:
                self.abandon()

    def abandon(self) -> None:
        """Let go of the file as it is: readers will see that it was cut short."""
        if not self.closed:
            os.close(self._descriptor)
            super().close()

    def __del__(self) -> None:
        if self._descriptor >= 0:
            self.abandon()

    def _put(self, content: memoryview | bytes, *, is_last: bool = False) -> None:
        if self._failure is not None:
            raise self._failure
        header = _HEADER.pack(self._position, len(content) | (_LAST if is_last else 0))
        sealed = self._cipher.encrypt(_nonce(self._number), content, header)
        self._number += 1  # before writing: should that fail half way, the nonce must not be used again
        try:
            _write_all(self._descriptor, header + sealed)
        except OSError as error:
            self._failure = error
            raise
        self._position += len(content)
        self._size = max(self._size, self._position)


class EncryptedReader(io.RawIOBase):
    """Reads a file of `EncryptedWriter` from anywhere, also while it grows: what has come is seen at its end.

    Where it is damaged, what comes before that place can be read.
    """

    def __init__(self, path: Path, key: Key) -> None:
        """Raises OSError where there is no such file, `DamagedFileError` where it is not one of ours."""
        super().__init__()
        self.name = path.name
        self.is_whole = False  # whether the last record has been seen
        self._file = path.open("rb", buffering=0)  # a look at 12 bytes of each record needs no more
        try:
            head = self._file.read(_HEAD_BYTES)
            if len(head) < _HEAD_BYTES or not head.startswith(MAGIC):
                raise self._damaged()
        except BaseException:
            self._file.close()
            raise
        self._cipher = _cipher(key, head[len(MAGIC) :])
        self._position = 0
        self._opened: tuple[int, bytes] = (-1, b"")  # the record read last, and its plaintext
        self._forget()
        if not self._seems_even() and not self._recall(head):
            self._look_for_more()
            self._remember(head)

    def _forget(self) -> None:
        """Know nothing of any record."""
        self.is_whole = self._is_even = False
        self._is_broken = False  # whether what follows on the records that are known is none
        self._next = _HEAD_BYTES  # where the next record would begin
        self._count = 0
        self._known = 0  # bytes of plaintext
        self._starts: list[int] = []  # where in the plaintext each of these begins
        self._pieces: list[tuple[int, int, int, int]] = []  # the fields of records, one after the other, without holes
        self._patches: list[_Record] = []  # written later over what was there, in their order

    @property
    def size(self) -> int:
        """How many bytes can be read by now."""
        self._look_for_more()
        return self._known

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Anywhere."""
        return True

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, which may lie beyond the end."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position}.get(whence)
        self._position = max(0, (self.size if start is None else start) + offset)
        return self._position

    def readinto(self, buffer: Buffer) -> int:
        """Fill `buffer` as far as one record goes; raises `DamagedFileError` where it is not as it was written."""
        target = memoryview(buffer).cast("B")
        record = self._record_at(self._position)
        if record is None:
            return 0
        begin = self._position - record.offset
        content = self._plaintext(record)[begin : begin + len(target)]
        target[: len(content)] = content
        for patch in self._patches:
            self._overlay(target[: len(content)], patch)
        self._position += len(content)
        return len(content)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()

    def _record_at(self, position: int) -> _Record | None:
        """What holds the byte at this position; None at the end. Raises `DamagedFileError` where that is none."""
        if position >= self._known:
            self._look_for_more()
        if position >= self._known:
            if self._is_broken:
                raise self._damaged()
            return None
        if self._is_even:
            record = self._even_record(position // RECORD_BYTES)
            if self._bytes_at(record.place, _HEADER.size) == record.header:
                return record
            self._forget()  # it is not even after all, or somebody has changed it
            return self._record_at(position)
        return _Record(*self._pieces[bisect_right(self._starts, position) - 1])

    def _overlay(self, target: memoryview, patch: _Record) -> None:
        """Put what was written later over the bytes at the present position."""
        begin, end = max(self._position, patch.offset), min(self._position + len(target), patch.end)
        if begin < end:
            content = self._plaintext(patch)[begin - patch.offset : end - patch.offset]
            target[begin - self._position : end - self._position] = content

    def _seems_even(self) -> bool:
        """Whether the file is whole and, as a copy is, of full records one after the other, but for the last one.

        That many records of that many bytes there are, as the mark at the end says, which nobody else can write. It
        does not say that all but one are full: of each it is seen when it is read.
        """
        size = os.fstat(self._file.fileno()).st_size - _HEAD_BYTES - _MARK_BYTES
        full, rest = divmod(size, RECORD_BYTES + _AROUND_BYTES)
        count = full + bool(rest)
        known = size - count * _AROUND_BYTES
        if known <= 0 or 0 < rest <= _AROUND_BYTES:
            return False
        mark = _Record(count, known, _LAST, _HEAD_BYTES + size)
        if self._bytes_at(mark.place, _HEADER.size) != mark.header or self._opens(mark, 0) is None:
            return False
        self.is_whole = self._is_even = True
        self._known = known
        return True

    def _even_record(self, number: int) -> _Record:
        offset = number * RECORD_BYTES
        length = min(RECORD_BYTES, self._known - offset)
        return _Record(number, offset, length, _HEAD_BYTES + number * (RECORD_BYTES + _AROUND_BYTES))

    def _look_for_more(self) -> None:
        """Find the records that have come since the last look; half a record counts as none yet.

        Quick, for an hour of film has some 30,000: one that follows on the one before is taken here and now.
        """
        if self.is_whole or self._is_broken:
            return
        size = os.fstat(self._file.fileno()).st_size
        unpack, bytes_at, pieces, starts = _HEADER.unpack, self._bytes_at, self._pieces, self._starts
        place, number, known, header = self._next, self._count, self._known, _HEADER.size
        while place + header <= size:
            offset, marked = unpack(bytes_at(place, header))
            length = marked & ~_LAST
            end = place + length + _AROUND_BYTES
            if end > size and length <= RECORD_BYTES:
                break
            if offset == known and 0 < marked <= RECORD_BYTES:
                pieces.append((number, offset, length, place))
                starts.append(offset)
                known += length
            else:
                self._known = known
                self._take_other(number, offset, marked, place)
                known = self._known
                if self._is_broken:
                    break
            place, number = end, number + 1
            if self.is_whole:
                self._is_broken = place != size
                break
        self._next, self._count, self._known = place, number, known

    def _remember(self, head: bytes) -> None:
        """Where the records of a whole file lie: whoever plays moments of a recording opens it again and again."""
        if self.is_whole and not self._is_broken:
            _remembered[head] = (self._state(), (self._starts, self._pieces, self._patches), self._known, self._count)
            for older in list(_remembered)[:-_MOST_REMEMBERED]:
                _remembered.pop(older, None)

    def _recall(self, head: bytes) -> bool:
        """Whether it is known where the records lie; each is still believed only where it is authentic."""
        state, lists, known, count = _remembered.get(head, ((), ([], [], []), 0, 0))
        if not count or state != self._state():
            return False
        place = state[0] - _MARK_BYTES
        offset, marked = _HEADER.unpack(self._bytes_at(place, _HEADER.size))
        mark = _Record(count - 1, offset, marked, place)
        if self._opens(mark, 0) is None:  # somebody else's key
            return False
        self._starts, self._pieces, self._patches = lists
        self._known, self._count, self._next, self.is_whole = known, count, state[0], True
        return True

    def _state(self) -> tuple[int, ...]:
        """The size first; what changes with each change of the file."""
        found = os.fstat(self._file.fileno())
        return found.st_size, found.st_mtime_ns, found.st_ino, found.st_dev

    def _take_other(self, number: int, offset: int, marked: int, place: int) -> None:
        """The record that says that the file is whole, or one that is written over what was there before."""
        length = marked & ~_LAST
        if marked & _LAST:  # which is believed only where it is authentic
            is_ours = not length and self._opens(_Record(number, offset, marked, place), length) is not None
            self.is_whole, self._is_broken = is_ours, not is_ours
        elif 0 < length <= RECORD_BYTES and offset + length <= self._known:
            self._patches.append(_Record(number, offset, length, place))
        else:
            self._is_broken = True

    def _bytes_at(self, place: int, length: int) -> bytes:
        if _READS_AT_PLACES:
            return os.pread(self._file.fileno(), length, place)
        self._file.seek(place)
        return self._file.read(length)

    def _plaintext(self, record: _Record) -> bytes:
        number, content = self._opened
        if number == record.number:
            return content
        found = self._opens(record, record.length)
        if found is None:
            raise self._damaged()
        self._opened = record.number, found
        return found

    def _opens(self, record: _Record, length: int) -> bytes | None:
        """What a record of so many bytes holds, None where it is not as it was written."""
        from cryptography.exceptions import InvalidTag

        stored = self._bytes_at(record.place, _HEADER.size + length + _TAG_BYTES)
        header, sealed = stored[: _HEADER.size], stored[_HEADER.size :]
        try:
            return self._cipher.decrypt(_nonce(record.number), sealed, header)
        except InvalidTag:
            return None

    def _damaged(self) -> DamagedFileError:
        return DamagedFileError(self.name)


def read_encrypted(path: Path, key: Key) -> bytes:
    """All of a file that was written whole. Raises OSError, and `DamagedFileError` for one that was cut short, too."""
    with EncryptedReader(path, key) as reader:
        content = reader.read()
        if not reader.is_whole:
            raise DamagedFileError(path.name)
    return content


def _cipher(key: Key, file_id: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key.derived("encrypted file", salt=file_id).secret)


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]
