from __future__ import annotations

import os
import pickle
import struct
import sys
import tracemalloc
from collections import OrderedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from selfmm.data.safe_pickle import load_pickle
from selfmm.errors import DataError


def pickled(path, value, protocol=pickle.HIGHEST_PROTOCOL):
    path.write_bytes(pickle.dumps(value, protocol))
    return path


KINDS = st.one_of(
    arrays_of.boolean_dtypes(),
    arrays_of.integer_dtypes(endianness="?"),
    arrays_of.unsigned_integer_dtypes(endianness="?"),
    arrays_of.floating_dtypes(endianness="?", sizes=(16, 32, 64)),
    arrays_of.unicode_string_dtypes(endianness="?", max_len=5),
    arrays_of.byte_string_dtypes(max_len=5),
)


@settings(deadline=None, max_examples=60)
@given(
    values=KINDS.flatmap(
        lambda kind: arrays_of.arrays(kind, arrays_of.array_shapes(min_dims=0, max_dims=3, min_side=0))
    ),
    columns_first=st.booleans(),
    protocol=st.integers(2, 5),
)
def test_arrays_come_back_as_they_were(tmp_path_factory, values, columns_first, protocol):
    stored = np.asfortranarray(values) if columns_first else values
    path = pickled(tmp_path_factory.getbasetemp() / "array.pkl", {"x": stored}, protocol)
    read = load_pickle(path)["x"]
    assert read.dtype.newbyteorder("=") == values.dtype.newbyteorder("=")  # numpy may turn the bytes around itself
    np.testing.assert_array_equal(read, values)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
def test_containers_numbers_texts_and_object_arrays(tmp_path, protocol):
    texts = np.array(["好", "a much longer text", None], dtype=object)
    ragged = np.empty(2, dtype=object)
    ragged[:] = [np.arange(3.0), {"a": (1, 2.5, b"bytes", True)}]
    value = {
        "texts": texts,
        "ragged": ragged,
        "scalar": np.float32(2.5),
        "word": np.str_("字"),
        "containers": [{1, 2}, frozenset({3}), OrderedDict(b=1), (None, 2**70)],
    }
    read = load_pickle(pickled(tmp_path / "data.pkl", value, protocol))
    assert read["texts"].tolist() == texts.tolist()
    np.testing.assert_array_equal(read["ragged"][0], np.arange(3.0))
    assert read["ragged"][1] == ragged[1]
    assert (read["scalar"], read["word"], read["containers"]) == (2.5, "字", value["containers"])


def test_names_of_the_older_numpy_are_known(tmp_path):
    content = pickle.dumps(np.arange(4, dtype=">f8"), 2)
    old = content.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
    assert old != content
    (tmp_path / "old.pkl").write_bytes(old)
    np.testing.assert_array_equal(load_pickle(tmp_path / "old.pkl"), np.arange(4))


def test_an_array_of_python_2_is_read(tmp_path):
    # what Python 2 wrote: raw content as its byte text, which is no text in UTF-8
    content = (
        b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02K\x00\x85U\x01b\x87Rq\x03"
        b"(K\x01K\x02\x85cnumpy\ndtype\nq\x04U\x02f4K\x00K\x01\x87R(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
        b"\x89U\x08" + struct.pack("<2f", 1.5, -2.0) + b"tb."
    )
    (tmp_path / "old.pkl").write_bytes(content)
    np.testing.assert_array_equal(load_pickle(tmp_path / "old.pkl"), [1.5, -2.0])


