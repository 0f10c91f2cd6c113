from __future__ import annotations

import importlib.util
from pathlib import Path

from selfmm import features
from selfmm.features.librosa_audio import LibrosaListener

WARM_UP = Path(__file__).resolve().parents[2] / "packaging" / "warm_up.py"


def test_every_sound_extractor_hears_two_seconds(monkeypatch):
    heard = []
    monkeypatch.setattr(LibrosaListener, "feed", lambda self, samples: heard.append(len(samples)))
    spec = importlib.util.spec_from_file_location("warm_up", WARM_UP)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main()
    assert heard == [32_000] * len(features.AUDIO_EXTRACTORS)
