"""Every option once, with its title, default and meaning, and the one readable file that keeps them."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeGuard

import tomli_w

from screening_app.errors import StorageError
from selfmm import limited_files

if TYPE_CHECKING:
    from pathlib import Path

_NO_SETTINGS = {errno.EISDIR, errno.EINVAL, errno.EFBIG}  # a folder, a pipe or device, or far too large
NO_DEVICE = "none"  # a microphone or camera that is not wanted; "" is the first that is there
TEXT_SIZES = ("90", "100", "115", "130", "150")  # percent
GROUPS = ("clinic", "appearance", "interview", "speech", "model", "data", "keeping")
ALWAYS = "always"  # what has no rule by which it is deleted
PERIODS = (ALWAYS, "1", "3", "6", "12", "24", "36", "60", "72", "84", "96", "120", "180", "240", "300", "360")  # months


def option(
    default: str | bool, group: str, title: str, meaning: str, *, kind: str, choices: tuple[str, ...] = ()
) -> Any:
    """A field of `Settings` with all that the settings page needs to show it.

    Kinds: "choice" (one of `choices`), "period" (one of `PERIODS`), "microphone", "camera", "folder" ("" for the one
    that came with the app), "switch", "text" (one line); not shown on the settings page are "script" (the name of one)
    and "seat" (what several seats share, which is chosen as one).
    """
    metadata = {"group": group, "title": title, "meaning": meaning, "kind": kind, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may choose. Titles and meanings are translated in the context "settings"."""

    crisis_line: str = option(
        "", "clinic", "Crisis numbers", "Shown where item 9 of the PHQ-9 asks for an assessment; those of your region.",
        kind="text",
    )  # fmt: skip
    prevalence: str = option(
        "10", "clinic", "Depression among your patients",
        "In percent of those you screen; what a score above the cut-off means hangs on it.",
        kind="choice", choices=("5", "10", "20", "30", "50"),
    )  # fmt: skip
    due_weeks: str = option(
        "6", "clinic", "Due after",
        "In weeks since the last session; who is due stands in the caseload.",
        kind="choice", choices=("1", "2", "4", "6", "8", "12", "26"),
    )  # fmt: skip
    lock_after: str = option(
        "10", "clinic", "Lock the screen after",
        "In minutes in which nobody has moved or typed; never while an interview is recorded.",
        kind="choice", choices=("2", "5", "10", "15", "30", "60"),
    )  # fmt: skip
    language: str = option(
        "", "appearance", "Language", "The language of the window and of the reports.",
        kind="choice", choices=("", "en", "zh"),
    )  # fmt: skip
    theme: str = option(
        "system", "appearance", "Colours", "Light, dark, or as the desktop has it.",
        kind="choice", choices=("system", "light", "dark"),
    )  # fmt: skip
    text_size: str = option(
        "100", "appearance", "Text size", "In percent; everything in the window grows with it.",
        kind="choice", choices=TEXT_SIZES,
    )  # fmt: skip
    microphone: str = option(
        "", "interview", "Microphone", "What interviews are recorded with.",
        kind="microphone",
    )  # fmt: skip
    camera: str = option(
        "", "interview", "Camera", "What the face is filmed with; sessions can do without.",
        kind="camera",
    )  # fmt: skip
    preview: bool = option(
        True, "interview", "Show the picture while recording",
        "Some people speak more freely without seeing themselves.",
        kind="switch",
    )  # fmt: skip
    script: str = option(
        "short", "interview", "Script", "The cards that the next interview begins with; chosen where it is held.",
        kind="script",
    )  # fmt: skip
    speech_language: str = option(
        "auto", "speech", "Spoken language", "What the speech recognition expects when a session does not say.",
        kind="choice", choices=("auto", "en", "zh"),
    )  # fmt: skip
    speech_model: str = option(
        "whisper-base", "speech", "Speech model", "Which of the installed models writes down what is said.",
        kind="choice", choices=("whisper-base",),
    )  # fmt: skip
    speech_model_folder: str = option(
        "", "speech", "Folder of another speech model",
        "A larger faster-whisper model in this folder is used instead: slower, but more exact, above all in Chinese.",
        kind="folder",
    )  # fmt: skip
    model_folder: str = option(
        "", "model", "Folder of another scoring model",
        "A model bundle in this folder is used instead of the one that came along.",
        kind="folder",
    )  # fmt: skip
    server: str = option(
        "", "data", "Database server", "The address of the one that several computers work with.",
        kind="seat",
    )  # fmt: skip
    shared_folder: str = option(
        "", "data", "Shared folder", "Where recordings and models lie that several computers work with.",
        kind="seat",
    )  # fmt: skip
    veil: bool = option(
        False, "data", "Cover patients while away",
        "Lists and history are blank while another program is in front, so that a shared screen shows nobody.",
        kind="switch",
    )  # fmt: skip
    backup_every: str = option(
        "daily", "data", "Automatic backups",
        "Made while the program runs, once a folder for backups is chosen below; never while an interview is recorded.",
        kind="choice", choices=("daily", "weekly", "off"),
    )  # fmt: skip
    keep_recordings: str = option(
        ALWAYS, "keeping", "Recordings",
        "Sound and picture; from the end of the session on. Words, scores and questionnaires stay.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_measurements: str = option(
        ALWAYS, "keeping", "Measurements",
        "What was measured in voice and face, and made of words for training; from the end of the session on.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_sessions: str = option(
        ALWAYS, "keeping", "Whole sessions",
        "With words, scores, questionnaires and recording; from the patient’s last contact on.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_patients: str = option(
        ALWAYS, "keeping", "Archived patients",
        "With all their sessions; from the archiving on, or from the last contact where that is later.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_reports: str = option(
        ALWAYS, "keeping", "Reports",
        "Files in the folder “reports” of the data folder, since they were written. Not those that lie elsewhere.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_logs: str = option(
        ALWAYS, "keeping", "Old logs",
        "Log files that are full, since they were last written. The one in use is renewed by itself.",
        kind="period", choices=PERIODS,
    )  # fmt: skip
    keep_former_data: str = option(
        ALWAYS, "keeping", "Former data",
        "Whole data folders as they were before a backup was brought back or the data moved to a server; since then.",
        kind="period", choices=PERIODS,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings from a file; `broken` is where an unreadable file was put aside, for the user to be told."""

    settings: Settings
    broken: Path | None = None


def load(path: Path) -> Loaded:
    """Read the settings file. None there: the defaults. Not readable as settings: put it aside, the defaults.

    A value that does not fit its option is left at the default; raises StorageError where the file cannot be opened.
    """
    try:
        content = limited_files.parse_toml(limited_files.read_text(path, limited_files.SETTINGS))
    except FileNotFoundError:
        return Loaded(Settings())
    except ValueError:  # no UTF-8, or no TOML
        return Loaded(Settings(), _put_aside(path))
    except OSError as error:
        if error.errno in _NO_SETTINGS:
            return Loaded(Settings(), _put_aside(path))
        raise StorageError(
            "The settings file {path} cannot be read. Check that you may read it, or move it away.", path=path
        ) from error
    return Loaded(Settings(**{name: value for name, value in content.items() if _fits(name, value)}))


def save(path: Path, settings: Settings) -> None:
    """Write the settings file: beside first, then in its place. Raises StorageError where that fails."""
    beside = path.with_suffix(".toml.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            tomli_w.dump(asdict(settings), file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except UnicodeEncodeError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(
            "The text holds half a character, which cannot be saved. Delete what looks like an empty box, or type it "
            "anew."
        ) from error
    except OSError as error:
        with suppress(OSError):  # the error that led here is the one to be told
            beside.unlink(missing_ok=True)
        raise StorageError(
            "The settings cannot be saved in {folder}. Check that the disk is not full and that you may write there.",
            folder=path.parent,
        ) from error


def _put_aside(path: Path) -> Path:
    aside = path.with_suffix(".broken.toml")
    try:
        path.replace(aside)
    except OSError as error:
        raise StorageError(
            "The settings file {path} is broken and cannot be moved away. Check that you may write there.", path=path
        ) from error
    return aside


def _fits(name: str, value: object) -> TypeGuard[Any]:
    """Whether `value` is of the option's type and, where there are choices, one of them."""
    for known in fields(Settings):
        if known.name == name:
            choices = known.metadata["choices"]
            return type(value) is type(known.default) and (not choices or value in choices)
    return False
