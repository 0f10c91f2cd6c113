"""What scoring needs beside the model: peak memory with made-up features of 2 minutes and of 3 hours.

    PYTHONPATH=. python tests/benchmarks/memory.py

Features are written by one process and scored by the next, as the command line and the app's child process do it.
"""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTES = (2, 180)
ANSWER = "我最近睡得不好，早上很累，没有力气。做什么都提不起兴趣，和朋友见面也觉得没有意思。"


def main() -> None:
    """Write and score features of each length, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        for minutes in MINUTES:
            file = Path(folder) / f"{minutes}.safetensors"
            _apart(write, file, minutes * 60)
            print(f"{minutes} min, {file.stat().st_size / 1e6:.0f} MB of features", flush=True)
            _apart(score, file)


def write(path: Path, seconds: int) -> None:
    """Random features as long as those of a recording with picture; somebody speaks for most of every half minute."""
    import numpy as np

    from selfmm.data.files import write_features
    from selfmm.features import librosa_audio, picture_track, voice_track
    from selfmm.recipe import Recipe
    from selfmm.types import Features, FeatureSequence

    numbers, recipe = np.random.default_rng(0), Recipe()

    def made_up(name: str, frame_seconds: float, dimensions: int) -> FeatureSequence:
        values = numbers.random((round(seconds / frame_seconds), dimensions), np.float32)
        return FeatureSequence(values, frame_seconds, name)

    voice = made_up(voice_track.NAME, voice_track.FRAME_SECONDS, len(voice_track.COLUMNS))
    voice.values[:, voice_track.POWER] = np.where(np.arange(len(voice.values)) % 3000 < 2800, 0.1, 1e-5)
    features = Features(
        recipe.fingerprint,
        audio=made_up(recipe.audio, librosa_audio.FRAME_SECONDS, librosa_audio.LibrosaAudio.dimensions),
        vision=made_up(recipe.vision, 1 / recipe.vision_frames_per_second, 56),
        voice=voice,
        picture=made_up(picture_track.NAME, 1 / recipe.vision_frames_per_second, len(picture_track.COLUMNS)),
        speech=tuple((start, start + 28.0) for start in range(0, seconds, 30)),
    )
    write_features(path, features)
    _tell("written")


def score(path: Path) -> None:
    """Read features and score them with the bundled model."""
    from selfmm import recipe
    from selfmm.__main__ import DEFAULT_BUNDLE
    from selfmm.bundle import read_info
    from selfmm.data.files import read_features
    from selfmm.features.quality import interview_quality
    from selfmm.scoring import Scorer
    from selfmm.types import Answer, Transcript

    features = read_features(path)
    transcript = Transcript(tuple(Answer(ANSWER, start, end) for start, end in features.speech), "zh")
    _tell("read")
    samples = recipe.samples(transcript, features, person="", modalities=read_info(DEFAULT_BUNDLE).modalities)
    quality = interview_quality(transcript, features)
    del features
    scorer = Scorer(DEFAULT_BUNDLE)
    _tell("model loaded")
    if scorer.score(samples, quality, "zh").value is None:
        raise SystemExit("There is no score.")
    _tell("scored")


def _tell(step: str) -> None:
    print(f"  {step}: peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB", flush=True)


def _apart(work: Callable[..., None], *arguments: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")


if __name__ == "__main__":
    main()
