"""The networks: text encoders, sequence encoders, Self-MM and its baselines, by the names in MODELS.

To add a model: a file with a configuration and a network, a line in MODELS and a file of hyper-parameters beside the
others in `selfmm/training/presets`.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from selfmm.errors import UnknownChoiceError
from selfmm.types import Modality

if TYPE_CHECKING:
    from selfmm.model.base import MultimodalModel


@dataclass(frozen=True, slots=True)
class ModelKind:
    """Where a model is found; its module, and with it torch, is imported only when one of its classes is asked for."""

    module: str
    config: str  # name of the configuration, a frozen dataclass
    network: str  # name of the network, a MultimodalModel
    needs: frozenset[Modality] = frozenset(Modality)  # what it reads; a data set has to have at least one of them

    def config_class(self) -> type[Any]:
        """The class of its configuration, a `ModelConfig`."""
        return cast("type[Any]", getattr(import_module(self.module), self.config))

    def network_class(self) -> type[MultimodalModel]:
        """The class of its network, made with a configuration and a text encoder."""
        return cast("type[MultimodalModel]", getattr(import_module(self.module), self.network))


MODELS = {
    "self_mm": ModelKind("selfmm.model.self_mm", "SelfMMConfig", "SelfMM"),
    "lmf": ModelKind("selfmm.model.lmf", "LMFConfig", "LMF"),
    "tfn": ModelKind("selfmm.model.tfn", "TFNConfig", "TFN"),
    "ef_lstm": ModelKind("selfmm.model.ef_lstm", "EFLSTMConfig", "EFLSTM"),
    "lf_dnn": ModelKind("selfmm.model.lf_dnn", "LFDNNConfig", "LFDNN"),
    "mult": ModelKind("selfmm.model.mult", "MulTConfig", "MulT"),
    "misa": ModelKind("selfmm.model.misa", "MISAConfig", "MISA"),
    "text_only": ModelKind("selfmm.model.unimodal", "TextOnlyConfig", "TextOnly", frozenset({Modality.TEXT})),
    "audio_only": ModelKind("selfmm.model.unimodal", "AudioOnlyConfig", "AudioOnly", frozenset({Modality.AUDIO})),
    "vision_only": ModelKind("selfmm.model.unimodal", "VisionOnlyConfig", "VisionOnly", frozenset({Modality.VISION})),
}


def find_model(name: str) -> ModelKind:
    """The model of this name. Raises UnknownChoiceError where there is none."""
    if name not in MODELS:
        raise UnknownChoiceError("model", name, MODELS)
    return MODELS[name]
