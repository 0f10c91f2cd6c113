"""Key pairs, so that a key can be handed to somebody who is not there to type the passphrase.

HPKE (RFC 9180) with X25519, HKDF-SHA256 and AES-256-GCM.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.crypto.keys import Key
from screening_app.errors import WrongKeyError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.hpke import Suite


def public_of(private: Key) -> bytes:
    """The public half of a private key, 32 bytes: any `Key` can be one."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private.secret).public_key().public_bytes_raw()


def seal(inner: Key, public: bytes, label: str) -> bytes:
    """`inner`, readable only for the owner of `public`, who has to name the same label."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    return _suite().encrypt(inner.secret, X25519PublicKey.from_public_bytes(public), info=label.encode())


def unseal(sealed: bytes, private: Key, label: str) -> Key:
    """The key that `seal` was given; raises `WrongKeyError` for another owner or label, or changed bytes."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    owner = X25519PrivateKey.from_private_bytes(private.secret)
    try:
        return Key(_suite().decrypt(sealed, owner, info=label.encode()))
    except (InvalidTag, ValueError):
        raise WrongKeyError from None


def _suite() -> Suite:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
