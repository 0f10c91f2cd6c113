from __future__ import annotations

import copy
import json
import os
import re
import socket
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from selfmm.data.batches import Tokens
from selfmm.errors import SelfMMError, UnknownChoiceError, WeightsError
from selfmm.model.base import TextConfig
from selfmm.model.text_encoders import create_text_encoder, describe_encoder, fingerprint, pool_states
from selfmm.model.text_encoders.base import first_words, last_words
from selfmm.pretrained.store import sha256_of

E5 = "multilingual-e5-small"
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz", "sad", "##ness", "day", "no"]
WORDS += ["sleep", "##less", "我", "很", "好", "。", ",", "!"]
TEXTS = ["no sleep, sadness", "我很好。", "a day"]
LAYERS = 3


def tiny_network(kind="bert", **changes):
    """A network of three layers with random weights."""
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    sizes = {"vocab_size": len(WORDS), "pad_token_id": 0, "max_position_embeddings": 24}
    if kind == "distilbert":
        sizes |= {"dim": 16, "n_layers": LAYERS, "n_heads": 2, "hidden_dim": 24}
    else:
        sizes |= {"hidden_size": 16, "num_hidden_layers": LAYERS, "num_attention_heads": 2, "intermediate_size": 24}
    return AutoModel.from_config(AutoConfig.for_model(kind, **(sizes | changes))).eval()


def write_vocabulary(folder, words=WORDS):
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


@pytest.fixture(scope="session")
def bert_folder(tmp_path_factory):
    """A tiny BERT with a vocab.txt, as from a hub."""
    folder = tmp_path_factory.mktemp("tiny-bert")
    tiny_network().save_pretrained(folder)
    write_vocabulary(folder)
    return folder


def load(folder, **changes):
    return create_text_encoder(replace(describe_encoder(str(folder)), **changes))


def learning(encoder):
    return {name for name, parameter in encoder.named_parameters() if parameter.requires_grad}


# Names ------------------------------------------------------------------------------------------------------------


def test_a_mistyped_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownChoiceError, match="did you mean “multilingual-e5-small”"):
        create_text_encoder(TextConfig("multilingual-e5-smal", 384))


@pytest.mark.parametrize("name", ["bert-base-uncased", "somebody/bert", "/no/such/folder"])
def test_a_model_that_is_not_on_this_computer_is_not_fetched(monkeypatch, tmp_path, name):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was used"))
    with pytest.raises(WeightsError, match=r"is not on this computer\. Download its folder"):
        describe_encoder(name)


def test_a_hub_name_is_read_from_the_cache_on_this_computer(monkeypatch, tmp_path, bert_folder):
    commit = "0123456789abcdef0123456789abcdef01234567"
    cached = tmp_path / "models--somebody--bert"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text(commit)
    (cached / "snapshots").mkdir()
    (cached / "snapshots" / commit).symlink_to(bert_folder, target_is_directory=True)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("the network was used"))
    encoder = load("somebody/bert")
    assert (encoder.name, encoder.dimensions) == ("somebody/bert", 16)


def test_encoders_describe_themselves(bert_folder):
    assert describe_encoder(E5) == TextConfig(E5, 384, pooling="mean", unit_length=True)
    assert describe_encoder(str(bert_folder)) == TextConfig(str(bert_folder), 16, pooling="first")
    assert describe_encoder("elsewhere", bert_folder) == TextConfig("elsewhere", 16, pooling="first")


def test_an_unknown_pooling_is_refused(bert_folder):
    with pytest.raises(UnknownChoiceError, match="did you mean “mean”"):
        load(bert_folder, pooling="meen")


