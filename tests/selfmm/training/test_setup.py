from __future__ import annotations

from dataclasses import replace

import pytest
from tiny_training import AUDIO, VISION, small_request, tiny_set, write_tiny_bert

from selfmm.bundle import read_info
from selfmm.data.catalogue import DATA_SETS
from selfmm.data.data_set import DataSet
from selfmm.data.neighbours import with_neighbours
from selfmm.errors import BundleError, SelfMMError, UnknownChoiceError
from selfmm.model import MODELS
from selfmm.training.runs import run_seeds
from selfmm.training.setup import merged, preset, read_assignment, read_config, set_up
from selfmm.types import Modality, Sample

E5 = "multilingual-e5-small"


def _shaped(name, **dimensions):
    """The data set of this name, of its published shape, without its samples."""
    info = DATA_SETS[name]
    widths = {Modality.AUDIO: info.audio[1], Modality.VISION: info.vision[1]} | dimensions
    extractors = dict.fromkeys(widths, "published")
    return DataSet(name, info.scale, info.metrics, info.languages, (), (), (), widths, extractors, "f" * 64)


@pytest.fixture(scope="module")
def bert(tmp_path_factory):
    """A folder with a BERT, which has no hyper-parameters of its own."""
    return str(write_tiny_bert(tmp_path_factory.mktemp("bert")))


# Words around a clip -----------------------------------------------------------------------------------------------

CONTEXT = {"model": {"text": {"context_words": 16}}}


def test_words_around_a_clip_are_read_where_it_is_known_which_they_are():
    clips = (Sample("v_1", "v", "x", label=1.0), Sample("v_2", "v", "y", label=0.0))
    known = replace(_shaped("mosi"), train=with_neighbours(clips))
    assert set_up("self_mm", known, changes=CONTEXT).model.text.context_words == 16
    with pytest.raises(SelfMMError, match=r"simsv2 .* which clip follows which"):
        set_up("self_mm", replace(_shaped("simsv2"), train=clips), changes=CONTEXT)
    with pytest.raises(SelfMMError, match="reads every word by itself"):
        set_up("mult", known, changes=CONTEXT)


# Presets ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("data_set", DATA_SETS)
def test_every_model_is_set_up_for_every_data_set_that_has_what_it_reads(model, data_set):
    shaped = _shaped(data_set)
    there = {Modality.TEXT} | {modality for modality, width in shaped.dimensions.items() if width}
    if not MODELS[model].needs & there:
        with pytest.raises(SelfMMError, match=f"nothing that {model} reads"):
            set_up(model, shaped)
        return
    setup = set_up(model, shaped)
    assert isinstance(setup.model, MODELS[model].config_class())
    assert set(setup.model.modalities) == MODELS[model].needs & there
    assert (setup.model.audio_dimensions, setup.model.vision_dimensions) == tuple(shaped.dimensions.values())
    assert setup.model.text.dimensions == 384


def test_the_published_hyper_parameters_of_self_mm_are_those_of_the_table(bert):
    """SELF_MM.md, from MMSA's configuration; a BERT is tuned whole, as published."""
    rows = {
        # batch, rates text/audio/vision/other, decays, hidden a/v, F f/t/a/v, head dropout f/t/a/v
        "mosi": (16, (5e-5, 5e-3, 5e-3, 1e-3), (1e-3,) * 4, (16, 32), (128, 32, 16, 32), (0, 0.1, 0.1, 0)),
        "sims": (32, (5e-5, 5e-3, 5e-3, 1e-3), (1e-3, 1e-2, 1e-2, 1e-3), (16, 64), (128, 64, 16, 32), (0, 0.1, 0.1, 0)),
        "simsv2": (16, (5e-5, 1e-3, 1e-3, 1e-3), (1e-2, 0, 0, 1e-3), (16, 64), (128, 64, 32, 32), (0, 0, 0.1, 0)),
    }
    for name, (batch, rates, decays, hidden, widths, dropouts) in rows.items():
        setup = set_up("self_mm", _shaped(name), encoder=bert)
        train, model, parts = setup.train, setup.model, ("text", "audio", "vision", "other")
        heads = (model.fusion_head, model.text_head, model.audio_head, model.vision_head)
        assert (train.batch_size, train.accumulate, train.optimiser, train.patience) == (batch, 4, "adam", 8)
        assert tuple(getattr(train, f"learning_rate_{part}") for part in parts) == rates
        assert tuple(getattr(train, f"weight_decay_{part}") for part in parts) == decays
        assert (model.audio.hidden, model.vision.hidden) == hidden
        assert tuple(head.width for head in heads) == widths
        assert tuple(head.dropout for head in heads) == dropouts
        assert (train.generator, train.warm_up_epochs, train.gradient_norm) == ("published", 1, 0.0)
        assert (model.text.pooling, model.text.tuned_layers, model.text.tuned_embeddings) == ("first", 12, True)


