"""Kill a child before every step while it puts another master key in force, and look at what is left.

    PYTHONPATH=.:tests python tests/crash/key_kills.py             before every step
    PYTHONPATH=.:tests python tests/crash/key_kills.py --every 5   before each fifth

After each kill somebody signs in by the passphrase as at any start: everything must be read, under the new key.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from functools import partial
from itertools import count
from pathlib import Path

from step_kills import killed_before, tell

from screening_app.crypto import keyring, passphrases
from screening_app.paths import AppPaths
from screening_app.services.audit_check import examine
from screening_app.services.backups import destination_of, set_up_backups
from screening_app.services.interviews import type_text
from screening_app.services.master_key import order_new_master
from screening_app.services.patients import add_patient
from screening_app.services.sign_in import keep_first_user, make_first_user, read_keyring, sign_in
from screening_app.services.transcripts import existing_transcript
from screening_app.services.users import enter
from screening_app.services.workspace import open_workspace

PASSPHRASE = "seven lamps under the quiet harbour"
STRETCHING = passphrases.Stretching


def _open(paths: AppPaths) -> None:
    (holder,) = read_keyring(paths).holders
    open_workspace(paths, sign_in(paths, holder.id, PASSPHRASE)).close()


def prepare(paths: AppPaths) -> None:
    """A session, backups, and the order."""
    first = make_first_user("Dr. Li", PASSPHRASE, sees_patients=True)
    workspace = open_workspace(paths, keep_first_user(paths, first))
    enter(workspace, first.signed)
    patient = add_patient(workspace, code="P-1")
    for number in range(5):
        type_text(workspace, patient, f"Said {number}.", "en")
    set_up_backups(workspace, paths.data.parent / "disk", PASSPHRASE, "Dr. Li")
    order_new_master(workspace)
    workspace.close()


def check(paths: AppPaths, backups: object) -> None:
    """Everything is read, twice: by who goes on with it, and by the next."""
    for _ in range(2):
        (holder,) = read_keyring(paths).holders
        workspace = open_workspace(paths, sign_in(paths, holder.id, PASSPHRASE))
        said = {existing_transcript(workspace, one).answers[0].text for one in workspace.interviews.all()}
        assert said == {f"Said {number}." for number in range(5)}
        assert destination_of(workspace) == backups, "the backups' key is gone"
        assert examine(workspace).flaw is None
        workspace.close()
    assert not read_keyring(paths).next_master, "it has not come to an end"
    assert list(paths.data.glob("screening.sqlite3.part*")) == []


def kill_at_every_step(every: int) -> tuple[Counter[str], list[str]]:
    """How many kills there were, and what went wrong."""
    troubles: list[str] = []
    with tempfile.TemporaryDirectory(prefix="key-kills-") as name:
        prepared = AppPaths(Path(name) / "prepared")
        (Path(name) / "disk").mkdir()
        prepare(prepared)
        (holder,) = read_keyring(prepared).holders
        whole = AppPaths(Path(name) / "whole")
        shutil.copytree(prepared.data, whole.data)
        workspace = open_workspace(whole, sign_in(whole, holder.id, PASSPHRASE))
        backups = destination_of(workspace)
        workspace.close()
        for step in count(0, every):
            paths = AppPaths(Path(name) / f"kill-{step}")
            shutil.copytree(prepared.data, paths.data)
            ended = killed_before(paths.data, partial(_open, paths), step)
            try:
                check(paths, backups)
            except Exception as error:  # noqa: BLE001 - whatever it is, the kill is to be told
                troubles.append(f"before step {step}: {type(error).__name__} {error}")
            shutil.rmtree(paths.data)
            if ended:
                return Counter({"killed": step // every}), troubles
    raise AssertionError


if __name__ == "__main__":
    keyring.Stretching = lambda *given, **_: STRETCHING(*given, passes=1, memory_kib=64, lanes=1)  # quick, as in tests
    sys.exit(tell(__doc__, kill_at_every_step))
