"""Measures how well sound and picture stay in step: clicks and flashes at the same moments, found again in the file.

PYTHONPATH=.:tests python tests/sync_measure.py --seconds 300 --ppm 300
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from file_contents import Contents, contents_of
from virtual_devices import MICROPHONE, RATE, MjpegCamera, VirtualMicrophone, jpeg_of

from screening_app.capture.recorder import Recorder

PERIOD = RATE  # a click each second
CLICK = RATE // 50
FLASH_SECONDS = 0.2


class ClickAndFlash:
    """A microphone that clicks and a camera that flashes on the same clock; notes when each flash was first shown."""

    def __init__(self, *, ppm: float = 0.0, width: int = 320, height: int = 240) -> None:
        dark = np.full((height, width, 3), 20, np.uint8)
        dark[::7] += NOISE.integers(0, 30, dark[::7].shape, dtype=np.uint8)
        self._dark, self._light = jpeg_of(dark), jpeg_of(dark + np.uint8(180))
        self.shown: dict[int, float] = {}  # click number → seconds after the click
        self.microphone = VirtualMicrophone(_clicks, ppm=ppm)
        self.camera = MjpegCamera(self._picture)

    def _picture(self, moment: float) -> bytes:
        first, second = self.microphone.moment_of(0), self.microphone.moment_of(PERIOD)
        number, phase = divmod((moment - first) / (second - first), 1)
        since = phase * (second - first)
        if since >= FLASH_SECONDS:
            return self._dark
        self.shown.setdefault(int(number), since)
        return self._light

    def close(self) -> None:
        self.camera.close()
        self.microphone.close()


NOISE = np.random.default_rng(3)


def _clicks(first: int, last: int) -> np.ndarray:
    sample = np.arange(first, last)
    burst = sample % PERIOD < CLICK
    return np.where(burst, 12000 * np.sign(np.sin(2 * np.pi * 1000 * sample / RATE + 0.1)), 0).astype(np.int16)


@dataclass(frozen=True)
class Sync:
    """Seconds by which each picture stands after the sound of the same moment, and how the recording went."""

    offsets: list[float]
    seconds_in_file: float
    seconds_on_clock: float
    lost_seconds: float
    dropped_pictures: int


def measure(path: Path, seconds: float, *, ppm: float = 0.0, width: int = 320, height: int = 240) -> Sync:
    """Record clicks and flashes for some seconds and compare them in the file."""
    devices = ClickAndFlash(ppm=ppm, width=width, height=height)
    os.environ["PULSE_SERVER"] = devices.microphone.server
    recorder = Recorder(path, MICROPHONE, devices.camera.url)
    try:
        recorder.open()
        recorder.start()
        started = time.monotonic()
        time.sleep(seconds)
        recorder.stop()
    finally:
        recorder.close()
        devices.close()
    read = contents_of(path)
    offsets = _offsets(read, devices.microphone, devices.shown, started)
    return Sync(offsets, read.seconds, seconds, recorder.lost_seconds, recorder.dropped_pictures)


def _offsets(read: Contents, microphone: VirtualMicrophone, shown: dict[int, float], started: float) -> list[float]:
    bright = np.array(read.brightness) > 100
    flashes = [read.picture_times[i] for i in range(1, len(bright)) if bright[i] and not bright[i - 1]]
    loud = np.flatnonzero(np.abs(read.samples) > 4000)
    clicks = loud[np.diff(loud, prepend=-RATE) > PERIOD // 2] / read.rate
    first, period = microphone.moment_of(0), microphone.moment_of(PERIOD) - microphone.moment_of(0)
    offsets = []
    for click in clicks[clicks > 0]:
        number = round((started + click - first) / period)
        near = [flash for flash in flashes if abs(flash - click) < FLASH_SECONDS]
        if near and number in shown:
            offsets.append(near[0] - click - shown[number])
    return offsets


def main() -> None:
    """Print the offset at the beginning and at the end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--ppm", type=float, default=0, help="how fast the sound card's clock runs")
    parser.add_argument("--size", type=int, nargs=2, default=(640, 480))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sync = measure(
            Path(folder) / "sync.mkv", options.seconds, ppm=options.ppm, width=options.size[0], height=options.size[1]
        )
    sys.stdout.write(report(sync))


def report(sync: Sync) -> str:
    """The figures in words."""
    offsets = 1000 * np.array(sync.offsets)
    tenth = max(1, len(offsets) // 10)
    begin, end = np.median(offsets[:tenth]), np.median(offsets[-tenth:])
    return (
        f"{len(offsets)} clicks; {sync.seconds_in_file:.3f} s of sound in {sync.seconds_on_clock:.3f} s of clock\n"
        f"picture after sound: {begin:.1f} ms at the beginning, {end:.1f} ms at the end: drift {end - begin:+.1f} ms\n"
        f"over all: median {np.median(offsets):.1f}, tenth {np.percentile(offsets, 10):.1f}, "
        f"nine tenths {np.percentile(offsets, 90):.1f} ms\n"
        f"lost: {sync.lost_seconds:.3f} s of sound, {sync.dropped_pictures} pictures that came faster than written\n"
    )


if __name__ == "__main__":
    main()
