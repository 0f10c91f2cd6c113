"""Which answer of a score each answer of a transcript belongs to, and how they are counted."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from selfmm.types import Answer, Score


def places_in_score(answers: Sequence[Answer], score: Score | None) -> dict[int, int]:
    """Which of the score's answers each answer of the participant belongs to, by their indices.

    One answer of a score may be several of the transcript, with the clinician's words between them. Recorded ones are
    told by their times, typed ones by their order.
    """
    own = [index for index, answer in enumerate(answers) if answer.speaker is Speaker.PARTICIPANT]
    scored = score.answers if score else ()
    typed = {index: order for order, index in enumerate(own) if answers[index].end <= 0 and order < len(scored)}
    recorded = {}
    for index in own:
        answer = answers[index]
        place = bisect_right(scored, answer.start, key=lambda whole: whole.start) - 1
        if place >= 0 and answer.start < answer.end <= scored[place].end:
            recorded[index] = place
    return typed | recorded


def numbers(answers: Sequence[Answer], places: Mapping[int, int]) -> list[int]:
    """The number of each answer, counted from 1: that of the score, or where there is none that of its place."""
    made, own = [], 0
    for index, answer in enumerate(answers):
        made.append(places[index] + 1 if index in places else own + 1)
        own += answer.speaker is Speaker.PARTICIPANT
    return made


def values(answers: Sequence[Answer], score: Score | None, places: Mapping[int, int]) -> dict[int, float | None]:
    """The values of the answers, each told at its first part; not where the text is another by now."""
    told: dict[int, float | None] = {}
    seen: set[int] = set()
    for index, place in places.items() if score else ():
        if place not in seen and score is not None and answers[index].text.strip() in score.answers[place].text:
            told[index] = score.answers[place].value
        seen.add(place)
    return told
