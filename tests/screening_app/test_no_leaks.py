"""Nothing leaves the machine while sessions are held, and nothing that tells of a patient lands beside the data."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from watching import Contact, can_trace, can_unplug, contacts, run_traced, written
from whole_session import PASSPHRASE

from screening_app import settings as settings_file
from screening_app.crypto.encrypted_file import MAGIC
from screening_app.paths import RESOURCES, AppPaths
from screening_app.services.sign_in import read_keyring, sign_in
from screening_app.services.transcripts import existing_transcript
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from selfmm.pretrained.store import home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening_app.services.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
SESSION = ROOT / "tests" / "whole_session.py"
TIMEOUT = 900
RUN_OF_WORDS = 4  # of what was said, as it is looked for
WORDS = {
    "code": "P-ZQ91X",
    "name": "Zebulon Quastenflosse",
    "patient_notes": "keeps quince jelly in the cellar",
    "session_notes": "spoke at length of the seventh lighthouse",
    "typed": (
        "Nobody has seen my seventeen purple umbrellas since the parade.\n\n"
        "I sleep badly, I wake up at four, and then I count the tiles of the ceiling until it is light.\n\n"
        "My sister telephones on Sundays and asks how I am, and I tell her that the garden is doing well this year."
    ),
}
LOOKED_FOR = (
    "ZQ91X",
    "Zebulon",
    "Quastenflosse",
    "quince jelly",
    "seventh lighthouse",
    "purple umbrellas",
    "the tiles of",
)


@dataclass(frozen=True)
class Held:
    """Sessions that were held, and what is to be looked at afterwards."""

    folder: Path  # the user's home, for temporary files and all else
    data: AppPaths
    output: str
    trace: str | None  # None where only the network was taken away
    transcripts: tuple[str, ...]  # what is said in the sessions, read as the program does

    def files_outside(self) -> set[Path]:
        """What was written anywhere but in the data folder; its logs count as outside."""
        found = {path for path in self.folder.rglob("*") if path.is_file()}
        found |= written(self.trace or "")
        inside = {path for path in found if path.is_relative_to(self.data.data)}
        kept = {path for path in inside if not path.is_relative_to(self.data.logs)}
        return {path for path in found - kept if not path.is_relative_to("/proc") and path.name != "words.json"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    if not (can_trace() or can_unplug()):
        pytest.skip("neither strace nor an empty network can be had here: what is sent cannot be watched")
    folder = tmp_path_factory.mktemp("home")
    data = AppPaths(folder / "data")
    settings_file.save(data.settings, Settings(language="en", theme="light"))
    (folder / "from").mkdir()
    recording = folder / "from" / "Zebulon.opus"
    shutil.copy(RESOURCES / "demo" / "session-1.opus", recording)
    words = folder / "words.json"
    words.write_text(json.dumps(WORDS | {"recording": str(recording)}), encoding="utf-8")
    (folder / "tmp").mkdir()
    command = [sys.executable, SESSION, data.data, words]
    trace = tmp_path_factory.mktemp("trace") / "trace"
    if can_trace():
        ended, seen = run_traced(command, trace, _environment(folder), TIMEOUT)
    else:
        alone = ["unshare", "--map-root-user", "--net", *command]
        ended = subprocess.run(
            alone, env=_environment(folder), capture_output=True, text=True, check=False, timeout=TIMEOUT
        )
        seen = None
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return Held(folder, data, ended.stdout + ended.stderr, seen, _transcripts(data))


def _transcripts(data: AppPaths) -> tuple[str, ...]:
    workspace = _signed_in(data)
    found = tuple(existing_transcript(workspace, interview).text for interview in workspace.interviews.all())
    workspace.close()
    return found


def _signed_in(data: AppPaths) -> Workspace:
    (holder,) = read_keyring(data).holders
    return open_workspace(data, sign_in(data, holder.id, PASSPHRASE))


def _environment(folder: Path) -> dict[str, str]:
    """A user of their own, with nothing but the weights from before."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder / "tmp"),
        "SELFMM_HOME": str(home()),
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.mark.slow
def test_whole_sessions_turn_to_nobody_outside_this_machine(held: Held) -> None:
    if held.trace is None:
        return  # all of it was done in a network with nobody in it
    assert "connect(" in held.trace or "socket(" in held.trace
    assert [contact for contact in contacts(held.trace) if contact.is_outside] == []


@pytest.mark.slow
def test_the_log_tells_of_the_bug_and_of_no_patient(held: Held) -> None:
    log = (held.data.logs / "app.log").read_text(encoding="utf-8")
    assert "a bug" in log
    assert "builtins.RuntimeError" in log
    assert [words for words in (*LOOKED_FOR, *_said(held)) if words.casefold() in log.casefold()] == []


@pytest.mark.slow
def test_what_the_program_says_on_the_console_tells_of_no_patient(held: Held) -> None:
    assert [words for words in (*LOOKED_FOR, *_said(held)) if words.casefold() in held.output.casefold()] == []


