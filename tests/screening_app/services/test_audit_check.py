"""Whoever may write the database file can change the record of actions; the check says that it was done, and how."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening_app.domain import Action, AuditFilter
from screening_app.paths import AppPaths
from screening_app.services.audit import entries, record
from screening_app.services.audit_check import AuditReport, Flaw, check_record, details_of, examine
from screening_app.services.workspace import open_workspace
from screening_app.storage.audit import NOTHING, StoredEntry, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.services.workspace import Workspace

ENTRIES = 12
FILTER = AuditFilter()
FIELDS = [name for name in StoredEntry._fields if name != "number"]
Rows = list[StoredEntry]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a record of twelve entries, closed."""
    folder = tmp_path_factory.mktemp("whole") / "data"
    workspace = open_workspace(AppPaths(folder))
    for number in range(ENTRIES):
        record(workspace, Action.SETTINGS_CHANGED, subject=f"number {number + 1}", settings=["theme"])
    workspace.close()
    return folder


@pytest.fixture
def tampered(whole: Path, tmp_path: Path) -> Callable[[Callable[[Rows], Rows]], AuditReport]:
    """Writes other rows in the place of the record, as somebody does who knows how it is made; what the check says."""

    def tamper(change: Callable[[Rows], Rows]) -> AuditReport:
        folder = tmp_path / "data"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(whole, folder)
        write_rows(AppPaths(folder).database, change(read_rows(AppPaths(folder).database)))
        workspace = open_workspace(AppPaths(folder))
        try:
            return examine(workspace)
        finally:
            workspace.close()

    return tamper