def test_the_embedded_encoder_has_its_own_where_it_is_tuned():
    setup = set_up("self_mm", _shaped("mosi"))
    text = setup.model.text
    assert (text.pooling, text.tuned_layers, text.tuned_embeddings, text.case) == ("mean", 12, False, "lower")
    assert not text.unit_length
    assert (setup.train.schedule, setup.train.optimiser) == ("linear", "adamw")
    assert setup.model.audio.hidden == 16  # what is said of the rest holds


def test_an_encoder_that_is_to_stay_frozen_is_trained_as_published():
    """What was chosen for tuning must not hold then: four epochs, for one, are too few for the heads alone."""
    setup = set_up("self_mm", _shaped("mosi"), changes={"model": {"text": {"tuned_layers": 0}}})
    text = setup.model.text
    assert (text.pooling, text.tuned_layers, text.tuned_embeddings, text.unit_length) == ("mean", 0, False, True)
    assert (setup.train.schedule, setup.train.epochs, setup.train.optimiser) == ("constant", 100, "adam")


def test_a_frozen_preset_that_is_to_be_tuned_gets_what_was_chosen_for_tuning():
    changes = {"model": {"text": {"tuned_layers": 6}}}
    setup = set_up("self_mm", _shaped("eatd"), changes=changes)
    assert setup.model.text.tuned_layers == 6
    assert setup.train.schedule == "linear"
    assert set_up("self_mm", _shaped("eatd")).train.schedule == "constant"


def test_with_fewer_layers_than_published_the_word_table_stays_frozen(bert):
    changes = {"model": {"text": {"tuned_layers": 1}}}
    assert not set_up("self_mm", _shaped("mosi"), encoder=bert, changes=changes).model.text.tuned_embeddings
    changes = {"model": {"text": {"tuned_layers": 1, "tuned_embeddings": True}}}
    assert set_up("self_mm", _shaped("mosi"), encoder=bert, changes=changes).model.text.tuned_embeddings


def test_asking_for_a_preset_changes_none():
    before = preset("self_mm", "mosi", E5)
    changed = preset("self_mm", "mosi", E5, tuned_layers=0)
    changed["model"]["text"]["pooling"] = "first"
    assert preset("self_mm", "mosi", E5) == before


# What the data tell -------------------------------------------------------------------------------------------------


def test_what_the_data_do_not_have_is_not_read():
    setup = set_up("self_mm", _shaped("mosi", **{Modality.VISION: 0}))
    assert setup.model.modalities == (Modality.TEXT, Modality.AUDIO)
    assert setup.model.vision_dimensions == 0


def test_a_model_that_bounds_its_output_knows_the_range_of_the_labels():
    assert set_up("tfn", _shaped("mosi")).model.label_range == 3.0
    assert set_up("tfn", _shaped("sims")).model.label_range == 1.0


# Changes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("assignment", "table"),
    [
        ("train.epochs=3", {"train": {"epochs": 3}}),
        ("train.learning_rate_text = 2e-5", {"train": {"learning_rate_text": 2e-5}}),
        ("train.generator=bounded", {"train": {"generator": "bounded"}}),
        ('train.generator="bounded"', {"train": {"generator": "bounded"}}),
        ("model.text.tuned_embeddings=true", {"model": {"text": {"tuned_embeddings": True}}}),
        ("model.modalities=['text']", {"model": {"modalities": ["text"]}}),
        ("model.text.encoder=/a/b=c", {"model": {"text": {"encoder": "/a/b=c"}}}),
    ],
)
def test_assignments_are_read(assignment, table):
    assert read_assignment(assignment) == table


