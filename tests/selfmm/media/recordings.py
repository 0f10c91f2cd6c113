"""Recordings written here by PyAV: a click a second, and a picture that counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

from selfmm.media import SAMPLE_RATE, waveform_blocks

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.media import Source

PICTURES_PER_SECOND = 25
STEP = 4  # how much brighter each picture is than the one before it


@dataclass(frozen=True)
class Kind:
    file: str
    sound: str | None
    picture: str | None = None
    rate: int = 44_100


KINDS = [
    Kind("a.wav", "pcm_s16le"),
    Kind("a.flac", "flac"),
    Kind("a.mp3", "libmp3lame"),
    Kind("a.m4a", "aac"),
    Kind("a.aac", "aac"),
    Kind("a.ogg", "libopus", rate=48_000),
    Kind("a.webm", "libopus", "libvpx", rate=48_000),
    Kind("a.mp4", "aac", "libx264"),
    Kind("a.mov", "aac", "mpeg4"),
    Kind("a.mkv", "pcm_s16le", "mjpeg", rate=16_000),
    Kind("a.avi", "libmp3lame", "mpeg4"),
    Kind("a.ts", "aac", "libx264"),
]


def clicks(seconds: float, rate: int) -> NDArray[np.float32]:
    """A 5 ms burst at 0.5, 1.5, 2.5 … seconds in faint noise, so that each second takes as many bytes."""
    time = np.arange(round(seconds * rate)) / rate
    burst = np.sin(2 * np.pi * 1000 * time) * ((time - 0.5) % 1 < 0.005) * (time >= 0.5)
    noise = np.random.default_rng(0).normal(0, 0.003, len(time))
    return (0.8 * burst + noise).astype(np.float32)


def write(
    path: Path,
    kind: Kind,
    seconds: float = 4.0,
    *,
    pauses: tuple[tuple[float, float], ...] = (),
    sound_seconds: float | None = None,
    picture_from: float = 0.0,
    options: dict[str, str] | None = None,
    rotation: int = 0,
) -> Path:
    """A recording; sound that would lie in one of the `pauses` (from, to) is left out of the file."""
    with av.open(str(path), "w", options=options or {}) as container:
        sound = container.add_stream(kind.sound, rate=kind.rate, layout="mono") if kind.sound else None
        picture = container.add_stream(kind.picture, rate=PICTURES_PER_SECOND) if kind.picture else None
        if picture is not None:
            picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
            picture.gop_size = 10
            if kind.picture == "mjpeg":
                picture.pix_fmt = "yuvj420p"
            if rotation:
                picture.set_display_rotation(rotation)
        wave = clicks(sound_seconds or seconds, kind.rate)
        for tick in range(round(seconds * PICTURES_PER_SECOND)):  # a picture and its sound at a time: interleaved
            time = tick / PICTURES_PER_SECOND
            if picture is not None and time >= picture_from:
                container.mux(picture.encode(counting_picture(tick)))
            first, last = (round(at * kind.rate / PICTURES_PER_SECOND) for at in (tick, tick + 1))
            if sound is not None and first < len(wave) and not any(a <= time < b for a, b in pauses):
                container.mux(sound.encode(sound_frame(wave[first:last], first, kind.rate)))
        for stream in (sound, picture):
            if stream is not None:
                container.mux(stream.encode())
    return path


def counting_picture(tick: int) -> av.VideoFrame:
    """Grey that tells the tick, with a white left half to see which way is up."""
    image = np.full((48, 64, 3), tick * STEP % 200, np.uint8)
    image[:, :16] = 255
    frame = av.VideoFrame.from_ndarray(image, "rgb24")
    frame.pts, frame.time_base = tick, Fraction(1, PICTURES_PER_SECOND)
    return frame


def sound_frame(samples: NDArray[np.float32], first: int, rate: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray((samples[None] * 32767).astype(np.int16), "s16", "mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
    return frame


def heard(source: Source, **where: float) -> NDArray[np.float32]:
    return np.concatenate([np.zeros(0, np.float32), *waveform_blocks(source, **where)])


def click_times(wave: NDArray[np.float32]) -> list[float]:
    """When a burst begins: samples above a quarter of the loudest, those within half a second taken as one."""
    loud = np.flatnonzero(np.abs(wave) > 0.2) / SAMPLE_RATE
    return [float(time) for i, time in enumerate(loud) if i == 0 or time - loud[i - 1] > 0.5]
