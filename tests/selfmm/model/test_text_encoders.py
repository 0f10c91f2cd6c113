from __future__ import annotations

import pytest
import torch

from selfmm.errors import UnknownChoiceError, WeightsError
from selfmm.model.text_encoders import MultilingualE5, create_text_encoder


def test_an_unknown_encoder_is_answered_with_the_nearest_name():
    with pytest.raises(UnknownChoiceError, match="did you mean “multilingual-e5-small”"):
        create_text_encoder("multilingual-e5-smal")


@pytest.fixture(scope="module")
def e5():
    return MultilingualE5()


def _similar(encoder, first, second):
    with torch.no_grad():
        vectors = encoder(encoder.tokenize([first, second]))
    return float(vectors[0] @ vectors[1])


@pytest.mark.slow
def test_the_real_encoder_reads_meaning_in_both_languages(e5):
    same = _similar(e5, "I could not sleep all night.", "我整晚都睡不着。")
    other = _similar(e5, "I could not sleep all night.", "股票市场今天上涨。")
    assert same > other + 0.05


@pytest.mark.slow
def test_padding_does_not_change_a_vector(e5):
    with torch.no_grad():
        alone = e5(e5.tokenize(["short"]))[0]
        padded = e5(e5.tokenize(["short", "a much longer text that makes the other one padded"]))[0]
    torch.testing.assert_close(alone, padded, atol=1e-4, rtol=0)
    assert float(alone.norm()) == pytest.approx(1, abs=1e-4)


@pytest.mark.slow
def test_a_text_longer_than_the_encoder_is_cut_not_refused(e5):
    tokens = e5.tokenize(["word " * 2000])
    assert tokens.ids.shape == (1, 512)


@pytest.mark.slow
def test_the_word_table_stays_in_half_precision_and_frozen(e5):
    assert e5.bert.embeddings.word_embeddings.table.dtype == torch.float16
    assert not any(parameter.requires_grad for parameter in e5.parameters())
    assert not e5.train().training


@pytest.mark.parametrize("damaged", ["tokenizer.json", "config.json", "model.safetensors"])
def test_a_named_folder_with_a_damaged_file_is_refused(tmp_path, damaged):
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from transformers.models.bert.configuration_bert import BertConfig

    Tokenizer(WordLevel({"a": 0}, unk_token="a")).save(str(tmp_path / "tokenizer.json"))
    BertConfig().to_json_file(tmp_path / "config.json")
    (tmp_path / damaged).write_bytes(b"\xff\xfe")
    with pytest.raises(WeightsError, match="do not fit it"):
        MultilingualE5(tmp_path)
