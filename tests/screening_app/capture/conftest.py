"""Software devices for this room, a look into finished files, and a check that no thread is left over."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from file_contents import contents_of
from virtual_devices import (  # fixtures, found by their names
    mjpeg_camera,
    plug_microphone,
    serve_camera,
    virtual_microphone,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from file_contents import Contents

__all__ = ["mjpeg_camera", "plug_microphone", "serve_camera", "virtual_microphone"]


@pytest.fixture
def contents() -> Callable[[Path], Contents]:
    """Read a whole file: contents(path) → Contents."""
    return contents_of


@pytest.fixture(autouse=True)
def no_capture_thread_is_left() -> Iterator[None]:
    yield
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("capture-")]
