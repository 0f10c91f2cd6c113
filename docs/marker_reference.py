"""Between which values voice markers lie in volunteers below the cut-off, heard exactly as the app hears an interview.

    python docs/marker_reference.py DATA [OUT]

DATA is the folder that holds `eatd_train` (EATD-Corpus). Writes percentiles over people, nothing of any one person,
into OUT, by default resources/markers/reference.json, and prints the table of docs/features.md. A person's answers are
joined in one recording with a card each, transcribed and measured together. Ten minutes on one idle core.
"""

from __future__ import annotations

import json
import sys
import tempfile
import wave
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from selfmm import pretrained
from selfmm.data.benchmarks.eatd import read_eatd
from selfmm.features.face_markers import FACE_MARKERS
from selfmm.features.hearing import hear
from selfmm.features.markers import measure_markers
from selfmm.features.quality import interview_quality
from selfmm.features.voice_markers import VOICE_MARKERS
from selfmm.features.voice_track import VoiceListener
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.quality_limits import quality_reasons
from selfmm.recipe import SHORTEST_PAUSE, Recipe, SpeechOptions, transcribe
from selfmm.scales import SDS
from selfmm.transcription import create_speech_engine
from selfmm.transcription.voice_activity import SpeechListener
from selfmm.types import Cue, Features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from selfmm.transcription.base import SpeechEngine

SOURCE = "EATD-Corpus, training half (Shen Y, Yang H, Lin L, ICASSP 2022)"
LANGUAGE = "zh"
PERCENTILES = (5, 95)
BETWEEN = 2.0  # seconds of silence between two answers, the pause that parts them where there are no cards
RESAMPLES, SEED = 2000, 1  # of people, for the interval of each end

# What of a voice means something else in another language: a minute holds more characters than words, and the tones of
# Mandarin move the pitch within each syllable, from one cycle to the next also.
OF_THE_LANGUAGE = ("speech_rate", "articulation_rate", "pitch_range", "pitch_variability", "jitter")
OF_THE_MICROPHONE = ("loudness_range", "jitter", "shimmer", "harmonicity")  # and of the noise in the room
# Why there is none: the level is the microphone's; who is a woman or a man is not known of these people; they began to
# record by themselves; and nobody is to be seen.
WITHOUT = {"loudness": "microphone", "pitch": "sex", "latency": "no_cards", **dict.fromkeys(FACE_MARKERS, "no_faces")}


def main(arguments: Sequence[str]) -> None:
    """Hear everybody, write the file, print the table."""
    root = Path(__file__).resolve().parent.parent
    out = Path(arguments[1]) if len(arguments) > 1 else root / "resources" / "markers" / "reference.json"
    rated = [answer for answer in read_eatd(Path(arguments[0]) / "eatd_train") if answer.recording is not None]
    below = sorted((answer for answer in rated if answer.label < SDS.cutoff), key=lambda answer: answer.person)
    recipe = Recipe()
    engine = create_speech_engine(recipe.speech, model_folder=pretrained.checked(recipe.speech_model))
    people = []
    for _, answers in groupby(below, lambda answer: answer.person):
        people.append(measure(recipe, engine, [answer.recording for answer in answers if answer.recording]))
        print(f"{len(people)} people heard", file=sys.stderr, flush=True)
    heard = [markers for markers, seconds in people if seconds]
    out.parent.mkdir(parents=True, exist_ok=True)
    seconds = float(np.median([seconds for _, seconds in people if seconds]))
    out.write_text(json.dumps(document(heard, seconds), indent=2) + "\n", encoding="utf-8", newline="\n")
    tell(heard)


def measure(recipe: Recipe, engine: SpeechEngine, recordings: Sequence[Path]) -> tuple[dict[str, float], float]:
    """One person's markers over all answers together, and seconds of speech; 0 where it would not do for a score."""
    with tempfile.TemporaryDirectory() as work:
        joined = Path(work) / "interview.wav"
        cues = join(recordings, joined)
        transcript = transcribe(recipe, joined, SpeechOptions(LANGUAGE, engine, cues=lambda: cues))
        voice, speech = VoiceListener(), SpeechListener(SHORTEST_PAUSE)
        hear(joined, (voice, speech))
    features = Features(recipe.fingerprint, voice=voice.finish(), speech=speech.spans())
    quality = interview_quality(transcript, features)
    if quality_reasons(quality, has_answers=bool(transcript.answers)):
        return {}, 0.0
    return measure_markers(transcript.answers, features), quality.voiced_seconds or 0.0


def join(recordings: Iterable[Path], out: Path) -> list[Cue]:
    """Write all answers into one WAV file with silence between them; when which was said."""
    cues: list[Cue] = []
    start = 0.0
    with wave.open(str(out), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        for recording in recordings:
            sound = np.concatenate([*waveform_blocks(recording), np.zeros(round(BETWEEN * SAMPLE_RATE), np.float32)])
            file.writeframes(np.rint(np.clip(sound, -1, 1) * (2**15 - 1)).astype("<i2").tobytes())
            cues.append(Cue(recording.stem, start, start + len(sound) / SAMPLE_RATE))
            start = cues[-1].end
    return cues


def document(heard: Sequence[dict[str, float]], seconds: float) -> dict[str, object]:
    """What the app reads: whose range it is, each marker's range, and why others have none."""
    return {
        "source": SOURCE,
        "people": len(heard),
        "language": LANGUAGE,
        "scale": SDS.name,
        "below": SDS.cutoff,
        "percentiles": PERCENTILES,
        "median_seconds_of_speech": round(seconds),
        "ranges": {code: one_range(code, values_of(code, heard)) for code in VOICE_MARKERS if code not in WITHOUT},
        "without": WITHOUT,
    }


def values_of(code: str, heard: Sequence[dict[str, float]]) -> NDArray[np.float64]:
    """A marker of all in whom it can be measured: (people,)."""
    return np.array([markers[code] for markers in heard if code in markers])


def one_range(code: str, values: NDArray[np.float64]) -> dict[str, object]:
    """One marker's range, of how many people it is, and where it may be compared with."""
    low, high = np.percentile(values, PERCENTILES)
    return {
        "low": float(f"{low:.4g}"),
        "high": float(f"{high:.4g}"),
        "people": len(values),
        "only_in_its_language": code in OF_THE_LANGUAGE,
        "depends_on_microphone": code in OF_THE_MICROPHONE,
    }


def tell(heard: Sequence[dict[str, float]]) -> None:
    """Print each range with the 95 % intervals of its ends, from people drawn anew."""
    drawing = np.random.default_rng(SEED)
    print("| marker | unit | 5th percentile [95 %] | median | 95th percentile [95 %] | people |")
    print("|---|---|---|---|---|---|")
    for code, marker in VOICE_MARKERS.items():
        if code in WITHOUT:
            continue
        values = values_of(code, heard)
        drawn = np.percentile(drawing.choice(values, (RESAMPLES, len(values))), PERCENTILES, axis=1)
        ends = [
            f"{end:.3g} [{np.quantile(ends, 0.025):.3g}, {np.quantile(ends, 0.975):.3g}]"
            for end, ends in zip(np.percentile(values, PERCENTILES), drawn, strict=True)
        ]
        print(f"| {marker.name} | {marker.unit} | {ends[0]} | {np.median(values):.3g} | {ends[1]} | {len(values)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
