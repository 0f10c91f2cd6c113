"""A real workspace in tmp_path, small real recordings, and a real model that is tiny."""

from __future__ import annotations

import json
import wave
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from screening_app.domain import Interview, Patient, Source
from screening_app.paths import AppPaths
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.services.scoring import add_assessment
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from selfmm.scales import SDS
from selfmm.types import Quality, Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RATE = 16000


@pytest.fixture
def app_paths(tmp_path: Path) -> AppPaths:
    return AppPaths(tmp_path / "data")


@pytest.fixture
def workspace(app_paths: AppPaths, lay_out_clinic: Callable[[AppPaths], AppPaths]) -> Iterator[Workspace]:
    opened = open_workspace(lay_out_clinic(app_paths))
    yield opened
    opened.close()


@pytest.fixture
def patient(workspace: Workspace) -> Patient:
    return add_patient(workspace, code="P-7K3Q", name="张三", language="zh")


def write_wav(path: Path, seconds: float = 1.0) -> Path:
    """A tone of 220 Hz, 16 kHz mono."""
    tone = 8000 * np.sin(2 * np.pi * 220 * np.arange(int(seconds * RATE)) / RATE)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())
    return path


def write_matroska(path: Path, seconds: float = 2.0, frames_per_second: int = 10) -> Path:
    """Grey pictures of 64 x 48 that grow lighter, and a tone."""
    import av

    with av.open(str(path), "w", format="matroska") as container:
        picture = container.add_stream("mpeg4", rate=frames_per_second)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=RATE, layout="mono")
        samples = (8000 * np.sin(np.arange(int(seconds * RATE)) / 12)).astype(np.int16)
        block = RATE // frames_per_second
        for tick in range(int(seconds * frames_per_second)):
            image = np.full((48, 64, 3), 5 * tick, np.uint8)
            container.mux(picture.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            heard = av.AudioFrame.from_ndarray(samples[None, tick * block : (tick + 1) * block], "s16", "mono")
            heard.sample_rate, heard.pts = RATE, tick * block
            container.mux(sound.encode(heard))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return path


@pytest.fixture
def write() -> Callable[..., Path]:
    """Writes a small film at a path."""
    return write_matroska


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "interview.wav")


@pytest.fixture
def matroska(tmp_path: Path) -> Path:
    return write_matroska(tmp_path / "interview.mkv")


@pytest.fixture
def new_score() -> Callable[..., Score]:
    def make(value: float | None = 50.0, **changes: object) -> Score:
        fields: dict[str, Any] = {
            "scale": SDS,
            "value": value,
            "interval": None if value is None else (value - 10, value + 10),
            "coverage": 0.9,
            "band": "below_cutoff",
            "text": value,
            "audio": None,
            "vision": None,
            "answers": (),
            "quality": Quality(words=40),
            "bundle": "0123456789ab",
        }
        return Score(**{**fields, **changes})

    return make


