"""Encrypted files: whole, cut short, growing, tampered with."""

from __future__ import annotations

import gc
import io
import itertools
import os
import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.crypto import encrypted_file
from screening_app.crypto.encrypted_file import EncryptedReader, EncryptedWriter, read_encrypted
from screening_app.crypto.keys import Key, new_key
from screening_app.errors import DamagedFileError

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key(bytes(range(32)))
HEAD = 24  # magic and file id
RECORD = encrypted_file.RECORD_BYTES


def written(path: Path, *pieces: bytes, key: Key = KEY) -> Path:
    with EncryptedWriter(path, key) as file:
        for piece in pieces:
            file.write(piece)
    return path


def places_of_records(content: bytes) -> list[int]:
    """Where each record begins in a file's bytes, and the end of the last one."""
    places = [HEAD]
    while places[-1] < len(content):
        length = int.from_bytes(content[places[-1] + 8 : places[-1] + 12], "big") & 0x7FFFFFFF
        places.append(places[-1] + 12 + length + 16)
    return places


def test_what_was_written_is_read_and_nothing_of_it_stands_in_the_file(tmp_path):
    content = b"I have not slept for weeks. " * 9000
    path = written(tmp_path / "a", content)
    assert read_encrypted(path, KEY) == content
    assert b"slept" not in path.read_bytes()


def test_the_same_content_never_gives_the_same_bytes(tmp_path):
    first, second = (written(tmp_path / name, b"same").read_bytes() for name in "ab")
    assert first[HEAD:] != second[HEAD:]


def test_another_key_reads_nothing(tmp_path):
    path = written(tmp_path / "a", b"secret")
    with pytest.raises(DamagedFileError):
        read_encrypted(path, new_key())


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    path = written(tmp_path / "a", b"first")
    with pytest.raises(FileExistsError):
        EncryptedWriter(path, KEY)
    assert read_encrypted(path, KEY) == b"first"


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX's")
def test_nobody_else_may_read_it(tmp_path):
    assert written(tmp_path / "a", b"x").stat().st_mode & 0o077 == 0


@given(
    moves=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=300)), max_size=25),
    looks=st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 700)), max_size=10),
)
def test_it_behaves_like_a_file_in_memory_that_is_written_again_in_places(tmp_path_factory, moves, looks):
    path, plain = tmp_path_factory.mktemp("e") / "file", io.BytesIO()
    with EncryptedWriter(path, KEY) as file:
        for share, content in moves:
            place = round(share * len(plain.getvalue()))
            for each in (file, plain):
                each.seek(place)
                each.write(content)
            assert file.tell() == plain.tell()
    with EncryptedReader(path, KEY) as reader:
        assert reader.size == len(plain.getvalue())
        assert reader.read() == plain.getvalue()
        for place, length in looks:
            assert reader.seek(place) == plain.seek(place)
            assert _exactly(reader, length) == plain.read(length)
        assert reader.is_whole


def _exactly(reader: EncryptedReader, length: int) -> bytes:
    content = b""
    while len(content) < length and (more := reader.read(length - len(content))):
        content += more
    return content


def test_no_place_beyond_the_end_is_written(tmp_path):
    with EncryptedWriter(tmp_path / "a", KEY) as file:
        file.write(b"abc")
        with pytest.raises(ValueError, match="holes"):
            file.seek(4)


def test_a_reader_sees_what_is_written_while_the_file_grows(tmp_path):
    path = tmp_path / "a"
    with EncryptedWriter(path, KEY) as file, EncryptedReader(path, KEY) as reader:
        assert reader.read(10) == b""
        file.write(b"first")
        assert reader.read(10) == b"first"
        assert reader.read(10) == b""
        file.write(b"second")
        assert (reader.size, reader.is_whole) == (11, False)
        assert reader.read(10) == b"second"
        file.close()
        assert reader.read(10) == b""
        assert reader.is_whole


def test_killed_in_any_moment_it_holds_what_was_written_before(tmp_path):
    """A file cut at every one of its bytes: each write that was whole is read, no other, and none is ever false."""
    pieces = [b"one", b"two and more", b"three"]
    path = written(tmp_path / "a", *pieces)
    content = path.read_bytes()
    ends = places_of_records(content)[1:]
    cut = tmp_path / "cut"
    for length in range(HEAD, len(content)):
        cut.write_bytes(content[:length])
        with EncryptedReader(cut, KEY) as reader:
            assert reader.read() == b"".join(pieces[: sum(end <= length for end in ends)])
            assert not reader.is_whole
        with pytest.raises(DamagedFileError):
            read_encrypted(cut, KEY)
    for length in range(HEAD):
        cut.write_bytes(content[:length])
        with pytest.raises(DamagedFileError):
            EncryptedReader(cut, KEY)


