"""Command line: transcribe, extract, score, train, weights. `python -m selfmm --help` says how.

Heavy libraries are imported by the command that needs them, so that help answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.errors import SelfMMError
from selfmm.types import LANGUAGES, NOTICE, Answer, Modality, Transcript, join_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.bundle import BundleInfo
    from selfmm.pretrained import WeightsState
    from selfmm.recipe import Recipe
    from selfmm.types import Features, Report, Score

DEFAULT_BUNDLE = Path(__file__).resolve().parent.parent / "resources" / "models" / "default"
_TYPED = ".txt"  # a file with this ending holds what was said, not a recording


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 where it went well, 2 with one sentence on the error stream where it did not."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
    except SelfMMError as error:
        print(f"\n{error}" if sys.stderr.isatty() else error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m selfmm", description="Self-MM: from a recording to a score.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    score = commands.add_parser("score", help="score a recording, or a .txt file of what was said")
    score.add_argument("file", type=Path, metavar="FILE")
    score.add_argument("--transcript", metavar="TEXT_OR_FILE", help="what was said; nothing is then transcribed")
    score.add_argument(
        "--bundle", type=Path, metavar="DIR", default=DEFAULT_BUNDLE, help="the model (default: bundled)"
    )
    _add_language_and_json(score)
    score.set_defaults(run=_score)

    transcribe = commands.add_parser("transcribe", help="write down what is said")
    transcribe.add_argument("file", type=Path, metavar="FILE")
    _add_language_and_json(transcribe)
    transcribe.set_defaults(run=_transcribe)

    extract = commands.add_parser("extract", help="make sound and face features")
    extract.add_argument("file", type=Path, metavar="FILE")
    extract.add_argument("-o", dest="out", type=Path, metavar="OUT", required=True, help="a .safetensors file")
    extract.set_defaults(run=_extract)

    train = commands.add_parser("train", help="build the bundled model from EATD")
    train.add_argument("--data", type=Path, metavar="DIR", required=True, help="the folder with EATD's manifest.csv")
    train.add_argument("-o", dest="out", type=Path, metavar="OUT", required=True, help="the bundle's new folder")
    train.set_defaults(run=_train)

    weights = commands.add_parser("weights", help="list, fetch or verify the pretrained weights")
    action = weights.add_mutually_exclusive_group(required=True)
    action.add_argument("--list", action="store_true", help="what there is and where it lies")
    action.add_argument("--fetch", action="store_true", help="fetch and verify what is missing (needs the network)")
    action.add_argument("--verify", action="store_true", help="compare every file with its sha256")
    weights.add_argument("--from-hub", action="store_true", help="with --fetch: from the first sources' model hub")
    weights.set_defaults(run=_weights)
    return parser


def _add_language_and_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=[*LANGUAGES, "auto"], default="auto", help="spoken (default: detect)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _score(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes
    from selfmm.bundle import read_info

    info = read_info(options.bundle)
    with _ProgressLine() as report:
        transcript, features = _take_in(options, info.recipe, report)
        from selfmm.scoring import Scorer

        report("scoring", 1.0)
        samples = recipes.samples(transcript, features, person="")
        score = Scorer(options.bundle).score(samples, recipes.quality(transcript, features), transcript.language)
    _put(_to_json(score_document(score)) if options.json else _score_lines(score, info))
    return 0


def _take_in(options: argparse.Namespace, recipe: Recipe, report: Report) -> tuple[Transcript, Features | None]:
    from selfmm import media
    from selfmm import recipe as recipes

    if options.file.suffix.lower() == _TYPED:
        return _typed(_read_text(options.file), options.language), None
    info = media.open_media(options.file)
    if options.transcript is None:
        return recipes.prepare(recipe, options.file, options.language, report)
    given = Path(options.transcript)
    text = _read_text(given) if given.suffix.lower() == _TYPED else options.transcript
    typed = _typed(text, options.language)
    whole = Answer(join_words([answer.text for answer in typed.answers], typed.language), 0.0, info.duration_seconds)
    return Transcript((whole,), typed.language), recipes.extract(recipe, options.file, report)


def _typed(text: str, language: str) -> Transcript:
    """One answer a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if language == "auto":
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
    return Transcript(tuple(Answer(line) for line in lines), language)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SelfMMError("There is no file {name}. Check the name and the folder.", name=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SelfMMError("{name} cannot be read as UTF-8 text. Save it as plain text in UTF-8.", name=path) from error


def score_document(score: Score) -> dict[str, Any]:
    """A score as the JSON that `score --json` prints; its keys are stable."""
    return {
        "score": {
            "scale": score.scale.name,
            "value": score.value,
            "interval": score.interval,
            "coverage": score.coverage,
            "band": score.band,
            "cutoff": score.scale.cutoff,
            "reasons": score.reasons,
        },
        "modalities": {modality.value: getattr(score, modality) for modality in Modality},
        "answers": [asdict(answer) for answer in score.answers],
        "quality": asdict(score.quality),
        "warnings": score.warnings,
        "bundle": score.bundle,
        "notice": NOTICE,
    }


def _score_lines(score: Score, info: BundleInfo) -> str:
    interval = "" if score.interval is None else f" ({score.coverage:.0%} interval {_range(score.interval)})"
    lines = [
        f"{score.scale.name}: {_number(score.value)}{interval}, cut-off {score.scale.cutoff:g}: {_words(score.band)}",
        *(f"  because: {_words(reason)}" for reason in score.reasons),
        *(f"  take care: {_words(warning)}" for warning in score.warnings),
        "Each modality's own view: "
        + ", ".join(f"{modality} {_number(getattr(score, modality))}" for modality in Modality),
        "Answers:",
        *(
            f"  {answer.start:7.1f}-{answer.end:.1f} s  {_number(answer.value)}  {answer.text}"
            for answer in score.answers
        ),
        "Quality: " + ", ".join(f"{_words(key)} {_number(value)}" for key, value in asdict(score.quality).items()),
        f"Model {score.bundle}: {info.card_line('en')}",
        NOTICE,
    ]
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _range(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.4g}–{interval[1]:.4g}"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _transcribe(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes

    with _ProgressLine() as report:
        transcript = recipes.transcribe(recipes.Recipe(), options.file, options.language, report)
    words = [
        {"word": word.text, "start": word.start, "end": word.end, "confidence": word.confidence}
        for word in transcript.words
    ]
    document = {"language": transcript.language, "text": transcript.text, "words": words}
    _put(_to_json(document) if options.json else transcript.text)
    return 0


def _extract(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes
    from selfmm.data.files import write_features

    with _ProgressLine() as report:
        write_features(options.out, recipes.extract(recipes.Recipe(), options.file, report))
    print(options.out)
    return 0


def _train(options: argparse.Namespace) -> int:
    from selfmm.training.default_model import build_default_model

    with _ProgressLine() as report:
        info = build_default_model(
            options.data, options.out, created=datetime.now(UTC).date().isoformat(), report=report
        )
    print(info.card["en"])
    return 0


def _weights(options: argparse.Namespace) -> int:
    from selfmm import pretrained

    if options.fetch:
        with _ProgressLine() as report:
            pretrained.fetch(tuple(pretrained.WEIGHTS), report, from_hub=options.from_hub)
    if options.verify:
        problems = pretrained.verify(tuple(pretrained.WEIGHTS))
        print("\n".join(problems) if problems else "All pretrained weights are there and unchanged.")
        return 1 if problems else 0
    for state in pretrained.list_weights():
        print(
            f"{state.name:22} {_condition(state):8} {state.size / 1e6:4.0f} MB  {state.licence:11} {state.purpose}"
            f"\n{'':22} {state.folder}"
        )
    return 0


def _condition(state: WeightsState) -> str:
    if not state.present:
        return "missing"
    if state.named_by_user:
        return "yours"
    return "verified" if state.verified else "changed"


def _put(text: str) -> None:
    """Print a result. Raises SelfMMError where it cannot be written, as on a full disk or to a program that ended."""
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still tries at its end
        raise SelfMMError(
            "The result cannot be written where it was sent. Check that the disk is not full, then try again."
        ) from error


def _to_json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


class _ProgressLine:
    """A `Report` that keeps one line of the terminal up to date, and stays silent where there is no terminal."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> _ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr)

    def __call__(self, step: str, fraction: float) -> None:
        if not self._shown:
            return
        left = ""
        if fraction > 0.02:
            left = f", about {(time.monotonic() - self._started) * (1 - fraction) / fraction:.0f} s left"
        print(f"\r\033[K{_words(step)} {fraction:.0%}{left}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
