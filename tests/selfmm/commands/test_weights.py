from __future__ import annotations

import json

import numpy as np
from tensor_bundles import write_checkpoint

from selfmm.__main__ import main
from selfmm.pretrained.tensorflow_bert import _names


def test_weights_are_listed_with_where_they_lie(capsys):
    assert main(["weights", "--list"]) == 0
    listed = capsys.readouterr().out
    assert all(
        name in listed for name in ("whisper-base", "multilingual-e5-small", "face-landmarker", "speaker-encoder")
    )
    assert "MIT" in listed


def write_google_folder(folder):
    """An original BERT of one layer with five words, as Google's downloads hold it."""
    from transformers import BertConfig, BertModel

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "good"]
    config = {
        "hidden_size": 4,
        "intermediate_size": 6,
        "num_attention_heads": 2,
        "num_hidden_layers": 1,
        "max_position_embeddings": 8,
        "type_vocab_size": 2,
        "vocab_size": len(words),
    }
    network = BertModel(BertConfig(**config), add_pooling_layer=False)
    theirs = _names(1, pooler=False)
    tensors = {theirs[name]: value.numpy() for name, value in network.state_dict().items() if name in theirs}
    tensors = {name: value.T if name.endswith("/kernel") else value for name, value in tensors.items()}
    folder.mkdir()
    (folder / "bert_config.json").write_text(json.dumps(config))
    (folder / "vocab.txt").write_text("\n".join(words) + "\n")
    write_checkpoint(folder / "bert_model.ckpt", {name: np.ascontiguousarray(value) for name, value in tensors.items()})
    return folder


def test_a_tensorflow_checkpoint_becomes_an_encoder_that_can_be_trained_with(tmp_path, capsys):
    google, out = write_google_folder(tmp_path / "google"), tmp_path / "bert"
    encoder = ["-d", "mosi", "--data", "synthetic", "--samples", "30", "--set", "train.epochs=1", "--encoder"]
    train = ["train", "-m", "text_only", "-o", str(tmp_path / "run"), "--set", "model.text.tuned_layers=1", *encoder]
    assert main([*train, str(google)]) == 2
    assert "weights --convert-tensorflow" in capsys.readouterr().err

    assert main(["weights", "--convert-tensorflow", str(google), "-o", str(out)]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    assert main([*train, str(out)]) == 0
    assert "MAE" in capsys.readouterr().out


def test_a_conversion_needs_a_checkpoint_and_a_new_folder(tmp_path, capsys):
    google = write_google_folder(tmp_path / "google")
    assert main(["weights", "--convert-tensorflow", str(google)]) == 2
    assert "-o OUT" in capsys.readouterr().err
    assert main(["weights", "--convert-tensorflow", str(google), "-o", str(google)]) == 2
    assert "already" in capsys.readouterr().err
    assert main(["weights", "--convert-tensorflow", str(tmp_path), "-o", str(tmp_path / "new")]) == 2
    assert "no TensorFlow BERT checkpoint" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
