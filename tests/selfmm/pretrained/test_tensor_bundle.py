from __future__ import annotations

import numpy as np
import pytest
import tensor_bundles
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfmm.errors import WeightsError
from selfmm.pretrained.tensor_bundle import TensorBundle, crc32c

NAMES = [f"bert/encoder/layer_{layer}/{part}" for layer in range(6) for part in ("kernel", "bias", "gamma")]


@pytest.fixture
def tensors():
    generator = np.random.default_rng(0)
    found = {name: generator.normal(size=(3, 5)).astype(np.float32) for name in NAMES}
    return found | {"one": np.float32([7]), "none": np.zeros((0, 4), np.float32), "number": np.array(2.5, np.float32)}


@pytest.fixture
def checkpoint(tmp_path, tensors):
    tensor_bundles.write_checkpoint(tmp_path / "model.ckpt", tensors)
    return tmp_path / "model.ckpt"


def test_every_tensor_is_read_as_it_was_written(checkpoint, tensors):
    bundle = TensorBundle(checkpoint)
    assert set(bundle.entries) == set(tensors)
    for name, values in tensors.items():
        np.testing.assert_array_equal(bundle.read(name), values, strict=True)


def test_the_sum_is_the_published_one():
    assert crc32c(b"123456789") == 0xE3069283
    assert crc32c(bytes(32)) == 0x8A9136AA  # RFC 3720, B.4
    assert crc32c(b"\xff" * 32) == 0x62A8AB43
    assert crc32c(b"") == 0


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_the_sum_is_that_of_going_bit_by_bit(data):
    assert crc32c(data) == tensor_bundles.crc32c(data)


def flip(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 4
    path.write_bytes(content)


def test_a_changed_number_is_noticed(checkpoint):
    flip(checkpoint.with_name("model.ckpt.data-00000-of-00001"), 30)
    bundle = TensorBundle(checkpoint)
    broken = next(name for name, entry in bundle.entries.items() if entry.offset <= 30 < entry.offset + entry.size)
    with pytest.raises(WeightsError, match="is damaged"):
        bundle.read(broken)


def test_a_shortened_data_file_is_noticed(checkpoint):
    path = checkpoint.with_name("model.ckpt.data-00000-of-00001")
    path.write_bytes(path.read_bytes()[:-4])
    bundle = TensorBundle(checkpoint)
    last = max(bundle.entries, key=lambda name: bundle.entries[name].offset)
    with pytest.raises(WeightsError, match="is damaged"):
        bundle.read(last)


def test_an_empty_data_file_is_noticed(checkpoint):
    checkpoint.with_name("model.ckpt.data-00000-of-00001").write_bytes(b"")
    with pytest.raises(WeightsError, match=r"data-00000-of-00001 is damaged"):
        TensorBundle(checkpoint)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_changed_or_shortened_index_is_noticed(checkpoint, tensors, data):
    path = checkpoint.with_name("model.ckpt.index")
    whole = path.read_bytes()
    handles = whole[-48:-8].rstrip(b"\0")
    if data.draw(st.booleans()):
        read = (*range(len(whole) - 48 + len(handles)), *range(len(whole) - 8, len(whole)))  # all but the footer's gap
        flip(path, data.draw(st.sampled_from(read)))
    else:
        path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(WeightsError, match=r"index is damaged or no checkpoint"):
        TensorBundle(checkpoint)
    path.write_bytes(whole)
    assert set(TensorBundle(checkpoint).entries) == set(tensors)


@pytest.mark.parametrize(
    "options",
    [
        {"compression": 1},
        {"first": tensor_bundles.header(shards=2)},
        {"first": tensor_bundles.header(endianness=1)},
        {"first": tensor_bundles.nested(1, b"?")},  # a text where a number belongs
        {"more": b"\x13"},  # a kind of field that protocol buffers no longer have
        {"more": tensor_bundles.number(2, 3)},  # a number where a shape belongs
    ],
)
def test_an_index_of_another_kind_is_refused(tmp_path, tensors, options):
    tensor_bundles.write_checkpoint(tmp_path / "model.ckpt", tensors, **options)
    with pytest.raises(WeightsError, match="is damaged or no checkpoint"):
        TensorBundle(tmp_path / "model.ckpt")


@pytest.mark.parametrize("options", [{"kind": 14}, {"more": tensor_bundles.nested(7, b"")}])
def test_other_numbers_and_slices_are_refused(tmp_path, options):
    tensor_bundles.write_checkpoint(tmp_path / "model.ckpt", {"a": np.float32([1, 2])}, **options)
    with pytest.raises(WeightsError, match="is damaged or no checkpoint"):
        TensorBundle(tmp_path / "model.ckpt").read("a")
