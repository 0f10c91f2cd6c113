"""A transcript that is being corrected: each step can be undone until all are saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.services import transcript_edits as edits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.types import Answer, Transcript


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what, as it is remembered of a change."""

    speaker: str  # a value of `selfmm.types.Speaker`
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One step of correcting: which answers, by the first one's index from 0 at that time, became which."""

    kind: str  # "text", "split", "merge", "speaker", "part", or for the whole "restored" and "heard_again"
    index: int
    before: tuple[Said, ...]
    after: tuple[Said, ...]


def change_between(kind: str, old: Transcript, new: Transcript) -> Change:
    """What changed from one transcript to the next: the answers without those that begin and end both alike."""
    first, last = differing(old.answers, new.answers)
    return Change(kind, first, _said(old.answers[first : last[0]]), _said(new.answers[first : last[1]]))


def differing(old: Sequence[Answer], new: Sequence[Answer]) -> tuple[int, tuple[int, int]]:
    """The index of the first answer that differs, and those after the last one in the old and the new sequence."""
    shorter = min(len(old), len(new))
    first = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    left = shorter - first
    alike = next((back for back in range(left) if old[-1 - back] != new[-1 - back]), left)
    return first, (len(old) - alike, len(new) - alike)


def _said(answers: Sequence[Answer]) -> tuple[Said, ...]:
    return tuple(Said(answer.speaker.value, answer.text) for answer in answers)


class Draft:
    """The steps from a saved transcript to what it is to become. Each raises as its function in `transcript_edits`."""

    def __init__(self, saved: Transcript) -> None:
        self._states = [saved]
        self._changes: list[Change] = []
        self._undone: list[tuple[Transcript, Change]] = []

    @property
    def saved(self) -> Transcript:
        """As it is on the disk."""
        return self._states[0]

    @property
    def transcript(self) -> Transcript:
        """As it is to become."""
        return self._states[-1]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The steps that are not undone, in their order."""
        return tuple(self._changes)

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.transcript != self.saved

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone that can be taken again."""
        return bool(self._undone)

    def replace_text(self, index: int, text: str) -> None:
        """Put another text in the place of an answer's."""
        self._take("text", edits.replace_text(self.transcript, index, text))

    def split(self, index: int, at: int) -> None:
        """Cut an answer in two before a character."""
        self._take("split", edits.split_answer(self.transcript, index, at))

    def merge(self, index: int) -> None:
        """Join an answer with the next."""
        self._take("merge", edits.merge_answers(self.transcript, index))

    def switch_speaker(self, index: int) -> None:
        """Give an answer to the other speaker."""
        self._take("speaker", edits.switch_speaker(self.transcript, index))

    def switch_part(self, index: int, start: int, end: int) -> None:
        """Give a part of an answer to the other speaker."""
        self._take("part", edits.switch_part(self.transcript, index, start, end))

    def undo(self) -> bool:
        """Take the newest step back; False where there is none."""
        if not self._changes:
            return False
        self._undone.append((self._states.pop(), self._changes.pop()))
        return True

    def redo(self) -> bool:
        """Take the step again that was undone last; False where there is none."""
        if not self._undone:
            return False
        transcript, change = self._undone.pop()
        self._states.append(transcript)
        self._changes.append(change)
        return True

    def _take(self, kind: str, transcript: Transcript) -> None:
        if transcript is self.transcript:
            return
        self._changes.append(change_between(kind, self.transcript, transcript))
        self._states.append(transcript)
        self._undone = []
