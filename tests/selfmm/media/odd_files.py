"""Broken and odd files, made here: each is a name, how it is made, and what must be found in it."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from recordings import KINDS, Kind, clicks, counting_picture, sound_frame, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

SOUND, PICTURE, BOTH, REFUSED, EITHER = "sound", "picture", "both", "refused", "either"
SHORT = 1.0  # seconds of most files
HUGE = (16_384, 16_384)  # points across and down


@dataclass(frozen=True)
class Odd:
    """A file's name, what must be found in it (one of the words above), and how it is made."""

    name: str
    found: str
    make: Callable[[Path], object]


def kind(name: str) -> Kind:
    return next(kind for kind in KINDS if kind.file == name)


# Sound


def wav(
    path: Path,
    samples: NDArray[np.generic] | None = None,
    *,
    rate: int = 16_000,
    channels: int = 1,
    form: int = 1,  # 1 is PCM, 3 is floating point, 7 is mu-law
    bits: int = 16,
    riff_size: int | None = None,
    data_size: int | None = None,
) -> None:
    """A WAV file by hand, whose header may lie."""
    if samples is None:
        samples = (clicks(SHORT, 16_000) * 32767).astype(np.int16)
    body, align = samples.tobytes(), max(1, channels * bits // 8)
    head = struct.pack("<HHIIHH", form, channels % 65536, rate, rate * align % 2**32, align % 65536, bits)
    size = len(body) if data_size is None else data_size
    riff = 36 + len(body) if riff_size is None else riff_size
    path.write_bytes(
        b"RIFF" + struct.pack("<I", riff) + b"WAVEfmt " + struct.pack("<I", len(head)) + head
        + b"data" + struct.pack("<I", size) + body
    )  # fmt: skip


def tone(path: Path, codec: str, *, rate: int, layout: str = "mono", name: str | None = None) -> None:
    """A second of tone in every channel; the last block is short."""
    with av.open(str(path), "w", format=name) as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        channels = av.AudioLayout(layout).nb_channels
        wave = (0.3 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate) * 32767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave[None], channels, 0).T.reshape(1, -1), "s16", layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        container.mux(stream.encode(frame))
        container.mux(stream.encode())


def two_sound_tracks(path: Path) -> None:
    with av.open(str(path), "w") as container:
        streams = [container.add_stream("flac", rate=16_000, layout="mono") for _ in range(2)]
        for number, stream in enumerate(streams):
            wave = clicks(SHORT, 16_000) * (1 - number)
            container.mux(stream.encode(sound_frame(wave, 0, 16_000)))
        for stream in streams:
            container.mux(stream.encode())


def glued(path: Path, *parts: Kind) -> None:
    """Recordings one after the other in one file, as some recorders make them."""
    content = b""
    for part in parts:
        content += write(path.with_name(f"part-{path.name}"), part, SHORT).read_bytes()
    path.write_bytes(content)


# Pictures


def film(
    path: Path,
    codec: str = "ffv1",
    size: tuple[int, int] = (64, 48),
    form: str = "yuv420p",
    *,
    times: tuple[float, ...] = tuple(tick / 25 for tick in range(10)),
    options: dict[str, str] | None = None,
    codec_options: dict[str, str] | None = None,
    shape: Fraction | None = None,
    rate: int = 25,
    turned: tuple[int, bool, bool] | None = None,
) -> None:
    """Pictures at `times` (seconds), bright at the top left, without sound; `turned` by (degrees, hflip, vflip)."""
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate, options=codec_options or {})
        stream.width, stream.height, stream.pix_fmt = *size, form
        unit = Fraction(1, rate if codec == "mpeg2video" else 1000)  # MPEG-2 has a few fixed rates only
        stream.codec_context.time_base = unit
        if shape is not None:
            stream.codec_context.sample_aspect_ratio = shape
        if turned is not None:
            stream.set_display_rotation(turned[0], hflip=turned[1], vflip=turned[2])
        for time in times:
            frame = av.VideoFrame.from_ndarray(corner(*size), "rgb24").reformat(format=form)
            frame.pts, frame.time_base = round(time / unit), unit
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


