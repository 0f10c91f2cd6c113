"""The log, and what of it may be sent to whoever maintains the program: nothing that tells who a patient is.

The log never holds what a patient said (`screening_app.log`); names and codes could stand in it only by a mistake of
this program or of a library. The copy is searched for them all the same.
"""

from __future__ import annotations

import getpass
import platform
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from screening_app.services.model_registry import active_bundle
from screening_app.version import program_version
from selfmm.errors import SelfMMError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

LEVELS = ("INFO", "WARNING", "ERROR", "CRITICAL")  # rising
MOST_COPIED = 400  # entries, the newest
_READ_BYTES = 400_000  # of the end of the log
_LONG = 4  # letters from which on a name is looked for inside of words, too
_GONE = "█████"
_HEAD = re.compile(r"^(?P<moment>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) (?P<level>[A-Z]+) (?P<source>[\w.]+): ")
_USER_FOLDER = re.compile(r"([\\/](?:home|Users)[\\/])[^\\/\n]+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """Something that was written to the log; `text` is all of it, with the lines that tell where an error came from."""

    level: str
    text: str


def read_log(folder: Path) -> tuple[LogEntry, ...]:
    """The newest entries, oldest first; none where there is no log."""
    try:
        with (folder / "app.log").open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _READ_BYTES))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ()
    entries: list[LogEntry] = []
    for line in lines:
        if head := _HEAD.match(line):
            entries.append(LogEntry(head["level"], line))
        elif entries:  # what stands before the first head is the rest of an entry that was cut off
            entries[-1] = LogEntry(entries[-1].level, f"{entries[-1].text}\n{line}")
    return tuple(entries)


def from_level(entries: Iterable[LogEntry], level: str) -> tuple[LogEntry, ...]:
    """The entries that are at least as grave as `level`; an unknown level is shown always."""
    shown = LEVELS[LEVELS.index(level) :]
    return tuple(entry for entry in entries if entry.level in shown or entry.level not in (*LEVELS, "DEBUG"))


def support_text(workspace: Workspace, settings: Settings, entries: Sequence[LogEntry], qt: str) -> str:
    """The versions of all that matters and the newest of the entries, without names, codes and users' folders.

    `qt` is the version of Qt, of which the services know nothing.
    """
    lines = (*_versions(settings, qt), "", *(entry.text for entry in entries[-MOST_COPIED:]))
    text = "\n".join(lines).replace(str(workspace.paths.data), "<data>").replace(str(Path.home()), "<home>")
    text = _USER_FOLDER.sub(rf"\1{_GONE}", text)
    return without_names(text, [workspace.access.user.name, getpass.getuser(), *_of_patients(workspace)])


def _versions(settings: Settings, qt: str) -> tuple[str, ...]:
    try:
        info = active_bundle(settings)
        model = f"{info.name} {info.id}"
    except SelfMMError as error:
        model = type(error).__name__
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    return (
        f"Program {program_version()}",
        f"Python {platform.python_version()}",
        f"Qt {qt}",
        f"System {system}",
        f"Model {model}",
    )


def _of_patients(workspace: Workspace) -> Iterable[str]:
    for patient in workspace.content.patients.all():
        yield patient.code
        yield patient.name


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with a block in the place of each of the names and codes, in upper or lower case.

    Long ones, and all that are not written in English letters, are found inside of words, too; so is a name whose
    spaces were left out. Of a name of several words each word is taken out where it stands by itself.
    """
    folded, words = text.casefold(), {word.casefold() for word in _WORD.findall(text)}
    whole: set[str] = set()
    inside: set[str] = set()
    for name in filter(None, (name.strip() for name in names)):
        for written in {name, "".join(name.split())}:
            (inside if _is_telling(written) else whole).add(written)
        for word in _WORD.findall(name):
            (whole if word.isascii() else inside).add(word)
    there = [name for name in inside if name.casefold() in folded]
    for name in sorted(there, key=len, reverse=True):
        text = re.sub(re.escape(name), _GONE, text, flags=re.IGNORECASE)
    for name in sorted(whole, key=len, reverse=True):
        if not _WORD.fullmatch(name) or name.casefold() in words:
            text = re.sub(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", _GONE, text, flags=re.IGNORECASE)
    return text


def _is_telling(name: str) -> bool:
    """Whether the name is hardly part of an ordinary word."""
    return len(name) >= _LONG or not name.isascii()
