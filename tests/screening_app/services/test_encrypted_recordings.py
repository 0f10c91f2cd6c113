"""Recordings that only their session's key opens: made, followed, cut short, imported, handed out, brought back."""

from __future__ import annotations

import math
import shutil
import time
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
import pytest
from first_user import OF_BACKUPS, PASSPHRASE, sign_in_first

from screening_app.capture.clock import SAMPLE_RATE
from screening_app.capture.muxer import Muxer, read_recording
from screening_app.crypto import encrypted_file
from screening_app.crypto.encrypted_file import MAGIC
from screening_app.domain import Purpose, Source
from screening_app.errors import CaptureError, StorageError
from screening_app.jobs.child import ChildProcess, ThisProcess
from screening_app.jobs.runner import Cancelled
from screening_app.services import samples as service
from screening_app.services.backups import back_up, list_backups, open_backups, set_up_backups, whole_backup
from screening_app.services.consents import record_consent
from screening_app.services.imports import already_imported, import_file, import_into
from screening_app.services.interviews import (
    begin_recording,
    finish_recording,
    recover_recordings,
    remove_interview,
    start_interview,
)
from screening_app.services.patients import add_patient
from screening_app.services.research_export import ResearchChoices, export_for_research
from screening_app.services.restoring import restore
from screening_app.services.samples import prepare_interview, prepare_recording
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import begin_session
from screening_app.services.sign_in import SignedIn, sign_in
from screening_app.services.workspace import Workspace, open_workspace
from screening_app.storage.interview_file import RecordingFile
from selfmm.errors import MediaError
from selfmm.media import frames, open_media, waveform_blocks
from selfmm.types import Features, Transcript, no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from screening_app.capture.muxer import NewFile
    from screening_app.domain import Interview, Patient
    from screening_app.paths import AppPaths
    from screening_app.settings import Settings
    from selfmm.media import GrowingFile
    from selfmm.types import Score

pytestmark = pytest.mark.usefixtures("quick_passphrases")

MATROSKA = b"\x1aE\xdf\xa3"
SECONDS = 6
TENTH = SAMPLE_RATE // 10
NUMBERS = np.random.default_rng(0)
SOUND = NUMBERS.integers(-9000, 9000, SECONDS * SAMPLE_RATE, dtype=np.int16)
PICTURES = NUMBERS.integers(0, 255, (4, 48, 64, 3), dtype=np.uint8)


