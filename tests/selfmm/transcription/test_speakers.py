"""The clinician's turns are found by their voice; where they are not clearly there, nothing is taken away."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from selfmm.errors import SelfMMError
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.transcription import voice_windows
from selfmm.transcription.speakers import VoicePrint, Window, decide, embed_windows, enrol, smooth
from selfmm.transcription.voice_activity import speech_spans
from selfmm.transcription.voice_windows import PAUSE_SECONDS, cut
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from selfmm.transcription.base import Turn

    Values = NDArray[np.float32]

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"
ENCODER = "e" * 64


def unit(values: Values) -> Values:
    return (values / np.linalg.norm(values)).astype(np.float32)


def voice(seed: int) -> Values:
    """A voice that has little to do with another: most numbers are 0, as the encoder's are."""
    return unit(np.maximum(np.random.default_rng(seed).normal(-0.5, 1, 256), 0))


ANNA, BEN, CARLA = voice(1), voice(2), voice(3)


def printed(values: Values) -> VoicePrint:
    return VoicePrint(values, 8.0, ENCODER)


def spoken(*turns: tuple[Values, float], pause: float = 0.3, seed: int = 0) -> list[Window]:
    """Windows of people who speak so many seconds, one after the other; a moment is never quite like the whole."""
    rng = np.random.default_rng(seed)
    windows, time = [], 1.0
    for person, seconds in turns:
        count = round(seconds / 0.4)
        for number in range(count):
            heard = unit(person + rng.normal(0, 0.045, 256))
            windows.append(Window(time + number * 0.4, time + (number + 1) * 0.4, heard, ENCODER))
        time += count * 0.4 + pause
    return windows


def said(turns: Sequence[Turn], speaker: Speaker) -> float:
    return sum(turn.end - turn.start for turn in turns if turn.speaker == speaker)


# Deciding ---------------------------------------------------------------------------------------------------------


def test_the_clinicians_turns_are_found() -> None:
    windows = spoken((ANNA, 4.0), (BEN, 12.0), (ANNA, 2.0), (BEN, 8.0), (ANNA, 1.2), (BEN, 20.0))
    turns = decide(windows, printed(ANNA))
    assert [turn.speaker for turn in turns] == [Speaker.CLINICIAN, Speaker.PARTICIPANT] * 3
    assert [turn.end - turn.start for turn in turns] == pytest.approx([4.0, 12.0, 2.0, 8.0, 1.2, 20.0])


def test_who_is_enrolled_decides_who_is_who() -> None:
    windows = spoken((ANNA, 4.0), (BEN, 12.0), (ANNA, 4.0))
    assert [turn.speaker for turn in decide(windows, printed(BEN))] == [
        Speaker.PARTICIPANT,
        Speaker.CLINICIAN,
        Speaker.PARTICIPANT,
    ]


@pytest.mark.parametrize("people", [(BEN,), (BEN, CARLA)], ids=["one voice", "two voices"])
def test_without_the_clinician_all_is_the_participants(people: tuple[Values, ...]) -> None:
    turns = decide(spoken(*[(person, 6.0) for person in people * 3]), printed(ANNA))
    assert {turn.speaker for turn in turns} == {Speaker.PARTICIPANT}


def test_a_moment_that_sounds_otherwise_does_not_part_a_sentence() -> None:
    windows = spoken((ANNA, 6.0), (BEN, 12.0))
    strange = windows[30]
    windows[30] = Window(strange.start, strange.end, unit(0.55 * ANNA + 0.45 * BEN), ENCODER)
    assert [turn.speaker for turn in decide(windows, printed(ANNA))] == [Speaker.CLINICIAN, Speaker.PARTICIPANT]


def test_a_long_pause_ends_a_turn_and_a_short_one_does_not() -> None:
    people = ((ANNA, 4.0), (BEN, 6.0), (BEN, 6.0))
    assert len(decide(spoken(*people, pause=0.4), printed(ANNA))) == 2
    assert len(decide(spoken(*people, pause=0.6), printed(ANNA))) == 3


def test_another_encoders_voice_cannot_be_compared() -> None:
    with pytest.raises(SelfMMError, match="Enrol it again"):
        decide(spoken((ANNA, 4.0)), VoicePrint(ANNA, 8.0, "f" * 64))


@st.composite
def many_windows(draw: st.DrawFn) -> list[Window]:
    """Windows side by side in spans, of voices drawn from four people."""
    windows, time = [], 0.0
    people = [ANNA, BEN, CARLA, voice(4)]
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    for _ in range(draw(st.integers(0, 8))):
        time += draw(st.floats(0.2, 3.0))
        for _ in range(draw(st.integers(1, 6))):
            length = draw(st.floats(0.1, 0.6))
            values = unit(people[draw(st.integers(0, 3))] + rng.normal(0, 0.05, 256))
            windows.append(Window(time, time + length, values, ENCODER))
            time += length
    return windows


