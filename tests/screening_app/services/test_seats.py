"""Two seats on one server: what one works on the other leaves alone, whatever becomes of either."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import pytest
from first_user import OF_BACKUPS, PASSPHRASE, sign_in_first

from screening_app.domain import Action, Role, Source
from screening_app.errors import ScreeningError
from screening_app.paths import AppPaths, Server
from screening_app.services.audit import done_elsewhere
from screening_app.services.audit_check import examine
from screening_app.services.interviews import (
    begin_recording,
    forget_recording,
    recover_recordings,
    remove_interview,
    type_text,
)
from screening_app.services.master_key import awaits_new_master, order_new_master
from screening_app.services.patients import add_patient, archive_patient, edit_patient, remove_patient, view_patient
from screening_app.services.seats import TRAINING, ElsewhereError, claim_session, is_elsewhere, release_session
from screening_app.services.sessions import begin_session, waiting_sessions
from screening_app.services.sign_in import SignedIn, accounts, read_keyring, sign_in
from screening_app.services.training import TrainingService
from screening_app.services.training_folder import UnfinishedRun, keep_run, run_folder
from screening_app.services.training_plans import TrainingChoice
from screening_app.services.transcripts import existing_transcript
from screening_app.services.users import add_user, enter
from screening_app.services.workspace import Workspace, open_workspace, sweep_left_over
from screening_app.settings import Settings
from selfmm.scales import PHQ_9

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postgres import Server as Postgres

pytestmark = pytest.mark.usefixtures("quick_passphrases")

_HOLDER = """
import sys
from pathlib import Path
from screening_app.paths import AppPaths, Server
from screening_app.services.seats import claim_session
from screening_app.services.sign_in import sign_in
from screening_app.services.workspace import open_workspace
data, address, folder, user, passphrase, interview = sys.argv[1:]
paths = AppPaths(Path(data), Server(address, Path(folder)))
workspace = open_workspace(paths, sign_in(paths, user, passphrase))
claim_session(workspace, interview)
print("held", flush=True)
sys.stdin.read()
"""


class Clinic(NamedTuple):
    """A server, and the data folders of two seats."""

    here: AppPaths
    there: AppPaths


@pytest.fixture
def clinic(server_address: Callable[..., str], tmp_path: Path) -> Clinic:
    folder = tmp_path / "network drive"
    folder.mkdir()
    server = Server(server_address(), folder)
    paths = AppPaths(tmp_path / "here", server)
    signed = sign_in_first(paths)
    workspace = open_workspace(paths, signed)
    enter(workspace, signed)
    workspace.close()
    return Clinic(paths, AppPaths(tmp_path / "there", server))


def signed_in(paths: AppPaths) -> SignedIn:
    ring = read_keyring(paths)
    assert ring is not None
    return sign_in(paths, accounts(ring)[0].id, PASSPHRASE)


@pytest.fixture
def here(clinic: Clinic) -> Iterator[Workspace]:
    workspace = open_workspace(clinic.here, signed_in(clinic.here))
    yield workspace
    workspace.close()


@pytest.fixture
def there(clinic: Clinic, here: Workspace) -> Iterator[Workspace]:
    """Opened while `here` is open."""
    workspace = open_workspace(clinic.there, signed_in(clinic.there))
    yield workspace
    workspace.close()


def test_what_one_seat_enters_the_other_reads(here: Workspace, there: Workspace) -> None:
    interview = type_text(here, add_patient(here, code="P-1"), "我睡不好", "zh")
    assert existing_transcript(there, interview).text == "我睡不好"
    assert not list(there.paths.data.glob("media")), "nothing of it lies at the other seat itself"


def test_a_session_at_work_is_neither_opened_nor_offered_nor_removed_elsewhere(
    here: Workspace, there: Workspace
) -> None:
    patient = add_patient(here, code="P-1")
    session = begin_session(here, patient, Source.TYPED, "en")
    assert [one.id for one in waiting_sessions(there)] == [session.id]
    claim_session(here, session.id)
    assert is_elsewhere(there, session.id)
    assert not is_elsewhere(here, session.id)
    assert waiting_sessions(there) == ()
    assert [one.id for one in waiting_sessions(here)] == [session.id]
    for act in (
        lambda: claim_session(there, session.id),
        lambda: remove_interview(there, session.id),
        lambda: remove_patient(there, patient.id),
        lambda: forget_recording(there, session),
    ):
        with pytest.raises(ElsewhereError):
            act()
    assert here.interviews.has(session.id)
    release_session(here, session.id)
    remove_interview(there, session.id)
    assert not here.interviews.has(session.id)


def test_claims_are_counted(here: Workspace, there: Workspace) -> None:
    session = begin_session(here, add_patient(here), Source.TYPED, "en")
    for _ in range(2):
        claim_session(here, session.id)
    release_session(here, session.id)
    assert is_elsewhere(there, session.id)
    release_session(here, session.id)
    assert not is_elsewhere(there, session.id)


def test_nobody_is_turned_away_by_one_who_only_looks(here: Workspace, there: Workspace) -> None:
    session, over = begin_session(here, add_patient(here), Source.TYPED, "en"), Event()

    def look() -> None:
        while not over.is_set():
            is_elsewhere(there, session.id)

    with ThreadPoolExecutor(1) as looking:
        looked = looking.submit(look)
        try:
            for _ in range(300):
                claim_session(here, session.id)
                release_session(here, session.id)
        finally:
            over.set()
        looked.result()


def test_a_recording_that_goes_on_is_not_taken_for_one_that_was_cut_short(
    here: Workspace, clinic: Clinic, write: Callable[..., Path], tmp_path: Path
) -> None:
    session = begin_session(here, add_patient(here), Source.RECORDED, "en")
    claim_session(here, session.id)
    file = begin_recording(here, session)
    assert not isinstance(file, Path)
    file.write_whole(write(tmp_path / "film.mkv").read_bytes())
    marker = here.media.being_recorded_path(session.id)
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert recover_recordings(there) == ()
        sweep_left_over(there)
        assert marker.exists()
    here.close()  # it ends without having finished
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert [one.id for one in recover_recordings(there)] == [session.id]
        assert not marker.exists()


def test_a_seat_that_is_killed_holds_nothing_any_more(here: Workspace, clinic: Clinic) -> None:
    session = begin_session(here, add_patient(here), Source.TYPED, "en")
    server, ring = clinic.there.server, read_keyring(clinic.there)
    assert server is not None
    assert ring is not None
    told = (clinic.there.data, server.address, server.folder, accounts(ring)[0].id, PASSPHRASE, session.id)
    words = [sys.executable, "-c", _HOLDER, *map(str, told)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert is_elsewhere(here, session.id)
        other.kill()
        other.wait(20)
    deadline = datetime.now(UTC).timestamp() + 20
    while is_elsewhere(here, session.id):
        assert datetime.now(UTC).timestamp() < deadline


def test_what_a_seat_held_is_its_own_again_after_the_server_was_away(
    here: Workspace, there: Workspace, server: Postgres
) -> None:
    session = begin_session(here, add_patient(here), Source.TYPED, "en")
    claim_session(here, session.id)
    server.stop()
    server.start()
    add_patient(here)  # the next thing that is written
    assert is_elsewhere(there, session.id)
    assert not is_elsewhere(here, session.id)


def test_only_who_is_alone_finishes_removals_and_sweeps(here: Workspace, clinic: Clinic) -> None:
    session = type_text(here, add_patient(here), "words", "en")
    folder = here.media.of(session.id)
    trash = folder.rename(folder.with_name(f".trash-{session.id}"))  # a removal that goes on here
    half = here.media.of(type_text(here, add_patient(here), "words", "en").id) / ".features-1.safetensors.abc"
    half.touch()
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert not there.database.was_alone
        sweep_left_over(there)
        assert trash.is_dir()
        assert half.exists()
    here.close()
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert there.database.was_alone
        sweep_left_over(there)
        assert folder.is_dir(), "its row is still there"
        assert not half.exists()


def test_the_next_seat_waits_until_the_first_has_done_what_it_does_alone(clinic: Clinic) -> None:
    with closing(open_workspace(clinic.here, signed_in(clinic.here))) as here:
        assert here.database.was_alone
        with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
            assert not there.database.was_alone


def test_two_who_change_different_things_of_a_patient_lose_nothing(here: Workspace, there: Workspace) -> None:
    seen = add_patient(here, code="P-1", name="Zhang", notes="")
    edit_patient(there, seen, notes="sleeps badly")
    changed = edit_patient(here, seen, name="Zhang San")
    assert (changed.name, changed.notes) == ("Zhang San", "sleeps badly")
    archive_patient(there, seen.id)
    assert edit_patient(here, seen, tags=("a",)).archived_at is not None


def test_two_who_change_the_same_of_a_patient_are_told(here: Workspace, there: Workspace) -> None:
    seen = add_patient(here, code="P-1", notes="")
    edit_patient(there, seen, notes="sleeps badly")
    with pytest.raises(ScreeningError, match="changed the same"):
        edit_patient(here, seen, notes="sleeps well")
    assert here.patients.get(seen.id).notes == "sleeps badly"
    assert edit_patient(here, seen, notes="sleeps badly").notes == "sleeps badly", "both wanted the same"


def test_users_that_are_added_at_two_seats_at_once_can_both_sign_in(here: Workspace, there: Workspace) -> None:
    def add(given: tuple[Workspace, str]) -> str:
        return add_user(*given, Role.CLINICIAN, OF_BACKUPS).id

    with ThreadPoolExecutor(2) as threads:
        ids = list(threads.map(add, [(here, "Dr. Li"), (there, "Dr. Nd")]))
    for user_id in ids:
        assert sign_in(here.paths, user_id, OF_BACKUPS).holder_id == user_id
    assert examine(here).flaw is None


def test_another_master_key_waits_until_nobody_else_is_there(here: Workspace, clinic: Clinic) -> None:
    session = type_text(here, add_patient(here), "words", "en")
    before = here.access.master
    order_new_master(here)
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert there.access.master == before
        assert existing_transcript(there, session).text == "words"
    here.close()
    assert not awaits_new_master(clinic.there, signed_in(clinic.there)), "no dialog puts it in force before"
    early = signed_in(clinic.here)  # and opens only after the other one has changed the key
    with closing(open_workspace(clinic.there, signed_in(clinic.there))) as there:
        assert there.access.master not in (None, before)
        assert existing_transcript(there, session).text == "words"
        with pytest.raises(ScreeningError, match="Sign in again"):
            open_workspace(clinic.here, early)
        with closing(open_workspace(clinic.here, signed_in(clinic.here))) as again:
            assert existing_transcript(again, session).text == "words"


def test_one_seat_trains_at_a_time(here: Workspace, there: Workspace) -> None:
    moment = datetime.now(UTC)
    run = UnfinishedRun("a", "b", moment, "2026-11-30", "sds", "heads", "", None, here.paths.models / "x", ("c",), 1)
    run_folder(here.paths.training).mkdir(parents=True)
    keep_run(here.paths.training, run)
    one, other = (TrainingService(workspace, Settings) for workspace in (here, there))
    assert one.unfinished() is not None
    assert here.database.claim(TRAINING)
    assert one.unfinished() is not None
    assert other.unfinished() is None, "the other one trains"
    with pytest.raises(ScreeningError, match="on another computer"):
        other.start(TrainingChoice("phq-9", PHQ_9), "Dr. Li")
    here.database.release(TRAINING)
    assert other.unfinished() is not None


def test_a_seat_hears_of_what_others_have_done_and_not_of_its_own(here: Workspace, there: Workspace) -> None:
    assert done_elsewhere(there) == ()
    patient = add_patient(here, code="P-1")
    view_patient(there, patient.id)
    (told,) = done_elsewhere(there)
    assert (told.action, told.patient_id) == (Action.PATIENT_ADDED.value, patient.id)
    assert done_elsewhere(there) == ()
    assert [entry.action for entry in done_elsewhere(here)] == [Action.PATIENT_VIEWED.value]


def test_whoever_has_not_signed_in_gets_nothing_from_the_server(clinic: Clinic) -> None:
    with pytest.raises(ScreeningError, match="sign in"):
        open_workspace(replace(clinic.there))