def read_rows(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(StoredEntry._fields)
        return [StoredEntry(*row) for row in connection.execute(f"SELECT {columns} FROM audit_entry ORDER BY number")]


def write_rows(path: Path, rows: Rows) -> None:
    """The record with other rows, and the triggers as they were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM audit_entry")
        connection.executemany(f"INSERT INTO audit_entry VALUES ({', '.join('?' * len(StoredEntry._fields))})", rows)
        for _, sql in triggers:
            connection.execute(sql)


def numbered(rows: Rows) -> Rows:
    """The rows with numbers without gaps, their hashes as they were."""
    return [row._replace(number=number) for number, row in enumerate(rows, 1)]


def forged(rows: Rows) -> Rows:
    """A chain that holds in itself."""
    made: Rows = []
    for row in numbered(rows):
        linked = row._replace(previous_hash=made[-1].hash if made else NOTHING.hash)
        made.append(linked._replace(hash=fingerprint(linked)))
    return made


def said(report: AuditReport) -> tuple[Flaw | None, int]:
    return report.flaw, report.number


def test_a_record_that_nobody_touched_is_whole(tampered: Callable[..., AuditReport]) -> None:
    report = tampered(lambda rows: rows)
    assert (report.count, report.flaw) == (ENTRIES, None)


@pytest.mark.parametrize("number", [1, 6, ENTRIES])
@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_found(tampered: Callable[..., AuditReport], field: str, number: int) -> None:
    def change(rows: Rows) -> Rows:
        rows[number - 1] = rows[number - 1]._replace(**{field: "another"})
        return rows

    assert said(tampered(change)) == (Flaw.CHANGED, number)


@pytest.mark.parametrize("value", [None, 7, 1.5, b"\xff\x00", "\ud83d\ude00", "2026-13-99"])
def test_whatever_is_put_into_a_field_is_found_and_can_be_shown(
    tampered: Callable[..., AuditReport], tmp_path: Path, value: object
) -> None:
    value = value.encode("utf-16", "surrogatepass").decode("utf-16") if isinstance(value, str) else value

    def change(rows: Rows) -> Rows:
        rows[3] = rows[3]._replace(subject=value) if value is None else rows[3]._replace(subject=value, at=value)
        return rows

    assert said(tampered(change)) == (Flaw.CHANGED, 4)
    workspace = open_workspace(AppPaths(tmp_path / "data"))

    assert len(entries(workspace, AuditFilter(), count=100)) == ENTRIES
    workspace.close()


def test_a_changed_entry_with_its_hash_reckoned_anew_is_found(tampered: Callable[..., AuditReport]) -> None:
    def change(rows: Rows) -> Rows:
        row = rows[5]._replace(who="somebody else")
        rows[5] = row._replace(hash=fingerprint(row))
        return rows

    assert said(tampered(change)) == (Flaw.CHANGED, 6)


@pytest.mark.parametrize("number", [1, 6, ENTRIES - 1])
@pytest.mark.parametrize("count", [1, 2])
def test_removed_entries_are_found(tampered: Callable[..., AuditReport], number: int, count: int) -> None:
    if number + count > ENTRIES:
        count = 1
    gap = tampered(lambda rows: rows[: number - 1] + rows[number - 1 + count :])
    assert said(gap) == (Flaw.REMOVED, number)
    closed = tampered(lambda rows: numbered(rows[: number - 1] + rows[number - 1 + count :]))
    assert said(closed) == (Flaw.REMOVED, number)


@pytest.mark.parametrize("count", [1, 3, ENTRIES])
def test_a_cut_at_the_end_is_found(tampered: Callable[..., AuditReport], count: int) -> None:
    report = tampered(lambda rows: rows[: ENTRIES - count])
    assert (*said(report), report.missing) == (Flaw.CUT, ENTRIES - count + 1, count)


@pytest.mark.parametrize(("first", "second"), [(1, 2), (4, 9), (2, ENTRIES)])
def test_two_entries_in_each_others_place_are_found(
    tampered: Callable[..., AuditReport], first: int, second: int
) -> None:
    def swap(rows: Rows) -> Rows:
        rows[first - 1], rows[second - 1] = rows[second - 1], rows[first - 1]
        return numbered(rows)

    assert said(tampered(swap)) == (Flaw.REORDERED, first)


@pytest.mark.parametrize("number", [2, 7, ENTRIES])
def test_an_inserted_entry_is_found(tampered: Callable[..., AuditReport], number: int) -> None:
    def insert(rows: Rows) -> Rows:
        before = rows[number - 2]
        row = rows[0]._replace(number=number, who="nobody", previous_hash=before.hash)
        return numbered([*rows[: number - 1], row._replace(hash=fingerprint(row)), *rows[number - 1 :]])

    assert said(tampered(insert)) == (Flaw.INSERTED, number)
    clumsy = tampered(lambda rows: numbered([*rows[: number - 1], rows[0]._replace(who="x"), *rows[number - 1 :]]))
    assert said(clumsy) == (Flaw.INSERTED, number)


@pytest.mark.parametrize("order", [[0, 0], [0, 1, 0], [0, 1, 2, 1]])
def test_an_entry_that_is_put_in_again_is_named_where_it_does_not_belong(
    tampered: Callable[..., AuditReport], order: list[int]
) -> None:
    found = tampered(lambda rows: numbered([rows[place] for place in order]))
    assert said(found) == (Flaw.INSERTED, len(order))


@pytest.mark.parametrize("length", [ENTRIES, ENTRIES + 3])
def test_a_whole_other_chain_is_found_by_its_end(tampered: Callable[..., AuditReport], length: int) -> None:
    def rewrite(rows: Rows) -> Rows:
        others = [row._replace(who="somebody else") for row in rows]
        return forged([*others, *others[: length - ENTRIES]])

    assert said(tampered(rewrite)) == (Flaw.REPLACED, ENTRIES)


def test_a_chain_that_is_forged_from_some_entry_on_is_found(tampered: Callable[..., AuditReport]) -> None:
    report = tampered(lambda rows: forged([*rows[:7], *rows[8:], rows[0]]))
    assert said(report) == (Flaw.REPLACED, ENTRIES)


def test_a_head_that_was_taken_away_is_found(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    AppPaths(folder).audit_head.unlink()
    workspace = open_workspace(AppPaths(folder))
    assert said(examine(workspace)) == (Flaw.NO_END, ENTRIES)
    workspace.close()


def test_a_cut_stays_found_after_the_program_has_gone_on(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(whole, folder)
    write_rows(AppPaths(folder).database, read_rows(AppPaths(folder).database)[:9])
    workspace = open_workspace(AppPaths(folder))
    record(workspace, Action.PROGRAM_STARTED)
    record(workspace, Action.PROGRAM_ENDED)
    assert said(examine(workspace)) == (Flaw.BROKEN_BEFORE, 10)
    workspace.close()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_other_order_or_choice_of_entries_passes(whole: Path, data: st.DataObject) -> None:
    """Any list of the rows but the true one, with or without new numbers, is told from the record."""
    import tempfile
    from pathlib import Path as RealPath

    order = data.draw(st.lists(st.integers(0, ENTRIES - 1), max_size=ENTRIES + 2))
    if order == list(range(ENTRIES)):
        order = order[::-1]
    with tempfile.TemporaryDirectory() as name:
        folder = RealPath(name) / "data"
        shutil.copytree(whole, folder)
        rows = read_rows(AppPaths(folder).database)
        write_rows(AppPaths(folder).database, numbered([rows[place] for place in order]))
        workspace = open_workspace(AppPaths(folder))
        report = examine(workspace)
        workspace.close()
    assert report.flaw is not None
    common = next((place for place, one in enumerate(order) if one != place), len(order))
    assert report.number == common + 1, "the first entry that is not as it was"


@settings(max_examples=60, deadline=None)
@given(
    who=st.text(max_size=30), subject=st.none() | st.text(max_size=40), details=st.dictionaries(st.text(), st.text())
)
def test_the_hash_tells_any_two_entries_apart(who: str, subject: str | None, details: dict[str, str]) -> None:
    entry = StoredEntry(1, "now", who, "a", None, None, None, subject, repr(details), NOTHING.hash, "")
    assert fingerprint(entry) == fingerprint(entry._replace(hash="whatever"))
    others = [
        entry._replace(number=2),
        entry._replace(who=f"{who} "),
        entry._replace(subject="" if subject is None else None),
        entry._replace(who=f'{who}","', action="a"),
    ]
    assert len({fingerprint(one) for one in (entry, *others)}) == 5


def test_that_it_was_checked_is_an_entry_too(workspace: Workspace) -> None:
    record(workspace, Action.PROGRAM_STARTED)
    steps: list[str] = []
    report = check_record(workspace, lambda step, _: steps.append(step))
    assert (report, steps) == (AuditReport(1, workspace.audit.page(FILTER, 2, 1)[0].hash), ["checking"])
    newest = workspace.audit.page(FILTER, None, 1)[0]
    assert (newest.action, details_of(newest.details)) == ("audit_checked", {"entries": 1, "flaw": None})


@pytest.mark.parametrize("text", ["", "[]", "{", "7", "[" * 100_000])
def test_details_that_are_none_are_empty(text: str) -> None:
    assert details_of(text) == {}
