"""Only what was consented to is handed out, without anything that says who it is from."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from screening_app.domain import Action, AuditFilter, Purpose, Sex, Source
from screening_app.errors import ScreeningError
from screening_app.jobs.runner import Cancelled
from screening_app.services.audit import entries
from screening_app.services.audit_check import details_of
from screening_app.services.consents import record_consent, withdraw_consent
from screening_app.services.imports import import_file
from screening_app.services.interviews import remove_interview, start_interview
from screening_app.services.patients import add_patient
from screening_app.services.ratings import rate
from screening_app.services.research_export import ResearchChoices, ResearchScope, export_for_research, research_scope
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import write_notes
from selfmm.data.benchmarks.clips import read_clip_folder
from selfmm.data.catalogue import DataSetInfo
from selfmm.data.files import write_features
from selfmm.scales import PHQ_9
from selfmm.types import AnswerScore, Features, FeatureSequence, no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

HELD = datetime(2026, 3, 1, 10, 30, tzinfo=UTC)
ALL = frozenset(Purpose)
WITH_ALL = ResearchChoices(with_text=True, with_features=True, with_media=True)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def session(workspace: Workspace, new_score: Callable[..., Score]) -> Callable[..., Interview]:
    """Makes a scored session with its notes and a PHQ-9, whose patient consents to all."""

    def make(patient: Patient, days: int = 0, value: int = 1, given: frozenset[Purpose] = ALL) -> Interview:
        held = HELD + timedelta(days=days)
        interview = start_interview(workspace, patient, Source.TYPED, "zh", held_at=held, script="Clinic of Dr. Secret")
        answers = (AnswerScore("我很累 Mr. Secret", 0.0, 0.0, 50.0), AnswerScore("睡不好", 0.0, 0.0, 50.0))
        add_assessment(workspace, interview, new_score(50.0, answers=answers))
        write_notes(workspace, interview.id, "note of Secret")
        rate(workspace, interview.id, "phq-9", (value,) * 8 + (0,), language="zh")
        record_consent(workspace, interview, given, "Dr. Secret")
        return workspace.interviews.get(interview.id)

    return make


@pytest.fixture
def named(workspace: Workspace) -> Patient:
    return add_patient(workspace, code="SECRET-1", name="Zhang Secret", sex=Sex.FEMALE, birth_year=1985, notes="Secret")


def test_only_consent_that_is_in_force_counts(
    workspace: Workspace, named: Patient, session: Callable[..., Interview]
) -> None:
    demo = add_patient(workspace, code="DEMO-1", is_demo=True)
    kept, withdrawn = session(named), session(named, 1)
    session(named, 2, given=ALL - {Purpose.EXPORT})
    session(demo)
    withdraw_consent(workspace, withdrawn, Purpose.EXPORT, "Dr. Secret")
    assert research_scope(workspace) == ResearchScope(1, 1)
    assert workspace.interviews.ids_consenting_to(Purpose.EXPORT) == ((kept.id, named.id),)


def test_whoever_withdraws_while_it_is_written_is_left_out(
    workspace: Workspace, named: Patient, session: Callable[..., Interview], tmp_path: Path
) -> None:
    sessions = [session(named, days) for days in range(4)]
    left = {sessions[1].id, sessions[2].id}

    def leave(_step: str, fraction: float) -> None:
        if left and fraction > 0:
            withdraw_consent(workspace, workspace.interviews.get(sessions[1].id), Purpose.EXPORT, "Dr. Secret")
            remove_interview(workspace, sessions[2].id)
            left.clear()

    made = export_for_research(workspace, tmp_path, ResearchChoices(), leave)
    assert (made.participants, made.sessions) == (1, 2)
    assert [row["session"][-3:] for row in rows(made.folder / "sessions.csv")] == ["001", "004"]
    (told,) = [one for one in entries(workspace, AuditFilter(), count=9) if one.action == Action.RESEARCH_EXPORTED]
    assert details_of(told.details)["sessions"] == [sessions[0].id, sessions[3].id]


def test_columns_that_come_up_late_are_there_and_nothing_is_left_beside(
    workspace: Workspace,
    named: Patient,
    session: Callable[..., Interview],
    new_score: Callable[..., Score],
    tmp_path: Path,
) -> None:
    session(named)
    last = session(named, 7)
    add_assessment(workspace, last, new_score(70.0), markers={"speech_rate": 2.5})
    rate(workspace, last.id, "gad-7", (1,) * 7, language="zh")
    made = export_for_research(workspace, tmp_path, ResearchChoices(with_text=True))
    first, second = rows(made.folder / "sessions.csv")
    assert (first["markers.speech_rate"], second["markers.speech_rate"]) == ("", "2.5")
    assert [row["instrument"] for row in rows(made.folder / "questionnaires.csv")] == ["phq-9", "phq-9", "gad-7"]
    assert [*rows(made.folder / "manifest.csv")[0]] == ["id", "person", "text", "audio", "video", "label"]
    names = {"sessions.csv", "questionnaires.csv", "answers.csv", "manifest.csv", "README.txt"}
    assert {path.name for path in made.folder.iterdir()} == names


def everything(folder: Path) -> str:
    return "\n".join(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in folder.rglob("*.*"))


def test_nothing_says_who_it_is_from(
    workspace: Workspace, named: Patient, session: Callable[..., Interview], tmp_path: Path
) -> None:
    first, second = session(named), session(named, 37)
    made = export_for_research(workspace, tmp_path, ResearchChoices())
    assert (made.participants, made.sessions, made.unreadable) == (1, 2, 0)
    said = everything(made.folder)
    for secret in ("Secret", "SECRET", named.id, first.id, second.id, "1985", "10:30", "2026-03-01", "我很累"):
        assert secret not in said
    one, other = rows(made.folder / "sessions.csv")
    assert one["participant"] == other["participant"]
    assert one["session"].startswith(one["participant"])
    assert (date.fromisoformat(other["day"]) - date.fromisoformat(one["day"])).days == 37
    assert (one["age"], one["sex"], one["language"], one["score.value"]) == ("35 to 44", "female", "zh", "50.0")
    assert rows(made.folder / "questionnaires.csv")[0]["value"] == "8.0"
    assert not (made.folder / "manifest.csv").exists()
    assert "2 sessions" in (made.folder / "README.txt").read_text(encoding="utf-8-sig")
    assert "访谈 2 次" in (made.folder / "README.txt").read_text(encoding="utf-8-sig")


def test_two_exports_cannot_be_laid_over_each_other(
    workspace: Workspace, named: Patient, session: Callable[..., Interview], tmp_path: Path
) -> None:
    session(named)
    first, second = (export_for_research(workspace, tmp_path, ResearchChoices()).folder for _ in range(2))
    names = {rows(folder / "sessions.csv")[0]["participant"] for folder in (first, second)}
    assert len(names) == 2


def test_selfmm_reads_the_folder_as_clips(
    workspace: Workspace, session: Callable[..., Interview], tmp_path: Path
) -> None:
    for number in range(12):
        patient = add_patient(workspace)
        session(patient, value=number % 3)
        session(patient, days=7, value=number % 3)
    folder = export_for_research(workspace, tmp_path, ResearchChoices(with_text=True)).folder
    info = DataSetInfo("clips", "Clips", PHQ_9, "depression", ("zh",), (0, 0, 0), 50, (0, 0), (0, 0))
    data = read_clip_folder(folder, info, extraction=None, seed=0, report=no_report)
    samples = [sample for split in data.splits.values() for sample in split]
    assert len(samples) == 24
    assert {sample.label for sample in samples} == {0.0, 8.0, 16.0}
    assert samples[0].text == "我很累 Mr. Secret 睡不好"


def with_metadata(path: Path, write: Callable[[Path], Path]) -> Path:
    """A film that says in its metadata who is in it."""
    plain = write(path.with_name("plain.mkv"))
    with av.open(str(plain)) as opened, av.open(str(path), "w") as film:
        film.metadata["title"] = "Interview with Secret"
        copies = {stream.index: film.add_stream_from_template(stream) for stream in opened.streams}
        for packet in opened.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                film.mux(packet)
    return path


@pytest.fixture
def filmed(
    workspace: Workspace, named: Patient, write: Callable[..., Path], tmp_path: Path
) -> Callable[[frozenset[Purpose]], Interview]:
    def make(given: frozenset[Purpose]) -> Interview:
        film = with_metadata(tmp_path / "film.mkv", write)
        interview = import_file(workspace, named, film, "zh")
        record_consent(workspace, interview, given, "Dr. Secret")
        return interview

    return make


def test_recordings_come_without_what_they_say_about_themselves(
    workspace: Workspace, filmed: Callable[..., Interview], tmp_path: Path
) -> None:
    filmed(ALL)
    folder = export_for_research(workspace, tmp_path, WITH_ALL).folder
    (clip,) = rows(folder / "manifest.csv")
    assert clip["audio"] == clip["video"] == f"media/{clip['id']}.mkv"
    copy = folder / clip["audio"]
    assert b"Secret" not in copy.read_bytes()
    with av.open(str(copy)) as opened:
        assert sorted(stream.type for stream in opened.streams) == ["audio", "video"]
        assert sum(1 for _ in opened.decode(video=0)) == 20
    assert "Secret" not in (folder / "sessions.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        (ALL - {Purpose.PICTURE}, ["audio"]),
        (ALL - {Purpose.KEEP_MEDIA}, []),
    ],
)
def test_recordings_come_only_as_far_as_was_consented(
    workspace: Workspace,
    filmed: Callable[..., Interview],
    tmp_path: Path,
    given: frozenset[Purpose],
    kinds: list[str],
) -> None:
    filmed(given)
    folder = export_for_research(workspace, tmp_path, WITH_ALL).folder
    found = [stream.type for path in (folder / "media").iterdir() for stream in av.open(str(path)).streams]
    assert found == kinds
    assert (folder / "manifest.csv").exists() == bool(kinds)


def test_a_damaged_recording_costs_only_itself(
    workspace: Workspace,
    filmed: Callable[..., Interview],
    named: Patient,
    session: Callable[..., Interview],
    tmp_path: Path,
) -> None:
    filmed(ALL).recording.path.write_bytes(b"no film")
    session(named)
    made = export_for_research(workspace, tmp_path, WITH_ALL)
    assert (made.sessions, made.unreadable) == (2, 1)
    assert list((made.folder / "media").iterdir()) == []
    assert len(rows(made.folder / "manifest.csv")) == 1


def test_features_come_under_the_new_names(
    workspace: Workspace, named: Patient, session: Callable[..., Interview], tmp_path: Path
) -> None:
    interview = session(named)
    voice = FeatureSequence(np.zeros((2, 8), np.float32), 0.01, "voice_track")
    write_features(workspace.media.features_path(interview.id, "0f"), Features("0f", voice=voice))
    folder = export_for_research(workspace, tmp_path, ResearchChoices(with_features=True)).folder
    (name,) = [path.name for path in (folder / "features").iterdir()]
    assert name == f"{rows(folder / 'sessions.csv')[0]['session']}-voice.csv"


def test_cancelling_and_having_nothing_leave_nothing(
    workspace: Workspace, named: Patient, session: Callable[..., Interview], tmp_path: Path
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(ScreeningError, match="none has the consent"):
        export_for_research(workspace, target, ResearchChoices())
    session(named)

    def stop(_step: str, fraction: float) -> None:
        if fraction > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_for_research(workspace, target, replace(WITH_ALL), stop)
    assert list(target.iterdir()) == []
