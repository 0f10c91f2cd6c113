from __future__ import annotations

import io

import pytest

from selfmm.commands import progress
from selfmm.commands.progress import ProgressLine
from selfmm.training.trainer import EpochRecord

EPOCH = EpochRecord(3, 0.51234, 0.61234, 2.0)


class Terminal(io.StringIO):
    def __init__(self, seen):
        super().__init__()
        self.isatty = lambda: seen


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    return now


def shown(monkeypatch, seen, clock):
    """What is written while a run is at its third epoch."""
    monkeypatch.setattr(progress.sys, "stderr", stream := Terminal(seen))
    with ProgressLine() as line:
        line("training", 0.2)
        clock[0] += 10
        line("training", 0.4)
        line.epoch(1111, EPOCH)
        line("training", 0.6)
    return stream.getvalue()


def test_a_terminal_has_one_living_line_with_seed_epoch_losses_and_time_left(monkeypatch, clock):
    text = shown(monkeypatch, True, clock)
    assert "\n" not in text
    last = text.split("\r\033[K")[-2]
    assert last == "seed 1111, epoch 3: loss 0.5123, validation loss 0.6123 | training 60%, about 10 s left"


def test_elsewhere_there_is_a_plain_line_an_epoch(monkeypatch, clock):
    assert shown(monkeypatch, False, clock) == (
        "seed 1111, epoch 3: loss 0.5123, validation loss 0.6123, 2.0 s, about 30 s left\n"
    )


def test_of_several_processes_the_leading_one_alone_speaks(monkeypatch, clock):
    monkeypatch.setenv("RANK", "1")
    assert shown(monkeypatch, False, clock) == ""
    assert shown(monkeypatch, True, clock) == ""


def test_work_that_begins_anew_is_timed_anew(monkeypatch, clock):
    monkeypatch.setattr(progress.sys, "stderr", stream := Terminal(True))
    line = ProgressLine()
    line("extracting", 0.0)
    clock[0] += 1000
    line("extracting", 1.0)
    line("training", 0.0)
    clock[0] += 5
    line("training", 0.5)
    assert stream.getvalue().endswith("training 50%, about 5 s left")
