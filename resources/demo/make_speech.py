"""Make the demonstration's speech from sessions.json, and write the times of the answers back into it.

Run by hand, never by the app: `python make_speech.py`. Needs espeak-ng on the path and the packages numpy and av.
"""

from __future__ import annotations

import json
import subprocess
import wave
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HERE = Path(__file__).parent
RATE = 22050  # what espeak-ng makes
OPUS_RATE = 24000
BITS_PER_SECOND = 20_000
PAUSE_SECONDS = 2.0  # before, between and after the answers
ROOM_NOISE = 0.0008  # about -62 dBFS: a real room is never wholly silent
VOICE = "en-us+f2"


def say(text: str, speed: int, pitch: int) -> NDArray[np.float32]:
    """One answer as (samples,) at `RATE`, in [-1, 1]."""
    command = ["espeak-ng", "-v", VOICE, "-s", str(speed), "-p", str(pitch), "--stdout"]
    sound = subprocess.run([*command, text], check=True, capture_output=True).stdout  # noqa: S603
    with wave.open(BytesIO(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return (samples / 32768).astype(np.float32)


def write_opus(path: Path, samples: NDArray[np.float32]) -> None:
    """(samples,) at `RATE` → a mono Opus file."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=OPUS_RATE, layout="mono")
        stream.bit_rate = BITS_PER_SECOND
        resampler = av.AudioResampler(format="s16", layout="mono", rate=OPUS_RATE, frame_size=480)
        frame = av.AudioFrame.from_ndarray((samples * 32767).astype(np.int16)[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def make(session: dict[str, Any], noise: np.random.Generator) -> None:
    """Write one session's sound file and the times of its answers in seconds."""
    pause = np.zeros(round(PAUSE_SECONDS * RATE), np.float32)
    pieces = [pause]
    for answer in session["answers"]:
        sound = say(answer["text"], session["speed"], session["pitch"])
        answer["start"] = round(sum(map(len, pieces)) / RATE, 2)
        answer["end"] = round(answer["start"] + len(sound) / RATE, 2)
        pieces += [sound, pause]
    samples = np.concatenate(pieces) * 0.7
    samples = samples + noise.normal(0, ROOM_NOISE, len(samples)).astype(np.float32)
    write_opus(HERE / session["recording"], np.clip(samples, -1, 1))


def main() -> None:
    """Make the sound of every session that has one."""
    sessions = HERE / "sessions.json"
    content = json.loads(sessions.read_text(encoding="utf-8"))
    noise = np.random.default_rng(1)
    for session in content["sessions"]:
        if session["recording"]:
            make(session, noise)
    sessions.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
