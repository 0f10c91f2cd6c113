from __future__ import annotations

import multiprocessing
import random
import signal
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest
import tiny_clinic
from mirrored_file import MirroredFolder
from tiny_clinic import CREATED, bert_base, clinic, recordings, retrain_telling, words_plan
from tiny_training import child_environment

from selfmm.__main__ import main
from selfmm.bundle import load_bundle, read_info
from selfmm.errors import DataError, SelfMMError
from selfmm.scales import PHQ_9, SDS
from selfmm.scoring import Scorer
from selfmm.training.retraining import Depth, RetrainingPlan, Verdict, read_clinic, retrain, write_clinic
from selfmm.types import Modality, Quality

ENOUGH = Quality(words=500)


class Stop(Exception):
    """Somebody stops the work."""


@pytest.fixture(scope="module")
def named_encoder():
    with pytest.MonkeyPatch.context() as patch:
        from selfmm.model import text_encoders

        patch.setattr(text_encoders, "TEXT_ENCODERS", dict(text_encoders.TEXT_ENCODERS))
        tiny_clinic.name_tiny_encoder()
        yield


@pytest.fixture(scope="module")
def base(tmp_path_factory, named_encoder):
    from tiny import TinyTextEncoder, tiny_bundle_in, tiny_samples

    return tiny_bundle_in(tmp_path_factory.mktemp("base") / "bundle", TinyTextEncoder(), tiny_samples())


@pytest.fixture(scope="module")
def found(tmp_path_factory, base):
    """A retraining of the heads that found what the clinic's people show."""
    out, points, told = tmp_path_factory.mktemp("found") / "out", [], []
    result = retrain(
        clinic(holdout=6),
        words_plan(base),
        out,
        created=CREATED,
        report=lambda step, fraction: told.append((step, fraction)),
        on_point=points.append,
    )
    return result, out, points, told


def test_it_finds_what_tells_the_people_apart(found):
    result = found[0]
    validated = result.cross_validation
    assert validated.new["auc"].value >= 0.9
    assert validated.difference["auc"].lower > 0
    assert result.verdict is validated.verdict is Verdict.BETTER
    assert result.recommended
    assert validated.difference["mae"].upper < 0
    assert (validated.people, validated.sessions) == (24, 48)
    assert result.holdout.verdict is Verdict.TOO_FEW  # six people
    assert result.holdout.new["auc"].value >= 0.8
    assert not set(result.learnt_people) & {f"p00{number}" for number in range(6)}
    assert result.reference_recalibrated  # the base speaks of the SDS index


def test_progress_rises_and_each_epoch_is_told_of(found):
    _, _, points, told = found
    fractions = [fraction for _, fraction in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(step for step, _ in told)) == [
        "reading",
        "validating",
        "training",
        "judging",
    ]
    assert {point.run for point in points} == set(range(6))
    assert points[-1].mae is None
    assert points[0].mae > 0
    assert all(set(point.labels) == {"text"} and len(point.labels["text"]) == 5 for point in points)
    assert points[-1].seconds_left >= 0


def test_a_model_of_dealt_out_ratings_is_never_recommended(tmp_path, base):
    result = retrain(clinic(shuffled=True), words_plan(base), tmp_path / "out", created=CREATED)
    assert result.verdict in {Verdict.NO_RELIABLE_DIFFERENCE, Verdict.WORSE, Verdict.WORSE_THAN_MEAN}
    assert not result.recommended


def test_the_bundle_says_in_the_app_what_was_judged(found):
    result, out, _, _ = found
    scorer = Scorer(out / "bundle")
    locked = {one.session: one for one in result.holdout.predictions}
    for session in clinic(holdout=6).locked:
        score = scorer.score(session.samples, ENOUGH, session.language)
        said = locked[session.id]
        assert score.value == pytest.approx(said.value, abs=1e-3)
        assert score.probability == pytest.approx(said.probability, abs=1e-3)
        assert score.interval == pytest.approx((said.lower, said.upper), abs=1e-3)


def test_the_bundle_tells_of_counts_and_of_nobody(found):
    result, out, _, _ = found
    info = read_info(out / "bundle")
    assert info.scale == PHQ_9
    assert (info.training["people"], info.training["sessions"]) == (24, 48)
    assert info.training["lineage"] == [info.training["base"]["bundle"]]
    assert info.metrics["auc"]["mean"] == result.cross_validation.new["auc"].value
    everything = (out / "bundle" / "bundle.json").read_text(encoding="utf-8") + info.card["en"] + info.card["zh"]
    assert "p007" not in everything
    assert load_bundle(out / "bundle").familiarity is not None


