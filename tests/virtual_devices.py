"""A microphone and a camera made of software, on one clock: what they deliver when is known to the millisecond.

A conftest.py that imports the fixtures (`plug_microphone`, `virtual_microphone`, `serve_camera`, `mjpeg_camera`) has
them. Other programs of the test hear the microphone too: PULSE_SERVER is set while the fixture lives.
"""

from __future__ import annotations

import http.server
import os
import shutil
import signal
import subprocess
import tempfile
import time
import wave
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

RATE = 16_000
MICROPHONE = "ALSA: pulse"
"""The id that screening_app.capture.devices gives to PulseAudio's default source."""


class VirtualMicrophone:
    """A PulseAudio server of our own with one source, fed in real time through a pipe.

    `sound(first, last)` gives the int16 samples [first, last); sample k is heard at `moment_of(k)` (monotonic).
    `ppm` makes its clock run fast (or slow), as sound cards do.
    """

    def __init__(self, sound: Callable[[int, int], NDArray[np.int16]], *, ppm: float = 0.0) -> None:
        self._sound = sound
        self._rate = RATE * (1 + ppm / 1e6)
        self._stop = Event()
        self.muted = Event()
        self._folder = Path(tempfile.mkdtemp(prefix="mic-"))  # short: a socket's path has at most 107 characters
        self.server = f"unix:{self._folder}/native"
        self._process = self._start_server()
        self._pipe = os.open(self._folder / "pipe", os.O_RDWR | os.O_NONBLOCK)
        self._started = time.monotonic()
        self._feeder = Thread(target=self._feed, name="virtual-microphone", daemon=True)
        self._feeder.start()

    def moment_of(self, sample: float) -> float:
        """When this sample is heard, in monotonic seconds."""
        return self._started + sample / self._rate

    def unplug(self) -> None:
        """Take the source away from the running server."""
        subprocess.run(["pactl", "unload-module", "module-pipe-source"], env=self._environment(), check=True)

    def hang(self) -> None:
        """Let the sound server stand still, so that whoever talks to it waits."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it work again."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """Kill the sound server."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        self._stop.set()
        self._feeder.join()
        self.kill()
        os.close(self._pipe)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        return {**os.environ, "PULSE_SERVER": self.server, "XDG_RUNTIME_DIR": str(self._folder)}

    def _start_server(self) -> subprocess.Popen[bytes]:
        source = f"module-pipe-source source_name=virtual file={self._folder}/pipe format=s16le rate={RATE} channels=1"
        process = subprocess.Popen(
            [
                *(
                    "pulseaudio",
                    "-n",
                    "--daemonize=no",
                    "--use-pid-file=no",
                    "--exit-idle-time=-1",
                    "--disable-shm=yes",
                ),
                *("-L", f"module-native-protocol-unix socket={self._folder}/native auth-anonymous=1", "-L", source),
            ],
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        while not ((self._folder / "native").exists() and (self._folder / "pipe").exists()):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                raise RuntimeError("pulseaudio did not start")
            time.sleep(0.01)
        time.sleep(0.1)  # between making the pipe and listening
        return process

    def _feed(self) -> None:
        fed = 0
        while not self._stop.wait(0.005):
            due = int((time.monotonic() - self._started) * self._rate)
            if due > fed and not self.muted.is_set():
                with suppress(BlockingIOError):  # nobody listens and the pipe is full: this sound is over
                    os.write(self._pipe, self._sound(fed, due).astype("<i2").tobytes())
            fed = due


class MjpegCamera:
    """A camera on the network: serves `picture(moment)` (a JPEG) at a steady pace to whoever asks."""

    def __init__(self, picture: Callable[[float], bytes], *, frames_per_second: float = 25.0) -> None:
        self._picture = picture
        self._period = 1 / frames_per_second
        self._stop = Event()
        self.frozen = Event()
        camera = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                with suppress(OSError):  # the viewer went away
                    camera._serve(self.wfile.write)

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/camera.mjpg"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="virtual-camera", daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Break every connection and answer no more."""
        if not self._stop.is_set():
            self._stop.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    close = unplug

    def _serve(self, write: Callable[[bytes], object]) -> None:
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            if not self.frozen.is_set():
                jpeg = self._picture(time.monotonic())
                write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(jpeg), jpeg))
            due += self._period


