"""Whatever is typed into whatever field: kept as typed or refused with a reason, and harmless in every export."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hostile_texts import KNOWN, hostile_text
from hypothesis import HealthCheck, given, settings
from PySide6.QtGui import QTextDocument

from screening_app.domain import Purpose, Source, TreatmentKind
from screening_app.errors import ScreeningError
from screening_app.services.consents import consents_of, record_consent, withdraw_consent
from screening_app.services.export_tables import harmless
from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.services.holds import hold_patient
from screening_app.services.interviews import start_interview, type_text
from screening_app.services.patients import add_patient, edit_patient, find_patients, get_patient
from screening_app.services.ratings import complete_review, rate
from screening_app.services.reports import ReportChoices, report_of_session
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import (
    add_addendum,
    add_bookmark,
    addenda_of,
    bookmarks_of,
    sign_off,
    sign_off_of,
    write_notes,
)
from screening_app.services.texts import check_line, check_text
from screening_app.services.training_sessions import scale_for
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import existing_transcript, read_changes, save_corrections
from screening_app.services.treatment import add_event, events_of
from screening_app.settings import Settings
from screening_app.ui.report import Report
from selfmm.errors import KnownError
from selfmm.types import AnswerScore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BY = "Dr. Li"

# a function-scoped workspace serves all examples of a test: each makes its own patient
often = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass(frozen=True)
class Field:
    """A place where something can be typed: `keep` types and gives back what is read from the database again."""

    name: str
    keep: Callable[[Workspace, Patient, str], str]
    is_stripped: bool = True


def _name(workspace: Workspace, patient: Patient, text: str) -> str:
    return get_patient(workspace, edit_patient(workspace, get_patient(workspace, patient.id), name=text).id).name


def _code(workspace: Workspace, patient: Patient, text: str) -> str:
    made = add_patient(workspace, code=text)
    found = get_patient(workspace, made.id).code
    with sqlite3.connect(workspace.paths.database) as connection:  # so that the next one may have the code
        connection.execute("DELETE FROM patient WHERE id = ?", [made.id])
    connection.close()
    return found if text.strip() else ""


def _patient_notes(workspace: Workspace, patient: Patient, text: str) -> str:
    return get_patient(workspace, edit_patient(workspace, get_patient(workspace, patient.id), notes=text).id).notes


def _hold(workspace: Workspace, patient: Patient, text: str) -> str:
    hold_patient(workspace, patient.id, text)
    return get_patient(workspace, patient.id).hold.reason


def _session(workspace: Workspace, patient: Patient) -> str:
    return start_interview(workspace, patient, Source.TYPED, "en").id


def _session_notes(workspace: Workspace, patient: Patient, text: str) -> str:
    session = _session(workspace, patient)
    write_notes(workspace, session, text)
    return workspace.interviews.get(session).notes


def _signature(workspace: Workspace, patient: Patient, text: str) -> str:
    session = _session(workspace, patient)
    sign_off(workspace, workspace.interviews.get(session), text)
    return sign_off_of(workspace, session).signed_by


def _addendum(workspace: Workspace, patient: Patient, text: str) -> str:
    session = _session(workspace, patient)
    sign_off(workspace, workspace.interviews.get(session), BY)
    add_addendum(workspace, session, text, BY)
    return addenda_of(workspace, session)[0].text


def _bookmark(workspace: Workspace, patient: Patient, text: str) -> str:
    session = _session(workspace, patient)
    add_bookmark(workspace, session, 1.0, text)
    return bookmarks_of(workspace, session)[0].note


def _consent(workspace: Workspace, patient: Patient, text: str) -> str:
    interview = workspace.interviews.get(_session(workspace, patient))
    record_consent(workspace, interview, [Purpose.EXPORT], text)
    withdraw_consent(workspace, interview, Purpose.EXPORT, text)
    (consent,) = consents_of(workspace, interview.id)
    assert consent.withdrawn_by == consent.recorded_by
    return consent.recorded_by


def _treatment(workspace: Workspace, patient: Patient, text: str) -> str:
    event = add_event(workspace, patient.id, TreatmentKind.MEDICATION, text, NOW)
    return next(one.text for one in events_of(workspace, patient.id) if one.id == event.id)


def _plan(workspace: Workspace, patient: Patient, text: str) -> str:
    session = _session(workspace, patient)
    rate(workspace, session, "phq-9", (0, 0, 0, 0, 0, 0, 0, 0, 1), language="en")
    (review,) = workspace.safety_reviews.of_interview(session)
    complete_review(workspace, review, assessed_by=BY, tool=text, outcome=text, plan=text)
    (done,) = workspace.safety_reviews.of_interview(session)
    assert done.tool == done.outcome == done.plan
    return done.plan


def _correction(workspace: Workspace, patient: Patient, text: str) -> str:
    interview = type_text(workspace, patient, "Before.", "en")
    before = existing_transcript(workspace, interview)
    after = replace(before, answers=(replace(before.answers[0], text=text),))
    save_corrections(workspace, interview, after, [change_between("text", before, after)], BY)
    if text != "Before.":
        assert read_changes(workspace, interview)[0].change.after[0].text == text
    return existing_transcript(workspace, interview).answers[0].text


FIELDS = [
    Field("code", _code),
    Field("name", _name),
    Field("the patient's notes", _patient_notes, is_stripped=False),
    Field("the session's notes", _session_notes, is_stripped=False),
    Field("signature", _signature),
    Field("addendum", _addendum),
    Field("bookmark", _bookmark),
    Field("consent", _consent),
    Field("treatment", _treatment),
    Field("safety plan", _plan),
    Field("hold", _hold),
    Field("correction", _correction, is_stripped=False),
]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_what_is_typed_is_kept_or_refused(workspace: Workspace, patient: Patient, field: Field) -> None:
    @often
    @given(hostile_text)
    def kept_or_refused(text: str) -> None:
        try:
            found = field.keep(workspace, patient, text)
        except ScreeningError:
            return
        assert found == (text.strip() if field.is_stripped else text)

    kept_or_refused()
    with sqlite3.connect(workspace.paths.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM patient").fetchall() == [(1,)]
    connection.close()


@often
@given(hostile_text)
def test_a_line_that_is_taken_turns_and_hides_nothing(text: str) -> None:
    with suppress(ScreeningError):
        check_line(text)
        assert text.isprintable() or not {"\0", "\u202e", "\u2066", "\n", "\x1b"} & set(text)
        text.encode()  # no half characters


@pytest.mark.parametrize("name", ["می\u200cخواهم", "👩\u200d👩\u200d👧", "أحمد", "張三", "O'Brien <x>", "Zoë", "नमस्ते"])
def test_names_as_people_have_them_are_taken(name: str) -> None:
    check_line(name)


@pytest.mark.parametrize("name", ["\u202egnp.exe", "a\u2067b", "\u200b", "\u2060", "a\nb", "a\0", "\ud800"])
def test_names_that_hide_something_are_refused(name: str) -> None:
    with pytest.raises(ScreeningError):
        check_line(name)


def test_notes_may_hold_anything_but_half_characters_and_the_end_of_texts() -> None:
    check_text("a\nb\u202ec\x1b")
    for text in ("\ud800", "a\0"):
        with pytest.raises(ScreeningError, match="half a character"):
            check_text(text)


def test_a_search_takes_every_text_as_letters(workspace: Workspace, patient: Patient) -> None:
    @often
    @given(hostile_text)
    def finds_or_refuses(text: str) -> None:
        with suppress(ScreeningError):
            found = find_patients(workspace, text)
            assert found == (patient,) or text.strip()  # nothing matches by being a command

    finds_or_refuses()
    for text in ("%", "_", "' OR '1'='1", "*"):
        assert find_patients(workspace, text) == ()


@often
@given(hostile_text)
def test_a_scale_of_ones_own_has_its_name_or_is_refused(text: str) -> None:
    with suppress(ScreeningError):
        assert scale_for("hamd-17", cutoff=8, name=text).name == (text.strip() or "HAMD-17 ≥ 8")


@pytest.fixture
def exported(
    workspace: Workspace, new_score: Callable[..., Score], tmp_path: Path, qapp: QApplication
) -> Callable[[str], tuple[Path, str]]:
    """Types a text into every field that takes it, and exports everything; the folder, and the report as HTML."""
    numbers = count()

    def make(text: str) -> tuple[Path, str]:
        patient = add_patient(workspace, code=f"P-{next(numbers)}")
        for change in ({"name": text}, {"notes": text}, {"tags": (text,)}):
            with suppress(ScreeningError):
                patient = edit_patient(workspace, patient, **change)
        interview = start_interview(workspace, patient, Source.TYPED, "en")
        said = text.encode("utf-8", "ignore").decode()  # no transcript holds half a character
        answer = AnswerScore(said, 1.0, 9.5, 55.0)
        add_assessment(workspace, interview, new_score(50.0, answers=(answer,)))
        for write in (_patient_notes, _treatment):
            with suppress(ScreeningError):
                write(workspace, patient, text)
        with suppress(ScreeningError):
            write_notes(workspace, interview.id, text)
        rate(workspace, interview.id, "phq-9", (0, 0, 0, 0, 0, 0, 0, 0, 1), language="en")
        (review,) = workspace.safety_reviews.of_interview(interview.id)
        for one in (text, "none"):
            with suppress(ScreeningError):
                complete_review(workspace, review, assessed_by=BY, tool=one, outcome=one, plan=one)
                break
        for by in (text, BY):
            with suppress(ScreeningError):
                sign_off(workspace, interview, by)
                break
        with suppress(ScreeningError):
            add_addendum(workspace, interview.id, text, BY)
        order = ExportOrder(patient.id, frozenset(Format), with_identity=True, with_text=True)
        content = report_of_session(workspace, interview.id, Settings())
        shown = ReportChoices(with_name=True, with_text=True, with_notes=True)
        return export_patient(workspace, order, tmp_path), Report(content, shown).html()

    return make


class _Tags(HTMLParser):
    """Which tags and attributes a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag} {name}" for name, _ in attributes)}


def tags_of(html: str) -> set[str]:
    parser = _Tags()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("text", KNOWN, ids=ascii)
def test_every_known_text_is_harmless_in_every_export(exported: Callable[[str], tuple[Path, str]], text: str) -> None:
    check_export(*exported(text), text, tags_of(exported("first\nsecond")[1]))


def check_export(folder: Path, html: str, text: str, tags: set[str]) -> None:
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file, strict=True) for cell in row]
        assert not [cell for cell in cells if cell != harmless(cell) and not _is_number(cell)], path.name
    for path in folder.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    assert len(list(folder.rglob("*.json"))) >= 2  # the sessions, and FHIR, which is validated while it is written
    assert tags_of(html) <= tags, tags_of(html) - tags
    document = QTextDocument()
    document.setHtml(html)
    if text.isascii() and text.isprintable() and text.strip() == text:
        assert text in document.toPlainText().replace("\xa0", " ")  # as letters


def _is_number(cell: str) -> bool:
    with suppress(ValueError):
        return float(cell) is not None
    return False


def test_a_search_for_half_a_character_says_so(workspace: Workspace) -> None:
    with pytest.raises(KnownError, match="half a character"):
        find_patients(workspace, "\ud800")
