"""The folders that pretrained weights lie in: find them, list them, check them. Never uses the network."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError, WeightsError
from selfmm.pretrained.catalogue import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selfmm.pretrained.catalogue import Source, Weights, WeightsFile

HOME_VARIABLE = "SELFMM_HOME"


@dataclass(frozen=True, slots=True)
class WeightsState:
    """One line of the list of weights."""

    name: str
    purpose: str
    size: int  # bytes on disk
    licence: str
    folder: Path
    named_by_user: bool  # the folder is the user's own; its content is the user's choice and is not hashed
    present: bool
    verified: bool  # every file has the expected hash


def home() -> Path:
    """The folder for what can be fetched or made again: $SELFMM_HOME, else the user's cache folder."""
    import platformdirs

    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_cache_dir("selfmm", appauthor=False))


def store_folder(weights: Weights) -> Path:
    """Where `fetch` puts these weights."""
    return home() / "weights" / weights.name


def named_folder(weights: Weights) -> Path | None:
    """The folder that the user names in the environment, such as SELFMM_WHISPER_BASE for whisper-base."""
    named = os.environ.get(f"SELFMM_{weights.name.upper().replace('-', '_')}")
    return Path(named) if named else None


def find_weights(name: str) -> Weights:
    """The catalogue's entry; UnknownChoiceError where there is none."""
    if name not in WEIGHTS:
        raise UnknownChoiceError("set of weights", name, WEIGHTS)
    return WEIGHTS[name]


def get(name: str, folder: Path | None = None) -> Path:
    """The folder with these weights: `folder`, else the one named in the environment, else the store.

    Looks at names and sizes only, so it takes no time; hashes are checked by `fetch` and `verify`.
    Raises WeightsError where files are missing or have the wrong size, UnknownChoiceError for an unknown name.
    """
    weights = find_weights(name)
    chosen = folder or named_folder(weights)
    if chosen is not None:
        _check_named_folder(weights, chosen)
        return chosen
    stored = store_folder(weights)
    if not any(has_sizes(stored, source.files) for source in weights.sources):
        raise _absent(weights, stored)
    return stored


def checked(name: str, folder: Path | None = None) -> Path:
    """As `get`, and reads what lies in the store through: a file of the right size may still hold something else.

    For whoever is about to load them; takes 0.2 s for the largest. Raises WeightsError for what is damaged, too.
    """
    weights, found = find_weights(name), get(name, folder)
    ours = folder is None and named_folder(weights) is None
    if ours and not any(holds(found, source) for source in weights.sources):
        raise _damaged(weights, found)
    return found


def list_weights() -> tuple[WeightsState, ...]:
    """All weights of the catalogue and how they stand; reads and hashes every file, about a second."""
    return tuple(_state(weights) for weights in WEIGHTS.values())


def verify(names: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with these weights, a sentence each; empty where every hash is right."""
    return tuple(str(problem) for name in names for problem in _problems(find_weights(name)))


def has_sizes(folder: Path, files: Iterable[WeightsFile]) -> bool:
    """Whether every file is there with its size."""
    return all((folder / file.name).is_file() and (folder / file.name).stat().st_size == file.size for file in files)


def broken_files(folder: Path, files: Iterable[WeightsFile]) -> tuple[str, ...]:
    """Names of the files that are missing or have another hash."""
    return tuple(file.name for file in files if not _is_right(folder / file.name, file))


def holds(folder: Path, source: Source) -> bool:
    """Whether every file of `source` is in `folder` with its hash."""
    return has_sizes(folder, source.files) and not broken_files(folder, source.files)


def sha256_of(path: Path) -> str:
    """The hash of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_right(path: Path, file: WeightsFile) -> bool:
    return path.is_file() and path.stat().st_size == file.size and sha256_of(path) == file.sha256


def _check_named_folder(weights: Weights, folder: Path) -> None:
    """The user may name other weights than ours, a larger model for one: only look for what cannot be missing."""
    missing = [name for name in weights.essential if not (folder / name).is_file()]
    if missing:
        raise WeightsError(
            "The folder {folder}, named for {name}, has no {files}. Name the folder that holds the files, or none.",
            folder=folder,
            name=weights.name,
            files=", ".join(missing),
        )


def _absent(weights: Weights, folder: Path) -> WeightsError:
    if folder.is_dir():
        return WeightsError(
            "The weights {name} in {folder} are incomplete. Run `python -m selfmm weights --fetch` to repair them.",
            name=weights.name,
            folder=folder,
        )
    return WeightsError(
        "The weights {name} are not on this computer. Run `python -m selfmm weights --fetch`.", name=weights.name
    )


def _damaged(weights: Weights, folder: Path) -> WeightsError:
    return WeightsError(
        "The weights {name} in {folder} are damaged. Run `python -m selfmm weights --fetch` to repair them.",
        name=weights.name,
        folder=folder,
    )


def _problems(weights: Weights) -> tuple[WeightsError, ...]:
    try:
        checked(weights.name)
    except WeightsError as error:
        return (error,)
    return ()


def _state(weights: Weights) -> WeightsState:
    named = named_folder(weights)
    folder = named or store_folder(weights)
    try:
        get(weights.name)
        present = True
    except WeightsError:
        present = False
    return WeightsState(
        name=weights.name,
        purpose=weights.purpose,
        size=weights.size,
        licence=weights.licence,
        folder=folder,
        named_by_user=named is not None,
        present=present,
        verified=present and named is None and not _problems(weights),
    )
