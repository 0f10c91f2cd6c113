"""What the encryption of the database costs: the same clinic on a plain and on an encrypted one.

    PYTHONPATH=.:tests:tests/screening_app/ui python tests/benchmarks/encryption.py FOLDER [--patients 500]

Fills FOLDER with 20 sessions a patient first where it is empty. Both kinds are measured in turns, try by try, so that
what else the computer does meets both. Of the tries the quickest is told.
"""

from __future__ import annotations

import argparse
import shutil
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from full_clinic import fill_clinic

from screening_app.crypto.keys import Key
from screening_app.paths import AppPaths
from screening_app.services.caseload import caseload_of
from screening_app.services.patient_history import read_history
from screening_app.services.patients import add_patient, find_patients
from screening_app.services.sign_in import SignedIn
from screening_app.services.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

TRIES = 15
WORDS = ("P-0", "fischer", "门诊", "王 77", "nobody")
SIGNED = SignedIn("0" * 32, "Dr. Lin", Key(bytes(range(32))))


def seconds_of(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def compare(what: str, plain: Callable[[], object], encrypted: Callable[[], object], tries: int = TRIES) -> None:
    """A row of the table."""
    found = [(seconds_of(plain), seconds_of(encrypted)) for _ in range(tries)]
    best = [1000 * min(kind) for kind in zip(*found, strict=True)]
    print(f"| {what} | {best[0]:.1f} | {best[1]:.1f} | {best[1] / best[0]:.2f} |", flush=True)


def reopened(paths: AppPaths, signed: SignedIn | None) -> None:
    open_workspace(paths, signed).close()


def searched(workspace: Workspace) -> None:
    for word in WORDS:
        find_patients(workspace, word, limit=200)


def read_everything(workspace: Workspace, patient_ids: list[str]) -> None:
    for patient_id in patient_ids:
        read_history(workspace, patient_id)


def copied(workspace: Workspace) -> None:
    copy = workspace.paths.data / "copy"
    workspace.database.copy_to(copy)
    copy.unlink()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--patients", type=int, default=500)
    chosen = parser.parse_args()
    plain, encrypted = (AppPaths(chosen.folder / kind) for kind in ("plain", "encrypted"))
    if not plain.database.exists():
        with_rows = open_workspace(plain)
        fill_clinic(with_rows, chosen.patients)
        with_rows.close()
    shutil.rmtree(encrypted.data, ignore_errors=True)
    encrypted.data.mkdir()
    for path in (plain.database, plain.audit_head):
        shutil.copy(path, encrypted.data)
    first = seconds_of(partial(reopened, encrypted, SIGNED))
    print(f"encrypted {plain.database.stat().st_size / 1e6:.0f} MB in {first:.1f} s")
    print("| what | ms, plain | ms, encrypted | times |\n|---|---|---|---|")
    compare("open the data folder", partial(reopened, plain, None), partial(reopened, encrypted, SIGNED))
    with ExitStack() as stack:
        both = [open_workspace(plain), open_workspace(encrypted, SIGNED)]
        for one in both:
            stack.callback(one.close)
        ids = [patient.id for patient in both[0].patients.all()[:50]]
        measures: list[tuple[str, Callable[[Workspace], object]]] = [
            (f"{len(WORDS)} searches", searched),
            ("the histories of 50 patients", lambda one: read_everything(one, ids)),
            ("the caseload", lambda one: caseload_of(one, 8)),
            ("add a patient, with its entry", add_patient),
            ("the quick check", lambda one: one.database.check(fully=False)),
            ("the full check", lambda one: one.database.check(fully=True)),
            ("a copy for a backup", copied),
        ]
        for what, work in measures:
            compare(what, *(partial(work, one) for one in both))


if __name__ == "__main__":
    main()
