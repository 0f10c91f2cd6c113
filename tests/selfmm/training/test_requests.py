from __future__ import annotations

import pytest
from tiny import TINY

from selfmm.errors import KnownError, SelfMMError
from selfmm.training.requests import prepare, read_config_file, read_for, read_named

SYNTHETIC = {"data": "synthetic", "seeds": (1, 2, 1), "encoder": TINY, "samples": 30}


def test_the_file_is_read_first_and_changes_win(tiny_text_encoder, tmp_path):
    config = tmp_path / "mine.toml"
    config.write_text("\ufeff[train]\nepochs = 5\nbatch_size = 4\n", encoding="utf-8")
    seen = []
    request = prepare(
        "mosi", ["lmf"], **SYNTHETIC, config=config, changes={"train": {"epochs": 3}}, on_data=seen.append
    )
    assert request.changes == {"train": {"epochs": 3, "batch_size": 4}}
    assert (request.model, request.seeds, request.data_set.name) == ("lmf", (1, 2), "mosi")
    assert seen == [request.data_set]
    assert read_config_file(config) == {"train": {"epochs": 5, "batch_size": 4}}


def test_names_are_checked_before_data_are_read(tiny_text_encoder, tmp_path):
    read = []
    for wrong in ({"teachers": {"mosy": tmp_path}}, {"device": "gpu"}, {"encoder": "nowhere"}, {"start": tmp_path}):
        with pytest.raises(KnownError):
            prepare("mosi", ["lmf"], **{**SYNTHETIC, **wrong}, on_data=read.append)
    with pytest.raises(KnownError, match="model"):
        prepare("mosi", ["lmf", "mlf"], **SYNTHETIC, on_data=read.append)
    assert not read


def test_made_up_data_are_the_same_each_time_and_others_have_no_number_of_samples(tmp_path):
    first, second = (read_named("mosi", "synthetic", samples=30) for _ in range(2))
    assert first.fingerprint == second.fingerprint
    with pytest.raises(SelfMMError, match="synthetic data alone"):
        read_named("mosi", tmp_path, samples=30)


def test_recordings_are_read_with_the_bundles_recipe(tiny_bundle, tmp_path, monkeypatch):
    from dataclasses import replace

    from selfmm.bundle import read_info
    from selfmm.recipe import Recipe
    from selfmm.training import requests

    used = []
    monkeypatch.setattr(
        requests, "read_data_set", lambda name, path, *, extract, **_: used.append(extract.recipe) or name
    )
    info = read_info(tiny_bundle)
    fast = replace(info, recipe=replace(info.recipe, vision_frames_per_second=2.0))
    foreign = replace(info, recipe=replace(info.recipe, audio="covarep"))
    for one in (fast, foreign):
        read_for(one, "eatd", tmp_path)
    assert used == [fast.recipe.fingerprint, Recipe().fingerprint]
