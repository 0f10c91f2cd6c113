"""The prompt cards: complete, the same in both languages, in the order of the short script."""

from __future__ import annotations

import pytest

from screening_app.errors import ScreeningError
from screening_app.services.prompts import prompt_cards


def test_short_script_goes_positive_neutral_negative_in_both_languages():
    for language in ("en", "zh"):
        assert [card.valence for card in prompt_cards(language)] == ["positive", "neutral", "negative"]


def test_a_card_is_the_same_card_in_both_languages():
    def facts(language):
        return [(card.id, card.version, card.minimum_seconds, card.maximum_seconds) for card in prompt_cards(language)]

    assert facts("en") == facts("zh")
    assert all(card.text and card.hint for card in (*prompt_cards("en"), *prompt_cards("zh")))
    assert all(any("\u4e00" <= character <= "\u9fff" for character in card.text) for card in prompt_cards("zh"))


def test_the_short_script_can_reach_what_each_card_asks_for():
    assert all(15 <= card.minimum_seconds < card.maximum_seconds for card in prompt_cards("en"))


@pytest.mark.parametrize("content", ["", "{}", '{"cards": [{"id": "one"}]}'])
def test_a_broken_script_says_what_to_do(tmp_path, content):
    (tmp_path / "short.json").write_text(content)
    with pytest.raises(ScreeningError, match="Install the program again"):
        prompt_cards("en", folder=tmp_path)
