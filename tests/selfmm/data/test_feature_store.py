from __future__ import annotations

import json
import mmap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfmm.data.feature_store import FeatureStore, FeatureWriter
from selfmm.errors import DataError


def sequences(lengths, dimensions=4, seed=0):
    generator = np.random.default_rng(seed)
    return [generator.normal(size=(length, dimensions)).astype(np.float32) for length in lengths]


def is_mapped(values):
    while values is not None:
        if isinstance(values, mmap.mmap):
            return True
        values = getattr(values, "base", None)
    return False


@settings(deadline=None, max_examples=30)
@given(lengths=st.lists(st.integers(0, 9), max_size=8), dtype=st.sampled_from(["float32", "float16"]))
def test_what_is_written_is_read(tmp_path_factory, lengths, dtype):
    arrays = sequences(lengths)
    store = FeatureStore.write(tmp_path_factory.mktemp("stores") / "store", iter(arrays), np.dtype(dtype))
    assert len(store) == len(lengths)
    assert store.lengths.dtype == np.int64
    assert store.lengths.tolist() == lengths
    assert store.dimensions == (4 if lengths else 0)
    for row, values in enumerate(arrays):
        np.testing.assert_array_equal(store[row], values.astype(dtype))
    assert [len(values) for values in store] == lengths


def test_rows_are_views_of_the_mapped_file_and_cannot_be_changed(tmp_path):
    store = FeatureStore.write(tmp_path / "store", sequences([3, 5]))
    assert is_mapped(store[1])
    with pytest.raises(ValueError, match="read-only"):
        store[1][0] = 0


def test_one_array_at_a_time_is_asked_for(tmp_path):
    alive = []

    def arrays():
        for number in range(4):
            assert (tmp_path / "store").exists() is False  # nothing is in place before all is there
            alive.append(number)
            yield np.full((2, 3), number, np.float32)

    assert len(FeatureStore.write(tmp_path / "store", arrays())) == 4
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_row_without_frames_needs_no_width(tmp_path):
    with FeatureWriter(tmp_path / "store") as writer:
        writer.append(None)
        writer.append(np.ones((2, 3), np.float32))
    store = FeatureStore.open(tmp_path / "store")
    assert store.lengths.tolist() == [0, 2]
    assert store[0].shape == (0, 3)


def test_a_stopped_writer_leaves_what_was_there(tmp_path):
    FeatureStore.write(tmp_path / "store", sequences([3]))

    def arrays():
        yield np.ones((9, 4), np.float32)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FeatureStore.write(tmp_path / "store", arrays())
    assert FeatureStore.open(tmp_path / "store").lengths.tolist() == [3]
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_store_is_replaced(tmp_path):
    FeatureStore.write(tmp_path / "store", sequences([3]))
    FeatureStore.write(tmp_path / "store", sequences([1, 2]))
    assert FeatureStore.open(tmp_path / "store").lengths.tolist() == [1, 2]
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.parametrize("values", [np.array([[np.nan]]), np.array([[1e39]]), np.zeros((2, 2, 2)), np.zeros((2, 5))])
def test_values_that_nobody_can_learn_from_are_not_stored(tmp_path, values):
    with pytest.raises(ValueError, match=r"finite|wanted"), np.errstate(over="ignore"):
        FeatureStore.write(tmp_path / "store", [*sequences([2] if values.shape[-1] == 5 else []), values])
    assert list(tmp_path.iterdir()) == []


def test_other_kinds_of_numbers_are_refused(tmp_path):
    with pytest.raises(ValueError, match="float64"):
        FeatureWriter(tmp_path / "store", np.float64)


def change_index(folder, **values):
    index = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps(index | values))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda store: (store / "values.bin").write_bytes(b"short"), "damaged"),
        (lambda store: (store / "index.json").write_text("{"), "damaged"),
        (lambda store: (store / "index.json").write_text("[]"), "not a store"),
        (lambda store: (store / "lengths.npy").write_bytes(b"\x93NUMPY"), "damaged"),
        (lambda store: np.save(store / "lengths.npy", np.array([-1, 9])), "damaged"),
        (lambda store: np.save(store / "lengths.npy", np.array([{}, 9], object), allow_pickle=True), "damaged"),
        (lambda store: (store / "values.bin").unlink(), "incomplete"),
        (lambda store: change_index(store, version=2), "newer"),
        (lambda store: change_index(store, version=0), "damaged"),
        (lambda store: change_index(store, dimensions=-4), "damaged"),
        (lambda store: change_index(store, dtype="object"), "damaged"),
        (lambda store: change_index(store, rows=3), "damaged"),
    ],
)
def test_a_spoilt_store_is_refused(tmp_path, spoil, said):
    FeatureStore.write(tmp_path / "store", sequences([3, 5]))
    spoil(tmp_path / "store")
    with pytest.raises(DataError, match=said):
        FeatureStore.open(tmp_path / "store")


def test_the_hash_is_that_of_the_content(tmp_path):
    first = FeatureStore.write(tmp_path / "a", sequences([3]))
    assert first.sha256 == FeatureStore.write(tmp_path / "b", sequences([3])).sha256
    assert first.sha256 != FeatureStore.write(tmp_path / "c", sequences([3], seed=1)).sha256
