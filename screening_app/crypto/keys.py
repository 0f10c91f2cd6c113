"""Keys: made, derived from one another, and wrapped so that they can be stored."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from screening_app.errors import WrongKeyError

KEY_BYTES = 32  # AES-256
_NONCE_BYTES = 12  # as NIST SP 800-38D, 8.2.2 recommends for random ones


@dataclass(frozen=True, slots=True)
class Key:
    """Thirty-two secret bytes, which are never printed."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")

    def derived(self, purpose: str, *, salt: bytes = b"") -> Key:
        """Another key for one purpose, from which this one cannot be found: HKDF-SHA256 (RFC 5869)."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return Key(HKDF(SHA256(), KEY_BYTES, salt, purpose.encode()).derive(self.secret))

    def wrap(self, inner: Key, label: str) -> bytes:
        """`inner`, readable only with this key and the same label: AES-256-GCM with a random nonce."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, inner.secret, label.encode())

    def unwrap(self, wrapped: bytes, label: str) -> Key:
        """The key that `wrap` was given; raises `WrongKeyError` for another key or label, or changed bytes."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
            return Key(AESGCM(self.secret).decrypt(nonce, sealed, label.encode()))
        except (InvalidTag, ValueError):
            raise WrongKeyError from None


def new_key() -> Key:
    """A key from the system's random numbers."""
    return Key(os.urandom(KEY_BYTES))
