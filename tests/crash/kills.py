"""Kill a child with SIGKILL at random moments of its work, and look at what it left behind.

    PYTHONPATH=.:tests python tests/crash/kills.py 200              all kinds of work in turn
    PYTHONPATH=.:tests python tests/crash/kills.py 50 --only editing --seed 7

Kinds of work: recording (sound and pictures that are made up, in real time), scoring, editing a transcript, migrating a
database of the first version, encrypting a plain one, and retraining. After each kill the data folder is opened as the
app opens it, and must hold every step that the child had told of, in files and tables that are whole.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

os.environ |= {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}  # what is forked may have no other threads

import numpy as np
import torch
from safetensors.numpy import load
from tiny import TinyTextEncoder, tiny_bundle_in, tiny_samples
from tiny_clinic import CREATED, bert_base, clinic, name_tiny_encoder, recordings, words_plan

from screening_app.capture.clock import SAMPLE_RATE, SampleClock
from screening_app.capture.muxer import Muxer
from screening_app.capture.timeline import Timeline
from screening_app.capture.writer import Writer, nothing
from screening_app.crypto.keys import Key
from screening_app.domain import AuditFilter, Source
from screening_app.paths import AppPaths
from screening_app.services.audit import entries
from screening_app.services.audit_check import examine
from screening_app.services.interviews import begin_recording, recover_recordings, type_text
from screening_app.services.patients import add_patient
from screening_app.services.scoring import ScoringService
from screening_app.services.sessions import begin_session, waiting_sessions
from screening_app.services.sign_in import SignedIn
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import existing_transcript, read_changes, save_corrections
from screening_app.services.workspace import Workspace, open_workspace, sweep_left_over
from screening_app.settings import Settings
from screening_app.storage import driver, migrations
from screening_app.storage.database import open_database
from screening_app.storage.database_encryption import encrypt_database, is_to_be_encrypted
from screening_app.storage.interview_file import is_encrypted
from selfmm.limited_files import FEATURES, TRANSCRIPT, read_bytes
from selfmm.training import loop
from selfmm.training.retraining import read_clinic, retrain, write_clinic

Tell = Callable[[str], None]
MOST_LOST = 1.0  # seconds of a recording
FIRST_VERSION_ROWS = 3000
SIGNED = SignedIn("0" * 32, "Dr. Li", Key(bytes(range(32))))  # so that the database is encrypted
KEY = SIGNED.master.derived("database")
READY = "ready"  # what a child tells when the moments begin in which it may be killed


@dataclass(frozen=True)
class Kind:
    """A kind of work: what is there before, what the child does, and what must be true after it was killed."""

    prepare: Callable[[Path], None]
    work: Callable[[Path, Tell], None]
    check: Callable[[Path, list[str]], str]  # the outcome in a word; AssertionError where something was lost
    seconds: float  # the latest moment of a kill


@dataclass
class Found:
    """What came of the kills: how often each outcome, and each trouble with the number of its kill."""

    outcomes: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)


def kill_often(times: int, kinds: list[str], seed: int) -> Found:
    """Kill `times` children in turn; kill number n is always at the same moment of the same work."""
    torch.set_num_threads(1)
    found = Found()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        for number in range(times):
            kind = kinds[number % len(kinds)]
            # what is trained goes on from kill to kill; everything else begins anew
            folder = Path(name) / (kind if kind == "training" else f"{kind}-{number}")
            moment = random.Random(seed * 1_000_003 + number)
            try:
                outcome = _one_kill(KINDS[kind], folder, moment)
            except AssertionError as error:
                outcome = "trouble"
                found.troubles.append(f"{kind} {number}: {error}")
            found.outcomes[f"{kind}: {outcome}"] += 1
            if kind != "training":
                shutil.rmtree(folder)
        if "training" in kinds[:times]:
            found.outcomes[f"training: {_ends_as_one_that_was_not(Path(name) / 'training')}"] += 1
    return found


def _one_kill(kind: Kind, folder: Path, moment: random.Random) -> str:
    if not folder.exists():
        folder.mkdir()
        kind.prepare(folder)
    told, ended = _killed(lambda tell: kind.work(folder, tell), moment.uniform(0, kind.seconds))
    outcome = kind.check(folder, told)
    return f"{outcome}, ended before" if ended else outcome


def _killed(work: Callable[[Tell], None], seconds: float) -> tuple[list[str], bool]:
    """What the child told until it was killed, so many seconds after it was ready; and whether it had ended before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(lambda text: void(os.write(writing, f"{text}\n".encode())))
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.readline() == f"{READY}\n".encode()
        ended = bool(select.select([], [], [], seconds)[0]) or os.waitid(os.P_PID, child, _LOOK) is not None
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return pipe.read().decode().splitlines(), ended


