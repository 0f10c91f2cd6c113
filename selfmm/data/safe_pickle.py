"""Pickles read without running what is in them: numpy arrays, numbers, texts and plain containers, nothing else.

A pickle is a program. Reading one may call any function that can be imported, so each name that it asks for is looked
up in a short table here, and everything else is refused before it is called. numpy's own classes are not handed out
either: their `__setstate__` believes what a pickle says about memory (an array of pointers could be given any bytes),
so arrays and dtypes are rebuilt by checked stand-ins.
"""

from __future__ import annotations

import math
import pickle
import re
import struct
from collections import OrderedDict
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMIT_BYTES = 64 * 2**30  # MMSA's largest file is below 16 GiB; a larger one is more likely a mistake

# bool, integers, floats, complex numbers, bytes, texts and objects; no records, whose fields could be pointers
_KINDS = re.compile(r"[<>|=]?(?:[?bBhHiIlLqQefdgFDOSU]|[biufc]\d{1,2}|[SU]\d{1,7}|O[48]|b1)")
_BYTE_ORDERS = ("<", ">", "|", "=")
_DAMAGE = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    OverflowError,
    RecursionError,
    struct.error,
)


def load_pickle(path: Path, *, limit_bytes: int = LIMIT_BYTES) -> Any:
    """What is in a pickle of numpy arrays (any shape) and plain containers.

    Raises `DataError` where the file is missing, larger than `limit_bytes`, cut short, no pickle, or asks for anything
    that is not admitted; then nothing of it has run.
    """
    _check_size(path, limit_bytes)
    try:
        with path.open("rb") as file:
            return _AdmittingUnpickler(file, encoding="latin1").load()
    except _NotAdmittedError as error:
        raise DataError(
            "{name} asks for {what}, which data do not need and which could run a program when it is read. "
            "Get the file from its publishers again, or have it saved with plain arrays.",
            name=path.name,
            what=error.what,
        ) from error
    except _DAMAGE as error:
        template = "{name} is cut short, damaged or no pickle. Fetch it again, or name another file."
        raise DataError(template, name=path.name) from error
    except MemoryError as error:
        template = "{name} needs more memory than there is. Close other programs, or read it on a larger computer."
        raise DataError(template, name=path.name) from error
    except OSError as error:
        raise DataError("{name} cannot be read. Check that you may open it.", name=path.name) from error


def _check_size(path: Path, limit_bytes: int) -> None:
    if not path.is_file():
        raise DataError("There is no file {path}. Check its name.", path=path)
    size = path.stat().st_size
    if size == 0:
        raise DataError("{name} is empty. Fetch it again.", name=path.name)
    if size > limit_bytes:
        template = "{name} has {size} GB; no data set of this kind has more than {limit} GB. Name another file."
        raise DataError(template, name=path.name, size=round(size / 1e9, 1), limit=round(limit_bytes / 1e9, 1))


class _NotAdmittedError(pickle.UnpicklingError):
    """A pickle asks for something that is not in the table."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class _AdmittingUnpickler(pickle._Unpickler):
    """An unpickler for which only the names in `_ADMITTED` exist.

    It is the one written in Python, since the one in C believes a damaged file: a memo number makes it fill up to
    64 GB, and a bytearray that is too long is thrown away unmade, with a SystemError that no caller can catch. Arrays
    are read in one piece by either, so that a large file takes little longer.
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ADMITTED:
            raise _NotAdmittedError(f"{module}.{name}")
        return _ADMITTED[module, name]


