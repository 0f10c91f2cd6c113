"""How well Whisper hears: error rates by length and loudness, and decoding options against each other.

    python tests/benchmarks/transcription.py DATA_FOLDER RESULTS_FOLDER compare    decoding options, 40 clips
    python tests/benchmarks/transcription.py DATA_FOLDER RESULTS_FOLDER all        every clip, options as they are
    python tests/benchmarks/transcription.py DATA_FOLDER RESULTS_FOLDER mixed      Chinese and English in one recording

DATA_FOLDER holds `eatd_train` (EATD-Corpus: manifest.csv with audio and transcript) and `media` (English clips). What
is done is kept in RESULTS_FOLDER, clip by clip, so a run that was stopped goes on. One thread; speed is told in
seconds of processor time, which a busy machine changes little. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import math
import random
import sys
import time
import unicodedata
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription.whisper_engine import CHOSEN, Decoding, WhisperEngine
from selfmm.types import join_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from selfmm.types import Transcript

SEED, SUBSET = 1, 40
LENGTHS = ((0.0, 5.0, "< 5 s"), (5.0, 15.0, "5–15 s"), (15.0, 30.0, "15–30 s"), (30.0, math.inf, "> 30 s"))
FILLERS = frozenset("嗯额呃啊哦噢唉哎诶欸")  # sounds of thinking, which Whisper is trained to leave out
MARKS = frozenset("，。！？；：、,.!?;:")
ENGLISH = {  # what is said in the clips of the folder `media`
    "speech_en.flac": "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for "
    "your country.",
    "read_en.wav": "It was the first great sorrow of his life; it was not so much the loss of the cotton itself, but "
    "the fantasy, the hopes, the dreams built around it.",
}
VARIANTS = {
    "as chosen": CHOSEN,
    "no prompt": replace(CHOSEN, prompts={}),
    "a prompt that asks for marks": replace(CHOSEN, prompts={"zh": "以下是普通话的句子，请加标点。"}),
    "prompt with wide marks": replace(CHOSEN, prompts={"zh": "嗯，是这样的。然后呢，就是，对。"}),
    "beam 1": replace(CHOSEN, beam_size=1),
    "no trigram twice": replace(CHOSEN, no_repeat_ngram_size=3),
    "repetition penalty 1.1": replace(CHOSEN, repetition_penalty=1.1),
    "32-bit numbers": replace(CHOSEN, numbers="float32"),
}


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording and what is said in it."""

    path: Path
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What came out for one clip."""

    clip: str
    language: str
    said: str
    heard: str
    seconds: float
    loudness: float  # root mean square, decibels below full scale
    processor_seconds: float
    confidence: float  # mean of the words'; 0 without words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("what", choices=("compare", "all", "mixed"))
    parser.add_argument("--only", nargs="*", default=list(VARIANTS), help="names of the variants to compare")
    chosen = parser.parse_args()
    chosen.results.mkdir(parents=True, exist_ok=True)
    if chosen.what == "compare":
        compare(chosen.data, chosen.results, chosen.only)
    elif chosen.what == "all":
        everything(chosen.data, chosen.results)
    else:
        mixed(chosen.data, chosen.results)


def compare(data: Path, results: Path, names: list[str]) -> None:
    """The same seeded clips with each variant."""
    clips = random.Random(SEED).sample(mandarin_clips(data), SUBSET) + english_clips(data)
    print("| options | CER % | without fillers | and open end | marks per 100 characters | RTF |")
    print("|---|---|---|---|---|---|")
    for name in names:
        heard = hear(clips, VARIANTS[name], results / f"{name.replace(' ', '_')}.jsonl")
        chinese = [one for one in heard if one.language == "zh"]
        print(
            f"| {name} | {rate(chinese):.1f} | {rate(chinese, FILLERS):.1f} | "
            f"{rate(chinese, FILLERS, open_end=True):.1f} | {marks(one.heard for one in chinese):.1f} "
            f"(said {marks(one.said for one in chinese):.1f}) | "
            f"{speed(heard):.2f} |",
            flush=True,
        )


def everything(data: Path, results: Path) -> None:
    """All clips with the options as they are, by length and by loudness."""
    heard = hear(mandarin_clips(data) + english_clips(data), CHOSEN, results / "all.jsonl")
    chinese = [one for one in heard if one.language == "zh"]
    quiet, loud = np.quantile([one.loudness for one in chinese], (1 / 3, 2 / 3))
    print("| Mandarin | clips | minutes | CER % | without fillers | and open end | deleted % | inserted % | ", end="")
    print("replaced % | RTF |\n|---|---|---|---|---|---|---|---|---|---|")
    _line("all", chinese)
    for shortest, longest, name in LENGTHS:
        _line(name, [one for one in chinese if shortest <= one.seconds < longest])
    _line(f"quiet (< {quiet:.0f} dB)", [one for one in chinese if one.loudness < quiet])
    _line("middle", [one for one in chinese if quiet <= one.loudness < loud])
    _line(f"loud (≥ {loud:.0f} dB)", [one for one in chinese if one.loudness >= loud])
    print(f"\nmarks per 100 characters: heard {marks(one.heard for one in chinese):.1f}, ", end="")
    print(f"said {marks(one.said for one in chinese):.1f}")
    print("\n| English | seconds | WER % | loudness dB | RTF |\n|---|---|---|---|---|")
    for one in heard:
        if one.language == "en":
            print(f"| {one.clip} | {one.seconds:.1f} | {rate([one]):.1f} | {one.loudness:.0f} | {speed([one]):.2f} |")


def _line(name: str, heard: list[Heard]) -> None:
    if not heard:
        return
    deleted, inserted, replaced = (100 * share for share in kinds(heard))
    minutes = sum(one.seconds for one in heard) / 60
    print(
        f"| {name} | {len(heard)} | {minutes:.1f} | {rate(heard):.1f} | {rate(heard, FILLERS):.1f} | "
        f"{rate(heard, FILLERS, open_end=True):.1f} | {deleted:.1f} | {inserted:.1f} | {replaced:.1f} | "
        f"{speed(heard):.2f} |"
    )


def mixed(data: Path, results: Path) -> None:
    """What happens to the English in the middle of a Chinese recording, and the other way round."""
    engine = WhisperEngine(threads=1)
    print("| recording | pause s | language | told | Chinese CER % | English WER % | RTF |")
    print("|---|---|---|---|---|---|---|")
    for order, pause in itertools.product(("zh en zh", "en zh en"), (0.6, 3.0)):
        for language in ("zh", "en", "auto"):
            heard, told = [], []
            for number, parts in enumerate(_sequences(data, order)):
                path = results / f"{order.replace(' ', '-')}-{pause}-{number}.flac"
                bounds = _joined(parts, pause, path)
                transcript, spent = _timed(engine, path, language)
                told.append(transcript.language)
                for part, (begin, end) in zip(parts, bounds, strict=True):
                    words = [
                        word.text for word in transcript.words if begin - pause / 2 <= word.start < end + pause / 2
                    ]
                    text = join_words(words, part.language)
                    heard.append(Heard("", part.language, part.text, text, end - begin, 0.0, spent / len(parts), 0.0))
                path.unlink()
            rates = [rate([one for one in heard if one.language == spoken]) for spoken in ("zh", "en")]
            print(
                f"| {order} | {pause} | {language} | {' '.join(sorted(set(told)))} | {rates[0]:.1f} | {rates[1]:.1f} | "
                f"{speed(heard):.2f} |",
                flush=True,
            )


def _sequences(data: Path, order: str) -> list[list[Clip]]:
    """Three recordings of three clips; Chinese ones of middle length, drawn anew for each."""
    chosen, english = random.Random(SEED), english_clips(data)
    sizes = {clip.path.name: clip.path.stat().st_size for clip in mandarin_clips(data)}
    middle = sorted(mandarin_clips(data), key=lambda clip: sizes[clip.path.name])[80:160]
    return [
        [english[number % 2] if spoken == "en" else chosen.choice(middle) for spoken in order.split()]
        for number in range(3)
    ]


def _joined(parts: list[Clip], pause: float, path: Path) -> list[tuple[float, float]]:
    """Write clips one after the other, equally loud; when each begins and ends, in seconds."""
    import soundfile

    sound, bounds = np.zeros(0, np.float32), []
    for part in parts:
        samples = np.concatenate(list(waveform_blocks(part.path)))
        samples *= 0.05 / np.sqrt(np.mean(samples**2))
        begin = (len(sound) / SAMPLE_RATE) + pause
        sound = np.concatenate([sound, np.zeros(round(pause * SAMPLE_RATE), np.float32), samples])
        bounds.append((begin, len(sound) / SAMPLE_RATE))
    soundfile.write(path, sound.clip(-1, 1), SAMPLE_RATE)
    return bounds


# ---------------------------------------------------------------------------------------------------------- clips


def mandarin_clips(data: Path) -> list[Clip]:
    """Every clip of EATD that is there."""
    with (data / "eatd_train" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["audio"]]
    return [Clip(data / "eatd_train" / row["audio"], "zh", row["transcript"]) for row in rows]


def english_clips(data: Path) -> list[Clip]:
    """The English clips whose words are known."""
    return [Clip(data / "media" / name, "en", text) for name, text in ENGLISH.items()]


def hear(clips: list[Clip], decoding: Decoding, kept: Path) -> list[Heard]:
    """Each clip as it is heard; what is in `kept` is not heard again."""
    done = {one.clip: one for one in _read(kept)}
    engine = WhisperEngine(threads=1, decoding=decoding)
    for number, clip in enumerate(clips):
        if clip.path.name not in done:
            one = done[clip.path.name] = listen(engine, clip)
            with kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(one), ensure_ascii=False) + "\n")
        print(f"{kept.stem} {number + 1} of {len(clips)}", end="\r", file=sys.stderr, flush=True)
    return [done[clip.path.name] for clip in clips]


def listen(engine: WhisperEngine, clip: Clip) -> Heard:
    """One clip as it is heard."""
    samples = np.concatenate(list(waveform_blocks(clip.path)))
    transcript, spent = _timed(engine, clip.path, clip.language)
    return Heard(
        clip=clip.path.name,
        language=clip.language,
        said=clip.text,
        heard=transcript.text,
        seconds=len(samples) / SAMPLE_RATE,
        loudness=10 * math.log10(float(np.mean(samples.astype(np.float64) ** 2)) + 1e-12),
        processor_seconds=spent,
        confidence=float(np.mean([word.confidence for word in transcript.words] or [0.0])),
    )


def _timed(engine: WhisperEngine, path: Path, language: str) -> tuple[Transcript, float]:
    """What is heard, and how many seconds of processor time that took."""
    engine._loaded()  # is not timed
    begun = time.process_time()
    transcript = engine.transcribe(path, language)
    return transcript, time.process_time() - begun


def _read(kept: Path) -> Iterable[Heard]:
    if kept.is_file():
        for line in kept.read_text(encoding="utf-8").splitlines():
            yield Heard(**json.loads(line))


# -------------------------------------------------------------------------------------------------------- measures


def units(text: str, language: str, without: frozenset[str] = frozenset()) -> list[str]:
    """Characters (Chinese: Simplified, letters in lower case) or words (English) without marks and spaces."""
    text = unicodedata.normalize("NFKC", text).lower()
    if language == "zh":
        return [one for one in _simplified()(text) if one.isalnum() and one not in without]
    return "".join(one if one.isalnum() or one == "'" else " " for one in text).split()


@cache
def _simplified() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def edits(said: list[str], heard: list[str], open_end: bool = False) -> tuple[int, int, int]:
    """The fewest (deletions, insertions, replacements) that turn `said` into `heard` (Levenshtein 1966).

    With `open_end`, what is missing at the very end is not counted: the sound may end before the words do.
    """
    row = [(column, 0, column, 0) for column in range(len(heard) + 1)]  # cost, and what it is made of
    ends = [row[-1]]
    for number, unit in enumerate(said, 1):
        before, row = row, [(number, number, 0, 0)]
        for column, other in enumerate(heard, 1):
            cost, deleted, inserted, replaced = before[column - 1]
            wrong = int(unit != other)
            keep = (cost + wrong, deleted, inserted, replaced + wrong)
            cost, deleted, inserted, replaced = before[column]
            leave = (cost + 1, deleted + 1, inserted, replaced)
            cost, deleted, inserted, replaced = row[column - 1]
            row.append(min(keep, leave, (cost + 1, deleted, inserted + 1, replaced)))
        ends.append(row[-1])
    return (min(ends) if open_end and heard else row[-1])[1:]


def kinds(
    heard: Iterable[Heard], without: frozenset[str] = frozenset(), open_end: bool = False
) -> tuple[float, float, float]:
    """Deletions, insertions and replacements, each over all that was said."""
    totals: dict[str, int] = defaultdict(int)
    for one in heard:
        said = units(one.said, one.language, without)
        deleted, inserted, replaced = edits(said, units(one.heard, one.language, without), open_end)
        for name, count in (("said", len(said)), ("d", deleted), ("i", inserted), ("r", replaced)):
            totals[name] += count
    whole = max(1, totals["said"])
    return totals["d"] / whole, totals["i"] / whole, totals["r"] / whole


def rate(heard: Iterable[Heard], without: frozenset[str] = frozenset(), open_end: bool = False) -> float:
    """Character (Chinese) or word (English) error rate over all clips together, in percent."""
    return 100 * sum(kinds(heard, without, open_end))


def marks(texts: Iterable[str]) -> float:
    """Punctuation marks per 100 characters that are none."""
    whole = "".join(texts)
    found = sum(one in MARKS for one in whole)
    return 100 * found / max(1, sum(one.isalnum() for one in whole))


def speed(heard: Iterable[Heard]) -> float:
    """Real-time factor: seconds of processor time on one thread a second of recording."""
    all_heard = list(heard)
    return sum(one.processor_seconds for one in all_heard) / sum(one.seconds for one in all_heard)


if __name__ == "__main__":
    main()
