"""What was said, written down by people: text files, their language, and one answer a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm import limited_files
from selfmm.errors import SelfMMError
from selfmm.types import Answer, Transcript

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".txt"  # a file with this ending holds what was said, not a recording


def is_typed(file: Path) -> bool:
    """Whether a file holds what was said."""
    return file.suffix.lower() == SUFFIX


def read_words(file: Path) -> str:
    """What a text file says. Raises SelfMMError where it is missing or not UTF-8."""
    try:
        return limited_files.read_text(file, limited_files.TRANSCRIPT, encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SelfMMError("There is no file {name}. Check the name and the folder.", name=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SelfMMError("{name} cannot be read as UTF-8 text. Save it as plain text in UTF-8.", name=file) from error


def typed(text: str, language: str) -> Transcript:
    """One answer a line; `language` is an ISO 639-1 code, or "auto" for Chinese where there is a Chinese character."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if language == "auto":
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"
    return Transcript(tuple(Answer(line) for line in lines), language)
