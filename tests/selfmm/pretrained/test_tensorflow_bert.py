from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from tensor_bundles import write_checkpoint

from selfmm.errors import WeightsError
from selfmm.pretrained.tensorflow_bert import FILES, convert_checkpoint

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "no", "sleep", "\u2028", "我"]
CONFIG = {  # the keys of Google's file
    "attention_probs_dropout_prob": 0.1,
    "hidden_act": "gelu",
    "hidden_dropout_prob": 0.1,
    "hidden_size": 8,
    "initializer_range": 0.02,
    "intermediate_size": 12,
    "max_position_embeddings": 16,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "type_vocab_size": 2,
    "vocab_size": len(WORDS),
}


@pytest.fixture
def network():
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    network = BertModel(BertConfig(**CONFIG)).eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0, 0.5)
    return network


def google_names(network):
    """The network's tensors as Google's program names and turns them, with some that the network does not use."""
    tensors = {"global_step": np.float32([3]), "cls/predictions/output_bias": np.zeros(len(WORDS), np.float32)}
    for name, value in network.state_dict().items():
        path = "bert/" + name.replace("layer.", "layer_").replace(".", "/")
        values = value.numpy()
        if path.endswith("_embeddings/weight"):
            path = path.removesuffix("/weight")
        elif "LayerNorm" in path:
            path = path.replace("/weight", "/gamma").replace("/bias", "/beta")
        elif path.endswith("/weight"):
            path, values = path.replace("/weight", "/kernel"), values.T
        tensors[path] = values
        tensors[f"{path}/adam_m"] = np.zeros_like(values)
    return tensors


def write_folder(folder, tensors, config=CONFIG, words=WORDS):
    (folder / "bert_config.json").write_text(json.dumps(config))
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    write_checkpoint(folder / "bert_model.ckpt", tensors)


@pytest.fixture
def google(tmp_path, network):
    folder = tmp_path / "google"
    folder.mkdir()
    write_folder(folder, google_names(network))
    return folder


def test_a_converted_checkpoint_is_the_same_network(google, network, tmp_path):
    from selfmm.model.text_encoders import create_text_encoder, describe_encoder

    convert_checkpoint(google, tmp_path / "new" / "bert")
    encoder = create_text_encoder(describe_encoder(str(tmp_path / "new" / "bert")))
    tokens = encoder.tokenize(["No sleep", "我"])
    assert tokens.ids.tolist() == [[2, 5, 6, 3], [2, 8, 3, 0]]
    with torch.no_grad():
        expected = network(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
    torch.testing.assert_close(encoder.states(tokens), expected)
    assert encoder.network.config.layer_norm_eps == 1e-12
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["bert"]  # nothing half-made


def test_transformers_reads_a_converted_checkpoint_pooler_and_tokenizer_too(google, network, tmp_path):
    from transformers import BertModel, BertTokenizerFast

    convert_checkpoint(google, tmp_path / "bert")
    converted = BertModel.from_pretrained(tmp_path / "bert", local_files_only=True)
    for name, value in network.state_dict().items():
        torch.testing.assert_close(converted.state_dict()[name], value, rtol=0, atol=0)
    tokenizer = BertTokenizerFast.from_pretrained(tmp_path / "bert", local_files_only=True)
    assert tokenizer("No sleep")["input_ids"] == [2, 5, 6, 3]


@pytest.mark.parametrize(("words", "lower"), [(WORDS, True), ([*WORDS[:-1], "No"], False)])
def test_the_vocabulary_says_whether_texts_are_read_in_lower_case(network, tmp_path, words, lower):
    write_folder(tmp_path, google_names(network), words=words)
    convert_checkpoint(tmp_path, tmp_path / "bert")
    assert json.loads((tmp_path / "bert" / "tokenizer_config.json").read_text())["do_lower_case"] is lower


def test_a_checkpoint_without_a_pooler_is_converted(network, tmp_path):
    write_folder(tmp_path, {name: value for name, value in google_names(network).items() if "pooler" not in name})
    convert_checkpoint(tmp_path, tmp_path / "bert")
    assert (tmp_path / "bert" / "model.safetensors").is_file()


@pytest.mark.parametrize("missing", FILES)
def test_a_missing_file_is_named(google, tmp_path, missing):
    (google / missing).unlink()
    with pytest.raises(WeightsError, match=f"it has no {missing}"):
        convert_checkpoint(google, tmp_path / "bert")
    assert not (tmp_path / "bert").exists()


def test_what_is_there_already_is_left_alone(google, tmp_path):
    (tmp_path / "bert").mkdir()
    with pytest.raises(WeightsError, match="There is something at"):
        convert_checkpoint(google, tmp_path / "bert")
    assert not list((tmp_path / "bert").iterdir())


def test_a_folder_that_cannot_be_written_is_said(google, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WeightsError, match="cannot be written to"):
        convert_checkpoint(google, tmp_path / "file" / "bert")


def test_a_checkpoint_of_another_network_is_refused(tmp_path, network):
    write_folder(tmp_path, google_names(network), CONFIG | {"num_hidden_layers": 3})
    with pytest.raises(WeightsError, match=r"not BERT's: bert/encoder/layer_2/\S+ is missing and 15 more"):
        convert_checkpoint(tmp_path, tmp_path / "bert")


@pytest.mark.parametrize("config", [CONFIG | {"vocab_size": 10}, CONFIG | {"hidden_size": "8"}, {}, ["no", "table"]])
def test_a_configuration_of_another_network_is_refused(google, tmp_path, config):
    (google / "bert_config.json").write_text(json.dumps(config))
    with pytest.raises(WeightsError, match="do not belong together"):
        convert_checkpoint(google, tmp_path / "bert")


@pytest.mark.parametrize(
    ("file", "content"), [("vocab.txt", b"a\nb\n"), ("vocab.txt", b"\xff"), ("bert_config.json", b"{")]
)
def test_files_of_another_network_or_damaged_ones_are_refused(google, tmp_path, file, content):
    (google / file).write_bytes(content)
    with pytest.raises(WeightsError, match="do not belong together"):
        convert_checkpoint(google, tmp_path / "bert")
