"""What the encryption of recordings costs: while they are made, when they are played, and when they are read.

    QT_QPA_PLATFORM=offscreen PYTHONPATH=.:tests python tests/benchmarks/encrypted_recordings.py [--minutes 30]
    … --film 2         only an imported film of so many minutes, 1080p of 20 Mbit/s, and one as if it had been recorded

Plain and encrypted are measured in turns, so that what else the computer does meets both.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
from PySide6.QtCore import QLoggingCategory
from PySide6.QtWidgets import QApplication

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import Muxer
from screening_app.crypto.encrypted_file import EncryptedWriter
from screening_app.crypto.keys import new_key
from screening_app.jobs.runner import JobRunner
from screening_app.storage.disk import copy_beside
from screening_app.storage.interview_file import RecordingFile
from screening_app.ui.main_thread import MainThread
from screening_app.ui.player import Moment, MomentPlayer
from selfmm.media import open_media, waveform_blocks
from selfmm.stored_file import opened_bytes
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SIZE = (1280, 720)
TRIES = 15
PATIENCE = 20  # seconds
RATE = 25  # pictures a second
NUMBERS = np.random.default_rng(0)


class TimedWriter(EncryptedWriter):
    """Knows how much of this thread's time it has taken."""

    seconds = 0.0

    def write(self, data) -> int:
        begun = time.thread_time()
        try:
            return super().write(data)
        finally:
            self.seconds += time.thread_time() - begun


@dataclass
class TimedFile:
    """A recording's file whose writer is timed."""

    path: Path
    writers: list[TimedWriter] = field(default_factory=list)

    def create(self) -> EncryptedWriter:
        self.writers.append(TimedWriter(self.path, new_key()))
        return self.writers[0]

    def open(self) -> None:
        raise NotImplementedError


def moving_pictures(size: tuple[int, int]) -> list[NDArray[np.uint8]]:
    """Two seconds of something that moves, with the noise of a camera."""
    base = cv2.resize(NUMBERS.integers(0, 255, (9, 16, 3), dtype=np.uint8), size, interpolation=cv2.INTER_CUBIC)
    return [
        cv2.add(np.roll(base, 3 * tick, 1), NUMBERS.integers(0, 6, base.shape, dtype=np.uint8))
        for tick in range(2 * RATE)
    ]


def record(file: Path | TimedFile, seconds: float, pictures: list[NDArray[np.uint8]], rate: int) -> float:
    """Record; how much of the processor's time it took."""
    begun = time.process_time()
    size = (pictures[0].shape[1], pictures[0].shape[0]) if pictures else None
    muxer = Muxer(file, with_sound=True, picture_size=size, frames_per_second=rate)
    block = SAMPLE_RATE // rate
    sound = NUMBERS.integers(-3000, 3000, 10 * block, dtype=np.int16)
    for tick in range(round(seconds * rate)):
        muxer.write_sound(sound[tick % 10 * block :][:block])
        if pictures:
            muxer.write_picture(pictures[tick % len(pictures)], tick * block)
    muxer.close()
    return time.process_time() - begun


def measure_recording(folder: Path, what: str, seconds: float, pictures: list[NDArray[np.uint8]]) -> None:
    took, shares = ([], []), []
    for turn in range(3):
        plain, timed = folder / f"{turn}.mkv", TimedFile(folder / f"{turn}.encrypted.mkv")
        took[0].append(record(plain, seconds, pictures, RATE))
        took[1].append(record(timed, seconds, pictures, RATE))
        shares.append(timed.writers[0].seconds / took[1][-1])
        for path in (plain, timed.path):
            path.unlink()
    plain_seconds, encrypted_seconds = min(took[0]), min(took[1])
    print(
        f"{what}, {seconds:.0f} s of it: {plain_seconds:.2f} s of processor plain, {encrypted_seconds:.2f} s "
        f"encrypted; share of what encrypts and writes {100 * statistics.median(shares):.1f} %",
        flush=True,
    )


def film_of(folder: Path, minutes: float) -> tuple[Path, RecordingFile]:
    """The same film plain and encrypted."""
    plain, encrypted = folder / "plain.mkv", RecordingFile(folder / "recording.mkv", new_key())
    record(plain, 60 * minutes, moving_pictures((640, 360)), 10)
    copy_beside(plain, encrypted.path, no_report, key=encrypted.key)
    return plain, encrypted


def imported_film(path: Path, minutes: float) -> None:
    """A film as cameras make them: H.264, 1920×1080, 20 Mbit/s; the same five seconds of noise over and over."""
    pictures = moving_pictures((1920, 1080))
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "g": "50"})
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 1920, 1080, "yuv420p", 20_000_000
        packets = [
            (packet.pts, packet.is_keyframe, bytes(packet))
            for tick in range(5 * RATE)
            for packet in stream.encode(av.VideoFrame.from_ndarray(pictures[tick % len(pictures)], format="bgr24"))
        ]
        base = Fraction(1, RATE)
        for turn in range(round(12 * minutes)):
            for number, (_, is_keyframe, content) in enumerate(packets):
                packet = av.Packet(content)
                packet.stream, packet.time_base, packet.is_keyframe = stream, base, is_keyframe
                packet.pts = packet.dts = turn * len(packets) + number
                container.mux(packet)


