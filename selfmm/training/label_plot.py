"""How the generated labels of a run spread over its epochs, as a picture: a panel a task, a histogram an epoch.

It shows what figure 5 of the Self-MM paper (Yu et al., AAAI 2021) shows: labels that start as copies of the fusion's
come apart, modality by modality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.data.pictures import check_picture_name, save_figure
from selfmm.errors import DataError
from selfmm.model.base import TASKS
from selfmm.training.label_history import read_labels
from selfmm.training.trainer import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    History = Mapping[int, Mapping[str, NDArray[np.float32]]]  # epoch → task → labels (samples,)

PICTURE = "labels.png"
SHOWN = 8  # epochs at most: more histograms than that cannot be told apart
_BINS = 21  # the middle one holds zero; labels on a grid of tenths of the range fall into one each
_HEIGHT = 0.92  # of the tallest bar, in distances from one epoch's line to the next


def plot_labels(run: Path, out: Path | None = None) -> Path:
    """Draw the labels of one seed's folder, or of a run with one seed, into `out` (by default labels.png in it).

    Raises DataError where there are no labels, several seeds, or the picture cannot be written.
    """
    folder = seed_folder(run)
    out = out or folder / PICTURE
    check_picture_name(out)
    save_figure(draw_labels(read_labels(folder / LABELS)), out)
    return out


def seed_folder(run: Path) -> Path:
    """The folder of the one seed that has labels: `run` itself, or the one in it. Raises DataError."""
    if (run / LABELS).is_dir():
        return run
    found = sorted(path.parent for path in run.glob(f"seed-*/{LABELS}"))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(path.name for path in found)
        raise DataError("{folder} holds several seeds: {names}. Name one of them.", folder=run, names=names)
    raise DataError(
        "There are no generated labels in {folder}. Name the folder of a Self-MM run; other models make none.",
        folder=run,
    )


def shown_epochs(epochs: Sequence[int]) -> list[int]:
    """The first, the last, and others evenly between: at most SHOWN of the rising `epochs`."""
    places = np.linspace(0, len(epochs) - 1, min(SHOWN, len(epochs))).round().astype(int)
    return [epochs[place] for place in dict.fromkeys(places.tolist())]


def draw_labels(history: History) -> Figure:
    """A panel a task, in which the first epoch stands at the bottom; labels as the model learns them, in [-H, H]."""
    from matplotlib.figure import Figure

    epochs = shown_epochs(sorted(history))
    reach = max(float(np.abs(labels).max()) for tasks in history.values() for labels in tasks.values()) or 1.0
    half = reach / (_BINS - 1)
    edges = np.linspace(-reach - half, reach + half, _BINS + 1)
    figure = Figure(figsize=(13, 5), dpi=120, layout="constrained")
    panels: Any = figure.subplots(1, len(TASKS), sharey=True)
    for panel, task in zip(panels, TASKS, strict=True):
        _draw_panel(panel, [np.histogram(history[epoch][task], edges)[0] for epoch in epochs], edges)
        panel.set_title(task)
    panels[0].set_yticks(range(len(epochs)), [f"epoch {epoch}" for epoch in epochs])
    figure.supxlabel("generated label (0 is the cut-off)")
    return figure


def _draw_panel(panel: Axes, counts: Sequence[NDArray[np.intp]], edges: NDArray[np.float64]) -> None:
    """Histograms above one another, later epochs higher and darker."""
    from matplotlib import colormaps

    tallest = max(int(count.max()) for count in counts) or 1
    shades = colormaps["viridis_r"](np.linspace(0.15, 0.95, len(counts)))
    for line, count in enumerate(counts):
        panel.stairs(line + count / tallest * _HEIGHT, edges, baseline=line, fill=True, facecolor=shades[line])
        panel.axhline(line, color="0.8", linewidth=0.6)
    panel.axvline(0.0, color="0.5", linewidth=0.8, linestyle=":")
    panel.set_xlim(edges[0], edges[-1])
    panel.spines[["top", "right", "left"]].set_visible(False)
    panel.tick_params(left=False)
