"""Passphrases: how strong one is, and the key that is made of it."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field

from screening_app.crypto.keys import KEY_BYTES, Key

ENOUGH = 3  # of zxcvbn's scores 0 to 4: more than 10^8 guesses (Wheeler, USENIX Security 2016)
SHORTEST = 10  # characters
_LOOKED_AT = 72  # characters; zxcvbn takes time with more, and they cannot make it weaker
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Strength:
    """How hard a passphrase is to guess."""

    score: int  # zxcvbn's, from 0 to 4
    log10_guesses: float

    @property
    def is_enough(self) -> bool:
        """Whether it may protect patients' data."""
        return self.score >= ENOUGH


@dataclass(frozen=True, slots=True)
class Stretching:
    """How a passphrase is stretched to a key: Argon2id, as RFC 9106, section 4, recommends where memory is scarce."""

    salt: bytes = field(default_factory=lambda: os.urandom(_SALT_BYTES))
    passes: int = 3
    memory_kib: int = 64 << 10
    lanes: int = 4

    def key(self, passphrase: str) -> Key:
        """The key, the same however the system composes letters and accents; takes about 0.1 seconds."""
        from argon2.low_level import Type, hash_secret_raw

        secret = unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass")
        made = hash_secret_raw(secret, self.salt, self.passes, self.memory_kib, self.lanes, KEY_BYTES, Type.ID)
        return Key(made)


def strength(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """How hard it is to guess for somebody who knows these words of its owner, such as the name."""
    from zxcvbn import zxcvbn

    if len(passphrase) < SHORTEST:
        return Strength(0, 0.0)
    words = [part for text in known for part in (text, *text.split())]
    found = zxcvbn(passphrase[:_LOOKED_AT], user_inputs=words)
    return Strength(int(found["score"]), float(found["guesses_log10"]))
