"""How fast and how large: start-up, typed text, and recordings of several lengths, each in a process of its own.

    python tests/benchmarks/speed.py                 everything: about ten minutes on two cores
    python tests/benchmarks/speed.py start typed     only these; others: recording, side_by_side, patients

A recording is the demonstration's speech with a drawn face, repeated to the length asked for. Nothing here is a test:
a busy machine would fail it. Aims: scoring takes at most a quarter of the recording's length and 1.5 GB whatever the
length; typed text at most 3 s cold and 0.3 s warm.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPEECH = ROOT / "resources" / "demo" / "session-1.opus"
MINUTES = (2, 8)
TYPED = "我最近睡得不好，早上很累，没有力气。做什么都提不起兴趣，和朋友见面也觉得没有意思。" * 4


def main(wanted: list[str]) -> None:
    """Run the benchmarks that are named, or all."""
    benchmarks = {
        "start": start,
        "typed": typed,
        "recording": recording,
        "side_by_side": side_by_side,
        "patients": patients,
    }
    for name in wanted or benchmarks:
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
from selfmm.scoring import Scorer
import torch, transformers.models.bert.modeling_bert
imported = time.perf_counter()
def score(scorer):
    transcript = typed({TYPED!r}, "zh")
    return scorer.score(recipe.samples(transcript, None, person=""), recipe.quality(transcript, None), "zh")
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


def recording() -> None:
    """The command line on recordings of several lengths: seconds, ratio to the length, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        for minutes in MINUTES:
            film = Path(folder) / f"{minutes}.mkv"
            _film(film, minutes * 60)
            begun = time.perf_counter()
            printed, peak = _child([sys.executable, "-m", "selfmm", "score", str(film), "--language", "en", "--json"])
            seconds = time.perf_counter() - begun
            document = json.loads(printed)
            print(
                f"recording {minutes} min: {seconds:.0f} s, {seconds / minutes / 60:.2f} of its length, "
                f"peak {peak:.0f} MB, {len(document['answers'])} answers, {document['quality']}",
                flush=True,
            )


def side_by_side() -> None:
    """Words and features at once against one after the other, interleaved, in one process."""
    program = """
import sys, time
from pathlib import Path
from selfmm import recipe
film, kind = Path(sys.argv[1]), recipe.Recipe()
engine = recipe._speech_engine(kind)
for _ in range(2):
    at = time.perf_counter(); recipe.prepare(kind, film, "en", engine=engine); both = time.perf_counter() - at
    at = time.perf_counter(); recipe.transcribe(kind, film, "en", engine=engine); recipe.extract(kind, film)
    after = time.perf_counter() - at
    print(f"at once {both:.1f} s, one after the other {after:.1f} s, ratio {both / after:.2f}")
"""
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mkv"
        _film(film, 60)
        print("side_by_side", _child([sys.executable, "-c", program, str(film)])[0].strip())


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

    sys.path.insert(0, str(ROOT / "tests"))
    from drawn_face import _draw, _turning, standard_face

    points, triangles = standard_face()
    grey = np.full((720, 1280, 3), 128, np.uint8)
    faces = []
    for yaw in (*range(-15, 16, 3), *range(15, -16, -3)):
        picture = grey.copy()
        picture[:, 280:1000] = _draw(points @ _turning(0, yaw, 0).T, triangles, 720, 260)
        faces.append(picture)
    return faces


def _speech(seconds: int) -> object:
    import numpy as np

    from selfmm.media import SAMPLE_RATE, waveform_blocks

    once = np.concatenate(list(waveform_blocks(SPEECH)))
    return np.resize(once, seconds * SAMPLE_RATE)


if __name__ == "__main__":
    main(sys.argv[1:])
