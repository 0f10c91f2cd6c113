"""What a marker is: one number about voice or face that a clinician understands, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marker:
    """One number about voice or face, as tables and charts name it."""

    name: str  # such as "Pitch, median"; English, the window translates it
    unit: str  # such as "Hz", "s", "1/min", "%"; "" where it has none
    meaning: str  # one plain sentence: what it is and how it is computed
    source: str  # the publication or standard that it follows
