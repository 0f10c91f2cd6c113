from __future__ import annotations

import subprocess
import sys
import wave
from pathlib import Path

import pytest

from selfmm.__main__ import main
from selfmm.commands import learning

COMMANDS = (
    "score",
    "transcribe",
    "extract",
    "train",
    "tune",
    "compare",
    "evaluate",
    "predict",
    "plot-labels",
    "weights",
)


def test_help_names_every_command_and_needs_no_heavy_library():
    program = (
        "import sys; from selfmm import api; from selfmm.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'librosa', 'numpy', 'av', 'optuna', 'matplotlib'}\n"
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    finished = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert finished.returncode == 0
    assert all(f"\n    {name}" in finished.stdout for name in COMMANDS)


def test_every_command_explains_itself(capsys):
    for name in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"selfmm {name}" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "sentence"), [("train", "goes on where it stopped"), ("evaluate", "")])
def test_an_interrupted_command_says_whether_it_can_go_on(command, sentence, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(learning.api, command, interrupted)
    place = ["-o", "out"] if command == "train" else ["--bundle", "bundle"]
    assert main([command, *place, "-d", "mosi", "--data", "synthetic"]) == 130
    said = capsys.readouterr().err.splitlines()
    assert sentence in said[-1] if sentence else not any("stopped" in line for line in said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_result_that_cannot_be_written_is_one_sentence_too(tmp_path):
    with wave.open(str(tmp_path / "silence.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(32_000))
    command = [sys.executable, "-m", "selfmm", "transcribe", str(tmp_path / "silence.wav"), "--json"]
    with Path("/dev/full").open("w") as full:
        finished = subprocess.run(command, check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert finished.returncode == 2
    assert finished.stderr.startswith("The result cannot be written")
    assert "Traceback" not in finished.stderr