def as_recorded(source: Path, file: RecordingFile) -> None:
    """The same bytes in pieces of many lengths, the beginning written again at the end, as a muxer does it."""
    content = source.read_bytes()
    with file.create() as target:
        at = 0
        while at < len(content):
            length = int(NUMBERS.integers(20_000, 64_000))
            target.write(content[at : at + length])
            at += length
        target.seek(0)
        target.write(content[:64])


def measure_film(folder: Path, app: QApplication, jobs: JobRunner, minutes: float) -> None:
    """How long it takes until a film of a high rate is seen."""
    plain = folder / "film.mp4"
    imported_film(plain, minutes)
    copy, recorded = (RecordingFile(folder / name, new_key()) for name in ("copy.mp4", "recorded.mp4"))
    copy_beside(plain, copy.path, no_report, key=copy.key)
    as_recorded(plain, recorded)
    rate = 8 * plain.stat().st_size / (60 * minutes) / 1e6
    print(f"a film of {minutes:.0f} min: {plain.stat().st_size} bytes, {rate:.0f} Mbit/s")
    print("| what | ms, plain | ms, encrypted | times |\n|---|---|---|---|")
    for what, encrypted in (("play it, imported", copy), ("play it, as recorded", recorded)):
        playing = Playing(app, jobs, encrypted, minutes)
        playing.begin(plain)
        compare(what, partial(playing.begin, plain), partial(playing.begin, encrypted.path))
        playing.close()
        compare(f"{what}: only open it", partial(_opened, plain), partial(_opened, encrypted))


def _opened(source: Path | RecordingFile) -> float:
    def work() -> None:
        with opened_bytes(source) as file:
            file.read(1)

    return seconds_of(work)


def compare(what: str, plain: Callable[[], float], encrypted: Callable[[], float], tries: int = TRIES) -> None:
    """A row of the table: the medians, and that of how many times as long it took."""
    found = list(zip(*((plain(), encrypted()) for _ in range(tries)), strict=True))
    middle = [1000 * statistics.median(kind) for kind in found]
    times = statistics.median(two / one for one, two in zip(*found, strict=True))
    print(f"| {what} | {middle[0]:.1f} | {middle[1]:.1f} | {times:.2f} |", flush=True)


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


class Playing:
    """Plays from changing places; tells how long it takes until a picture is seen, or sound goes on."""

    def __init__(self, app: QApplication, jobs: JobRunner, encrypted: RecordingFile, minutes: float) -> None:
        self._app, self._places = app, iter(NUMBERS.uniform(1, 60 * minutes - 5, 1000))
        self._player = MomentPlayer(
            jobs, stored=lambda path: encrypted if path == encrypted.path else path, with_picture=True
        )

    def begin(self, path: Path) -> float:
        place, seen = float(next(self._places)), []
        connection = self._player.moved.connect(lambda now: seen.append(now) if now > place + 0.005 else None)
        begun = time.perf_counter()
        self._player.play(Moment(path, place))
        self._wait(lambda: seen)
        took = time.perf_counter() - begun
        self._player.moved.disconnect(connection)
        self._player.stop()
        self._wait(lambda: self._player._player.source().isEmpty())
        return took

    def close(self) -> None:
        self._player.close()

    def _wait(self, until: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > deadline:
                raise TimeoutError
            self._app.processEvents()
            time.sleep(0.001)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--film", type=float, default=0)
    options = parser.parse_args()
    minutes = options.minutes
    QLoggingCategory.setFilterRules("*=false")
    app = QApplication([])
    jobs = JobRunner(MainThread(app).post)
    with TemporaryDirectory() as name:
        folder = Path(name)
        if options.film:
            measure_film(folder, app, jobs, options.film)
            jobs.close()
            return
        measure_recording(folder, "sound and picture", 20, moving_pictures(SIZE))
        measure_recording(folder, "sound alone", 300, [])
        plain, encrypted = film_of(folder, minutes)
        print(f"a film of {minutes:.0f} min: {plain.stat().st_size} and {encrypted.path.stat().st_size} bytes")
        print("| what | ms, plain | ms, encrypted | times |\n|---|---|---|---|")
        playing = Playing(app, jobs, encrypted, minutes)
        playing.begin(plain)
        compare("play from a place", partial(playing.begin, plain), partial(playing.begin, encrypted.path))
        playing.close()
        for what, work in (
            ("look into it", open_media),
            ("hear 2 s from its midst", lambda source: list(waveform_blocks(source, start=700.0, end=702.0))),
            ("hear all of it", lambda source: sum(map(len, waveform_blocks(source)))),
        ):
            tries = 3 if what.endswith("all of it") else TRIES
            compare(what, *(partial(_fresh, work, source) for source in (plain, encrypted)), tries)
    jobs.close()


def _fresh(work: Callable[[Path | RecordingFile], object], source: Path | RecordingFile) -> float:
    """How long it takes where nothing is remembered of the file."""
    path = source if isinstance(source, Path) else source.path
    path.touch()
    return seconds_of(lambda: work(source))


if __name__ == "__main__":
    main()