_LOOK = os.WEXITED | os.WNOHANG | os.WNOWAIT


def void(_: object) -> None:
    """Nothing, of whatever."""


# What must be true after every kill


def check_whole(folder: Path) -> Workspace:
    """The data folder, opened again; every table and file in it is whole."""
    workspace = open_workspace(AppPaths(folder), SIGNED)
    sweep_left_over(workspace)
    with closing(driver.connect(workspace.paths.database, workspace.database.key)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    check_files(folder, workspace)
    assert examine(workspace).flaw is None, "the record of actions is not whole"
    return workspace


def check_files(folder: Path, workspace: Workspace | None = None) -> None:
    """No file is half written, and none lies beside that nobody will take away."""
    for path in folder.rglob("*"):
        of_session = workspace is not None and path.is_relative_to(workspace.paths.media)
        if path.suffix == ".json":
            json.loads(read_bytes(workspace.media.stored(path) if of_session else path, TRANSCRIPT))
        elif path.suffix == ".safetensors":
            assert load(read_bytes(workspace.media.stored(path) if of_session else path, FEATURES))
        assert path.suffix != ".part", f"{path.name} was left"


# Recording


def _prepare_patient(folder: Path) -> None:
    workspace = open_workspace(AppPaths(folder), SIGNED)
    add_patient(workspace, code="P-1", name="张三")
    workspace.close()


def _record(folder: Path, tell: Tell) -> None:
    workspace = open_workspace(AppPaths(folder), SIGNED)
    (patient,) = workspace.patients.all()
    interview = begin_session(workspace, patient, Source.RECORDED, "en")
    tell(READY)
    path = begin_recording(workspace, interview)
    muxer = Muxer(path, with_sound=True, picture_size=(320, 240), frames_per_second=10)
    clock, timeline = SampleClock(time.monotonic()), Timeline()
    writer = Writer(muxer, timeline, clock, sound_comes=lambda: True, on_tick=nothing, on_trouble=nothing)
    begun, numbers, fed = time.monotonic(), np.random.default_rng(0), 0
    timeline.begin(0)
    for tick in count():
        due = round((time.monotonic() - begun) * SAMPLE_RATE)
        writer.put_sound(fed, numbers.integers(-9000, 9000, due - fed, dtype=np.int16))
        fed = due
        if tick % 5 == 0:
            writer.put_picture(time.monotonic(), numbers.integers(0, 255, (240, 320, 3), dtype=np.uint8))
        tell(str(muxer.samples / SAMPLE_RATE))
        time.sleep(0.02)


def _check_recording(folder: Path, told: list[str]) -> str:
    workspace = check_whole(folder)
    recover_recordings(workspace)
    (interview,) = workspace.interviews.of_patient(workspace.patients.all()[0].id)
    seen = [one.id for one in waiting_sessions(workspace)]
    workspace.close()
    assert seen == [interview.id], "the session is not offered"
    recorded = max((float(line) for line in told), default=0.0)
    if recorded <= MOST_LOST and interview.recording is None:
        return "killed within the first second"
    assert interview.recording is not None, f"{recorded:.1f} s are gone"
    assert is_encrypted(interview.recording.path), "it lies there in plain"
    lost = recorded - interview.recording.duration_seconds
    assert lost <= MOST_LOST, f"{lost:.2f} s were lost"
    return "recovered"


# Scoring


def _prepare_scoring(folder: Path) -> None:
    _prepare_patient(folder)
    name_tiny_encoder()
    tiny_bundle_in(folder / "bundle", TinyTextEncoder(), tiny_samples())


def _score(folder: Path, tell: Tell) -> None:
    workspace = open_workspace(AppPaths(folder), SIGNED)
    (patient,) = workspace.patients.all()
    scoring = ScoringService(workspace, lambda: Settings(model_folder=str(folder / "bundle")))
    tell(READY)
    for number in count():
        interview = type_text(workspace, patient, f"I slept badly, for the {number}. time.", "en")
        tell(f"typed {interview.id}")
        tell(f"scored {scoring.score_interview(interview).id}")


def _check_scores(folder: Path, told: list[str]) -> str:
    workspace = check_whole(folder)
    (patient,) = workspace.patients.all()
    interviews = workspace.interviews.of_patient(patient.id)
    scores = {one.id for interview in interviews for one in workspace.assessments.of_interview(interview.id)}
    texts = {one.id for one in interviews if workspace.media.transcript_path(one.id).exists()}
    without = [one.id for one in interviews if not workspace.assessments.of_interview(one.id) and one.id in texts]
    waiting = [one.id for one in waiting_sessions(workspace)]
    recorded = [one.subject for one in entries(workspace, AuditFilter(action="session_scored"), count=len(scores) + 1)]
    workspace.close()
    assert sorted(map(str, recorded)) == sorted(scores), "a score without an entry, or an entry without a score"
    for line in told:
        what, known = line.split()
        assert known in (texts if what == "typed" else scores), f"{line} is gone"
    assert sorted(waiting) == sorted(without), "a session without a score is not offered"
    return "all there, one to go on with" if waiting else "all there"


# Editing


def _prepare_text(folder: Path) -> None:
    workspace = open_workspace(AppPaths(folder), SIGNED)
    type_text(workspace, add_patient(workspace, code="P-1"), "First.\n\nVersion 0.\n\nLast.", "en")
    workspace.close()


def _edit(folder: Path, tell: Tell) -> None:
    workspace = open_workspace(AppPaths(folder), SIGNED)
    (interview,) = workspace.interviews.of_patient(workspace.patients.all()[0].id)
    tell(READY)
    for number in count(1):
        before = existing_transcript(workspace, interview)
        answers = list(before.answers)
        answers[1] = replace(answers[1], text=f"Version {number}.")
        after = replace(before, answers=tuple(answers))
        save_corrections(workspace, interview, after, [change_between("text", before, after)], "Dr. Li")
        tell(str(number))


def _check_text(folder: Path, told: list[str]) -> str:
    workspace = check_whole(folder)
    (interview,) = workspace.interviews.of_patient(workspace.patients.all()[0].id)
    number = int(existing_transcript(workspace, interview).answers[1].text.removeprefix("Version ").removesuffix("."))
    changes = [recorded.change.after[0].text for recorded in read_changes(workspace, interview)]
    workspace.close()
    assert number - len(told) in {0, 1}, f"version {number} stands there after {len(told)} were told"
    assert changes[: len(told)] == [f"Version {one}." for one in range(1, len(told) + 1)], "changes are gone"
    assert len(changes) - number in {0, 1}, "a change that is in the text is not written down"
    return "all there"


# Migrating


def _prepare_first_version(folder: Path) -> None:
    from alembic.command import upgrade
    from alembic.config import Config
    from sqlalchemy import create_engine

    engine, config = create_engine(f"sqlite:///{AppPaths(folder).database}"), Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")
        score = json.dumps({"interval": [41.5, 60], "coverage": 0.8, "scale": {"cutoff": 53}, "more": "x" * 500})
        connection.exec_driver_sql(
            "INSERT INTO patient VALUES ('p','P','p','','','unknown',NULL,'en','',0,'2026-01-01')"
        )
        connection.exec_driver_sql(
            "INSERT INTO interview VALUES ('i','p','2026-01-01','typed','en',0,NULL,NULL,NULL,NULL)"
        )
        rows = [(number, str(number), score) for number in range(FIRST_VERSION_ROWS)]
        connection.exec_driver_sql("INSERT INTO assessment VALUES (?,?,'i','2026-01-01','SDS',50,'b','m',?)", rows)
    engine.dispose()


def _migrate(folder: Path, tell: Tell) -> None:
    tell(READY)
    open_database(AppPaths(folder).database).close()
    tell("migrated")


def _check_migrated(folder: Path, told: list[str]) -> str:
    path = AppPaths(folder).database
    with closing(driver.connect(path, None)) as before:
        version = before.execute("SELECT version_num FROM alembic_version").fetchall()
    assert version in [[("0001",)], [(migrations.HEAD,)]], f"half way: {version}"
    assert not told or version == [(migrations.HEAD,)]
    _check_rows(folder)
    return "migrated" if version == [(migrations.HEAD,)] else "as it was, and migrated at the next start"


def _check_rows(folder: Path) -> None:
    """What was in the first version's database is in that of today."""
    workspace = check_whole(folder)
    with closing(driver.connect(workspace.paths.database, workspace.database.key)) as after:
        found = after.execute("SELECT count(*), sum(lower), sum(cutoff) FROM assessment").fetchall()
    workspace.close()
    assert found == [(FIRST_VERSION_ROWS, 41.5 * FIRST_VERSION_ROWS, 53.0 * FIRST_VERSION_ROWS)], "rows are gone"


# Encrypting


def _prepare_plain(folder: Path) -> None:
    _prepare_first_version(folder)
    open_database(AppPaths(folder).database).close()


def _encrypt(folder: Path, tell: Tell) -> None:
    tell(READY)
    encrypt_database(AppPaths(folder).database, KEY)
    tell("encrypted")


def _check_encrypted(folder: Path, told: list[str]) -> str:
    is_plain = is_to_be_encrypted(AppPaths(folder).database)
    assert not (told and is_plain)
    _check_rows(folder)
    left = sorted(path.name for path in folder.iterdir() if path.name.startswith("screening"))
    assert left == ["screening.sqlite3"], f"{left} are left"
    assert not is_to_be_encrypted(AppPaths(folder).database)
    return "as it was, and encrypted at the next start" if is_plain else "encrypted"


# Training


def _prepare_training(folder: Path) -> None:
    name_tiny_encoder()
    loop.CHECKPOINT_SECONDS = 0.0
    shape = {"people": 30, "sessions": 1, "answers": 1}
    write_clinic(folder / "clinic", clinic(**shape), recordings(**shape), words_plan(bert_base(folder)))


def _train(folder: Path, tell: Tell) -> None:
    data, plan = read_clinic(folder / "clinic")
    tell(READY)
    tell(retrain(data, plan, folder / "killed", created=CREATED).bundle.id)


def _check_training(folder: Path, told: list[str]) -> str:
    check_files(folder / "killed")
    return "at its end" if told else "to go on with"


def _ends_as_one_that_was_not(folder: Path) -> str:
    data, plan = read_clinic(folder / "clinic")
    resumed = retrain(data, plan, folder / "killed", created=CREATED)
    whole = retrain(data, plan, folder / "whole", created=CREATED)
    return "the same model as without kills" if resumed.bundle.id == whole.bundle.id else "trouble: another model"


KINDS = {
    "recording": Kind(_prepare_patient, _record, _check_recording, 5.0),
    "scoring": Kind(_prepare_scoring, _score, _check_scores, 1.5),
    "editing": Kind(_prepare_text, _edit, _check_text, 0.6),
    "migrating": Kind(_prepare_first_version, _migrate, _check_migrated, 1.0),
    "encrypting": Kind(_prepare_plain, _encrypt, _check_encrypted, 0.5),
    "training": Kind(_prepare_training, _train, _check_training, 3.0),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", type=int)
    parser.add_argument("--only", nargs="+", choices=sorted(KINDS), default=list(KINDS))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    begun = time.monotonic()
    found = kill_often(options.times, options.only, options.seed)
    print(f"{options.times} kills in {time.monotonic() - begun:.0f} s")  # noqa: T201
    for outcome, often in sorted(found.outcomes.items()):
        print(f"{often:5} {outcome}")  # noqa: T201
    for trouble in found.troubles:
        print(trouble)  # noqa: T201
    return bool(found.troubles) or any("trouble" in outcome for outcome in found.outcomes)


if __name__ == "__main__":
    sys.exit(main())
