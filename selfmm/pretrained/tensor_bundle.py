"""Read checkpoints that TensorFlow wrote, without TensorFlow: a "tensor bundle" of an index and one file of data.

The index is a table in LevelDB's format (its doc/table_format.md): blocks of sorted names, and a last one that says
where the others are. Each name has a protocol buffer that says where its numbers are in the data file, which holds
nothing else (TensorFlow's tensor_bundle.proto and tensor_bundle.cc). Both carry masked CRC-32C sums, all checked here.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

DATA_SUFFIX = ".data-00000-of-00001"
INDEX_SUFFIX = ".index"

_MAGIC = 0xDB4775248B80FB57  # of LevelDB's tables
_FOOTER = 48  # bytes: two block handles, zeros, the magic number
_TRAILER = 5  # bytes behind a block: how it is compressed, and its sum
_SINGLE_PRECISION = 1  # DT_FLOAT
_HEADER = b""  # the name of the entry that describes the bundle itself

_POLYNOMIAL = 0x82F63B78  # Castagnoli's, bits reversed (RFC 3720)
_ONES = 0xFFFFFFFF
_MASK = 0xA282EAD8  # LevelDB, util/crc32c.h


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a tensor's numbers are in the data file."""

    kind: int  # TensorFlow's DataType
    shape: tuple[int, ...]
    offset: int  # bytes
    size: int  # bytes
    checksum: int
    whole: bool  # not cut into slices


class TensorBundle:
    """An open checkpoint: its tensors' names, and each tensor when it is asked for."""

    def __init__(self, checkpoint: Path) -> None:
        """Open the checkpoint whose files' names begin with that of `checkpoint`.

        Raises WeightsError where they are damaged or of another kind, and OSError.
        """
        import numpy as np

        self._index = checkpoint.with_name(checkpoint.name + INDEX_SUFFIX)
        self._data = checkpoint.with_name(checkpoint.name + DATA_SUFFIX)
        try:
            self.entries = _read_entries(self._index.read_bytes())
        except (ValueError, IndexError, struct.error) as error:
            raise _damaged(self._index) from error
        try:
            self._bytes = np.memmap(self._data, np.uint8, "r")
        except ValueError as error:  # empty
            raise _damaged(self._data) from error

    def read(self, name: str) -> NDArray[np.float32]:
        """A tensor in single precision, the only kind that is read. Raises WeightsError where it is damaged."""
        entry = self.entries[name]
        content = self._bytes[entry.offset : entry.offset + entry.size]
        sizes_fit = len(content) == entry.size == 4 * math.prod(entry.shape)
        if not (entry.whole and entry.kind == _SINGLE_PRECISION and sizes_fit):
            raise _damaged(self._data)
        if masked(crc32c(content)) != entry.checksum:
            raise _damaged(self._data)
        return content.view("<f4").reshape(entry.shape)


def _damaged(path: Path) -> WeightsError:
    return WeightsError(
        "{file} is damaged or no checkpoint that can be read. Get a fresh copy of the checkpoint.", file=path
    )


# Index ------------------------------------------------------------------------------------------------------------


def _read_entries(table: bytes) -> dict[str, Entry]:
    """All tensors of an index by name; ValueError, IndexError or struct.error where it is none."""
    footer = table[-_FOOTER:]
    if len(footer) < _FOOTER or struct.unpack_from("<Q", footer, _FOOTER - 8) != (_MAGIC,):
        raise ValueError("no table")
    notes, at = _read_handle(footer, 0)  # a block with notes on other blocks, which checkpoints leave empty
    handle, _ = _read_handle(footer, at)
    if any(_read_block(table, notes)):
        raise ValueError("notes of another kind of table")
    found = {}
    for _, block in _read_block(table, handle):
        for name, message in _read_block(table, _read_handle(block, 0)[0]):
            found[name] = message
    _check_header(found.pop(_HEADER, b""))
    return {name.decode(): _to_entry(message) for name, message in found.items()}


def _read_handle(data: bytes, at: int) -> tuple[tuple[int, int], int]:
    """A block's offset and size, and where reading goes on."""
    offset, at = _read_varint(data, at)
    size, at = _read_varint(data, at)
    return (offset, size), at


def _read_block(table: bytes, handle: tuple[int, int]) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of a block; a key is given by what it shares with the one before it, and the rest."""
    offset, size = handle
    content, trailer = table[offset : offset + size + 1], table[offset + size : offset + size + _TRAILER]
    compression, checksum = struct.unpack("<BI", trailer)
    if compression or masked(crc32c(content)) != checksum:
        raise ValueError("compressed or damaged block")
    (restarts,) = struct.unpack_from("<I", content, size - 4)
    key, at, end = b"", 0, size - 4 * (restarts + 1)
    while at < end:
        shared, at = _read_varint(content, at)
        own, at = _read_varint(content, at)
        length, at = _read_varint(content, at)
        key = key[:shared] + _take(content, at, own)
        yield key, _take(content, at + own, length)
        at += own + length


def _read_varint(data: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, lowest first, and where reading goes on."""
    value = 0
    for shift in range(0, 64, 7):
        value |= (data[at] & 127) << shift
        at += 1
        if data[at - 1] < 128:
            return value, at
    raise ValueError("endless number")


