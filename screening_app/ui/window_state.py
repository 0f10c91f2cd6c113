"""What the window remembers from one start to the next: its place on the screen, and who was seen last.

A small file of its own in the data folder. Nothing in it is missed: where it is broken or cannot be written, the
window begins as new, and only the log says so.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray

from selfmm import limited_files

if TYPE_CHECKING:
    from pathlib import Path

MOST_RECENT = 8  # patients that are remembered as seen lately
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WindowState:
    """All that is remembered; geometry and splitters as Qt gives them, in base 64."""

    geometry: str = ""
    place: str = ""
    splitters: dict[str, str] = field(default_factory=dict)  # by the name of their page
    recent: tuple[str, ...] = ()  # ids of the patients seen lately, the last one first
    tour_seen: bool = False


class WindowStateFile:
    """The state in force and the file that keeps it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.current = _read(path)

    def change(self, **changed: Any) -> None:
        """Put new values for some fields in force; `save` keeps them."""
        self.current = replace(self.current, **changed)

    def seen(self, patient_id: str) -> None:
        """Remember that a patient was opened."""
        if patient_id:
            others = (other for other in self.current.recent if other != patient_id)
            self.change(recent=(patient_id, *others)[:MOST_RECENT])

    def save(self) -> None:
        """Write the file: beside first, then in its place."""
        beside = self._path.with_suffix(".json.new")
        try:
            beside.write_text(json.dumps(asdict(self.current), indent=1), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            _log.info("the state of the window is not kept: %s", type(error).__name__)


def packed(content: QByteArray) -> str:
    """What Qt gives, as it stands in the file."""
    return bytes(content.toBase64().data()).decode("ascii")


def unpacked(text: str) -> QByteArray:
    """What stands in the file, as Qt takes it; Qt itself refuses what is not its own."""
    return QByteArray.fromBase64(text.encode("ascii", "ignore"))


def _read(path: Path) -> WindowState:
    try:
        content = limited_files.read_json(path, limited_files.SETTINGS)
        if not isinstance(content, dict):
            raise TypeError
        return WindowState(**{name: _checked(name, value) for name, value in content.items() if name in _FIELDS})
    except FileNotFoundError:
        return WindowState()
    except (OSError, ValueError, TypeError) as error:
        _log.info("the window begins as new, its state cannot be read: %s", type(error).__name__)
        return WindowState()


_FIELDS = {known.name for known in fields(WindowState)}


def _checked(name: str, value: Any) -> Any:
    """The value as its field has it. Raises TypeError for one of another type."""
    if name == "recent" and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value[:MOST_RECENT])
    if name == "splitters" and isinstance(value, dict) and all(isinstance(one, str) for one in value.values()):
        return value
    if name == "tour_seen" and isinstance(value, bool):
        return value
    if name in {"geometry", "place"} and isinstance(value, str):
        return value
    raise TypeError
