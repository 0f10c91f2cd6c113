from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The cache folder, away from the user's."""
    folder = tmp_path / "home"
    monkeypatch.setenv("SELFMM_HOME", str(folder))
    return folder
