"""Peak memory and time of reading sound and pictures of recordings of 1 minute to 3 hours, a process for each reading.

    python tests/benchmarks/media_memory.py              Matroska and MP4, 1, 30 and 180 minutes
    python tests/benchmarks/media_memory.py 1 180        these lengths, in minutes

A recording is one minute of noise and moving pictures (640 x 360, 25 a second, H.264; 16 kHz FLAC in Matroska, AAC in
MP4), encoded once and then repeated as it is, with its times moved on. The peak is the resident memory that Linux
counted for the process (VmHWM), Python and PyAV included; `bare` is a process that only imports them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SOUND = {"a.mkv": "flac", "a.mp4": "aac"}
RATE, PICTURES, WIDTH, HEIGHT = 16_000, 25, 640, 360

READ = {
    "bare": "",
    "open": "print(open_media(path).duration_seconds)",
    "sound": "print(sum(len(block) for block in waveform_blocks(path)) / SAMPLE_RATE)",
    "pictures": "print(sum(1 for frame in frames(path, 5)) / 5)",
}


def main(minutes: list[int]) -> None:
    print("| file | minutes | MB on disk | read | seconds | share of its length | peak MB |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in SOUND:
            for length in minutes:
                path = Path(folder) / name
                write(path, length)
                for what, read in READ.items():
                    seconds, peak = measure(read, path, length)
                    row = f"| {path.suffix} | {length} | {path.stat().st_size / 1e6:.0f} | {what} "
                    print(f"{row}| {seconds:.1f} | {seconds / length / 60:.4f} | {peak:.0f} |", flush=True)
                path.unlink()


def measure(read: str, path: Path, minutes: int) -> tuple[float, float]:
    """Seconds and MB of a process that reads `path`; it must find all `minutes` of it."""
    program = f"""
from pathlib import Path
import av, numpy
from selfmm.media import SAMPLE_RATE, frames, open_media, waveform_blocks
path = Path({str(path)!r})
{read}
print(next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - begun
    *found, peak = done.stdout.splitlines()
    if found and abs(float(found[0]) - 60 * minutes) > 1:
        raise SystemExit(f"only {found[0]} s of {path.name} were read")
    return seconds, int(peak.split()[1]) / 1024


def write(path: Path, minutes: int) -> None:
    """A minute of sound and pictures over and over."""
    with av.open(str(path), "w") as container:
        sound, picture = add_streams(container, SOUND[path.name])
        once = sorted(encode_minute(sound, picture), key=lambda packet: packet.dts * packet.time_base)
        # a packet belongs to its file once it is written, and is told in its file's unit of time
        content = [(bytes(packet), packet.pts, packet.dts, packet.duration, packet.time_base) for packet in once]
        marks = [(packet.stream, packet.is_keyframe) for packet in once]
        for minute in range(minutes):
            for (data, pts, dts, duration, base), (stream, is_keyframe) in zip(content, marks, strict=True):
                packet, shift = av.Packet(data), round(minute * 60 / base)
                packet.stream, packet.time_base, packet.is_keyframe = stream, base, is_keyframe
                packet.pts, packet.dts, packet.duration = pts + shift, dts + shift, duration
                container.mux(packet)


def add_streams(container: av.container.OutputContainer, codec: str) -> tuple[av.AudioStream, av.VideoStream]:
    sound = container.add_stream(codec, rate=RATE, layout="mono")
    picture = container.add_stream(
        "libx264", rate=PICTURES, options={"preset": "ultrafast", "tune": "zerolatency", "crf": "40"}
    )
    picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    return sound, picture


def encode_minute(sound: av.AudioStream, picture: av.VideoStream) -> list[av.Packet]:
    random = np.random.default_rng(0)
    grain = random.integers(0, 255, (HEIGHT, WIDTH + PICTURES * 60, 3), np.uint8) // 4 + 90
    packets = []
    for tick in range(PICTURES * 60):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(grain[:, tick : tick + WIDTH]), "rgb24")
        frame.pts, frame.time_base = tick, Fraction(1, PICTURES)
        packets += picture.encode(frame)
    size = RATE // PICTURES
    for tick in range(PICTURES * 60):
        block = av.AudioFrame.from_ndarray(random.integers(-2000, 2000, (1, size)).astype(np.int16), "s16", "mono")
        block.sample_rate, block.pts, block.time_base = RATE, tick * size, Fraction(1, RATE)
        packets += sound.encode(block)
    # the encoders are not emptied: what an encoder still holds of its minute is left out
    return packets


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 30, 180])
