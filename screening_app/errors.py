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


class DamagedPlaceError(ScreeningError):
    """A recording that is damaged from some place on, which is not its beginning."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The recording {name} is damaged: from some place on it is no longer as it was recorded. What comes before "
            "that may still be played. Restore the file from a backup.",
            name=name,
        )


class PutThereError(StorageError):
    """A plain file where by now there are only encrypted ones: somebody has changed it or put it there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "The file {name} is not encrypted, as it was before: it was changed or put there by somebody else, and is "
            "not read. Restore it from a backup.",
            name=name,
        )
