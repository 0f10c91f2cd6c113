"""Pin and hash everything that the set-up installs: `python packaging/lock.py [PACKAGE …]`.

Reads what the project asks for in pyproject.toml and writes, for every Python and machine that it runs on,
requirements.txt, requirements-torch.txt, requirements-cuda.txt, requirements-test.txt, and wheels.txt, which says
which file each hash belongs to. Versions stay as they are, but for the packages named: those move to the newest that
fits. Needs the network and uv (`python -m pip install uv`); which index is asked is uv's own setting.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
APP, TORCH, CUDA, TEST = (f"requirements{part}.txt" for part in ("", "-torch", "-cuda", "-test"))
WHEELS = "wheels.txt"

_HEADS = {
    APP: "Everything that the program runs on besides torch. Licences: docs/third_party.md.",
    TORCH: "PyTorch: the builds of the usual index, and the one for processors alone that these pins were tried with.",
    CUDA: "What PyTorch's usual build for Linux needs besides; installed only where that build is.",
    TEST: "The tools for the checks, on top of requirements.txt.",
}
_MADE = "Made by packaging/lock.py: each wheel of each version with its hash, to be installed without dependencies."
_BESIDES = "setuptools>=77\n"  # installs the project itself
# PyTorch's own index is not asked: this is what lay on the machine on which the pins were tried.
_TORCH_FOR_PROCESSORS = (
    "torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl",
    "6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",
)
_PYTHONS = ("cp311", "cp312", "cp313", "cp314")
_MACHINES = re.compile(r"any|manylinux.*_(x86_64|aarch64)|macosx_.*_(arm64|universal2)|win_amd64")
_FOR_GPUS = re.compile(r"(nvidia|cuda)-.*|triton")
_NEVER_HERE = re.compile(r"sys_platform == 'emscripten'")  # a browser


@dataclass(frozen=True, slots=True)
class Pin:
    """A package at one version: where it is needed, and the hash of each file."""

    name: str
    version: str
    marker: str
    hashes: dict[str, str]  # file name → sha256

    def __str__(self) -> str:
        """The lines of a requirements file."""
        marker = f" ; {self.marker}" if self.marker else ""
        hashes = (f"--hash=sha256:{digest}" for digest in sorted(set(self.hashes.values())))
        return " \\\n    ".join((f"{self.name}=={self.version}{marker}", *hashes))


def main(moving: list[str]) -> None:
    """Write the files anew; the packages in `moving` get the newest version that fits."""
    kept = _pinned(frozenset(map(canonicalize_name, moving)))
    app = _resolved(kept)
    fixed = kept | {pin.name: pin.version for pin in app.values()}
    tools = {name: pin for name, pin in _resolved(fixed, "--extra", "test").items() if name not in app}
    torch = app.pop("torch")
    torch.hashes.update([_TORCH_FOR_PROCESSORS] if f"-{torch.version}+" in _TORCH_FOR_PROCESSORS[0] else [])
    cuda = {name: app.pop(name) for name in list(app) if _FOR_GPUS.fullmatch(name)}
    files = {APP: app, TORCH: {"torch": torch}, CUDA: cuda, TEST: tools}
    for name, pins in files.items():
        _write(name, f"# {_HEADS[name]}\n# {_MADE}", map(str, pins.values()))
    hashes = {file: digest for pins in files.values() for pin in pins.values() for file, digest in pin.hashes.items()}
    _write(WHEELS, "# Which file each hash in the requirements belongs to.", _sums(hashes))


def _sums(hashes: dict[str, str]) -> list[str]:
    return [f"{digest}  {file}" for file, digest in sorted(hashes.items())]


def _write(name: str, head: str, lines: Any) -> None:
    (PACKAGING / name).write_text("\n".join((head, *lines, "")), encoding="utf-8")


def _pinned(without: frozenset[str]) -> dict[str, str]:
    """The versions in force, by name."""
    pins: dict[str, str] = {}
    for name in (APP, TORCH, CUDA, TEST):
        path = PACKAGING / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        pins |= {canonicalize_name(found[1]): found[2] for found in re.finditer(r"(?m)^([\w.-]+)==([\w.+-]+)", text)}
    return {name: version for name, version in pins.items() if name not in without}


def _resolved(pins: dict[str, str], *options: str) -> dict[str, Pin]:
    """What uv finds for all machines at once, where these versions are given."""
    with tempfile.TemporaryDirectory() as folder:
        besides, constraints, out = (Path(folder) / name for name in ("besides.in", "pins.txt", "pylock.toml"))
        besides.write_text(_BESIDES, encoding="utf-8")
        constraints.write_text("".join(f"{name}=={version}\n" for name, version in pins.items()), encoding="utf-8")
        command = ["uv", "pip", "compile", "pyproject.toml", besides, "--constraint", constraints, *options]
        command += ["--universal", "--python-version", "3.11", "--only-binary", ":all:", "--quiet", "-o", out]
        try:
            subprocess.run([*command, "--format", "pylock.toml"], cwd=ROOT, check=True)
        except FileNotFoundError:
            sys.exit("There is no uv here. Install it: python -m pip install uv")
        except subprocess.CalledProcessError as failed:
            sys.exit(failed.returncode)
        found = tomllib.loads(out.read_text(encoding="utf-8"))["packages"]
    return {entry["name"]: _pin(entry) for entry in found if not _NEVER_HERE.search(entry.get("marker", ""))}


def _pin(entry: dict[str, Any]) -> Pin:
    files = {wheel["url"].rpartition("/")[2]: wheel["hashes"]["sha256"] for wheel in entry["wheels"]}
    wanted = {file: digest for file, digest in files.items() if _is_wanted(file)}
    if not wanted:
        sys.exit(f"{entry['name']} {entry['version']} has no wheel for any machine that the program runs on.")
    return Pin(entry["name"], entry["version"], entry.get("marker", ""), wanted)


def _is_wanted(file: str) -> bool:
    """Whether one of the Pythons and machines that the program runs on can take the wheel."""
    return any(
        _MACHINES.fullmatch(tag.platform)
        and (tag.interpreter.startswith("py") or tag.interpreter in _PYTHONS or tag.abi == "abi3")
        and tag.abi in {"none", "abi3", *_PYTHONS}
        for tag in parse_wheel_filename(file)[3]
    )


if __name__ == "__main__":
    main(sys.argv[1:])
