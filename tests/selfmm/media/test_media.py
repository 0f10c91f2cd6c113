"""Real files in the containers that clinics have: what is read is where it was, and what is no use is refused."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from recordings import (
    KINDS,
    PICTURES_PER_SECOND,
    STEP,
    Kind,
    click_times,
    clicks,
    counting_picture,
    heard,
    sound_frame,
    write,
)

from selfmm.errors import MediaError
from selfmm.media import SAMPLE_RATE, frames, open_media, waveform_blocks

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file)
def test_every_common_container_is_read_with_true_times(tmp_path: Path, kind: Kind) -> None:
    path = write(tmp_path / kind.file, kind)
    info = open_media(path)
    assert (info.has_sound, info.has_picture, info.truncated) == (True, kind.picture is not None, False)
    assert info.duration_seconds == pytest.approx(4.0, abs=0.1)
    wave = heard(path)
    assert wave.dtype == np.float32
    assert len(wave) / SAMPLE_RATE == pytest.approx(4.0, abs=0.1)
    assert click_times(wave) == pytest.approx([0.5, 1.5, 2.5, 3.5], abs=0.03)
    if kind.picture:
        shown = list(frames(path, 5))
        assert [frame.time for frame in shown[:20]] == pytest.approx([k / 5 for k in range(20)])
        assert max(frame.age for frame in shown) < 0.13
        late = 1 if kind.file in {"a.avi", "a.ts"} else 0  # these files say that the pictures came a moment later
        seen = [int(frame.image[24, 48, 0]) for frame in shown[1:20]]
        taken = [round((frame.time - frame.age) * PICTURES_PER_SECOND) - late for frame in shown[1:20]]
        assert seen == pytest.approx([picture * STEP % 200 for picture in taken], abs=3)


def test_every_block_is_full_but_the_last(tmp_path: Path) -> None:
    path = write(tmp_path / "a.flac", KINDS[1])
    sizes = [len(block) for block in waveform_blocks(path, block_seconds=0.75)]
    assert sizes == [12_000] * 5 + [4_000]


@pytest.mark.parametrize("name", ["a.flac", "a.mp3", "a.mp4", "a.mkv", "a.ts"])
@pytest.mark.parametrize("start", [1.25, 7.2])
def test_a_part_is_cut_out_exactly(tmp_path: Path, name: str, start: float) -> None:
    kind = next(kind for kind in KINDS if kind.file == name)
    path = write(tmp_path / name, kind, 10.0)
    part = heard(path, start=start, end=start + 2)
    assert len(part) == 2 * SAMPLE_RATE
    whole = heard(path)
    first = round(start * SAMPLE_RATE)
    assert click_times(part) == pytest.approx(click_times(whole[first : first + len(part)]), abs=0.002)


def test_a_pause_of_the_recorder_stays_as_long_as_it_was(tmp_path: Path) -> None:
    kind = Kind("a.mkv", "pcm_s16le", "mjpeg", rate=48_000)
    path = write(tmp_path / kind.file, kind, 6.0, pauses=((1.0, 3.2),))
    wave = heard(path)
    assert click_times(wave) == pytest.approx([0.5, 3.5, 4.5, 5.5], abs=0.003)
    assert not wave[round(1.05 * SAMPLE_RATE) : round(3.15 * SAMPLE_RATE)].any()


def test_sound_that_begins_late_is_preceded_by_silence(tmp_path: Path) -> None:
    kind = Kind("a.mkv", "pcm_s16le", "mjpeg", rate=48_000)
    path = write(tmp_path / kind.file, kind, 4.0, pauses=((0.0, 1.2),))
    assert click_times(heard(path)) == pytest.approx([1.5, 2.5, 3.5], abs=0.003)
    assert click_times(heard(path, start=1.0)) == pytest.approx([0.5, 1.5, 2.5], abs=0.003)


def test_a_camera_that_begins_late_or_stops_early_still_fills_every_tick(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", KINDS[9], 3.0, picture_from=1.0, sound_seconds=3.0)
    shown = list(frames(path, 5))
    assert len(shown) == 15
    assert [round(frame.age, 2) for frame in shown[:6]] == [-1.0, -0.8, -0.6, -0.4, -0.2, 0.0]
    assert shown[0].image is shown[5].image
    short = write(tmp_path / "b.mkv", Kind("b.mkv", "pcm_s16le", "mjpeg"), 1.0)
    assert max(frame.age for frame in frames(short, 5)) < 0.05


def test_pictures_are_made_smaller_and_turned_upright(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", KINDS[7], 1.0)
    assert next(frames(path, 5)).image.shape == (48, 64, 3)
    assert next(frames(path, 5, longest_side=32)).image.shape == (24, 32, 3)
    turned = next(frames(write(tmp_path / "b.mp4", KINDS[7], 1.0, rotation=90), 5)).image
    assert turned.shape == (64, 48, 3)
    assert turned[-8:].mean() > 200  # turned to the left: what was left is below
    assert turned[:8].mean() < 50


def test_a_webm_without_a_length_is_measured(tmp_path: Path) -> None:
    path = write(tmp_path / "live.webm", KINDS[6], 7.0, options={"live": "1"})
    with av.open(str(path)) as container:
        assert container.duration is None
    assert open_media(path).duration_seconds == pytest.approx(7.0, abs=0.1)
    assert len(heard(path)) / SAMPLE_RATE == pytest.approx(7.0, abs=0.1)


def test_video_without_sound_and_sound_without_picture(tmp_path: Path) -> None:
    silent = write(tmp_path / "silent.mp4", Kind("", None, "libx264"), 2.0)
    assert (open_media(silent).has_sound, open_media(silent).has_picture) == (False, True)
    with pytest.raises(MediaError, match="has no sound"):
        list(waveform_blocks(silent))
    blind = write(tmp_path / "blind.wav", KINDS[0], 2.0)
    with pytest.raises(MediaError, match="has no picture"):
        list(frames(blind, 5))


def test_a_cover_picture_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "cover.mp3"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("libmp3lame", rate=44_100, layout="mono")
        cover = container.add_stream("mjpeg")
        cover.width, cover.height, cover.pix_fmt = 64, 48, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        packets = [*cover.encode(counting_picture(3)), *cover.encode()]
        wave = clicks(2.0, 44_100)
        packets += sound.encode(sound_frame(wave, 0, 44_100))
        container.mux(packets + sound.encode())
    with av.open(str(path)) as container:
        assert container.streams.video
    assert open_media(path).has_picture is False


@pytest.mark.parametrize(("name", "keep"), [("a.wav", 0.5), ("a.mkv", 0.6), ("a.mp3", 0.5), ("a.flac", 0.5)])
def test_a_file_that_is_cut_off_is_used_as_far_as_it_goes(tmp_path: Path, name: str, keep: float) -> None:
    kind = next(kind for kind in KINDS if kind.file == name)
    path = write(tmp_path / name, kind, 20.0)
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * keep)])
    info = open_media(path)
    assert info.duration_seconds == pytest.approx(20 * keep, abs=1.0)
    wave = heard(path)
    assert len(wave) / SAMPLE_RATE == pytest.approx(info.duration_seconds, abs=0.2)
    assert click_times(wave)[:8] == pytest.approx([k + 0.5 for k in range(8)], abs=0.03)


def test_a_cut_off_file_that_states_its_length_is_marked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", KINDS[7], 20.0, options={"movflags": "faststart"})
    path.write_bytes(path.read_bytes()[: round(path.stat().st_size * 0.6)])
    info = open_media(path)
    assert info.truncated
    assert 5 < info.duration_seconds < 15


def test_a_cut_off_riff_file_is_marked_by_the_size_that_it_states(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", KINDS[0], 20.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert open_media(path).truncated
    path.write_bytes(whole[:4] + b"\xff" * 4 + whole[8:])  # as a recorder writes that does not know its length yet
    assert not open_media(path).truncated


def test_a_file_that_lasts_no_time_is_called_damaged(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", Kind("", "aac", "mpeg4", rate=44_100), 4.0)
    with av.open(str(path)) as container:
        second = next(packet.pos for number, packet in enumerate(container.demux()) if number == 1)
    path.write_bytes(path.read_bytes()[:second])
    with pytest.raises(MediaError, match="nothing in it can be played"):
        open_media(path)


def test_a_damaged_place_leaves_a_gap_and_not_an_end(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mkv", Kind("", "flac", rate=16_000), 10.0)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 600] = bytes(600)
    path.write_bytes(content)
    times = click_times(heard(path))
    assert times[-1] == pytest.approx(9.5, abs=0.02)


def bad_file(folder: Path, name: str) -> Path:
    """A file that is no use, by its name."""
    path = folder / name
    mp4 = write(folder / "whole.mp4", KINDS[7], 1.0)
    contents = {
        "empty.wav": b"",
        "text.mp3": b"This is a letter and no recording. " * 100,
        "noise.wav": np.random.default_rng(0).bytes(5000),
        "cut.mp4": mp4.read_bytes()[:1500],
        "header.wav": write(folder / "whole.wav", KINDS[0], 1.0).read_bytes()[:44],
        "page.pdf": b"%PDF-1.7\n1 0 obj << /Type /Catalog >>\ntrailer << /Encrypt 5 0 R >>\n%%EOF",
        "letter.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "secret.zip": b"PK\x03\x04\x14\x00\x01\x00" + bytes(100),
        "list.m3u8": b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n",
    }
    if name == "coded.mp4":
        key = "00112233445566778899aabbccddeeff"
        options = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": key, "encryption_kid": key}
        return write(path, KINDS[7], 1.0, options=options)
    if name == "open.zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(mp4, "whole.mp4")
    elif name == "folder":
        path.mkdir()
    elif name in contents:
        path.write_bytes(contents[name])
    return path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing.wav", "not there any more"),
        ("folder", "is a folder"),
        ("empty.wav", "is empty"),
        ("text.mp3", "not a sound or video recording"),
        ("noise.wav", "not a sound or video recording"),
        ("list.m3u8", "not a sound or video recording"),
        ("cut.mp4", "damaged or cut off"),
        ("header.wav", "damaged or cut off"),
        ("page.pdf", "Export an unprotected copy"),
        ("letter.docx", "Export an unprotected copy"),
        ("secret.zip", "Export an unprotected copy"),
        ("coded.mp4", "Export an unprotected copy"),
        ("open.zip", "Unpack it"),
    ],
)
def test_a_file_that_is_no_use_is_refused_with_what_to_do(tmp_path: Path, name: str, sentence: str) -> None:
    path = bad_file(tmp_path, name)
    with pytest.raises(MediaError, match=sentence) as refused:
        open_media(path)
    assert name in str(refused.value)


def test_a_recording_that_is_too_long_is_refused_with_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "long.flac"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=8000, layout="mono")
        minute = np.zeros(8000 * 60, np.float32)
        for k in range(4 * 60 + 5):
            container.mux(stream.encode(sound_frame(minute, k * len(minute), 8000)))
        container.mux(stream.encode())
    with pytest.raises(MediaError, match=r"long.flac is 4 h 5 min long; at most 4 h"):
        open_media(path)
    monkeypatch.setattr("selfmm.media.opening.MAX_SECONDS", 5 * 3600.0)
    assert open_media(path).duration_seconds == pytest.approx(245 * 60, abs=1)


def test_a_name_in_another_character_set_does_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path / "Gespräch 访谈 %03d.wav", KINDS[0], 1.0)
    assert open_media(path).duration_seconds == pytest.approx(1.0, abs=0.01)
