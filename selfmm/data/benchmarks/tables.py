"""Lines of a CSV file by the names in its first line; a line that cannot be read is named."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from selfmm import limited_files
from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, which knows where it stands so that trouble can be found."""

    path: Path
    number: int  # as an editor counts, the first line is 1
    cells: Mapping[str, str]  # without surrounding spaces

    def text(self, column: str) -> str:
        """A cell; "" where it is empty or the table has no such column."""
        return self.cells.get(column, "")

    def required(self, column: str) -> str:
        """A cell that may not be empty. Raises DataError."""
        return self.text(column) or self._fail(f"{column} is empty")

    def number_in(self, column: str) -> float | None:
        """A number; None where the cell is empty. Raises DataError where it is something else."""
        text = self.text(column)
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        return number if math.isfinite(number) else float(self._fail(f"{column} is “{text}”, not a number"))

    def file_in(self, folder: Path, column: str) -> Path | None:
        """The file that a cell names, relative to `folder`; None where the cell is empty.

        Raises DataError where it is not a relative path, or leads out of `folder`, be it by .. or by a link.
        """
        name = self.text(column)
        if not name:
            return None
        if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
            self._fail(f"{column} is “{name}”, which is not relative to the table's folder")
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            self._fail(f"{column} is “{name}”, which lies outside the table's folder")
        return folder / name

    def _fail(self, what: str) -> str:
        raise wrong_line(self.path, self.number, what)


def wrong_line(path: Path, number: int, what: object) -> DataError:
    """What to raise for a line that cannot be used."""
    return DataError(
        "Line {number} of {file} cannot be read ({error}). Correct it and try again.",
        number=number,
        file=path,
        error=what,
    )


def read_table(path: Path, *, required: Iterable[str]) -> list[Line]:
    """All lines of a table in UTF-8, with or without a byte-order mark. Raises DataError.

    `required` columns have to be there; names of columns are compared without case and surrounding spaces.
    """
    try:
        limited_files.check_size(path, limited_files.TABLE)
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            _check_header(path, header, required)
            lines = [_line(path, reader.line_num, header, cells) for cells in reader if any(cells)]
    except FileNotFoundError as error:
        raise DataError("There is no {file}. Check its name.", file=path) from error
    except OSError as error:
        raise DataError("{name} cannot be read. Check that you may open it.", name=path.name) from error
    except UnicodeDecodeError as error:
        raise DataError("{name} is not in UTF-8. Save it as “CSV UTF-8” and try again.", name=path.name) from error
    except csv.Error as error:
        raise DataError("{name} is no table ({error}). Save it as CSV again.", name=path.name, error=error) from error
    return lines


def _check_header(path: Path, header: list[str], required: Iterable[str]) -> None:
    missing = [name for name in required if name.lower() not in header]
    if missing:
        raise DataError(
            "{name} has no column {columns}. Its first line names the columns; add what is missing.",
            name=path.name,
            columns=", ".join(missing),
        )


def _line(path: Path, number: int, header: list[str], cells: list[str]) -> Line:
    if len(cells) != len(header):
        raise wrong_line(path, number, f"{len(cells)} cells for {len(header)} columns")
    return Line(path, number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)})