def test_a_face_is_learnt_that_the_base_cannot_read(tmp_path, base):
    data = clinic(people=24, answers=2, text_signal=0.0, audio_signal=0.0)
    plan = words_plan(base, modalities=(Modality.TEXT, Modality.VISION))
    result = retrain(data, plan, tmp_path / "out", created=CREATED)
    assert result.cross_validation.new["auc"].value >= 0.9
    assert result.cross_validation.reference["auc"].lower < 0.5 < result.cross_validation.reference["auc"].upper
    assert result.verdict is Verdict.BETTER
    assert result.bundle.modalities == (Modality.TEXT, Modality.VISION)
    seen = Scorer(tmp_path / "out" / "bundle").score(data.sessions[0].samples, ENOUGH, "en")
    assert seen.vision is not None
    assert seen.audio is None


def test_recalibrating_brings_a_base_onto_another_scale(tmp_path, base):
    data = clinic(people=12)
    plan = words_plan(base, depth=Depth.RECALIBRATE, modalities=None)
    result = retrain(data, plan, tmp_path / "out", created=CREATED)
    assert result.verdict is Verdict.TOO_FEW
    assert result.cross_validation.reference is None  # the base says nothing on this scale
    line = result.bundle.training["line"]
    before, after = Scorer(base), Scorer(tmp_path / "out" / "bundle")
    session = data.sessions[0]
    own = before.score(session.samples, ENOUGH, "en").answers[0].value
    new = after.score(session.samples, ENOUGH, "en").answers[0].value
    assert new == pytest.approx(min(27.0, max(0.0, line["slope"] * own + line["intercept"])), abs=0.05)


def test_a_recalibrated_model_is_compared_with_its_base_on_one_scale(tmp_path, base):
    plan = RetrainingPlan(SDS, Depth.RECALIBRATE, base=base, seeds=(1, 2))
    result = retrain(clinic(SDS), plan, tmp_path / "out", created=CREATED)
    assert not result.reference_recalibrated
    assert {"coverage", "mae"} <= result.cross_validation.reference.keys()


def test_people_whom_the_base_knows_are_learnt_from_and_never_judged(tmp_path, base):
    data = replace(clinic(), known_to_base=frozenset({"p000", "p001"}))
    result = retrain(data, words_plan(base, depth=Depth.RECALIBRATE), tmp_path / "out", created=CREATED)
    judged = {one.person for one in result.cross_validation.predictions}
    assert judged == {f"p{number:03d}" for number in range(2, 30)}
    assert {"p000", "p001"} <= set(result.learnt_people)


def test_upper_layers_learn_and_the_whole_encoder_says_the_same(tmp_path):
    base = bert_base(tmp_path)
    data = clinic(people=100, sessions=1, answers=1)
    plan = words_plan(base, depth=Depth.EVERYTHING, encoder_layers=1)
    result = retrain(data, plan, tmp_path / "out", created=CREATED)
    assert result.bundle.model["text"]["tuned_layers"] == 1
    tuned = load_bundle(tmp_path / "out" / "bundle").model.text_encoder.state_dict()
    before = load_bundle(base).model.text_encoder.state_dict()
    changed = {name.split(".")[3] for name, value in tuned.items() if not value.equal(before[name])}
    assert changed == {"1"}  # the upper of two layers


def test_a_stopped_work_goes_on_and_ends_alike(found, tmp_path, base):
    result = found[0]
    steps = []

    def stop(step, fraction):
        steps.append(step)
        if len(steps) in {40, 90}:
            raise Stop

    out = tmp_path / "out"
    for _ in range(2):
        with pytest.raises(Stop):
            retrain(clinic(holdout=6), words_plan(base), out, created=CREATED, report=stop)
    again = retrain(clinic(holdout=6), words_plan(base), out, created="2030-12-31", report=stop)
    assert again.bundle.id == result.bundle.id
    assert again.cross_validation == result.cross_validation
    assert again.holdout == result.holdout


