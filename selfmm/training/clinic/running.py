"""A retraining from beginning to end, in a folder in which it goes on after a stop.

OUT/run.json          what is done, on which data: another plan or other data are refused
OUT/begun.json        the date and the name that it began with
OUT/texts/            what the text encoder made of the texts, unless the caller names another cache
OUT/folds/*.json      what was said of the people of each fold that is done
OUT/final/            a checkpoint, as long as the model is not finished
OUT/last.json         what the finished model said of the people who are locked away
OUT/bundle/           the model
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.bundle import read_info
from selfmm.plain import build
from selfmm.stored_file import file_in, folder_in, place_of
from selfmm.training.clinic.figures import Said, compare
from selfmm.training.clinic.folds import constant_of, deal, gather, judged_sessions, run_folds
from selfmm.training.clinic.learning import read_material
from selfmm.training.clinic.making import Evidence, write_model
from selfmm.training.clinic.network import begin
from selfmm.training.clinic.nouns import RetrainingResult, Verdict
from selfmm.training.clinic.pace import Pace
from selfmm.training.clinic.readiness import check_ready, readiness_of
from selfmm.training.clinic.reference import load_reference
from selfmm.training.clinic.work import JUDGING, READING, Work
from selfmm.training.judging import or_cutoff
from selfmm.training.output_folder import claimed, read_saved, save
from selfmm.types import part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.folds import OutOfFold
    from selfmm.training.clinic.making import Made
    from selfmm.training.clinic.nouns import ClinicData, Comparison, CurvePoint, RetrainingPlan
    from selfmm.training.clinic.reference import Reference
    from selfmm.types import Report

_NAME = "Model of this site, {scale}"
_TEXTS, _BEGUN, _LAST, _BUNDLE, _FINAL = "texts", "begun.json", "last.json", "bundle", "final"


@dataclass(frozen=True, slots=True)
class Last:
    """What is kept of the run that made the model: what it says of the locked sessions (nan: nothing), and its time."""

    locked: tuple[float, ...]
    seconds: float


def retrain(
    data: ClinicData,
    plan: RetrainingPlan,
    out: Path | StoredFolder,
    *,
    created: str,
    name: str,
    cache: Path | StoredFolder | None,
    report: Report,
    on_point: Callable[[CurvePoint], None],
) -> RetrainingResult:
    """See `selfmm.training.retraining.retrain`."""
    readiness = readiness_of(data, plan.scale)
    check_ready(readiness, plan.depth)
    folds, judged = deal(data, plan.scale, plan.repeats), judged_sessions(data)
    pace = Pace(report)
    pace("reading", 0.0)
    start = begin(plan, data.learnt)
    with claimed(out, description := describe(data, plan)):
        begun, kept = _begun(out, created, name or _NAME.format(scale=plan.scale.name)), cache or folder_in(out, _TEXTS)
        material = read_material(plan, start, data, kept, part(pace, 0.0, READING * 0.8))
        of_base = material.of_base(data.sessions)
        reference = load_reference(plan, material, of_base, data.sessions, kept, part(pace, READING * 0.8, READING))
        work = Work(data, material, of_base, out, pace, on_point, len(folds) + 1)
        results = run_folds(folds, folder_in(out, "folds"), work.fold, work.skip)
        out_of_fold = gather(folds, results, judged)
        theirs = None if reference is None else reference.in_folds(folds, judged)
        validated = compare(judged, out_of_fold.said(plan.scale), theirs, out_of_fold.constants, plan.scale)
        info = None if reference is None else reference.info

        def write(made: Made) -> None:
            locked = _judge_locked(made.locked, out_of_fold, reference, data, plan)
            evidence = Evidence(str(description["data_sha256"]), out_of_fold, validated, locked, info)
            write_model(place_of(out) / _BUNDLE, made, material, data, evidence, **begun)

        last = _last(out, lambda: work.make(out_of_fold), write)
        pace("judging", JUDGING)
        locked = _judge_locked(np.array(last.locked), out_of_fold, reference, data, plan)
        bundle = read_info(place_of(out) / _BUNDLE)
        pace("judging", 1.0)
    return RetrainingResult(
        bundle=bundle,
        verdict=validated.verdict,
        recommended=validated.verdict is Verdict.BETTER and not _speaks_against(locked),
        cross_validation=validated,
        holdout=locked,
        reference=None if info is None else info.id,
        reference_recalibrated=reference is not None and reference.other_scale,
        readiness=readiness,
        learnt_people=tuple(dict.fromkeys(session.person for session in data.learnt)),
        learnt_sessions=tuple(session.id for session in data.learnt),
        seconds=sum(result.seconds for result in results) + last.seconds,
    )


def describe(data: ClinicData, plan: RetrainingPlan) -> dict[str, Any]:
    """What makes an output folder this retraining's own. Raises BundleError where a bundle is broken."""
    told = plan.to_dict()
    for path in ("base", "reference"):
        told[path] = None if (folder := getattr(plan, path)) is None else read_info(folder).id
    return {"retraining": told, "data_sha256": fingerprint(data)}


