from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from virtual_devices import MICROPHONE, tone

from screening_app.capture import devices
from screening_app.capture.clock import SampleClock
from screening_app.capture.devices import Device, list_microphones
from screening_app.capture.microphone import Microphone
from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from virtual_devices import VirtualMicrophone


def test_a_microphone_that_is_connected_later_is_found(
    plug_microphone: Callable[..., VirtualMicrophone], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    assert MICROPHONE not in [device.id for device in list_microphones()]
    plug_microphone(tone())
    assert MICROPHONE in [device.id for device in list_microphones()]


def test_listing_does_not_disturb_a_microphone_in_use(virtual_microphone: str) -> None:
    heard: list[int] = []
    troubles: list[CaptureError] = []
    microphone = Microphone(
        virtual_microphone,
        SampleClock(time.monotonic()),
        on_sound=lambda position, _: heard.append(position),
        on_level=lambda _: None,
        on_trouble=lambda _, error: troubles.append(error),
    )
    microphone.open()
    assert microphone.wait_until_settled(8)
    list_microphones()
    before = len(heard)
    time.sleep(0.5)
    microphone.close()
    assert len(heard) > before + 10
    assert troubles == []


def test_twins_have_different_ids_and_the_default_comes_first() -> None:
    class FakeSounddevice:
        """Two microphones of one kind and a loudspeaker, on one of two interfaces."""

        names = ("Speaker", "USB", "USB")

        def query_hostapis(self) -> tuple[dict[str, object], ...]:
            empty = {"name": "OSS", "devices": [], "default_input_device": -1}
            return (empty, {"name": "ALSA", "devices": [0, 1, 2], "default_input_device": 2})

        def query_devices(self, number: int) -> dict[str, object]:
            return {"name": self.names[number], "max_input_channels": 0 if number == 0 else 1}

    fake = FakeSounddevice()
    assert devices._inputs(fake) == [(Device("ALSA: USB #2", "USB #2"), 2), (Device("ALSA: USB", "USB"), 1)]
    assert devices.microphone_index(fake, "ALSA: USB") == 1
    assert devices.microphone_index(fake, "") == 2


def test_linux_cameras_are_named_without_opening_them(tmp_path: Path) -> None:
    for node, index, name in [("video10", "0", "Desk"), ("video2", "0", "Front"), ("video3", "1", "Front")]:
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(index + "\n")
        (tmp_path / node / "name").write_text(name + "\n")
    assert devices._listed_cameras(tmp_path) == (Device("2", "Front"), Device("10", "Desk"))
    assert devices._listed_cameras(tmp_path / "nothing") == ()


def test_where_cameras_must_be_tried_out_none_is_found_without_one() -> None:
    assert devices._probed_cameras() == ()


def test_a_missing_portaudio_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(CaptureError, match="libportaudio2"):
        list_microphones()
