"""Tables and documents as other programs read them: CSV that a spreadsheet opens without harm, and JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, BinaryIO, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Cell = str | float | bool | None

# A spreadsheet takes a cell that begins so for a formula (CWE-1236); the wide ones come from Chinese keyboards.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before one that would be."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def write_table(path: Path, rows: Sequence[Mapping[str, Cell]], columns: Sequence[str] = ()) -> None:
    """Write rows as CSV: comma, UTF-8 with a byte-order mark, so that Excel reads every letter.

    The columns are those that are named, then all others of the rows in the order in which they come up. Numbers stay
    numbers, with a point; None is an empty cell, and text is made harmless.
    """
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    with path.open("wb") as file:
        write_rows(file, names, ([row.get(name) for name in names] for row in rows))


def write_rows(file: BinaryIO, names: Sequence[str], rows: Iterable[Iterable[Cell]]) -> None:
    """Write a table, as `write_table` does, into an open file, a row at a time, however many there are."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()


class GrowingTable:
    """A table whose columns are known only after its last row: until then rows wait in a file beside, not in memory.

    A context: the file beside is gone after it, whether the table was written or not.
    """

    def __init__(self, path: Path, columns: Sequence[str] = ()) -> None:
        """The columns are those that are named, then all others of the rows in the order in which they come up."""
        self._path, self._names = path, dict.fromkeys(columns)
        self._waiting = path.with_name(f".{path.name}.rows")
        self._rows = self._waiting.open("w+", encoding="ascii")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._rows.close()
        self._waiting.unlink()

    def add(self, row: Mapping[str, Cell]) -> None:
        """Put a row below the others."""
        self._names.update(dict.fromkeys(row))
        self._rows.write(json.dumps([row.get(name) for name in self._names]) + "\n")

    def write(self, columns: Mapping[str, str] | None = None) -> None:
        """Write the table as `write_table` does: all columns, or only these, each under the name given to it."""
        known = tuple(self._names)
        wanted = columns or {name: name for name in known}
        self._rows.seek(0)
        with self._path.open("wb") as file:
            cells = (dict(zip(known, json.loads(line), strict=False)) for line in self._rows)  # early rows are shorter
            write_rows(file, tuple(wanted.values()), ([row.get(name) for name in wanted] for row in cells))


def _cell(value: Cell) -> Cell:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def write_document(path: Path, document: Mapping[str, object]) -> None:
    """Write a document as JSON in UTF-8. Raises ValueError for numbers that are not finite."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    path.write_bytes(text.encode("utf-8", "replace"))


def flat(named: Mapping[str, object], prefix: str = "") -> dict[str, Cell]:
    """Nested values side by side, as "quality.words"; several texts in one cell, with "; " between them."""
    found: dict[str, Cell] = {}
    for name, value in named.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{name}.")
        elif isinstance(value, (list, tuple)):
            found[f"{prefix}{name}"] = "; ".join(map(str, _plain(value)))
        else:
            found[f"{prefix}{name}"] = value if isinstance(value, (str, float, int, bool)) else None
    return found


def _plain(values: Iterable[object]) -> Iterable[object]:
    return (value for value in values if value is not None)
