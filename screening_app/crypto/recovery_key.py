"""The recovery key: printed once, it opens the data where every passphrase is lost."""

from __future__ import annotations

import hashlib
import os

from screening_app.crypto.keys import KEY_BYTES, Key
from screening_app.errors import WrongKeyError

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none is taken for another
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\n": ""})
_RANDOM, _CHECK, _GROUP = 36, 4, 5  # letters: 180 random bits and 20 to find a slip of the pen


def new_recovery_key() -> str:
    """Forty letters and digits in groups of five."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(_RANDOM))  # 256 is a multiple of 32
    letters += _check(letters)
    return "-".join(letters[begin : begin + _GROUP] for begin in range(0, len(letters), _GROUP))


def key_of(typed: str) -> Key:
    """The key that a printed recovery key stands for; raises `WrongKeyError` for one that was mistyped."""
    letters = typed.upper().translate(_TAKEN_FOR)
    if len(letters) != _RANDOM + _CHECK or not set(letters) <= set(_LETTERS):
        raise WrongKeyError
    if _check(letters[:_RANDOM]) != letters[_RANDOM:]:
        raise WrongKeyError
    # 180 random bits need no stretching; the hash only brings them to a key's length
    return Key(hashlib.sha256(letters.encode()).digest()[:KEY_BYTES]).derived("recovery")


def _check(letters: str) -> str:
    digest = hashlib.sha256(b"recovery check" + letters.encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_CHECK])
