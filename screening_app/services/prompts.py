"""The scripts that an interview can follow: those that came with the program, and those that the clinic imported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening_app.domain import Action
from screening_app.errors import ScreeningError
from screening_app.paths import RESOURCES
from screening_app.services.audit import record
from screening_app.services.script_files import read_cards, to_json
from screening_app.storage.disk import explained, write_whole
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.script_cards import PromptCard
    from screening_app.services.workspace import Workspace

BUNDLED = ("short", "full")
STANDARD = BUNDLED[0]

_FOLDER = RESOURCES / "prompts"
_NAME = re.compile(r"\w([\w -]{0,58}\w)?")
_DAMAGED = "The prompt cards “{script}” cannot be read. Install the program again."
_BAD_NAME = (
    "“{name}” cannot be the name of a script. Give the file a name of letters, digits, spaces and hyphens, "
    "at most 60 characters, then import it again."
)
_BUNDLED_NAME = "“{name}” is the name of a script that came with the program. Rename the file, then import it again."


@dataclass(frozen=True, slots=True)
class Script:
    """Cards in a fixed order, in one language or in both."""

    name: str  # one of BUNDLED, or what the clinic's file is called
    cards: tuple[PromptCard, ...]

    @property
    def is_bundled(self) -> bool:
        """Whether it came with the program."""
        return self.name in BUNDLED

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it is written in."""
        return tuple(code for code in LANGUAGES if self.cards_in(code))

    def cards_in(self, language: str) -> tuple[PromptCard, ...]:
        """The cards in one language, in the order in which they are asked; none where it is not written in it."""
        return tuple(card for card in self.cards if card.language == language)


@dataclass(frozen=True, slots=True)
class Scripts:
    """What there is: scripts by name, bundled ones first, and the names of files that cannot be used."""

    usable: tuple[Script, ...]
    broken: tuple[str, ...] = ()

    def named(self, name: str) -> Script:
        """The script of this name; the standard one where it is gone."""
        return next((script for script in self.usable if script.name == name), self.usable[0])


class ScriptExistsError(ScreeningError):
    """A script of this name has been imported before; ask, then import with `replace`."""

    def __init__(self, *, name: str) -> None:
        super().__init__("There is a script called “{name}” already.", name=name)
        self.name = name


def prompt_cards(language: str, script: str = STANDARD, folder: Path = _FOLDER) -> tuple[PromptCard, ...]:
    """A bundled script's cards in `language`; raises `ScreeningError` where it is damaged."""
    return bundled_script(script, folder).cards_in(language)


def bundled_script(name: str, folder: Path = _FOLDER) -> Script:
    """A script that came with the program; raises `ScreeningError` where it is damaged."""
    try:
        return Script(name, read_cards(folder / f"{name}.json"))
    except ScreeningError as error:
        raise ScreeningError(_DAMAGED, script=name) from error


def all_scripts(workspace: Workspace) -> Scripts:
    """Every script that there is; raises `ScreeningError` where a bundled one is damaged."""
    usable, broken = [bundled_script(name) for name in BUNDLED], []
    for path in sorted(_folder(workspace).glob("*.json")):
        try:
            usable.append(Script(path.stem, read_cards(path)))
        except ScreeningError:
            broken.append(path.stem)
    return Scripts(tuple(usable), tuple(broken))


def import_script(workspace: Workspace, path: Path, *, replace: bool = False) -> Script:
    """Keep the script in a JSON or CSV file under its own name.

    Raises `ScriptError` with every mistake in the file, `ScriptExistsError` where there is one of that name, unless it
    may be replaced, and `ScreeningError` where the file cannot be read or has no name for a script.
    """
    cards = read_cards(path)
    name = _checked_name(path.stem)
    twins = [other.stem for other in _folder(workspace).glob("*.json") if other.stem.casefold() == name.casefold()]
    if twins and not replace:
        raise ScriptExistsError(name=name)
    place = _folder(workspace) / f"{(twins or [name])[0]}.json"
    with explained(place.parent):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    record(workspace, Action.SCRIPT_IMPORTED, subject=place.stem)
    write_whole(place, to_json(place.stem, cards))
    return Script(place.stem, cards)


def remove_script(workspace: Workspace, name: str) -> None:
    """Forget an imported script; interviews that were held with it keep everything. Raises `StorageError`."""
    place = _folder(workspace) / f"{_checked_name(name)}.json"
    record(workspace, Action.SCRIPT_REMOVED, subject=place.stem)
    with explained(place.parent):
        place.unlink(missing_ok=True)


def _folder(workspace: Workspace) -> Path:
    return workspace.paths.scripts


def _checked_name(stem: str) -> str:
    name = " ".join(stem.split())
    if not _NAME.fullmatch(name):
        raise ScreeningError(_BAD_NAME, name=name[:60])
    if name.casefold() in BUNDLED:
        raise ScreeningError(_BUNDLED_NAME, name=name)
    return name