class _Maker:
    """A function that a pickle may call and may not change."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[..., Any]) -> None:
        self._make = make

    def __call__(self, *arguments: Any) -> Any:
        return self._make(*arguments)

    def __setstate__(self, state: object) -> None:
        raise _NotAdmittedError("a change of a function")


class _Dtype:
    """A dtype of plain numbers, texts or objects, and the byte order that a pickle adds afterwards."""

    __slots__ = ("real",)

    def __init__(self, kind: object) -> None:
        if isinstance(kind, bytes):
            kind = kind.decode("latin1")
        if not isinstance(kind, str) or _KINDS.fullmatch(kind) is None:
            raise _NotAdmittedError(f"an array of {kind!r}")
        self.real: np.dtype[Any] = np.dtype(kind)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """`state` is (version, byte order, subarray, names, fields, …); sizes and flags are not taken from it."""
        order, *records = state[1:5]
        if any(part is not None for part in records):
            raise _NotAdmittedError("an array of records")
        if isinstance(order, bytes):
            order = order.decode("latin1")
        if order not in _BYTE_ORDERS:
            raise _NotAdmittedError("an unknown byte order")
        self.real = self.real.newbyteorder(order)


class _Array(np.ndarray[Any, Any]):
    """An array whose state is checked before numpy takes it over."""

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """`state` is (version, shape, dtype, whether columns come first, bytes or list)."""
        shape, dtype, columns_first, content = state[-4:]
        real = _real(dtype)
        if not isinstance(shape, tuple) or not all(type(size) is int and size >= 0 for size in shape):
            raise ValueError("not a shape")
        wanted = math.prod(shape)
        if real.hasobject:
            fits = type(content) is list and len(content) == wanted
        else:
            content = _bytes(content)
            fits = len(content) == wanted * real.itemsize
        if not fits:
            raise ValueError("content and shape disagree")
        checked: Any = (1, shape, real, int(columns_first), content)
        super().__setstate__(checked)


def _real(dtype: object) -> np.dtype[Any]:
    if not isinstance(dtype, _Dtype):
        raise _NotAdmittedError("an array of an unknown kind")
    return dtype.real


def _bytes(content: object) -> bytes:
    """Raw content; Python 2 wrote it as what Python 3 reads as a text."""
    if isinstance(content, str):
        return content.encode("latin1")
    if not isinstance(content, bytes | bytearray):
        raise TypeError("not bytes")
    return bytes(content)


def _dtype(kind: object, *_: object) -> _Dtype:
    return _Dtype(kind)


def _reconstruct(kind: object, *_: object) -> _Array:
    if kind is not _NDARRAY:
        raise _NotAdmittedError("an array of a class of its own")
    return np.ndarray.__new__(_Array, (0,), np.int8)


def _from_buffer(buffer: object, dtype: object, shape: tuple[int, ...], order: str) -> _Array:
    """An array as protocol 5 has it; numpy refuses objects from a buffer, and content that does not fit."""
    flat = np.frombuffer(_bytes(buffer), dtype=_real(dtype))
    return flat.reshape(shape, order="F" if order == "F" else "C").view(_Array)


def _scalar(dtype: object, content: object = b"") -> Any:
    real = _real(dtype)
    if real.itemsize == 0:
        return np.zeros((), real)[()]
    return np.frombuffer(_bytes(content), dtype=real, count=1)[0]


def _encode(text: object, encoding: object = "latin1") -> bytes:
    """How protocol 2 stores bytes."""
    if not isinstance(text, str) or encoding not in {"latin1", "latin-1"}:
        raise _NotAdmittedError("an encoding")
    return text.encode("latin1")


def _empty_bytes() -> bytes:
    """How protocol 2 stores bytes of length 0: as a call of `bytes` without arguments."""
    return b""


_NDARRAY = _Maker(_reconstruct)  # only ever the first argument of _reconstruct; calling it leads to a refusal

_ADMITTED: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): _NDARRAY,
    ("numpy", "dtype"): _Maker(_dtype),
    ("_codecs", "encode"): _Maker(_encode),
    ("collections", "OrderedDict"): OrderedDict,
    ("__builtin__", "bytes"): _Maker(_empty_bytes),
    **{
        (f"numpy.{core}.{module}", name): _Maker(make)
        for core in ("core", "_core")
        for module, name, make in (
            ("multiarray", "_reconstruct", _reconstruct),
            ("multiarray", "scalar", _scalar),
            ("numeric", "_frombuffer", _from_buffer),
        )
    },
    **{
        (builtins, kind.__name__): kind
        for builtins in ("builtins", "__builtin__")
        for kind in (set, frozenset, list, dict, tuple)
    },
}
