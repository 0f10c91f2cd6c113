"""Results as tables that people read (Markdown) and that other programs read (CSV)."""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cell = str | float | None
    Row = Sequence[Cell] | Mapping[str, Cell] | Any  # Any: a dataclass instance

MISSING = "–"  # what stands where there is no number
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # OWASP, "CSV Injection"


def markdown_table(header: Sequence[str], rows: Iterable[Row], *, digits: int = 3) -> str:
    """A Markdown table whose source is aligned too; columns of numbers stand to the right.

    A row is a sequence in the order of `header`, or a mapping or dataclass instance whose keys or fields `header`
    names; a key that a mapping lacks leaves its cell empty. Numbers are written with `digits` decimals, whole ones
    (int) as they are, and nan as a dash. Raises ValueError where a row is longer or shorter than the header.
    """
    cells = [_cells(header, row) for row in rows]
    texts = [[_escape(_shown(cell, digits)) for cell in row] for row in (header, *cells)]
    widths = [max(3, *map(_width, column)) for column in zip(*texts, strict=True)]
    right = [_is_numeric(column) for column in zip(*cells, strict=True)] or [False] * len(header)
    lines = [[_pad(text, width, side) for text, width, side in zip(row, widths, right, strict=True)] for row in texts]
    rule = ["-" * (width - 1) + ":" if side else "-" * width for width, side in zip(widths, right, strict=True)]
    return "".join(f"| {' | '.join(line)} |\n" for line in (lines[0], rule, *lines[1:]))


def csv_table(header: Sequence[str], rows: Iterable[Row]) -> str:
    """A table as comma-separated values; rows as in `markdown_table`.

    Numbers are written in full, nan and None as an empty text, and texts stand in quotes. A text that a spreadsheet
    would take for a formula gets a leading apostrophe: a name must not run anything on the reader's machine.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([_stored(title) for title in header])
    writer.writerows([_stored(cell) for cell in _cells(header, row)] for row in rows)
    return written.getvalue()


def format_number(value: float, *, digits: int = 3) -> str:
    """A number with `digits` decimals, a dash for nan; what rounds to zero has no sign."""
    return MISSING if math.isnan(value) else f"{value:z.{digits}f}"


def format_estimate(
    mean: float, deviation: float = math.nan, interval: tuple[float, float] | None = None, *, digits: int = 3
) -> str:
    """Such as "0.711 ± 0.014 [0.690, 0.732]"; without the parts that are nan or None."""
    text = format_number(mean, digits=digits)
    if not math.isnan(deviation):
        text += f" ± {format_number(deviation, digits=digits)}"
    if interval is not None and not any(map(math.isnan, interval)):
        lower, upper = (format_number(end, digits=digits) for end in interval)
        text += f" [{lower}, {upper}]"
    return text


def _cells(header: Sequence[str], row: Row) -> list[Cell]:
    if isinstance(row, Mapping):
        return [row.get(key) for key in header]
    cells = list(row) if isinstance(row, list | tuple) else [getattr(row, field) for field in header]
    if len(cells) != len(header):
        raise ValueError(f"A row has {len(cells)} cells where the header has {len(header)}.")
    return cells


def _shown(cell: Cell, digits: int) -> str:
    if isinstance(cell, float):
        return format_number(cell, digits=digits)
    return "" if cell is None else str(cell)


def _escape(text: str) -> str:
    """The text as one cell: nothing in it ends the cell, the row, or begins HTML."""
    text = " ".join(text.split())
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _is_numeric(column: Sequence[Cell]) -> bool:
    return not any(isinstance(cell, str) for cell in column) and any(cell is not None for cell in column)


def _width(text: str) -> int:
    """Columns of a terminal: Chinese signs take two, combining marks none."""
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text)


def _pad(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _stored(cell: Cell) -> str | float:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell
