"""What may go wrong in the app, said so that a clinician can act on it."""

from __future__ import annotations

from selfmm.errors import KnownError


class ScreeningError(KnownError):
    """Anything that the app itself expects may go wrong."""


class CaptureError(ScreeningError):
    """A microphone or camera cannot be used, or went away."""


class StorageError(ScreeningError):
    """The data folder or the database cannot be read or written."""
