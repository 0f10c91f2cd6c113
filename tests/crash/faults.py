"""Let the disk be full, or broken, at every single call of many steps of the app, and look at what comes of it.

    PYTHONPATH=.:tests python tests/crash/faults.py            at every call (Linux, with gcc)
    PYTHONPATH=.:tests python tests/crash/faults.py --every 7  at each seventh
    PYTHONPATH=.:tests python tests/crash/faults.py --only record "change the key"

faults.c is compiled and loaded before everything else; below the data folder it lets calls fail that write, sync, name
or read files. A step must then either succeed or raise an error that the app has a sentence for; what was committed
before must be there; and once the disk is well again the same step must succeed.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import os
import shutil
import subprocess
import sys
import tempfile
import time
import wave
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from kept_clinic import THEN, make_old

from screening_app import settings as settings_file
from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import Muxer
from screening_app.crypto.keys import Key
from screening_app.domain import ContentKind, Source
from screening_app.paths import AppPaths
from screening_app.services.audit_check import examine
from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.services.former_files import encrypt_former_files
from screening_app.services.imports import import_into
from screening_app.services.interviews import (
    begin_recording,
    finish_recording,
    remove_interview,
    start_interview,
    type_text,
)
from screening_app.services.keeping import look
from screening_app.services.keeping_deletion import delete_due
from screening_app.services.keeping_rules import Rule
from screening_app.services.patients import add_patient, remove_patient
from screening_app.services.prompts import bundled_script, import_script
from screening_app.services.scoring import add_assessment
from screening_app.services.script_files import to_json
from screening_app.services.sessions import begin_session, sign_off, write_notes
from screening_app.services.sign_in import SignedIn
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import existing_transcript, read_changes, save_corrections
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from screening_app.storage import driver
from screening_app.storage.database import open_database
from screening_app.storage.database_encryption import change_database_key, encrypt_database, is_to_be_encrypted
from selfmm.data.files import write_transcript
from selfmm.errors import KnownError
from selfmm.scales import SDS
from selfmm.types import Quality, Score, no_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Interview, Patient

HERE = Path(__file__).parent
WRITES, SYNCS, NAMES, READS = 1, 2, 4, 8  # as in faults.c
FOR_EVER = 1 << 40
KEY, NEXT_KEY = Key(bytes(range(32))), Key(bytes(range(1, 33)))
SIGNED = SignedIn("0" * 32, "Dr. Li", KEY)  # so that the database is encrypted, as it is where there are users
SCORE = Score(SDS, 50.0, (40.0, 60.0), 0.9, "below_cutoff", 50.0, None, None, (), Quality(words=40), "0123456789ab")


@dataclass(frozen=True)
class Fault:
    """What the disk does: calls of these kinds fail with this error, for ever or once."""

    name: str
    kinds: int
    error: int
    times: int


FAULTS = [
    Fault("full", WRITES | NAMES, errno.ENOSPC, FOR_EVER),
    Fault("full for a moment", WRITES, errno.ENOSPC, 1),
    Fault("broken", WRITES | SYNCS | NAMES, errno.EIO, FOR_EVER),
    Fault("unreadable for a moment", READS, errno.EIO, 1),
    Fault("away", WRITES | SYNCS | NAMES | READS, errno.EIO, FOR_EVER),
]


@dataclass
class Found:
    """What came of the faults: how often each outcome, and each trouble."""

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


class Clinic:
    """A data folder with a patient, a typed session and a recorded one, and the steps that are tried in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace: Workspace = open_workspace(AppPaths(folder), SIGNED)
        self.patient: Patient = add_patient(self.workspace, code="P-1", name="张三")
        self.typed: Interview = type_text(self.workspace, self.patient, "First.\n\nSecond.", "en")
        self.goes: Patient = add_patient(self.workspace, code="P-GOES")
        make_old(self.workspace)
        self.patient = self.workspace.patients.get(self.patient.id)
        self.number = 0
        self.plain, self.kept = folder / "before" / "screening.sqlite3", False
        self.other, self.keyed = folder / "other" / "screening.sqlite3", False
        self.wav, self.script = folder.parent / "tone.wav", folder.parent / "My script.json"
        with wave.open(str(self.wav), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(bytes(32_000))
        self.script.write_text(to_json("My script", bundled_script("short").cards))

    def steps(self) -> list[tuple[str, Callable[[], object]]]:
        """What is tried, by name."""
        return [
            ("open the data folder", self.reopen),
            ("add a patient", lambda: add_patient(self.workspace, code=f"P-{self.next()}")),
            ("type a session", lambda: type_text(self.workspace, self.patient, "Said.", "en")),
            ("write notes", lambda: write_notes(self.workspace, self.typed.id, f"note {self.next()}")),
            ("correct a transcript", self.correct),
            ("keep a score", lambda: add_assessment(self.workspace, self.typed, SCORE)),
            ("import a recording", self.import_recording),
            ("record", self.record),
            ("save settings", lambda: settings_file.save(self.workspace.paths.settings, Settings(crisis_line="李"))),
            ("load settings", lambda: settings_file.load(self.workspace.paths.settings)),
            ("import a script", lambda: import_script(self.workspace, self.script, replace=True)),
            ("export", self.export),
            ("remove a session", self.remove_session),
            ("remove a patient", self.remove_somebody),
            ("delete by rules", self.delete_by_rules),
            ("encrypt a database", self.encrypt),
            ("encrypt a session", self.encrypt_session),
            ("change the key", self.change_key),
            ("check the database", lambda: self.workspace.database.check(fully=True)),
        ]

    def next(self) -> int:
        self.number += 1
        return self.number + 1

    def reopen(self) -> None:
        self.workspace.close()
        try:
            self.workspace = open_workspace(AppPaths(self.folder), SIGNED)
        except KnownError:
            set_fault(0, 0, 0, 0)
            self.workspace = open_workspace(AppPaths(self.folder), SIGNED)
            raise

    def correct(self) -> None:
        before = existing_transcript(self.workspace, self.typed)
        after = replace(before, answers=(replace(before.answers[0], text=f"Text {self.next()}."), *before.answers[1:]))
        save_corrections(self.workspace, self.typed, after, [change_between("text", before, after)], "Dr. Li")

    def import_recording(self) -> None:
        import_into(self.workspace, begin_session(self.workspace, self.patient, Source.IMPORTED, "en"), self.wav)

    def record(self) -> None:
        interview = begin_session(self.workspace, self.patient, Source.RECORDED, "en")
        muxer = Muxer(begin_recording(self.workspace, interview), with_sound=True, picture_size=None)
        try:
            for _ in range(10):
                muxer.write_sound(np.random.default_rng(0).integers(-9000, 9000, SAMPLE_RATE // 10, dtype=np.int16))
            muxer.close()
        except KnownError:
            muxer.abandon()
            raise
        finish_recording(self.workspace, interview)

    def export(self) -> None:
        order = ExportOrder(self.patient.id, frozenset(Format), with_identity=True, with_text=True)
        target = self.folder / "exports"
        target.mkdir(exist_ok=True)
        export_patient(self.workspace, order, target)

    def remove_session(self) -> None:
        remove_interview(self.workspace, type_text(self.workspace, self.patient, "To be removed.", "en").id)

    def remove_somebody(self) -> None:
        somebody = add_patient(self.workspace, code=f"P-{self.next()}")
        type_text(self.workspace, somebody, "To be removed.", "en")
        remove_patient(self.workspace, somebody.id)

    def delete_by_rules(self) -> None:
        """A recording by one rule, then its whole session by another."""
        interview = start_interview(self.workspace, self.goes, Source.IMPORTED, "en", held_at=THEN)
        sign_off(self.workspace, import_into(self.workspace, interview, self.wav), "Dr. Li")
        make_old(self.workspace)
        for kind in (ContentKind.RECORDINGS, ContentKind.SESSIONS):
            delete_due(self.workspace, look(self.workspace, [Rule(kind, 1)]).due, no_report)

    def encrypt(self) -> None:
        """A plain database from before there were users, made anew each time."""
        self.kept = False
        shutil.rmtree(self.plain.parent, ignore_errors=True)
        database = open_database(self.plain)
        try:
            database.keep_full_check(THEN.date())
        finally:
            database.close()
        self.kept = True
        encrypt_database(self.plain, KEY)

    def change_key(self) -> None:
        """Of a database that is made anew each time."""
        self.keyed = False
        shutil.rmtree(self.other.parent, ignore_errors=True)
        database = open_database(self.other, KEY)
        try:
            database.keep_full_check(THEN.date())
        finally:
            database.close()
        self.keyed = True
        change_database_key(self.other, KEY, NEXT_KEY, lambda _: None)

    def _check_key(self) -> None:
        try:
            database = open_database(self.other, NEXT_KEY)
        except KnownError:  # it was not changed
            database = open_database(self.other, KEY)
        assert database.last_full_check == THEN.date(), "what was in the database with another key is gone"
        database.close()

    def encrypt_session(self) -> None:
        """Its text as it lay there before there were users, when nobody had looked into its folder."""
        path = self.workspace.media.transcript_path(self.typed.id)
        text = existing_transcript(self.workspace, self.typed)
        with self.workspace.database.writing() as session:
            session.connection().exec_driver_sql("UPDATE interview_key SET takes_plain = 1")
        write_transcript(path, text)
        encrypt_former_files(self.workspace, no_report)

    def check(self) -> None:
        """What was committed before everything else is there, and the database is whole."""
        assert self.workspace.patients.get(self.patient.id) == self.patient
        transcript = existing_transcript(self.workspace, self.typed)
        assert transcript.answers[1].text == "Second."
        changes = read_changes(self.workspace, self.typed)
        said = changes[-1].change.after[0].text if changes else "First."
        assert transcript.answers[0].text == said, "the text is not what the last change made of it"
        with closing(driver.connect(self.workspace.paths.database, self.workspace.database.key)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if self.kept:
            database = open_database(self.plain, None if is_to_be_encrypted(self.plain) else KEY)
            assert database.last_full_check == THEN.date(), "what was in the plain database is gone"
            database.close()
        if self.keyed:
            self._check_key()
        assert examine(self.workspace).flaw is None, "the record of actions is not whole"
        left = [path.name for path in self.folder.rglob("*.part")]
        assert left == [], f"{left} was left"


def set_fault(kinds: int, after: int, error: int, times: int) -> None:
    """Let calls fail from now on, as in faults.c."""
    ctypes.CDLL(None).faults_set(kinds, ctypes.c_long(after), error, ctypes.c_long(times))


def calls_of(step: Callable[[], object], kinds: int) -> int:
    """How many calls of these kinds the step makes on a disk that is well."""
    set_fault(kinds, FOR_EVER, 0, 0)
    step()
    seen: int = ctypes.CDLL(None).faults_seen()
    return seen


def try_all(every: int, only: list[str]) -> Found:
    """Each step, or some, with each fault at each call, or at each seventh and so on."""
    found = Found()
    folder = Path(os.environ["FAULT_FOLDER"])
    clinic = Clinic(folder)
    for name, step in ((name, step) for name, step in clinic.steps() if not only or name in only):
        for fault in FAULTS:
            for call in range(0, calls_of(step, fault.kinds), every):
                outcome = _try(clinic, step, fault, call)
                found.outcomes[f"{fault.name}: {outcome.split(':')[0]}"] += 1
                if outcome.startswith("trouble"):
                    found.troubles.append(f"{name}, {fault.name} at call {call}: {outcome}")
    clinic.workspace.close()
    return found


def _try(clinic: Clinic, step: Callable[[], object], fault: Fault, call: int) -> str:
    outcome = "went well all the same"
    set_fault(fault.kinds, call, fault.error, fault.times)
    try:
        step()
    except KnownError:
        outcome = "a sentence"
    except Exception as error:  # noqa: BLE001 - any other error is what is looked for
        outcome = f"trouble: {_place(error)}"
    finally:
        set_fault(0, 0, 0, 0)
    try:
        clinic.check()
        step()  # the disk is well again
        clinic.check()
    except Exception as error:  # noqa: BLE001 - as above
        return f"trouble afterwards: {_place(error)} (first {outcome})"
    return outcome


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} {str(error)[:120]!r} at {where}"


def start(every: int, only: list[str]) -> subprocess.CompletedProcess[str]:
    """Compile faults.c and try all in a process that has it loaded; needs gcc."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        library = Path(name) / "faults.so"
        subprocess.run(
            ["gcc", "-shared", "-fPIC", "-O1", "-o", str(library), str(HERE / "faults.c"), "-ldl"], check=True
        )
        made = {"LD_PRELOAD": str(library), "FAULT_FOLDER": str(Path(name) / "data")}
        path = os.pathsep.join([str(HERE.parents[1]), str(HERE.parent)])
        command = [sys.executable, __file__, "--every", str(every), "--loaded", "--only", *only]
        return subprocess.run(
            command, env={**os.environ, **made, "PYTHONPATH": path}, capture_output=True, text=True, check=False
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=[], help="names of steps")
    parser.add_argument("--loaded", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not options.loaded:
        done = start(options.every, options.only)
        print(done.stdout, done.stderr, sep="\n")  # noqa: T201
        return done.returncode
    begun = time.monotonic()
    found = try_all(options.every, options.only)
    print(f"{found.outcomes.total()} faults in {time.monotonic() - begun:.0f} s")  # noqa: T201
    for outcome, often in sorted(found.outcomes.items()):
        print(f"{often:5} {outcome}")  # noqa: T201
    for trouble in found.troubles:
        print(trouble)  # noqa: T201
    return bool(found.troubles)


if __name__ == "__main__":
    sys.exit(main())