def test_every_changed_byte_is_noticed(tmp_path):
    content = written(tmp_path / "a", b"one", b"two").read_bytes()
    changed = tmp_path / "changed"
    for place in range(len(content)):
        for bit in (0, 7):
            changed.write_bytes(content[:place] + bytes([content[place] ^ (1 << bit)]) + content[place + 1 :])
            with pytest.raises(DamagedFileError):
                read_encrypted(changed, KEY)


def test_records_left_out_repeated_or_put_in_another_order_are_noticed(tmp_path):
    content = written(tmp_path / "a", b"one", b"two", b"six").read_bytes()  # of one length, as a cunning one would
    places = places_of_records(content)
    first, second, third, last = (content[begin:end] for begin, end in itertools.pairwise(places))
    forged = tmp_path / "forged"
    for records in (
        (first, third, last),
        (second, third, last),
        (second, first, third, last),
        (first, first, second, third, last),
        (first, second, third, last, last),
        (first, last),
        (last,),
    ):
        forged.write_bytes(content[:HEAD] + b"".join(records))
        with pytest.raises(DamagedFileError):
            read_encrypted(forged, KEY)


def test_a_record_of_another_file_with_the_same_key_is_noticed(tmp_path):
    one, other = (written(tmp_path / name, content).read_bytes() for name, content in (("a", b"one"), ("b", b"two")))
    place = places_of_records(one)[1]
    (tmp_path / "c").write_bytes(one[:HEAD] + other[HEAD:place] + one[place:])
    with pytest.raises(DamagedFileError):
        read_encrypted(tmp_path / "c", KEY)


def test_a_length_that_would_fill_the_memory_is_refused_unread(tmp_path):
    path = written(tmp_path / "a", b"one")
    content = path.read_bytes()
    path.write_bytes(content[: HEAD + 8] + (0x7FFFFFFF).to_bytes(4, "big") + content[HEAD + 12 :])
    with EncryptedReader(path, KEY) as reader, pytest.raises(DamagedFileError):
        reader.read(1)


@pytest.mark.parametrize("place", [0, 3, 8, 9, 11, 12, 500])  # of the header of a record, and of what it holds
def test_what_comes_before_a_damaged_place_can_be_read_and_from_there_on_it_is_told(tmp_path, place):
    sizes = 1000, 2000, 3000, 4000
    path = written(tmp_path / "a", *(bytes([number]) * size for number, size in enumerate(sizes)))
    content = bytearray(path.read_bytes())
    content[places_of_records(path.read_bytes())[2] + place] ^= 0x40
    path.write_bytes(content)
    with EncryptedReader(path, KEY) as reader:
        assert _exactly(reader, 3000) == b"\0" * 1000 + b"\1" * 2000
        with pytest.raises(DamagedFileError):
            reader.read(1)


@pytest.mark.parametrize("size", [1, 5, RECORD, RECORD + 1, 3 * RECORD - 29, 3 * RECORD, 3 * RECORD + 200])
def test_a_copy_is_opened_without_a_look_at_each_record(tmp_path, monkeypatch, size):
    content = random.Random(size).randbytes(size)
    path = written(tmp_path / "a", content)
    looked = []
    real = EncryptedReader._bytes_at
    monkeypatch.setattr(EncryptedReader, "_bytes_at", lambda self, *at: looked.append(at) or real(self, *at))
    with EncryptedReader(path, KEY) as reader:
        assert len(looked) == 2  # at the mark at its end
        assert (reader.is_whole, reader.size) == (True, size)
        reader.seek(size - 1)
        assert reader.read(9) == content[-1:]
        reader.seek(0)
        assert reader.readall() == content


