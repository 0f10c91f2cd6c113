"""The log file: what the program did and where it failed, never what a patient said or is called."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

_BYTES, _FILES = 1_000_000, 5


class WithoutContent(logging.Formatter):
    """Writes of an exception only its type and where it was raised.

    Messages of exceptions hold values: a database's names its parameters, a parser's the text before it.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        """The frames and the types, the cause first."""
        lines: list[str] = []
        error = ei[1]
        while error is not None:
            frames = "".join(traceback.format_tb(error.__traceback__))
            lines.insert(0, f"{frames}{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhich led to\n".join(lines)


def set_up_log(folder: Path) -> None:
    """Log to a file in `folder` that is renewed before it grows large; where that cannot be written, to the console."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handlers.append(RotatingFileHandler(folder / "app.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"))
    except OSError:
        pass  # the workspace, opened next, says what is wrong with the folder
    for handler in handlers:
        handler.setFormatter(WithoutContent("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handlers[0].setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a log that cannot be written, on a full disk for one, disturbs nobody
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # tells of every plugin at every start
