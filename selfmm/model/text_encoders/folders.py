"""Pretrained networks and tokenizers in folders on this computer, as the `transformers` library keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from selfmm import limited_files
from selfmm.errors import WeightsError
from selfmm.model.text_encoders.transformer import TransformerEncoder, find_layers
from selfmm.pretrained.quiet import quiet_transformers
from selfmm.pretrained.tensorflow_bert import has_capitals

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import nn

    from selfmm.model.base import TextConfig

CONFIG = "config.json"
TOKENIZERS = ("tokenizer.json", "vocab.txt")  # the first that is there is read

_SAFETENSORS, _PICKLES = "model*.safetensors", "pytorch_model*.bin"
_TENSORFLOW = "bert_config.json"
_SPECIAL = ("[CLS]", "[SEP]", "[UNK]")


def find_folder(name: str) -> Path | None:
    """The folder that `name` is, else that of the model of this name in the hub's cache on this computer.

    None where there is neither; never uses the network.
    """
    from huggingface_hub import snapshot_download

    if Path(name).is_dir():
        return Path(name)
    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):  # not there; no name that the hub could have
        return None


def load_folder(config: TextConfig, folder: Path) -> TransformerEncoder:
    """The encoder in `folder`: config.json, safetensors or else PyTorch weights, and tokenizer.json or vocab.txt.

    Runs no code from the folder. Raises WeightsError where files are missing or damaged, or where the network is not
    built like BERT or has other dimensions than `config` says.
    """
    _check_complete(folder)
    tokenizer = load_tokenizer(folder)
    network = _load_network(folder)
    check_dimensions(config, network, folder)
    return TransformerEncoder(config, network, tokenizer, weights_files(folder))


def weights_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that hold its network's weights, in the order of their names."""
    return tuple(sorted(folder.glob(_SAFETENSORS))) or tuple(sorted(folder.glob(_PICKLES)))


def read_dimensions(folder: Path) -> int:
    """How many numbers a state has, from the folder's config.json. Raises WeightsError."""
    from transformers import AutoConfig

    _check_complete(folder)
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True, trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise not_fitting(folder) from error
    if not isinstance(getattr(config, "hidden_size", None), int):
        raise _not_like_bert(folder)
    return cast("int", config.hidden_size)


def check_dimensions(config: TextConfig, network: nn.Module, folder: Path) -> None:
    """Raise WeightsError where the network's states are wider or narrower than the model expects."""
    found = cast("Any", network).config.hidden_size
    if found != config.dimensions:
        raise WeightsError(
            "The text encoder in {folder} gives {found} numbers a word, and the model wants {wanted}. Name the folder "
            "of the encoder that the model was made for.",
            folder=folder,
            found=found,
            wanted=config.dimensions,
        )


def not_fitting(folder: Path) -> WeightsError:
    """The error for files that do not hold what they should."""
    return WeightsError(
        "The text encoder's weights in {folder} do not fit it. Get a fresh copy of this folder, or run "
        "`python -m selfmm weights --fetch` again if it is this program's own.",
        folder=folder,
    )


def _not_like_bert(folder: Path) -> WeightsError:
    return WeightsError(
        "The network in {folder} is not built like BERT. Name the folder of a BERT, RoBERTa or DistilBERT.",
        folder=folder,
    )


def _check_complete(folder: Path) -> None:
    if (folder / CONFIG).is_file() and weights_files(folder) and _tokenizer_file(folder):
        return
    if (folder / _TENSORFLOW).is_file():
        raise WeightsError(
            "{folder} holds an original TensorFlow checkpoint. Convert it first: "
            "`python -m selfmm weights --convert-tensorflow {folder} -o NEW_FOLDER`.",
            folder=folder,
        )
    raise WeightsError(
        "{folder} is not a whole text encoder. It needs config.json, model.safetensors or pytorch_model.bin, and "
        "tokenizer.json or vocab.txt.",
        folder=folder,
    )


# Network ----------------------------------------------------------------------------------------------------------


def _load_network(folder: Path) -> nn.Module:
    """The network in single precision, without the pooler that nobody asks for."""
    import pickle

    import torch
    from safetensors import SafetensorError
    from transformers import AutoModel

    options = {"local_files_only": True, "trust_remote_code": False, "dtype": torch.float32}
    try:
        with quiet_transformers():
            network, loading = AutoModel.from_pretrained(folder, output_loading_info=True, **options)
    except (OSError, ValueError, RuntimeError, SafetensorError, pickle.UnpicklingError) as error:
        raise not_fitting(folder) from error
    if find_layers(network) is None:
        raise _not_like_bert(folder)
    if any(not name.startswith("pooler.") for name in loading["missing_keys"]):
        raise not_fitting(folder)
    network.pooler = None
    return cast("nn.Module", network)


# Tokenizer --------------------------------------------------------------------------------------------------------


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a folder. Raises WeightsError where there is none or it cannot be read."""
    from tokenizers import Tokenizer

    path = _tokenizer_file(folder)
    if path is None:
        raise not_fitting(folder)
    try:
        return Tokenizer.from_file(str(path)) if path.suffix == ".json" else _word_pieces(path)
    except Exception as error:  # the library raises nothing narrower
        raise not_fitting(folder) from error


def _tokenizer_file(folder: Path) -> Path | None:
    return next((folder / name for name in TOKENIZERS if (folder / name).is_file()), None)


def _word_pieces(vocabulary: Path) -> Tokenizer:
    """BERT's own tokenizer with the words of vocab.txt, one a line."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    ids = models.WordPiece.read_file(str(vocabulary))
    begin, end, unknown = ((name, ids[name]) for name in _SPECIAL)
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token=unknown[0]))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=_lower_cased(vocabulary.parent, ids))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(end, begin)
    return tokenizer


def _lower_cased(folder: Path, ids: dict[str, int]) -> bool:
    """What tokenizer_config.json says; without it, whether no word has a capital, so that none could be read."""
    settings = folder / "tokenizer_config.json"
    kept = limited_files.read_json(settings, limited_files.DESCRIPTION) if settings.is_file() else {}
    said = kept.get("do_lower_case")
    return bool(said) if said is not None else not has_capitals(ids)
