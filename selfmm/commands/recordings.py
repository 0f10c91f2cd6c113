"""Commands on one recording: score, transcribe, extract."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.commands.options import add_language_and_json
from selfmm.commands.printing import number, put, to_json, words
from selfmm.commands.progress import ProgressLine
from selfmm.errors import DataError
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

    extract = commands.add_parser("extract", help="make sound and face features, or draw what can be heard and seen")
    extract.add_argument("file", type=Path, metavar="FILE")
    extract.add_argument("-o", dest="out", type=Path, metavar="OUT", help="a .safetensors file for the features")
    extract.add_argument("--plot", type=Path, metavar="PICTURE", help="a .png, .svg or .pdf with words, voice and face")
    add_language_and_json(extract)
    extract.set_defaults(run=_extract)


def _score(options: argparse.Namespace) -> int:
    from selfmm import recipe as recipes
    from selfmm.bundle import read_info

    info = read_info(options.bundle)
    with ProgressLine() as report:
        transcript, features = _take_in(options, info.recipe, report)
        from selfmm.features.quality import interview_quality
        from selfmm.scoring import Scorer

        report("scoring", 1.0)
        samples = recipes.samples(transcript, features, person="", modalities=info.modalities)
        quality = interview_quality(transcript, features)
        del features  # of hours of recording, which need not lie beside the model
        score = Scorer(options.bundle).score(samples, quality, transcript.language)
    put(to_json(score_document(score)) if options.json else _score_lines(score, info))
    return 0


def _take_in(options: argparse.Namespace, recipe: Recipe, report: Report) -> tuple[Transcript, Features | None]:
    from selfmm import media
    from selfmm import recipe as recipes

    if is_typed(options.file):
        return typed(read_words(options.file), options.language), None
    info = media.open_media(options.file)
    if options.transcript is None:
        return recipes.prepare(recipe, options.file, recipes.SpeechOptions(options.language), report)
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
            "probability": score.probability,
            "reasons": score.reasons,
        },
        "modalities": {modality.value: getattr(score, modality) for modality in Modality},
        "answers": [
            {**asdict(answer), "effect": effect} for answer, effect in zip(score.answers, score.effects, strict=True)
        ],
        "quality": asdict(score.quality),
        "warnings": score.warnings,
        "bundle": score.bundle,
        "notice": NOTICE,
    }


def _score_lines(score: Score, info: BundleInfo) -> str:
    interval = "" if score.interval is None else f" ({score.coverage:.0%} interval {_range(score.interval)})"
    lines = [
        f"{score.scale.name}: {number(score.value)}{interval}, cut-off {score.scale.cutoff:g}: {words(score.band)}",
        *([] if score.probability is None else [f"  probability of the cut-off or more: {score.probability:.0%}"]),
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
        transcript = recipes.transcribe(recipes.Recipe(), options.file, recipes.SpeechOptions(options.language), report)
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
    from selfmm.data.pictures import check_picture_name, save_figure
    from selfmm.features.plot import draw_recording

    if not (options.out or options.plot or options.json):
        raise DataError("Name a file for the features (-o) or for a picture (--plot), or ask for --json.")
    if options.plot:
        check_picture_name(options.plot)
    with ProgressLine() as report:
        if options.plot or options.json:
            speech = recipes.SpeechOptions(options.language)
            transcript, features = recipes.prepare(recipes.Recipe(), options.file, speech, report)
        else:
            transcript, features = (
                Transcript((), options.language),
                recipes.extract(recipes.Recipe(), options.file, report),
            )
        if options.out:
            write_features(options.out, features)
        if options.plot:
            save_figure(draw_recording(options.file, transcript, features), options.plot, dpi=150)
    if options.json:
        put(to_json(_measured(transcript, features)))
    else:
        put("\n".join(str(path) for path in (options.out, options.plot) if path))
    return 0


def _measured(transcript: Transcript, features: Features) -> dict[str, Any]:
    """Quality and markers, of the whole and of each answer, as `extract --json` prints them; its keys are stable."""
    from selfmm.features.markers import measure_markers
    from selfmm.features.quality import answer_quality, interview_quality

    return {
        "quality": asdict(interview_quality(transcript, features)),
        "markers": measure_markers(transcript.answers, features),
        "answers": [
            {
                "start": answer.start,
                "end": answer.end,
                "text": answer.text,
                "quality": asdict(answer_quality(answer, features)),
                "markers": measure_markers([answer], features),
            }
            for answer in transcript.answers
        ],
    }
