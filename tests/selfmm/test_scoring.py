from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tiny import AUDIO_WIDTH, VISION_WIDTH

from selfmm import recipe
from selfmm.errors import BundleError
from selfmm.scoring import Scorer, quality_reasons, quality_warnings
from selfmm.types import INDETERMINATE, Answer, Features, FeatureSequence, Quality, Sample, Transcript

GOOD = Quality(words=200, voiced_seconds=120.0, signal_to_noise=25.0, face_share=0.95, several_faces_share=0.0)


@pytest.fixture
def scorer(tiny_bundle):
    return Scorer(tiny_bundle)


def test_the_score_is_the_mean_of_the_answers(scorer, samples):
    score = scorer.score(samples[:3], GOOD, "zh")
    values = [answer.value for answer in score.answers]
    assert score.value == pytest.approx(np.mean(values))
    assert score.interval == pytest.approx((score.value - 10, score.value + 10))
    assert score.text is not None
    assert score.audio is not None
    assert score.bundle == scorer.info.id


def test_a_modality_that_the_model_never_saw_has_no_view(scorer, samples):
    face = FeatureSequence(np.zeros((4, VISION_WIDTH), np.float32), 0.2, "face_landmarks_56")
    with_face = scorer.score([replace(samples[0], vision=face)], GOOD, "zh")
    assert with_face.vision is None
    assert with_face.value == scorer.score(samples[:1], GOOD, "zh").value


def test_samples_without_what_the_model_does_not_look_at_get_the_very_same_score(scorer):
    generator = np.random.default_rng(0)
    audio = FeatureSequence(generator.normal(size=(2000, AUDIO_WIDTH)).astype(np.float32), 0.032, "librosa_33")
    vision = FeatureSequence(generator.normal(size=(600, VISION_WIDTH)).astype(np.float32), 0.1, "face_landmarks_56")
    cards = (("one", 0.0, 9.0), ("one", 12.0, 20.0), ("two", 20.0, 41.5), ("", 50.0, 60.0))
    answers = tuple(Answer(f"I sleep badly {start}", start, end, prompt=prompt) for prompt, start, end in cards)
    transcript, features = Transcript(answers, "en"), Features("f", audio, vision)
    whole = recipe.samples(transcript, features, person="p")
    wanted = recipe.samples(transcript, features, person="p", modalities=scorer.info.modalities)
    assert [sample.vision is None for sample in (*whole, *wanted)] == [False] * 3 + [True] * 3
    score = scorer.score(wanted, GOOD, "en")
    assert score == scorer.score(whole, GOOD, "en")
    assert scorer.explain(wanted, score) == scorer.explain(whole, score)
    assert score.audio is not None


def test_an_interval_that_holds_the_cutoff_is_indeterminate_but_has_a_number(scorer, samples):
    score = scorer.score(samples[:3], GOOD, "zh")
    spans = score.interval[0] < 53 <= score.interval[1]
    assert (score.band == INDETERMINATE) == spans
    assert ("interval_spans_cutoff" in score.reasons) == spans
    assert score.value is not None


@pytest.mark.parametrize(
    ("quality", "reason"),
    [
        (replace(GOOD, words=9), "too_few_words"),
        (replace(GOOD, voiced_seconds=4.9), "too_little_voice"),
        (replace(GOOD, signal_to_noise=-1.0), "too_noisy"),
    ],
)
def test_below_a_floor_there_is_no_number(scorer, samples, quality, reason):
    score = scorer.score(samples[:3], quality, "zh")
    assert reason in score.reasons
    assert (score.value, score.interval, score.text, score.band) == (None, None, None, INDETERMINATE)
    assert all(answer.value is None for answer in score.answers)


def test_silence_says_that_nobody_spoke(scorer):
    score = scorer.score([], Quality(words=0, voiced_seconds=0.0), "zh")
    assert score.reasons == ("no_speech",)
    assert score.value is None


def test_an_answer_without_anything_has_no_value_and_does_not_count(scorer, samples):
    empty = Sample("empty", "p", "")
    score = scorer.score([samples[0], empty], GOOD, "zh")
    assert score.answers[1].value is None
    assert score.value == score.answers[0].value


def test_features_of_another_recipe_are_refused_with_what_differs(scorer, samples):
    other = replace(samples[0], audio=FeatureSequence(np.zeros((9, 74), np.float32), 0.1, "covarep_74"))
    with pytest.raises(BundleError, match=r"librosa_33 \(33 numbers a frame\).*covarep_74 \(74 numbers\)"):
        scorer.score([other], GOOD, "zh")


def test_floors_are_inclusive():
    at_floor = Quality(words=10, voiced_seconds=5.0, signal_to_noise=0.0)
    assert quality_reasons(at_floor, has_answers=True) == ()


@pytest.mark.parametrize(
    ("change", "warning"),
    [
        ({"face_share": 0.0}, "no_face"),
        ({"face_share": 0.3}, "face_seldom_seen"),
        ({"several_faces_share": 0.5}, "several_faces"),
        ({"signal_to_noise": 5.0}, "noisy"),
        ({"voiced_seconds": 30.0}, "little_voice"),
        ({"voiced_seconds": None}, "no_sound"),
        ({"truncated": True}, "truncated"),
        ({"heard_language": "en"}, "another_language"),
    ],
)
def test_what_makes_a_score_less_sure_is_said(change, warning):
    assert warning in quality_warnings(replace(GOOD, **change), language="zh", trained=("zh",))
    assert warning not in quality_warnings(GOOD, language="zh", trained=("zh",))


def test_a_language_that_the_model_did_not_learn_is_said():
    assert quality_warnings(GOOD, language="en", trained=("zh",)) == ("language_not_trained",)
    assert quality_warnings(GOOD, language="de", trained=("zh",)) == ("unknown_language",)
