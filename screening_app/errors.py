"""What may go wrong in the app, said so that a clinician can act on it."""

from __future__ import annotations

from selfmm.errors import KnownError


class ScreeningError(KnownError):
    """Anything that the app itself expects may go wrong."""


class CaptureError(ScreeningError):
    """A microphone or camera cannot be used, or went away."""


class StorageError(ScreeningError):
    """The data folder or the database cannot be read or written."""


class WrongKeyError(ScreeningError):
    """What was given opens nothing here: another passphrase, another key, or changed bytes."""

    def __init__(self) -> None:
        super().__init__("This passphrase or key does not fit. Check capitals and keyboard layout, then try again.")


class DamagedFileError(ScreeningError):
    """An encrypted file that was changed, was cut short or belongs elsewhere."""

    def __init__(self, name: str) -> None:
        super().__init__("The file {name} is damaged. Restore it from a backup.", name=name)
