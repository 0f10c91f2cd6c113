from __future__ import annotations

from pathlib import Path

import pytest

from selfmm.errors import SelfMMError
from selfmm.typed_words import is_typed, read_words, typed


def test_a_text_file_is_known_by_its_ending():
    assert is_typed(Path("said.TXT"))
    assert not is_typed(Path("said.wav"))


def test_each_line_is_an_answer():
    transcript = typed("  I sleep badly. \n\n\tNo hope.\n", "en")
    assert [answer.text for answer in transcript.answers] == ["I sleep badly.", "No hope."]


@pytest.mark.parametrize(("text", "language"), [("so tired", "en"), ("我很累 today", "zh"), ("", "en")])
def test_the_language_is_told_by_the_letters(text, language):
    assert typed(text, "auto").language == language
    assert typed(text, "zh").language == "zh"


def test_a_file_that_is_no_text_is_told_of(tmp_path):
    marked = tmp_path / "marked.txt"
    marked.write_bytes("\ufeff我很累".encode())
    assert read_words(marked) == "我很累"
    marked.write_bytes(b"\xff\xff")
    with pytest.raises(SelfMMError, match="UTF-8"):
        read_words(marked)
    with pytest.raises(SelfMMError, match="no file"):
        read_words(tmp_path / "none.txt")
