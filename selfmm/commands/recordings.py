"""Commands on one recording: score, transcribe, extract."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.commands.options import add_language_and_json
from selfmm.commands.printing import number, put, to_json, words
from selfmm.commands.progress import ProgressLine
from selfmm.typed_words import is_typed, read_words, typed
from selfmm.types import NOTICE, Answer, Modality, Transcript, join_words

if TYPE_CHECKING:
    import argparse

    from selfmm.bundle import BundleInfo
    from selfmm.recipe import Recipe
    from selfmm.types import Features, Report, Score

DEFAULT_BUNDLE = Path(__file__).resolve().parents[2] / "resources" / "models" / "default"


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    score = commands.add_parser("score", help="score a recording, or a .txt file of what was said")
    score.add_argument("file", type=Path, metavar="FILE")
    score.add_argument("--transcript", metavar="TEXT_OR_FILE", help="what was said; nothing is then transcribed")
    score.add_argument(
        "--bundle", type=Path, metavar="DIR", default=DEFAULT_BUNDLE, help="the model (default: bundled)"
    )
    add_language_and_json(score)
    score.set_defaults(run=_score)

    transcribe = commands.add_parser("transcribe", help="write down what is said")
    transcribe.add_argument("file", type=Path, metavar="FILE")
    add_language_and_json(transcribe)
    transcribe.set_defaults(run=_transcribe)

    extract = commands.add_parser("extract", help="make sound and face features")
    extract.add_argument("file", type=Path, metavar="FILE")
    extract.add_argument("-o", dest="out", type=Path, metavar="OUT", required=True, help="a .safetensors file")
    extract.set_defaults(run=_extract)


def _score(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes
    from selfmm.bundle import read_info

    info = read_info(options.bundle)
    with ProgressLine() as report:
        transcript, features = _take_in(options, info.recipe, report)
        from selfmm.scoring import Scorer

        report("scoring", 1.0)
        samples = recipes.samples(transcript, features, person="")
        score = Scorer(options.bundle).score(samples, recipes.quality(transcript, features), transcript.language)
    put(to_json(score_document(score)) if options.json else _score_lines(score, info))
    return 0


def _take_in(options: argparse.Namespace, recipe: Recipe, report: Report) -> tuple[Transcript, Features | None]:
    from selfmm import media
    from selfmm import recipe as recipes

    if is_typed(options.file):
        return typed(read_words(options.file), options.language), None
    info = media.open_media(options.file)
    if options.transcript is None:
        return recipes.prepare(recipe, options.file, options.language, report)
    said = typed(given_words(options.transcript), options.language)
    whole = Answer(join_words([answer.text for answer in said.answers], said.language), 0.0, info.duration_seconds)
    return Transcript((whole,), said.language), recipes.extract(recipe, options.file, report)


def given_words(text_or_file: str) -> str:
    """What `--transcript` says: the words themselves, or the name of a .txt file with them."""
    path = Path(text_or_file)
    return read_words(path) if is_typed(path) else text_or_file


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
        f"{score.scale.name}: {number(score.value)}{interval}, cut-off {score.scale.cutoff:g}: {words(score.band)}",
        *(f"  because: {words(reason)}" for reason in score.reasons),
        *(f"  take care: {words(warning)}" for warning in score.warnings),
        "Each modality's own view: "
        + ", ".join(f"{modality} {number(getattr(score, modality))}" for modality in Modality),
        "Answers:",
        *(
            f"  {answer.start:7.1f}-{answer.end:.1f} s  {number(answer.value)}  {answer.text}"
            for answer in score.answers
        ),
        "Quality: " + ", ".join(f"{words(key)} {number(value)}" for key, value in asdict(score.quality).items()),
        f"Model {score.bundle}: {info.card_line('en')}",
        NOTICE,
    ]
    return "\n".join(lines)


def _range(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.4g}–{interval[1]:.4g}"


def _transcribe(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes

    with ProgressLine() as report:
        transcript = recipes.transcribe(recipes.Recipe(), options.file, options.language, report)
    document = {
        "language": transcript.language,
        "text": transcript.text,
        "words": [
            {"word": word.text, "start": word.start, "end": word.end, "confidence": word.confidence}
            for word in transcript.words
        ],
    }
    put(to_json(document) if options.json else transcript.text)
    return 0


def _extract(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes
    from selfmm.data.files import write_features

    with ProgressLine() as report:
        write_features(options.out, recipes.extract(recipes.Recipe(), options.file, report))
    put(str(options.out))
    return 0
