"""Lines of a file that only ever grows, each readable only with the key and at its own place."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

from screening_app.errors import WrongKeyError

if TYPE_CHECKING:
    from screening_app.crypto.keys import Key

_NONCE_BYTES = 12  # as NIST SP 800-38D, 8.2.2 recommends for random ones
_PURPOSE = "lines"


def seal_line(line: bytes, key: Key, number: int) -> bytes:
    """The line as it is written: AES-256-GCM with a random nonce, in letters, with its end."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(key.derived(_PURPOSE).secret).encrypt(nonce, line, _place(number))
    return base64.b64encode(nonce + sealed) + b"\n"


def unseal_line(sealed: bytes, key: Key, number: int) -> bytes:
    """What `seal_line` was given; raises `WrongKeyError` for another key or place, or changed or missing letters."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        content = base64.b64decode(sealed.rstrip(b"\n"), validate=True)
        nonce, rest = content[:_NONCE_BYTES], content[_NONCE_BYTES:]
        return AESGCM(key.derived(_PURPOSE).secret).decrypt(nonce, rest, _place(number))
    except (InvalidTag, ValueError):
        raise WrongKeyError from None


def _place(number: int) -> bytes:
    return number.to_bytes(8, "big")
