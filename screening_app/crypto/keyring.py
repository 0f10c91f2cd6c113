"""Who can open the data: each user's passphrase, or the recovery key, leads to the one master key.

    passphrase ── Argon2id ──▶ key ── unwraps ──▶ the user's private key ── unseals ──▶ master key
    recovery key ────────────────────────────────▶ a private key ───────── unseals ──▶ master key

So a passphrase is changed without touching the data, and the master key is changed without anybody's passphrase.

Each seal says whether the database had been encrypted by then, in a part that nobody can change without breaking it: so
a plain database that somebody puts in the encrypted one's place is told from one that waits to be encrypted.
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

FORMAT, VERSION = "screening-keyring", 2
_WITHOUT_MARK = 1  # the version before, whose seals say nothing
LARGEST = 1 << 20  # bytes; a thousand users have a third of that
_MOST = {"passes": 20, "memory_kib": 1 << 20, "lanes": 64}  # a forged file must not make the computer stand still
_NEXT = "next master key"
_RECOVERY = "recovery"  # in the place of a holder's id
_MASTER, _MARKED = "master key", "of an encrypted database"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a passphrase. `sealed_master` is empty for who may not open the data (any more).

    `is_marked` says whether the database had been encrypted when it was sealed; believed only once it opens.
    """

    id: str
    name: str
    stretching: Stretching
    public: bytes
    wrapped_private: bytes
    sealed_master: bytes = field(repr=False)
    is_marked: bool = False

    def private(self, passphrase: str) -> Key:
        """The private key; raises `WrongKeyError` for another passphrase."""
        return self.stretching.key(passphrase).unwrap(self.wrapped_private, self.id)

    def master(self, passphrase: str) -> Key:
        """The master key; raises `WrongKeyError` for another passphrase, or where the holder may not have it."""
        if not self.sealed_master:
            raise WrongKeyError
        return unseal(self.sealed_master, self.private(passphrase), _label(self.id, is_marked=self.is_marked))

    def with_passphrase(self, private: Key, passphrase: str) -> Holder:
        """The same holder with another passphrase; everything else stays."""
        stretching = Stretching()
        return replace(self, stretching=stretching, wrapped_private=stretching.key(passphrase).wrap(private, self.id))

    def with_new_pair(self, passphrase: str) -> Holder:
        """The same holder after the passphrase was lost: with another key pair, which opens nothing yet."""
        private = new_key()
        return replace(self, public=public_of(private), sealed_master=b"").with_passphrase(private, passphrase)

    def trusted_with(self, master: Key, *, is_marked: bool = True) -> Holder:
        """The same holder, who can open what `master` opens; not marked as long as the database may be a plain one."""
        sealed = seal(master, self.public, _label(self.id, is_marked=is_marked))
        return replace(self, sealed_master=sealed, is_marked=is_marked)

    def shut_out(self) -> Holder:
        """The same holder, who can open nothing; what was opened before is another matter, so change the master key."""
        return replace(self, sealed_master=b"")


@dataclass(frozen=True, slots=True)
class Keyring:
    """All who hold a key, and the recovery key's half that is no secret."""

    holders: tuple[Holder, ...]
    recovery_public: bytes
    recovery_sealed: bytes = field(repr=False)
    recovery_is_marked: bool = False  # as with a holder
    next_master: bytes = field(default=b"", repr=False)  # wrapped by the present one, while it takes its place

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
        return unseal(self.recovery_sealed, key_of(typed), _label(_RECOVERY, is_marked=self.recovery_is_marked))

    def with_new_recovery_key(self, master: Key) -> tuple[Keyring, str]:
        """With another recovery key, which is returned to be printed; the one before opens nothing any more."""
        printed = new_recovery_key()
        public = public_of(key_of(printed))
        sealed = _for_recovery(master, public, is_marked=self.recovery_is_marked)
        return replace(self, recovery_public=public, recovery_sealed=sealed), printed

    def with_new_master(self, master: Key) -> Keyring:
        """With another master key for all who had the one before, or the same, marked; without their passphrases."""
        holders = tuple(each.trusted_with(master) if each.sealed_master else each for each in self.holders)
        sealed = _for_recovery(master, self.recovery_public, is_marked=True)
        return replace(self, holders=holders, recovery_sealed=sealed, recovery_is_marked=True, next_master=b"")

    def with_next_master(self, master: Key, following: Key) -> Keyring:
        """With another master key that is to follow: all is done that can be gone on with from the present one."""
        return replace(self, next_master=master.wrap(following, _NEXT))

    def following(self, master: Key) -> Key | None:
        """The master key that is to follow this one; None where none is. Raises `WrongKeyError`."""
        return master.unwrap(self.next_master, _NEXT) if self.next_master else None


def new_holder(name: str, passphrase: str) -> tuple[Holder, Key]:
    """Somebody who can open nothing yet, and the private key."""
    private = new_key()
    empty = Holder(uuid.uuid4().hex, name, Stretching(), public_of(private), b"", b"")
    return empty.with_passphrase(private, passphrase), private


def new_keyring(name: str, passphrase: str) -> tuple[Keyring, Key, str]:
    """A keyring with one holder, not marked; with it the master key, and the recovery key to be printed."""
    master = new_key()
    holder, _ = new_holder(name, passphrase)
    ring, printed = Keyring((holder.trusted_with(master, is_marked=False),), b"", b"").with_new_recovery_key(master)
    return ring, master, printed


def to_bytes(ring: Keyring) -> bytes:
    """The keyring as a file's content."""
    document = {"format": FORMAT, "version": VERSION, **asdict(ring)}
    return json.dumps(document, ensure_ascii=False, indent=1, default=_text).encode()


def from_bytes(content: bytes, name: str) -> Keyring:
    """The keyring in a file called `name`; raises `DamagedFileError` where it is none."""
    try:
        document = json.loads(content)
        if (
            document["format"] != FORMAT
            or document["version"] not in {_WITHOUT_MARK, VERSION}
            or len(content) > LARGEST
        ):
            raise ValueError(document["version"])
        holders = tuple(_holder(each) for each in document["holders"])
        return Keyring(
            holders,
            _bytes(document["recovery_public"]),
            _bytes(document["recovery_sealed"]),
            recovery_is_marked=document.get("recovery_is_marked") is True,
            next_master=_bytes(document.get("next_master", "")),
        )
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
        _bytes(document["public"]),
        _bytes(document["wrapped_private"]),
        _bytes(document["sealed_master"]),
        is_marked=document.get("is_marked") is True,
    )


def _for_recovery(master: Key, public: bytes, *, is_marked: bool) -> bytes:
    return seal(master, public, _label(_RECOVERY, is_marked=is_marked))


def _label(whose: str, *, is_marked: bool) -> str:
    return f"{_MASTER} {whose} {_MARKED}" if is_marked else f"{_MASTER} {whose}"


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
