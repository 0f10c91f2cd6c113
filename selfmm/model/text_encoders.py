"""From words to one vector a text. To add an encoder: a class and a line in TEXT_ENCODERS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, cast

import torch
from torch import nn

from selfmm.data.batches import Tokens
from selfmm.errors import UnknownChoiceError, WeightsError
from selfmm.pretrained import checked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import Tensor


_UNUSED = ("pooler.", "embeddings.position_ids")  # in the first source's file, but mean pooling has no use for them


class TextEncoder(Protocol):
    """Reads texts; also an `nn.Module`, so that it can be tuned with the rest."""

    name: str
    dimensions: int

    def tokenize(self, texts: list[str]) -> Tokens:
        """Texts as (batch, length) tokens."""

    def __call__(self, tokens: Tokens) -> Tensor:
        """(batch, length) tokens → (batch, dimensions)."""


class _HalfEmbedding(nn.Module):
    """A word table that stays in half precision where it lies, and is widened row by row as it is read.

    multilingual-e5-small has 250,037 words of 384 numbers: 384 MB in single precision, of which a text needs a
    few hundred rows.
    """

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.register_buffer("table", table, persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        table = cast("Tensor", self.table)
        return nn.functional.embedding(ids, table).float()


class MultilingualE5(nn.Module):
    """multilingual-e5-small, frozen: prefix "query: ", mean pooling, unit length (Wang et al., arXiv 2402.05672)."""

    name = "multilingual-e5-small"
    dimensions = 384
    longest = 512  # tokens; what the encoder has positions for

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        folder = folder or checked(self.name)
        self._tokenizer = _load_tokenizer(folder)
        self._tokenizer.enable_truncation(self.longest)
        self.bert: Any = _load_bert(folder)
        self.bert.requires_grad_(requires_grad=False)

    def tokenize(self, texts: list[str]) -> Tokens:
        """Texts as tokens, padded to the longest: (batch, length)."""
        encodings = [self._tokenizer.encode(f"query: {text}").ids for text in texts]
        length = max(len(ids) for ids in encodings)
        padded = torch.tensor([ids + [self._padding] * (length - len(ids)) for ids in encodings])
        lengths = torch.tensor([len(ids) for ids in encodings])
        return Tokens(padded, torch.arange(length) < lengths[:, None])

    def forward(self, tokens: Tokens) -> Tensor:
        """(batch, length) → (batch, 384) of unit length."""
        states = self.bert(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
        mask = tokens.mask[:, :, None]
        return nn.functional.normalize((states * mask).sum(dim=1) / mask.sum(dim=1), dim=-1)

    def train(self, mode: bool = True) -> MultilingualE5:
        """Stay in evaluation mode: frozen weights want no dropout."""
        return super().train(mode=False)

    @property
    def _padding(self) -> int:
        return cast("int", self.bert.config.pad_token_id)


def _load_tokenizer(folder: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # the library raises nothing narrower
        raise _not_fitting(folder) from error


def _not_fitting(folder: Path) -> WeightsError:
    return WeightsError(
        "The text encoder's weights in {folder} do not fit it. Run `python -m selfmm weights --fetch` again.",
        folder=folder,
    )


def _load_bert(folder: Path) -> nn.Module:
    """The BERT of `folder` with its word table in half precision, mapped from the file, and the rest in single.

    Raises WeightsError where the file does not hold this network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from transformers.models.bert.configuration_bert import BertConfig
    from transformers.models.bert.modeling_bert import BertModel

    try:
        config = BertConfig.from_json_file(folder / "config.json")
        weights = load_file(folder / "model.safetensors")
    except (OSError, ValueError, SafetensorError) as error:
        raise _not_fitting(folder) from error
    config._attn_implementation = "sdpa"
    weights = {name: value for name, value in weights.items() if not name.startswith(_UNUSED)}
    table = weights.pop("embeddings.word_embeddings.weight").half()
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    bert.embeddings.word_embeddings = _HalfEmbedding(table)
    missing, unexpected = bert.load_state_dict({k: v.float() for k, v in weights.items()}, strict=False, assign=True)
    if missing or unexpected:
        raise _not_fitting(folder)
    for name, buffer in (
        ("position_ids", torch.arange(config.max_position_embeddings)[None]),
        ("token_type_ids", torch.zeros(1, config.max_position_embeddings, dtype=torch.int64)),
    ):
        bert.embeddings.register_buffer(name, buffer, persistent=False)
    return cast("nn.Module", bert.eval())


TEXT_ENCODERS: dict[str, Callable[[Path | None], TextEncoder]] = {MultilingualE5.name: MultilingualE5}


def create_text_encoder(name: str, folder: Path | None = None) -> TextEncoder:
    """Make the encoder that a model's config names, from `folder` or the store of pretrained weights.

    Raises UnknownChoiceError and WeightsError.
    """
    if name not in TEXT_ENCODERS:
        raise UnknownChoiceError("text encoder", name, TEXT_ENCODERS)
    return TEXT_ENCODERS[name](folder)