def fingerprint(data: ClinicData) -> str:
    """sha256 of all that is learnt from and judged by, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for group in (data.holdout, data.known_to_base, data.known_to_reference):
        digest.update(json.dumps(sorted(group)).encode())
    for session in data.sessions:
        told = [session.id, session.person, session.rating, session.language, session.sex, session.age]
        digest.update(json.dumps([*told, [sample.text for sample in session.samples]]).encode())
        for sample in session.samples:
            for sequence in (sample.audio, sample.vision):
                if sequence is not None:
                    digest.update(f"{sequence.extractor} {sequence.frame_seconds} {sequence.values.shape}".encode())
                    digest.update(np.ascontiguousarray(sequence.values).data)
    return digest.hexdigest()


def _begun(out: Path | StoredFolder, created: str, name: str) -> dict[str, str]:
    """The date and the name that the work began with: so it ends alike, whenever it goes on."""
    file = file_in(out, _BEGUN)
    if not place_of(file).exists():
        save(file, json.dumps({"created": created, "name": name}, ensure_ascii=False))
    begun: dict[str, str] = read_saved(file)
    return begun


def _last(out: Path | StoredFolder, make: Callable[[], Made], write: Callable[[Made], None]) -> Last:
    """Make and write the model, or find it finished."""
    file = file_in(out, _LAST)
    if not (place_of(out) / _BUNDLE).exists():
        started = time.monotonic()
        made = make()
        save(file, json.dumps(asdict(Last(tuple(made.locked.tolist()), time.monotonic() - started))))
        write(made)
    shutil.rmtree(place_of(out) / _FINAL, ignore_errors=True)
    return build(Last, read_saved(file))


def _judge_locked(
    values: NDArray[np.float64],
    out_of_fold: OutOfFold,
    reference: Reference | None,
    data: ClinicData,
    plan: RetrainingPlan,
) -> Comparison | None:
    """The final model on the people who were locked away; None where nobody is. `values` is (locked sessions,)."""
    if not data.locked:
        return None
    said, chance = or_cutoff(values, plan.scale)[None], out_of_fold.chance(plan.scale)
    ours = Said(
        said,
        np.full(said.shape, out_of_fold.halfwidth()),
        None if chance is None else np.array([[chance.probability_at(float(value)) for value in said[0]]]),
    )
    theirs = None if reference is None else reference.of_locked(data.locked, data.learnt)
    return compare(data.locked, ours, theirs, np.full(said.shape, constant_of(data.learnt)), plan.scale)


def _speaks_against(locked: Comparison | None) -> bool:
    """Few people are locked away, so that their verdict is often open; a clearly bad one counts all the same."""
    return locked is not None and locked.verdict in {Verdict.WORSE, Verdict.WORSE_THAN_MEAN}
