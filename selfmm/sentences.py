"""Where the sentences of a text begin and end, in English and in Chinese."""

from __future__ import annotations

import re

# after a Latin full stop comes a space, so that 3.5 is one number; Chinese marks need none
_BREAKS = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|(?<=[。！？；])[”’」』）]*\s*|\n+")


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """(begin, end) of each sentence that has a letter or digit, without the space around it, in their order."""
    edges = [0, *(place for found in _BREAKS.finditer(text) for place in found.span()), len(text)]
    # what closes a quotation belongs to the sentence before it
    pieces = [
        (edges[at], _with_closing(text, edges[at + 1], edges[at + 2] if at + 2 < len(edges) else len(text)))
        for at in range(0, len(edges) - 1, 2)
    ]
    return tuple((begin, end) for begin, end in pieces if any(map(str.isalnum, text[begin:end])))


def _with_closing(text: str, end: int, until: int) -> int:
    return end + len(text[end:until].rstrip())
