"""A score as one JSON document: what the database keeps, readable by later versions of the app."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from screening_app.errors import StorageError
from selfmm.types import AnswerScore, Band, LabelScale, Passage, Quality, Score

VERSION = 1
_LATER = ("clipped_share", "confidence", "brightness", "sharpness")  # measured since the second release
_NEWER = "This assessment was made by a newer version of the app. Install that version to see it."
_BROKEN = "This assessment cannot be read. Score the interview again."


def score_to_json(score: Score) -> str:
    """The whole score; raises `ValueError` for numbers that are not finite, which no score may hold."""
    document = {"version": VERSION, **asdict(score)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def score_from_json(text: str) -> Score:
    """The score as it was written; fields that a later version of the same document added are passed over.

    Raises `StorageError` when the document is of a newer kind or no score at all.
    """
    try:
        document = json.loads(text)
        if document["version"] > VERSION:
            raise StorageError(_NEWER)
        return _score(document)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise StorageError(_BROKEN) from error


def _score(document: dict[str, Any]) -> Score:
    interval = document["interval"]
    return Score(
        scale=_scale(document["scale"]),
        value=document["value"],
        interval=None if interval is None else (interval[0], interval[1]),
        coverage=document["coverage"],
        band=document["band"],
        text=document["text"],
        audio=document["audio"],
        vision=document["vision"],
        answers=tuple(_answer(answer) for answer in document["answers"]),
        quality=_quality(document["quality"]),
        bundle=document["bundle"],
        reasons=tuple(document["reasons"]),
        warnings=tuple(document["warnings"]),
        probability=document.get("probability"),  # told since the second bundled model
    )


def _scale(document: dict[str, Any]) -> LabelScale:
    return LabelScale(
        name=document["name"],
        minimum=document["minimum"],
        maximum=document["maximum"],
        cutoff=document["cutoff"],
        bands=tuple(Band(band["lower"], band["name"]) for band in document["bands"]),
    )


def _answer(document: dict[str, Any]) -> AnswerScore:
    passages = document.get("passages", ())  # told since the second bundled model
    return AnswerScore(
        document["text"],
        document["start"],
        document["end"],
        document["value"],
        tuple(Passage(passage["text"], passage["effect"]) for passage in passages),
    )


def _quality(document: dict[str, Any]) -> Quality:
    return Quality(
        words=document["words"],
        voiced_seconds=document["voiced_seconds"],
        signal_to_noise=document["signal_to_noise"],
        face_share=document["face_share"],
        several_faces_share=document["several_faces_share"],
        truncated=document["truncated"],
        heard_language=document["heard_language"],
        **{name: document.get(name) for name in _LATER},
    )