# Folders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bert", "roberta", "xlm-roberta", "distilbert", "electra", "mpnet"])
def test_a_folder_reads_as_transformers_reads_it(tmp_path, kind):
    from transformers import AutoModel

    tiny_network(kind).save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    encoder = load(tmp_path)
    tokens = encoder.tokenize(TEXTS)
    theirs = AutoModel.from_pretrained(tmp_path, local_files_only=True).eval()
    with torch.no_grad():
        expected = theirs(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
        torch.testing.assert_close(encoder.states(tokens), expected)
        torch.testing.assert_close(encoder(tokens), expected[:, 0])


@pytest.mark.parametrize("lower", [True, False, None])
def test_a_vocabulary_is_read_as_transformers_reads_it(tmp_path, lower):
    from transformers import BertTokenizerFast

    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    if lower is not None:
        (tmp_path / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": lower}))
    ours = load(tmp_path).tokenize(texts := ["No sleep,sadness!", "我Very好。 Änd", "x\tsleepless"])
    # without a setting the vocabulary decides, and it has no capitals
    theirs = BertTokenizerFast(str(tmp_path / "vocab.txt"), do_lower_case=lower is not False)
    assert [ids[mask].tolist() for ids, mask in zip(ours.ids, ours.mask, strict=True)] == theirs(texts)["input_ids"]


def test_a_vocabulary_with_capitals_keeps_them(tmp_path):
    tiny_network(vocab_size=len(WORDS) + 1).save_pretrained(tmp_path)
    write_vocabulary(tmp_path, [*WORDS, "No"])
    plain, lowered = load(tmp_path), load(tmp_path, case="lower")
    assert plain.tokenize(["No"]).ids.tolist() == [[2, len(WORDS), 3]]
    assert lowered.tokenize(["No"]).ids.tolist() == [[2, WORDS.index("no"), 3]]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("NO SLEEP, DAY", "No sleep, day."),
        (" NO DAY? ", "No day?"),
        ("SLEEP…", "Sleep…"),
        ("No SLEEP", "No SLEEP"),
        ("no day", "no day"),
        ("我OK", "我OK"),
        ("42!", "42!"),
        ("", ""),
    ],
)
def test_only_a_text_in_capitals_throughout_is_read_in_sentence_case(bert_folder, text, read):
    sentence, as_is = load(bert_folder, case="sentence"), load(bert_folder)
    sentence._tokenizer.normalizer = as_is._tokenizer.normalizer = None  # or it would lower the case itself
    assert sentence.tokenize([text]).ids.tolist() == as_is.tokenize([read]).ids.tolist()


def test_an_unknown_letter_case_is_refused(bert_folder):
    with pytest.raises(UnknownChoiceError, match="sentence"):
        load(bert_folder, case="sentense")


def test_a_saved_tokenizer_goes_before_the_vocabulary_and_its_padding_is_not_ours(tmp_path):
    from tokenizers import Tokenizer, models

    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    saved = Tokenizer(models.WordLevel({"[UNK]": 1, "no": 7}, unk_token="[UNK]"))
    saved.enable_padding(length=20)
    saved.enable_truncation(1)
    saved.save(str(tmp_path / "tokenizer.json"))
    assert load(tmp_path).tokenize(["no"]).ids.tolist() == [[7]]