@settings(deadline=None)
@given(many_windows())
def test_turns_cover_all_windows_and_nothing_but_short_pauses(windows: list[Window]) -> None:
    turns = decide(windows, printed(ANNA))
    assert all(before.end <= after.start for before, after in pairwise(turns))
    left = list(windows)
    for turn in turns:
        inside = [window for window in left if turn.start <= window.start and window.end <= turn.end]
        assert (inside[0].start, inside[-1].end) == (turn.start, turn.end)
        assert all(after.start - before.end < 0.5 for before, after in pairwise(inside))
        left = left[len(inside) :]
    assert left == []
    assert decide(windows, printed(ANNA)) == turns


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(-4, 4), min_size=1, max_size=7), st.data())
def test_smoothing_weighs_all_courses_of_the_conversation(odds: list[float], data: st.DataObject) -> None:
    change = data.draw(st.lists(st.floats(0.02, 0.5), min_size=len(odds) - 1, max_size=len(odds) - 1))
    first, total = np.zeros(len(odds)), 0.0
    for course in product((True, False), repeat=len(odds)):
        weight = np.prod([np.exp(odd / 2 if state else -odd / 2) for odd, state in zip(odds, course, strict=True)])
        weight *= np.prod([c if a != b else 1 - c for (a, b), c in zip(pairwise(course), change, strict=True)])
        first += weight * np.array(course)
        total += weight
    assert smooth(np.array(odds), np.array(change)) == pytest.approx(first / total, abs=1e-9)


# Hearing ----------------------------------------------------------------------------------------------------------


class FakeEncoder:
    """Gives the voices that a test wants, one after the other, and then the last one for ever."""

    fingerprint = ENCODER

    def __init__(self, *voices: Values) -> None:
        self.voices = list(voices)

    def embed(self, moments: Values) -> Values:
        assert moments.shape[1:] == (160, 40)
        assert moments.dtype == np.float32
        return np.stack([self.voices.pop(0) if len(self.voices) > 1 else self.voices[0] for _ in moments])


@pytest.fixture
def anna_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_windows, "_encoder", lambda: FakeEncoder(ANNA))


def speech() -> Values:
    return np.concatenate(list(waveform_blocks(SPEECH)))


def written(path: Path, *parts: Values) -> Path:
    soundfile.write(path, np.concatenate(parts), SAMPLE_RATE, subtype="FLOAT")
    return path


@given(st.lists(st.floats(0, 1), min_size=1, max_size=700))
def test_pieces_fill_a_span_and_none_is_very_short_or_long(powers: list[float]) -> None:
    edges = cut(np.array(powers, np.float32))
    assert (edges[0], edges[-1]) == (0, len(powers))
    lengths = [after - before for before, after in pairwise(edges)]
    assert min(lengths) >= min(10, len(powers))
    assert max(lengths) <= 84


def test_speech_is_cut_where_it_is_quiet() -> None:
    powers = np.ones(80, np.float32)
    powers[45:50] = 0.01
    assert cut(powers) == [0, 47, 80]


def test_windows_fill_the_spans_of_speech(tmp_path: Path, anna_speaks: None) -> None:
    quiet = np.zeros(3 * SAMPLE_RATE, np.float32)
    path = written(tmp_path / "speech.wav", quiet, speech(), quiet, speech())
    told: list[float] = []
    windows = list(embed_windows(path, lambda step, fraction: told.append(fraction)))
    assert told == sorted(told)
    assert told[-1] == 1.0
    spans = [(windows[0].start, windows[0].end)]
    for window in windows[1:]:
        if window.start == pytest.approx(spans[-1][1], abs=1e-9):
            spans[-1] = (spans[-1][0], window.end)
        else:
            spans.append((window.start, window.end))
    detected = speech_spans(path, pause_seconds=PAUSE_SECONDS, longest=15.0)
    assert np.array(spans) == pytest.approx(np.array(detected))


def test_windows_come_while_the_recording_is_read_and_little_of_it_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = 0
    real = voice_windows.waveform_blocks

    def counted(*arguments, **options):
        nonlocal blocks
        for block in real(*arguments, **options):
            blocks += 1
            yield block

    held: list[int] = []
    append = voice_windows._LatestFrames._append
    monkeypatch.setattr(voice_windows, "waveform_blocks", counted)
    monkeypatch.setattr(
        voice_windows._LatestFrames, "_append", lambda self, more: (append(self, more), held.append(len(self._frames)))
    )
    monkeypatch.setattr(voice_windows, "_encoder", lambda: FakeEncoder(ANNA))
    path = written(tmp_path / "long.wav", *[speech()] * 8)
    coming = embed_windows(path)
    next(coming)
    assert blocks <= 6  # of 22
    list(coming)
    assert max(held) <= 2_400


def test_silence_has_no_windows(tmp_path: Path, anna_speaks: None) -> None:
    path = written(tmp_path / "silence.wav", np.zeros(5 * SAMPLE_RATE, np.float32))
    assert list(embed_windows(path)) == []
    assert decide(tuple(embed_windows(path)), printed(ANNA)) == ()


