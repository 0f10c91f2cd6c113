from __future__ import annotations

import inspect
import subprocess
import sys

import pytest
from tiny import TINY

from selfmm import api
from selfmm.errors import SelfMMError

VERBS = (api.train, api.evaluate, api.tune, api.compare, api.predict, api.plot_labels)
QUICK = {
    "data": "synthetic",
    "samples": 40,
    "encoder": TINY,
    "changes": {"train": {"epochs": 2}, "model": {"text": {"tuned_layers": 0}}},
}


def test_importing_it_takes_no_heavy_library():
    program = "import sys; import selfmm.api; sys.exit(len({'torch', 'numpy', 'optuna', 'av'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_every_verb_says_what_it_does_and_raises():
    for verb in VERBS:
        assert "SelfMMError" in inspect.getdoc(verb)


def test_from_made_up_data_to_a_picture_of_the_labels(tiny_text_encoder, tmp_path):
    epochs, data = [], []
    result = api.train(
        "sims",
        out=tmp_path / "run",
        seeds=[5],
        **QUICK,
        on_data=data.append,
        on_epoch=lambda seed, record: epochs.append((seed, record.epoch)),
    )
    assert epochs == [(5, 1), (5, 2)]
    assert [read.name for read in data] == ["sims"]
    (record,), (bundle,) = result.records, result.bundles
    assert "MAE" in result.table

    found = api.evaluate(bundle, "sims", data="synthetic", samples=40)
    assert found.metrics == pytest.approx(record.metrics["valid"], abs=1e-5)
    (tmp_path / "said.txt").write_text("高兴", encoding="utf-8")
    (row,) = api.predict(str(bundle), [tmp_path / "said.txt"]).rows
    assert -1 <= row.value <= 1
    assert api.plot_labels(tmp_path / "run").is_file()


def test_tuning_puts_the_test_split_aside(tiny_text_encoder, tmp_path, monkeypatch):
    from selfmm.training import tuning

    seen = []
    tune = tuning.tune
    monkeypatch.setattr(
        tuning, "tune", lambda request, *told, **more: seen.append(request) or tune(request, *told, **more)
    )
    found = api.tune("mosi", "text_only", out=tmp_path / "tuned", trials=1, **QUICK)
    assert found.config.is_file()
    assert seen[0].data_set.test == ()
    assert len(seen[0].data_set.valid) == 8


def test_models_are_compared(tiny_text_encoder, tmp_path):
    found = api.compare("mosi", ("text_only", "lmf"), out=tmp_path / "both", **QUICK)
    assert [(result.model, result.split) for result in found.results] == [
        (model, split) for split in ("valid", "test") for model in ("text_only", "lmf")
    ]


def test_trouble_is_a_sentence(tmp_path):
    with pytest.raises(SelfMMError, match="did you mean “self_mm”"):
        api.train("mosi", "selfmm", data="synthetic", out=tmp_path / "run")
    with pytest.raises(SelfMMError, match="did you mean “eatd”"):
        api.tune("eadt", data="synthetic", out=tmp_path / "run")
