"""Writes checkpoints as TensorFlow does, by the published descriptions and with none of the reader's code."""

from __future__ import annotations

import struct

import numpy as np


def crc32c(data):
    """CRC-32C bit by bit (RFC 3720)."""
    value = 0xFFFFFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value ^ 0xFFFFFFFF


def masked_crc(data):
    """How LevelDB stores it: rotated right by 15 bits, plus a constant."""
    value = crc32c(data)
    return ((value >> 15 | value << 17) + 0xA282EAD8) & 0xFFFFFFFF


def varint(value):
    """Seven bits a byte, lowest first."""
    result = bytearray()
    while value > 127:
        result.append(value & 127 | 128)
        value >>= 7
    return bytes([*result, value])


def nested(field, content):
    """A protocol buffer's field of bytes."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def number(field, value):
    """A protocol buffer's field with a whole number; zeros are left out."""
    return varint(field << 3) + varint(value) if value else b""


def entry(values, offset, *, kind=1, more=b""):
    """A BundleEntryProto."""
    content = values.tobytes()
    shape = b"".join(nested(2, number(1, size)) for size in values.shape)
    sums = varint(6 << 3 | 5) + struct.pack("<I", masked_crc(content))
    return number(1, kind) + nested(2, shape) + number(4, offset) + number(5, len(content)) + sums + more


def block(pairs, *, restart=4, compression=0):
    """A block of a table: names that share their beginnings with those before them, and its trailer."""
    content, starts, before = bytearray(), [], b""
    for position, (key, value) in enumerate(pairs):
        shared = 0
        if position % restart == 0:
            starts.append(len(content))
        else:
            while shared < min(len(key), len(before)) and key[shared] == before[shared]:
                shared += 1
        content += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        before = key
    content += struct.pack(f"<{len(starts) + 1}I", *starts, len(starts)) + bytes([compression])
    return bytes(content) + struct.pack("<I", masked_crc(content))


def table(pairs, *, block_pairs=7, compression=0):
    """A LevelDB table with that many names a block."""
    result, index = bytearray(), []

    def add(content):
        handle = varint(len(result)) + varint(len(content) - 5)
        result.extend(content)
        return handle

    for start in range(0, len(pairs), block_pairs):
        part = pairs[start : start + block_pairs]
        index.append((part[-1][0] + b"~", add(block(part, compression=compression))))
    handles = add(block([])) + add(block(index))
    return bytes(result) + handles.ljust(40, b"\0") + struct.pack("<Q", 0xDB4775248B80FB57)


def header(shards=1, endianness=0):
    """A BundleHeaderProto."""
    return number(1, shards) + number(2, endianness) + nested(3, number(1, 1))


def write_checkpoint(path, tensors, *, first=None, compression=0, **changes):
    """Write `path`.index and `path`.data-00000-of-00001 with tensors by name."""
    data, pairs = bytearray(), [(b"", header() if first is None else first)]
    for name in sorted(tensors):
        values = np.array(tensors[name], order="C")
        pairs.append((name.encode(), entry(values, len(data), **changes)))
        data += values.tobytes()
    path.with_name(path.name + ".index").write_bytes(table(pairs, compression=compression))
    path.with_name(path.name + ".data-00000-of-00001").write_bytes(data)
