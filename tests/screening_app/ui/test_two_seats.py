"""The window of one seat while another one works: whose a session is, and what the pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from first_user import PASSPHRASE, sign_in_first

from screening_app import settings as settings_file
from screening_app.app import Screening
from screening_app.domain import Source
from screening_app.paths import AppPaths, Server
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient
from screening_app.services.seats import claim_session, is_elsewhere, release_session
from screening_app.services.sessions import begin_session, write_notes
from screening_app.services.sign_in import sign_in
from screening_app.services.users import enter
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.settings import Settings
from screening_app.ui.rail import PATIENTS, SESSION
from screening_app.ui.session_page import SessionPage
from screening_app.ui.session_state import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from screening_app.domain import Interview, Patient

pytestmark = pytest.mark.usefixtures("quick_passphrases")

LONG_WAIT = 60_000  # ms; a machine may have other work


@pytest.fixture
def server(server_address: Callable[..., str], tmp_path: Path) -> Server:
    folder = tmp_path / "network drive"
    folder.mkdir()
    return Server(server_address(), folder)


@pytest.fixture
def screening(
    qapp: QApplication, server: Server, tmp_path: Path, quick_passphrases: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Screening]:
    paths = AppPaths(tmp_path / "here", server)
    settings_file.save(paths.settings, Settings(language="en", theme="light"))
    qapp.setStyleSheet("")
    made = Screening(qapp, paths, sign_in_first(paths))
    made.open_window()
    yield made
    monkeypatch.setattr(made.window, "_confirm_close", lambda _: True)
    made.window.close()
    made.window.deleteLater()
    made.close()
    made.translation.use("en")


@pytest.fixture
def there(screening: Screening, server: Server, tmp_path: Path) -> Iterator[Workspace]:
    """The other seat, without a window."""
    paths = AppPaths(tmp_path / "there", server)
    signed = sign_in(paths, screening.workspace.access.user.id, PASSPHRASE)
    workspace = open_workspace(paths, signed)
    enter(workspace, signed)
    yield workspace
    workspace.close()


@pytest.fixture
def patient(screening: Screening) -> Patient:
    return add_patient(screening.workspace, code="P-7K3Q", name="Zhang San")


@pytest.fixture
def session(qtbot: QtBot, screening: Screening, patient: Patient) -> Interview:
    """Begun in the window, and open there."""
    page = page_of(screening)
    page.open_patient(patient.id)
    page.faces.who.choose(Source.TYPED)
    page.begin()
    assert page.state.stage is Stage.CONSENT
    assert page.state.interview is not None
    return page.state.interview


def page_of(screening: Screening) -> SessionPage:
    page = screening.window.go(SESSION)
    assert isinstance(page, SessionPage)
    return page


def test_a_session_is_the_seats_own_while_it_is_looked_at(
    qtbot: QtBot, screening: Screening, there: Workspace, session: Interview
) -> None:
    page = page_of(screening)
    assert is_elsewhere(there, session.id)
    screening.window.go(PATIENTS)
    assert not is_elsewhere(there, session.id)
    claim_session(there, session.id)
    write_notes(there, session.id, "written at the other seat")
    release_session(there, session.id)
    screening.window.go(SESSION)
    qtbot.waitUntil(lambda: page.state.interview.notes == "written at the other seat", timeout=LONG_WAIT)
    assert page.state.stage is Stage.CONSENT
    assert is_elsewhere(there, session.id)
    page.start_anew()
    assert not is_elsewhere(there, session.id)


def test_behind_a_locked_screen_a_session_is_left_to_others(
    qtbot: QtBot, screening: Screening, there: Workspace, session: Interview
) -> None:
    assert is_elsewhere(there, session.id)
    screening.lock.lock()
    assert not is_elsewhere(there, session.id)
    screening.lock.dialog.accept()
    qtbot.waitUntil(lambda: is_elsewhere(there, session.id), timeout=LONG_WAIT)


def test_typed_text_that_would_be_lost_keeps_the_session_here(
    screening: Screening, there: Workspace, session: Interview
) -> None:
    page = page_of(screening)
    page.step_to(Stage.INTERVIEW)
    page.faces.text.field.setPlainText("I sleep badly")
    screening.window.go(PATIENTS)
    assert is_elsewhere(there, session.id)


def test_a_session_that_is_open_elsewhere_is_not_opened_here(
    qtbot: QtBot, screening: Screening, there: Workspace, patient: Patient
) -> None:
    other = begin_session(there, patient, Source.TYPED, "en")
    claim_session(there, other.id)
    page = page_of(screening)
    page.open_interview(other.id)
    qtbot.waitUntil(lambda: "another computer" in page.banner.text, timeout=LONG_WAIT)
    assert page.state.interview is None
    release_session(there, other.id)
    page.open_interview(other.id)
    qtbot.waitUntil(lambda: page.state.interview is not None, timeout=LONG_WAIT)
    assert is_elsewhere(there, other.id)


def test_pages_show_what_was_done_at_the_other_seat(
    qtbot: QtBot, screening: Screening, there: Workspace, patient: Patient
) -> None:
    events, seats = screening.events, screening.other_seats
    page = screening.window.go(PATIENTS)
    seats.look()
    with qtbot.waitSignal(events.patient_changed, timeout=LONG_WAIT) as told:
        added = add_patient(there, code="P-NEW")
        qtbot.waitUntil(lambda: not seats._is_looking, timeout=LONG_WAIT)
        seats.look()
    assert told.args == [added.id]
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 2, timeout=LONG_WAIT)
    with qtbot.waitSignal(events.interview_changed, timeout=LONG_WAIT) as told:
        done = type_text(there, patient, "I sleep badly", "en")
        qtbot.waitUntil(lambda: not seats._is_looking, timeout=LONG_WAIT)
        seats.look()
    assert told.args == [done.id]
