"""Work in a child process: results, reports, errors, cancelling, and a child that dies."""

from __future__ import annotations

import os
import time

import pytest

from screening_app.errors import CaptureError, ScreeningError
from screening_app.jobs.child import ChildProcess, ThisProcess
from screening_app.jobs.runner import Cancelled
from selfmm.errors import MediaError, SelfMMError, UnknownChoiceError


def ignore(step, fraction):
    pass


def add(first, second, report):
    report("adding", 0.5)
    return first + second


def process_id(report):
    return os.getpid()


def count_for_ever(path, report):
    number = 0
    while True:
        number += 1
        path.write_text(str(number))
        report("counting", 0.1)
        time.sleep(0.01)


def die(report):
    os._exit(9)


def fail(error, report):
    raise error


class Unpicklable(Exception):
    def __init__(self, secret, other):
        super().__init__(secret)


def fail_unpicklable(report):
    raise Unpicklable("what the patient said", 2)


@pytest.fixture
def child():
    made = ChildProcess()
    yield made
    made.end()


@pytest.mark.parametrize("kind", [ChildProcess, ThisProcess])
def test_a_result_comes_back_and_reports_on_the_way(kind):
    worker, told = kind(), []
    assert worker.run(add, 2, 3, report=lambda *news: told.append(news)) == 5
    assert told == [("adding", 0.5)]
    worker.end()


def test_one_child_serves_until_it_is_ended(child):
    first = child.run(process_id, report=ignore)
    assert first != os.getpid()
    assert child.run(process_id, report=ignore) == first
    child.end()
    assert child.run(process_id, report=ignore) != first


def test_cancelling_kills_the_work_wherever_it_is(child, tmp_path):
    path = tmp_path / "number"

    def cancel(step, fraction):
        if path.exists() and int(path.read_text() or 0) >= 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        child.run(count_for_ever, path, report=cancel)
    number = path.read_text()
    time.sleep(0.1)
    assert path.read_text() == number
    assert child.run(add, 1, 1, report=ignore) == 2


def test_a_child_that_dies_is_told_as_a_sentence_and_the_next_one_works(child):
    with pytest.raises(ScreeningError, match="stopped unexpectedly"):
        child.run(die, report=ignore)
    assert child.run(add, 1, 1, report=ignore) == 2


@pytest.mark.parametrize(
    "error",
    [
        MediaError("{name} is empty.", name="a.wav"),
        UnknownChoiceError("engine", "whispr", ["whisper"]),
        CaptureError("No {device}.", device="camera"),
        ValueError("a bug"),
    ],
)
def test_an_error_comes_back_as_it_was_and_the_child_goes_on(child, error):
    before = child.run(process_id, report=ignore)
    with pytest.raises(type(error)) as caught:
        child.run(fail, error, report=ignore)
    assert str(caught.value) == str(error)
    if isinstance(error, SelfMMError | ScreeningError):
        assert (caught.value.template, caught.value.values) == (error.template, error.values)
    assert child.run(process_id, report=ignore) == before


def test_an_error_that_cannot_travel_keeps_its_kind_and_loses_its_text(child):
    with pytest.raises(RuntimeError, match="Unpicklable in the child process") as caught:
        child.run(fail_unpicklable, report=ignore)
    assert "patient" not in str(caught.value)
