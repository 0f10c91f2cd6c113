from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from virtual_devices import MICROPHONE, tone

from screening_app.capture.clock import SAMPLE_RATE, SampleClock
from screening_app.capture.devices import list_microphones
from screening_app.capture.microphone import (
    SILENCE_LEVEL,
    Block,
    HoleFinder,
    LevelMeter,
    Microphone,
    Resampler,
    StreamFormat,
    decibels,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from virtual_devices import VirtualMicrophone

    from screening_app.errors import CaptureError


def block(number: int, *, late: float = 0.0, after_loss: bool = False) -> Block:
    return Block((number + 1) * 0.02 + late, number * 320, 320, b"", after_loss)


def holes(blocks: list[Block]) -> list[tuple[int, int]]:
    """(samples of silence, number of the block that follows them) for each hole, once every block came out."""
    finder = HoleFinder(SampleClock(0.0), SAMPLE_RATE)
    ready = [one for given in blocks for one in finder.push(given)]
    assert [one.position for _, one in ready] == [one.position for one in blocks]
    return [(hole, one.position // 320) for hole, one in ready if hole]


def test_blocks_that_are_only_late_make_no_hole() -> None:
    late = [block(n, late=0.4 if 50 <= n < 60 else 0.0) for n in range(100)]
    assert holes(late) == []


def test_blocks_that_stay_late_show_a_hole_where_it_was() -> None:
    ((samples, number),) = holes([block(n, late=0.3 if n >= 50 else 0.0) for n in range(150)])
    assert number == 50
    assert samples == pytest.approx(0.3 * SAMPLE_RATE, abs=2)


def test_a_loss_that_the_driver_tells_is_filled_though_it_is_small() -> None:
    lost = [block(n, late=0.04 if n >= 50 else 0.0, after_loss=n == 50) for n in range(150)]
    ((samples, number),) = holes(lost)
    assert number == 50
    assert samples == pytest.approx(0.04 * SAMPLE_RATE, abs=2)


def test_what_our_own_queue_dropped_is_filled_exactly() -> None:
    assert holes([block(n) for n in range(100) if not 40 <= n < 47]) == [(7 * 320, 47)]


@pytest.mark.parametrize("form", [StreamFormat(48_000, 2), StreamFormat(44_100, 1), StreamFormat(16_000, 1)])
def test_any_format_becomes_16_khz_mono(form: StreamFormat) -> None:
    seconds, resampler = 2, Resampler(form)
    wave = 9000 * np.sin(2 * np.pi * 300 * np.arange(seconds * form.rate) / form.rate)
    frames = np.repeat(wave.astype(np.int16)[:, None], form.channels, axis=1)
    out = np.concatenate([resampler.push(part.tobytes()) for part in np.array_split(frames, 100)])
    expected = 9000 * np.sin(2 * np.pi * 300 * np.arange(len(out)) / SAMPLE_RATE)
    assert len(out) == pytest.approx(seconds * SAMPLE_RATE, abs=40)
    assert np.abs(out - expected)[100:].max() < 200  # in step with the input, not only of the same pitch


def test_level_of_a_full_scale_square_wave_is_0_and_of_silence_the_floor() -> None:
    levels: list[float] = []
    meter = LevelMeter(levels.append)
    meter.push(np.full(2000, -32768, np.int16))
    meter.push(np.zeros(2000, np.int16))
    assert levels == [0.0, SILENCE_LEVEL]
    assert decibels(3276.8) == pytest.approx(-20)


class Listener:
    """Opens a microphone and keeps what comes."""

    def __init__(self, device: str, **more: Any) -> None:
        self.positions: list[int] = []
        self.pieces: list[np.ndarray] = []
        self.levels: list[float] = []
        self.troubles: list[CaptureError] = []
        self.microphone = Microphone(
            device,
            SampleClock(time.monotonic()),
            on_sound=self._take,
            on_level=self.levels.append,
            on_trouble=lambda _, error: self.troubles.append(error),
            **more,
        )

    def _take(self, position: int, samples: np.ndarray) -> None:
        self.positions.append(position)
        self.pieces.append(samples)

    def listen(self, seconds: float) -> np.ndarray:
        self.microphone.open()
        assert self.microphone.wait_until_settled(8)
        time.sleep(seconds)
        self.microphone.close()
        return np.concatenate(self.pieces or [np.empty(0, np.int16)])


def pitch(samples: np.ndarray) -> float:
    return float(np.abs(np.fft.rfft(samples)).argmax() * SAMPLE_RATE / len(samples))


def test_a_tone_arrives_counted_and_at_its_level(virtual_microphone: str) -> None:
    listener = Listener(virtual_microphone)
    samples = listener.listen(1.0)
    assert listener.troubles == []
    assert listener.positions == list(np.cumsum([0, *map(len, listener.pieces)])[:-1])
    assert pitch(samples) == pytest.approx(440, abs=2)
    assert len(samples) / SAMPLE_RATE == pytest.approx(1.6, abs=0.3)
    assert listener.levels[-1] == pytest.approx(decibels(8000 / 2**0.5), abs=0.3)


def test_a_device_that_refuses_16_khz_is_resampled(virtual_microphone: str) -> None:
    # PulseAudio accepts every format, so the refused ones are such that PortAudio itself refuses
    wanted = (StreamFormat(16_000, 99), StreamFormat(48_000, 2))
    samples = Listener(virtual_microphone, wanted=wanted).listen(1.0)
    assert pitch(samples[SAMPLE_RATE // 2 :]) == pytest.approx(440, abs=2)
    assert len(samples) / SAMPLE_RATE == pytest.approx(1.6, abs=0.3)


def test_the_default_microphone_needs_no_name(virtual_microphone: str) -> None:
    assert virtual_microphone in [device.id for device in list_microphones()]
    assert len(Listener("").listen(0.2)) > SAMPLE_RATE // 4


def test_a_microphone_that_is_not_there_is_named(virtual_microphone: str) -> None:
    listener = Listener("ALSA: Gone")
    assert len(listener.listen(0.0)) == 0
    (error,) = listener.troubles
    assert "ALSA: Gone" in str(error)
    assert "choose another" in str(error)


def test_without_any_microphone_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screening_app.capture.devices._inputs", lambda _: [])
    listener = Listener("")
    listener.listen(0.0)
    assert "No microphone was found" in str(listener.troubles[0])


@pytest.mark.parametrize("how", ["unplug", "kill"])
def test_a_microphone_that_goes_away_is_told_once(how: str, plug_microphone: Callable[..., VirtualMicrophone]) -> None:
    device = plug_microphone(tone())
    listener = Listener(MICROPHONE)
    listener.microphone.open()
    assert listener.microphone.wait_until_settled(8)
    getattr(device, how)()
    deadline = time.monotonic() + 4
    while not listener.microphone.is_over and time.monotonic() < deadline:
        time.sleep(0.02)
    listener.microphone.close()
    assert [error.template.split(".")[0] for error in listener.troubles] == ["The microphone stopped delivering sound"]


def test_a_sound_server_that_hangs_is_told_after_two_seconds_and_closing_does_not_hang(
    plug_microphone: Callable[..., VirtualMicrophone],
) -> None:
    device = plug_microphone(tone())
    listener = Listener(MICROPHONE)
    listener.microphone.open()
    assert listener.microphone.wait_until_settled(8)
    device.hang()
    time.sleep(1.0)
    assert listener.troubles == []
    time.sleep(1.8)
    assert len(listener.troubles) == 1
    begin = time.monotonic()
    listener.microphone.close()
    assert time.monotonic() - begin < 3
    assert len(listener.troubles) == 1
    device.go_on()
    while any(thread.name == "capture-microphone-close" for thread in threading.enumerate()):
        time.sleep(0.02)  # what hung is cleared up as soon as the server answers


def test_sound_that_the_device_lost_becomes_silence_of_that_length(
    plug_microphone: Callable[..., VirtualMicrophone],
) -> None:
    device = plug_microphone(tone())
    listener = Listener(MICROPHONE)
    listener.microphone.open()
    assert listener.microphone.wait_until_settled(8)
    time.sleep(0.5)
    device.muted.set()
    time.sleep(0.6)
    device.muted.clear()
    time.sleep(1.2)
    listener.microphone.close()
    assert listener.troubles == []
    assert listener.microphone.lost_samples / SAMPLE_RATE == pytest.approx(0.6, abs=0.1)
    samples = np.concatenate(listener.pieces)
    assert (samples == 0).sum() >= listener.microphone.lost_samples
