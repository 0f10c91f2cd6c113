"""Recordings that nobody keeps, such as a sound test: encrypted under a key that is nowhere but in memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from screening_app.crypto.keys import new_key
from screening_app.storage.interview_file import RecordingFile


class PassingRecording:
    """Lies in a folder of its own, readable by this user only, until it is deleted."""

    def __init__(self, name: str) -> None:
        self._folder = TemporaryDirectory(prefix="passing-")
        self.file = RecordingFile(Path(self._folder.name) / name, new_key())

    def delete(self) -> None:
        """Delete it. Safe to call twice."""
        self._folder.cleanup()
