"""Kill a child before every step while it encrypts sessions from before there were users, and look at what is left.

    PYTHONPATH=.:tests python tests/crash/former_kills.py             before every step
    PYTHONPATH=.:tests python tests/crash/former_kills.py --every 5   before each fifth

After each kill every file must be there, plain or encrypted, and be read as it was; the next start sweeps what lies
beside, and encrypts the rest. In each third child both sessions are corrected in the midst of it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from step_kills import killed_before, tell

from screening_app.crypto.keys import Key
from screening_app.paths import AppPaths
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.interviews import keep_cues, type_text
from screening_app.services.patients import add_patient
from screening_app.services.samples import read_cues
from screening_app.services.sign_in import SignedIn
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import existing_transcript, read_changes, save_corrections
from screening_app.services.workspace import open_workspace, sweep_left_over
from selfmm.data.files import read_features, write_features
from selfmm.types import Cue, Features, FeatureSequence

if TYPE_CHECKING:
    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace

SIGNED = SignedIn("0" * 32, "Dr. Li", Key(bytes(range(32))))
PHRASE, PRINT = "I count the tiles of the ceiling", "ab12"
CUES = (Cue("sleep", 0.0, 4.0),)
FEATURES = Features(PRINT, audio=FeatureSequence(np.ones((40_000, 1), np.float32), 0.1, "loudness"))


def prepare(paths: AppPaths) -> None:
    """Two sessions, typed, corrected and measured before there were users."""
    workspace = open_workspace(paths)
    patient = add_patient(workspace, code="P-1")
    for _ in range(2):
        session = type_text(workspace, patient, f"{PHRASE}\n\nSecond.", "en")
        _correct(workspace, session, f"{PHRASE} again.")
        keep_cues(workspace, session.id, CUES)
        write_features(workspace.media.features_path(session.id, PRINT), FEATURES)
    workspace.close()
    open_workspace(paths, SIGNED).close()  # the database is encrypted by that


def _correct(workspace: Workspace, session: Interview, text: str) -> None:
    before = existing_transcript(workspace, session)
    after = replace(before, answers=(before.answers[0], replace(before.answers[1], text=text)))
    save_corrections(workspace, session, after, [change_between("text", before, after)], "Dr. Li")


def encrypt(paths: AppPaths, *, corrects: bool = False) -> None:
    """What the child does, and the next start."""
    workspace = open_workspace(paths, SIGNED)
    sweep_left_over(workspace)

    def report(step: str, fraction: float) -> None:
        if corrects and fraction:
            for session in workspace.interviews.all():
                _correct(workspace, session, "Meanwhile.")

    encrypt_former_files(workspace, report)
    workspace.close()


def check(paths: AppPaths) -> str:
    """Everything is read as it was; how much is still plain."""
    workspace = open_workspace(paths, SIGNED)
    for session in workspace.interviews.all():
        said = [answer.text for answer in existing_transcript(workspace, session).answers]
        changes = [one.change.after[0].text for one in read_changes(workspace, session)]
        assert said[0] == PHRASE
        assert changes[0] == f"{PHRASE} again."
        assert said[1] == changes[-1] or (changes[1:] == ["Meanwhile."] and said[1] == changes[0])
        assert read_cues(workspace, session) == CUES
        made = read_features(workspace.media.stored(workspace.media.features_path(session.id, PRINT)))
        assert (made.audio.values == 1).all()
        assert len(made.audio.values) == len(FEATURES.audio.values)
    workspace.close()
    return f"{_plain(paths)} of 10 plain"


def _plain(paths: AppPaths) -> int:
    marks = (b"selfmm-", PHRASE.encode())
    contents = [path.read_bytes() for path in paths.media.rglob("*") if path.is_file()]
    return sum(any(mark in content for mark in marks) for content in contents)


def kill_at_every_step(every: int) -> tuple[Counter[str], list[str]]:
    """How often each outcome was, and what went wrong."""
    outcomes: Counter[str] = Counter()
    troubles: list[str] = []
    with tempfile.TemporaryDirectory(prefix="former-kills-") as name:
        prepared = Path(name) / "prepared"
        prepare(AppPaths(prepared))
        for step in count(0, every):
            paths = AppPaths(Path(name) / f"kill-{step}")
            shutil.copytree(prepared, paths.data)
            ended = killed_before(paths.data, partial(encrypt, paths, corrects=step % 3 == 0), step)
            try:
                outcomes[check(paths)] += 1
                encrypt(paths)
                assert check(paths) == "0 of 10 plain"
                assert list(paths.media.rglob("*.part")) == [], "something was left beside"
            except AssertionError as error:
                troubles.append(f"before step {step}: {error}")
            shutil.rmtree(paths.data)
            if ended:
                return outcomes, troubles
    raise AssertionError


if __name__ == "__main__":
    sys.exit(tell(__doc__, kill_at_every_step))
