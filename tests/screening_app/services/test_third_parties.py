from importlib.metadata import PackageNotFoundError, distribution, version

import pytest

from screening_app.services import third_parties as module
from screening_app.services.third_parties import Part, third_parties
from selfmm.pretrained import WEIGHTS


@pytest.fixture(scope="module")
def parts() -> dict[str, Part]:
    return {part.name: part for part in third_parties()}


def test_every_package_that_the_program_needs_is_there_as_it_is_installed(parts: dict[str, Part]) -> None:
    for name in ("numpy", "SQLAlchemy", "PySide6_Essentials", "torch", "llvmlite", "MarkupSafe"):
        assert parts[name].version == version(name)


def test_what_the_program_does_not_need_and_the_program_itself_are_left_out(parts: dict[str, Part]) -> None:
    distribution("pytest")  # it is installed
    assert not parts.keys() & {"pytest", "ruff", "pip", "selfmm-screening"}


def test_every_part_says_its_licence_and_nearly_all_bring_its_text(parts: dict[str, Part]) -> None:
    assert [name for name, part in parts.items() if not part.licence] == []
    without = {name for name, part in parts.items() if not part.texts}
    assert without <= {
        *("whisper-base", "multilingual-e5-small", "ctranslate2"),  # MIT, without a copy of it
        *("fhir.resources", "fhir_core"),  # BSD, whose newest wheels have none either
    }
    assert all(text.text.strip() for part in parts.values() for text in part.texts)


@pytest.mark.parametrize("name", ["PySide6_Essentials", "psycopg", "psycopg-binary"])
def test_a_part_under_the_lgpl_comes_with_both_texts_that_belong_to_it(name: str) -> None:
    """Qt for Python brings neither of them, psycopg the first alone."""
    part = module._part(distribution(name), {})
    first, second = part.texts
    assert "LGPL-3.0-only" in part.licence
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in first.text
    assert "GNU GENERAL PUBLIC LICENSE" in second.text


def test_the_weights_are_there(parts: dict[str, Part]) -> None:
    for weights in WEIGHTS.values():
        assert parts[weights.name].licence == weights.licence
        assert parts[weights.name].home == weights.origin


def test_a_part_says_what_it_needs(parts: dict[str, Part]) -> None:
    assert {"numba", "numpy", "soundfile"} <= set(parts["librosa"].needs)


class _Made:
    """A package with this metadata."""

    def __init__(self, *requires: str, **fields: object) -> None:
        self.requires, self._fields = list(requires), fields
        self.metadata, self.files = self, ()

    def __getitem__(self, name: str) -> object:
        return self._fields[name]

    def get_all(self, name: str) -> list[str]:
        found = self._fields.get(name.replace("-", "_"), [])
        return found if isinstance(found, list) else [found]


def test_extras_are_followed_only_where_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    there = {
        module.PROJECT: _Made("a[Fast_Path]>=1", 'b; extra == "test"'),
        "a": _Made('c; extra == "fast-path"', "d ; extra == 'slow'", "e<2 ; sys_platform == 'win32'", "A"),
        "b": _Made(),
        "c": _Made("a"),
        "d": _Made(),
    }

    def find(name: str) -> _Made:
        if name.lower() in there:
            return there[name.lower()]
        raise PackageNotFoundError(name)

    monkeypatch.setattr(module, "distribution", find)
    assert set(module._needed()) == {"a", "c"}


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License_Expression": "MIT OR Apache-2.0", "License": "whatever"}, "MIT OR Apache-2.0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "Copyright (c)\nall of the text", "Classifier": ["License :: BSD License"]}, "BSD License"),
        ({"License": "", "Classifier": ["Topic :: X", "License :: OSI Approved :: MIT License"]}, "MIT"),
        ({}, ""),
    ],
)  # fmt: skip
def test_the_licence_is_told_in_as_few_words_as_there_are(fields: dict[str, object], licence: str) -> None:
    assert module._licence_name(_Made(**fields)) == licence
