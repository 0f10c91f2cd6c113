"""What the reference programs get wrong, and ours must not: each test bears the number of SELF_MM.md's list."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest
import torch
from tiny import FAST, TINY, TinyTextEncoder
from tiny_training import AUDIO, VISION, small_config, small_feed, small_request, tiny_set, tiny_split

from selfmm.__main__ import main
from selfmm.bundle import load_bundle
from selfmm.data.benchmarks import synthetic
from selfmm.data.cleaning import clean
from selfmm.data.normaliser import fit_normaliser
from selfmm.data.safe_pickle import load_pickle
from selfmm.errors import BundleError, DataError, UnknownChoiceError
from selfmm.model.base import FUSION, TASKS
from selfmm.scales import MOSI, PHQ_9
from selfmm.training import run as running
from selfmm.training.config import TrainConfig
from selfmm.training.distributed import World
from selfmm.training.losses import unimodal_weights
from selfmm.training.run import Place, Run
from selfmm.training.runs import run_seeds
from selfmm.training.trainer import feed, mean_error, predict, train
from selfmm.training.unimodal_labels import LabelGenerator, bounded_lean, published_lean
from selfmm.types import Modality, Sample

WIDTHS = {"fusion": 3, "text": 2, "audio": 2, "vision": 2}
CPU = torch.device("cpu")


def _train(samples, validation=(), *, scale=MOSI, model_config=None, **options):
    config = TrainConfig(**FAST | {"epochs": 2, "batch_size": 6} | options)
    return train(
        samples,
        validation,
        scale=scale,
        model_config=model_config or small_config(),
        config=config,
        text_encoder=TinyTextEncoder(),
    )


def _run(samples, *, scale=MOSI, **options):
    model, fed = small_feed(samples, scale)
    config = TrainConfig(**FAST | {"batch_size": 4} | options)
    return Run(model, fed, config, label_range=scale.label_range, human_labels={}, device=CPU, world=World())


def _are_finite(model):
    return all(bool(torch.isfinite(value).all()) for value in model.state_dict().values())


# 1 The published command crashes; `-d avec` is rejected; no CPU path -----------------------------------------------


def test_mistake_01_the_published_command_works_on_the_processor(tmp_path, tiny_text_encoder, capsys):
    command = ["train", "-d", "mosi", "-m", "lmf", "-s", "1111", "-s", "1112", "--data", "synthetic"]
    quick = ["--samples", "24", "--device", "cpu", "--encoder", TINY, "--set", "train.epochs=1"]
    assert main([*command, *quick, "-o", str(tmp_path)]) == 0
    lines = [json.loads(line) for line in (tmp_path / "records.jsonl").read_text().splitlines()]
    assert [(line["seed"], line["model"], line["device"]) for line in lines] == [
        (1111, "lmf", "cpu"),
        (1112, "lmf", "cpu"),
    ]
    assert "MAE" in capsys.readouterr().out


def test_mistake_01_the_depression_sets_have_names():
    assert synthetic("avec", samples=24).metrics == "depression"


# 2 One-sided depression labels give a centre of nothing ------------------------------------------------------------


@pytest.mark.parametrize("generator", ["published", "bounded"])
def test_mistake_02_one_sided_depression_labels_are_learnt_from(generator):
    generator_of_labels = np.random.default_rng(0)
    samples = [replace(sample, label=float(generator_of_labels.integers(0, 10))) for sample in tiny_split(14)]
    trained = _train(samples, scale=PHQ_9, generator=generator, warm_up_epochs=1, epochs=3)
    assert _are_finite(trained.model)
    assert all(np.isfinite(epoch.loss) for epoch in trained.history)


def test_mistake_02_labels_are_centred_at_the_cut_off():
    samples = [replace(sample, label=label) for sample, label in zip(tiny_split(3), (0.0, 10.0, 27.0), strict=True)]
    _, fed = small_feed(samples, PHQ_9)
    assert fed.labels.tolist() == pytest.approx([-10 / 17, 0.0, 1.0])


# 3 The first labels come from projections that learnt nothing ------------------------------------------------------


def test_mistake_03_the_unimodal_heads_learn_before_the_first_labels_are_generated():
    """With the reference's weight, which is 0 until a label differs from the fusion's, they would stand still."""
    moved = {}
    for weight in (0.0, 0.1):
        run = _run(tiny_split(12, missing=False), warm_up_weight=weight, warm_up_epochs=1)
        before = {name: value.detach().clone() for name, value in run.model.heads.named_parameters()}
        run.epoch(Place(1), lambda _: None)
        after = dict(run.model.heads.named_parameters())
        moved[weight] = {name for name, value in before.items() if not torch.equal(value, after[name])}
    unimodal = {f"{task}.{layer}.weight" for task in TASKS[1:] for layer in ("feature", "hidden", "value")}
    assert not unimodal & moved[0.0]
    assert unimodal <= moved[0.1]


def test_mistake_03_the_constant_weight_ends_with_the_first_generated_label():
    run = _run(tiny_split(12, missing=False), warm_up_weight=0.1, warm_up_epochs=1)
    rows, config = torch.arange(12), TrainConfig(warm_up_weight=0.1)
    run.epoch(Place(1), lambda _: None)
    assert unimodal_weights(run.generator, rows, config)["text"].tolist() == pytest.approx([0.1] * 12)
    run.epoch(Place(2), lambda _: None)
    apart = (run.generator.labels["text"] - run.generator.labels[FUSION]).abs()
    torch.testing.assert_close(unimodal_weights(run.generator, rows, config)["text"], torch.tanh(apart))


# 4 alpha is unbounded on one side and its ratio has a pole ---------------------------------------------------------


def test_mistake_04_the_bounded_lean_is_bounded_and_symmetric_where_the_published_one_is_not():
    near, far = torch.tensor([0.0, 1e-3, 1.0]), torch.tensor([10.0, 10.0, 10.0])
    assert published_lean(near, far).max() > 1e6
    assert published_lean(far, near).min() >= -1.0
    assert bounded_lean(near, far).abs().max() <= 1.0
    torch.testing.assert_close(bounded_lean(near, far), -bounded_lean(far, near))
    assert bounded_lean(torch.zeros(1), torch.zeros(1)).tolist() == [0.0]


def test_mistake_04_a_small_change_of_a_feature_changes_a_bounded_label_little():
    """Where the fusion leans to neither side the published ratio jumps from one end of the range to the other."""
    jumps = {}
    for kind in ("published", "bounded"):
        fresh = []
        for nudge in (-1e-4, 1e-4):
            labeller = LabelGenerator(torch.tensor([2.0, -2.0]), WIDTHS, 3.0, generator=kind)
            present = {task: torch.tensor([True, True]) for task in TASKS}
            placed = {
                task: torch.tensor([[1.0, *[0.0] * (width - 1)], [-1.0, *[0.0] * (width - 1)]])
                for task, width in WIDTHS.items()
            }
            labeller.remember(torch.arange(2), placed, present)
            moved = {task: value.clone() for task, value in placed.items()}
            moved[FUSION][0, 0] = nudge
            labeller.update(torch.arange(2), moved, present, 1)
            fresh.append(float(labeller.labels["text"][0]))
        jumps[kind] = abs(fresh[0] - fresh[1])
    assert jumps["published"] == pytest.approx(6.0)
    assert jumps["bounded"] < 1e-3


# 5 The last gradients of each epoch are thrown away ----------------------------------------------------------------


def test_mistake_05_the_tail_of_an_epoch_is_a_step_of_its_own_and_weighs_what_it_holds(monkeypatch):
    """38 samples are nine batches of 4 and one of 2: with four batches a step, the third step holds what is left."""
    run = _run(tiny_split(38, missing=False), accumulate=4, gradient_norm=0.0, warm_up_weight=0.0, optimiser="adam")
    told = []
    monkeypatch.setattr(
        running.Run,
        "_step",
        lambda self, number: told.append(
            (number, {name: value.grad.clone() for name, value in self.model.named_parameters()})
        ),
    )
    taken = []
    take = run.feed.take
    monkeypatch.setattr(run.feed, "take", lambda rows, **options: taken.append(rows) or take(rows, **options))
    run.epoch(Place(1), lambda _: None)
    assert [number for number, _ in told] == [0, 1, 2]
    # the weights did not move: a step's gradient is that of the mean error over all of its samples
    for number, gradients in told:
        rows = [row for batch in taken[4 * number : 4 * number + 4] for row in batch]
        run.model.zero_grad(set_to_none=True)
        (run.model(take(rows)).values[FUSION] - run.feed.labels[rows]).abs().mean().backward()
        for name, value in run.model.named_parameters():
            if name.startswith("heads.fusion"):
                torch.testing.assert_close(gradients[name], value.grad, atol=1e-6, rtol=1e-4)
    assert sum(map(len, taken)) == 38


# 6 The validation loss depends on how samples are dealt into batches -----------------------------------------------


def test_mistake_06_the_validation_loss_is_a_mean_over_samples_whatever_their_order():
    samples = tiny_split(23)
    model, fed = small_feed(samples)
    with torch.no_grad():
        said = model.eval()(fed.take(range(23))).values[FUSION]
    expected = float((said - fed.labels).abs().mean())
    assert mean_error(model, fed) == pytest.approx(expected, abs=1e-6)
    normaliser = fit_normaliser(samples, {Modality.AUDIO: AUDIO, Modality.VISION: VISION})
    turned = feed(samples[::-1], model, normaliser, MOSI)
    assert mean_error(model, turned) == pytest.approx(expected, abs=1e-6)
    for size in (1, 4, 22):
        dealt = predict(model, fed, batch_size=size)[FUSION]
        torch.testing.assert_close(dealt, said, atol=1e-5, rtol=0)


# 7 A clip without a face or with a NaN crashes training -------------------------------------------------------------


def test_mistake_07_clips_without_a_face_and_features_that_are_no_numbers_are_learnt_from():
    samples = list(tiny_split(12, missing=False))
    samples[0] = replace(samples[0], vision=replace(samples[0].vision, values=np.zeros((0, VISION), np.float32)))
    samples[1] = replace(samples[1], vision=None)
    for place, value in ((2, np.nan), (3, np.inf)):
        spoilt = samples[place].audio.values.copy()
        spoilt[0, 0] = value
        samples[place] = replace(samples[place], audio=replace(samples[place].audio, values=spoilt))
    samples[4] = replace(samples[4], text="", audio=None, vision=None)
    trained = _train(samples, samples, warm_up_epochs=1, epochs=3)
    assert _are_finite(trained.model)
    said = predict(trained.model, feed(samples, trained.model, trained.normaliser, MOSI))
    assert said["vision"].isnan().tolist() == [True, True, False, False, True] + [False] * 7
    assert said[FUSION].isnan().tolist() == [False] * 4 + [True] + [False] * 7


def test_mistake_07_a_batch_in_which_nobody_has_anything_does_no_harm():
    """With audio alone, a tail of one sample without sound has nothing to take a mean over."""
    from selfmm.model.unimodal import AudioOnlyConfig

    samples = [replace(sample, audio=None) if number % 3 else sample for number, sample in enumerate(tiny_split(9))]
    config = AudioOnlyConfig(small_config().text, AUDIO, VISION)
    trained = train(
        samples,
        samples,
        scale=MOSI,
        model_config=config,
        config=TrainConfig(**FAST | {"epochs": 2, "batch_size": 1}),
        text_encoder=TinyTextEncoder(),
        model_name="audio_only",
    )
    assert _are_finite(trained.model)
    assert all(np.isfinite(epoch.loss) for epoch in trained.history)


# 8 A batch of one, and more than one LSTM layer ---------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_mistake_08_batches_of_one_and_several_layers_are_learnt_from(layers):
    samples = tiny_split(5)
    trained = _train(samples, samples, model_config=small_config(layers=layers), batch_size=1, epochs=1)
    told = predict(trained.model, feed(samples[:1], trained.model, trained.normaliser, MOSI))
    assert told[FUSION].shape == (1,)
    assert _are_finite(trained.model)


# 9 Features enter un-normalised, and what normalises them is not kept ----------------------------------------------


def test_mistake_09_the_normaliser_is_fitted_on_the_training_split_alone_and_kept_in_the_bundle(
    tmp_path, tiny_text_encoder
):
    data = tiny_set(missing=False)
    moved = tuple(
        replace(sample, audio=replace(sample.audio, values=sample.audio.values + 100)) for sample in data.valid
    )
    run_seeds(small_request(replace(data, valid=moved)), tmp_path)
    kept = load_bundle(tmp_path / "seed-1" / "bundle").normaliser
    frames = np.concatenate([sample.audio.values for sample in data.train])
    np.testing.assert_allclose(kept.means[Modality.AUDIO], frames.mean(axis=0), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(kept.deviations[Modality.AUDIO], frames.std(axis=0), rtol=1e-4)


def test_mistake_09_features_of_another_unit_learn_the_same(monkeypatch):
    samples = tiny_split(12, missing=False)
    scaled = [replace(sample, audio=replace(sample.audio, values=sample.audio.values * 1024)) for sample in samples]
    one, other = _train(samples), _train(scaled)
    assert one.history[-1].loss == pytest.approx(other.history[-1].loss, abs=1e-4)


# 10 Seeds overwrite one another's results (and tuning looks at the test split: see the tests of tuning) -------------


def test_mistake_10_every_seed_has_a_record_and_a_bundle_of_its_own(tmp_path, tiny_text_encoder):
    records = run_seeds(small_request(seeds=(1, 2)), tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "records.jsonl").read_text().splitlines()]
    assert [line["seed"] for line in lines] == [1, 2]
    bundles = {load_bundle(tmp_path / f"seed-{seed}" / "bundle").info.id for seed in (1, 2)}
    assert bundles == {record.bundle for record in records}
    assert len(bundles) == 2
    assert records[0].metrics != records[1].metrics


def test_mistake_10_the_epoch_is_chosen_on_the_validation_split_alone(tmp_path, tiny_text_encoder):
    """Whatever the test split says, the same weights are kept."""
    data = tiny_set()
    turned = replace(data, test=tuple(replace(sample, label=-sample.label) for sample in data.test))
    for name, one in (("as_is", data), ("turned", turned)):
        run_seeds(small_request(one), tmp_path / name)
    as_is, other = (tmp_path / name / "seed-1" / "bundle" / "weights.safetensors" for name in ("as_is", "turned"))
    assert as_is.read_bytes() == other.read_bytes()


# 11 A single prediction ignores true lengths and fails obscurely on other features ---------------------------------


def test_mistake_11_what_is_said_of_a_clip_depends_on_its_own_frames_alone():
    samples = tiny_split(12, missing=False)
    trained = _train(samples)
    together = predict(trained.model, feed(samples, trained.model, trained.normaliser, MOSI))
    for row in (0, 5, 11):
        alone = predict(trained.model, feed([samples[row]], trained.model, trained.normaliser, MOSI))
        for task in TASKS:
            torch.testing.assert_close(alone[task][0], together[task][row], atol=1e-5, rtol=0)


def test_mistake_11_features_of_another_extractor_are_refused_with_both_names(tiny_bundle):
    from selfmm.scoring import Scorer
    from selfmm.types import FeatureSequence, Quality

    audio = FeatureSequence(np.zeros((9, 20), np.float32), 0.032, "mfcc_20")
    with pytest.raises(BundleError, match=r"mfcc_20[\s\S]*librosa_33|librosa_33[\s\S]*mfcc_20"):
        Scorer(tiny_bundle).score([Sample("1", "p", "words", audio)], Quality(words=40), "zh")


# 12 Pickles run code -------------------------------------------------------------------------------------------------


def test_mistake_12_a_pickle_that_runs_code_is_refused_and_runs_nothing(tmp_path):
    class Malicious:
        def __reduce__(self):
            return (eval, (f"open({str(tmp_path / 'ran')!r}, 'w')",))

    path = tmp_path / "unaligned_50.pkl"
    path.write_bytes(pickle.dumps({"train": Malicious()}))
    with pytest.raises(DataError):
        load_pickle(path)
    assert not (tmp_path / "ran").exists()


# 13 Larger training sets crash, and left-padded features are read as length 1 ---------------------------------------


def test_mistake_13_the_tables_are_as_large_as_the_training_split():
    for count in (5, 23):
        run = _run(tiny_split(count))
        assert {len(labels) for labels in run.generator.labels.values()} == {count}
        run.epoch(Place(1), lambda _: None)


def test_mistake_13_left_padded_features_have_their_true_length():
    true = np.arange(1, 13, dtype=np.float32).reshape(4, 3)
    padded = np.concatenate([np.zeros((6, 3), np.float32), true])
    found, mended = clean(padded)
    np.testing.assert_array_equal(found, true)
    assert mended.left_padded == 1


# People, not clips ---------------------------------------------------------------------------------------------------


def test_people_who_are_in_two_splits_are_refused():
    from selfmm.data.checking import check

    data = tiny_set()
    shared = replace(data.valid[0], person=data.train[0].person)
    with pytest.raises(DataError, match="people are in the train and the valid split"):
        check(replace(data, valid=(shared, *data.valid[1:])), keep_shared=False)


def test_an_unknown_model_is_answered_with_the_nearest(tmp_path):
    with pytest.raises(UnknownChoiceError, match="did you mean “lmf”"):
        run_seeds(small_request(model="lmff"), tmp_path)
