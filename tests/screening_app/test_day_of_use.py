"""A day's work leaves nothing behind: no page, dialog, timer, thread, file or process more with each session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from backed_up import set_up
from working_day import Day, held, kinds

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.paths import AppPaths
from screening_app.services.sign_in import keep_first_user, make_first_user
from screening_app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

PASSPHRASE = "seven lamps under the quiet harbour"
_FIRST = 3  # rounds in which what is made once is made
_ROUNDS = 4


@pytest.fixture
def day(qapp: QApplication, tmp_path: Path) -> Iterator[Day]:
    """The program with its window, which scores by the model that comes with it."""
    qapp.setStyleSheet("")
    paths = AppPaths(tmp_path / "data")
    settings_file.save(paths.settings, Settings(language="en", theme="light"))
    screening = Screening(
        qapp, paths, keep_first_user(paths, make_first_user("Dr. Lin", PASSPHRASE, sees_patients=True))
    )
    screening.open_window()
    set_up(screening.workspace, tmp_path / "disk")
    yield Day(screening, qapp)
    for page in screening.window.pages.values():
        page.shut_down()
    screening.window.close()
    screening.window.deleteLater()
    screening.close()
    screening.translation.use("en")


def _round(day: Day, number: int) -> None:
    day.hold_session(number)
    day.look_around()


@pytest.mark.slow
def test_sessions_leave_nothing_behind(day: Day) -> None:
    for number in range(_FIRST):
        _round(day, number)
        day.change_looks()
        day.back_up()
    before, kinds_before = held(), kinds()
    for number in range(_FIRST, _FIRST + _ROUNDS):
        _round(day, number)
    day.change_looks()
    day.back_up()
    day.settle()
    after = held()
    more = {name: after[name] - before[name] for name in before.counts if name != "Python objects"}
    assert {name: count for name, count in more.items() if count > 0} == {}, kinds() - kinds_before
