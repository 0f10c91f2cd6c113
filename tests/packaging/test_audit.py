import importlib.util
import json
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", ROOT / "packaging" / "audit.py")
    module = sys.modules["audit"] = importlib.util.module_from_spec(spec)  # where its dataclass looks for its module
    spec.loader.exec_module(module)
    return module


def advisory(*events, name="Numpy", versions=(), ecosystem="PyPI", kind="ECOSYSTEM", **more):
    return {
        "id": "PYSEC-2026-1",
        "modified": time.strftime("%Y-%m-%dT00:00:00Z"),
        "aliases": ["CVE-2026-1"],
        "summary": "Something bad.",
        "affected": [
            {
                "package": {"name": name, "ecosystem": ecosystem},
                "ranges": [{"type": kind, "events": list(events)}] if events else [],
                "versions": list(versions),
            }
        ],
        **more,
    }


@pytest.mark.parametrize(
    ("version", "events", "affected"),
    [
        ("2.4.6", [{"introduced": "0"}], True),
        ("2.4.6", [{"introduced": "0"}, {"fixed": "2.4.6"}], False),
        ("2.4.6", [{"introduced": "0"}, {"fixed": "2.4.10"}], True),  # not as texts
        ("2.4.6rc1", [{"introduced": "0"}, {"fixed": "2.4.6"}], True),
        ("2.4.6", [{"introduced": "2.5"}], False),
        ("2.4.6", [{"introduced": "1.0"}, {"last_affected": "2.4.6"}], True),
        ("2.4.7", [{"introduced": "1.0"}, {"last_affected": "2.4.6"}], False),
        ("2.4.6", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.6"}], True),
        ("1.9", [{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.0"}, {"fixed": "2.6"}], False),
        ("2.1", [{"introduced": "2.0"}, {"fixed": "2.6"}, {"introduced": "0"}, {"fixed": "1.5"}], True),
        ("2.13.0+cpu", [{"introduced": "0"}, {"fixed": "2.13.0"}], False),
    ],
)
def test_ranges_are_read_by_the_rules_of_python_versions(audit, version, events, affected):
    assert bool(audit.findings({"numpy": version}, [advisory(*events)])) is affected


def test_a_version_that_is_named_is_affected_without_a_range(audit):
    known = [advisory(versions=["2.4.5", "2.4.6", "not a version"])]
    (found,) = audit.findings({"numpy": "2.4.6"}, known)
    assert str(found) == ("numpy 2.4.6: PYSEC-2026-1, CVE-2026-1; no fixed version is known. Something bad.")
    assert audit.findings({"numpy": "2.4.7"}, known) == []


@pytest.mark.parametrize(
    "other",
    [
        {"name": "scipy"},
        {"ecosystem": "npm"},
        {"kind": "GIT"},
        {"withdrawn": "2026-01-01T00:00:00Z"},
    ],
)
def test_what_is_of_something_else_or_was_withdrawn_is_left_out(audit, other):
    assert audit.findings({"numpy": "2.4.6"}, [advisory({"introduced": "0"}, **other)]) == []


def test_every_pin_is_looked_up(audit):
    pins = audit.pinned()
    assert {"torch", "numpy", "pytest", "triton", "typing-extensions"} <= pins.keys()
    name, version = "sqlalchemy", audit.pinned()["sqlalchemy"]
    (found,) = audit.findings(pins, [advisory(name="SQLAlchemy", versions=[version])])
    assert (found.package, found.version) == (name, version)


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_the_command_says_what_it_found_and_how_much_it_looked_at(audit, tmp_path, capsys, packed):
    source = tmp_path / "osv"
    source.mkdir()
    (source / "a.json").write_text(json.dumps(advisory({"introduced": "0"}, {"fixed": "99"})))
    (source / "b.json").write_text(json.dumps(advisory({"introduced": "0"}, name="unheard-of")))
    if packed:
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            for file in source.iterdir():
                archive.write(file, file.name)
        source = tmp_path / "all.zip"

    assert audit.main([str(source)]) == 1
    said = capsys.readouterr().out
    assert "numpy 2.4.6: PYSEC-2026-1, CVE-2026-1; fixed in 99. Something bad." in said
    assert f"{len(audit.pinned())} pins, 2 known vulnerabilities, 1 found." in said
    assert "days old" not in said


def test_nothing_known_is_good_news_only_where_there_was_something_to_look_in(audit, tmp_path, capsys):
    assert audit.main([str(tmp_path)]) == 2
    assert audit.main([str(tmp_path / "nowhere")]) == 2
    assert audit.main([]) == 2
    (tmp_path / "old.json").write_text(json.dumps(advisory(name="unheard-of") | {"modified": "2020-01-01T00:00:00Z"}))
    capsys.readouterr()
    assert audit.main([str(tmp_path)]) == 0
    assert "days old" in capsys.readouterr().out
    (tmp_path / "broken.json").write_text("{")
    assert audit.main([str(tmp_path)]) == 2
    assert "nothing was checked" in capsys.readouterr().out