@pytest.fixture
def scored_interview(
    workspace: Workspace, patient: Patient, new_score: Callable[..., Score]
) -> Callable[..., Interview]:
    """Make an interview with an assessment, without going through a model."""

    def make(value: float | None = 50.0, *, held_at: Any = None, **changes: object) -> Interview:
        interview = start_interview(workspace, patient, Source.TYPED, "zh", held_at=held_at)
        add_assessment(workspace, interview, new_score(value, **changes))
        return interview

    return make


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A text encoder of one layer, with random weights and a vocabulary of single characters."""
    import torch
    from safetensors.torch import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers.models.bert.configuration_bert import BertConfig
    from transformers.models.bert.modeling_bert import BertModel

    folder = tmp_path_factory.mktemp("encoder")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    letters = ["[PAD]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz:,.我你他不好睡觉心情很今天工作家人开难过"]
    vocabulary = {letter: index for index, letter in enumerate(letters)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=384, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    (folder / "config.json").write_text(json.dumps(config.to_dict()))
    bert = BertModel(config, add_pooling_layer=False)
    tensors = {name: value for name, value in bert.state_dict().items() if not name.endswith(("_ids",))}
    tensors["embeddings.word_embeddings.weight"] = tensors["embeddings.word_embeddings.weight"].half()
    save_file(tensors, folder / "model.safetensors")
    return folder


@pytest.fixture(scope="session")
def tiny_bundle(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path) -> Path:
    """A bundle of the real network with random weights that takes text, sound and picture."""
    import torch

    from selfmm.bundle import write_bundle
    from selfmm.data.normaliser import fit_normaliser
    from selfmm.model.self_mm import HeadConfig, SelfMM, SelfMMConfig, SequenceConfig
    from selfmm.model.text_encoders import create_text_encoder, describe_encoder
    from selfmm.recipe import Recipe
    from selfmm.types import Modality

    torch.manual_seed(0)
    head = HeadConfig(width=4)
    config = SelfMMConfig(
        text=describe_encoder("multilingual-e5-small"),
        audio=SequenceConfig(dimensions=33, hidden=4, out=4),
        vision=SequenceConfig(dimensions=56, hidden=4, out=4),
        fusion_head=head,
        text_head=head,
        audio_head=head,
        vision_head=head,
    )
    folder = tmp_path_factory.mktemp("bundles") / "tiny"
    write_bundle(
        folder,
        name="tiny",
        created="2026-01-01",
        model_name="self_mm",
        model=SelfMM(config, create_text_encoder(config.text, tiny_encoder)),
        normaliser=fit_normaliser((), {Modality.AUDIO: 33, Modality.VISION: 56}),
        recipe=Recipe(),
        scale=SDS,
        languages=("en", "zh"),
        interval_halfwidth=12.0,
        coverage=0.9,
        metrics={},
        training={},
        card={"en": "# A model that knows nothing", "zh": "# 什么都不懂的模型"},
    )
    return folder


@pytest.fixture(scope="session")
def letter_topics() -> dict[str, dict[str, tuple[str, ...]]]:
    """Topics for `demo_clinic` that the tiny encoder tells apart: it knows letters alone, of which words share most."""
    return {
        topic: {
            "en": tuple(" ".join("".join(word) * 2 for word in (order, order[::-1])) for order in permutations(letters))
        }
        for topic, letters in (("_HIGH", "abcd"), ("_LOW", "wxyz"))
    }


@pytest.fixture(scope="session")
def deaf_bundle(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path) -> Path:
    """A model of words that knows nothing of this clinic, but is wide enough to learn."""
    import torch

    from selfmm.bundle import write_bundle
    from selfmm.data.normaliser import fit_normaliser
    from selfmm.model.self_mm import HeadConfig, SelfMM, SelfMMConfig, SequenceConfig
    from selfmm.model.text_encoders import create_text_encoder, describe_encoder
    from selfmm.recipe import Recipe
    from selfmm.scales import PHQ_9
    from selfmm.types import Modality

    torch.manual_seed(0)
    head, silent = HeadConfig(width=64), SequenceConfig(dimensions=0, hidden=4, out=4)
    text = describe_encoder("multilingual-e5-small")
    config = SelfMMConfig(text, silent, silent, head, head, head, head, modalities=(Modality.TEXT,))
    model = SelfMM(config, create_text_encoder(config.text, tiny_encoder))
    folder = tmp_path_factory.mktemp("bundles") / "deaf"
    write_bundle(
        folder,
        name="deaf",
        created="2026-01-01",
        model_name="self_mm",
        model=model,
        normaliser=fit_normaliser((), {Modality.AUDIO: 0, Modality.VISION: 0}),
        recipe=Recipe(),
        scale=PHQ_9,
        languages=("en",),
        interval_halfwidth=12.0,
        coverage=0.9,
        metrics={},
        training={},
        card={"en": "# A model that hears nothing", "zh": "# 什么都听不出的模型"},
    )
    return folder


@pytest.fixture
def tiny_settings(tiny_bundle: Path, tiny_encoder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings that name the tiny model; its text encoder is the one that this user's folder holds."""
    monkeypatch.setenv("SELFMM_MULTILINGUAL_E5_SMALL", str(tiny_encoder))
    return Settings(model_folder=str(tiny_bundle))
