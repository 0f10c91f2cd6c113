"""A trained model as one folder: weights, configuration, recipe, label scale, metrics and card. Never a pickle.

bundle.json     everything but the weights, with the hash of each other file
weights.safetensors   the network's own weights (not the frozen text encoder's) and the normaliser
card.en.md, card.zh.md   what the model is and is not; the first line stands alone

Bundles are never changed, only added.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from selfmm.errors import BundleError
from selfmm.recipe import Recipe
from selfmm.types import LANGUAGES, Band, LabelScale, Modality

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.data.normaliser import Normaliser
    from selfmm.model.self_mm import SelfMM, SelfMMConfig

FORMAT = 1
_DESCRIPTION = "bundle.json"
_WEIGHTS = "weights.safetensors"
_LARGEST = 500_000_000  # bytes; a bundle is tens of megabytes, and what is larger is not one


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
    model: dict[str, Any]  # the network's configuration, as `SelfMMConfig`
    card: dict[str, str]  # language → Markdown

    def card_line(self, language: str) -> str:
        """The card's first line, which says what the model is, in `language` or else in English."""
        return self.card.get(language, self.card["en"]).split("\n", 1)[0].lstrip("# ")


@dataclass(frozen=True, slots=True, eq=False)
class ModelBundle:
    """A bundle with its network, ready to score."""

    info: BundleInfo
    model: SelfMM
    normaliser: Normaliser


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
    from safetensors.torch import load

    from selfmm.model.self_mm import SelfMM
    from selfmm.model.text_encoders import create_text_encoder

    description = _read_description(folder)
    info = _understood(folder, description)
    tensors = load(_checked_bytes(folder, _WEIGHTS, description["files"][_WEIGHTS]))
    normaliser = _take_normaliser(tensors)
    config = _to_config(info.model)
    model = SelfMM(config, create_text_encoder(config.text_encoder, text_encoder_folder))
    try:
        missing, unexpected = model.load_state_dict(tensors, strict=False)
    except RuntimeError as error:
        raise _broken(folder, _WEIGHTS) from error
    if unexpected or any(not name.startswith("text_encoder.") for name in missing):
        raise _broken(folder, _WEIGHTS)
    return ModelBundle(info, model.eval(), normaliser)


def write_bundle(
    folder: Path,
    *,
    name: str,
    created: str,
    model: SelfMM,
    normaliser: Normaliser,
    recipe: Recipe,
    scale: LabelScale,
    languages: tuple[str, ...],
    interval_halfwidth: float,
    coverage: float,
    metrics: dict[str, Any],
    training: dict[str, Any],
    card: dict[str, str],
) -> BundleInfo:
    """Write a bundle beside `folder` and move it into place. Raises BundleError where `folder` exists already."""
    from safetensors.torch import save

    weights = save(_own_tensors(model, normaliser))
    cards = {f"card.{language}.md": text.encode() for language, text in card.items()}
    contents = {_WEIGHTS: weights, **cards}
    description: dict[str, Any] = {
        "format": FORMAT,
        "name": name,
        "created": created,
        "model": asdict(model.config),
        "recipe": recipe.to_dict(),
        "scale": asdict(scale),
        "languages": list(languages),
        "interval_halfwidth": interval_halfwidth,
        "coverage": coverage,
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


def _own_tensors(model: SelfMM, normaliser: Normaliser) -> dict[str, Any]:
    import torch

    own = {name: value for name, value in model.state_dict().items() if not name.startswith("text_encoder.")}
    for modality in normaliser.means:
        own[f"normaliser.{modality}.mean"] = torch.from_numpy(normaliser.means[modality])
        own[f"normaliser.{modality}.deviation"] = torch.from_numpy(normaliser.deviations[modality])
    return own


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
        description = json.loads(path.read_text(encoding="utf-8"))
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
        scale=_to_scale(description["scale"]),
        languages=tuple(description["languages"]),
        modalities=tuple(Modality(name) for name in description["model"]["modalities"]),
        interval_halfwidth=float(description["interval_halfwidth"]),
        coverage=float(description["coverage"]),
        metrics=description["metrics"],
        training=description["training"],
        model=description["model"],
        card=card,
    )


def _to_scale(fields: dict[str, Any]) -> LabelScale:
    bands = tuple(Band(**band) for band in fields["bands"])
    return LabelScale(**{**fields, "bands": bands})


def _to_config(fields: dict[str, Any]) -> SelfMMConfig:
    from selfmm.model.self_mm import HeadConfig, SelfMMConfig, SequenceConfig

    parts: dict[str, Any] = {name: HeadConfig(**fields[name]) for name in fields if name.endswith("_head")}
    parts |= {name: SequenceConfig(**fields[name]) for name in ("audio", "vision")}
    parts["modalities"] = tuple(Modality(name) for name in fields["modalities"])
    return SelfMMConfig(**{**fields, **parts})


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