def _take(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise ValueError("cut off")
    return data[at : at + size]


def _fields(message: bytes) -> dict[int, list[Any]]:
    """A protocol buffer's fields by number: whole numbers, and bytes for what is nested."""
    fields: dict[int, list[Any]] = {}
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        value: Any
        match tag & 7:
            case 0:
                value, at = _read_varint(message, at)
            case 2:
                size, at = _read_varint(message, at)
                value, at = _take(message, at, size), at + size
            case 5:
                (value,), at = struct.unpack_from("<I", message, at), at + 4
            case _:
                raise ValueError("unknown kind of field")
        fields.setdefault(tag >> 3, []).append(value)
    return fields


def _number(fields: dict[int, list[Any]], field: int) -> int:
    """A field that holds a whole number; 0 where it is left out, as protocol buffers do with zeros."""
    value = fields.get(field, [0])[-1]
    if not isinstance(value, int):
        raise ValueError("a number is wanted")
    return value


def _messages(fields: dict[int, list[Any]], field: int) -> list[dict[int, list[Any]]]:
    """A field that holds other fields, any number of times."""
    values = fields.get(field, [])
    if not all(isinstance(value, bytes) for value in values):
        raise ValueError("a message is wanted")
    return [_fields(value) for value in values]


def _check_header(message: bytes) -> None:
    """One data file, written on a machine that puts the lowest byte first."""
    fields = _fields(message)
    if _number(fields, 1) != 1 or _number(fields, 2) != 0:
        raise ValueError("several data files, or the highest byte first")


def _to_entry(message: bytes) -> Entry:
    fields = _fields(message)
    sizes = [size for shape in _messages(fields, 2) for size in _messages(shape, 2)]
    return Entry(
        kind=_number(fields, 1),
        shape=tuple(_number(size, 1) for size in sizes),
        offset=_number(fields, 4),
        size=_number(fields, 5),
        checksum=_number(fields, 6),
        whole=7 not in fields,
    )


# Sums -------------------------------------------------------------------------------------------------------------


def masked(checksum: int) -> int:
    """How LevelDB and TensorFlow store a sum."""
    return ((checksum >> 15 | checksum << 17) + _MASK) & _ONES


def crc32c(data: bytes | NDArray[np.uint8]) -> int:
    """The CRC-32C of bytes, about 150 MB a second.

    Python is far too slow to go byte by byte, so the bytes are cut into pieces of one length that are summed side by
    side; a sum that starts at 0 is linear, so two neighbours' sums make that of both: the left one's, carried on over
    as many zeros as the right one has bytes, plus the right one's. Zeros in front change nothing.
    """
    import numpy as np

    content = np.frombuffer(data, np.uint8) if isinstance(data, bytes) else data
    pieces = 1 << (len(content).bit_length() + 1) // 2
    length = -(-len(content) // pieces)
    padded = np.zeros(pieces * length, np.uint8)
    padded[len(padded) - len(content) :] = content
    table = _byte_table()
    sums = np.zeros(pieces, np.uint32)
    for column in padded.reshape(pieces, length).T:
        sums = table[(sums ^ column) & 255] ^ (sums >> 8)
    over = _zeros(length, table)
    while len(sums) > 1:
        sums = _carry(over, sums[::2]) ^ sums[1::2]
        over = _carry(over, over)
    start = _carry(_zeros(len(content), table), np.array([_ONES], np.uint32))
    return int(start[0] ^ sums[0]) ^ _ONES


def _byte_table() -> NDArray[np.uint32]:
    """What each byte does to a sum, (256,)."""
    import numpy as np

    table: NDArray[np.uint32] = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1 > 0, table >> 1 ^ np.uint32(_POLYNOMIAL), table >> 1)
    return table


def _zeros(count: int, table: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """What `count` zero bytes do to each of a sum's bits, (32,): one byte's effect, raised to a power by squaring."""
    import numpy as np

    bits = np.uint32(1) << np.arange(32, dtype=np.uint32)
    result, power = bits, table[bits & 255] ^ (bits >> 8)
    while count:
        if count & 1:
            result = _carry(power, result)
        power = _carry(power, power)
        count >>= 1
    return result


def _carry(effect: NDArray[np.uint32], sums: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Sums (n,) after what has this `effect` (32,) on each bit."""
    import numpy as np

    result = np.zeros_like(sums)
    for bit in range(32):
        result ^= ((sums >> np.uint32(bit)) & 1) * effect[bit]
    return result
