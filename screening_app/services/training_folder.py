"""A training that is under way as it lies on the disk, so that it survives the app: one at a time.

training/run/run.json        what is trained, by whom and since when; written last, so that with it all is there
training/run/clinic/         the plan, and the sessions as they were when it began: encrypted where there are users
training/run/out/            checkpoints and what was said of sessions, encrypted, too; in the end the bundle, plain
training/run/points.jsonl    how each epoch went; run/progress: how far the whole is, from 0 to 1
training/run/withdrawn       is there once somebody among the sessions has withdrawn: it must not go on
training/paused-*            is there while it is to wait
training/text-vectors/       what the text encoder made of what people said, shared by all trainings; encrypted, too
training/curve-*/            learning curves that were begun; encrypted, too
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from screening_app.storage.disk import explained, write_whole
from screening_app.storage.encrypted_places import Place
from screening_app.storage.interview_file import EncryptedFolder, FileKey
from selfmm import limited_files
from selfmm.training.clinic.nouns import CurvePoint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from screening_app.crypto.keys import Key
    from screening_app.services.workspace import Workspace
    from selfmm.stored_file import StoredFolder


class Pause(StrEnum):
    """Why a training waits."""

    USER = "user"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """A training that was begun: what the window asks about at the next start, and what the new model's entry needs."""

    name: str
    started_by: str
    started_at: datetime
    created: str  # ISO 8601 date, for the new model's card
    scale: str
    depth: str
    parent: str  # id of the bundle that it begins from; "" from scratch
    base: Path | None
    reference: Path
    interview_ids: tuple[str, ...]
    people: int
    fraction: float = 0.0  # done, in [0, 1]

    @property
    def sessions(self) -> int:
        """How many sessions it sees."""
        return len(self.interview_ids)


def run_folder(training: Path) -> Path:
    """Where the training that is under way lies."""
    return training / "run"


def clinic_folder(training: Path) -> Path:
    """Where the sessions lie that the training under way learns from, as they were when it began."""
    return run_folder(training) / "clinic"


def vectors_folder(training: Path) -> Path:
    """Where it is kept what the text encoder made of texts."""
    return training / "text-vectors"


def out_folder(training: Path) -> Path:
    """Where the library keeps how far a training is, and in the end puts the bundle."""
    return run_folder(training) / "out"


def told_of_sessions(training: Path) -> Iterator[Path]:
    """What the training under way keeps of sessions, all but the bundle, which is a model as others are."""
    for folder in (clinic_folder(training), out_folder(training)):
        for path in folder.rglob("*"):
            is_bundle = path.relative_to(folder).parts[0].startswith("bundle")
            if path.is_file() and not path.name.startswith(".") and not is_bundle:
                yield path


def training_key(workspace: Workspace) -> FileKey | None:
    """What is kept of sessions for learning is encrypted with it; None in a folder without users."""
    master = workspace.access.master
    return FileKey(training_key_of(master), workspace.encrypted.takes_plain(Place.TRAINING)) if master else None


def training_key_of(master: Key) -> Key:
    """The key where this is the master key."""
    return master.derived("training")


def stored(folder: Path, held: FileKey | None) -> Path | StoredFolder:
    """What is kept of sessions' words and measurements: encrypted where there is a key, as there is with users."""
    return folder if held is None else EncryptedFolder(folder, held.key, held.takes_plain)


def run_lock(training: Path) -> FileLock:
    """Held by the process that trains, so that one left over from an app that was killed and a new one never meet."""
    return FileLock(training / "run.lock")


