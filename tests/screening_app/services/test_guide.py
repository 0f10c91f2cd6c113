"""The user guide in both languages, and the model's card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from screening_app.errors import ScreeningError
from screening_app.paths import DOCS, RESOURCES
from screening_app.services import guide
from screening_app.services.guide import model_card, user_guide
from screening_app.settings import Settings
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path


def test_the_documents_lie_beside_the_resources() -> None:
    assert DOCS.parent == RESOURCES.parent
    assert DOCS.is_dir()


def _ranks(text: str) -> list[str]:
    return re.findall(r"^(#+) ", text, re.MULTILINE)


def _pictures(text: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(screenshots/([a-z-]+)\.(?:en|zh)\.png\)", text)


def test_both_languages_have_the_same_parts_pictures_and_tables() -> None:
    english, chinese = (user_guide(language) for language in LANGUAGES)

    assert _ranks(english) == _ranks(chinese)
    assert _pictures(english) == _pictures(chinese)
    assert english.count("\n|") == chinese.count("\n|")
    assert re.findall(r"^(?:- |\d+\. )", english, re.MULTILINE) == re.findall(r"^(?:- |\d+\. )", chinese, re.MULTILINE)
    steps = ("who", "consent", "devices", "recording", "questionnaire", "result", "sign-off")
    assert {f"session-{step}" for step in steps} <= set(_pictures(english))


@pytest.mark.parametrize("document", ["user-guide", "tour"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_there(document: str, language: str) -> None:
    text = (DOCS / f"{document}.{language}.md").read_text(encoding="utf-8")
    named = re.findall(r"\((screenshots/[^)]+)\)", text)
    assert named
    assert [name for name in named if not (DOCS / name).is_file()] == []


def test_the_walk_through_retraining_has_the_same_pictures_in_both_languages() -> None:
    documents = {"en": "retraining.md", "zh": "retraining.zh.md"}
    texts = {language: (DOCS / name).read_text(encoding="utf-8") for language, name in documents.items()}
    assert _pictures(texts["en"]) == _pictures(texts["zh"]) != []
    for language, text in texts.items():
        assert text.count(f".{language}.png)") == len(_pictures(text))
        assert all((DOCS / "screenshots" / f"{name}.{language}.png").is_file() for name in _pictures(text))


@pytest.mark.parametrize(("language", "words"), [("en", "Not a diagnosis"), ("zh", "不构成诊断")])
def test_the_notice_stands_at_the_top(language: str, words: str) -> None:
    assert words in "".join(user_guide(language).split("##")[0].split("\n> "))


def test_chinese_lines_are_not_broken_inside_of_a_sentence() -> None:
    broken = re.findall(r"[\u4e00-\u9fff，、；：]\n[\u4e00-\u9fff]", user_guide("zh"))

    assert not broken


def test_a_guide_that_did_not_come_along_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guide, "DOCS", tmp_path)

    with pytest.raises(ScreeningError, match=r"user-guide\.en\.md is not there"):
        user_guide("en")


def test_the_card_is_that_of_the_active_model() -> None:
    assert model_card(Settings(), "en").startswith("# Research model")
    assert model_card(Settings(), "zh") != model_card(Settings(), "en")
