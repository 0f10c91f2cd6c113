"""Files that the user exports: whole or not at all."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from screening_app.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A place beside `path`; what the block writes there is then moved to `path`, in the place of what was there.

    Raises StorageError where the folder or the file cannot be written.
    """
    beside = path.with_name(f"{path.stem}.part{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.touch()
        yield beside
        beside.replace(path)
    except OSError as error:
        raise StorageError(
            "The file {name} could not be written. Close it where it is open, or choose another folder.",
            name=path.name,
        ) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