@pytest.mark.parametrize("assignment", ["train.epochs", "=3", "", "  =3"])
def test_what_is_no_assignment_is_refused(assignment):
    with pytest.raises(SelfMMError, match="is no assignment"):
        read_assignment(assignment)


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("train.epoch=3", "epoch: there is no such option; did you mean “epochs”"),
        ("train.epochs=many", "epochs: a whole number is wanted, not 'many'"),
        ("train.epochs=0", "epochs must be 1 or more"),
        ("train.optimiser=adamm", "no optimiser called “adamm”"),
        ("model.text.pool=mean", "text.pool: there is no such option; did you mean “pooling”"),
        ("model.audio.hidden=1.5", "audio.hidden: a whole number is wanted"),
        ("model.text=3", "text: a table is wanted"),
        ("model.text.tuned_layers=all", "tuned_layers: a whole number is wanted"),
        ("trian.epochs=3", "no option “trian”: options begin with model. or train."),
        ("train=3", "“train” is a group of options"),
        ("train..epochs=3", "there is no such option"),
    ],
)
def test_options_that_there_are_not_are_refused_in_a_sentence(assignment, message):
    with pytest.raises(SelfMMError, match=message):
        set_up("self_mm", _shaped("mosi"), changes=read_assignment(assignment))


def test_a_file_that_is_no_toml_is_refused_by_name():
    assert read_config("[train]\nepochs = 3\n", "a.toml") == {"train": {"epochs": 3}}
    with pytest.raises(SelfMMError, match=r"a\.toml is not a TOML file"):
        read_config("[train\n", "a.toml")


def test_an_unknown_model_or_encoder_is_answered_with_the_nearest():
    with pytest.raises(UnknownChoiceError, match="did you mean “self_mm”"):
        set_up("selfmm", _shaped("mosi"))
    with pytest.raises(UnknownChoiceError, match=f"did you mean “{E5}”"):
        set_up("self_mm", _shaped("mosi"), encoder="multilingual-e5-smal")


def test_tables_are_merged_without_changing_either():
    base, over = {"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"c": 4}, "e": 5}
    assert merged(base, over) == {"a": {"b": 1, "c": 4}, "d": 3, "e": 5}
    assert base == {"a": {"b": 1, "c": 2}, "d": 3}
    assert over == {"a": {"c": 4}, "e": 5}


# Beginning from a bundle --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tuned_start(tmp_path_factory, bert):
    """What is known of a bundle whose BERT has one tuned layer."""
    shape = small_request().changes["model"] | {"text": {"tuned_layers": 1, "tuned_embeddings": False}}
    out = tmp_path_factory.mktemp("runs") / "out"
    run_seeds(small_request(encoder=bert, shape=shape, train={"epochs": 1}), out)
    return read_info(out / "seed-1" / "bundle")


def test_a_run_that_begins_from_a_bundle_has_its_shape_and_encoder(tuned_start, bert):
    setup = set_up("self_mm", tiny_set(), start=tuned_start, changes={"train": {"epochs": 2}})
    assert setup.model.fusion_head.width == 6
    assert setup.model.text.encoder == bert
    assert setup.train.epochs == 2


def test_a_bundle_that_does_not_fit_is_refused(tuned_start):
    with pytest.raises(BundleError, match="holds a self_mm, not a lmf"):
        set_up("lmf", tiny_set(), start=tuned_start)
    wider = replace(tiny_set(), dimensions={Modality.AUDIO: AUDIO + 1, Modality.VISION: VISION})
    with pytest.raises(BundleError, match=f"reads audio of {AUDIO} numbers a frame; mosi has {AUDIO + 1}"):
        set_up("self_mm", wider, start=tuned_start)
    with pytest.raises(SelfMMError, match="has 1 tuned layers of its text encoder"):
        set_up("self_mm", tiny_set(), start=tuned_start, changes={"model": {"text": {"tuned_layers": 0}}})


def test_data_without_a_modality_may_begin_from_a_bundle_that_has_it(tuned_start):
    silent = replace(tiny_set(), dimensions={Modality.AUDIO: 0, Modality.VISION: VISION})
    assert set_up("self_mm", silent, start=tuned_start).model.audio_dimensions == AUDIO
