"""The command on pretrained weights: what there is, fetching, verifying, and a TensorFlow BERT made usable."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfmm.commands.printing import put
from selfmm.commands.progress import ProgressLine
from selfmm.errors import SelfMMError

if TYPE_CHECKING:
    import argparse

    from selfmm.pretrained import WeightsState


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    weights = commands.add_parser("weights", help="list, fetch, verify or convert pretrained weights")
    action = weights.add_mutually_exclusive_group(required=True)
    action.add_argument("--list", action="store_true", help="what there is and where it lies")
    action.add_argument("--fetch", action="store_true", help="fetch and verify what is missing (needs the network)")
    action.add_argument("--verify", action="store_true", help="compare every file with its sha256")
    action.add_argument(
        "--convert-tensorflow",
        type=Path,
        metavar="FOLDER",
        help="turn an original TensorFlow BERT checkpoint into a text encoder's folder, OUT",
    )
    weights.add_argument("--from-hub", action="store_true", help="with --fetch: from the first sources' model hub")
    weights.add_argument("-o", dest="out", type=Path, metavar="OUT", help="with --convert-tensorflow: a new folder")
    weights.set_defaults(run=_weights)


def _weights(options: argparse.Namespace) -> int:
    if options.convert_tensorflow is not None:
        return _convert(options.convert_tensorflow, options.out)
    if options.fetch:
        _fetch(from_hub=options.from_hub)
    return _verify() if options.verify else _list()


def _convert(folder: Path, out: Path | None) -> int:
    from selfmm.pretrained.tensorflow_bert import convert_checkpoint

    if out is None:
        raise SelfMMError("Name the new folder for the converted text encoder with -o OUT.")
    convert_checkpoint(folder, out)
    put(str(out))
    return 0


def _fetch(*, from_hub: bool) -> None:
    from selfmm import pretrained

    with ProgressLine() as report:
        pretrained.fetch(tuple(pretrained.WEIGHTS), report, from_hub=from_hub)


def _verify() -> int:
    from selfmm import pretrained

    problems = pretrained.verify(tuple(pretrained.WEIGHTS))
    put("\n".join(problems) if problems else "All pretrained weights are there and unchanged.")
    return 1 if problems else 0


def _list() -> int:
    from selfmm import pretrained

    put("\n".join(_lines(state) for state in pretrained.list_weights()))
    return 0


def _lines(state: WeightsState) -> str:
    return (
        f"{state.name:22} {_condition(state):8} {state.size / 1e6:4.0f} MB  {state.licence:11} {state.purpose}"
        f"\n{'':22} {state.folder}"
    )


def _condition(state: WeightsState) -> str:
    if not state.present:
        return "missing"
    if state.named_by_user:
        return "yours"
    return "verified" if state.verified else "changed"
