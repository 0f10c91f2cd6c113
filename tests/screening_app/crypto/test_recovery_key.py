"""A recovery key survives being printed and typed, and slips are noticed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.crypto.recovery_key import key_of, new_recovery_key
from screening_app.errors import WrongKeyError


def test_it_has_eight_groups_of_five_and_is_another_each_time():
    keys = {new_recovery_key() for _ in range(50)}
    assert len(keys) == 50
    assert all([len(group) for group in key.split("-")] == [5] * 8 for key in keys)


def test_it_may_be_typed_small_with_spaces_and_with_letters_taken_for_others():
    printed = new_recovery_key()
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert key_of(typed) == key_of(printed)


@given(place=st.integers(0, 39), letter=st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_a_wrong_letter_is_noticed_or_opens_nothing(place, letter):
    printed = new_recovery_key()
    letters = printed.replace("-", "")
    typed = letters[:place] + letter + letters[place + 1 :]
    if typed == letters:
        return
    with contextlib.suppress(WrongKeyError):
        assert key_of(typed) != key_of(printed)


@pytest.mark.parametrize("typed", ["", "12345", "U" * 40, "未知" * 20])
def test_what_is_no_recovery_key_is_refused(typed):
    with pytest.raises(WrongKeyError):
        key_of(typed)
