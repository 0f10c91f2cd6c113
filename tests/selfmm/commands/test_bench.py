from __future__ import annotations

import json

import torch

from selfmm.__main__ import main
from selfmm.benchmarks import reference


def test_figures_are_printed_and_the_missing_reference_is_said(capsys, monkeypatch, tiny_bundle):
    monkeypatch.setattr(reference, "is_importable", lambda: False)
    threads = torch.get_num_threads()
    try:
        assert main(["bench", "--reference", "--only", "int8", "--bundle", str(tiny_bundle), "--json"]) == 0
    finally:
        torch.set_num_threads(threads)
    told = capsys.readouterr()
    assert [figure["unit"] for figure in json.loads(told.out)] == ["", ""]
    assert "MMSA cannot be imported here" in told.err


def test_an_unknown_part_is_one_sentence(capsys):
    assert main(["bench", "--only", "speed"]) == 2
    assert "There is no benchmark called “speed”" in capsys.readouterr().err
