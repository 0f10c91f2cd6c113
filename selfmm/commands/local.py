"""`train --recipe local`: what the app does when it retrains, on a folder of sessions that it exported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.commands.printing import put
from selfmm.commands.progress import ProgressLine
from selfmm.errors import SelfMMError
from selfmm.scales import find_scale
from selfmm.training.retraining import Depth, RetrainingPlan, read_clinic, retrain
from selfmm.types import Modality

if TYPE_CHECKING:
    import argparse

    from selfmm.training.retraining import CurvePoint


def add_to(parser: argparse.ArgumentParser) -> None:
    """Add what changes the plan that was exported with the sessions."""
    group = parser.add_argument_group("with --recipe local (what is not named is as it was exported)")
    group.add_argument("--depth", choices=[depth.value for depth in Depth], help="how much of the model learns")
    group.add_argument("--scale", metavar="NAME", help="the scale that the ratings are on, such as PHQ-9")
    group.add_argument("--reference", type=Path, metavar="BUNDLE", help="compare with this model, not with the base")
    group.add_argument(
        "--modality",
        dest="modalities",
        action="append",
        choices=[modality.value for modality in Modality],
        help="learn from this; repeat it (default: what the base learnt from)",
    )


def run(options: argparse.Namespace) -> int:
    """Retrain, and print the new model's card."""
    data, exported = read_clinic(options.data)
    plan = _plan(options, exported)
    with ProgressLine() as progress:

        def tell(point: CurvePoint) -> None:
            error = "" if point.mae is None else f", error {point.mae:.2f}"
            progress.say(f"run {point.run + 1} of {point.runs}, epoch {point.epoch}: loss {point.loss:.4f}{error}")

        created = datetime.now(UTC).date().isoformat()
        result = retrain(data, plan, options.out, created=created, report=progress, on_point=tell)
    put(f"{result.bundle.card['en']}\nBundle: {result.bundle.folder}")
    return 0


def _plan(options: argparse.Namespace, exported: RetrainingPlan | None) -> RetrainingPlan:
    if exported is None and options.scale is None:
        raise SelfMMError("Name the scale that the ratings are on with --scale, such as PHQ-9.")
    scale = exported.scale if options.scale is None and exported is not None else find_scale(options.scale)
    told = {
        "scale": scale,
        "depth": None if options.depth is None else Depth(options.depth),
        "base": options.start,
        "reference": options.reference,
        "modalities": None if options.modalities is None else tuple(Modality(name) for name in options.modalities),
        "seeds": None if options.seeds is None else tuple(dict.fromkeys(options.seeds)),
    }
    named = {name: value for name, value in told.items() if value is not None}
    return RetrainingPlan(**named) if exported is None else replace(exported, **named)