def unfinished_run(training: Path) -> UnfinishedRun | None:
    """The training that was begun and is neither finished nor thrown away; None where there is none."""
    folder = run_folder(training)
    try:
        content = limited_files.read_json(folder / "run.json", limited_files.DESCRIPTION)
        content |= {"started_at": datetime.fromisoformat(content["started_at"])}
        content |= {name: _path(training, content[name]) for name in ("base", "reference")}
        run = UnfinishedRun(
            **{**content, "interview_ids": tuple(content["interview_ids"]), "fraction": _progress(folder)}
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None if (folder / "withdrawn").exists() else run


def keep_run(training: Path, run: UnfinishedRun) -> None:
    """Say that everything of a training is there now, so that it can be gone on with from here on."""
    folder = run_folder(training)
    content = {**asdict(run), "started_at": run.started_at.isoformat(), "base": _text(run.base)}
    del content["fraction"]
    write_whole(folder / "run.json", json.dumps({**content, "reference": _text(run.reference)}, ensure_ascii=False))


def discard_run(training: Path) -> None:
    """Throw the training that is under way, or what is left of one, away; nobody may be at it."""
    with explained(training):
        if run_folder(training).exists():
            shutil.rmtree(run_folder(training))


def keep_progress(folder: Path, fraction: float) -> None:
    """Keep how far a training is, for the next start."""
    (folder / "progress").write_text(f"{fraction:.3f}", encoding="utf-8")


def keep_point(folder: Path, point: CurvePoint) -> None:
    """Keep how an epoch went."""
    with (folder / "points.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(point)) + "\n")


def read_points(training: Path) -> tuple[CurvePoint, ...]:
    """How each epoch went so far; of one that was run twice, after a kill, the later counts."""
    try:
        text = limited_files.read_text(run_folder(training) / "points.jsonl", limited_files.RECORD, errors="replace")
    except OSError:
        return ()
    points: dict[tuple[int, int], CurvePoint] = {}
    for line in text.splitlines():
        with suppress(ValueError, TypeError, KeyError, AttributeError):  # the last line may be half written
            point = _point(limited_files.parse_json(line))
            points[point.run, point.epoch] = point
    return tuple(points[place] for place in sorted(points))


def show_pauses(training: Path, pauses: Collection[Pause]) -> None:
    """Tell the process that trains why it is to wait; for no reason, that it is to go on."""
    with explained(training):
        training.mkdir(mode=0o700, parents=True, exist_ok=True)
        for pause in Pause:
            if pause in pauses:
                _pause_path(training, pause).touch()
            else:
                _pause_path(training, pause).unlink(missing_ok=True)


def is_paused(training: Path) -> bool:
    """Whether the process that trains is to wait."""
    return any(_pause_path(training, pause).exists() for pause in Pause)


def is_withdrawn(folder: Path) -> bool:
    """Whether somebody among the sessions has withdrawn, so that the training must stop."""
    return (folder / "withdrawn").exists()


def forget_sessions(training: Path, interview_ids: Iterable[str]) -> None:
    """Let nothing go on learning from these sessions: what was made of texts goes, and a training that sees them.

    One that runs at this moment stops at its next step. Raises `StorageError` where the disk refuses.
    """
    run = unfinished_run(training)
    if run is not None and set(interview_ids) & set(run.interview_ids):
        _withdraw_run(training)
    drop_vectors(training)


def drop_vectors(training: Path) -> None:
    """Remove what was made of what people said, but for a training that is under way. Raises `StorageError`."""
    with explained(training):
        for made in (vectors_folder(training), *training.glob("curve-*")):
            if made.exists():
                shutil.rmtree(made)


def _withdraw_run(training: Path) -> None:
    with explained(training):
        (run_folder(training) / "withdrawn").touch()
    with suppress(Timeout), run_lock(training).acquire(blocking=False):  # else whoever is at it throws it away
        discard_run(training)


def _progress(folder: Path) -> float:
    try:
        return min(1.0, max(0.0, float(limited_files.read_text(folder / "progress", limited_files.SETTINGS))))
    except (OSError, ValueError):
        return 0.0


def _point(values: dict[str, Any]) -> CurvePoint:
    labels = {task: tuple(quantiles) for task, quantiles in values.pop("labels").items()}
    return CurvePoint(**values, labels=labels)


def _path(training: Path, text: str | None) -> Path | None:
    return None if text is None else type(training)(text)


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _pause_path(training: Path, pause: Pause) -> Path:
    return training / f"paused-{pause.value}"
