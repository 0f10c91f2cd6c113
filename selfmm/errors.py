"""What may go wrong, said so that a clinician can act on it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

AnyKnown = TypeVar("AnyKnown", bound="KnownError")


class KnownError(Exception):
    """Trouble that is expected: its text says what happened and what to do, and can be shown to the user.

    `template` is the English sentence with its gaps still open, such as "{name} is empty.", and `values` fill
    the gaps. The window translates the template and fills it again; `str(error)` is the filled English sentence.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def told_as(self, kind: type[AnyKnown]) -> AnyKnown:
        """The same sentence as an error of another kind."""
        error = kind.__new__(kind)
        KnownError.__init__(error, self.template, **self.values)
        return error

    def __reduce__(self) -> tuple[object, ...]:
        """How it travels from one process to another; the subclasses' own constructors take other arguments."""
        return _rebuild, (type(self), self.template, self.values)


def _rebuild(kind: type[KnownError], template: str, values: dict[str, object]) -> KnownError:
    return KnownError(template, **values).told_as(kind)


class SelfMMError(KnownError):
    """Anything that this library expects may go wrong."""


class UnknownChoiceError(SelfMMError):
    """A setting names an extractor, encoder or engine that does not exist."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        close = get_close_matches(name, known, n=1)
        if close:
            super().__init__(
                "There is no {what} called “{name}”; did you mean “{close}”?", what=what, name=name, close=close[0]
            )
        else:
            super().__init__(
                "There is no {what} called “{name}”; there are: {known}.", what=what, name=name, known=", ".join(known)
            )


class MediaError(SelfMMError):
    """A recording cannot be opened or read."""


class WeightsError(SelfMMError):
    """Pretrained weights are missing, broken or could not be fetched."""


class BundleError(SelfMMError):
    """A model bundle is missing, broken, or does not fit the samples given to it."""


class DataError(SelfMMError):
    """Training data are missing or malformed."""
