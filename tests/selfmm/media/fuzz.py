"""Read many recordings whose bytes were changed at random, in a child process with little memory and little time.

    python tests/selfmm/media/fuzz.py 5000                    mutations 0 to 4999
    python tests/selfmm/media/fuzz.py 5000 --first 20000      others
    python tests/selfmm/media/fuzz.py 5000 --keep FOLDER      keep the files that make trouble

Each mutation is made of its number alone, so that one that makes trouble can be made again. Trouble is a child that
dies or hangs, an error that is no MediaError, or sound and pictures that are not sane (see reading.py).
"""

from __future__ import annotations

import argparse
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[2])]

import numpy as np  # noqa: E402
from odd_files import film, tone  # noqa: E402
from recordings import Kind, write  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 0.6  # of each recording
MEMORY_LIMIT = 1 << 30  # bytes beyond what the child has once all is loaded
CPU_LIMIT = 10.0  # seconds for a file
PATIENCE = 120.0  # seconds that the child may be silent; much more, as the machine may be busy

KINDS = [
    Kind("mp4.mp4", "aac", "libx264"),
    Kind("mov.mov", "aac", "mpeg4"),
    Kind("recorder.mkv", "flac", "libx264", rate=16_000),
    Kind("mjpeg.mkv", "pcm_s16le", "mjpeg", rate=16_000),
    Kind("webm.webm", "libopus", "libvpx", rate=48_000),
    Kind("avi.avi", "libmp3lame", "mpeg4"),
    Kind("ts.ts", "aac", "libx264"),
    Kind("mpg.mpg", "mp2", "mpeg2video", rate=48_000),
    Kind("flv.flv", "aac", "libx264"),
    Kind("asf.wmv", "libmp3lame", "mpeg4"),
    Kind("wav.wav", "pcm_s16le", rate=16_000),
    Kind("mp3.mp3", "libmp3lame"),
    Kind("ogg.ogg", "libopus", rate=48_000),
    Kind("flac.flac", "flac", rate=16_000),
    Kind("m4a.m4a", "aac"),
    Kind("aac.aac", "aac"),
]
NUMBERS = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF]


@dataclass
class Found:
    """What came of the mutations: how often each outcome, and for each trouble its number and what it was."""

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: list[tuple[int, str]] = field(default_factory=list)
    slowest: float = 0.0  # CPU seconds
    memory: int = 0  # the most that a child had resident, in kB


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, range(options.first, options.first + options.count))
        return 0
    begun = time.monotonic()
    found = fuzz(range(options.first, options.first + options.count), options.keep)
    print(f"{options.count} mutations in {time.monotonic() - begun:.0f} s: {dict(found.outcomes)}")  # noqa: T201
    print(f"slowest {found.slowest:.2f} s of CPU, most memory {found.memory / 1024:.0f} MB")  # noqa: T201
    for number, trouble in found.troubles:
        print(f"{number}: {trouble}")  # noqa: T201
    return bool(found.troubles)


def fuzz(numbers: range, keep: Path | None = None) -> Found:
    """Have the mutations read by a child, and by another one after each that kills it."""
    found = Found()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_seeds(folder)
        while numbers:
            numbers = _one_child(folder, numbers, found)
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            for number, _ in found.troubles:
                shutil.copy(mutated(folder, number), keep)
    return found