def test_pytorch_weights_and_a_head_that_is_not_wanted_are_read_quietly(tmp_path, caplog, capfd):
    from transformers import BertForMaskedLM

    network = tiny_network()
    masked = BertForMaskedLM(network.config)
    masked.bert.load_state_dict(network.state_dict(), strict=False)
    network.config.save_pretrained(tmp_path)
    torch.save(masked.state_dict(), tmp_path / "pytorch_model.bin")
    write_vocabulary(tmp_path)
    encoder = load(tmp_path)
    tokens = encoder.tokenize(TEXTS)
    network.pooler = None
    expected = network(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
    torch.testing.assert_close(encoder.states(tokens), expected.detach())
    assert (caplog.text, *capfd.readouterr()) == ("", "", "")


class Shout:
    def __reduce__(self):
        return os.mkdir, ("shouted",)


def test_code_in_a_folder_is_not_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tiny_network().config.save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    torch.save({"encoder": Shout()}, tmp_path / "pytorch_model.bin")
    with pytest.raises(WeightsError, match="do not fit it"):
        load(tmp_path)
    assert not Path("shouted").exists()


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors", "vocab.txt"])
def test_a_folder_that_is_not_whole_is_refused(tmp_path, missing):
    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(WeightsError, match=r"not a whole text encoder. It needs config\.json"):
        create_text_encoder(TextConfig(str(tmp_path), 16))


def test_a_tensorflow_checkpoint_is_sent_to_be_converted(tmp_path):
    (tmp_path / "bert_config.json").write_text("{}")
    with pytest.raises(WeightsError, match="Convert it first"):
        describe_encoder(str(tmp_path))


@pytest.mark.parametrize("damaged", ["config.json", "model.safetensors", "vocab.txt"])
def test_a_damaged_file_is_refused(tmp_path, damaged):
    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    (tmp_path / damaged).write_bytes(b"\xff\xfe")
    with pytest.raises(WeightsError, match="do not fit it"):
        create_text_encoder(TextConfig(str(tmp_path), 16))


def test_weights_of_another_network_are_refused(tmp_path):
    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    tiny_network(num_hidden_layers=LAYERS + 1).config.save_pretrained(tmp_path)  # a layer that has no weights
    with pytest.raises(WeightsError, match="do not fit it"):
        load(tmp_path)
    tiny_network(intermediate_size=20).config.save_pretrained(tmp_path)
    with pytest.raises(WeightsError, match="do not fit it"):
        load(tmp_path)


def test_an_encoder_of_other_dimensions_is_refused(bert_folder):
    with pytest.raises(WeightsError, match="gives 16 numbers a word, and the model wants 32"):
        load(bert_folder, dimensions=32)


def test_a_network_unlike_bert_is_refused(tmp_path):
    from transformers import GPT2Config, GPT2Model

    GPT2Model(GPT2Config(vocab_size=20, n_embd=8, n_layer=1, n_head=1, n_positions=8)).save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    with pytest.raises(WeightsError, match="not built like BERT"):
        load(tmp_path)


def test_a_fingerprint_tells_weights_apart(tmp_path, bert_folder):
    assert fingerprint(load(bert_folder)) == sha256_of(bert_folder / "model.safetensors")
    for folder in (tmp_path / "first", tmp_path / "second"):
        tiny_network().save_pretrained(folder, max_shard_size="8kB")
        write_vocabulary(folder)
    shards = sorted((tmp_path / "second").glob("*.safetensors"))
    assert len(shards) > 1
    assert fingerprint(load(tmp_path / "first")) == fingerprint(load(tmp_path / "second"))
    content = bytearray(shards[-1].read_bytes())
    content[-1] ^= 1
    shards[-1].write_bytes(content)
    assert fingerprint(load(tmp_path / "first")) != fingerprint(load(tmp_path / "second"))


# Tokens and pooling -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "longest"), [("bert", 24), ("roberta", 23)])
def test_a_text_longer_than_the_encoder_is_cut_not_refused(tmp_path, kind, longest):
    tiny_network(kind).save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    encoder = load(tmp_path)
    tokens = encoder.tokenize(["day " * 100])
    assert tokens.ids.shape == (1, longest)
    assert encoder(tokens).isfinite().all()


def test_no_texts_are_no_tokens(bert_folder):
    assert load(bert_folder).tokenize([]).ids.shape == (0, 0)


AROUND = [("a day, sleepless", "no, sad day"), ("", "我很好"), ("", "")]
CLS, SEP = WORDS.index("[CLS]"), WORDS.index("[SEP]")


def ids(*words):
    return [WORDS.index(word) for word in words]


def test_a_text_stands_between_words_of_its_neighbours(bert_folder):
    encoder = load(bert_folder, context_words=2)
    tokens = encoder.tokenize(["no day", "好", "sad"], AROUND)
    rows = [
        [*ids("day", ",", "sleep", "##less"), SEP, CLS, *ids("no", "day"), SEP, *ids("no", ",", "sad"), SEP],
        [CLS, *ids("好"), SEP, *ids("我", "很"), SEP],
        [CLS, *ids("sad"), SEP],
    ]
    assert [row[mask].tolist() for row, mask in zip(tokens.ids, tokens.mask, strict=True)] == rows
    own = [row[mask].tolist() for row, mask in zip(tokens.ids, tokens.own, strict=True)]
    assert own == [[CLS, *ids("no", "day"), SEP], [CLS, *ids("好"), SEP], [CLS, *ids("sad"), SEP]]


@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_neighbours_are_read_but_not_pooled(bert_folder, pooling):
    encoder = load(bert_folder, context_words=4, pooling=pooling)
    tokens = encoder.tokenize(["no day", "no day", "no day"], AROUND)
    vectors, states = encoder(tokens), encoder.states(tokens)
    assert not torch.allclose(vectors[0], vectors[2])
    torch.testing.assert_close(vectors[2], load(bert_folder, pooling=pooling)(encoder.tokenize(["no day"]))[0])
    own = states[0, int(tokens.context[0].int().argmin()) :][:4]  # [CLS] no day [SEP], behind what was said before
    torch.testing.assert_close(vectors[0], own[0] if pooling == "first" else own.mean(dim=0))


def test_an_encoder_that_is_not_told_to_reads_no_neighbours(bert_folder):
    tokens = load(bert_folder).tokenize(TEXTS, AROUND)
    assert tokens.context is None
    assert tokens.ids.tolist() == load(bert_folder).tokenize(TEXTS).ids.tolist()


def test_neighbours_get_the_room_that_the_text_leaves_and_the_nearest_words_stay(bert_folder):
    encoder = load(bert_folder, context_words=50)
    far, near = "a " * 30 + "day no", "no day" + " a" * 30
    tokens = encoder.tokenize(["sad " * 10, "sad " * 30], [(far, near)] * 2)
    assert tokens.ids.shape == (2, 24)  # as many as there are positions
    assert tokens.ids[0].tolist() == [
        *ids("a", "a", "a", "day", "no"), SEP, CLS, *ids("sad") * 10, SEP, *ids("no", "day", "a", "a", "a"), SEP
    ]  # fmt: skip
    assert not tokens.context[1].any()
    assert encoder(tokens).isfinite().all()


def test_a_tokenizer_without_separators_reads_neighbours_too(tmp_path):
    tiny_network().save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    encoder = load(tmp_path, context_words=3)
    encoder._tokenizer.post_processor = None
    encoder._separator = encoder._tokenizer.encode("").ids[-1:]
    tokens = encoder.tokenize(["no"], [("day", "sad")])
    assert tokens.ids.tolist() == [ids("day", "no", "sad")]
    assert tokens.own.tolist() == [[False, True, False]]


@pytest.mark.parametrize("count", [-1, 101])
def test_more_words_around_than_encoders_can_hold_are_refused(bert_folder, count):
    with pytest.raises(SelfMMError, match=f"context_words must be from 0 to 100, not {count}"):
        load(bert_folder, context_words=count)


@given(st.text(alphabet="ab 我很，\n", max_size=40), st.integers(1, 8))
def test_words_at_either_end_are_counted_with_each_chinese_character_as_one(text, count):
    units = re.findall("[我很]|[ab，]+", text)
    for cut, kept in ((first_words, units[:count]), (last_words, units[-count:])):
        assert re.findall("[我很]|[ab，]+", cut(text, count)) == kept
        assert cut(text, count) in text


@pytest.mark.parametrize("kind", ["bert", "roberta", "distilbert"])
@pytest.mark.parametrize("pooling", ["first", "mean"])
def test_padding_changes_nothing(tmp_path, kind, pooling):
    tiny_network(kind).save_pretrained(tmp_path)
    write_vocabulary(tmp_path)
    encoder = load(tmp_path, pooling=pooling)
    together = encoder.tokenize(TEXTS)
    vectors = encoder(together)
    for row, text in enumerate(TEXTS):
        torch.testing.assert_close(vectors[row], encoder(encoder.tokenize([text]))[0])
    other = Tokens(torch.where(together.mask, together.ids, WORDS.index("sad")), together.mask)
    if kind != "roberta":  # it finds each token's position by the padding's id
        torch.testing.assert_close(encoder(other), vectors)


def test_states_are_pooled_as_the_config_says():
    states = torch.tensor([[[3.0, 4.0], [1.0, 0.0], [9.0, 9.0]]])
    mask = torch.tensor([[True, True, False]])
    pooled = {
        (pooling, unit): pool_states(states, mask, TextConfig("x", 2, pooling=pooling, unit_length=unit))[0].tolist()
        for pooling in ("first", "mean")
        for unit in (False, True)
    }
    assert pooled["first", False] == [3.0, 4.0]
    assert pooled["first", True] == pytest.approx([0.6, 0.8])
    assert pooled["mean", False] == [2.0, 2.0]
    assert pooled["mean", True] == pytest.approx([0.5**0.5] * 2)
    assert pool_states(states, torch.zeros(1, 3, dtype=torch.bool), TextConfig("x", 2)).tolist() == [[0.0, 0.0]]


# Tuning -----------------------------------------------------------------------------------------------------------


def test_a_frozen_encoder_stays_in_evaluation_mode(bert_folder):
    encoder = load(bert_folder)
    tokens = encoder.tokenize(TEXTS)
    assert not encoder.tuned
    assert not encoder.train().training
    assert learning(encoder) == set()
    assert not encoder(tokens).requires_grad
    assert torch.equal(encoder(tokens), encoder(tokens))  # no dropout


def test_only_the_tuned_layer_learns(bert_folder):
    encoder = load(bert_folder, tuned_layers=1).train()
    encoder(encoder.tokenize(TEXTS)).square().sum().backward()
    with_gradient = {name for name, value in encoder.named_parameters() if value.grad is not None}
    assert encoder.tuned
    assert with_gradient == learning(encoder)
    assert with_gradient
    assert all(name.startswith(f"network.encoder.layer.{LAYERS - 1}.") for name in with_gradient)


def test_what_is_frozen_reads_the_same_in_training_and_the_rest_has_dropout(bert_folder):
    encoder = load(bert_folder, tuned_layers=1)
    tokens = encoder.tokenize(TEXTS)
    seen = []
    encoder.network.encoder.layer[LAYERS - 1].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    evaluated = encoder.eval().states(tokens)
    trained = encoder.train().states(tokens)
    assert torch.equal(*seen)
    assert not seen[1].requires_grad
    assert not torch.allclose(evaluated, trained)
    assert not torch.allclose(trained, encoder.states(tokens))
    assert torch.equal(evaluated, encoder.eval().states(tokens))


def test_frozen_layers_keep_nothing_for_the_way_back(bert_folder):
    def kept(layers):
        sizes = []
        encoder = load(bert_folder, tuned_layers=layers).train()
        tokens = encoder.tokenize(TEXTS)
        with torch.autograd.graph.saved_tensors_hooks(lambda x: sizes.append(x.numel()) or x, lambda x: x):
            encoder.states(tokens)
        return sum(sizes)

    one, two, three = kept(1), kept(2), kept(3)
    assert kept(0) == 0
    assert three - two == two - one >= one > 0  # the lowest one needs no gradient of what it reads


def test_more_layers_than_there_are_mean_all_and_embeddings_learn_only_when_asked(bert_folder):
    layers = learning(load(bert_folder, tuned_layers=LAYERS))
    assert learning(load(bert_folder, tuned_layers=99)) == layers
    assert not any("embeddings" in name for name in layers)
    whole = load(bert_folder, tuned_layers=LAYERS, tuned_embeddings=True).train()
    assert learning(whole) == {name for name, _ in whole.named_parameters()}
    whole(whole.tokenize(TEXTS)).sum().backward()
    assert whole.network.embeddings.word_embeddings.weight.grad is not None
    assert whole.network.embeddings.dropout.training


def test_what_cannot_learn_is_refused(bert_folder):
    with pytest.raises(SelfMMError, match=r"model\.text\.tuned_layers must be 0 or more, not -1"):
        load(bert_folder, tuned_layers=-1)
    with pytest.raises(SelfMMError, match="learns only together with all its 3 layers"):
        load(bert_folder, tuned_layers=2, tuned_embeddings=True)


def test_a_copy_learns_for_itself(bert_folder):
    encoder = load(bert_folder, tuned_layers=1)
    twin = copy.deepcopy(encoder)
    with torch.no_grad():
        for parameter in twin.parameters():
            parameter.add_(parameter.requires_grad)
    tokens = encoder.tokenize(TEXTS)
    assert not torch.allclose(encoder(tokens), twin(tokens))
    assert twin.train().network.encoder.layer[LAYERS - 1].training
    assert not encoder.network.encoder.layer[LAYERS - 1].training


# multilingual-e5-small --------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def e5_folder(tmp_path_factory):
    """A tiny network in the files of the real one, half precision as in the store."""
    from safetensors.torch import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    folder = tmp_path_factory.mktemp("tiny-e5")
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 1, "query": 2, ":": 3, "day": 4, "no": 5}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    network = tiny_network(hidden_size=384, num_attention_heads=2)
    network.config.save_pretrained(folder)
    save_file({name: value.half() for name, value in network.state_dict().items()}, folder / "model.safetensors")
    return folder


