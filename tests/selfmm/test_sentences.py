from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.sentences import sentence_spans


def cut(text):
    return [text[begin:end] for begin, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I slept badly. I am 3.5 years old! Really?", ["I slept badly.", "I am 3.5 years old!", "Really?"]),
        ("我睡不好。整晚！“真的吗？”他说。还行", ["我睡不好。", "整晚！", "“真的吗？”", "他说。", "还行"]),
        ("He said “go.” Then left.", ["He said “go.”", "Then left."]),
        ("one line\n\nanother", ["one line", "another"]),
        ("no marks at all", ["no marks at all"]),
        ("… !", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, sentences):
    assert cut(text) == sentences


@given(st.text(st.sampled_from("aB3 .!?。！？\n“”…我"), max_size=60))
def test_nothing_that_is_said_is_lost_or_told_twice(text):
    spans = sentence_spans(text)
    assert all(begin < end for begin, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    said = "".join(filter(str.isalnum, text))
    assert "".join(filter(str.isalnum, "".join(cut(text)))) == said
