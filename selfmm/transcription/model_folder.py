"""Say what is wrong with the folder of a speech model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def check_files(folder: Path, files: Iterable[str], library: str) -> None:
    """Raise `WeightsError` where the folder lacks one of the files that a Whisper model for `library` has."""
    missing = [name for name in files if not (folder / name).is_file()]
    if missing:
        raise WeightsError(
            "{folder} is no Whisper model for {library}: {file} is missing. Choose another folder.",
            folder=folder,
            library=library,
            file=missing[0],
        )


def damaged(folder: Path) -> WeightsError:
    """The files are there, but cannot be loaded."""
    return WeightsError(
        "The speech model in {folder} is damaged or of another kind and cannot be loaded. Choose another folder, "
        "or run `python -m selfmm weights --fetch`.",
        folder=folder,
    )
