from __future__ import annotations

import numpy as np
import pytest
from tiny_training import write_tiny_bert

from selfmm import api
from selfmm.bundle import load_bundle, read_info
from selfmm.errors import DataError
from selfmm.model.base import FUSION
from selfmm.scales import MOSI, SDS
from selfmm.scoring import Scorer
from selfmm.training import default_model
from selfmm.training.default_model import build_default_model
from selfmm.training.predicting import feed, predict
from selfmm.types import Modality, Quality, Sample

GOOD, BAD = "a good day with friends", "a bad night without sleep"
PEOPLE = 12


def write(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([header, *rows]), encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """All tables in small; who has a bad night sleeps badly."""
    folder = tmp_path_factory.mktemp("data")
    said = [(GOOD, 2.0), (BAD, -2.0)] * 8
    for name in ("mosi", "mosei"):
        for split in ("train", "valid"):
            rows = [
                f"{split}{name}{row // 4},{row},{text} {name} {split} {row},{label}"
                for row, (text, label) in enumerate(said)
            ]
            write(folder / "sentiment_text" / f"{name}_{split}.csv", "video,clip,text,label", rows)
    for split in ("train", "valid"):
        rows = [
            f"{split}{row // 4}$_${row},{text} {split} {row},{label / 2},{label / 2},,,0"
            for row, (text, label) in enumerate(said)
        ]
        header = "id,text,label_M,label_T,label_A,label_V,in_sims_v1"
        write(folder / "sentiment_text" / f"simsv2_{split}.csv", header, rows)
    said_by = [f"{GOOD if person % 3 else BAD} {chr(ord('a') + person)}" for person in range(PEOPLE)]
    rows = [  # nobody says the same as another one, or more than one line would have the least absolute error
        f"p{person},{stimulus},,10,{35 + person if person % 3 else 60 + person},{said_by[person]}"
        for person in range(PEOPLE)
        for stimulus in ("positive", "negative")
    ]
    write(folder / "eatd_train" / "manifest.csv", "subject,stimulus,audio,duration_seconds,sds_index,transcript", rows)
    posts = [f"{BAD if row % 2 else GOOD} {row},{('minimum', 'severe')[row % 2]}" for row in range(20)]
    write(folder / "depression_text" / "reddit_severity_train.csv", "text,label", posts)
    return folder


@pytest.fixture(scope="module")
def built(data, tmp_path_factory):
    """The bundled model's recipe on small tables, with a small network in the encoder's place."""
    out = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(default_model, "DEFAULT_ENCODER", str(write_tiny_bert(out / "bert")))
        build_default_model(data, out / "model", created="2026-01-01")
        yield out / "model"


def test_the_bundle_says_what_it_is(built):
    info = read_info(built)
    assert info.scale == SDS
    assert info.modalities == (Modality.TEXT,)
    assert info.training["people"] == PEOPLE
    assert info.training["sentiment"]["sentences"] == 3 * 16
    assert info.training["sentiment"]["config"]["averaged_runs"] > 1
    assert info.metrics["auc"]["lower"] <= info.metrics["auc"]["mean"] <= info.metrics["auc"]["upper"]
    assert set(info.views) == {"MOSI", "SIMS"}
    assert set(info.feature_views) == {"severity"}


def test_its_value_is_a_line_of_the_sentiment_and_the_way_back_gives_that(built):
    bundle, sentiment = load_bundle(built), load_bundle(built.with_name("model.sentiment") / "seed-1111" / "bundle")
    samples = [Sample(str(row), "", text) for row, text in enumerate((GOOD, BAD, "something else"))]
    told = predict(bundle.model, feed(samples, bundle.model, bundle.normaliser, SDS))[FUSION].numpy()
    was = predict(sentiment.model, feed(samples, sentiment.model, sentiment.normaliser, MOSI))[FUSION].numpy()
    line, back = bundle.info.training["line"], bundle.info.views["MOSI"]
    index = SDS.cutoff + told * SDS.reach / SDS.label_range
    np.testing.assert_allclose(index, line["intercept"] + line["slope"] * was, rtol=1e-4)
    np.testing.assert_allclose([back.at(value) for value in index], was, atol=1e-3)


def test_a_cross_validation_gives_the_figures_of_the_card_again(built, data):
    found = api.evaluate(built, "eatd", data=data / "eatd_train", split="cross_validation")
    card = read_info(built).metrics
    assert found.metrics == pytest.approx({name: metric["mean"] for name, metric in card.items()}, abs=1e-3)
    assert found.subsets == ()


def test_an_interview_gets_a_probability_and_a_stranger_a_warning(built):
    scorer = Scorer(built)
    scored = [
        scorer.score([Sample("a", "", text)], Quality(words=100), "zh") for text in (GOOD, BAD, "zzz qqq xxx jjj vvv")
    ]
    good, bad, strange = scored
    assert 0 < min(good.probability, bad.probability) < max(good.probability, bad.probability) < 1
    assert (good.probability < bad.probability) == (good.value < bad.value)
    assert "unlike_training" in strange.warnings
    assert "no_sound" not in good.warnings  # the model does not use it


def test_a_sentence_is_worth_what_leaving_it_out_would_change(built):
    scorer = Scorer(built)
    samples = [Sample("a", "", f"{GOOD}. {BAD}."), Sample("b", "", GOOD), Sample("c", "", "")]
    score = scorer.explain(samples, scorer.score(samples, Quality(words=100), "zh"))
    first, second, empty = score.answers
    assert [passage.text for passage in first.passages] == [f"{GOOD}.", f"{BAD}."]
    assert second.passages == empty.passages == ()  # a single sentence is the answer itself
    rest = [Sample("a", "", f"{GOOD}. "), samples[1], samples[2]]
    without = scorer.score(rest, Quality(words=100), "zh")
    assert first.passages[1].effect == pytest.approx(score.value - without.value, abs=1e-4)


@pytest.mark.parametrize(("name", "folder"), [("mosi", "sentiment_text"), ("simsv2", "sentiment_text")])
def test_it_is_judged_on_other_scales_as_well(built, data, name, folder):
    found = api.evaluate(built, name, data=data / folder)
    assert found.samples == 16
    assert found.metrics["mae"] is not None


def test_who_it_did_not_learn_from_is_judged_whole_and_who_it_did_by_splits(built, data, tmp_path):
    known = api.evaluate(built, "eatd", data=data / "eatd_train")
    assert known.people < PEOPLE
    assert "coverage" in known.metrics
    manifest = (data / "eatd_train" / "manifest.csv").read_text(encoding="utf-8").replace("p1,", "q1,")
    (tmp_path / "manifest.csv").write_text(manifest, encoding="utf-8")
    others = api.evaluate(built, "eatd", data=tmp_path, split="valid")
    assert others.people == PEOPLE
    assert "everybody is judged" in others.notes[0]
    assert "everybody is judged" in others.markdown()


def test_what_is_missing_is_told_before_hours_are_spent(data, tmp_path):
    with pytest.raises(DataError, match="eatd_train"):
        build_default_model(tmp_path, tmp_path / "model", created="2026-01-01")
    assert not (tmp_path / "model.sentiment").exists()