def test_where_the_records_of_a_whole_file_lie_is_remembered_until_it_changes(tmp_path, monkeypatch):
    """One that was written in pieces and again at its beginning, as a muxer does it."""
    path = tmp_path / "a"
    with EncryptedWriter(path, KEY) as file:
        for number in range(40):
            file.write(bytes([number]) * 1000)
        file.seek(10)
        file.write(b"again")
    looked = []
    real = EncryptedReader._bytes_at
    monkeypatch.setattr(EncryptedReader, "_bytes_at", lambda self, *at: looked.append(at) or real(self, *at))

    def opened(key: Key = KEY) -> int:
        looked.clear()
        with EncryptedReader(path, key) as reader:
            looks = len(looked)
            if key == KEY:
                assert reader.readall() == bytes(10) + b"again" + bytes(985) + b"".join(
                    bytes([number]) * 1000 for number in range(1, 40)
                )
                assert reader.is_whole
        return looks

    assert opened() > 40
    assert opened() < 5
    assert opened(new_key()) > 40  # which gets to know nothing
    content = bytearray(path.read_bytes())
    content[HEAD + 20_500] ^= 1
    path.write_bytes(content)
    with EncryptedReader(path, KEY) as reader, pytest.raises(DamagedFileError):
        reader.readall()
    content[HEAD + 20_500] ^= 1
    path.write_bytes(content)
    assert opened() > 40
    path.write_bytes(content[:-28])
    with EncryptedReader(path, KEY) as reader:
        assert not reader.is_whole


def test_one_that_only_seems_to_be_a_copy_is_read_all_the_same(tmp_path):
    """As many records, of as many bytes, as a copy would have, but others."""
    content = random.Random(0).randbytes(RECORD + 30_000)
    for at in (50_000, 40_000):
        path = written(tmp_path / f"{at}", content[:at], content[at:])
        for begin in (0, 45_000, RECORD + 7):
            with EncryptedReader(path, KEY) as reader:
                assert reader.size == len(content)
                reader.seek(begin)
                assert reader.readall() == content[begin:]
                assert reader.is_whole


def test_a_forged_mark_at_the_end_makes_nothing_whole(tmp_path):
    path = written(tmp_path / "a", random.Random(0).randbytes(3 * RECORD))
    content = path.read_bytes()
    mark = content[-28:]
    cut = content[: HEAD + 2 * (RECORD + 28)]
    for forged in (mark, (2 * RECORD).to_bytes(8, "big") + mark[8:]):
        path.write_bytes(cut + forged)
        with EncryptedReader(path, KEY) as reader:
            assert not reader.is_whole
            assert len(_exactly(reader, 2 * RECORD)) == 2 * RECORD
        with pytest.raises(DamagedFileError):
            read_encrypted(path, KEY)


def test_only_what_is_looked_at_is_decrypted(tmp_path):
    size = encrypted_file.RECORD_BYTES
    path = written(tmp_path / "a", *(bytes([number]) * size for number in range(5)))
    content = bytearray(path.read_bytes())
    content[HEAD + 100] ^= 1  # in the first record
    path.write_bytes(content)
    with EncryptedReader(path, KEY) as reader:
        reader.seek(3 * size + 7)
        assert reader.read(5) == b"\3" * 5
        reader.seek(0)
        with pytest.raises(DamagedFileError):
            reader.read(5)


def test_after_a_write_that_failed_nothing_more_is_written(tmp_path, monkeypatch):
    path = tmp_path / "a"
    file = EncryptedWriter(path, KEY)
    file.write(b"first")
    real = os.write
    with monkeypatch.context() as patched:
        patched.setattr(
            encrypted_file.os, "write", lambda fd, content: real(fd, content[:7]) if len(content) > 20 else full()
        )
        with pytest.raises(OSError, match="full"):
            file.write(b"second")
    for again in (lambda: file.write(b"third"), lambda: file.seek(0), file.close):
        with pytest.raises(OSError, match="full"):
            again()
    with EncryptedReader(path, KEY) as reader:
        assert (reader.read(), reader.is_whole) == (b"first", False)


def full() -> int:
    raise OSError(28, "the disk is full")


def test_one_that_is_dropped_is_not_whole(tmp_path):
    file = EncryptedWriter(tmp_path / "a", KEY)
    file.write(b"first")
    del file
    gc.collect()
    with EncryptedReader(tmp_path / "a", KEY) as reader:
        assert (reader.read(), reader.is_whole) == (b"first", False)


def test_where_the_system_cannot_read_at_a_place_it_is_read_all_the_same(tmp_path, monkeypatch):
    path = written(tmp_path / "a", b"first", b"second")
    monkeypatch.setattr(encrypted_file, "_READS_AT_PLACES", False)
    assert read_encrypted(path, KEY) == b"firstsecond"
