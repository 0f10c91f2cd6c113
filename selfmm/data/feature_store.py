"""Feature sequences of different lengths in one flat file, read through the memory map, so that memory stays flat.

A store is a folder: `values.bin` (all rows' frames, one behind the other), `lengths.npy` (frames a row) and
`index.json` (what it is, in which version). It is written beside its place and then moved there.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import math
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from selfmm import limited_files
from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from numpy.typing import DTypeLike, NDArray

FORMAT, VERSION = "selfmm-feature-store", 1
DTYPES = ("float32", "float16")

_VALUES, _LENGTHS, _INDEX = "values.bin", "lengths.npy", "index.json"
_DAMAGE = (KeyError, TypeError, ValueError, OverflowError, RecursionError, EOFError)


@dataclass(frozen=True, slots=True, eq=False)
class FeatureStore:
    """Sequences on disk; `store[row]` is a read-only view (frames, dimensions) of the store's own dtype."""

    path: Path
    lengths: NDArray[np.int64]  # (rows,) frames; 0 where a row has none
    values: NDArray[Any]  # (all frames, dimensions), memory-mapped
    starts: NDArray[np.int64]  # (rows,) the first frame of each row
    sha256: str  # of values.bin, as it was written

    @property
    def dimensions(self) -> int:
        """Numbers a frame."""
        return int(self.values.shape[1])

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, row: int) -> NDArray[Any]:
        start = self.starts[row]
        return self.values[start : start + self.lengths[row]]

    def __iter__(self) -> Iterator[NDArray[Any]]:
        return (self[row] for row in range(len(self)))

    @classmethod
    def write(cls, path: Path, arrays: Iterable[NDArray[Any]], dtype: DTypeLike = np.float32) -> FeatureStore:
        """Store `arrays`, each (frames, dimensions), one at a time; what lay at `path` is replaced.

        Raises `DataError` where it cannot be saved, `ValueError` for values that are not finite or differ in width.
        """
        with FeatureWriter(path, dtype) as writer:
            for values in arrays:
                writer.append(values)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> FeatureStore:
        """The store in the folder `path`; `DataError` where it is missing, foreign, damaged or of a newer version."""
        try:
            index = limited_files.read_json(path / _INDEX, limited_files.DESCRIPTION)
            _check_kind(path, index)
            lengths = np.load(path / _LENGTHS, allow_pickle=False)
            return cls(path, *_mapped(path, index, lengths), str(index["sha256"]))
        except FileNotFoundError as error:
            raise DataError("{name} is missing or incomplete. Make it again.", name=path.name) from error
        except OSError as error:
            raise DataError("{name} cannot be read. Check that you may open it.", name=path.name) from error
        except _DAMAGE as error:
            raise _damaged(path) from error


class FeatureWriter:
    """Appends sequences to a store that takes its place when the `with` block ends well, and vanishes when not."""

    def __init__(self, path: Path, dtype: DTypeLike = np.float32) -> None:
        self.path = path
        self.dtype = np.dtype(dtype)
        if self.dtype.name not in DTYPES:
            raise ValueError(f"features are stored as {' or '.join(DTYPES)}, not {self.dtype.name}")
        self.dimensions = 0
        self._lengths: list[int] = []
        self._hash = hashlib.sha256()

    def __enter__(self) -> Self:
        with saving(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._beside = Path(tempfile.mkdtemp(dir=self.path.parent, prefix=f".{self.path.name}."))
            self._file = (self._beside / _VALUES).open("wb")
        return self

    def append(self, values: NDArray[Any] | None) -> None:
        """Add one sequence (frames, dimensions), all of the same dimensions and finite; None is one without frames."""
        if values is None:
            self._lengths.append(0)
            return
        content = np.ascontiguousarray(values, dtype=self.dtype)
        if content.ndim != 2 or content.shape[1] != (self.dimensions or content.shape[1]):
            raise ValueError(f"(frames, {self.dimensions}) is wanted, not {content.shape}")
        if not np.isfinite(content).all():
            raise ValueError("values that are not finite, or too large for the store")
        self.dimensions = content.shape[1]
        self._lengths.append(len(content))
        self._hash.update(content.data)
        with saving(self.path):
            self._file.write(content.data)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            with saving(self.path):
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                if kind is None:
                    self._write_index()
                    move_folder(self._beside, self.path)
        finally:
            self._file.close()
            shutil.rmtree(self._beside, ignore_errors=True)

    def _write_index(self) -> None:
        np.save(self._beside / _LENGTHS, np.array(self._lengths, np.int64), allow_pickle=False)
        index = {
            "format": FORMAT,
            "version": VERSION,
            "dtype": self.dtype.name,
            "rows": len(self._lengths),
            "frames": sum(self._lengths),
            "dimensions": self.dimensions,
            "sha256": self._hash.hexdigest(),
        }
        (self._beside / _INDEX).write_text(json.dumps(index, indent=1), encoding="utf-8")


@contextlib.contextmanager
def saving(path: Path) -> Iterator[None]:
    """Where something is saved at `path`: trouble with the disk becomes a `DataError` that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            template = "{path} was not saved: the disk is full. Free some space and try again."
            raise DataError(template, path=path) from error
        template = "{path} was not saved. Check that you may write in its folder, then try again."
        raise DataError(template, path=path) from error


def move_folder(beside: Path, path: Path) -> None:
    """Put the folder `beside` in the place of `path`; the older one is gone only when the new one is there."""
    old = beside.with_name(f"{beside.name}.old")
    if path.exists():
        path.rename(old)
    beside.rename(path)
    shutil.rmtree(old, ignore_errors=True)


def _check_kind(path: Path, index: Any) -> None:
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        raise DataError("{name} is not a store of features of this program. Name another folder.", name=path.name)
    if isinstance(index["version"], int) and index["version"] > VERSION:
        template = "{name} was made by a newer version of this program. Update this one to read it."
        raise DataError(template, name=path.name)
    if index["version"] != VERSION:
        raise _damaged(path)


def _mapped(path: Path, index: dict[str, Any], lengths: NDArray[Any]) -> tuple[Any, NDArray[Any], NDArray[np.int64]]:
    """Lengths, values and starts; raises ValueError where the sizes in index, lengths and values disagree."""
    rows, frames, dimensions = (index[name] for name in ("rows", "frames", "dimensions"))
    if index["dtype"] not in DTYPES or not all(type(n) is int and n >= 0 for n in (rows, frames, dimensions)):
        raise ValueError("sizes")
    if lengths.dtype != np.int64 or lengths.shape != (rows,) or (lengths < 0).any() or lengths.sum() != frames:
        raise ValueError("lengths")
    dtype = np.dtype(index["dtype"])
    if (path / _VALUES).stat().st_size != math.prod((frames, dimensions, dtype.itemsize)):
        raise ValueError("values")
    if frames * dimensions == 0:  # nothing can be mapped
        values = np.zeros((frames, dimensions), dtype)
    else:
        # a plain view of the map: a memmap's own slices cost ten times as much to make
        values = np.memmap(path / _VALUES, dtype, "r", shape=(frames, dimensions)).view(np.ndarray)
    return lengths, values, np.cumsum(lengths) - lengths


def _damaged(path: Path) -> DataError:
    return DataError("{name} is damaged. Delete it and make it again.", name=path.name)