def write_to(file: Path | NewFile, seconds: float = SECONDS, *, pace: float = 0.0) -> Muxer:
    """Record noise and pictures; the muxer is left open."""
    muxer = Muxer(file, with_sound=True, picture_size=(64, 48), frames_per_second=10)
    for tick in range(round(seconds * 10)):
        muxer.write_sound(SOUND[tick * TENTH : (tick + 1) * TENTH])
        muxer.write_picture(PICTURES[tick % len(PICTURES)], tick * TENTH)
        time.sleep(pace)
    return muxer


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same recording as it lies where there are no users."""
    path = tmp_path_factory.mktemp("plain") / "recording.mkv"
    write_to(path).close()
    return path


@pytest.fixture
def signed(app_paths: AppPaths) -> SignedIn:
    return sign_in_first(app_paths)


@pytest.fixture
def workspace(app_paths: AppPaths, signed: SignedIn) -> Iterator[Workspace]:
    opened = open_workspace(app_paths, signed)
    yield opened
    opened.close()


@pytest.fixture
def begun(workspace: Workspace, patient: Patient) -> Interview:
    return begin_session(workspace, patient, Source.RECORDED, "en")


@pytest.fixture
def recorded(workspace: Workspace, begun: Interview) -> Interview:
    write_to(begin_recording(workspace, begun)).close()
    return finish_recording(workspace, begun)


def file_of(workspace: Workspace, interview: Interview) -> RecordingFile:
    file = workspace.media.recorded(workspace.media.recording_path(interview.id))
    assert isinstance(file, RecordingFile)
    return file


def everything(source: Path | RecordingFile | GrowingFile, _: object = None) -> tuple[bytes, list[bytes]]:
    """What is heard and seen; a report may follow, for a worker."""
    sound = np.concatenate(list(waveform_blocks(source)))
    return sound.tobytes(), [frame.image.tobytes() for frame in frames(source, 5.0)]


def slices_of(plain: Path) -> list[bytes]:
    """Pieces of what would lie on the disk in plain: of sound and pictures, and the marks of the container."""
    content = plain.read_bytes()
    return [MATROSKA, b"matroska", b"Lavf", b"fLaC", *(content[at : at + 48] for at in range(2000, len(content), 9001))]


def bytes_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_nothing_of_a_recording_lies_in_the_data_folder_in_plain_while_it_is_made_or_afterwards(
    workspace: Workspace, begun: Interview, plain: Path
) -> None:
    muxer = write_to(begin_recording(workspace, begun))
    assert workspace.media.recording_path(begun.id).stat().st_size > 0.8 * plain.stat().st_size
    during = bytes_below(workspace.paths.data)
    muxer.close()
    finish_recording(workspace, begun)
    slices = slices_of(plain)
    assert len(slices) > 15
    for found in (during, bytes_below(workspace.paths.data)):
        assert [piece for piece in slices if piece in found] == []
    with file_of(workspace, begun).open() as file:
        assert any(piece in file.read() for piece in slices[4:])  # what was looked for is in it


def test_it_is_read_as_if_it_lay_there_in_plain(workspace: Workspace, recorded: Interview, plain: Path) -> None:
    file = file_of(workspace, recorded)
    assert recorded.recording is not None
    assert (recorded.recording.duration_seconds, recorded.recording.has_picture) == (SECONDS, True)
    assert read_recording(file).duration_seconds == SECONDS
    assert everything(file) == everything(plain)
    for source in (file, plain):
        (piece,) = waveform_blocks(source, start=5.4, end=5.8)
        assert np.array_equal(np.round(piece * 32768), SOUND[round(5.4 * SAMPLE_RATE) : round(5.8 * SAMPLE_RATE)])
    with pytest.raises(MediaError):
        open_media(file.path)


def test_it_is_followed_from_another_process_while_it_grows(
    workspace: Workspace, begun: Interview, plain: Path, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[GrowingFile] = []
    monkeypatch.setattr(service.making, "prepare", lambda _, source, *__, **___: asked.append(source))
    file = begin_recording(workspace, begun)
    prepare_recording(workspace, begun, tiny_settings, no_report, worker=ThisProcess())
    (source,) = asked
    worker = ChildProcess()

    def record() -> None:
        write_to(file, pace=0.02).close()
        finish_recording(workspace, begun)

    thread = Thread(target=record)
    thread.start()
    try:
        assert math.isinf(open_media(source).duration_seconds)
        assert worker.run(everything, source, report=no_report) == everything(plain)
    finally:
        thread.join()
        worker.end()


def test_one_that_was_cut_short_is_recovered_up_to_its_last_second(
    workspace: Workspace, begun: Interview, app_paths: AppPaths, signed: SignedIn
) -> None:
    write_to(begin_recording(workspace, begun))  # and nobody closes it
    path = workspace.media.recording_path(begun.id)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content[:-9])  # in the midst of a record
    workspace.close()
    again = open_workspace(app_paths, signed)
    (found,) = recover_recordings(again)
    assert found.recording is not None
    assert SECONDS - 1 <= found.recording.duration_seconds <= SECONDS
    sound = np.concatenate(list(waveform_blocks(file_of(again, found))))
    assert np.array_equal(np.round(sound * 32768), SOUND[: len(sound)])
    again.close()


def test_a_disk_that_is_full_in_the_midst_leaves_what_was_recorded(
    workspace: Workspace, begun: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    muxer = write_to(begin_recording(workspace, begun), 4.0)
    real = encrypted_file.os.write

    def half(descriptor: int, content: bytes) -> int:
        if len(content) < 2000:
            raise OSError(28, "No space left on device")
        return real(descriptor, content[: len(content) // 2])

    with monkeypatch.context() as patched:
        patched.setattr(encrypted_file.os, "write", half)
        with pytest.raises(CaptureError, match="disk is full"):
            _write_on(muxer)
    with pytest.raises(CaptureError):
        muxer.abandon()  # there is room again, but after half a record nothing more may be written
    assert 3.0 <= read_recording(muxer.file).duration_seconds <= 6.0
    assert finish_recording(workspace, begun).recording is not None


def _write_on(muxer: Muxer) -> None:
    for tick in range(40, 60):
        muxer.write_sound(SOUND[tick * TENTH : (tick + 1) * TENTH])
        muxer.write_picture(PICTURES[0], tick * TENTH)


def test_damage_in_the_midst_is_told(workspace: Workspace, recorded: Interview) -> None:
    file = file_of(workspace, recorded)
    content = bytearray(file.path.read_bytes())
    content[len(content) // 2] ^= 1
    file.path.write_bytes(content)
    with pytest.raises(MediaError, match=r"recording\.mkv is damaged: from some place on"):
        everything(file)
    file.path.write_bytes(MAGIC)
    with pytest.raises(MediaError):
        open_media(file)
    file.path.write_bytes(b"")
    with pytest.raises(MediaError, match="empty"):
        open_media(file)


def test_up_to_a_damaged_place_all_is_heard(workspace: Workspace, recorded: Interview) -> None:
    file = file_of(workspace, recorded)
    content = bytearray(file.path.read_bytes())
    content[len(content) * 3 // 4] ^= 1
    file.path.write_bytes(content)
    with pytest.raises(MediaError, match="may still be played"):
        list(waveform_blocks(file))
    sound = np.round(np.concatenate(list(waveform_blocks(file, end=SECONDS / 2))) * 32768)
    assert np.array_equal(sound, SOUND[: SECONDS * SAMPLE_RATE // 2])


@pytest.mark.parametrize(("left", "sentence"), [(0.6, "The end of the recording recording.mkv is missing"), (0, "")])
def test_a_part_of_a_recording_is_not_scored_as_the_whole(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, left: float, sentence: str
) -> None:
    file = file_of(workspace, recorded)
    content = file.path.read_bytes()
    file.path.write_bytes(content[: round(left * len(content))])
    with pytest.raises(MediaError, match=sentence or "empty"):
        prepare_interview(workspace, recorded, tiny_settings)
    assert [path.name for path in workspace.media.files(recorded.id)] == ["recording.mkv"]


def test_one_that_was_cut_short_by_a_kill_is_prepared_as_far_as_it_goes(
    workspace: Workspace, begun: Interview, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared: list[float] = []

    def prepare(recipe, source, options, report, *, on_transcript, on_features) -> None:
        prepared.append(open_media(source).duration_seconds)
        on_transcript(Transcript((), "en"))
        on_features(Features(recipe.fingerprint))

    monkeypatch.setattr(service.making, "prepare", prepare)
    muxer = write_to(begin_recording(workspace, begun))  # and nobody closes it
    found = finish_recording(workspace, begun)
    assert muxer.file == file_of(workspace, found)
    assert not file_of(workspace, found).was_closed()
    prepare_interview(workspace, found, tiny_settings)
    assert prepared == [found.recording.duration_seconds]


def test_the_recording_of_another_session_is_not_taken_for_ones_own(
    workspace: Workspace, recorded: Interview, patient: Patient
) -> None:
    other = start_interview(workspace, patient, Source.RECORDED, "en")
    shutil.copy(workspace.media.recording_path(recorded.id), workspace.media.recording_path(other.id))
    with pytest.raises(MediaError):
        open_media(file_of(workspace, other))


def test_what_is_imported_is_encrypted_and_known_again(workspace: Workspace, patient: Patient, plain: Path) -> None:
    imported = import_file(workspace, patient, plain, "en")
    assert [piece for piece in slices_of(plain) if piece in bytes_below(workspace.paths.data)] == []
    with file_of(workspace, imported).open() as file:
        assert file.read() == plain.read_bytes()
    assert already_imported(workspace, plain) == (imported,)


def test_an_import_that_is_stopped_leaves_nothing_and_what_a_kill_has_left_is_no_hindrance(
    workspace: Workspace, patient: Patient, plain: Path
) -> None:
    def stop(step: str, fraction: float) -> None:
        if fraction == 1.0:
            raise Cancelled

    session = begin_session(workspace, patient, Source.IMPORTED, "en")
    with pytest.raises(Cancelled):
        import_into(workspace, session, plain, stop)
    assert workspace.media.files(session.id) == ()
    (workspace.media.of(session.id) / "recording.mkv.part").write_bytes(b"half")
    assert import_into(workspace, session, plain).recording is not None
    assert [path.name for path in workspace.media.files(session.id)] == ["recording.mkv"]


def test_whoever_prepares_it_is_handed_its_key(
    workspace: Workspace, recorded: Interview, tiny_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[float] = []

    def prepare(recipe, source, options, report, *, on_transcript, on_features) -> None:
        read.append(open_media(source).duration_seconds)
        on_transcript(Transcript((), "en"))
        on_features(Features(recipe.fingerprint))

    monkeypatch.setattr(service.making, "prepare", prepare)
    prepare_interview(workspace, recorded, tiny_settings)
    assert read == [SECONDS]


def test_a_recording_from_before_there_were_users_is_still_read(
    app_paths: AppPaths, plain: Path, tiny_settings: Settings
) -> None:
    before = open_workspace(app_paths)
    interview = import_file(before, add_patient(before, code="P-1"), plain, "en")
    before.close()
    opened = open_workspace(app_paths, sign_in_first(app_paths))
    assert everything(file_of(opened, interview)) == everything(plain)
    opened.close()


def test_what_is_handed_out_for_research_can_be_played_by_others(
    workspace: Workspace, recorded: Interview, plain: Path, new_score: Callable[..., Score], tmp_path: Path
) -> None:
    record_consent(workspace, recorded, frozenset(Purpose), "Dr. 王")
    add_assessment(workspace, recorded, new_score(50.0))
    worker = ChildProcess()
    made = export_for_research(workspace, tmp_path, ResearchChoices(with_media=True), worker=worker)
    worker.end()
    (copy,) = made.folder.rglob("*.mkv")
    assert everything(copy) == everything(plain)


def test_a_backup_brings_it_back_and_a_deleted_one_stays_closed(
    workspace: Workspace, recorded: Interview, plain: Path, tmp_path: Path, signed: SignedIn
) -> None:
    (tmp_path / "disk").mkdir()
    set_up_backups(workspace, tmp_path / "disk", OF_BACKUPS, "Dr. 王")
    back_up(workspace, no_report)
    kept = tmp_path / "kept.mkv"
    shutil.copy(workspace.media.recording_path(recorded.id), kept)
    remove_interview(workspace, recorded.id)
    with pytest.raises(StorageError):
        workspace.media.recorded(workspace.media.recording_path(recorded.id))
    workspace.close()
    shutil.rmtree(workspace.paths.data)
    to = open_backups(tmp_path / "disk", OF_BACKUPS)
    restore(to, whole_backup(to, list_backups(to)[0]), tmp_path / "back", no_report)
    assert [piece for piece in slices_of(plain) if piece in bytes_below(tmp_path / "back")] == []
    paths = type(workspace.paths)(tmp_path / "back")
    opened = open_workspace(paths, sign_in(paths, signed.holder_id, PASSPHRASE))
    assert file_of(opened, recorded).path.read_bytes() == kept.read_bytes()
    assert everything(file_of(opened, recorded)) == everything(plain)
    opened.close()
