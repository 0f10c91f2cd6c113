"""Figures on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from selfmm.data.feature_store import saving
from selfmm.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.figure import Figure

SUFFIXES = (".png", ".svg", ".pdf")


def check_picture_name(path: Path) -> None:
    """Raise `DataError` unless `path` is named like a picture that can be drawn."""
    if path.suffix.lower() not in SUFFIXES:
        raise DataError("{name} is no picture. Name a file that ends in .png, .svg or .pdf.", name=path.name)


def save_figure(figure: Figure, path: Path, *, dpi: float | Literal["figure"] = "figure") -> None:
    """Write a figure at `dpi` dots an inch, or at its own; raises `DataError` where the disk refuses it."""
    with saving(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=dpi)
