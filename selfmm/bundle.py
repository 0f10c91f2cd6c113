"""A trained model as one folder: weights, configuration, recipe, label scale, metrics and card. Never a pickle.

bundle.json     everything but the weights, with the hash of each other file
weights.safetensors   the network's own weights and the normaliser; in half precision what of the text encoder was tuned
card.en.md, card.zh.md   what the model is and is not; the first line stands alone

Bundles are never changed, only added.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm.calibration import Line, Plane
from selfmm.errors import BundleError
from selfmm.plain import build
from selfmm.recipe import Recipe
from selfmm.types import LANGUAGES, LabelScale, Modality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from selfmm.data.normaliser import Normaliser
    from selfmm.familiarity import Familiarity
    from selfmm.model.base import ModelConfig, MultimodalModel

FORMAT = 2
_DESCRIPTION = "bundle.json"
_WEIGHTS = "weights.safetensors"
_ALWAYS_FITS = 4096  # a number in a configuration that needs no tensor of that size, such as that of heads
_LARGEST = (
    4_000_000_000  # bytes; a bundle is read whole, and the largest text encoder, tuned whole, takes a third of it
)


@dataclass(frozen=True, slots=True)
class BundleInfo:
    """All of a bundle but its weights; loading it needs no torch."""

    id: str  # 12 hexadecimal digits of the hash of weights and configuration
    folder: Path
    name: str
    created: str  # ISO 8601 date
    recipe: Recipe
    scale: LabelScale
    languages: tuple[str, ...]  # of the people it learnt from
    modalities: tuple[Modality, ...]  # that it learnt from
    interval_halfwidth: float  # of the prediction interval, in the scale's units
    coverage: float  # of that interval, such as 0.9
    metrics: dict[str, Any]
    training: dict[str, Any]  # data, counts, seeds, versions
    model_name: str  # a name in MODELS, such as "self_mm"
    model: dict[str, Any]  # the network's configuration
    text_encoder_sha256: str  # of the weights that the text encoder had before anything was tuned
    card: dict[str, str]  # language → Markdown
    probability: Line | None = None  # from a value to the logit of the chance of being at or above the cut-off
    views: Mapping[str, Line] = field(default_factory=dict)  # name of another scale → from a value to that scale
    feature_views: Mapping[str, Plane] = field(default_factory=dict)  # the same, from the fusion's feature F

    def card_line(self, language: str) -> str:
        """The card's first line, which says what the model is, in `language` or else in English."""
        return self.card.get(language, self.card["en"]).split("\n", 1)[0].lstrip("# ")


@dataclass(frozen=True, slots=True, eq=False)
class ModelBundle:
    """A bundle with its network, ready to score."""

    info: BundleInfo
    model: MultimodalModel
    normaliser: Normaliser
    familiarity: Familiarity | None = None  # of the people that it was brought onto its scale with


def read_info(folder: Path) -> BundleInfo:
    """Read and check a bundle's description; the weights are not read.

    Raises BundleError where the folder is no bundle, is incomplete, changed, or made by a newer version.
    """
    return _understood(folder, _read_description(folder))


