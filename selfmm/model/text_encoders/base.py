"""What every text encoder offers, and how its tokens' states become one vector a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from torch import Tensor

    from selfmm.data.batches import Tokens
    from selfmm.model.base import TextConfig


class TextEncoder(Protocol):
    """Reads texts; also an `nn.Module`, so that it can be tuned with the rest."""

    config: TextConfig
    name: str
    dimensions: int
    weights: tuple[Path, ...]  # the files that it was read from

    @property
    def tuned(self) -> bool:
        """Whether a part of it learns; else each text needs to be read only once."""

    def tokenize(self, texts: list[str], around: Sequence[tuple[str, str]] = ()) -> Tokens:
        """Texts as (texts, length) tokens, padded to the longest.

        `around` has what was said before and after each text, for an encoder with `config.context_words`.
        """

    def states(self, tokens: Tokens) -> Tensor:
        """(batch, length) tokens → each one's state (batch, length, dimensions); those of padding mean nothing."""

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (batch, length, dimensions) and mask (batch, length) → (batch, dimensions), as `pool_states`.

        The mask is that of the texts' own tokens.
        """

    def __call__(self, tokens: Tokens) -> Tensor:
        """(batch, length) tokens → (batch, dimensions): the pooled states."""


@dataclass(frozen=True, slots=True)
class NamedEncoder:
    """An encoder that is known by its name: how it is read unless said otherwise, and how it is made."""

    config: TextConfig
    create: Callable[[TextConfig, Path | None], TextEncoder]  # from the folder, or from where it keeps its weights


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    there = mask[:, :, None].to(states.dtype)
    return (states * there).sum(dim=1) / there.sum(dim=1).clamp(min=1)


def _first(states: Tensor, mask: Tensor) -> Tensor:
    first = mask.int().argmax(dim=1)  # behind the words said before, where those are read, too
    return states[torch.arange(len(states), device=states.device), first]


_SENTENCE_ENDS = ".!?…"


def _in_sentence_case(text: str) -> str:
    """A text that is in capitals throughout as a sentence, and any other as it stands.

    MOSI's transcripts have capitals and no full stops; encoders were pretrained on neither.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or not all(map(str.isupper, letters)):
        return text
    sentence = text.strip().capitalize()
    return sentence if sentence[-1] in _SENTENCE_ENDS else f"{sentence}."


LETTER_CASES: dict[str, Callable[[str], str]] = {
    "as_is": lambda text: text,
    "lower": str.lower,
    "sentence": _in_sentence_case,
}

_WORD = re.compile("[\u3400-\u9fff]|[^\\s\u3400-\u9fff]+")


def last_words(text: str, count: int) -> str:
    """The last `count` (1 or more) words of a text, each Chinese character counting as one."""
    words = list(_WORD.finditer(text))
    return text[words[-count].start() :] if len(words) > count else text


def first_words(text: str, count: int) -> str:
    """The first `count` (1 or more) words of a text, each Chinese character counting as one."""
    words = list(_WORD.finditer(text))
    return text[: words[count - 1].end()] if len(words) > count else text


POOLINGS: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"first": _first, "mean": _mean}


def pool_states(states: Tensor, mask: Tensor, config: TextConfig) -> Tensor:
    """One vector a text, (batch, dimensions), of states (batch, length, dimensions) and mask (batch, length).

    The mean of the tokens that the mask marks, or the state of the first of them as BERT is tuned (Devlin et al., arXiv
    1810.04805), brought to length 1 where the config says so.
    """
    vectors = POOLINGS[config.pooling](states, mask)
    return nn.functional.normalize(vectors, dim=-1) if config.unit_length else vectors