def corner(width: int, height: int) -> NDArray[np.uint8]:
    """A dark picture whose upper left quarter is white and whose upper right quarter is grey: (height, width, 3)."""
    image = np.full((height, width, 3), 20, np.uint8)
    image[: (height + 1) // 2] = 120
    image[: (height + 1) // 2, : (width + 1) // 2] = 250
    return image


def bare_packets(path: Path, codec: str, packets: list[bytes], size: tuple[int, int] = (64, 48)) -> None:
    """Packets put into a file as they are, twenty-five a second, whatever is in them."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "gray"
        container.start_encoding()
        for number, content in enumerate(packets):
            packet = av.Packet(content)
            packet.stream, packet.time_base = stream, Fraction(1, 25)
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, True
            container.mux(packet)


def png(width: int, height: int, *, stated: tuple[int, int] | None = None) -> bytes:
    """A black PNG picture, a thousand times smaller than its points."""

    def chunk(mark: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + mark + content + struct.pack(">I", zlib.crc32(mark + content))

    packer = zlib.compressobj()
    rows = b"".join(packer.compress(bytes(1 + width)) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", *(stated or (width, height)), 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(*, stated: tuple[int, int] | None = None) -> bytes:
    """A JPEG picture of 64 × 48 that may state another size."""
    context = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt, context.time_base = 64, 48, "yuvj420p", Fraction(1, 25)
    content = bytearray(bytes(next(iter(context.encode(counting_picture(0))))))
    if stated is not None:
        at = content.index(b"\xff\xc0") + 5
        content[at : at + 4] = struct.pack(">HH", stated[1], stated[0])
    return bytes(content)


def huge_stated(path: Path) -> None:
    """A film that says, as do its pictures, that these are of 16,384 × 16,384 points."""
    bare_packets(path, "mjpeg", [jpeg(stated=HUGE)] * 5)
    path.write_bytes(put(path.read_bytes(), b"strf", 8, struct.pack("<II", *HUGE)))


def wrongly_stated(path: Path) -> None:
    """A film of small pictures that says that they are huge."""
    bare_packets(path, "mjpeg", [jpeg()] * 5)
    path.write_bytes(put(path.read_bytes(), b"strf", 8, struct.pack("<II", *HUGE)))


def with_exif(content: bytes, orientation: int) -> bytes:
    """The JPEG picture with the orientation (1 to 8) that a camera writes beside it."""
    tags = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01" + struct.pack(">HHI", orientation, 0, 0)
    return content[:2] + b"\xff\xe1" + struct.pack(">H", len(tags) + 2) + tags + content[2:]


def hole(path: Path, seconds: float = 600.0) -> None:
    """Sound that goes on after ten minutes without any."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=16_000, layout="mono")
        for begin in (0.0, seconds):
            container.mux(stream.encode(sound_frame(clicks(SHORT, 16_000), round(begin * 16_000), 16_000)))
        container.mux(stream.encode())


def grows(path: Path) -> None:
    """Pictures that become four times as large half way."""
    small, large = path.with_name("small.ts"), path.with_name("large.ts")
    film(small, "libx264")
    film(large, "libx264", (256, 192))
    path.write_bytes(small.read_bytes() + large.read_bytes())


# Containers that were changed afterwards


def changed(path: Path, make: Callable[[Path], object], change: Callable[[bytes], bytes]) -> None:
    make(path)
    path.write_bytes(change(path.read_bytes()))


def ordinary(name: str, seconds: float = SHORT, **options: object) -> Callable[[Path], Path]:
    return lambda path: write(path.with_suffix(Path(name).suffix), kind(name), seconds, **options).replace(path)


def without_box(path: Path, mark: bytes) -> None:
    """An MP4 file without one of its parts."""
    content = ordinary("a.mp4")(path).read_bytes()
    at = content.index(mark) - 4
    path.write_bytes(content[:at] + content[at + struct.unpack(">I", content[at : at + 4])[0] :])


def put(content: bytes, after: bytes, offset: int, new: bytes) -> bytes:
    """`new` in place of what lies `offset` bytes after the last of a mark."""
    at = content.rindex(after) + len(after) + offset
    return content[:at] + new + content[at + len(new) :]


def stated_too_long(content: bytes) -> bytes:
    """An MP4 file that says to last twelve days."""
    return put(content, b"mvhd", 16, struct.pack(">I", 0x3FFFFFFF))


def packets_apart(path: Path, *, keep: Callable[[int], bool], empty: Callable[[int], bool] = lambda _: False) -> None:
    """A recording with some of its packets left out, or with nothing in them."""
    whole = write(path.with_name("whole-" + path.name), Kind(path.name, "aac", "libx264"), 2.0)
    with av.open(str(whole)) as old, av.open(str(path), "w") as new:
        streams = {stream.index: new.add_stream_from_template(stream) for stream in old.streams}
        for number, packet in enumerate(old.demux()):
            if packet.dts is not None and keep(number):
                content = av.Packet(b"" if empty(number) else bytes(packet))
                content.pts, content.dts, content.time_base = packet.pts, packet.dts, packet.time_base
                content.duration, content.is_keyframe = packet.duration, packet.is_keyframe
                content.stream = streams[packet.stream.index]
                new.mux(content)


def stream_comes_later(path: Path) -> None:
    """Sound for ten seconds, and then pictures that nothing has told of."""
    sound = write(path.with_name("sound.flv"), Kind("", "aac"), 10.0).read_bytes()
    picture = write(path.with_name("picture.flv"), Kind("", None, "libx264"), SHORT).read_bytes()
    path.write_bytes(sound + picture[13:])  # without the head


def subtitles(path: Path) -> None:
    """A Matroska file that holds nothing but words."""
    words = path.with_suffix(".srt")
    words.write_text("1\n00:00:00,000 --> 00:00:01,000\nHow are you?\n\n")
    with av.open(str(words)) as old, av.open(str(path), "w", format="matroska") as new:
        stream = new.add_stream_from_template(old.streams.subtitles[0])
        for packet in old.demux():
            if packet.dts is not None:
                packet.stream = stream
                new.mux(packet)


def cover_in_mp3(path: Path) -> None:
    with av.open(str(path), "w") as container:
        sound = container.add_stream("libmp3lame", rate=44_100, layout="mono")
        cover = container.add_stream("mjpeg")
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        packets = [*cover.encode(counting_picture(3)), *cover.encode()]
        packets += sound.encode(sound_frame(clicks(SHORT, 44_100), 0, 44_100))
        container.mux(packets + sound.encode())


def early(path: Path) -> None:
    """Sound and pictures whose time stamps begin two seconds below zero."""
    with av.open(str(path), "w", options={"avoid_negative_ts": "disabled"}) as container:
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        picture = container.add_stream("libx264", rate=25, options={"tune": "zerolatency"})
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        for tick in range(75):
            frame = counting_picture(tick)
            frame.pts = tick - 50
            container.mux(picture.encode(frame))
            container.mux(sound.encode(sound_frame(clicks(0.04, 16_000), (tick - 50) * 640, 16_000)))
        for stream in (sound, picture):
            container.mux(stream.encode())


# What is no recording


def noise(size: int, seed: int = 0) -> bytes:
    return np.random.default_rng(seed).bytes(size)


def text(content: str | bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content if isinstance(content, bytes) else content.encode())


def points_elsewhere(list_of: str) -> Callable[[Path], object]:
    """A list that names a good recording beside it, and one in a network."""

    def make(path: Path) -> None:
        other = path.with_name("other.wav")
        wav(other)
        path.write_text(list_of.format(file=other, name=other.name, address="http://127.0.0.1:9/other.wav"))

    return make


def link(to: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(to)


def locked_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.wav", b"RIFF" + bytes(100))
    content = bytearray(path.read_bytes())
    content[6] |= 1  # the flag that says that a password is needed
    path.write_bytes(content)


NOT_A_NUMBER = np.tile(np.array([np.nan, np.inf, -np.inf, 1e30, 0.1], np.float32), 3200)

ODD_FILES = [
    # sound
    Odd("telephone-mulaw.wav", SOUND, lambda path: tone(path, "pcm_mulaw", rate=8000)),
    Odd("telephone-adpcm.wav", SOUND, lambda path: tone(path, "adpcm_ima_wav", rate=8000)),
    Odd("telephone.au", SOUND, lambda path: tone(path, "pcm_mulaw", rate=8000, name="au")),
    Odd("surround.wav", SOUND, lambda path: tone(path, "pcm_s16le", rate=48_000, layout="5.1")),
    Odd("surround.m4a", SOUND, lambda path: tone(path, "aac", rate=48_000, layout="5.1", name="mp4")),
    Odd("surround.ac3", SOUND, lambda path: tone(path, "ac3", rate=48_000, layout="5.1(side)")),
    Odd("seven-one.flac", SOUND, lambda path: tone(path, "flac", rate=96_000, layout="7.1")),
    Odd("fast.wav", SOUND, lambda path: tone(path, "pcm_s16le", rate=384_000)),
    Odd("bytes.wav", SOUND, lambda path: wav(path, np.full(16_000, 200, np.uint8), bits=8)),
    Odd("doubles.wav", SOUND, lambda path: wav(path, clicks(SHORT, 16_000).astype(np.float64), form=3, bits=64)),
    Odd("not-a-number.wav", SOUND, lambda path: wav(path, NOT_A_NUMBER, form=3, bits=32)),
    Odd("silence.wav", SOUND, lambda path: wav(path, np.zeros(16_000, np.int16))),
    Odd("one-sample.wav", EITHER, lambda path: wav(path, np.zeros(1, np.int16))),
    Odd("half-a-sample.wav", EITHER, lambda path: wav(path, np.zeros(1, np.uint8))),
    Odd("no-samples.wav", REFUSED, lambda path: wav(path, np.zeros(0, np.int16))),
    Odd("slowest.wav", EITHER, lambda path: wav(path, np.zeros(100, np.int16), rate=1)),
    Odd("impossible-rate.wav", EITHER, lambda path: wav(path, rate=0xFFFFFFFF)),
    Odd("no-rate.wav", REFUSED, lambda path: wav(path, rate=0)),
    Odd("no-channels.wav", REFUSED, lambda path: wav(path, channels=0)),
    Odd("many-channels.wav", EITHER, lambda path: wav(path, channels=255)),
    Odd("too-many-channels.wav", EITHER, lambda path: wav(path, channels=65_535)),
    Odd("no-bits.wav", EITHER, lambda path: wav(path, bits=0)),
    Odd("unknown-code.wav", REFUSED, lambda path: wav(path, form=0x7777)),
    Odd("riff-of-nothing.wav", SOUND, lambda path: wav(path, riff_size=0)),
    Odd("riff-too-large.wav", SOUND, lambda path: wav(path, riff_size=0xFFFFFFF0, data_size=0xFFFFFFF0)),
    Odd("riff-unknown.wav", SOUND, lambda path: wav(path, riff_size=0xFFFFFFFF, data_size=0xFFFFFFFF)),
    Odd("data-of-nothing.wav", SOUND, lambda path: wav(path, data_size=0)),
    Odd("two-tracks.mkv", SOUND, two_sound_tracks),
    Odd("cover.mp3", SOUND, cover_in_mp3),
    Odd("glued.mp3", SOUND, lambda path: glued(path, kind("a.mp3"), kind("a.mp3"))),
    Odd("glued.ogg", SOUND, lambda path: glued(path, kind("a.ogg"), kind("a.ogg"))),
    Odd("glued.wav", SOUND, lambda path: glued(path, kind("a.wav"), kind("a.wav"))),
    Odd("other-rate.aac", SOUND, lambda path: glued(path, kind("a.aac"), Kind("a.aac", "aac", rate=16_000))),
    Odd("late-sound.mkv", BOTH, ordinary("a.mkv", 2.0, pauses=((0.0, 1.0),))),
    Odd("hole.mkv", SOUND, hole),
    Odd("junk-before.mp3", SOUND, lambda path: changed(path, ordinary("a.mp3"), lambda whole: noise(3000) + whole)),
    Odd("junk-after.wav", SOUND, lambda path: changed(path, ordinary("a.wav"), lambda whole: whole + noise(5000))),
    Odd("junk-after.mp4", BOTH, lambda path: changed(path, ordinary("a.mp4"), lambda whole: whole + noise(5000))),
    # pictures
    Odd("one-picture.mkv", PICTURE, lambda path: film(path, times=(0.0,))),
    Odd("one-picture.mp4", PICTURE, lambda path: film(path, "libx264", times=(0.0,))),
    Odd("uneven.mkv", PICTURE, lambda path: film(path, times=(0.0, 0.01, 0.02, 0.5, 0.51, 1.9, 2.0))),
    Odd("uneven.mp4", PICTURE, lambda path: film(path, "libx264", times=(0.0, 0.01, 0.02, 0.5, 0.51, 1.9, 2.0))),
    Odd("time-lapse.mkv", PICTURE, lambda path: film(path, times=(0.0, 60.0, 120.0))),
    Odd("1000-a-second.mkv", PICTURE, lambda path: film(path, times=tuple(k / 1000 for k in range(99)), rate=1000)),
    Odd("late-picture.mkv", BOTH, ordinary("a.mkv", 2.0, picture_from=1.0)),
    Odd("4k.mkv", PICTURE, lambda path: film(path, "mjpeg", (3840, 2160), "yuvj420p", times=(0.0, 0.2))),
    Odd("point.mkv", PICTURE, lambda path: film(path, size=(1, 1))),
    Odd("tiny.mkv", PICTURE, lambda path: film(path, "libx264", (3, 5), "yuv444p")),
    Odd("tiny.avi", PICTURE, lambda path: film(path, "mjpeg", (3, 5), "yuvj420p")),
    Odd("line.mkv", PICTURE, lambda path: film(path, "ffv1", (2000, 1), "yuv444p")),
    Odd("column.mkv", PICTURE, lambda path: film(path, "mjpeg", (1, 2000), "yuvj420p")),
    Odd("grey.mkv", PICTURE, lambda path: film(path, form="gray")),
    Odd("grey-10.mkv", PICTURE, lambda path: film(path, form="gray10le")),
    Odd("see-through.mkv", PICTURE, lambda path: film(path, form="yuva420p")),
    Odd("deep.mkv", PICTURE, lambda path: film(path, "libx264", form="yuv420p10le")),
    Odd("raw.avi", PICTURE, lambda path: film(path, "rawvideo", form="bgr24")),
    Odd("wide-points.mkv", PICTURE, lambda path: film(path, "libx264", shape=Fraction(255, 1))),
    Odd("thin-points.mkv", PICTURE, lambda path: film(path, "libx264", shape=Fraction(1, 255))),
    Odd("interlaced.mpg", PICTURE, lambda path: film(path, "mpeg2video", codec_options={"flags": "+ilme+ildct"})),
    Odd("interlaced.ts", PICTURE, lambda path: film(path, "libx264", codec_options={"flags": "+ilme+ildct"})),
    Odd("grows.ts", EITHER, grows),
    Odd("camera.mkv", PICTURE, lambda path: bare_packets(path, "mjpeg", [with_exif(jpeg(), 6)] * 5)),
    # sizes that would take all memory
    Odd("huge-stated.avi", REFUSED, huge_stated),
    Odd("wrongly-stated.avi", PICTURE, wrongly_stated),
    Odd("huge-jpeg.mkv", REFUSED, lambda path: bare_packets(path, "mjpeg", [jpeg(stated=HUGE)] * 5)),
    Odd("huge-png.mov", REFUSED, lambda path: bare_packets(path, "png", [png(64, 48, stated=(30_000, 30_000))] * 5)),
    Odd("huge-later.mkv", PICTURE, lambda path: bare_packets(path, "mjpeg", [jpeg(), *[jpeg(stated=HUGE)] * 4])),
    Odd("png.mov", PICTURE, lambda path: bare_packets(path, "png", [png(64, 48)] * 5)),
    Odd("long-stated.mp4", BOTH, lambda path: changed(path, ordinary("a.mp4"), stated_too_long)),
    # containers
    Odd("whole.mp4", BOTH, ordinary("a.mp4")),
    Odd("moov-first.mp4", BOTH, ordinary("a.mp4", options={"movflags": "faststart"})),
    Odd("pieces.mp4", BOTH, ordinary("a.mp4", options={"movflags": "frag_keyframe+empty_moov"})),
    Odd("no-moov.mp4", REFUSED, lambda path: without_box(path, b"moov")),
    Odd("no-mdat.mp4", REFUSED, lambda path: without_box(path, b"mdat")),
    Odd("mkv-inside.mp4", BOTH, ordinary("a.mkv")),
    Odd("mp3-inside.wav", SOUND, ordinary("a.mp3")),
    Odd("no-suffix", SOUND, ordinary("a.flac")),
    Odd("early.mp4", BOTH, early),
    Odd("early.mkv", BOTH, early),
    Odd("stream-comes-later.flv", SOUND, stream_comes_later),
    Odd("glued.ts", BOTH, lambda path: glued(path, kind("a.ts"), kind("a.ts"))),
    Odd("glued.mkv", BOTH, lambda path: glued(path, kind("a.mkv"), kind("a.mkv"))),
    Odd("no-first-picture.mkv", EITHER, lambda path: packets_apart(path, keep=lambda number: number > 8)),
    Odd("every-other.mkv", BOTH, lambda path: packets_apart(path, keep=lambda number: number % 2 == 0 or number < 8)),
    Odd("empty-packets.mkv", EITHER, lambda path: packets_apart(path, keep=bool, empty=lambda number: number % 3 == 2)),
    Odd("only-empty-packets.mkv", REFUSED, lambda path: packets_apart(path, keep=bool, empty=lambda _: True)),
    Odd("subtitles.mkv", REFUSED, subtitles),
    # what is no recording
    Odd("nothing.mkv", REFUSED, text(b"")),
    Odd("one-byte.mp3", REFUSED, text(b"\xff")),
    Odd("zeros.mp4", REFUSED, text(bytes(100_000))),
    Odd("ones.mp3", REFUSED, text(b"\xff" * 100_000)),
    Odd("random.mp4", REFUSED, text(noise(200_000, 1))),
    Odd("random.wav", REFUSED, text(b"RIFF" + noise(4) + b"WAVE" + noise(100_000, 2))),
    Odd("random.mkv", REFUSED, text(b"\x1aE\xdf\xa3" + noise(100_000, 3))),
    Odd("letter.mp4", REFUSED, text("This is a letter and no recording.\n" * 1000)),
    Odd("page.mp4", REFUSED, text("<!DOCTYPE html><html><video src='other.wav'></video></html>")),
    Odd("words.srt", REFUSED, text("1\n00:00:00,000 --> 00:00:01,000\nHow are you?\n\n")),
    Odd("picture.jpg", REFUSED, lambda path: path.write_bytes(jpeg())),
    Odd("picture.mp4", REFUSED, lambda path: path.write_bytes(png(64, 48))),
    Odd("locked.zip", REFUSED, locked_zip),
    Odd("list.m3u8", REFUSED, points_elsewhere("#EXTM3U\n#EXTINF:1,\n{file}\n#EXTINF:1,\n{address}\n#EXT-X-ENDLIST\n")),
    Odd("list.mp4", REFUSED, points_elsewhere("#EXTM3U\n#EXTINF:1,\n{name}\n#EXT-X-ENDLIST\n")),
    Odd("list.pls", REFUSED, points_elsewhere("[playlist]\nFile1={file}\nFile2={address}\nNumberOfEntries=2\n")),
    Odd("list.ffconcat", REFUSED, points_elsewhere("ffconcat version 1.0\nfile '{name}'\n")),
    Odd("call.sdp", REFUSED, points_elsewhere("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n")),
    Odd("list.mpd", REFUSED, points_elsewhere("<?xml version='1.0'?><MPD><BaseURL>{address}</BaseURL></MPD>")),
    Odd("to-nowhere.mp4", REFUSED, link("nowhere.mp4")),
    Odd("to-itself.mp4", REFUSED, link("to-itself.mp4")),
    Odd("to-zeros.wav", REFUSED, link("/dev/zero")),
    Odd("to-a-folder.wav", REFUSED, link(".")),
    Odd("pipe.wav", REFUSED, os.mkfifo),
    # names that FFmpeg would take for something else
    Odd("pipe:0", SOUND, ordinary("a.wav")),
    Odd("http:..wav", SOUND, ordinary("a.wav")),
    Odd("concat:a|b.wav", SOUND, ordinary("a.wav")),
    Odd("picture-%03d.wav", SOUND, ordinary("a.wav")),
    Odd("-i.wav", SOUND, ordinary("a.wav")),
    Odd("two\nlines.wav", SOUND, ordinary("a.wav")),
    Odd("长" * 80 + ".wav", SOUND, ordinary("a.wav")),
]  # fmt: skip

CUT = ["a.mp4", "a.mkv", "a.webm", "a.wav", "a.mp3", "a.ogg", "a.flac", "a.avi", "a.ts", "a.m4a", "a.mov"]
