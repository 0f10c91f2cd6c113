"""What the commands say on the screen: results, numbers and codes as people read them."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from selfmm.errors import SelfMMError


def put(text: str) -> None:
    """Print a result. Raises SelfMMError where it cannot be written, as on a full disk or to a program that ended."""
    try:
        print(text.removesuffix("\n"), flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still tries at its end
        raise SelfMMError(
            "The result cannot be written where it was sent. Check that the disk is not full, then try again."
        ) from error


def leads() -> bool:
    """Whether this process speaks for all that `torchrun` started; also where it started none."""
    return os.environ.get("RANK", "0") == "0"


def to_json(document: Any) -> str:
    """Plain values as JSON."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def number(value: float | None) -> str:
    """Four digits, or a dash."""
    return "–" if value is None else f"{value:.4g}"


def words(code: str) -> str:
    """A code such as "too_little_voice" as words."""
    return code.replace("_", " ")
