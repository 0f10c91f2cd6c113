"""What rules take: never what is on hold, open, learnt from or younger; and months are never too short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening_app.domain import ContentKind, PatientFacts, SessionFacts
from screening_app.services.keeping_rules import Rule, due_records, last_contact, months_after, rules_of
from screening_app.settings import PERIODS, Settings

NOW = datetime(2030, 6, 15, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=4000)
PATIENT = PatientFacts("p", "P-1", OLD, None, None, "")
SESSION = SessionFacts("s", "p", OLD, OLD + timedelta(hours=1), None, has_recording=True, has_open_review=False)
EVERY_RULE = [Rule(kind, 12) for kind in ContentKind]

moments = st.datetimes(datetime(2010, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC))
maybe = st.none() | moments
periods = st.sampled_from([int(months) for months in PERIODS[1:]])
rules = st.lists(st.builds(Rule, st.sampled_from(ContentKind), periods), max_size=7)
patients = st.builds(
    PatientFacts, st.sampled_from("pqr"), st.just("P"), moments, maybe, maybe, st.sampled_from(["", "", "court"])
)
sessions = st.builds(
    SessionFacts, st.uuids().map(str), st.sampled_from("pqr"), moments, maybe, maybe, st.booleans(), st.booleans()
)


def taken(rules: list[Rule], *sessions: SessionFacts, patient: PatientFacts = PATIENT) -> set[tuple[ContentKind, str]]:
    return {(due.rule.kind, due.id) for due in due_records(rules, [patient], sessions, (), NOW)}


def test_without_rules_nothing_is_ever_due() -> None:
    assert rules_of(Settings()) == ()
    assert taken([], SESSION, patient=replace(PATIENT, archived_at=OLD)) == set()


def test_rules_are_those_that_the_settings_name() -> None:
    assert rules_of(Settings(keep_recordings="24", keep_logs="1")) == (
        Rule(ContentKind.RECORDINGS, 24),
        Rule(ContentKind.LOGS, 1),
    )


def test_what_is_old_enough_is_due() -> None:
    everything = {ContentKind.RECORDINGS, ContentKind.MEASUREMENTS, ContentKind.SESSIONS}
    assert taken(EVERY_RULE, SESSION) == {(kind, "s") for kind in everything}
    archived = replace(PATIENT, archived_at=OLD)
    assert (ContentKind.PATIENTS, "p") in taken(EVERY_RULE, SESSION, patient=archived)


def test_a_recording_is_counted_from_the_later_of_session_and_sign_off() -> None:
    rule = [Rule(ContentKind.RECORDINGS, 12)]
    signed_late = replace(SESSION, signed_at=NOW - timedelta(days=300))
    held_late = replace(SESSION, held_at=NOW - timedelta(days=300))
    assert taken(rule, signed_late) == taken(rule, held_late) == set()


@pytest.mark.parametrize(
    "newer",
    [
        {"held_at": NOW - timedelta(days=300)},
        {"signed_at": NOW - timedelta(days=300)},
        {"added_at": NOW - timedelta(days=300)},
        {"held_at": NOW - timedelta(days=300), "signed_at": None},
    ],
)
def test_whole_sessions_stay_as_long_as_the_patient_was_seen_lately(newer: dict[str, datetime | None]) -> None:
    other = replace(SESSION, id="t", **newer)
    assert taken([Rule(ContentKind.SESSIONS, 12)], SESSION, other) == set()
    treated = replace(PATIENT, treated_at=NOW - timedelta(days=300))
    assert taken([Rule(ContentKind.SESSIONS, 12)], SESSION, patient=treated) == set()


def test_an_archived_patient_stays_while_one_session_must() -> None:
    archived, rule = replace(PATIENT, archived_at=OLD), [Rule(ContentKind.PATIENTS, 12)]
    assert taken(rule, patient=archived) == {(ContentKind.PATIENTS, "p")}
    assert taken(rule, SESSION, replace(SESSION, id="open", signed_at=None), patient=archived) == set()
    assert taken(rule, replace(SESSION, has_open_review=True), patient=archived) == set()
    assert list(due_records(rule, [archived], [SESSION], ["s"], NOW)) == []


@given(rules, st.lists(patients, unique_by=lambda one: one.id), st.lists(sessions), st.data())
def test_no_rule_ever_takes_what_is_held_open_learnt_from_or_younger(
    rules: list[Rule], patients: list[PatientFacts], sessions: list[SessionFacts], data: st.DataObject
) -> None:
    ids = [session.id for session in sessions]
    learnt = data.draw(st.sets(st.sampled_from(ids))) if ids else set()
    people = {patient.id: patient for patient in patients}
    for due in due_records(rules, patients, sessions, learnt, NOW):
        patient = people[due.patient_id]
        own = [session for session in sessions if session.patient_id == patient.id]
        going = own if due.rule.kind is ContentKind.PATIENTS else [one for one in own if one.id == due.id]
        assert due.rule in rules
        assert not patient.hold_reason
        assert all(one.signed_at and not one.has_open_review and one.id not in learnt for one in going)
        newest = [moment for one in going for moment in (one.held_at, one.signed_at) if moment]
        if due.rule.kind in {ContentKind.SESSIONS, ContentKind.PATIENTS}:
            newest.append(last_contact(patient, own))
        if due.rule.kind is ContentKind.PATIENTS:
            assert patient.archived_at is not None
            newest.append(patient.archived_at)
        at_least = 28 * due.rule.months  # days in as many months
        assert NOW - max(newest) >= timedelta(days=at_least)
        assert months_after(max(newest), due.rule.months) <= NOW


@given(moments, periods)
def test_months_are_never_too_short(moment: datetime, months: int) -> None:
    later = months_after(moment, months)
    whole = later.year * 12 + later.month - moment.year * 12 - moment.month
    assert whole == months or (whole == months + 1 and later.day == 1 and moment.day > 28)
    assert later.timetz() == moment.timetz()
    assert later.day in {moment.day, 1}


def test_where_the_day_is_missing_it_is_the_first_of_the_next_month() -> None:
    assert months_after(datetime(2027, 1, 31, 9, tzinfo=UTC), 1) == datetime(2027, 3, 1, 9, tzinfo=UTC)
    assert months_after(datetime(2028, 2, 29, tzinfo=UTC), 12) == datetime(2029, 3, 1, tzinfo=UTC)
    assert months_after(datetime(2027, 11, 30, tzinfo=UTC), 3) == datetime(2028, 3, 1, tzinfo=UTC)
