"""Keys: wrapped, unwrapped, derived, never shown."""

from __future__ import annotations

import pytest

from screening_app.crypto.keys import Key, new_key
from screening_app.errors import WrongKeyError


def test_only_the_same_key_and_label_unwrap():
    outer, inner = new_key(), new_key()
    wrapped = outer.wrap(inner, "interview a")
    assert outer.unwrap(wrapped, "interview a") == inner
    for key, label in ((outer, "interview b"), (new_key(), "interview a")):
        with pytest.raises(WrongKeyError):
            key.unwrap(wrapped, label)


def test_changed_or_shortened_bytes_are_not_unwrapped():
    outer = new_key()
    wrapped = outer.wrap(new_key(), "a")
    for place in range(len(wrapped)):
        changed = bytes(byte ^ (place == number) for number, byte in enumerate(wrapped))
        with pytest.raises(WrongKeyError):
            outer.unwrap(changed, "a")
        with pytest.raises(WrongKeyError):
            outer.unwrap(wrapped[:place], "a")


def test_derived_keys_differ_by_purpose_and_salt_and_are_the_same_each_time():
    key = new_key()
    derived = [key.derived("a"), key.derived("b"), key.derived("a", salt=b"s")]
    assert len({key.secret, *(each.secret for each in derived)}) == 4
    assert key.derived("a") == derived[0]


def test_the_derivation_is_hkdf_as_published():
    """RFC 5869, test case 3, as far as a key goes: no salt, SHA-256; computed by its two steps."""
    import hashlib
    import hmac

    key = Key(bytes(range(32)))
    extracted = hmac.digest(bytes(32), key.secret, hashlib.sha256)
    assert key.derived("purpose").secret == hmac.digest(extracted, b"purpose\x01", hashlib.sha256)


def test_a_key_is_never_printed():
    key = new_key()
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="32"):
        Key(bytes(length))
