"""A file that is imported into a session: known again, and found again where it was moved."""

from __future__ import annotations

import pytest

from screening_app.domain import Source
from screening_app.errors import ScreeningError
from screening_app.services.imports import already_imported, find_recording_again, import_into, is_moved
from screening_app.services.sessions import begin_session
from selfmm.errors import MediaError


@pytest.fixture
def session(workspace, patient):
    return begin_session(workspace, patient, Source.IMPORTED, "en")


def test_a_file_is_known_again_whatever_it_is_called(workspace, session, wav, tmp_path):
    assert already_imported(workspace, wav) == ()
    imported = import_into(workspace, session, wav)
    assert imported.recording.path.read_bytes() == wav.read_bytes()
    assert imported.step is session.step
    again = tmp_path / "another name.wav"
    again.write_bytes(wav.read_bytes())
    assert already_imported(workspace, again) == (imported,)
    again.write_bytes(wav.read_bytes() + b"\0\0")
    assert already_imported(workspace, again) == ()


def test_a_broken_file_leaves_the_session_as_it_was(workspace, session, tmp_path):
    broken = tmp_path / "letter.mp4"
    broken.write_bytes(b"a letter")
    with pytest.raises(MediaError):
        import_into(workspace, session, broken)
    assert workspace.interviews.get(session.id) == session
    assert workspace.media.recordings(session.id) == ()


def test_a_recording_that_was_moved_is_copied_back(workspace, session, wav, tmp_path):
    imported = import_into(workspace, session, wav)
    moved = tmp_path / "elsewhere.wav"
    imported.recording.path.rename(moved)
    assert is_moved(imported)
    back = find_recording_again(workspace, imported, moved)
    assert not is_moved(back)
    assert back.recording.path.read_bytes() == moved.read_bytes()
    assert not is_moved(session)  # it never had one


def test_another_recording_is_not_taken_for_the_one_that_was_moved(workspace, session, wav, write, tmp_path):
    imported = import_into(workspace, session, wav)
    imported.recording.path.unlink()
    with pytest.raises(ScreeningError, match="another recording"):
        find_recording_again(workspace, imported, write(tmp_path / "other.mkv", seconds=3.0))
    assert is_moved(imported)