def load_e5(folder, **changes):
    return create_text_encoder(replace(describe_encoder(E5), **changes), folder)


def test_e5_reads_as_transformers_reads_it_with_its_prefix(e5_folder):
    from transformers import AutoModel

    encoder = load_e5(e5_folder)
    tokens = encoder.tokenize(["no day", "day"])
    assert tokens.ids.tolist() == [[2, 3, 5, 4], [2, 3, 4, 0]]
    theirs = AutoModel.from_pretrained(e5_folder, local_files_only=True, dtype=torch.float32).eval()
    states = theirs(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
    means = torch.stack([states[0].mean(dim=0), states[1, :3].mean(dim=0)])
    torch.testing.assert_close(encoder(tokens), (means / means.norm(dim=1, keepdim=True)).detach())


def test_e5s_word_table_stays_in_half_precision_and_frozen_while_layers_learn(e5_folder):
    encoder = load_e5(e5_folder, tuned_layers=LAYERS).train()
    assert encoder.network.embeddings.word_embeddings.table.dtype == torch.float16
    assert learning(encoder)
    assert all(".layer." in name for name in learning(encoder))
    assert not any("word_embeddings" in name for name in encoder.state_dict())


def test_e5s_word_table_is_widened_where_it_learns_and_the_file_stays_as_it_is(e5_folder):
    before = sha256_of(e5_folder / "model.safetensors")
    encoder = load_e5(e5_folder, tuned_layers=LAYERS, tuned_embeddings=True).train()
    words = encoder.network.embeddings.word_embeddings.weight
    tokens = encoder.tokenize(["no day"])
    torch.testing.assert_close(encoder.eval()(tokens), load_e5(e5_folder)(tokens))
    encoder(tokens).square().sum().backward()
    assert (words.dtype, words.requires_grad) == (torch.float32, True)
    assert words.grad.any(dim=1).nonzero().flatten().tolist() == [2, 3, 4, 5]
    with torch.no_grad():
        words.zero_()
    assert fingerprint(encoder) == before


@pytest.mark.parametrize("damaged", ["tokenizer.json", "config.json", "model.safetensors"])
def test_a_named_folder_with_a_damaged_file_is_refused(tmp_path, e5_folder, damaged):
    for file in e5_folder.iterdir():
        (tmp_path / file.name).write_bytes(b"\xff\xfe" if file.name == damaged else file.read_bytes())
    with pytest.raises(WeightsError, match="do not fit it"):
        load_e5(tmp_path)


def test_a_named_folder_with_another_network_is_refused(tmp_path, e5_folder):
    for file in e5_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for changes in ({"num_hidden_layers": 1}, {"num_hidden_layers": 4}, {"intermediate_size": 20}):
        tiny_network(**({"hidden_size": 384} | changes)).config.save_pretrained(tmp_path)
        with pytest.raises(WeightsError, match="do not fit it"):
            load_e5(tmp_path)


@pytest.fixture(scope="module")
def e5():
    return create_text_encoder(describe_encoder(E5))


def _similar(encoder, first, second):
    vectors = encoder(encoder.tokenize([first, second]))
    return float(vectors[0] @ vectors[1])


@pytest.mark.slow
def test_the_real_encoder_reads_meaning_in_both_languages(e5):
    same = _similar(e5, "I could not sleep all night.", "我整晚都睡不着。")
    other = _similar(e5, "I could not sleep all night.", "股票市场今天上涨。")
    assert same > other + 0.05


@pytest.mark.slow
def test_the_real_encoder_is_not_changed_by_padding(e5):
    alone = e5(e5.tokenize(["short"]))[0]
    padded = e5(e5.tokenize(["short", "a much longer text that makes the other one padded"]))[0]
    torch.testing.assert_close(alone, padded, atol=1e-4, rtol=0)
    assert float(alone.norm()) == pytest.approx(1, abs=1e-4)


@pytest.mark.slow
def test_the_real_encoder_cuts_at_512_tokens(e5):
    assert e5.tokenize(["word " * 2000]).ids.shape == (1, 512)


@pytest.mark.slow
def test_the_real_encoder_takes_little_memory(e5):
    assert e5.network.embeddings.word_embeddings.table.dtype == torch.float16
    assert learning(e5) == set()
