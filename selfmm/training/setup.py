"""What one training run is: published hyper-parameters, what the text encoder changes of them, and the user's own."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from selfmm import limited_files
from selfmm.errors import BundleError, SelfMMError
from selfmm.model import MODELS, find_model
from selfmm.model.text_encoders import TEXT_ENCODERS, describe_encoder
from selfmm.plain import build
from selfmm.training.config import TrainConfig
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

    from selfmm.bundle import BundleInfo
    from selfmm.data.data_set import DataSet
    from selfmm.model import ModelKind
    from selfmm.model.base import ModelConfig, TextConfig

    Table = dict[str, Any]

T = TypeVar("T")

DEFAULT_ENCODER = "multilingual-e5-small"
_PARTS = ("model", "train")


@dataclass(frozen=True, slots=True)
class Setup:
    """A model's name and shape, and how it learns."""

    model_name: str
    model: ModelConfig
    train: TrainConfig


def set_up(
    model_name: str,
    data_set: DataSet,
    *,
    encoder: str = DEFAULT_ENCODER,
    changes: Mapping[str, Any] | None = None,
    start: BundleInfo | None = None,
) -> Setup:
    """The run of a model on a data set.

    `changes` are tables "model" and "train" as in a configuration file; they win over the published values. With
    `start`, the network has the shape and the text encoder of that bundle. Raises UnknownChoiceError for an unknown
    model or encoder, SelfMMError where `changes` name an option that there is not, and BundleError where `start` does
    not fit.
    """
    kind = find_model(model_name)
    changes = _checked(changes or {})
    if start is not None:
        _check_start(start, model_name, data_set)
        encoder = start.model["text"]["encoder"]
    table = preset(model_name, data_set.name, encoder, tuned_layers=_told_layers(changes, start))
    shape = dict(start.model) if start is not None else _with_shape(table["model"], model_name, data_set, encoder)
    model = _built(kind.config_class(), merged(shape, changes.get("model", {})), "model")
    train = _built(TrainConfig, merged(table["train"], changes.get("train", {})), "train")
    if not model.modalities:
        raise SelfMMError(
            "The data have nothing that {model} reads ({wanted}). Choose another model or other data.",
            model=model_name,
            wanted=", ".join(sorted(kind.needs)),
        )
    _check_context(kind, model.text, data_set)
    if start is not None and model.text.tuned_layers < start.model["text"]["tuned_layers"]:
        raise SelfMMError(
            "The bundle to start from has {layers} tuned layers of its text encoder. Let at least as many learn: "
            "model.text.tuned_layers={layers}.",
            layers=start.model["text"]["tuned_layers"],
        )
    return Setup(model_name, model, train)


def preset(model_name: str, data_set_name: str, encoder: str, *, tuned_layers: int | None = None) -> dict[str, Table]:
    """The tables "model" and "train" for a model on a data set, before anybody's changes.

    `tuned_layers`, where told, says how many layers of the text encoder will learn: what is ours for an encoder that
    is tuned holds only then, and its word table learns only with as many layers as published.
    """
    published = _read(model_name)
    table = merged(published["default"], published.get(data_set_name, {}))
    text = table["model"]["text"]
    if tuned_layers is not None:
        fewer = tuned_layers < text.get("tuned_layers", 0)
        text = text | {"tuned_layers": tuned_layers} | ({"tuned_embeddings": False} if fewer else {})
    own = _read(encoder) if encoder in TEXT_ENCODERS and _preset_file(encoder).is_file() else {}
    text = merged(text, own.get("every", {}).get("text", {}))
    if text.get("tuned_layers", 0) > 0 and model_name in own:
        text = merged(text, own[model_name]["text"])
        table["train"] = merged(table["train"], own[model_name]["train"])
    table["model"] = {**table["model"], "text": text}
    return table


def merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> Table:
    """`base` with what `over` says instead; tables within tables are merged the same way."""
    result = dict(base)
    for key, value in over.items():
        inner = result.get(key)
        result[key] = merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return result


def read_config(text: str, name: str) -> Table:
    """A configuration file's tables. Raises SelfMMError where it is not TOML."""
    try:
        return limited_files.parse_toml(text)
    except ValueError as error:
        raise SelfMMError(
            "{name} is not a TOML file: {error}. Correct it and try again.", name=name, error=error
        ) from error


