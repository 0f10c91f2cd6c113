"""Work in a child process: results, reports, errors, cancelling, and a child that dies."""

from __future__ import annotations

import math
import os
import sys
import time

import numpy as np
import pytest

from screening_app.errors import CaptureError, ScreeningError
from screening_app.jobs.child import ChildProcess, ThisProcess
from screening_app.jobs.limits import Limits
from screening_app.jobs.runner import Cancelled
from selfmm.errors import KnownError, MediaError, SelfMMError, UnknownChoiceError


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


def hold(megabytes, report):
    return len(bytearray(megabytes << 20))


def sleep(seconds, report):
    time.sleep(seconds)


def read_whole(path, report):
    from selfmm.media import frames

    return sum(1 for _ in frames(path, 5))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process's memory this way")
def test_work_that_wants_more_memory_than_it_may_have_ends_in_a_sentence_and_the_child_goes_on(child):
    before = child.run(process_id, report=ignore)
    small = Limits(200 << 20, math.inf)
    assert child.run(hold, 100, report=ignore, limits=small) == 100 << 20
    with pytest.raises(ScreeningError, match="too much memory"):
        child.run(hold, 400, report=ignore, limits=small)
    assert child.run(hold, 400, report=ignore) == 400 << 20  # the limit was that work's alone
    assert child.run(process_id, report=ignore) == before


def test_work_that_takes_too_long_is_stopped_with_a_sentence_and_the_next_begins_anew(child):
    child.run(process_id, report=ignore)
    begun = time.monotonic()
    with pytest.raises(ScreeningError, match="took far too long"):
        child.run(sleep, 60.0, report=ignore, limits=Limits(1 << 30, 0.5))
    assert time.monotonic() - begun < 10
    assert child.run(add, 1, 1, report=ignore) == 2


def test_a_report_now_and_then_does_not_stretch_the_time(child, tmp_path):
    with pytest.raises(ScreeningError, match="took far too long"):
        child.run(count_for_ever, tmp_path / "number", report=ignore, limits=Limits(1 << 30, 0.5))


def film(path, width, height):
    """A film of few bytes whose decoder has to keep sixteen whole pictures."""
    import av

    with av.open(str(path), "w") as container:
        options = {"preset": "ultrafast", "x264-params": "ref=16:no-mixed-refs=1:keyint=250:scenecut=0"}
        stream = container.add_stream("libx264", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        black = np.zeros((height * 3 // 2, width), np.uint8)
        for _ in range(20):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(black, format="yuv420p")))
        container.mux(stream.encode(None))
    return path


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux limits a process's memory this way")
def test_a_film_whose_pictures_fill_the_memory_is_refused_and_the_next_one_is_read(child, tmp_path):
    vast, small = film(tmp_path / "vast.mp4", 6000, 3000), film(tmp_path / "small.mp4", 64, 48)
    limits = Limits(80 << 20, math.inf)
    assert vast.stat().st_size < 400_000  # and decoded 430 MB, more than earlier work may have left free
    assert child.run(read_whole, small, report=ignore) == 4  # now all is loaded that takes memory itself
    with pytest.raises(KnownError, match="too much memory"):
        child.run(read_whole, vast, report=ignore, limits=limits)
    assert child.run(read_whole, small, report=ignore, limits=limits) == 4
