"""How fast and how large: start-up, typed text, and recordings of several lengths, each in a process of its own.

    python tests/benchmarks/speed.py                 everything: about twenty minutes on two cores
    python tests/benchmarks/speed.py start typed     only these; others: recording, sound, stages, live, patients
    python tests/benchmarks/speed.py long            three hours with picture: an hour and a quarter
    python tests/benchmarks/speed.py long_sound      three hours of sound alone: a quarter of an hour

A recording is the demonstration's speech with a drawn face, repeated to the length asked for. Nothing here is a test:
a busy machine would fail it. Aims: features take at most 0.20 of the length of a recording with picture and 0.12 of
one without, scoring at most 1.5 GB whatever the length; after the end of a recorded interview of 8 minutes all is
prepared within 10 s; typed text takes at most 3 s cold and 0.3 s warm.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
SPEECH = ROOT / "resources" / "demo" / "session-1.opus"
MINUTES = (2, 8)
LONG = (180,)
TYPED = "我最近睡得不好，早上很累，没有力气。做什么都提不起兴趣，和朋友见面也觉得没有意思。" * 4


def main(wanted: list[str]) -> None:
    """Run the benchmarks that are named, or all."""
    benchmarks = {
        "start": start,
        "typed": typed,
        "recording": recording,
        "sound": sound,
        "long": lambda: recording(LONG),
        "long_sound": lambda: sound(LONG),
        "stages": stages,
        "live": live,
        "patients": patients,
    }
    for name in wanted or [name for name in benchmarks if not name.startswith("long")]:
        benchmarks[name]()


def start() -> None:
    """From the start of Python to the window on the screen, and what that has imported."""
    program = """
import os, sys, time, tempfile, json
begun = time.perf_counter()
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from PySide6.QtWidgets import QApplication
from screening_app.app import Screening
from screening_app.paths import AppPaths
qt = QApplication([])
made = Screening(qt, AppPaths(Path(tempfile.mkdtemp())))
made.open_window(); qt.processEvents()
heavy = {"torch", "transformers", "librosa", "ai_edge_litert", "faster_whisper", "cv2", "av"} & set(sys.modules)
print(json.dumps({"window_seconds": round(time.perf_counter() - begun, 2), "heavy_imports": sorted(heavy)}))
made.window.close(); made.close()
"""
    for _ in range(3):
        print("start", _child([sys.executable, "-c", program])[0].strip())


def typed() -> None:
    """A typed interview: the model cold, with and without the imports, then warm."""
    program = f"""
import time, json
from pathlib import Path
begun = time.perf_counter()
from selfmm.__main__ import DEFAULT_BUNDLE
from selfmm.typed_words import typed
from selfmm import recipe
from selfmm.features.quality import interview_quality
from selfmm.scoring import Scorer
import torch, transformers.models.bert.modeling_bert
imported = time.perf_counter()
def score(scorer):
    transcript = typed({TYPED!r}, "zh")
    return scorer.score(recipe.samples(transcript, None, person=""), interview_quality(transcript, None), "zh")
scorer = Scorer(DEFAULT_BUNDLE)
score(scorer)
cold = time.perf_counter()
warm = []
for _ in range(5):
    at = time.perf_counter(); score(scorer); warm.append(time.perf_counter() - at)
print(json.dumps({{"imports": round(imported - begun, 2), "cold_model": round(cold - imported, 2),
                  "warm_median": round(sorted(warm)[2], 3)}}))
"""
    for _ in range(3):
        print("typed", _child([sys.executable, "-c", program])[0].strip())


def recording(lengths: tuple[int, ...] = MINUTES) -> None:
    """The command line on recordings of several lengths in minutes: seconds, ratio to the length, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        for minutes in lengths:
            film = Path(folder) / f"{minutes}.mkv"
            _apart(_film, film, minutes * 60)
            begun = time.perf_counter()
            printed, peak = _child([sys.executable, "-m", "selfmm", "score", str(film), "--language", "en", "--json"])
            seconds = time.perf_counter() - begun
            document = json.loads(printed)
            print(
                f"recording {minutes} min: {seconds:.0f} s, {seconds / minutes / 60:.2f} of its length, "
                f"peak {peak:.0f} MB, {len(document['answers'])} answers, {document['quality']}",
                flush=True,
            )