# Enrolling --------------------------------------------------------------------------------------------------------


def test_a_voice_is_enrolled_and_lives_on_as_json(tmp_path: Path, anna_speaks: None) -> None:
    enrolled = enrol(SPEECH)
    assert enrolled.values == pytest.approx(ANNA, abs=1e-6)
    assert enrolled.seconds == pytest.approx(sum(b - a for a, b in speech_spans(SPEECH, pause_seconds=0.2)), abs=0.1)
    again = VoicePrint.from_dict(json.loads(json.dumps(enrolled.to_dict())))
    assert np.array_equal(again.values, enrolled.values)
    assert (again.seconds, again.encoder) == (enrolled.seconds, ENCODER)


@pytest.mark.parametrize(
    "plain",
    [
        {},
        [],
        {"values": [0.1], "seconds": 8.0, "encoder": ""},
        {"values": ["a"] * 256, "seconds": 8.0, "encoder": ""},
        {"values": [0.0] * 256, "seconds": 8.0, "encoder": ""},
        {"values": [float("nan")] * 256, "seconds": 8.0, "encoder": ""},
    ],
)
def test_what_is_no_voice_is_not_read(plain: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        VoicePrint.from_dict(plain)  # type: ignore[arg-type]


def test_too_little_voice_is_refused(tmp_path: Path, anna_speaks: None) -> None:
    path = written(tmp_path / "short.wav", speech()[: 4 * SAMPLE_RATE], np.zeros(4 * SAMPLE_RATE, np.float32))
    with pytest.raises(SelfMMError, match=r"Only [1-3]\.\d s of voice .* 5 s are needed"):
        enrol(path)


def test_a_soft_voice_is_refused(tmp_path: Path, anna_speaks: None) -> None:
    with pytest.raises(SelfMMError, match="too soft"):
        enrol(written(tmp_path / "soft.wav", 0.01 * speech()))


def test_a_voice_in_noise_is_refused(tmp_path: Path, anna_speaks: None) -> None:
    sound = speech()
    noise = np.random.default_rng(0).normal(0, np.sqrt(np.mean(sound**2)) / 2, len(sound)).astype(np.float32)
    with pytest.raises(SelfMMError, match="too much noise"):
        enrol(written(tmp_path / "noise.wav", sound + noise))


def test_two_voices_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [window.values for window in spoken((ANNA, 4.0), (BEN, 4.0))]
    monkeypatch.setattr(voice_windows, "_encoder", lambda: FakeEncoder(*both))
    with pytest.raises(SelfMMError, match="More than one voice"):
        enrol(SPEECH)


# The real ones ----------------------------------------------------------------------------------------------------

LINES = (
    "How have you been sleeping over the last two weeks, and what do you think keeps you awake at night?",
    "I lie awake for hours, and then I am tired all day. I used to go running in the morning, but not any more.",
    "And how is it with your appetite, do you eat as much as you did before?",
    "Some days I forget to eat at all. My sister cooks for me on Sundays, and that is the best meal of my week.",
)


def read_aloud(path: Path, text: str, speaker: str) -> Values:
    subprocess.run(["espeak-ng", "-v", speaker, "-s", "150", "-w", str(path), text], check=True)
    return np.concatenate(list(waveform_blocks(path)))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng reads the lines")
def test_two_synthetic_voices_are_told_apart_by_the_real_encoder(tmp_path: Path) -> None:
    clinician, participant = "en-us+f3", "en-us+m3"
    story = "The rainbow is a division of white light into many beautiful colours. These take the shape of a long arch."
    own = enrol(written(tmp_path / "enrolment.wav", read_aloud(tmp_path / "story.wav", story, clinician)))
    parts, truth, time = [], [], 0.0
    for number, line in enumerate(LINES):
        sound = read_aloud(tmp_path / "line.wav", line, participant if number % 2 else clinician)
        parts += [sound, np.zeros(SAMPLE_RATE // 2, np.float32)]
        truth.append((time, time + len(sound) / SAMPLE_RATE))
        time += len(sound) / SAMPLE_RATE + 0.5
    turns = decide(tuple(embed_windows(written(tmp_path / "talk.wav", *parts))), own)
    for number, (begin, end) in enumerate(truth):
        wanted = Speaker.PARTICIPANT if number % 2 else Speaker.CLINICIAN
        inside = [(max(begin, t.start), min(end, t.end), t.speaker) for t in turns if t.start < end and t.end > begin]
        heard = sum(last - first for first, last, _ in inside)
        right = sum(last - first for first, last, speaker in inside if speaker == wanted)
        assert right > 0.9 * heard > 0.7 * (end - begin)
    alone = decide(tuple(embed_windows(written(tmp_path / "alone.wav", parts[2], parts[3], parts[6]))), own)
    assert {turn.speaker for turn in alone} == {Speaker.PARTICIPANT}
