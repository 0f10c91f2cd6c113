"""The scripts: complete, the same in both languages, imported under their own names and never over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.errors import ScreeningError
from screening_app.services.prompts import (
    BUNDLED,
    ScriptExistsError,
    all_scripts,
    bundled_script,
    import_script,
    prompt_cards,
    remove_script,
)
from screening_app.services.script_files import ScriptError, to_json

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.workspace import Workspace

HAN = ("\u4e00", "\u9fff")


def test_short_script_goes_positive_neutral_negative_in_both_languages():
    for language in ("en", "zh"):
        assert [card.valence for card in prompt_cards(language)] == ["positive", "neutral", "negative"]


def test_the_full_script_asks_for_twelve_things_and_closes_neutrally():
    asked = [card.id for card in prompt_cards("en", "full")]
    assert len(asked) == 12
    assert asked[0] == "day-so-far"
    assert asked[-1] == "describe-room"
    assert {card.id for card in prompt_cards("en", "short")} < set(asked)


@pytest.mark.parametrize("script", BUNDLED)
def test_a_card_is_the_same_card_in_both_languages(script):
    def facts(language):
        return [
            (card.id, card.version, card.domain, card.valence, card.minimum_seconds, card.maximum_seconds)
            for card in prompt_cards(language, script)
        ]

    assert facts("en") == facts("zh")
    for card in bundled_script(script).cards:
        assert card.text
        assert card.hint
        is_chinese = any(HAN[0] <= character <= HAN[1] for character in card.text + card.hint)
        assert is_chinese == (card.language == "zh")


@pytest.mark.parametrize("script", BUNDLED)
def test_a_card_that_both_scripts_have_has_one_wording(script):
    everywhere = {(card.id, card.language): card for card in bundled_script("full").cards}
    assert all(everywhere[card.id, card.language] == card for card in bundled_script(script).cards)


@pytest.mark.parametrize("script", BUNDLED)
def test_each_card_asks_for_at_least_15_seconds_of_voice_and_the_full_script_for_90_in_all(script):
    cards = prompt_cards("en", script)
    assert all(15 <= card.minimum_seconds < card.maximum_seconds for card in cards)
    assert script == "short" or sum(card.minimum_seconds for card in cards) >= 90


@pytest.mark.parametrize("content", ["", "{}", '{"cards": [{"id": "one"}]}'])
def test_a_broken_script_says_what_to_do(tmp_path, content):
    (tmp_path / "short.json").write_text(content)
    with pytest.raises(ScreeningError, match="Install the program again"):
        prompt_cards("en", folder=tmp_path)


@pytest.fixture
def own_script(tmp_path: Path) -> Path:
    path = tmp_path / "门诊 follow-up.json"
    path.write_text(to_json("x", bundled_script("short").cards), encoding="utf-8")
    return path


def test_an_imported_script_is_there_under_its_own_name(workspace: Workspace, own_script: Path):
    made = import_script(workspace, own_script)
    assert made.name == "门诊 follow-up"
    assert not made.is_bundled
    assert all_scripts(workspace).usable[-1] == made
    assert [script.name for script in all_scripts(workspace).usable] == [*BUNDLED, made.name]
    assert all_scripts(workspace).named(made.name).cards == bundled_script("short").cards


def test_a_script_never_takes_anothers_place_without_asking(workspace: Workspace, own_script: Path):
    import_script(workspace, own_script)
    other = own_script.with_name("门诊 Follow-Up.json")
    other.write_text(to_json("x", bundled_script("full").cards), encoding="utf-8")
    with pytest.raises(ScriptExistsError):
        import_script(workspace, other)
    assert len(all_scripts(workspace).named("门诊 follow-up").cards) == 6
    import_script(workspace, other, replace=True)
    (kept,) = all_scripts(workspace).usable[2:]
    assert len(kept.cards) == 24


@pytest.mark.parametrize("name", ["short.json", "Full.json", ".json", "a_b?.json", "x" * 80 + ".json"])
def test_a_name_that_cannot_be_kept_is_refused(workspace: Workspace, own_script: Path, name: str):
    path = own_script.with_name(name)
    path.write_bytes(own_script.read_bytes())
    with pytest.raises(ScreeningError, match="name"):
        import_script(workspace, path)
    assert len(all_scripts(workspace).usable) == 2


def test_a_file_with_mistakes_is_not_kept(workspace: Workspace, tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text("id,version\na,1\n")
    with pytest.raises(ScriptError):
        import_script(workspace, path)
    assert len(all_scripts(workspace).usable) == 2


def test_a_file_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path):
    with pytest.raises(ScreeningError, match=r"mine\.csv"):
        import_script(workspace, tmp_path / "mine.csv")


def test_removing_leaves_the_others(workspace: Workspace, own_script: Path):
    made = import_script(workspace, own_script)
    remove_script(workspace, made.name)
    remove_script(workspace, made.name)
    assert [script.name for script in all_scripts(workspace).usable] == list(BUNDLED)
    with pytest.raises(ScreeningError):
        remove_script(workspace, "short")


def test_a_kept_script_that_was_damaged_is_told_and_the_standard_one_stands_in(workspace: Workspace, own_script: Path):
    made = import_script(workspace, own_script)
    (workspace.paths.scripts / f"{made.name}.json").write_text("{")
    found = all_scripts(workspace)
    assert found.broken == (made.name,)
    assert found.named(made.name).name == "short"
