"""Turn an original TensorFlow BERT checkpoint into the usual files, as Google's folders hold them.

Google's downloads (`uncased_L-12_H-768_A-12`, `chinese_L-12_H-768_A-12`) hold bert_config.json, vocab.txt and
bert_model.ckpt.*; the tensors have the names of Google's modeling.py (Devlin et al., arXiv 1810.04805).
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm import limited_files
from selfmm.errors import WeightsError
from selfmm.pretrained.tensor_bundle import DATA_SUFFIX, INDEX_SUFFIX, TensorBundle

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

CONFIG = "bert_config.json"
VOCABULARY = "vocab.txt"
CHECKPOINT = "bert_model.ckpt"
FILES = (CONFIG, VOCABULARY, CHECKPOINT + INDEX_SUFFIX, CHECKPOINT + DATA_SUFFIX)

_TABLES = ("word_embeddings", "position_embeddings", "token_type_embeddings")
_LAYER_DENSE = (
    "attention/self/query",
    "attention/self/key",
    "attention/self/value",
    "attention/output/dense",
    "intermediate/dense",
    "output/dense",
)
_LAYER_NORMS = ("attention/output/LayerNorm", "output/LayerNorm")
_POOLER = "pooler/dense"
_NORM_EPSILON = 1e-12  # contrib.layers.layer_norm's, which the original network uses


def convert_checkpoint(folder: Path, out: Path) -> None:
    """Write config.json, model.safetensors, vocab.txt and tokenizer_config.json of a TensorFlow BERT into `out`.

    `out` must not exist; it is made beside its place and moved there whole. Whether texts are read in lower case no
    file says, so the vocabulary decides: where no word has a capital, none could be read. Raises WeightsError where
    `out` exists or cannot be written, or where the checkpoint's files are missing, damaged or do not fit one another.
    """
    if out.exists():
        raise WeightsError("There is something at {folder} already. Name a folder that does not exist.", folder=out)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise WeightsError(
            "{folder} is no TensorFlow BERT checkpoint: it has no {files}. Name the folder with all of its files.",
            folder=folder,
            files=", ".join(missing),
        )
    config = _read_config(folder)
    words = _read_words(folder)
    tensors = _read_tensors(TensorBundle(folder / CHECKPOINT), config["num_hidden_layers"], folder)
    rows = len(tensors["embeddings.word_embeddings.weight"])
    if not rows == len(words) == config["vocab_size"]:
        raise _not_together(folder)
    try:
        _write(out, config, tensors, (folder / VOCABULARY).read_bytes(), lower_case=not has_capitals(words))
    except OSError as error:
        raise WeightsError(
            "The converted text encoder cannot be written to {folder}: {reason}. Check that you may write there and "
            "that the disk has room.",
            folder=out,
            reason=error.strerror or type(error).__name__,
        ) from error


def has_capitals(words: Iterable[str]) -> bool:
    """Whether a word but the marks in brackets, such as [CLS], has a Latin capital."""
    return any("A" <= letter <= "Z" for word in words if not word.startswith("[") for letter in word)


def _read_words(folder: Path) -> list[str]:
    try:
        text = (folder / VOCABULARY).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _not_together(folder) from error
    return text.removesuffix("\n").split("\n")  # no splitlines: it also splits at words such as U+2028


def _read_config(folder: Path) -> dict[str, Any]:
    """The original configuration with what transformers' BertModel needs besides."""
    try:
        config = limited_files.read_json(folder / CONFIG, limited_files.DESCRIPTION)
    except ValueError as error:
        raise _not_together(folder) from error
    numbers = ("num_hidden_layers", "vocab_size", "hidden_size")
    if not isinstance(config, dict) or not all(isinstance(config.get(name), int) for name in numbers):
        raise _not_together(folder)
    return config | {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "layer_norm_eps": _NORM_EPSILON,
        "pad_token_id": 0,
    }


def _read_tensors(bundle: TensorBundle, layers: int, folder: Path) -> dict[str, NDArray[np.float32]]:
    """The network's tensors by their names in BertModel; the heads and the optimiser's are left out."""
    import numpy as np

    names = _names(layers, pooler=f"bert/{_POOLER}/kernel" in bundle.entries)
    absent = [name for name in names.values() if name not in bundle.entries]
    if absent:
        raise WeightsError(
            "The checkpoint in {folder} is not BERT's: {name} is missing and {count} more. Name another folder.",
            folder=folder,
            name=absent[0],
            count=len(absent) - 1,
        )
    tensors = {}
    for ours, name in names.items():
        values = bundle.read(name)
        # TensorFlow multiplies from the right, so its matrices are (in, out)
        tensors[ours] = np.ascontiguousarray(values.T if name.endswith("/kernel") else values)
    return tensors


def _names(layers: int, *, pooler: bool) -> dict[str, str]:
    """BertModel's name of each tensor → the checkpoint's."""
    below = [f"encoder/layer_{layer}" for layer in range(layers)]
    norms = ["embeddings/LayerNorm", *(f"{layer}/{norm}" for layer in below for norm in _LAYER_NORMS)]
    dense = [f"{layer}/{part}" for layer in below for part in _LAYER_DENSE] + ([_POOLER] if pooler else [])
    tables = {f"embeddings.{table}.weight": f"bert/embeddings/{table}" for table in _TABLES}
    return tables | _pairs(norms, "gamma", "beta") | _pairs(dense, "kernel", "bias")


def _pairs(paths: list[str], weight: str, bias: str) -> dict[str, str]:
    endings = {"weight": weight, "bias": bias}
    return {
        f"{path.replace('layer_', 'layer.').replace('/', '.')}.{ours}": f"bert/{path}/{theirs}"
        for path in paths
        for ours, theirs in endings.items()
    }


def _write(
    out: Path, config: dict[str, Any], tensors: dict[str, NDArray[np.float32]], vocabulary: bytes, *, lower_case: bool
) -> None:
    from safetensors.numpy import save_file

    out.parent.mkdir(parents=True, exist_ok=True)
    settings = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": lower_case,
        "model_max_length": config.get("max_position_embeddings", 512),
    }
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f"{out.name}.partial-") as beside:
        made = Path(beside) / out.name
        made.mkdir()
        save_file(tensors, made / "model.safetensors", metadata={"format": "pt"})
        (made / VOCABULARY).write_bytes(vocabulary)
        for name, content in (("config.json", config), ("tokenizer_config.json", settings)):
            (made / name).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        made.replace(out)


def _not_together(folder: Path) -> WeightsError:
    return WeightsError(
        "The files in {folder} do not belong together: bert_config.json, vocab.txt and the checkpoint tell of "
        "different networks. Get a fresh copy of the folder.",
        folder=folder,
    )
