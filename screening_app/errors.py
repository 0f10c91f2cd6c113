"""What may go wrong in the app, said so that a clinician can act on it."""

from __future__ import annotations


class ScreeningError(Exception):
    """Expected trouble: its text says what happened and what to do.

    `template` is the English sentence with its gaps still open and `values` fill them, as in `SelfMMError`:
    the window translates the template and fills it again.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def __reduce__(self) -> tuple[object, ...]:
        """How it travels from one process to another; the subclasses' own constructors take other arguments."""
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(kind: type[ScreeningError], template: str, values: dict[str, object]) -> ScreeningError:
    error = kind.__new__(kind)
    ScreeningError.__init__(error, template, **values)
    return error


class CaptureError(ScreeningError):
    """A microphone or camera cannot be used, or went away."""


class StorageError(ScreeningError):
    """The data folder or the database cannot be read or written."""
