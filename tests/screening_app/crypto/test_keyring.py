"""Who can open the data, and who cannot any more."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.crypto import keyring, passphrases
from screening_app.crypto.keyring import from_bytes, new_holder, new_keyring, to_bytes
from screening_app.crypto.keys import new_key
from screening_app.errors import DamagedFileError, WrongKeyError

PASSPHRASE, OTHER = "violet tractor hums at dawn", "碧绿的拖拉机在清晨低声哼唱"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """What Argon2id costs is tested where it is made."""
    real = passphrases.Stretching
    monkeypatch.setattr(keyring, "Stretching", lambda salt=b"0123456789abcdef", **_: real(salt, 1, 64, 1))


def test_the_passphrase_and_the_recovery_key_open_the_same():
    ring, master, printed = new_keyring("Dr Li", PASSPHRASE)
    assert ring.holders[0].master(PASSPHRASE) == master
    assert ring.recovered(printed) == master
    for wrong in (OTHER, "", PASSPHRASE + " "):
        with pytest.raises(WrongKeyError):
            ring.holders[0].master(wrong)
    with pytest.raises(WrongKeyError):
        ring.recovered(new_keyring("x", "y")[2])


def test_a_second_holder_opens_it_with_a_passphrase_of_their_own():
    ring, master, _ = new_keyring("Dr Li", PASSPHRASE)
    second, _ = new_holder("Dr Nd", OTHER)
    with pytest.raises(WrongKeyError):
        second.master(OTHER)  # nobody has trusted them with it yet
    ring = ring.with_holder(second.trusted_with(master))
    assert ring.holder(second.id).master(OTHER) == master
    with pytest.raises(WrongKeyError):
        ring.holder(second.id).master(PASSPHRASE)


def test_a_changed_passphrase_leaves_the_master_key_alone():
    ring, master, _ = new_keyring("Dr Li", PASSPHRASE)
    before = ring.holders[0]
    after = before.with_passphrase(before.private(PASSPHRASE), OTHER)
    assert (after.public, after.sealed_master) == (before.public, before.sealed_master)
    assert after.master(OTHER) == master
    with pytest.raises(WrongKeyError):
        after.master(PASSPHRASE)


def test_another_master_key_needs_nobodys_passphrase_and_shuts_out_who_was_shut_out():
    ring, _, printed = new_keyring("Dr Li", PASSPHRASE)
    gone, _ = new_holder("left the clinic", OTHER)
    ring = ring.with_holder(gone.trusted_with(new_key()).shut_out())
    fresh = new_key()
    changed = ring.with_new_master(fresh)
    assert changed.holders[0].master(PASSPHRASE) == fresh
    assert changed.recovered(printed) == fresh
    with pytest.raises(WrongKeyError):
        changed.holder(gone.id).master(OTHER)


def test_another_recovery_key_makes_the_one_before_useless():
    ring, master, printed = new_keyring("Dr Li", PASSPHRASE)
    changed, again = ring.with_new_recovery_key(master)
    assert changed.recovered(again) == master
    with pytest.raises(WrongKeyError):
        changed.recovered(printed)


def test_holders_cannot_be_exchanged_for_one_another():
    """Whoever may write the file but opens nothing must not get another's key by moving it."""
    ring, master, _ = new_keyring("Dr Li", PASSPHRASE)
    second = new_holder("Dr Nd", OTHER)[0].trusted_with(master)
    document = json.loads(to_bytes(ring.with_holder(second)))
    first, last = document["holders"]
    first["sealed_master"], first["public"] = last["sealed_master"], last["public"]
    forged = from_bytes(json.dumps(document).encode(), "keyring")
    with pytest.raises(WrongKeyError):
        forged.holders[0].master(PASSPHRASE)


def test_it_comes_back_from_its_file_and_no_secret_stands_in_it():
    ring, master, printed = new_keyring("李医生", PASSPHRASE)
    content = to_bytes(ring)
    assert from_bytes(content, "keyring") == ring
    for secret in (PASSPHRASE.encode(), printed.encode(), master.secret, master.secret.hex().encode()):
        assert secret not in content


def test_a_keyring_of_the_version_before_opens_and_is_not_marked():
    ring, master, printed = new_keyring("Dr Li", PASSPHRASE)
    document = json.loads(to_bytes(ring))
    document["version"] = 1
    del document["holders"][0]["is_marked"], document["recovery_is_marked"]
    before = from_bytes(json.dumps(document).encode(), "keyring")
    assert before == ring
    marked = before.with_new_master(master)
    assert marked.holders[0].is_marked
    assert marked.holders[0].master(PASSPHRASE) == marked.recovered(printed) == master


@given(
    content=st.binary(max_size=200)
    | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(
        lambda value: json.dumps({"format": "screening-keyring", "version": 1, "holders": value}).encode()
    )
)
def test_what_is_no_keyring_is_damaged(content):
    with pytest.raises(DamagedFileError):
        from_bytes(content, "keyring")


@pytest.mark.parametrize(("name", "number"), [("memory_kib", 1 << 30), ("passes", 10**6), ("lanes", 0), ("passes", -1)])
def test_a_forged_file_does_not_make_the_computer_stand_still(name, number):
    document = json.loads(to_bytes(new_keyring("a", PASSPHRASE)[0]))
    document["holders"][0]["stretching"][name] = number
    with pytest.raises(DamagedFileError):
        from_bytes(json.dumps(document).encode(), "keyring")
