"""multilingual-e5-small, the encoder that this program brings along, read so that it takes little memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
from torch import nn

from selfmm.model.base import TextConfig
from selfmm.model.text_encoders.folders import check_dimensions, load_tokenizer, not_fitting, weights_files
from selfmm.model.text_encoders.transformer import TransformerEncoder
from selfmm.pretrained import checked

if TYPE_CHECKING:
    from pathlib import Path

    from torch import Tensor

# Prefix, mean pooling and unit length: Wang et al., arXiv 2402.05672
E5 = TextConfig("multilingual-e5-small", 384, pooling="mean", unit_length=True)
PREFIX = "query: "

_WORDS = "embeddings.word_embeddings.weight"
_UNUSED = ("pooler.", "embeddings.position_ids")  # in the first source's file, but mean pooling has no use for them


class HalfEmbedding(nn.Module):
    """A word table that stays in half precision where it lies, and is widened row by row as it is read.

    multilingual-e5-small has 250,037 words of 384 numbers: 384 MB in single precision, of which a text needs a
    few hundred rows.
    """

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        self.register_buffer("table", table, persistent=False)

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, length) ids → (batch, length, dimensions), single precision."""
        table = cast("Tensor", self.table)
        return nn.functional.embedding(ids, table).float()


def create_e5(config: TextConfig, folder: Path | None = None) -> TransformerEncoder:
    """Read the encoder from `folder` or the store of weights. Raises WeightsError."""
    folder = folder or checked(E5.encoder)
    tokenizer = load_tokenizer(folder)
    bert = _load_bert(folder, widened=config.tuned_embeddings)
    check_dimensions(config, bert, folder)
    return TransformerEncoder(config, bert, tokenizer, weights_files(folder), prefix=PREFIX)


def _load_bert(folder: Path, *, widened: bool) -> nn.Module:
    """The BERT of `folder` in single precision.

    But for its word table, unless that is to be `widened`: it stays in half precision, mapped from the file. Raises
    WeightsError where the file does not hold this network.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file
    from transformers.models.bert.configuration_bert import BertConfig
    from transformers.models.bert.modeling_bert import BertModel

    try:
        config = BertConfig.from_json_file(folder / "config.json")
        weights = load_file(folder / "model.safetensors")
        table = weights.pop(_WORDS)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise not_fitting(folder) from error
    config._attn_implementation = "sdpa"
    with torch.device("meta"):
        bert = BertModel(config, add_pooling_layer=False)
    bert.embeddings.word_embeddings = _table(table, config.pad_token_id) if widened else HalfEmbedding(table.half())
    kept = {name: value for name, value in weights.items() if not name.startswith(_UNUSED)}
    _fill(bert, kept, folder)
    return cast("nn.Module", bert)


def _table(table: Tensor, padding: int) -> nn.Embedding:
    # copied, because what is mapped from a file is not to be learnt into
    rows, columns = table.shape
    embedding = nn.Embedding(rows, columns, padding_idx=padding, device="meta")
    embedding.weight = nn.Parameter(table.to(torch.float32, copy=True))
    return embedding


def _fill(bert: Any, weights: dict[str, Tensor], folder: Path) -> None:
    """Give the empty network its weights, all of them and no others, and the two buffers that no file has."""
    words = {f"embeddings.word_embeddings.{name}" for name in bert.embeddings.word_embeddings.state_dict()}
    copies = {name: value.to(torch.float32, copy=True) for name, value in weights.items()}
    try:
        missing, unexpected = bert.load_state_dict(copies, strict=False, assign=True)
    except RuntimeError as error:  # shapes
        raise not_fitting(folder) from error
    if set(missing) - words or unexpected:
        raise not_fitting(folder)
    positions = bert.config.max_position_embeddings
    for name, buffer in (
        ("position_ids", torch.arange(positions)[None]),
        ("token_type_ids", torch.zeros(1, positions, dtype=torch.int64)),
    ):
        bert.embeddings.register_buffer(name, buffer, persistent=False)