def _one_child(folder: Path, numbers: range, found: Found) -> range:
    """Go on until the child ends; those that are left."""
    command = [sys.executable, __file__, str(len(numbers)), "--first", str(numbers.start), "--child", str(folder)]
    # each thread's own heap would take 64 MB of the addresses that are limited, whether it is used or not
    few_heaps = os.environ | {"MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=few_heaps
    ) as process:
        done = 0
        for line in _lines(process):
            number, outcome, seconds, memory = line.split("\t")
            found.outcomes[outcome.split(":")[0]] += 1
            found.slowest, found.memory = max(found.slowest, float(seconds)), max(found.memory, int(memory))
            if outcome.startswith("trouble"):
                found.troubles.append((int(number), outcome))
            if float(seconds) > CPU_LIMIT:
                found.troubles.append((int(number), f"took {seconds} s"))
            done = int(number) + 1 - numbers.start
        hung = process.poll() is None and done < len(numbers)
        process.kill() if hung else process.wait()
        if done < len(numbers):
            trouble = "hangs" if hung else f"killed the child, which ended with {process.returncode}"
            found.outcomes[trouble] += 1
            found.troubles.append((numbers[done], trouble))
            done += 1
    return numbers[done:]


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """What the child says, until it ends or is silent for too long."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(PATIENCE) and (line := process.stdout.readline()):
            yield line.rstrip("\n")


def child(folder: Path, numbers: range) -> None:
    """Read mutation after mutation and say what came of each: number, outcome, CPU seconds, resident kB."""
    import resource

    import av
    from reading import read

    av.logging.set_level(None)
    read(folder / KINDS[0].file)  # all that is loaded late is there now
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY_LIMIT, size + MEMORY_LIMIT))
    for number in numbers:
        path = mutated(folder, number)
        begun = time.process_time()
        try:
            outcome = read(path)
        except Exception as error:  # noqa: BLE001 - any error is what is looked for
            outcome = f"trouble: {type(error).__name__}: {str(error)[:200]!r} at {_place(error)}"
        seconds, memory = time.process_time() - begun, _peak()
        path.unlink()
        print(f"{number}\t{outcome}\t{seconds:.3f}\t{memory}", flush=True)  # noqa: T201


def _peak() -> int:
    """The most that this process had resident, in kB; `ru_maxrss` would count the parent that it was forked from."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def write_seeds(folder: Path) -> None:
    """The recordings that are changed afterwards."""
    for kind in KINDS:
        write(folder / kind.file, kind, SECONDS)
    write(folder / "pieces.mp4", KINDS[0], SECONDS, options={"movflags": "frag_keyframe+empty_moov"})
    film(folder / "ffv1.mkv", "ffv1")
    film(folder / "turned.mp4", "libx264", turned=(90, False, False))
    tone(folder / "adpcm.wav", "adpcm_ima_wav", rate=8000)
    tone(folder / "aiff.aiff", "pcm_s16be", rate=8000)
    tone(folder / "caf.caf", "alac", rate=16_000)
    tone(folder / "ac3.ac3", "ac3", rate=48_000, layout="5.1(side)")


def mutated(folder: Path, number: int) -> Path:
    """The file that belongs to the number: one of the recordings with some bytes changed."""
    random = np.random.default_rng(number)
    seeds = sorted(path for path in folder.iterdir() if not path.name.startswith("mutated"))
    seed = seeds[number % len(seeds)]
    content = bytearray(seed.read_bytes())
    for _ in range(1 + int(random.geometric(0.3))):
        _change(content, random, seeds)
    path = folder / f"mutated-{number}{seed.suffix}"
    path.write_bytes(content)
    return path


def _change(content: bytearray, random: np.random.Generator, seeds: list[Path]) -> None:
    """One change, more often than not near the beginning or the end, where the structure is told."""
    size = max(1, len(content))
    near = min(size, int(random.integers(8, 2000)))
    at = int([random.integers(size), random.integers(near), size - 1 - random.integers(near)][random.integers(3)])
    length = int(random.integers(1, 200))
    match int(random.integers(8)):
        case 0:
            content[at : at + 1] = bytes([content[at] ^ (1 << int(random.integers(8)))] if content else [0])
        case 1:
            content[at : at + length // 20 + 1] = random.bytes(length // 20 + 1)
        case 2:
            order = "big" if random.integers(2) else "little"
            width = int(random.choice([1, 2, 4, 8]))
            chosen = int(NUMBERS[random.integers(len(NUMBERS))])
            content[at : at + width] = (chosen % (1 << 8 * width)).to_bytes(width, order)
        case 3:
            del content[at : at + length]
        case 4:
            content[at:at] = random.bytes(length)
        case 5:
            content[at:at] = content[at : at + 10 * length]
        case 6:
            del content[at if random.integers(2) else size - at // 4 :]
        case 7:
            other = seeds[random.integers(len(seeds))].read_bytes()
            start = int(random.integers(len(other)))
            content[at : at + length] = other[start : start + length]


if __name__ == "__main__":
    raise SystemExit(main())
