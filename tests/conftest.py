"""What all tests share: one torch thread, a tiny text encoder and bundle, a drawn face, virtual devices."""

from __future__ import annotations

import os

import pytest
from drawn_face import draw_face, landmarker_task  # noqa: F401 - fixtures
from empty_clinic import lay_out_clinic  # noqa: F401 - a fixture
from server_databases import _the_kept_database, kept_database, server, server_address  # noqa: F401 - fixtures
from tiny import TINY, TINY_TEXT, TinyTextEncoder, tiny_bundle_in, tiny_samples
from virtual_devices import mjpeg_camera, plug_microphone, serve_camera, virtual_microphone  # noqa: F401 - fixtures

os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session", autouse=True)
def _one_torch_thread():
    """With two threads on two busy cores OpenMP spins."""
    import torch

    torch.set_num_threads(1)


@pytest.fixture
def tiny_text_encoder(monkeypatch):
    """The tiny encoder, also known by its name in the table of encoders."""
    from selfmm.model import text_encoders
    from selfmm.model.text_encoders.base import NamedEncoder

    named = NamedEncoder(TINY_TEXT, lambda config, folder: TinyTextEncoder(config))
    monkeypatch.setitem(text_encoders.TEXT_ENCODERS, TINY, named)
    return TinyTextEncoder()


@pytest.fixture
def samples():
    """Twenty-four rated answers of eight people, text and sound."""
    return tiny_samples()


@pytest.fixture
def tiny_bundle(tmp_path, tiny_text_encoder, samples):
    """The folder of a bundle that was trained for two epochs on the samples."""
    return tiny_bundle_in(tmp_path / "tiny-bundle", tiny_text_encoder, samples)


@pytest.fixture
def quick_passphrases(monkeypatch):
    """What Argon2id costs is tested where it is made."""
    from screening_app.crypto import keyring, passphrases

    real = passphrases.Stretching
    monkeypatch.setattr(keyring, "Stretching", lambda *given, **_: real(*given, passes=1, memory_kib=64, lanes=1))
