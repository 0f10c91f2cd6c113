"""A small data set of three modalities and ways to train on it; run as a program it trains in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from tiny import FAST, TINY, TINY_TEXT, TinyTextEncoder

import selfmm
from selfmm.data.data_set import DataSet
from selfmm.data.normaliser import fit_normaliser
from selfmm.model import text_encoders
from selfmm.model.self_mm import HeadConfig, SelfMM, SelfMMConfig, SequenceConfig
from selfmm.model.text_encoders.base import NamedEncoder
from selfmm.scales import MOSI
from selfmm.training.runs import RunRequest, run_seeds
from selfmm.training.trainer import feed, frame_dimensions
from selfmm.types import FeatureSequence, Modality, Sample

AUDIO, VISION = 3, 2  # numbers a frame
WORDS = ("good", "fine", "well"), ("bad", "sad", "worse")
HEADS = ("fusion_head", "text_head", "audio_head", "vision_head")
# a network of a few hundred weights, as changes to a preset
SMALL = {
    "text": {"tuned_layers": 0, "tuned_embeddings": False},
    "audio": {"hidden": 4, "out": 4, "pool": 1},
    "vision": {"hidden": 4, "out": 3},
    **{head: {"width": 6, "dropout": 0.1} for head in HEADS},
}
QUICK = {**FAST, "learning_rate_text": 1e-3, "weight_decay_text": 0.0, "batch_size": 6, "epochs": 3}


def tiny_sample(generator, number, split="train", *, missing=True, rated=False):
    """A sample whose label all three modalities show; now and then one of them is missing."""
    label = float(np.round(generator.uniform(-3, 3), 1)) or 0.1
    words = " ".join(generator.choice(WORDS[0] if label > 0 else WORDS[1], int(generator.integers(1, 6))))
    sequences = {
        name: FeatureSequence(
            generator.normal(label / 3, 0.5, (int(generator.integers(2, 9)), width)).astype(np.float32), 0.1, name
        )
        for name, width in (("audio", AUDIO), ("vision", VISION))
    }
    gone = generator.choice([None, "text", "audio", "vision"], p=[0.7, 0.1, 0.1, 0.1]) if missing else None
    sequences = {name: None if name == gone else sequence for name, sequence in sequences.items()}
    people = {Modality.AUDIO: float(np.clip(label + 0.5, -3, 3))} if rated and number % 2 else {}
    text = "" if gone == "text" else words
    return Sample(f"{split}-{number}", f"{split}-{number // 2}", text, **sequences, label=label, unimodal_labels=people)


def tiny_split(count, split="train", *, seed=0, **options):
    """So many samples of one split."""
    generator = np.random.default_rng([seed, len(split)])
    return tuple(tiny_sample(generator, number, split, **options) for number in range(count))


def tiny_set(train=22, *, name="mosi", seed=0, **options):
    """A data set of MOSI's scale with features of a few numbers a frame."""
    return DataSet(
        name=name,
        scale=MOSI,
        metrics="mosi",
        languages=("en",),
        train=tiny_split(train, "train", seed=seed, **options),
        valid=tiny_split(9, "valid", seed=seed, **options),
        test=tiny_split(7, "test", seed=seed, **options),
        dimensions={Modality.AUDIO: AUDIO, Modality.VISION: VISION},
        extractors={Modality.AUDIO: "tiny_audio", Modality.VISION: "tiny_vision"},
        fingerprint="f" * 64,
    )


def small_config(dropout=0.0, layers=1, **changes):
    """The configuration of a small Self-MM."""
    config = SelfMMConfig(
        text=TINY_TEXT,
        audio=SequenceConfig(AUDIO, 4, 4, layers=layers),
        vision=SequenceConfig(VISION, 4, 3, layers=layers),
        fusion_head=HeadConfig(8, dropout),
        text_head=HeadConfig(6, dropout),
        audio_head=HeadConfig(5, dropout),
        vision_head=HeadConfig(4, dropout),
    )
    return replace(config, **changes)


def small_feed(samples, scale=MOSI, config=None):
    """A small Self-MM with random weights, and the samples as it is fed with them."""
    config = config or small_config()
    torch.manual_seed(0)
    model = SelfMM(config, TinyTextEncoder())
    normaliser = fit_normaliser(samples, frame_dimensions(config))
    return model, feed(samples, model, normaliser, scale)


def small_request(data_set=None, *, model="self_mm", seeds=(1,), train=None, shape=None, **options):
    """What to run: the small Self-MM on the tiny set with the tiny encoder."""
    changes = {"train": {**QUICK, **(train or {})}}
    if shape is None:
        shape = SMALL if model == "self_mm" else {"text": SMALL["text"]}
    changes["model"] = shape
    return RunRequest(data_set or tiny_set(), model, seeds, changes=changes, **{"encoder": TINY, **options})


def write_tiny_bert(folder, layers=2, seed=0):
    """A folder with a BERT of random weights that reads letters, so small that it can be tuned in a test."""
    from transformers import BertConfig, BertModel

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    words += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=layers,
        num_attention_heads=2,
        intermediate_size=24,
        max_position_embeddings=64,
        pad_token_id=0,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    return folder


def child_environment():
    """For a process of its own: one thread, and the real `selfmm`, not the folder of its tests beside this file."""
    return os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(Path(selfmm.__file__).parents[1])}


def name_tiny_encoder():
    """Put the tiny encoder in the table of encoders of this process."""
    text_encoders.TEXT_ENCODERS[TINY] = NamedEncoder(TINY_TEXT, lambda config, folder: TinyTextEncoder(config))


def main(out, options):
    """Run the seeds of `small_request` in the folder `out`; options are JSON."""
    torch.set_num_threads(1)
    name_tiny_encoder()
    told = json.loads(options)
    if "checkpoint_seconds" in told:
        from selfmm.training import loop

        loop.CHECKPOINT_SECONDS = told.pop("checkpoint_seconds")
    data = tiny_set(**told.pop("data", {}))
    records = run_seeds(small_request(data, **{**told, "seeds": tuple(told.get("seeds", (1,)))}), Path(out))
    sys.stdout.write(f"{len(records)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
