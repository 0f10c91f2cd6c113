import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_finding_speech_reports_to_nobody(tmp_path):
    """What onnxruntime keeps for its reports: a session in the temporary folder, a computer's id in the cache."""
    program = (
        "import numpy as np; from selfmm.transcription.voice_activity import VoiceDetector; "
        "VoiceDetector().probabilities(np.zeros(16000, np.float32))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    places = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"), str(tmp_path))
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment | places, check=True)
    assert list(tmp_path.rglob("*")) == []
