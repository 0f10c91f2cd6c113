import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from selfmm.pretrained import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
REQUIRED = {"type", "name"}  # of a component, by CycloneDX 1.6
TYPES = {"application", "library", "machine-learning-model", "file"}
PURL = re.compile(r"pkg:(pypi|generic)/[a-z0-9.-]+@[\w.%~-]+")
SHA_256 = re.compile(r"[0-9a-f]{64}")


@pytest.fixture(scope="module")
def sbom():
    spec = importlib.util.spec_from_file_location("sbom", ROOT / "packaging" / "sbom.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What the command writes."""
    out = tmp_path_factory.mktemp("sbom") / "sbom.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}  # this checkout, whichever one is installed
    command = [sys.executable, ROOT / "packaging" / "sbom.py", out]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, timeout=120)
    return json.loads(out.read_text(encoding="utf-8"))


def all_components(document):
    waiting = [document["metadata"]["component"], *document["components"]]
    while waiting:
        component = waiting.pop()
        yield component
        waiting.extend(component.get("components", ()))


def by_name(document):
    return {component["name"]: component for component in document["components"]}


def test_the_head_is_that_of_cyclonedx_1_6(written):
    assert (written["bomFormat"], written["specVersion"], written["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", written["serialNumber"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", written["metadata"]["timestamp"])
    assert written["metadata"]["component"]["name"] == "selfmm-screening"


def test_every_component_has_what_cyclonedx_asks_for_and_a_reference_of_its_own(written):
    components = list(all_components(written))
    references = [component["bom-ref"] for component in components]
    assert len(references) == len(set(references))
    for component in components:
        assert component.keys() >= REQUIRED
        assert component["type"] in TYPES
        assert PURL.fullmatch(component.get("purl", "pkg:pypi/none@0"))
        assert all(h["alg"] == "SHA-256" and SHA_256.fullmatch(h["content"]) for h in component.get("hashes", ()))
        for licence in component.get("licenses", ()):
            assert licence.keys() in ({"expression"}, {"license"})


def test_dependencies_are_told_once_each_and_lead_to_what_is_listed(written):
    listed = {component["bom-ref"] for component in all_components(written)}
    told = [entry["ref"] for entry in written["dependencies"]]
    assert len(told) == len(set(told))
    assert {ref for entry in written["dependencies"] for ref in (entry["ref"], *entry["dependsOn"])} <= listed
    librosa = next(entry for entry in written["dependencies"] if entry["ref"].startswith("pkg:pypi/librosa@"))
    assert any(ref.startswith("pkg:pypi/numba@") for ref in librosa["dependsOn"])


def test_installed_packages_are_there_with_version_licence_and_the_hash_of_their_wheel(written):
    known = (ROOT / "packaging" / "wheels.txt").read_text(encoding="utf-8")
    packages = by_name(written)
    for name in ("numpy", "SQLAlchemy", "PySide6_Essentials", "typing_extensions"):
        package = packages[name]
        assert package["version"] == version(name)
        assert package["licenses"]
        (digest,) = package["hashes"]
        assert f"{digest['content']}  " in known
    assert "pytest" not in packages
    assert "selfmm-screening" not in packages


def test_weights_and_models_are_there_with_the_hash_of_each_file(written):
    components = by_name(written)
    for weights in WEIGHTS.values():
        files = {part["name"]: part["hashes"][0]["content"] for part in components[weights.name]["components"]}
        for file in weights.wheels.files:
            assert files[file.name] == file.sha256
        for package in weights.wheels.packages:
            assert files[package.name] == package.sha256
    (model,) = (part for part in written["components"] if part["bom-ref"] == "models/default")
    folder = ROOT / "resources" / "models" / "default"
    files = {part["name"]: part["hashes"][0]["content"] for part in model["components"]}
    assert files == {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def test_the_same_installation_gives_the_same_document(sbom, monkeypatch, written):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    again = sbom.document()
    assert again["metadata"].pop("timestamp") == "2001-09-09T01:46:40Z"
    written["metadata"].pop("timestamp")
    assert again == written


def test_a_local_version_is_escaped_in_the_package_url(sbom):
    assert sbom._purl("Torch", "2.13.0+cpu") == "pkg:pypi/torch@2.13.0%2Bcpu"


def test_an_spdx_expression_is_told_as_one_and_other_words_as_they_are(sbom):
    assert sbom._licences("mit OR Apache-2.0") == [{"expression": "MIT OR Apache-2.0"}]
    assert sbom._licences("BSD License") == [{"license": {"name": "BSD License"}}]
    assert sbom._licences("") == []
