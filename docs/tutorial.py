"""A first run in a minute: train Self-MM and LMF on synthetic data, and draw what happened.

    python docs/tutorial.py [OUT]

Nothing here needs data or a graphics card: the data are made up in the shape of CMU-MOSI, with labels that can be
learnt from words, sound and face alike. The embedded text encoder stays frozen, so each text is read once. OUT (by
default "tutorial") then holds the runs and three pictures. For real data, name their place instead of "synthetic".
"""

from __future__ import annotations

import csv
import json
import sys
import time
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

from selfmm import api

MODELS = ("self_mm", "lmf")
SAMPLES = 300
SEEDS = (1111, 1112)
# a frozen encoder, few epochs, and learning rates to match
CHANGES = {
    "model": {"text": {"tuned_layers": 0}},
    "train": {"epochs": 12, "patience": 12, "learning_rate_other": 0.001, "accumulate": 1},
}


def main(out: Path) -> None:
    """Every step of the library, one after the other."""
    begun = time.monotonic()

    # 1. Train two models with the same seeds, and set them side by side.
    comparison = api.compare("mosi", MODELS, data="synthetic", samples=SAMPLES, seeds=SEEDS, out=out, changes=CHANGES)
    print(comparison.markdown)

    # 2. Learning curves: each run's record says how every epoch went.
    draw_learning_curves({name: read_records(out / name) for name in MODELS}, out / "learning.png")

    # 3. Self-MM's own idea: how the generated labels of each modality move away from the fusion label.
    run = out / "self_mm" / f"seed-{SEEDS[0]}"
    print(api.plot_labels(run, out / "labels.png"))

    # 4. Predictions on people that the model did not learn from.
    draw_predictions(run / "predictions.csv", out / "predictions.png")

    # 5. What is left when a modality is missing: all seven subsets.
    evaluation = api.evaluate(run / "bundle", "mosi", data="synthetic", samples=SAMPLES)
    print(evaluation.markdown())
    print(f"{time.monotonic() - begun:.0f} seconds; the pictures are in {out}")


def read_records(run: Path) -> list[dict[str, Any]]:
    """The record of every seed of a run."""
    return [json.loads(line) for line in (run / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def draw_learning_curves(records: dict[str, list[dict[str, Any]]], path: Path) -> None:
    """Training and validation loss by epoch, a line a seed."""
    figure = Figure(figsize=(8, 3.5), layout="constrained")
    for axes, (name, seeds) in zip(figure.subplots(1, len(records), sharey=True), records.items(), strict=True):
        for record in seeds:
            for key, style in (("loss", "--"), ("validation_loss", "-")):
                values = [epoch[key] for epoch in record["epochs"]]
                axes.plot(range(1, len(values) + 1), values, style, label=f"{key}, seed {record['seed']}")
        axes.set(title=name, xlabel="epoch")
        axes.legend(fontsize="small")
    figure.savefig(path)
    print(path)


def draw_predictions(predictions: Path, path: Path) -> None:
    """Predicted against rated values of the validation split."""
    with predictions.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["split"] == "valid"]
    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    axes.axline((0, 0), slope=1, color="0.7")
    axes.plot([float(row["label"]) for row in rows], [float(row["fusion"]) for row in rows], "o", alpha=0.6)
    axes.set(xlabel="rated", ylabel="predicted", title="Validation split")
    figure.savefig(path)
    print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "tutorial"))
