"""Look the pinned packages up in a local copy of known vulnerabilities: `python packaging/audit.py FOLDER_OR_ZIP`.

The copy is what osv.dev publishes for PyPI: a zip of one JSON file a vulnerability, or the folder it was unpacked to.
No network is used, and none of it is fetched here. Ends with 0 where nothing is known, 1 where something is, and 2
where there is nothing to look it up in, so that an empty folder is never taken for good news.
"""

from __future__ import annotations

import json
import re
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGING = Path(__file__).resolve().parent
_PIN = re.compile(r"(?m)^([\w.-]+)==([\w.+-]+)")
_STALE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Finding:
    """A pinned package in which a vulnerability is known."""

    package: str
    version: str
    advisory: str
    aliases: tuple[str, ...]
    fixed_in: tuple[str, ...]
    summary: str

    def __str__(self) -> str:
        """One line for a reader."""
        names = ", ".join((self.advisory, *self.aliases))
        fixed = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fixed version is known"
        return f"{self.package} {self.version}: {names}; {fixed}. {self.summary}"


def pinned(folder: Path = PACKAGING) -> dict[str, str]:
    """Name → version of everything that the set-up installs, the tools for the checks included."""
    texts = (file.read_text(encoding="utf-8") for file in sorted(folder.glob("requirements*.txt")))
    return {canonicalize_name(found[1]): found[2] for text in texts for found in _PIN.finditer(text)}


def advisories(source: Path) -> Iterator[dict[str, Any]]:
    """Every vulnerability of a folder or a zip. Raises OSError, zipfile.BadZipFile, ValueError."""
    if source.is_dir():
        for file in sorted(source.rglob("*.json")):
            yield json.loads(file.read_bytes())
        return
    with zipfile.ZipFile(source) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def findings(pins: dict[str, str], known: Iterable[dict[str, Any]]) -> list[Finding]:
    """What is known of the versions that are pinned, by package; what was withdrawn is left out."""
    found = [
        Finding(
            name,
            pins[name],
            advisory["id"],
            tuple(advisory.get("aliases", ())),
            tuple(_fixes(affected)),
            advisory.get("summary", ""),
        )
        for advisory in known
        if "withdrawn" not in advisory
        for affected in advisory.get("affected", ())
        if (name := _name(affected)) in pins and _is_affected(pins[name], affected)
    ]
    return sorted(found, key=lambda finding: (finding.package, finding.advisory))


def _name(affected: dict[str, Any]) -> str:
    package = affected.get("package", {})
    return canonicalize_name(package["name"]) if package.get("ecosystem") == "PyPI" else ""


def _is_affected(version: str, affected: dict[str, Any]) -> bool:
    """Whether a version is named, or lies in a range of versions; ranges of commits say nothing of a release."""
    if Version(version) in {Version(named) for named in affected.get("versions", ()) if _is_version(named)}:
        return True
    ranges = (part for part in affected.get("ranges", ()) if part["type"] == "ECOSYSTEM")
    return any(_is_within(Version(version), part["events"]) for part in ranges)


def _is_within(version: Version, events: list[dict[str, str]]) -> bool:
    """OSV's own rule: the events in the order of their versions switch "affected" on and off."""
    moments = [(_as_version(at), kind) for event in events for kind, at in event.items()]
    order = {"introduced": 0, "fixed": 1, "limit": 1, "last_affected": 2}
    affected = False
    for at, kind in sorted(moments, key=lambda moment: (moment[0], order[moment[1]])):
        if kind == "introduced" and version >= at:
            affected = True
        elif (kind in {"fixed", "limit"} and version >= at) or (kind == "last_affected" and version > at):
            affected = False
    return affected


def _as_version(text: str) -> Version:
    """OSV writes 0 for "from the beginning", before any pre-release."""
    return Version("0.dev0") if text == "0" else Version(text)


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _fixes(affected: dict[str, Any]) -> Iterator[str]:
    for part in affected.get("ranges", ()):
        if part["type"] == "ECOSYSTEM":
            yield from (event["fixed"] for event in part["events"] if "fixed" in event)


def _age_in_days(known: list[dict[str, Any]]) -> float:
    """Since the newest change in the copy."""
    newest = max(advisory.get("modified", "1970-01-01") for advisory in known)
    return (time.time() - time.mktime(time.strptime(newest[:10], "%Y-%m-%d"))) / 86400


def main(arguments: list[str]) -> int:
    """Tell what is known; the exit status."""
    if len(arguments) != 1:
        print("Name the copy of the known vulnerabilities: python packaging/audit.py FOLDER_OR_ZIP")
        return 2
    try:
        known = list(advisories(Path(arguments[0])))
    except (OSError, zipfile.BadZipFile, ValueError) as error:
        print(f"The copy cannot be read ({error}): nothing was checked.")
        return 2
    if not known:
        print("There are no vulnerabilities in this copy: nothing was checked. Get it from osv.dev, ecosystem PyPI.")
        return 2
    if (days := _age_in_days(known)) > _STALE_DAYS:
        print(f"The newest entry of this copy is {days:.0f} days old: what became known since is not in it.")
    pins = pinned()
    found = findings(pins, known)
    print(*found, f"{len(pins)} pins, {len(known)} known vulnerabilities, {len(found)} found.", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