def load_bundle(folder: Path, text_encoder_folder: Path | None = None) -> ModelBundle:
    """Read a bundle whole, checking the hash of its weights; the text encoder comes from the store of weights.

    Raises BundleError as `read_info` does, and where the weights were changed or do not fit; WeightsError where
    the text encoder is missing.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    from selfmm.model import find_model
    from selfmm.model.base import own_weights
    from selfmm.model.text_encoders import create_text_encoder, fingerprint

    description = _read_description(folder)
    info = _understood(folder, description)
    try:
        tensors = load(_checked_bytes(folder, _WEIGHTS, description["files"][_WEIGHTS]))
        _check_numbers(info.model, tensors)
        normaliser, familiarity = _take_normaliser(tensors), _take_familiarity(tensors)
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise _broken(folder, _WEIGHTS) from error
    config = _to_config(info)
    text_encoder = create_text_encoder(config.text, text_encoder_folder)
    if config.text.tuned_layers and fingerprint(text_encoder) != info.text_encoder_sha256:
        raise BundleError(
            "The model in {folder} was tuned on other weights of the text encoder {encoder} than those on this "
            "machine. Get the weights that it was made with, or train it anew.",
            folder=folder,
            encoder=config.text.encoder,
        )
    try:
        model = find_model(info.model_name).network_class()(config, text_encoder)
    except (RuntimeError, ValueError, TypeError) as error:  # such as a layer of less than no width
        raise _broken(folder, _DESCRIPTION) from error
    if tensors.keys() != own_weights(model).keys():
        raise _broken(folder, _WEIGHTS)
    try:
        model.load_state_dict(tensors, strict=False)
    except RuntimeError as error:
        raise _broken(folder, _WEIGHTS) from error
    return ModelBundle(info, model.eval(), normaliser, familiarity)


def check_features(info: BundleInfo, config: ModelConfig, modality: Modality, extractor: str, width: int) -> None:
    """Raise BundleError where a bundle's model, of this configuration, learnt from other features than these.

    They are made by `extractor`, `width` numbers a frame; a modality that the model does not look at always fits.
    """
    expected = getattr(info.recipe, modality)
    dimensions = getattr(config, f"{modality}_dimensions")
    if modality not in info.modalities or (extractor, width) == (expected, dimensions):
        return
    raise BundleError(
        "This model wants {modality} features made by {expected} ({dimensions} numbers a frame), but "
        "these were made by {found} ({width} numbers). Extract them again with the model's own recipe.",
        modality=modality.value,
        expected=expected,
        dimensions=dimensions,
        found=extractor,
        width=width,
    )


def write_bundle(
    folder: Path,
    *,
    name: str,
    created: str,
    model_name: str,
    model: MultimodalModel,
    normaliser: Normaliser,
    recipe: Recipe,
    scale: LabelScale,
    languages: tuple[str, ...],
    interval_halfwidth: float,
    coverage: float,
    metrics: dict[str, Any],
    training: dict[str, Any],
    card: dict[str, str],
    probability: Line | None = None,
    views: Mapping[str, Line] | None = None,
    feature_views: Mapping[str, Plane] | None = None,
    familiarity: Familiarity | None = None,
) -> BundleInfo:
    """Write a bundle beside `folder` and move it into place. Raises BundleError where `folder` exists already."""
    from safetensors.torch import save

    from selfmm.model.text_encoders import fingerprint

    weights = save(_own_tensors(model, normaliser) | _of_familiarity(familiarity))
    cards = {f"card.{language}.md": text.encode() for language, text in card.items()}
    contents = {_WEIGHTS: weights, **cards}
    description: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "created": created,
        "model_name": model_name,
        "model": asdict(model.config),
        "text_encoder_sha256": fingerprint(model.text_encoder),
        "recipe": recipe.to_dict(),
        "scale": asdict(scale),
        "languages": list(languages),
        "interval_halfwidth": interval_halfwidth,
        "coverage": coverage,
        "probability": None if probability is None else asdict(probability),
        "views": {name: asdict(line) for name, line in (views or {}).items()},
        "feature_views": {name: asdict(plane) for name, plane in (feature_views or {}).items()},
        "metrics": metrics,
        "training": training,
        "files": {file: _hash(content) for file, content in contents.items()},
    }
    description["id"] = _identify(description)
    contents[_DESCRIPTION] = json.dumps(description, ensure_ascii=False, indent=2).encode()
    _place(folder, contents)
    return read_info(folder)


def _place(folder: Path, contents: dict[str, bytes]) -> None:
    if folder.exists():
        raise BundleError("There is something at {folder} already. Name a folder that does not exist.", folder=folder)
    beside = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    beside.mkdir(parents=True)
    for file, content in contents.items():
        (beside / file).write_bytes(content)
    beside.replace(folder)


def _own_tensors(model: MultimodalModel, normaliser: Normaliser) -> dict[str, Any]:
    import torch

    from selfmm.model.base import own_weights

    own = {
        name: (value.half() if name.startswith("text_encoder.") else value).cpu().contiguous()
        for name, value in own_weights(model).items()
    }
    for modality in normaliser.means:
        own[f"normaliser.{modality}.mean"] = torch.from_numpy(normaliser.means[modality])
        own[f"normaliser.{modality}.deviation"] = torch.from_numpy(normaliser.deviations[modality])
    return own


def _of_familiarity(familiarity: Familiarity | None) -> dict[str, Any]:
    import numpy as np
    import torch

    if familiarity is None:
        return {}
    arrays = {"mean": familiarity.means, "deviation": familiarity.deviations, "limit": np.array([familiarity.limit])}
    return {f"familiarity.{name}": torch.from_numpy(values) for name, values in arrays.items()}


def _take_familiarity(tensors: dict[str, Any]) -> Familiarity | None:
    """Take what is known of familiar people out of `tensors`; None where there is nothing."""
    from selfmm.familiarity import Familiarity

    mean, deviation, limit = (tensors.pop(f"familiarity.{name}", None) for name in ("mean", "deviation", "limit"))
    if mean is None or deviation is None or limit is None:
        return None
    return Familiarity(mean.numpy(), deviation.numpy(), float(limit))


def _take_normaliser(tensors: dict[str, Any]) -> Normaliser:
    """Take the normaliser's arrays out of `tensors`."""
    from selfmm.data.normaliser import SEQUENCES, Normaliser

    return Normaliser(
        means={modality: tensors.pop(f"normaliser.{modality}.mean").numpy() for modality in SEQUENCES},
        deviations={modality: tensors.pop(f"normaliser.{modality}.deviation").numpy() for modality in SEQUENCES},
    )


