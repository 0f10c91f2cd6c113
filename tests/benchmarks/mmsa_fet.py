"""The sound path of MMSA-FET beside ours, interleaved in one run: seconds and peak memory for a recording.

    pip install --no-deps --target DIR MMSA-FET==0.4.1
    python tests/benchmarks/mmsa_fet.py DIR

Of MMSA-FET only its extractor for librosa is loaded; the rest of the package wants OpenSMILE, mediapipe and more. It
runs with the example configuration of the package, and with what CH-SIMS took of it: 20 MFCC and 12 chroma, hop 512.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import speed

MINUTES = (2, 8)
TURNS = 3

REFERENCE = """
import json, logging, sys, types
from pathlib import Path
folder, kind, sound = Path(sys.argv[1]) / "MSA_FET", sys.argv[2], sys.argv[3]
for name in ("MSA_FET", "MSA_FET.extractors", "MSA_FET.extractors.audio"):
    module = sys.modules[name] = types.ModuleType(name)
    module.__path__ = [str(folder.joinpath(*name.split(".")[1:]))]
from MSA_FET.extractors.audio.librosa import librosaExtractor
whole = json.loads((folder / "example_configs" / "librosa.json").read_text())["audio"]
sims = {"sample_rate": 16000, "hop_length": 512, "n_fft": 1024, "features": {"mfcc": {"n_mfcc": 20}, "chroma_cqt": {}}}
extractor = librosaExtractor({"example": whole, "sims": sims}[kind], logging.getLogger())
work = lambda: extractor.extract(sound)
"""
OURS = """
import sys
from pathlib import Path
from selfmm.features.librosa_audio import LibrosaAudio
from selfmm.media import waveform_blocks
def work():
    listener = LibrosaAudio().listen()
    for block in waveform_blocks(Path(sys.argv[3])): listener.feed(block)
    listener.finish()
"""
TIMED = """
import time
work()  # librosa compiles
at = time.perf_counter()
work()
print(time.perf_counter() - at)
"""


def main(folder: str) -> None:
    """Print a row for each length and extractor, the fastest of `TURNS`."""
    programs = {
        "MMSA-FET, its example": (REFERENCE, "example"),
        "MMSA-FET, as for CH-SIMS": (REFERENCE, "sims"),
        "librosa_33": (OURS, ""),
    }
    print("| sound | extractor | of the length | peak MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for minutes in MINUTES:
            film, sound = Path(place) / "film.mkv", Path(place) / f"{minutes}.wav"
            speed._apart(speed._film, film, minutes * 60)
            speed._apart(speed._sound_of, film, sound)
            measured: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
            for _ in range(TURNS):
                for name, (program, kind) in programs.items():
                    printed, peak = speed._child([sys.executable, "-c", program + TIMED, folder, kind, str(sound)])
                    measured[name].append((float(printed) / minutes / 60, peak))
            for name, turns in measured.items():
                fastest, peak = min(turns)
                print(f"| {minutes} min | {name} | {fastest:.4f} | {peak:.0f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