def sound(lengths: tuple[int, ...] = MINUTES) -> None:
    """The same of sound alone."""
    with tempfile.TemporaryDirectory() as folder:
        for minutes in lengths:
            alone = Path(folder) / f"{minutes}.flac"
            _apart(_sound_file, alone, minutes * 60)
            begun = time.perf_counter()
            _, peak = _child([sys.executable, "-m", "selfmm", "extract", str(alone), "--language", "en", "--json"])
            seconds = time.perf_counter() - begun
            print(f"sound {minutes} min: {seconds:.0f} s, {seconds / minutes / 60:.3f} of its length, {peak:.0f} MB")


def stages() -> None:
    """Each stage alone on one thread, and all at once as `prepare` does them, as shares of the recording's length."""
    program = """
import sys, time
from pathlib import Path
import numpy as np
from selfmm import recipe
from selfmm.features import create_vision_extractor
from selfmm.features.librosa_audio import LibrosaAudio
from selfmm.features.voice_track import VoiceListener
from selfmm.media import frames, open_media, waveform_blocks
from selfmm.transcription.voice_activity import SpeechListener
from selfmm.types import no_report
film, kind = Path(sys.argv[1]), recipe.Recipe()
seconds = open_media(film).duration_seconds
engine = recipe._speech_engine(kind)
engine._loaded()  # the model is read before the clock starts
LibrosaAudio().listen().feed(np.zeros(16_000, np.float32))
blocks = list(waveform_blocks(film))
def heard(listener):
    for block in blocks: listener.feed(block)
    listener.finish() if hasattr(listener, "finish") else listener.spans()
works = {
    "reading the sound": lambda: sum(map(len, waveform_blocks(film))),
    "voice activity": lambda: heard(SpeechListener(0.2)),
    "librosa_33": lambda: heard(LibrosaAudio().listen()),
    "voice track": lambda: heard(VoiceListener()),
    "transcription": lambda: engine.transcribe(film, "en"),
    "reading the picture, 10 a second": lambda: sum(1 for _ in frames(film, 10.0)),
    "face, with reading": lambda: create_vision_extractor(kind.vision, 10.0).extract(film, no_report),
    "all at once": lambda: recipe.prepare(kind, film, recipe.SpeechOptions("en", engine=engine)),
}
for name, work in works.items():
    at, used = time.perf_counter(), time.process_time()
    work()
    took = (time.perf_counter() - at) / seconds, (time.process_time() - used) / seconds
    print(f"| {name} | {took[0]:.4f} | {took[1]:.4f} |", flush=True)
"""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mkv"
        _film(film, 120)
        print("| stage | of the length | of one core |\n|---|---|---|")
        print(_child([sys.executable, "-c", program, str(film)])[0].strip())


def live(minutes: int = 8) -> None:
    """A recording that is prepared while it is written: seconds from its end until all is there."""
    from screening_app.capture.muxer import _CONTAINER
    from screening_app.jobs.child import ChildProcess
    from screening_app.services.samples import _carry_out, _Order
    from selfmm.media import FinishedWhenGone, GrowingFile
    from selfmm.recipe import Recipe

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film, growing, marker = folder / "film.mkv", folder / "recording.mkv", folder / "growing"
        _film(film, minutes * 60)
        marker.touch()
        source = GrowingFile(growing, FinishedWhenGone(marker))
        order = _Order(
            Recipe(), source, "en", "", folder / "cues.json", None, folder / "transcript.json", folder / "features"
        )
        with ThreadPoolExecutor(1) as thread:
            work = thread.submit(ChildProcess(niceness=15).run, _carry_out, order, report=lambda *_: None)
            behind = _write_in_real_time(film, growing, _CONTAINER)
            marker.unlink()
            ended = time.perf_counter()
            work.result()
        print(
            f"live {minutes} min: ready {time.perf_counter() - ended:.1f} s after the end; "
            f"the writer was at most {behind * 1000:.0f} ms late"
        )


