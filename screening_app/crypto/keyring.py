"""Who can open the data: each user's passphrase, or the recovery key, leads to the one master key.

    passphrase ── Argon2id ──▶ key ── unwraps ──▶ the user's private key ── unseals ──▶ master key
    recovery key ────────────────────────────────▶ a private key ───────── unseals ──▶ master key

So a passphrase is changed without touching the data, and the master key is changed without anybody's passphrase.
"""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from screening_app.crypto.key_pair import public_of, seal, unseal
from screening_app.crypto.keys import Key, new_key
from screening_app.crypto.passphrases import Stretching
from screening_app.crypto.recovery_key import key_of, new_recovery_key
from screening_app.errors import DamagedFileError, WrongKeyError

FORMAT, VERSION = "screening-keyring", 1
LARGEST = 1 << 20  # bytes; a thousand users have a third of that
_MOST = {"passes": 20, "memory_kib": 1 << 20, "lanes": 64}  # a forged file must not make the computer stand still
_MASTER = "master key"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a passphrase. `sealed_master` is empty for who may not open the data (any more)."""

    id: str
    name: str
    stretching: Stretching
    public: bytes
    wrapped_private: bytes
    sealed_master: bytes = field(repr=False)

    def private(self, passphrase: str) -> Key:
        """The private key; raises `WrongKeyError` for another passphrase."""
        return self.stretching.key(passphrase).unwrap(self.wrapped_private, self.id)

    def master(self, passphrase: str) -> Key:
        """The master key; raises `WrongKeyError` for another passphrase, or where the holder may not have it."""
        if not self.sealed_master:
            raise WrongKeyError
        return unseal(self.sealed_master, self.private(passphrase), f"{_MASTER} {self.id}")

    def with_passphrase(self, private: Key, passphrase: str) -> Holder:
        """The same holder with another passphrase; everything else stays."""
        stretching = Stretching()
        return replace(self, stretching=stretching, wrapped_private=stretching.key(passphrase).wrap(private, self.id))

    def with_new_pair(self, passphrase: str) -> Holder:
        """The same holder after the passphrase was lost: with another key pair, which opens nothing yet."""
        private = new_key()
        return replace(self, public=public_of(private), sealed_master=b"").with_passphrase(private, passphrase)

    def trusted_with(self, master: Key) -> Holder:
        """The same holder, who can open what `master` opens."""
        return replace(self, sealed_master=seal(master, self.public, f"{_MASTER} {self.id}"))

    def shut_out(self) -> Holder:
        """The same holder, who can open nothing; what was opened before is another matter, so change the master key."""
        return replace(self, sealed_master=b"")


@dataclass(frozen=True, slots=True)
class Keyring:
    """All who hold a key, and the recovery key's half that is no secret."""

    holders: tuple[Holder, ...]
    recovery_public: bytes
    recovery_sealed: bytes = field(repr=False)

    def holder(self, holder_id: str) -> Holder:
        """The holder with this id; raises KeyError."""
        return {each.id: each for each in self.holders}[holder_id]

    def with_holder(self, holder: Holder) -> Keyring:
        """With `holder` in the place of the one with the same id, or at the end."""
        if all(each.id != holder.id for each in self.holders):
            return replace(self, holders=(*self.holders, holder))
        return replace(self, holders=tuple(holder if each.id == holder.id else each for each in self.holders))

    def recovered(self, typed: str) -> Key:
        """The master key by the printed recovery key; raises `WrongKeyError`."""
        return unseal(self.recovery_sealed, key_of(typed), f"{_MASTER} recovery")

    def with_new_recovery_key(self, master: Key) -> tuple[Keyring, str]:
        """With another recovery key, which is returned to be printed; the one before opens nothing any more."""
        printed = new_recovery_key()
        public = public_of(key_of(printed))
        return replace(self, recovery_public=public, recovery_sealed=_for_recovery(master, public)), printed

    def with_new_master(self, master: Key) -> Keyring:
        """With another master key for all who had the one before, without their passphrases."""
        holders = tuple(each.trusted_with(master) if each.sealed_master else each for each in self.holders)
        return replace(self, holders=holders, recovery_sealed=_for_recovery(master, self.recovery_public))


def new_holder(name: str, passphrase: str) -> tuple[Holder, Key]:
    """Somebody who can open nothing yet, and the private key."""
    private = new_key()
    empty = Holder(uuid.uuid4().hex, name, Stretching(), public_of(private), b"", b"")
    return empty.with_passphrase(private, passphrase), private


def new_keyring(name: str, passphrase: str) -> tuple[Keyring, Key, str]:
    """A keyring with one holder; with it the master key, and the recovery key to be printed."""
    master = new_key()
    holder, _ = new_holder(name, passphrase)
    ring, printed = Keyring((holder.trusted_with(master),), b"", b"").with_new_recovery_key(master)
    return ring, master, printed


def to_bytes(ring: Keyring) -> bytes:
    """The keyring as a file's content."""
    document = {"format": FORMAT, "version": VERSION, **asdict(ring)}
    return json.dumps(document, ensure_ascii=False, indent=1, default=_text).encode()


def from_bytes(content: bytes, name: str) -> Keyring:
    """The keyring in a file called `name`; raises `DamagedFileError` where it is none."""
    try:
        document = json.loads(content)
        if (document["format"], document["version"]) != (FORMAT, VERSION) or len(content) > LARGEST:
            raise ValueError(document["version"])
        holders = tuple(_holder(each) for each in document["holders"])
        return Keyring(holders, _bytes(document["recovery_public"]), _bytes(document["recovery_sealed"]))
    except (KeyError, TypeError, ValueError, RecursionError):
        raise DamagedFileError(name) from None


def _holder(document: dict[str, Any]) -> Holder:
    stretching = document["stretching"]
    numbers = {name: int(stretching[name]) for name in _MOST}
    if not all(0 < number <= _MOST[name] for name, number in numbers.items()):
        raise ValueError(numbers)
    return Holder(
        _string(document["id"]),
        _string(document["name"]),
        Stretching(_bytes(stretching["salt"]), **numbers),
        *(_bytes(document[name]) for name in ("public", "wrapped_private", "sealed_master")),
    )


def _for_recovery(master: Key, public: bytes) -> bytes:
    return seal(master, public, f"{_MASTER} recovery")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))


def _bytes(value: object) -> bytes:
    return base64.b64decode(_string(value), validate=True)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value))
    return value
