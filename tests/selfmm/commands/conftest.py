from __future__ import annotations

import pytest
from tiny import TINY


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The cache folder, away from the user's."""
    monkeypatch.setenv("SELFMM_HOME", str(tmp_path / "home"))


@pytest.fixture
def quick(home, tiny_text_encoder):
    """Options of two epochs on forty made-up samples of MOSI's shape with the tiny encoder."""
    told = ["-d", "mosi", "--data", "synthetic", "--samples", "40", "--encoder", TINY]
    return [*told, "--set", "train.epochs=2", "--set", "model.text.tuned_layers=0"]
