"""The log for support holds nothing that tells who a patient is."""

from __future__ import annotations

import getpass
import logging
import platform
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screening_app.log import set_up_log
from screening_app.paths import AppPaths
from screening_app.services.patients import add_patient
from screening_app.services.support import LogEntry, from_level, read_log, support_text, without_names
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# letters, digits and signs of any script, as names and codes are made of
NAMES = st.text(alphabet=st.characters(categories=("L", "N", "Pd", "Po", "Zs")), min_size=1, max_size=30).filter(
    str.strip
)


@pytest.fixture
def logged(workspace: Workspace) -> Iterator[Workspace]:
    root = logging.getLogger()
    handlers, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    set_up_log(workspace.paths.logs)
    yield workspace
    for handler in root.handlers[:]:
        if handler not in handlers:
            root.removeHandler(handler)
            handler.close()
    root.handlers[:], logging.raiseExceptions = handlers, raises
    root.setLevel(level)


def test_the_log_is_read_with_its_levels_and_the_lines_of_errors(logged: Workspace) -> None:
    log = logging.getLogger("screening_app.test")
    log.info("began")
    said = "in confidence"
    try:
        raise ValueError(said)
    except ValueError:
        log.exception("a bug")

    began, bug = read_log(logged.paths.logs)

    assert (began.level, bug.level) == ("INFO", "ERROR")
    assert began.text.endswith("screening_app.test: began")
    assert bug.text.endswith("builtins.ValueError")
    assert "confidence" not in bug.text
    assert from_level((began, bug), "WARNING") == (bug,)


def test_without_a_log_there_are_no_entries(tmp_path: Path) -> None:
    assert read_log(tmp_path / "not there") == ()


def test_of_a_large_log_the_end_is_read(tmp_path: Path) -> None:
    line = "2026-11-29 10:00:00,000 INFO a.b: number {}\n"
    (tmp_path / "app.log").write_text("".join(line.format(n) for n in range(20_000)), encoding="utf-8")

    entries = read_log(tmp_path)

    assert entries[-1].text.endswith("number 19999")
    assert 1000 < len(entries) < 20_000
    assert all(re.search(r"number \d+$", entry.text) for entry in entries)


def _copy(workspace: Workspace, text: str, clinician: str = "") -> str:
    workspace.access.user = replace(workspace.access.user, name=clinician)
    return support_text(workspace, Settings(), (LogEntry("INFO", text),), "6.11.3")


def test_the_copy_names_the_versions_and_the_model(workspace: Workspace) -> None:
    copy = _copy(workspace, "something")

    assert f"Python {platform.python_version()}\nQt 6.11.3\n" in copy
    assert re.search(r"^Program \d+\.\d+", copy)
    assert re.search(r"^Model .+ \w+$", copy, re.MULTILINE)


def test_names_codes_and_users_are_taken_out(workspace: Workspace) -> None:
    add_patient(workspace, code="P-7K3Q", name="Anna Berg")
    add_patient(workspace, code="K-1", name="王芳")
    told = (
        "p-7k3q P-7K3Q.wav AnnaBerg.wav anna BERG_2 王芳的录音 Dr. Li K-1 "
        f"{workspace.paths.data}/media {Path.home()}/x C:\\Users\\Anna B\\x /home/somebody/y"
    )

    copy = _copy(workspace, told, clinician="Dr. Li").splitlines()[-1]

    for word in ("7k3q", "anna", "berg", "王", "li", "k-1", "somebody", str(workspace.paths.data).casefold()):
        assert word not in re.findall(r"\w+(?:-\w+)*", copy.casefold()), copy
    assert "<data>/media" in copy
    assert getpass.getuser() not in re.findall(r"\w+", copy)


def test_ordinary_words_stay_readable(workspace: Workspace) -> None:
    add_patient(workspace, name="Ann Long")

    copy = _copy(workspace, "the channel was planned along the way")

    assert copy.endswith("the channel was planned along the way")


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = open_workspace(AppPaths(tmp_path_factory.mktemp("crowd") / "data"))
    yield opened
    opened.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(code=NAMES, name=NAMES, before=st.text(max_size=20), after=st.text(max_size=20))
def test_no_name_or_code_of_the_workspace_is_ever_in_the_copy(
    crowd: Workspace, code: str, name: str, before: str, after: str
) -> None:
    for old in crowd.patients.all():
        crowd.patients.remove(old.id)
    patient = add_patient(crowd, code=code, name=name)

    copy = _copy(crowd, f"{before} {patient.name} {after} “{patient.code}” {patient.name.upper()}")

    for secret in (patient.code, patient.name):
        alone = re.compile(rf"(?<![^\W_]){re.escape(secret)}(?![^\W_])")
        assert not alone.search(copy)
        if not secret.isascii() or len(secret) > 3:
            assert secret not in copy


@given(st.lists(NAMES, max_size=4), st.text(max_size=60))
def test_taking_names_out_twice_changes_nothing_more(names: list[str], text: str) -> None:
    once = without_names(text, names)

    assert without_names(once, names) == once