def test_where_somebody_keeps_the_folder_all_is_kept_by_them_and_a_stopped_work_ends_alike(tmp_path):
    base, data = bert_base(tmp_path), clinic(people=100, sessions=1, answers=1)
    plan = words_plan(base, depth=Depth.EVERYTHING, encoder_layers=1)
    out, seen = MirroredFolder(tmp_path / "out"), set()
    telling = (b'"progress"', b'"values"', b'"epoch"', b'"created"', b"loss_sum", b"PK\3\4")

    def stop(_, fraction):
        for path in (path for path in out.path.rglob("*") if path.is_file() and path.stat().st_size):
            if "bundle" not in str(path.relative_to(out.path)):
                seen.add(path.name)
                assert not any(words in path.read_bytes() for words in telling), path
        if fraction > 0.6 and len(stopped) < 3 and any(out.path.rglob("checkpoint.safetensors")):
            stopped.append(fraction)
            raise Stop

    stopped = []
    for _ in range(3):
        with pytest.raises(Stop):
            retrain(data, plan, out, created=CREATED, report=stop)
    resumed = retrain(data, plan, out, created="2030-12-31", report=stop)
    whole = retrain(data, plan, tmp_path / "whole", created=CREATED)
    assert (resumed.bundle.id, resumed.cross_validation) == (whole.bundle.id, whole.cross_validation)
    assert {"checkpoint.safetensors", "epoch-001.npz", "repeat-0-fold-0.json", "run.json", "begun.json"} <= seen
    assert any(name.startswith("best-") for name in seen)


def test_what_is_finished_is_taken_as_it_is(found, base):
    result, out, _, _ = found
    points = []
    again = retrain(clinic(holdout=6), words_plan(base), out, created=CREATED, on_point=points.append)
    assert not points
    assert (again.bundle.id, again.verdict, again.holdout) == (result.bundle.id, result.verdict, result.holdout)


def test_a_folder_of_other_data_or_another_plan_is_refused(found, base):
    out = found[1]
    for data, plan in ((clinic(), words_plan(base)), (clinic(holdout=6), words_plan(base, seeds=(2,)))):
        with pytest.raises(SelfMMError, match="Name another folder"):
            retrain(data, plan, out, created=CREATED)


def test_leaks_and_too_few_people_are_refused(tmp_path, base):
    leaking = replace(clinic(holdout=6), known_to_base=frozenset({"p000"}))
    with pytest.raises(DataError, match="locked away"):
        retrain(leaking, words_plan(base), tmp_path / "out", created=CREATED)
    with pytest.raises(DataError, match="at least 20"):
        retrain(clinic(people=12), words_plan(base), tmp_path / "out", created=CREATED)


def test_the_command_does_what_the_app_does(found, tmp_path, base, capsys):
    write_clinic(tmp_path / "clinic", clinic(holdout=6), recordings(), words_plan(base))
    command = ["train", "--recipe", "local", "--data", str(tmp_path / "clinic"), "-o", str(tmp_path / "out")]
    assert main(command) == 0
    weights = [folder / "bundle" / "weights.safetensors" for folder in (tmp_path / "out", found[1])]
    assert weights[0].read_bytes() == weights[1].read_bytes()
    assert "Bundle: " in capsys.readouterr().out


@pytest.mark.slow
def test_a_work_killed_at_ten_random_moments_ends_as_one_that_was_not(tmp_path):
    base = bert_base(tmp_path)
    data, made = clinic(people=100, sessions=1, answers=1), recordings(people=100, sessions=1, answers=1)
    plan = words_plan(base, depth=Depth.EVERYTHING, encoder_layers=1)
    write_clinic(tmp_path / "clinic", data, made, plan)
    draw = random.Random(1111)
    moments = sorted(draw.random() for _ in range(10))
    with processes() as context:
        reached = [_kill_at(moment, context, tmp_path, draw.uniform(0, 0.03)) for moment in moments]
    assert len(set(reached)) == 10  # each went on somewhat before it was killed
    read, exported = read_clinic(tmp_path / "clinic")
    resumed = retrain(read, exported, tmp_path / "killed", created="2030-12-31")
    whole = retrain(read, exported, tmp_path / "whole", created=CREATED)
    assert resumed.bundle.id == whole.bundle.id
    assert resumed.cross_validation == whole.cross_validation


@contextmanager
def processes():
    """Makes processes that have loaded torch already, so that ten of them cost little more than one."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in child_environment().items():
            patch.setenv(name, value)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tiny_clinic", "transformers.models.bert.modeling_bert"])
        yield context


def _kill_at(moment, context, folder, seconds):
    """Kill -9 so many seconds after the work is as far as `moment` in [0, 1]; how far it was."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=retrain_telling, args=(folder / "clinic", folder / "killed", theirs))
    process.start()
    theirs.close()
    fraction = -1.0
    while fraction < moment:
        assert ours.poll(120)
        fraction = ours.recv()  # EOFError where it ended before it could be killed
    time.sleep(seconds)
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    ours.close()
    return fraction
