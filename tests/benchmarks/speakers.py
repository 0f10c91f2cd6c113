"""How well the clinician's turns are found: mixes of two voices that never met, and what was kept and removed.

    python tests/benchmarks/speakers.py DATA_FOLDER             the people whom the thresholds were not chosen on
    python tests/benchmarks/speakers.py DATA_FOLDER --choosing  the people whom they were chosen on

DATA_FOLDER holds eatd_train/ (Mandarin; a recording a prompt, people at home) and emodb/ (German; ten actors in one
room), each with a manifest.csv. A mix is made of one person's turns as the clinician and another's as the participant:
turns of 1 to 20 s (log-uniform, as far as there is sound), pauses of 0 to 1.2 s, now and then a word of the clinician's
(0.5 to 1 s) over the participant's, loudness 6 dB apart at most, a room of its own for half of the mixes (a decaying
noise as its impulse response, another one for the enrolment), noise at 15 to 20 dB for half. The clinician enrols
with 6 to 10 s of another part of their sound. Everything is drawn from seeds.

Kept: the share of the participant's speech that is taken as theirs. Removed: the share of the clinician's that is taken
as the clinician's. Speech between two turns goes to the nearer one, as words do. Both count where one of the two speaks
alone, by the speech detector on each voice before it was mixed. The actors are mixed twice: with all seven emotions,
which is harder than any interview, since one voice shouts and whispers, and with the calm ones alone.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import torch

from selfmm.errors import SelfMMError
from selfmm.media import SAMPLE_RATE
from selfmm.transcription.speakers import VoicePrint, Window, decide, embed_windows, enrol
from selfmm.transcription.voice_activity import VoiceDetector, spans_of
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selfmm.transcription.base import Turn

TICK = 0.01  # seconds of a step of the truth
LENGTHS = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
CALM = ("neutral", "boredom", "sadness")  # emotions that an actor plays without raising the voice
DRAWS = 2000  # of the bootstrap
SEED = 20
EACH = {"eatd_train": 3, "emodb": 4, "emodb, calm": 4}  # participants a clinician
ENROLMENT = (6.0, 10.0)  # seconds of speech
CLINICIAN, PARTICIPANT = 1, 2  # bits of the truth


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A stretch of one voice's sound, and where in it somebody speaks."""

    samples: np.ndarray
    speaks: np.ndarray  # a step of TICK each

    @property
    def seconds(self) -> float:
        return len(self.samples) / SAMPLE_RATE

    def between(self, begin: float, end: float) -> Piece:
        return Piece(
            self.samples[round(begin * SAMPLE_RATE) : round(end * SAMPLE_RATE)],
            self.speaks[round(begin / TICK) : round(end / TICK)],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Voice:
    """One person's recordings."""

    name: str
    clips: tuple[Piece, ...]
    pitch: float  # hertz, median


@dataclass(frozen=True, slots=True, eq=False)
class Mix:
    """A conversation with what is true of it."""

    name: str
    kind: str
    samples: np.ndarray
    enrolment: np.ndarray
    truth: np.ndarray  # bits of who speaks, a step of TICK each
    turns: tuple[tuple[int, float, float], ...]  # who, begin, end


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What became of a mix; shares are NaN where there is nothing to share."""

    kind: str
    kept: float
    removed: float
    rest_kept: float  # of the participant's speech, by the letter: words outside all turns lost
    turns: tuple[tuple[int, float, float], ...]  # who, seconds, share that was heard right
    likeness: float  # of the participant's voice to the enrolment, inner product
    noticed: bool  # whether any turn was given to the clinician
    speech: float  # seconds
    length: float
    took: float  # seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--choosing", action="store_true", help="the people whom the thresholds were chosen on")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for name, people in read_voices(arguments.folder).items():
        chosen = half(people, choosing=arguments.choosing)
        print(f"\n### {name}, {len(chosen)} people\n")
        prints = Prints()
        both = [heard(mix, prints) for mix in make_mixes(chosen, SEED, EACH[name], present=True)]
        alone = [heard(mix, prints) for mix in make_mixes(chosen, SEED + 1, EACH[name], present=False)]
        print_tables([result for result in both if result], [result for result in alone if result], prints)


def print_tables(both: list[Result], alone: list[Result], prints: Prints) -> None:
    """Markdown of all that was found."""
    print(f"{len(both)} mixes of two, {len(alone)} without the clinician; {prints.refused} enrolments were refused\n")
    print("| mixes | | kept | removed | clinician noticed |\n|---|---|---|---|---|")
    groups = {"all": both}
    for result in both:
        for kind in result.kind.split(", "):
            groups.setdefault(kind, []).append(result)
    ordered = sorted(both, key=lambda result: result.likeness)
    third = max(1, len(ordered) // 3)
    groups |= {"least alike third": ordered[:third], "most alike third": ordered[-third:]}
    for name, group in groups.items():
        noticed = np.mean([result.noticed for result in group])
        kept, removed = (interval([getattr(r, what) for r in group]) for what in ("kept", "removed"))
        print(f"| {name} | {len(group)} | {kept} | {removed} | {noticed:.0%} |")
    wrongly = np.mean([result.noticed for result in alone])
    print(f"| without the clinician | {len(alone)} | {interval([r.kept for r in alone])} | | {wrongly:.0%} |")
    letter = interval([result.rest_kept for result in both])
    print(f"\nKept where words outside all turns count as lost: {letter}\n")
    print("| turn of | participant's turns | heard as theirs | clinician's turns | heard as theirs |")
    print("|---|---|---|---|---|")
    turns = [turn for result in both for turn in result.turns]
    for low, high in pairwise(LENGTHS):
        cells = []
        for who in (PARTICIPANT, CLINICIAN):
            shares = [share for speaker, seconds, share in turns if speaker == who and low < seconds <= high]
            cells.append(f"{len(shares)} | {np.mean(shares):.1%}" if shares else "0 | ")
        print(f"| {low:g} to {high:g} s | {' | '.join(cells)} |")
    results = both + alone
    took, length, speech = (sum(getattr(r, what) for r in results) for what in ("took", "length", "speech"))
    print(f"\nReal-time factor on one thread {took / length:.4f} ({length / 60:.0f} min, {speech / length:.0%} speech)")


def interval(shares: list[float]) -> str:
    """The mean over mixes with a 95 % interval of the bootstrap over them."""
    values = np.array([share for share in shares if not np.isnan(share)])
    rng = np.random.default_rng(0)
    means = values[rng.integers(len(values), size=(DRAWS, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{values.mean():.1%} ({low:.1%} to {high:.1%})"


# Hearing ----------------------------------------------------------------------------------------------------------


class Prints:
    """Enrolments, and how many were refused."""

    def __init__(self) -> None:
        self.refused = 0

    def of(self, samples: np.ndarray, folder: Path) -> VoicePrint | None:
        path = folder / "enrolment.wav"
        soundfile.write(path, samples, SAMPLE_RATE, subtype="FLOAT")
        try:
            return enrol(path)
        except SelfMMError as error:
            print(f"refused: {error}")
            self.refused += 1
            return None


def heard(mix: Mix, prints: Prints) -> Result | None:
    """Enrol, find the turns, and compare; None where the enrolment is refused."""
    with tempfile.TemporaryDirectory() as name:
        clinician = prints.of(mix.enrolment, Path(name))
        if clinician is None:
            return None
        path = Path(name) / "mix.wav"
        soundfile.write(path, mix.samples, SAMPLE_RATE, subtype="FLOAT")
        started = time.perf_counter()
        windows = tuple(embed_windows(path))
        turns = decide(windows, clinician)
        took = time.perf_counter() - started
    said, inside = who_speaks(turns, len(mix.truth))
    hears_right = {who: (mix.truth == who) & (said == who) for who in (CLINICIAN, PARTICIPANT)}

    def share(who: int, right: np.ndarray, first: int = 0, last: int | None = None) -> float:
        alone = mix.truth[first:last] == who
        return float(right[first:last][alone].mean()) if alone.any() else float("nan")

    by_turn = [
        (who, end - begin, share(who, hears_right[who], round(begin / TICK), round(end / TICK)))
        for who, begin, end in mix.turns
    ]
    return Result(
        kind=mix.kind,
        kept=share(PARTICIPANT, hears_right[PARTICIPANT]),
        removed=share(CLINICIAN, hears_right[CLINICIAN]),
        rest_kept=share(PARTICIPANT, hears_right[PARTICIPANT] & inside),
        turns=tuple(turn for turn in by_turn if not np.isnan(turn[2])),
        likeness=likeness(mix, windows, clinician),
        noticed=any(turn.speaker == Speaker.CLINICIAN for turn in turns),
        speech=float((mix.truth > 0).sum() * TICK),
        length=len(mix.samples) / SAMPLE_RATE,
        took=took,
    )


def who_speaks(turns: tuple[Turn, ...], steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Who is heard at each step, by the turn that is nearest as words are given to it, and whether a turn covers it."""
    middle = (np.arange(steps) + 0.5) * TICK
    if not turns:
        return np.full(steps, PARTICIPANT), np.zeros(steps, bool)
    starts, ends = np.array([turn.start for turn in turns]), np.array([turn.end for turn in turns])
    away = np.maximum(0, np.maximum(starts[:, None] - middle, middle - ends[:, None]))
    speakers = np.array([CLINICIAN if turn.speaker == Speaker.CLINICIAN else PARTICIPANT for turn in turns])
    return speakers[away.argmin(axis=0)], away.min(axis=0) == 0


def likeness(mix: Mix, windows: tuple[Window, ...], clinician: VoicePrint) -> float:
    """How like the participant, where they truly speak, the clinician is: an inner product."""
    steps = [slice(round(w.start / TICK), round(w.end / TICK)) for w in windows]
    own = [w.values for w, step in zip(windows, steps, strict=True) if np.all(mix.truth[step] == PARTICIPANT)]
    if not own:
        return float("nan")
    mean = np.mean(own, axis=0)
    return float(mean / np.linalg.norm(mean) @ clinician.values)


# Voices -----------------------------------------------------------------------------------------------------------


def read_voices(folder: Path) -> dict[str, list[Voice]]:
    """The people of both sets; of the actors once more what they say calmly."""
    eatd = _by_person(folder / "eatd_train", "subject")
    emodb = _by_person(folder / "emodb", "speaker")
    calm = _by_person(folder / "emodb", "speaker", lambda row: row["emotion"] in CALM)
    sets = {"eatd_train": [_voice(name, paths) for name, paths in eatd.items()]}
    # the acted sentences last two seconds each: joined, ten at a time
    sets["emodb"] = [_joined(_voice(name, paths)) for name, paths in emodb.items()]
    sets["emodb, calm"] = [_joined(_voice(name, paths)) for name, paths in calm.items()]
    return sets


def _by_person(
    folder: Path, column: str, wanted: Callable[[dict[str, str]], bool] = lambda row: bool(row["audio"])
) -> dict[str, list[Path]]:
    found = defaultdict(list)
    with (folder / "manifest.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if wanted(row):
                found[f"{folder.name}-{row[column]}"].append(folder / row["audio"])
    return found


def _voice(name: str, paths: list[Path]) -> Voice:
    clips = tuple(clip for clip in map(_clip, paths) if clip.seconds > 0)
    longest = max(clips, key=lambda clip: clip.seconds).samples[: 15 * SAMPLE_RATE]
    return Voice(name, clips, _pitch(longest))


def _pitch(samples: np.ndarray) -> float:
    """The median, in hertz, of the frames whose autocorrelation has a clear peak between 60 and 400 Hz."""
    frames = samples[: len(samples) // 1024 * 1024].reshape(-1, 1024)
    lags = np.fft.irfft(np.abs(np.fft.rfft(frames - frames.mean(axis=1, keepdims=True), 2048)) ** 2)[:, :1024]
    shortest, longest = SAMPLE_RATE // 400, SAMPLE_RATE // 60
    near = lags[:, shortest:longest] / (np.maximum(lags[:, :1], 1e-9) * (1 - np.arange(shortest, longest) / 1024))
    clear = near.max(axis=1) > 0.6
    return float(np.median(SAMPLE_RATE / (shortest + near[clear].argmax(axis=1)))) if clear.any() else 165.0


def _clip(path: Path) -> Piece:
    """A recording from the first to the last word, at one loudness."""
    samples, rate = soundfile.read(path, dtype="float32")
    assert rate == SAMPLE_RATE
    seconds = len(samples) / rate
    spans = list(spans_of(VoiceDetector().probabilities(samples).tolist(), seconds))
    speaks = np.zeros(round(seconds / TICK), bool)
    for begin, end in spans:
        speaks[round(begin / TICK) : round(end / TICK)] = True
    first, last = (spans[0][0], spans[-1][1]) if spans else (0.0, 0.0)
    return Piece(samples, speaks).between(first, last)


def _joined(voice: Voice) -> Voice:
    rng = np.random.default_rng(zlib.crc32(voice.name.encode()))
    order = rng.permutation(len(voice.clips))
    groups = np.array_split(order, max(2, len(order) // 10))
    clips = [Piece(*(np.concatenate(parts) for parts in _parts([voice.clips[k] for k in group]))) for group in groups]
    return Voice(voice.name, tuple(clips), voice.pitch)


def half(people: list[Voice], *, choosing: bool) -> list[Voice]:
    """One of two sets of people that have nobody in common."""
    return [person for person in people if (zlib.crc32(person.name.encode()) % 2 == 0) == choosing]


def _parts(clips: list[Piece]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    steps = [len(clip.samples) // 160 for clip in clips]
    return (
        [clip.samples[: 160 * n] for clip, n in zip(clips, steps, strict=True)],
        [np.resize(clip.speaks, n) for clip, n in zip(clips, steps, strict=True)],
    )


# Mixes ------------------------------------------------------------------------------------------------------------


def make_mixes(people: list[Voice], seed: int, each: int, *, present: bool) -> Iterator[Mix]:
    """Every person with enough sound as the clinician, with `each` others: the first one of the same pitch."""
    rng = np.random.default_rng(seed)
    for clinician in people:
        others = [person for person in people if person is not clinician]
        closest = min(others, key=lambda other: abs(np.log(other.pitch / clinician.pitch)))
        drawn = [others[k] for k in rng.permutation(len(others))[: each - 1]]
        for other in [closest, *drawn]:
            mix = mix_of(clinician, other, np.random.default_rng(rng.integers(1 << 32)), present=present)
            if mix is not None:
                yield mix


def mix_of(clinician: Voice, participant: Voice, rng: np.random.Generator, *, present: bool = True) -> Mix | None:
    """A conversation of the two, or the participant alone; None where one has too little sound."""
    enrolment, rest = _enrolment(clinician, rng)
    asked, told = _turns(rest, rng, 8.0), _turns(list(participant.clips), rng, 20.0)
    if enrolment is None or sum(turn.seconds for turn in asked) < 6.0 or sum(turn.seconds for turn in told) < 6.0:
        return None
    louder = rng.uniform(-6.0, 6.0)
    lines = _interleave(asked if present else [], told, rng)
    samples, truth, turns = _laid_out(lines, louder, rng)
    room, other_room = (_room(rng), _room(rng)) if rng.random() < 0.5 else (None, None)
    enrolled = _in_room(_levelled(enrolment, 0.0), other_room)
    samples = _in_room(samples, room)
    if noisy := rng.random() < 0.5:
        samples = _with_noise(samples, truth, rng.uniform(15.0, 20.0), rng)
    enrolled = _with_noise(enrolled, np.ones(len(enrolled) // 160, np.uint8), 25.0, rng)
    same = "same" if (clinician.pitch < 165) == (participant.pitch < 165) else "other"
    kind = f"{same} sex, {'room' if room is not None else 'as recorded'}, {'noise' if noisy else 'quiet'}"
    return Mix(f"{clinician.name} {participant.name}", kind, samples, enrolled, truth, turns)


def _enrolment(voice: Voice, rng: np.random.Generator) -> tuple[np.ndarray | None, list[Piece]]:
    """Six to ten seconds of one clip, and the clips that remain; of a single clip, its rest."""
    wanted = rng.uniform(*ENROLMENT)
    clips = sorted(voice.clips, key=lambda clip: clip.speaks.sum())
    long = [clip for clip in clips if clip.speaks.sum() * TICK >= ENROLMENT[0]]
    if not long:
        return None, []
    chosen = long[0]
    spoken = np.cumsum(chosen.speaks) * TICK
    end = min(chosen.seconds, (int(np.searchsorted(spoken, wanted)) + 1) * TICK)
    rest = [clip for clip in voice.clips if clip is not chosen]
    if len(rest) < 1:
        rest = [chosen.between(end, chosen.seconds)]
    return chosen.between(0.0, end).samples, rest


def _turns(clips: list[Piece], rng: np.random.Generator, longest: float) -> list[Piece]:
    """Clips cut into turns at quiet places, in an order of chance."""
    turns = []
    for clip in clips:
        at = 0.0
        while clip.seconds - at >= 1.0:
            length = float(np.exp(rng.uniform(0.0, np.log(longest))))
            end = _quiet_place(clip, at + length) if at + length < clip.seconds - 1.0 else clip.seconds
            turns.append(clip.between(at, min(end, at + longest + 1.0)))
            at = end
    return [turns[k] for k in rng.permutation(len(turns))]


def _quiet_place(clip: Piece, near: float) -> float:
    """The quietest 50 ms within 0.3 s."""
    places = np.arange(near - 0.3, near + 0.3, 0.02)
    powers = [np.mean(clip.between(place - 0.025, place + 0.025).samples ** 2) for place in places]
    return round(float(places[int(np.argmin(powers))]), 2)


def _interleave(
    asked: list[Piece], told: list[Piece], rng: np.random.Generator
) -> list[tuple[int, Piece, float, Piece | None]]:
    """Turns in order: who, what, the pause before it, and a short word of the other one's over it."""
    asked = list(asked)
    lines: list[tuple[int, Piece, float, Piece | None]] = []
    queue = [(CLINICIAN, asked), (PARTICIPANT, list(told))]
    who = int(rng.random() < 0.3)
    while any(pieces for _, pieces in queue):
        speaker, pieces = queue[who]
        if pieces:
            piece, over = pieces.pop(), None
            clinicians = queue[0][1]
            if speaker == PARTICIPANT and piece.seconds > 4.0 and clinicians and rng.random() < 0.4:
                source = clinicians[-1]
                length = rng.uniform(0.5, 1.0)
                if source.seconds > length + 1.0:
                    over = source.between(0.0, length)
                    clinicians[-1] = source.between(length, source.seconds)
            lines.append((speaker, piece, rng.choice([0.0, rng.uniform(0.1, 0.5), rng.uniform(0.5, 1.2)]), over))
        who = 1 - who
    return lines


def _laid_out(lines, louder: float, rng: np.random.Generator):
    """Samples, truth and turns of all lines."""
    seconds = 1.0 + sum(pause + piece.seconds for _, piece, pause, _ in lines)
    samples = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    truth = np.zeros(round(seconds / TICK), np.uint8)
    turns, at = [], 0.5
    gains = {CLINICIAN: louder / 2, PARTICIPANT: -louder / 2}

    def put(who: int, piece: Piece, begin: float) -> None:
        first, tick = round(begin * SAMPLE_RATE), round(begin / TICK)
        sound = _levelled(piece.samples, gains[who])[: len(samples) - first]
        samples[first : first + len(sound)] += sound
        speaks = piece.speaks[: len(truth) - tick]
        truth[tick : tick + len(speaks)] |= (speaks * who).astype(np.uint8)
        turns.append((who, begin, begin + piece.seconds))

    for who, piece, pause, over in lines:
        at += pause
        put(who, piece, at)
        if over is not None:
            put(CLINICIAN, over, at + rng.uniform(1.0, piece.seconds - 1.0 - over.seconds))
        at += piece.seconds
    return samples, truth, tuple(turns)


def _levelled(samples: np.ndarray, decibels: float) -> np.ndarray:
    """At -26 dB of full scale and so much more."""
    power = float(np.mean(samples.astype(np.float64) ** 2)) + 1e-12
    return (samples * 10 ** ((-26 + decibels) / 20) / np.sqrt(power)).astype(np.float32)


def _room(rng: np.random.Generator) -> np.ndarray:
    """An impulse response: the direct sound, then noise that decays by 60 dB in 0.2 to 0.5 s, coloured a little."""
    seconds = rng.uniform(0.2, 0.5)
    time_ = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tail = rng.normal(0, 1, len(time_)) * 10 ** (-3 * time_ / seconds)
    tail *= 10 ** (rng.uniform(-12, -4) / 20) / np.sqrt(np.sum(tail**2))
    tail[0] = 1.0
    tilt = rng.uniform(-0.4, 0.4)
    return np.convolve(tail, [1.0, tilt]).astype(np.float32)


def _in_room(samples: np.ndarray, room: np.ndarray | None) -> np.ndarray:
    if room is None:
        return samples
    size = 1 << (len(samples) + len(room)).bit_length()
    heard = np.fft.irfft(np.fft.rfft(samples, size) * np.fft.rfft(room, size), size)[: len(samples)]
    return heard.astype(np.float32)


def _with_noise(samples: np.ndarray, truth: np.ndarray, ratio: float, rng: np.random.Generator) -> np.ndarray:
    """With pink noise so many decibels below the speech."""
    spectrum = np.fft.rfft(rng.normal(0, 1, len(samples)))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    noise = np.fft.irfft(spectrum, len(samples))
    speech = np.repeat(truth > 0, 160)
    speech = np.pad(speech, (0, max(0, len(samples) - len(speech))))[: len(samples)]
    power = np.mean(samples[speech] ** 2)
    noise *= np.sqrt(power / np.mean(noise**2)) * 10 ** (-ratio / 20)
    return np.clip(samples + noise, -1, 1).astype(np.float32)


if __name__ == "__main__":
    main()
