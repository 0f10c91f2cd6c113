from __future__ import annotations

import json
import subprocess
import sys

import pytest
import torch

from selfmm.bundle import load_bundle, read_info
from selfmm.errors import BundleError
from selfmm.scales import SDS
from selfmm.types import Modality


def test_a_bundle_comes_back_as_it_was_written(tiny_bundle):
    info = read_info(tiny_bundle)
    assert info.scale == SDS
    assert info.modalities == (Modality.TEXT, Modality.AUDIO)
    assert info.card_line("zh") == "微型模型"
    bundle = load_bundle(tiny_bundle)
    assert bundle.info == info
    assert not bundle.model.training
    assert bundle.normaliser.means[Modality.AUDIO].shape == (33,)


def test_the_frozen_text_encoder_is_not_in_the_bundle(tiny_bundle):
    from safetensors import safe_open

    with safe_open(tiny_bundle / "weights.safetensors", "pt") as file:
        assert not any(name.startswith("text_encoder") for name in file.keys())  # noqa: SIM118 - not a dict


def test_a_folder_without_a_bundle_is_refused(tmp_path):
    with pytest.raises(BundleError, match=r"bundle\.json is missing"):
        read_info(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', "null"])
def test_a_broken_description_is_refused(tiny_bundle, content):
    (tiny_bundle / "bundle.json").write_text(content)
    with pytest.raises(BundleError, match="broken"):
        read_info(tiny_bundle)


def test_a_changed_description_is_refused(tiny_bundle):
    path = tiny_bundle / "bundle.json"
    description = json.loads(path.read_text())
    description["metrics"] = {"auc": 0.99}
    path.write_text(json.dumps(description))
    with pytest.raises(BundleError, match="changed"):
        read_info(tiny_bundle)


def test_a_newer_format_is_named_as_such(tiny_bundle):
    path = tiny_bundle / "bundle.json"
    description = json.loads(path.read_text()) | {"format": 99}
    path.write_text(json.dumps(description))
    with pytest.raises(BundleError, match="another version"):
        read_info(tiny_bundle)


def test_changed_weights_are_refused(tiny_bundle):
    path = tiny_bundle / "weights.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(BundleError, match=r"weights\.safetensors is missing, damaged or was changed"):
        load_bundle(tiny_bundle)


def test_a_changed_card_is_refused(tiny_bundle):
    (tiny_bundle / "card.en.md").write_text("# The best model ever")
    with pytest.raises(BundleError, match=r"card\.en\.md is missing, damaged or was changed"):
        read_info(tiny_bundle)


def test_an_existing_folder_is_never_overwritten(tiny_bundle, tiny_text_encoder, samples):
    from tiny import tiny_bundle_in

    before = read_info(tiny_bundle).id
    with pytest.raises(BundleError, match="already"):
        tiny_bundle_in(tiny_bundle, tiny_text_encoder, samples)
    assert read_info(tiny_bundle).id == before
    assert not list(tiny_bundle.parent.glob("*.partial-*"))


def test_reading_the_description_needs_no_torch(tiny_bundle):
    program = (
        "import sys, pathlib; from selfmm.bundle import read_info; "
        f"read_info(pathlib.Path({str(tiny_bundle)!r})); "
        "sys.exit(int('torch' in sys.modules or 'librosa' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_loaded_weights_are_the_written_ones(tiny_bundle):
    first, second = load_bundle(tiny_bundle).model, load_bundle(tiny_bundle).model
    for name, value in first.state_dict().items():
        assert torch.equal(value, second.state_dict()[name])