def noise(first: int, last: int) -> NDArray[np.int16]:
    """A sound that cannot be packed small."""
    return np.random.default_rng(first).integers(-9000, 9000, last - first, dtype=np.int16)


def tone(frequency: float = 440.0, amplitude: int = 8000) -> Callable[[int, int], NDArray[np.int16]]:
    """The sound of a steady tone."""

    def sound(first: int, last: int) -> NDArray[np.int16]:
        return (amplitude * np.sin(2 * np.pi * frequency * np.arange(first, last) / RATE)).astype(np.int16)

    return sound


def played(path: Path) -> Callable[[int, int], NDArray[np.int16]]:
    """The sound of a 16 kHz mono 16-bit WAV file, over and over."""
    with wave.open(str(path)) as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            raise ValueError("the virtual microphone plays 16 kHz mono 16-bit WAV files")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return lambda first, last: samples[np.arange(first, last) % len(samples)]


def jpeg_of(image: NDArray[np.uint8]) -> bytes:
    """An image, (height, width, 3) BGR, as JPEG."""
    import cv2

    return bytes(cv2.imencode(".jpg", image)[1].tobytes())


def still(width: int = 320, height: int = 240) -> Callable[[float], bytes]:
    """The picture of a smooth pattern that does not move."""
    y, x = np.mgrid[0:height, 0:width]
    jpeg = jpeg_of(np.stack([x * 255 // width, y * 255 // height, np.full_like(x, 90)], axis=2).astype(np.uint8))
    return lambda _: jpeg


def clip(path: Path, frames_per_second: float = 25.0) -> Callable[[float], bytes]:
    """The pictures of a clip, over and over."""
    import cv2

    capture, jpegs = cv2.VideoCapture(str(path)), []
    while (shot := capture.read())[0]:
        jpegs.append(jpeg_of(shot[1]))
    capture.release()
    if not jpegs:
        raise ValueError(f"{path}: no picture could be read")
    return lambda moment: jpegs[int(moment * frames_per_second) % len(jpegs)]


def need_pulseaudio() -> None:
    """Skip where PulseAudio is not installed; where it is, it must work."""
    if shutil.which("pulseaudio") is None or shutil.which("pactl") is None:
        pytest.skip("pulseaudio is not installed")


@pytest.fixture
def plug_microphone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., VirtualMicrophone]]:
    """Make virtual microphones: plug_microphone(sound, ppm=0.0) → VirtualMicrophone, unplugged after the test."""
    need_pulseaudio()
    made: list[VirtualMicrophone] = []

    def plug(sound: Callable[[int, int], NDArray[np.int16]], *, ppm: float = 0.0) -> VirtualMicrophone:
        made.append(VirtualMicrophone(sound, ppm=ppm))
        monkeypatch.setenv("PULSE_SERVER", made[-1].server)
        return made[-1]

    yield plug
    for microphone in made:
        microphone.close()


@pytest.fixture
def virtual_microphone(plug_microphone: Callable[..., VirtualMicrophone], request: pytest.FixtureRequest) -> str:
    """The id of a microphone that hears a 440 Hz tone; parametrize indirectly with a path to hear that WAV file."""
    path = getattr(request, "param", None)
    plug_microphone(tone() if path is None else played(Path(path)))
    return MICROPHONE


@pytest.fixture
def serve_camera() -> Iterator[Callable[..., MjpegCamera]]:
    """Make virtual cameras: serve_camera(picture, frames_per_second=25) → MjpegCamera, unplugged after the test."""
    made: list[MjpegCamera] = []

    def serve(picture: Callable[[float], bytes], *, frames_per_second: float = 25.0) -> MjpegCamera:
        made.append(MjpegCamera(picture, frames_per_second=frames_per_second))
        return made[-1]

    yield serve
    for camera in made:
        camera.close()


@pytest.fixture
def mjpeg_camera(serve_camera: Callable[..., MjpegCamera], request: pytest.FixtureRequest) -> str:
    """The URL of a camera that shows a still pattern; parametrize indirectly with a path to show that clip."""
    path = getattr(request, "param", None)
    return serve_camera(still() if path is None else clip(Path(path))).url