@pytest.mark.slow
def test_no_file_beside_the_data_tells_of_a_patient(held: Held) -> None:
    files = held.files_outside()
    looked_for = [words.encode(coding) for words in (*LOOKED_FOR, *_said(held)) for coding in ("utf-8", "utf-16-le")]
    assert held.data.logs / "app.log" in files
    telling = {}
    for file in files:
        content = file.read_bytes()
        if found := [words for words in looked_for if words in content]:
            telling[file] = found
    assert telling == {}


@pytest.mark.slow
def test_the_sessions_were_whole(held: Held) -> None:
    """Else the others find nothing because there is nothing."""
    workspace = _signed_in(held.data)
    patients = {patient.name: patient.notes for patient in workspace.patients.all()}
    notes = {interview.notes for interview in workspace.interviews.all()}
    workspace.close()
    assert patients[WORDS["name"]] == WORDS["patient_notes"]
    assert WORDS["session_notes"] in notes
    assert sum("purple umbrellas" in text for text in held.transcripts) == 1
    assert len(_said(held)) > 50
    assert len(list(held.data.reports.glob("*.pdf"))) == 2


@pytest.mark.slow
def test_the_database_tells_nobody_who_has_not_signed_in(held: Held) -> None:
    files = list(held.data.data.glob("screening.sqlite3*"))
    assert held.data.database in files
    database = b"".join(path.read_bytes() for path in files)
    looked_for = [words.encode(coding) for words in LOOKED_FOR for coding in ("utf-8", "utf-16-le")]
    assert [words for words in (*looked_for, b"SQLite format", b"CREATE TABLE") if words in database] == []


@pytest.mark.slow
def test_what_was_recorded_and_written_down_of_sessions_tells_nobody_who_has_not_signed_in(held: Held) -> None:
    files = [path for path in held.data.media.rglob("*") if path.is_file()]
    assert {"transcript.json", "recording.opus"} <= {path.name for path in files}
    assert any(path.suffix == ".safetensors" for path in files)
    for path in files:
        assert path.read_bytes().startswith(MAGIC), path.name


@pytest.mark.slow
def test_no_file_in_the_data_folder_tells_what_was_said(held: Held) -> None:
    """But for reports, which name the patient on purpose."""
    looked_for = [words.encode(coding) for words in (*LOOKED_FOR, *_said(held)) for coding in ("utf-8", "utf-16-le")]
    files = [path for path in held.data.data.rglob("*") if path.is_file() and held.data.reports not in path.parents]
    assert len(files) > 10
    telling = {path: [words for words in looked_for if words in path.read_bytes()] for path in files}
    assert {path.name: found for path, found in telling.items() if found} == {}


@pytest.mark.slow
def test_no_piece_of_the_recording_lies_anywhere_but_where_it_came_from(held: Held) -> None:
    content = (RESOURCES / "demo" / "session-1.opus").read_bytes()
    pieces = [content[at : at + 32] for at in range(0, len(content) - 32, 4001)]
    assert len(pieces) > 10
    written_files = held.files_outside() | {path for path in held.data.data.rglob("*") if path.is_file()}
    holding = {path.name for path in written_files if any(piece in path.read_bytes() for piece in pieces)}
    assert holding <= {"Zebulon.opus"}


def _said(held: Held) -> set[str]:
    """What was said in the recording, in runs of a few words, as it was written down."""
    runs: set[str] = set()
    for text in held.transcripts:
        if "purple umbrellas" not in text:
            words = text.split()
            runs |= {" ".join(words[at : at + RUN_OF_WORDS]) for at in range(len(words) - RUN_OF_WORDS + 1)}
    return runs


# What watches


def test_an_address_outside_and_a_question_for_a_name_are_seen_in_a_trace() -> None:
    trace = "\n".join(
        (
            '7 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = -1 E',
            "7 connect(4, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), "
            'inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0',
            '7 sendto(5, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 1',
            '7 bind(5, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
            '7 connect(6, {sa_family=AF_UNIX, sun_path="/tmp/.X11-unix/X1"}, 20) = 0',
            '7 connect(6, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, 20) = 0',
        )
    )
    assert [contact.address for contact in contacts(trace) if contact.is_outside] == [
        "192.0.2.7",
        "2001:db8::1",
        "127.0.0.53",
        "0.0.0.0",
    ]


def test_strace_sees_what_children_of_the_program_turn_to_and_what_they_write(tmp_path: Path) -> None:
    if not can_trace():
        pytest.skip("strace cannot be had here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        child = (
            f"import socket; socket.create_connection(('127.0.0.1', {port}));"
            f"open({str(tmp_path / 'früh.txt')!r}, 'w').write('x'); open({str(tmp_path / 'früh.txt')!r}).read()"
        )
        program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}], check=True)"
        ended, trace = run_traced([sys.executable, "-c", program], tmp_path / "trace", dict(os.environ), 60)

    assert ended.returncode == 0, ended.stderr
    assert Contact("connect", "127.0.0.1", port) in contacts(trace)
    assert tmp_path / "früh.txt" in written(trace)
    assert not any(re.search(r"\.so", str(path)) for path in written(trace))
