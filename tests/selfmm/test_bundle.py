from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys

import pytest
import torch
from safetensors.torch import load, save
from tiny_training import small_request, tiny_set, write_tiny_bert

from selfmm.bundle import _identify, load_bundle, read_info
from selfmm.errors import BundleError
from selfmm.model import MODELS
from selfmm.model.base import own_weights
from selfmm.scales import MOSI, SDS
from selfmm.training import runs
from selfmm.training.runs import run_seeds
from selfmm.training.trainer import feed, predict
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


# Any model, any encoder ---------------------------------------------------------------------------------------------


def _predictions(model, normaliser, samples):
    told = predict(model, feed(samples, model, normaliser, MOSI))
    return torch.stack(list(told.values())).nan_to_num(99.0)


def _trained_and_loaded(request, out, monkeypatch):
    """The network as it was when it was written, and as it is loaded."""
    written = []
    write = runs.write_bundle
    monkeypatch.setattr(runs, "write_bundle", lambda folder, **told: written.append(told) or write(folder, **told))
    run_seeds(request, out)
    return written[0]["model"], load_bundle(out / "seed-1" / "bundle")


@pytest.mark.parametrize("name", MODELS)
def test_every_model_comes_back_and_says_exactly_the_same(name, tmp_path, tiny_text_encoder, monkeypatch):
    trained, bundle = _trained_and_loaded(small_request(model=name, train={"epochs": 1}), tmp_path, monkeypatch)
    assert type(bundle.model) is MODELS[name].network_class()
    samples = tiny_set().test
    assert torch.equal(
        _predictions(trained, bundle.normaliser, samples), _predictions(bundle.model, bundle.normaliser, samples)
    )


@pytest.fixture
def tuned(tmp_path, tiny_text_encoder, monkeypatch):
    """A network whose BERT has one tuned layer, as trained and as loaded, and the BERT's folder."""
    bert = write_tiny_bert(tmp_path / "bert")
    shape = {"text": {"tuned_layers": 1, "tuned_embeddings": False}}
    request = small_request(encoder=str(bert), shape=shape, train={"epochs": 2, "learning_rate_text": 1e-2})
    return *_trained_and_loaded(request, tmp_path / "out", monkeypatch), bert


def test_tuned_layers_are_kept_in_half_precision_and_come_back_exactly(tuned):
    from safetensors.torch import load_file

    trained, bundle, bert = tuned
    kept = load_file(bundle.info.folder / "weights.safetensors")
    text = {name: value for name, value in kept.items() if name.startswith("text_encoder.")}
    assert all(".layer.1." in name and value.dtype == torch.float16 for name, value in text.items())
    assert {value.dtype for name, value in kept.items() if name not in text} == {torch.float32}
    assert set(text) == {name for name in own_weights(trained) if name.startswith("text_encoder.")}
    samples = tiny_set().test
    assert torch.equal(
        _predictions(trained, bundle.normaliser, samples), _predictions(bundle.model, bundle.normaliser, samples)
    )
    original = load_file(bert / "model.safetensors")["encoder.layer.1.output.dense.weight"]
    learnt = text["text_encoder.network.encoder.layer.1.output.dense.weight"].float()
    assert (learnt - original).abs().max() > 1e-3


def test_a_bundle_that_was_tuned_on_other_weights_of_the_encoder_is_refused(tuned):
    _, bundle, bert = tuned
    write_tiny_bert(bert, seed=1)
    with pytest.raises(BundleError, match="tuned on other weights of the text encoder"):
        load_bundle(bundle.info.folder)


def test_weights_of_another_network_are_refused(tiny_bundle):
    """Even where somebody made the hashes fit."""
    from safetensors.torch import load_file, save

    from selfmm.bundle import _hash, _identify

    tensors = load_file(tiny_bundle / "weights.safetensors")
    for changed in (
        {name: value for name, value in tensors.items() if name != "absent.audio"},
        tensors | {"heads.fusion.value.weight": torch.zeros(1, 99)},
    ):
        content = save(changed)
        (tiny_bundle / "weights.safetensors").write_bytes(content)
        description = json.loads((tiny_bundle / "bundle.json").read_text())
        description["files"]["weights.safetensors"] = _hash(content)
        description["id"] = _identify(description)
        (tiny_bundle / "bundle.json").write_text(json.dumps(description))
        with pytest.raises(BundleError, match=r"weights\.safetensors is missing, damaged or was changed"):
            load_bundle(tiny_bundle)


def signed(folder, tmp_path, tensors, **model):
    """A copy of a bundle with other weights or another network, whose hashes are right all the same."""
    made = tmp_path / "signed"
    shutil.copytree(folder, made)
    (made / "weights.safetensors").write_bytes(save(tensors))
    description = json.loads((made / "bundle.json").read_text(encoding="utf-8"))
    description["model"] = {**description["model"], **model}
    description["files"]["weights.safetensors"] = hashlib.sha256(save(tensors)).hexdigest()
    description["id"] = _identify(description)
    (made / "bundle.json").write_text(json.dumps(description), encoding="utf-8")
    return made


def weights(folder):
    return load((folder / "weights.safetensors").read_bytes())


@pytest.mark.parametrize(
    "change",
    [
        lambda tensors: tensors.pop("normaliser.audio.mean"),
        lambda tensors: tensors.pop("heads.text.value.weight"),
        lambda tensors: tensors.update({"heads.text.value.weight": torch.zeros(3)}),
        lambda tensors: tensors.update({"heads.text.value.weight": tensors["heads.text.value.weight"] * torch.nan}),
        lambda tensors: tensors.update({"more": torch.zeros(3)}),
        lambda tensors: tensors.clear(),
    ],
    ids=["no normaliser", "no head", "another shape", "no number", "one more", "nothing"],
)
def test_weights_that_are_signed_but_wrong_are_refused(tiny_bundle, tmp_path, change):
    tensors = weights(tiny_bundle)
    change(tensors)
    with pytest.raises(BundleError, match="is broken"):
        load_bundle(signed(tiny_bundle, tmp_path, tensors))


@pytest.mark.parametrize("audio", [{"hidden": 10**8}, {"hidden": -1}, {"layers": 10**7}])
def test_a_network_that_would_fill_the_memory_is_not_built(tiny_bundle, tmp_path, audio):
    whole = read_info(tiny_bundle).model["audio"]
    with pytest.raises(BundleError, match="is broken"):
        load_bundle(signed(tiny_bundle, tmp_path, weights(tiny_bundle), audio={**whole, **audio}))
