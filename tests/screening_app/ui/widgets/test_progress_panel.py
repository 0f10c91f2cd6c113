import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from screening_app.jobs.runner import Job, JobRunner
from screening_app.ui.main_thread import MainThread
from screening_app.ui.widgets import ProgressPanel


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    bridge = MainThread()
    runner = JobRunner(bridge.post)
    yield runner
    runner.close()


@pytest.fixture
def panel(qtbot: QtBot) -> ProgressPanel:
    made = ProgressPanel()
    qtbot.addWidget(made)
    return made


def _fail(error: BaseException) -> None:
    raise error


def test_a_job_is_shown_with_its_step_and_put_away_when_it_ends(
    panel: ProgressPanel, jobs: JobRunner, qtbot: QtBot
) -> None:
    go_on, results = threading.Event(), []

    def work(job: Job) -> str:
        job.report("transcribing", 0.5)
        go_on.wait(5)
        return "done"

    panel.run(jobs, "Scoring the session", work, on_done=results.append, on_error=_fail)

    assert panel.active
    qtbot.waitUntil(lambda: panel._step.text() == "Writing down what is said")
    assert panel._heading.text() == "Scoring the session"
    assert panel._bar.value() == panel._bar.maximum() // 2
    assert panel._left.text().startswith("about")
    go_on.set()
    qtbot.waitUntil(lambda: results == ["done"])
    assert not panel.active
    assert panel.isHidden()


def test_a_job_waits_until_the_one_before_ends_and_then_runs_without_reporting(
    panel: ProgressPanel, jobs: JobRunner, qtbot: QtBot
) -> None:
    before, go_on = threading.Event(), threading.Event()
    jobs.start(lambda _: before.wait(5), on_done=lambda _: None, on_error=_fail)
    panel.run(jobs, "Removing", lambda _: go_on.wait(5), on_done=lambda _: None, on_error=_fail)
    assert panel._step.text() == "Waiting for its turn…"
    before.set()
    qtbot.waitUntil(lambda: panel._step.text() == "Preparing")
    go_on.set()
    qtbot.waitUntil(lambda: not panel.active)


def test_cancel_stops_the_job_at_its_next_report(panel: ProgressPanel, jobs: JobRunner, qtbot: QtBot) -> None:
    go_on, cancelled = threading.Event(), []

    def work(job: Job) -> None:
        go_on.wait(5)
        job.report("hearing", 0.2)

    panel.run(
        jobs,
        "x",
        work,
        on_done=lambda _: pytest.fail("not done"),
        on_error=_fail,
        on_cancelled=lambda: cancelled.append(1),
    )
    panel._cancel.click()

    assert panel._step.text() == "Stopping…"
    assert not panel._cancel.isEnabled()
    go_on.set()
    qtbot.waitUntil(lambda: cancelled == [1])
    assert not panel.active


def test_the_next_job_may_start_where_the_first_ends(panel: ProgressPanel, jobs: JobRunner, qtbot: QtBot) -> None:
    results: list[int] = []

    def then(first: int) -> None:
        panel.run(jobs, "second", lambda _: first + 1, on_done=results.append, on_error=_fail)
        assert panel.active

    panel.run(jobs, "first", lambda _: 1, on_done=then, on_error=_fail)

    qtbot.waitUntil(lambda: results == [2])


def test_an_error_comes_out(panel: ProgressPanel, jobs: JobRunner, qtbot: QtBot) -> None:
    errors: list[BaseException] = []

    panel.run(jobs, "x", lambda _: 1 / 0, on_done=lambda _: None, on_error=errors.append)

    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], ZeroDivisionError)
    assert not panel.active
