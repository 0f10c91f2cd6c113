"""What a text that somebody types may hold: everything that can be kept, and in a line nothing that hides."""

from __future__ import annotations

import re
import unicodedata

from screening_app.errors import ScreeningError

LONGEST_SIGNATURE = 120  # characters

# A lone half of a surrogate pair is no character in UTF-8, and other programs end a text at NUL.
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
# Controls; line ends of other systems; and what turns the direction of all that follows it in the same line.
_HIDING = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNSEEN = {"Cf", "Cc", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}  # general categories that show nothing by themselves

_BROKEN = (
    "The text holds half a character, which cannot be saved. Delete what looks like an empty box, or type it anew."
)
_HIDDEN = (
    "“{text}” holds an invisible character that changes how it is read, such as one that turns the direction of "
    "writing. Type the text anew instead of pasting it."
)
_NOTHING_SEEN = "There is nothing in the text that can be seen. Type it anew instead of pasting it."
_TOO_LONG = "The text is too long. Use at most {limit} characters."
_TOO_LONG_NAME = "The name is too long. Use at most {limit} characters."


def check_text(*texts: str, longest: int | None = None) -> None:
    """Raise `ScreeningError` where a text of any number of lines cannot be kept as it was typed, or is too long."""
    if any(_UNKEEPABLE.search(text) for text in texts):
        raise ScreeningError(_BROKEN)
    if longest is not None and any(len(text) > longest for text in texts):
        raise ScreeningError(_TOO_LONG, limit=longest)


def check_line(*texts: str) -> None:
    """Raise `ScreeningError` where a line, such as a name, holds what hides or turns what else stands in the line.

    Marks that scripts such as Persian and Hindi need, and the directions of letters themselves, are no such thing.
    """
    for text in texts:
        if _HIDING.search(text):
            raise ScreeningError(_HIDDEN, text=_HIDING.sub("", text)[:40])
        if text and all(unicodedata.category(sign) in _UNSEEN for sign in text):
            raise ScreeningError(_NOTHING_SEEN)


def check_signature(name: str) -> None:
    """Raise `ScreeningError` where a name under a sign-off or a consent is too long, or as `check_line` does."""
    if len(name) > LONGEST_SIGNATURE:
        raise ScreeningError(_TOO_LONG_NAME, limit=LONGEST_SIGNATURE)
    check_line(name)
