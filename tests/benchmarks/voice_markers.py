"""Voice markers beside Praat's on real clips, and whether they tell sad from angry and happy voices.

    python tests/benchmarks/voice_markers.py DATA_FOLDER [EVERY]

DATA_FOLDER holds `emodb`, `eatd_train` and `media`; what is not there is left out. With EVERY only each EVERYth clip
is heard. Needs the command `praat` (Debian package of that name). Both hear the same samples at 16 kHz and take the
whole clip, cut at its end so that both look at the same moments: Praat puts its frames symmetrically into the sound,
and 5 ms to either side decide at the edges of a voice. Praat's settings are its standard ones: pitch by raw
autocorrelation from 75 to 600 Hz, harmonicity, jitter and shimmer by cross-correlation.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

import numpy as np
import soundfile

from selfmm.features.voice_markers import VOICE_MARKERS, Spoken, interview_markers
from selfmm.features.voice_track import FRAME_SECONDS, HOP, PITCH, VoiceListener
from selfmm.media import SAMPLE_RATE, open_media, waveform_blocks
from selfmm.transcription.voice_activity import speech_spans

PRAAT = """
form Voice
    text wav
    text out
endform
sound = Read from file: wav$
pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
pitchStart = Get time from frame number: 1
To Matrix
Save as headerless spreadsheet file: out$ + ".pitch"
selectObject: sound
harmonicity = To Harmonicity (cc): 0.01, 75, 0.1, 1
harmonicityStart = Get time from frame number: 1
To Matrix
Save as headerless spreadsheet file: out$ + ".harmonicity"
selectObject: sound
intensity = To Intensity: 75, 0.01, "no"
intensityStart = Get time from frame number: 1
Down to Matrix
Save as headerless spreadsheet file: out$ + ".intensity"
selectObject: sound
voice = To Pitch (cc): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
selectObject: sound, voice
points = To PointProcess (cc)
jitter = Get jitter (local): 0, 0, 0.0001, 0.02, 1.3
selectObject: sound, points
shimmer = Get shimmer (local): 0, 0, 0.0001, 0.02, 1.3, 1.6
writeFileLine: out$, pitchStart, " ", harmonicityStart, " ", intensityStart, " ", jitter, " ", shimmer
"""
FULL_SCALE_LEVEL = -20 * np.log10(2e-5)  # Praat takes samples as pascals and tells decibels over 20 micropascals

# what is aimed at; differences are means of absolute ones over the clips where nothing else is said
TOLERANCE = {
    "pitch": "2 % on 95 % of the clips",
    "pitch_range": "1 semitone",
    "pitch_variability": "0.5 semitone",
    "loudness": "1 dB",
    "loudness_range": "1.5 dB",
    "harmonicity": "1.5 dB (median)",
    "jitter": "r >= 0.8",
    "shimmer": "r >= 0.8",
}


def main(folder: Path, every: int) -> None:
    clips = [
        path for part in ("emodb/audio", "eatd_train/audio", "media") for path in sorted((folder / part).glob("*"))
    ]
    compare([path for path in clips if path.suffix != ".jpg" and open_media(path).has_sound][::every])
    if (folder / "emodb").exists():
        emotions(folder / "emodb")


def compare(clips: list[Path]) -> None:
    """The table beside Praat's numbers."""
    ours, theirs, pitches, tempo = [], [], [], []
    with tempfile.TemporaryDirectory() as work:
        script = Path(work) / "voice.praat"
        script.write_text(PRAAT)
        for path in clips:
            sound = _on_one_grid(np.concatenate(list(waveform_blocks(path))))
            begun = time.process_time()
            voice = track(sound)
            tempo.append((time.process_time() - begun, len(sound) / SAMPLE_RATE))
            markers = interview_markers(voice, [(0.0, np.inf)], [Spoken(0.0, np.inf)])
            if "pitch" not in markers or "jitter" not in markers:
                print("too little voice:", path.parent.parent.name, len(sound) / SAMPLE_RATE, "s")
                continue
            numbers, frames = praat(script, sound, len(voice.values))
            ours.append(markers)
            theirs.append(numbers)
            pitches.append((voice.values[:, PITCH], frames))
    spent, heard = np.sum(tempo, axis=0)
    print(
        f"{len(ours)} clips, {heard / 60:.0f} minutes; track at {spent / heard:.4f} of their length (processor time)\n"
    )
    _print_markers(ours, theirs)
    _print_pitch(pitches, ours, theirs)


