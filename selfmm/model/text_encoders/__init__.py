"""Text encoders: from words to states, one a token, and to one vector a text.

An encoder is a name in TEXT_ENCODERS, a folder with a network built like BERT, or the name of one in the hub's cache
on this computer; nothing here uses the network. To add one with a name: a file and a line in TEXT_ENCODERS.
"""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError, WeightsError
from selfmm.model.base import TextConfig
from selfmm.model.text_encoders.base import LETTER_CASES, POOLINGS, NamedEncoder, TextEncoder, pool_states
from selfmm.model.text_encoders.e5 import E5, create_e5
from selfmm.model.text_encoders.folders import find_folder, load_folder, read_dimensions

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "TEXT_ENCODERS",
    "NamedEncoder",
    "TextEncoder",
    "create_text_encoder",
    "describe_encoder",
    "fingerprint",
    "pool_states",
]

TEXT_ENCODERS: dict[str, NamedEncoder] = {E5.encoder: NamedEncoder(E5, create_e5)}

_TYPING_ERROR = 0.85  # names this alike (difflib's ratio) are thought to be one, mistyped
_READ_BYTES = 1 << 20


def create_text_encoder(config: TextConfig, folder: Path | None = None) -> TextEncoder:
    """Make the encoder that a model's config names, from `folder` or from where it lies on this computer.

    Raises UnknownChoiceError for a mistyped name, pooling or letter case, WeightsError where the encoder is missing,
    damaged or does not fit the config, and SelfMMError where the config asks for what cannot learn.
    """
    if config.pooling not in POOLINGS:
        raise UnknownChoiceError("pooling of a text encoder", config.pooling, POOLINGS)
    if config.case not in LETTER_CASES:
        raise UnknownChoiceError("letter case of a text encoder", config.case, LETTER_CASES)
    if config.encoder in TEXT_ENCODERS:
        return TEXT_ENCODERS[config.encoder].create(config, folder)
    return load_folder(config, folder or _found(config.encoder))


def describe_encoder(name: str, folder: Path | None = None) -> TextConfig:
    """How an encoder is read unless said otherwise: its own dimensions, and frozen.

    An encoder of the table has its makers' pooling; any other gives its first token's state, as BERT is tuned.
    Raises as `create_text_encoder` does, but reads no weights.
    """
    if name in TEXT_ENCODERS:
        return TEXT_ENCODERS[name].config
    return TextConfig(name, read_dimensions(folder or _found(name)), pooling="first")


def fingerprint(encoder: TextEncoder) -> str:
    """SHA-256 of the encoder's weights as they lie on disk, its files one after the other, in hexadecimal digits.

    By it a bundle knows the encoder that it was trained on; with one file it is that file's own hash.
    """
    digest = hashlib.sha256()
    for path in encoder.weights:
        with path.open("rb") as file:
            while chunk := file.read(_READ_BYTES):
                digest.update(chunk)
    return digest.hexdigest()


def _found(name: str) -> Path:
    folder = find_folder(name)
    if folder is not None:
        return folder
    if get_close_matches(name, TEXT_ENCODERS, n=1, cutoff=_TYPING_ERROR):
        raise UnknownChoiceError("text encoder", name, TEXT_ENCODERS)
    raise WeightsError(
        "The text encoder {name} is not on this computer. Download its folder (config.json, model.safetensors, and "
        "tokenizer.json or vocab.txt), and name that folder; or choose one of: {known}.",
        name=name,
        known=", ".join(sorted(TEXT_ENCODERS)),
    )