def _write_in_real_time(film: Path, out: Path, options: dict[str, str]) -> float:
    """Copy a film packet by packet, each when its time has come; the most seconds that one was late."""
    import av

    worst = 0.0
    with av.open(str(film)) as there, av.open(str(out), "w", format="matroska", options=options) as here:
        streams = {stream: here.add_stream_from_template(stream) for stream in there.streams}
        begun = time.perf_counter()
        for packet in there.demux():
            if packet.dts is None:
                continue
            due = float(packet.pts * packet.time_base)
            time.sleep(max(0.0, due - (time.perf_counter() - begun)))
            worst = max(worst, time.perf_counter() - begun - due)
            packet.stream = streams[packet.stream]
            here.mux(packet)
    return worst


def _sound_file(path: Path, seconds: int) -> None:
    """Write a recording of sound alone."""
    import soundfile

    from selfmm.media import SAMPLE_RATE

    soundfile.write(path, _speech(seconds), SAMPLE_RATE)


def patients() -> None:
    """A page of 100 out of 10,000 patients with its count, as the list asks for while somebody types."""
    from datetime import UTC, datetime

    from screening_app.domain import Patient, Sex
    from screening_app.storage.database import open_database
    from screening_app.storage.patients import PatientRepository, _columns
    from screening_app.storage.tables import PatientRow

    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "patients.sqlite3")
        repository, now = PatientRepository(database), datetime.now(UTC)
        with database.writing() as session:
            for number in range(10_000):
                name = f"{'王李张刘陈杨'[number % 6]}{number} Patient"
                made = Patient(f"{number:032x}", f"P-{number:05}", name, Sex.UNKNOWN, None, "en", "", False, now)
                session.add(PatientRow(id=made.id, **_columns(made)))
        for search in ("", "张", "p-09", "patient 刘", "nobody"):
            times = []
            for _ in range(20):
                at = time.perf_counter()
                repository.all(search, limit=100, offset=100)
                repository.count(search)
                times.append(time.perf_counter() - at)
            print(f"patients {search!r}: median {sorted(times)[10] * 1000:.1f} ms, worst {max(times) * 1000:.1f} ms")
        database.close()


def _child(command: list[str]) -> tuple[str, float]:
    """What a process prints, and its peak memory in MB."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    printed = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} failed")
    return printed, usage.ru_maxrss / 1024


def _apart(work: Callable[..., None], *arguments: object) -> None:
    """Do it in a process of its own: a process begins with the peak memory of the one that starts it."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")


def _film(path: Path, seconds: int) -> None:
    """Write a recording 1280 x 720 at 25 pictures a second, sound at 16 kHz."""
    import av

    from selfmm.media import SAMPLE_RATE

    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=Fraction(25), options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 1280, 720, "yuv420p"
        sound = container.add_stream("pcm_s16le", rate=SAMPLE_RATE, layout="mono")
        faces, samples = _faces(), _speech(seconds)
        for second in range(seconds):
            for number in range(25):
                frame = av.VideoFrame.from_ndarray(faces[(second * 25 + number) // 5 % len(faces)], "rgb24")
                container.mux(picture.encode(frame))
            part = samples[None, second * SAMPLE_RATE : (second + 1) * SAMPLE_RATE]
            block = av.AudioFrame.from_ndarray((part * 32767).astype("int16"), "s16", "mono")
            block.sample_rate = SAMPLE_RATE
            container.mux(sound.encode(block))
        for stream in (picture, sound):
            container.mux(stream.encode())


def _faces() -> list[object]:
    import numpy as np

    from selfmm.data.drawn_face import Look, read_drawn_face

    face = read_drawn_face()
    grey = np.full((720, 1280, 3), 128, np.uint8)
    faces = []
    for yaw in (*range(-15, 16, 3), *range(15, -16, -3)):
        picture = grey.copy()
        picture[:, 280:1000] = face.draw(Look(yaw=yaw), side=720, width=260)
        faces.append(picture)
    return faces


def _speech(seconds: int) -> object:
    import numpy as np

    from selfmm.media import SAMPLE_RATE, waveform_blocks

    once = np.concatenate(list(waveform_blocks(SPEECH)))
    return np.resize(once, seconds * SAMPLE_RATE)


if __name__ == "__main__":
    main(sys.argv[1:])
