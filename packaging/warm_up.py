"""Run the sound features once on two seconds of noise, so that numba compiles its parts now and not in a session."""

from __future__ import annotations

import random
import tempfile
import wave
from array import array
from pathlib import Path

from selfmm.features import AUDIO_EXTRACTORS, create_audio_extractor
from selfmm.types import no_report

RATE = 16_000  # hertz


def main() -> None:
    """Extract the features of a noise; what comes out is thrown away, what numba compiled stays in its cache."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noise.wav"
        write_noise(path)
        for name in AUDIO_EXTRACTORS:
            create_audio_extractor(name).extract(path, no_report)


def write_noise(path: Path) -> None:
    """Two seconds of white noise as 16-bit mono."""
    noise = random.Random(1)
    samples = array("h", (noise.randrange(-8000, 8000) for _ in range(2 * RATE)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())


if __name__ == "__main__":
    main()
