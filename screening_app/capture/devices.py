"""Which microphones and cameras there are, and how to reach one by a name that survives a restart."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from screening_app.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

# PortAudio is one library for the whole process and must not be re-initialised and opened at the same time.
_PORTAUDIO = Lock()
_PORTAUDIO_SECONDS = 5.0

_LINUX_CAMERAS = Path("/sys/class/video4linux")
_PROBED_CAMERAS = 4
_PROBE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone or camera: `id` goes into the settings, `name` is shown."""

    id: str
    name: str


def list_microphones() -> tuple[Device, ...]:
    """The microphones that are connected now, the system's default first; empty if there is none.

    PortAudio looks for devices only when it is initialised, so that is done anew unless a stream is open
    (each open stream holds PortAudio, and then the list may be older than the newest microphone). Can take a
    second; raises CaptureError if the sound system is missing or does not answer.
    """
    with portaudio() as sounddevice:
        sounddevice._terminate()  # PortAudio counts its users: while a stream holds it, these two do nothing
        sounddevice._initialize()
        return tuple(device for device, _ in _inputs(sounddevice))


def microphone_index(sounddevice: ModuleType, device_id: str) -> int:
    """PortAudio's number for the microphone `device_id`, "" for the default; call it inside `portaudio()`."""
    inputs = _inputs(sounddevice)
    for device, index in inputs:
        if device_id in ("", device.id):
            return index
    if not inputs:
        raise CaptureError("No microphone was found. Connect one, or import a recording instead.")
    raise CaptureError("The microphone “{name}” is not connected. Connect it, or choose another one.", name=device_id)


@contextmanager
def portaudio() -> Iterator[ModuleType]:
    """The sounddevice module, while no other thread may open streams or list devices."""
    if not _PORTAUDIO.acquire(timeout=_PORTAUDIO_SECONDS):
        raise CaptureError("The sound system does not answer. Restart the app; if that does not help, the computer.")
    try:
        yield _sounddevice()
    finally:
        _PORTAUDIO.release()


def list_cameras() -> tuple[Device, ...]:
    """The cameras that are connected now; empty if there is none. Can take seconds where they must be tried out."""
    if sys.platform == "linux":
        return _listed_cameras(_LINUX_CAMERAS)
    return _probed_cameras()


def _sounddevice() -> ModuleType:
    try:
        import sounddevice
    except OSError as error:
        raise CaptureError(
            "The sound system cannot be used: PortAudio is not installed. Install the package libportaudio2."
        ) from error
    module: ModuleType = sounddevice
    return module


def _inputs(sounddevice: ModuleType) -> list[tuple[Device, int]]:
    """Every input of the system's preferred sound interface with PortAudio's number, the default first."""
    interface = _interface(sounddevice)
    if interface is None:
        return []
    default = interface["default_input_device"]
    numbers = [n for n in interface["devices"] if sounddevice.query_devices(n)["max_input_channels"] > 0]
    names: list[str] = []
    inputs = []
    for number in numbers:
        name = str(sounddevice.query_devices(number)["name"])
        names.append(name)
        twin = f" #{names.count(name)}" if names.count(name) > 1 else ""
        inputs.append((Device(f"{interface['name']}: {name}{twin}", f"{name}{twin}"), number))
    return sorted(inputs, key=lambda item: item[1] != default)


def _interface(sounddevice: ModuleType) -> dict[str, Any] | None:
    """One sound interface, so that no microphone is listed four times on Windows; WASAPI has the full names."""
    interfaces: list[dict[str, Any]] = [one for one in sounddevice.query_hostapis() if one["devices"]]
    preferred = [one for one in interfaces if one["name"] == "Windows WASAPI"]
    return next(iter(preferred + interfaces), None)


def _listed_cameras(folder: Path) -> tuple[Device, ...]:
    """The cameras that Linux names; a camera's further nodes (index > 0) carry no picture."""
    nodes = [node for node in folder.glob("video*") if _text(node / "index") == "0"]
    numbers = sorted(int(node.name.removeprefix("video")) for node in nodes)
    return tuple(Device(str(n), _text(folder / f"video{n}" / "name") or f"Camera {n}") for n in numbers)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _probed_cameras() -> tuple[Device, ...]:
    """The cameras that can be opened; tried on a worker, since a driver may hang."""
    found: list[Device] = []

    def probe() -> None:
        import cv2

        for number in range(_PROBED_CAMERAS):
            capture = cv2.VideoCapture(number)
            if capture.isOpened():
                found.append(Device(str(number), f"Camera {number}"))
            capture.release()

    worker = Thread(target=probe, name="capture-probe", daemon=True)
    worker.start()
    worker.join(_PROBE_SECONDS)
    return tuple(found)