class Attack:
    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def attacks(canary):
    code = f"open({str(canary)!r}, 'w').close()"
    yield "system", Attack(os.system, f"touch '{canary}'")
    yield "eval", Attack(eval, code)
    yield "exec", Attack(exec, code)
    yield "getattr", Attack(getattr, "text", "upper")
    yield "open", Attack(open, str(canary), "w")
    yield "numpy.load", Attack(np.load, str(canary), None, True)
    yield "fromfile", Attack(np.fromfile, str(canary))
    yield "savetxt", Attack(np.savetxt, str(canary), [1])


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize(
    "within", [lambda x: x, lambda x: {"train": {"audio": [x]}}, lambda x: np.array([x, 1], object)]
)
def test_a_malicious_pickle_is_refused_and_nothing_runs(tmp_path, number, within):
    canary = tmp_path / "canary"
    _, attack = list(attacks(canary))[number]
    with pytest.raises(DataError, match="could run a program"):
        load_pickle(pickled(tmp_path / "bad.pkl", within(attack)))
    assert not canary.exists()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("numpy.testing._private.utils", "runstring"),
        ("numpy", "load"),
        ("numpy", "fromfile"),
        ("numpy", "memmap"),
        ("numpy.core.multiarray", "fromfile"),
        ("builtins", "getattr"),
        ("__builtin__", "eval"),
        ("_codecs", "lookup"),
        ("pickle", "loads"),
        ("selfmm.data.safe_pickle", "load_pickle"),
    ],
)
def test_only_the_table_is_known(tmp_path, module, name):
    (tmp_path / "bad.pkl").write_bytes(f"c{module}\n{name}\n(tR.".encode())
    with pytest.raises(DataError, match=name):
        load_pickle(tmp_path / "bad.pkl")


FORGED_ARRAYS = {
    "pointers": (  # an array of objects whose pointers are bytes of the file
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
        b"(I1\n(I1\ntcnumpy\ndtype\n(S'O8'\nI0\nI1\ntRI00\nS'AAAAAAAA'\ntb."
    ),
    "records": (  # a record whose flags say that it holds no pointers
        b"cnumpy\ndtype\n(S'V8'\nI0\nI1\ntR(I3\nS'|'\nN(S'a'\nt(dS'a'\n(cnumpy\ndtype\n(S'O8'\nI0\nI1\ntRI0\ntsI8\nI1\nI0\ntb."
    ),
    "longer": (  # more numbers than there are bytes
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
        b"(I1\n(I1000\ntcnumpy\ndtype\n(S'f8'\nI0\nI1\ntRI00\nS'AAAAAAAA'\ntb."
    ),
    "list": (  # more objects than the list holds
        b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
        b"(I1\n(I1000\ntcnumpy\ndtype\n(S'O8'\nI0\nI1\ntRI00\n(lI1\natb."
    ),
    "function": b"cnumpy\ndtype\n(dS'_make'\nS'x'\nsb.",  # a change of what the table hands out
    "class": b"cnumpy\nndarray\n(I4\ntR.",
}


@pytest.mark.parametrize("content", FORGED_ARRAYS.values(), ids=FORGED_ARRAYS)
def test_forged_arrays_are_refused(tmp_path, content):
    (tmp_path / "bad.pkl").write_bytes(content)
    with pytest.raises(DataError):
        load_pickle(tmp_path / "bad.pkl")


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_noise_is_a_known_error_or_plain(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "noise.pkl"
    path.write_bytes(content)
    try:
        load_pickle(path)
    except DataError:
        return


@pytest.mark.parametrize("size", [2**40, 0x2FB57A0EBFF3E301, 2**63 - 2])
def test_a_bytearray_larger_than_all_memory_is_no_error_behind_the_callers_back(tmp_path, monkeypatch, size):
    behind = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _: behind.append(error))
    (tmp_path / "long.pkl").write_bytes(b"\x96" + struct.pack("<Q", size) + b"short")
    for _ in range(50):  # what the interpreter's own unpickler does depends on what lay in memory before
        rubbish = [bytes([255]) * length for length in range(40, 60)]
        del rubbish
        with pytest.raises(DataError):
            load_pickle(tmp_path / "long.pkl")
    assert behind == []


def test_a_memo_number_takes_no_memory(tmp_path):
    (tmp_path / "memo.pkl").write_bytes(b"Nr\x00\x00\x00\x04.")  # as the interpreter's own does: one of 1 GB
    tracemalloc.start()
    try:
        assert load_pickle(tmp_path / "memo.pkl") is None
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_cut_pickle_is_refused(tmp_path, share):
    path = pickled(tmp_path / "data.pkl", {"train": np.ones((50, 20))})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(DataError, match="cut short"):
        load_pickle(path)


def test_missing_empty_and_huge_files_are_told_apart(tmp_path):
    with pytest.raises(DataError, match="no file"):
        load_pickle(tmp_path / "none.pkl")
    (tmp_path / "empty.pkl").touch()
    with pytest.raises(DataError, match="empty"):
        load_pickle(tmp_path / "empty.pkl")
    with pytest.raises(DataError, match="no data set"):
        load_pickle(pickled(tmp_path / "data.pkl", [1] * 1000), limit_bytes=100)
