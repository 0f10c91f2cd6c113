"""The files that hold prompt cards: JSON or CSV as docs/scripts.md describes them, each mistake told with its place."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from screening_app.errors import ScreeningError
from screening_app.services.script_cards import (
    FIELDS,
    Problem,
    PromptCard,
    Row,
    checked_card,
    clean,
    disagreements,
    of_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

LARGEST_BYTES = 1 << 20
MOST_TOLD = 50  # mistakes of one file

_SEPARATORS = ",;\t"
_JSON_KEYS = {"script", "version", "cards"}


class ScriptError(ScreeningError):
    """A file holds no script that can be used; `problems` says why, in the order of the file."""

    def __init__(self, *, name: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "{name} was not imported. Correct what is named below ({count}), then import it again.",
            name=name,
            count=len(problems),
        )
        self.problems = problems


def read_cards(path: Path) -> tuple[PromptCard, ...]:
    """The cards of a JSON or CSV file, told apart by its suffix; raises `ScreeningError`, of mistakes `ScriptError`."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ScreeningError(
            "{name} cannot be read. Check that it is there and that you may open it.", name=path.name
        ) from error
    return parse_cards(content, path.name)


def parse_cards(content: bytes, name: str) -> tuple[PromptCard, ...]:
    """The cards in the content of a file called `name`; raises `ScriptError` with all its mistakes."""
    problems: list[Problem] = []
    rows = _rows(content, name, problems.append)
    cards = [(row, card) for row in rows if (card := checked_card(row, problems.append)) is not None]
    if not rows and not problems:
        problems.append(of_file(ScreeningError("There is no card in the file.")))
    if not problems:
        problems += disagreements(cards)
    if problems:
        raise ScriptError(name=name, problems=tuple(problems[:MOST_TOLD]))
    return tuple(card for _, card in cards)


def to_json(name: str, cards: Iterable[PromptCard]) -> str:
    """The content of a JSON file with these cards."""
    return (
        json.dumps(
            {"script": name, "version": 1, "cards": [asdict(card) for card in cards]}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


# From a file to rows


def _rows(content: bytes, name: str, tell: Callable[[Problem], None]) -> list[Row]:
    if len(content) > LARGEST_BYTES:
        tell(of_file(ScreeningError("The file is larger than {limit} MB.", limit=LARGEST_BYTES >> 20)))
        return []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        tell(of_file(ScreeningError("The file is not written in UTF-8. Save it as “CSV UTF-8” or as UTF-8 text.")))
        return []
    if name.lower().endswith(".json"):
        return _json_rows(text, tell)
    if name.lower().endswith(".csv"):
        return _csv_rows(text, tell)
    tell(of_file(ScreeningError("A script is a file whose name ends with .json or .csv.")))
    return []


def _json_rows(text: str, tell: Callable[[Problem], None]) -> list[Row]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        tell(
            Problem("line", error.lineno, ScreeningError("Here the file is no JSON any more: check commas and quotes."))
        )
        return []
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
        tell(of_file(ScreeningError("The file is no JSON that can be read.")))
        return []
    cards = document.get("cards") if isinstance(document, dict) else None
    if not isinstance(cards, list):
        tell(of_file(ScreeningError("The file has no list “cards”.")))
        return []
    for key in sorted(set(document) - _JSON_KEYS):
        tell(of_file(_unknown_field(key)))
    return list(_json_cards(cards, tell))


def _json_cards(cards: list[Any], tell: Callable[[Problem], None]) -> Iterator[Row]:
    for number, values in enumerate(cards, start=1):
        row = Row("card", number, values if isinstance(values, dict) else {})
        if not isinstance(values, dict):
            tell(row.problem(ScreeningError("This is no card: write its fields in curly brackets.")))
            continue
        for key in sorted(set(values) - set(FIELDS)):
            tell(row.problem(_unknown_field(key)))
        yield row


def _csv_rows(text: str, tell: Callable[[Problem], None]) -> list[Row]:
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=head.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(reader, [])]
        if not _head_fits(names, tell):
            return []
        return list(_csv_cards(reader, names, tell))
    except csv.Error:
        tell(Problem("line", reader.line_num, ScreeningError("This line is no CSV: check its quotation marks.")))
        return []


def _head_fits(names: list[str], tell: Callable[[Problem], None]) -> bool:
    """Whether the first line names each column once."""
    missing = [field for field in FIELDS if field not in names]
    wrong = sorted({name for name in names if name not in FIELDS or names.count(name) > 1})
    if missing:
        told = ", ".join(missing)
        tell(
            Problem("line", 1, ScreeningError("The first line has to name the columns; missing: {names}.", names=told))
        )
    for name in wrong:
        tell(Problem("line", 1, _unknown_field(name)))
    return not missing and not wrong


def _csv_cards(reader: Any, names: list[str], tell: Callable[[Problem], None]) -> Iterator[Row]:
    first = reader.line_num + 1  # a text in quotation marks may go over several lines
    for values in reader:
        row = Row("line", first, dict(zip(names, values, strict=False)))
        first = reader.line_num + 1
        if not any(value.strip() for value in values):
            continue
        if len(values) == len(names):
            yield row
        else:
            tell(row.problem(_wrong_count(len(values), len(names))))


def _wrong_count(found: int, wanted: int) -> ScreeningError:
    return ScreeningError(
        "There are {found} fields in place of {wanted}. Put texts with a comma into quotation marks.",
        found=found,
        wanted=wanted,
    )


def _unknown_field(name: str) -> ScreeningError:
    shown = clean(name)[:40]
    return ScreeningError("“{field}” is no field of a card, or is there twice.", field=shown)