def read_assignment(assignment: str) -> Table:
    """`train.epochs=3` as a table; a value that is no TOML value is a text. Raises SelfMMError without a sign."""
    path, sign, value = assignment.partition("=")
    if not sign or not path.strip():
        raise SelfMMError("“{text}” is no assignment. Write it as --set train.epochs=3.", text=assignment)
    try:
        told: Any = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        told = value
    for key in reversed(path.strip().split(".")):
        told = {key: told}
    table: Table = told
    return table


def _check_context(kind: ModelKind, text: TextConfig, data_set: DataSet) -> None:
    if not text.context_words:
        return
    if kind.network_class().reads_states:
        raise SelfMMError(
            "This model reads every word by itself, and would take its neighbours' words for its own. Set "
            "model.text.context_words=0."
        )
    if not any(sample.before or sample.after for sample in data_set.train):
        raise SelfMMError(
            "Of {data_set} it is not known which clip follows which. Set model.text.context_words=0.",
            data_set=data_set.name,
        )


def _read(name: str) -> Table:
    return tomllib.loads(_preset_file(name).read_text(encoding="utf-8"))


def _preset_file(name: str) -> Traversable:
    return files("selfmm.training") / "presets" / f"{name}.toml"


def _checked(changes: Mapping[str, Any]) -> Mapping[str, Table]:
    for part, table in changes.items():
        if part not in _PARTS:
            raise SelfMMError(
                "There is no option “{name}”: options begin with model. or train. Correct it and try again.", name=part
            )
        if not isinstance(table, dict):
            raise SelfMMError("“{name}” is a group of options. Write it as --set {name}.OPTION=VALUE.", name=part)
    return changes


def _told_layers(changes: Mapping[str, Table], start: BundleInfo | None) -> int | None:
    """How many layers of the text encoder are to learn, where somebody said so; what is no number is refused later."""
    shape = {} if start is None else start.model
    text = merged(shape, changes.get("model", {})).get("text")
    layers = text.get("tuned_layers") if isinstance(text, dict) else None
    return layers if isinstance(layers, int) else None


def _check_start(start: BundleInfo, model_name: str, data_set: DataSet) -> None:
    if start.model_name != model_name:
        raise BundleError(
            "The bundle to start from holds a {found}, not a {model}. Choose that model or another bundle.",
            found=start.model_name,
            model=model_name,
        )
    for modality, wanted in _widths(start.model).items():
        found = data_set.dimensions[modality]
        if found not in {0, wanted}:
            raise BundleError(
                "The bundle to start from reads {modality} of {wanted} numbers a frame; {name} has {found}. Choose a "
                "bundle that was trained on the same features.",
                modality=modality,
                wanted=wanted,
                name=data_set.name,
                found=found,
            )


def _widths(model: Table) -> dict[Modality, int]:
    """How many numbers a frame of sound and of face has in a model's table."""
    return {
        modality: model[modality.value]["dimensions"] if modality.value in model else model[f"{modality}_dimensions"]
        for modality in (Modality.AUDIO, Modality.VISION)
    }


def _with_shape(table: Table, model_name: str, data_set: DataSet, encoder: str) -> Table:
    """The table with what follows from the data and the encoder: dimensions, label range and modalities."""
    kind = find_model(model_name)
    text = merged({**asdict(describe_encoder(encoder)), "unit_length": False}, table.get("text", {}))
    if not text.get("tuned_layers"):
        text = merged(asdict(describe_encoder(encoder)), table.get("text", {}))
    shape = {**table, "text": text}
    for modality in (Modality.AUDIO, Modality.VISION):
        width = data_set.dimensions[modality]
        if isinstance(shape.get(modality.value), dict):
            shape[modality.value] = {**shape[modality.value], "dimensions": width}
        else:
            shape[f"{modality}_dimensions"] = width
    if "label_range" in {field.name for field in fields(kind.config_class())}:
        shape["label_range"] = data_set.scale.label_range
    there = {Modality.TEXT: True} | {modality: width > 0 for modality, width in data_set.dimensions.items()}
    shape["modalities"] = [modality.value for modality in Modality if there[modality] and modality in kind.needs]
    return shape


def _built(kind: type[T], table: Table, part: str) -> T:
    try:
        return build(kind, table)
    except (TypeError, ValueError) as error:
        raise SelfMMError(
            "The configuration does not fit ({part}: {error}). Correct the file or --set.", part=part, error=error
        ) from error


assert DEFAULT_ENCODER in TEXT_ENCODERS
assert not set(TEXT_ENCODERS) & set(MODELS)  # their presets lie in one folder
