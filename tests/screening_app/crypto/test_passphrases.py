"""Passphrases are stretched as published, and weak ones are told apart."""

from __future__ import annotations

import argon2.low_level
import pytest

from screening_app.crypto.passphrases import Stretching, strength

QUICK = {"passes": 1, "memory_kib": 64, "lanes": 1}


def test_the_key_is_argon2id_of_the_passphrase():
    stretching = Stretching(salt=b"0123456789abcdef", **QUICK)
    encoded = argon2.low_level.hash_secret(b"correct horse", stretching.salt, 1, 64, 1, 32, argon2.low_level.Type.ID)
    assert encoded.startswith(b"$argon2id$")
    import base64

    of_library = base64.b64decode(encoded.rsplit(b"$", 1)[1] + b"==")
    assert stretching.key("correct horse").secret == of_library


def test_salt_and_passphrase_both_matter():
    one, other = Stretching(**QUICK), Stretching(**QUICK)
    assert one.salt != other.salt
    assert len({one.key("a").secret, one.key("b").secret, other.key("a").secret}) == 3
    assert one.key("a") == one.key("a")


def test_letters_count_the_same_however_they_are_composed():
    stretching = Stretching(**QUICK)
    assert stretching.key("Zoë Müller") == stretching.key("Zoe\u0308 Mu\u0308ller")


def test_by_default_it_takes_the_memory_that_rfc_9106_recommends():
    usual = Stretching()
    assert (usual.passes, usual.memory_kib, usual.lanes, len(usual.salt)) == (3, 65536, 4, 16)


@pytest.mark.parametrize("weak", ["", "password", "password123", "1234567890", "qwertyuiop", "aaaaaaaaaaaaaaaa"])
def test_what_everybody_tries_first_is_not_enough(weak):
    assert not strength(weak).is_enough


@pytest.mark.parametrize("strong", ["violet tractor hums at dawn", "碧绿的拖拉机在清晨低声哼唱", "x7#Qm2!vTr9w"])
def test_a_few_words_are_enough_in_either_language(strong):
    assert strength(strong).is_enough


def test_a_page_of_text_is_enough_and_takes_no_time():
    assert strength("violet tractor hums at dawn, " * 2000).is_enough


def test_ones_own_name_does_not_help():
    known = ("Brunhilde Xanthopoulos",)
    assert strength("brunhildexanthopoulos", known).log10_guesses < strength("brunhildexanthopoulos").log10_guesses