def _read_description(folder: Path) -> dict[str, Any]:
    path = folder / _DESCRIPTION
    if not path.is_file():
        raise BundleError(
            "There is no model in {folder}: bundle.json is missing. Choose the folder of a model.", folder=folder
        )
    try:
        description = limited_files.read_json(path, limited_files.DESCRIPTION)
        version, stated, found = description["format"], description["id"], _identify(description)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _broken(folder, _DESCRIPTION) from error
    if version != FORMAT:
        raise BundleError(
            "The model in {folder} was made by another version of this program. Update the program or choose "
            "another model.",
            folder=folder,
        )
    if stated != found:
        raise _broken(folder, _DESCRIPTION)
    return dict(description)


def _identify(description: dict[str, Any]) -> str:
    """Hash of everything that the description says, the files' hashes among it."""
    rest = {key: value for key, value in description.items() if key != "id"}
    return _hash(json.dumps(rest, ensure_ascii=False, sort_keys=True).encode())[:12]


def _understood(folder: Path, description: dict[str, Any]) -> BundleInfo:
    try:
        return _to_info(folder, description)
    except (KeyError, TypeError, ValueError) as error:
        raise _broken(folder, _DESCRIPTION) from error


def _to_info(folder: Path, description: dict[str, Any]) -> BundleInfo:
    files = description["files"]
    card = {
        language: _checked_bytes(folder, f"card.{language}.md", files[f"card.{language}.md"]).decode()
        for language in LANGUAGES
    }
    return BundleInfo(
        id=description["id"],
        folder=folder,
        name=description["name"],
        created=description["created"],
        recipe=Recipe.from_dict(description["recipe"]),
        scale=build(LabelScale, description["scale"]),
        languages=tuple(description["languages"]),
        modalities=tuple(Modality(name) for name in description["model"]["modalities"]),
        interval_halfwidth=float(description["interval_halfwidth"]),
        coverage=float(description["coverage"]),
        metrics=description["metrics"],
        training=description["training"],
        model_name=description["model_name"],
        model=description["model"],
        text_encoder_sha256=description["text_encoder_sha256"],
        card=card,
        probability=None if description.get("probability") is None else build(Line, description["probability"]),
        views=build(dict[str, Line], description.get("views", {})),
        feature_views=build(dict[str, Plane], description.get("feature_views", {})),
    )


def _to_config(info: BundleInfo) -> ModelConfig:
    from selfmm.model import find_model

    config: ModelConfig = build(find_model(info.model_name).config_class(), info.model)
    return config


def _check_numbers(config: Mapping[str, Any], tensors: Mapping[str, Any]) -> None:
    """Raise ValueError where the network would be larger than its weights, or a weight is no number."""
    import torch

    largest = max([_ALWAYS_FITS, len(tensors), *(size for tensor in tensors.values() for size in tensor.shape)])
    if any(number > largest for number in _whole_numbers(config)):
        raise ValueError("the network is larger than its weights")
    if not all(torch.isfinite(tensor).all() for tensor in tensors.values() if tensor.is_floating_point()):
        raise ValueError("a weight is not finite")


def _whole_numbers(value: Any) -> Iterator[int]:
    """All whole numbers in a document."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _whole_numbers(inner)
    elif isinstance(value, int):
        yield value


def _checked_bytes(folder: Path, file: str, expected: str) -> bytes:
    path = folder / file
    if not path.is_file() or path.stat().st_size > _LARGEST:
        raise _broken(folder, file)
    content = path.read_bytes()
    if _hash(content) != expected:
        raise _broken(folder, file)
    return content


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _broken(folder: Path, file: str) -> BundleError:
    return BundleError(
        "The model in {folder} is broken: {file} is missing, damaged or was changed. Choose another model or get a "
        "fresh copy of this one.",
        folder=folder,
        file=file,
    )