def _on_one_grid(sound):
    """The sound less up to 10 ms of its end, so long that Praat's pitch frames lie where ours do, to 0.03 ms."""
    return sound[: len(sound) // HOP * HOP - 1]


def track(sound):
    listener = VoiceListener()
    listener.feed(sound)
    return listener.finish()


def praat(script: Path, sound, frames: int):
    """Praat's markers, computed of its frames as ours are of ours, and its pitch at our frames (frames,)."""
    wav, out = script.with_name("clip.wav"), script.with_name("clip")
    soundfile.write(wav, sound, SAMPLE_RATE, subtype="FLOAT")
    subprocess.run(["praat", "--run", script, wav, out], check=True, capture_output=True)
    *starts, jitter, shimmer = (float(number.replace("--undefined--", "nan")) for number in out.read_text().split())
    middles = (np.arange(frames) + 0.5) * FRAME_SECONDS
    pitch, harmonicity, level = (
        _at(middles, start, np.loadtxt(out.with_suffix(f".{name}"), ndmin=1))
        for start, name in zip(starts, ("pitch", "harmonicity", "intensity"), strict=True)
    )
    voiced = pitch > 0
    semitones, level = 12 * np.log2(pitch[voiced]), level[voiced] - FULL_SCALE_LEVEL
    heard = voiced & (harmonicity > -100)
    return {
        "pitch": np.median(pitch[voiced]),
        "pitch_range": np.subtract(*np.percentile(semitones, (95, 5))),
        "pitch_variability": semitones.std(),
        "loudness": 10 * np.log10(np.mean(10 ** (level / 10))),
        "loudness_range": np.subtract(*np.percentile(level, (95, 5))),
        "harmonicity": harmonicity[heard].mean(),
        "jitter": 100 * jitter,
        "shimmer": 100 * shimmer,
    }, pitch


def _at(seconds, start: float, values):
    """The value of the nearest of Praat's frames, which begin at `start`, one each 10 ms."""
    return values[np.clip(np.rint((seconds - start) / FRAME_SECONDS), 0, len(values) - 1).astype(int)]


def _print_markers(ours, theirs) -> None:
    print("Differences are ours less Praat's; r is the correlation over the clips.\n")
    print("| marker | unit | Praat, mean | mean | mean absolute | median absolute | 90th percentile | r | aim |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, aim in TOLERANCE.items():
        pairs = np.array([(one[name], other[name]) for one, other in zip(ours, theirs, strict=True)])
        pairs = pairs[np.isfinite(pairs).all(axis=1)]
        difference = pairs[:, 0] - pairs[:, 1]
        far = np.abs(difference)
        figures = (pairs[:, 1].mean(), difference.mean(), far.mean(), np.median(far), np.quantile(far, 0.9))
        told = " | ".join(f"{figure:.2f}" for figure in figures)
        print(f"| {name} | {VOICE_MARKERS[name].unit} | {told} | {np.corrcoef(pairs.T)[0, 1]:.3f} | {aim} |")


def _print_pitch(pitches, ours, theirs) -> None:
    medians = np.array([(one["pitch"], other["pitch"]) for one, other in zip(ours, theirs, strict=True)])
    near = np.abs(medians[:, 0] / medians[:, 1] - 1)
    here, there = (np.concatenate(side) for side in zip(*pitches, strict=True))
    both = (here > 0) & (there > 0)
    gross = np.abs(here[both] / there[both] - 1) > 0.2
    print(f"\nmedian pitch within 2 %: {100 * np.mean(near <= 0.02):.1f} % of the clips (aim 95 %)")
    print(f"gross pitch errors (beyond 20 %): {100 * gross.mean():.2f} % of frames voiced in both (aim below 5 %)")
    print(f"voiced frames: ours {100 * np.mean(here > 0):.1f} %, Praat {100 * np.mean(there > 0):.1f} %,")
    print(f"decision alike in {100 * np.mean((here > 0) == (there > 0)):.1f} % of the frames\n")


def emotions(folder: Path) -> None:
    """How well each marker tells sad from angry and from happy voices of the same speaker."""
    with (folder / "manifest.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["emotion"] in {"sadness", "anger", "happiness"}]
    for row in rows:
        path = folder / row["audio"]
        voice = track(np.concatenate(list(waveform_blocks(path))))
        row["markers"] = interview_markers(voice, speech_spans(path, pause_seconds=0.2), [Spoken(0.0, np.inf)])
    print("AUC within speakers of sad above the others (0.5: cannot tell; below: sad is lower)\n")
    print("| marker | sad / angry | sad / happy | sad clips with it |\n|---|---|---|---|")
    for name in VOICE_MARKERS:
        sad = [row for row in rows if row["emotion"] == "sadness" and name in row["markers"]]
        if sad:
            told = " | ".join(f"{_auc(sad, rows, other, name):.2f}" for other in ("anger", "happiness"))
            print(f"| {name} | {told} | {len(sad)} |")


def _auc(sad, rows, other: str, name: str) -> float:
    others = [row for row in rows if row["emotion"] == other and name in row["markers"]]
    pairs = [
        (low["markers"][name], high["markers"][name])
        for low, high in product(others, sad)
        if low["speaker"] == high["speaker"]
    ]
    return float(np.mean([(high > low) + 0.5 * (high == low) for low, high in pairs]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
