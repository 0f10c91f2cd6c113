from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QModelIndex, Qt

from screening_app.domain import Patient, Sex, Source
from screening_app.services.holds import hold_patient
from screening_app.services.interviews import start_interview
from screening_app.services.patients import add_patient
from screening_app.services.workspace import Workspace
from screening_app.ui import patients_model
from screening_app.ui.patients_model import BADGE, BORN, CODE, LANGUAGE, NAME, SCORE, SEEN, SEX, TAGS, PatientsModel


def _cell(model: PatientsModel, row: int, column: int) -> object:
    return model.index(row, column).data()


def test_a_row_shows_the_patient(workspace: Workspace, qapp: object) -> None:
    add_patient(workspace, code="P-1", name="王芳", sex=Sex.FEMALE, birth_year=1970, language="zh", tags=("a", "b"))
    model = PatientsModel(workspace)

    model.search("")

    assert [_cell(model, 0, column) for column in (CODE, NAME, TAGS, SEX, BORN, LANGUAGE)] == [
        "P-1",
        "王芳",
        "a, b",
        "Female",
        "1970",
        "Chinese",
    ]
    assert model.headerData(CODE, Qt.Orientation.Horizontal) == "Code"


def test_what_is_not_known_is_a_dash(workspace: Workspace, qapp: object) -> None:
    add_patient(workspace)
    model = PatientsModel(workspace)

    model.search("")

    assert [_cell(model, 0, column) for column in (NAME, BORN, SEEN, SCORE)] == ["–"] * 4


def test_the_last_session_and_score_stand_in_words(
    workspace: Workspace, qapp: object, scored_patient: Callable[..., tuple[Patient, object]]
) -> None:
    patient, _ = scored_patient(62.0, 40.0)
    start_interview(workspace, patient, Source.TYPED, "en", held_at=datetime(2031, 5, 4, 12, tzinfo=UTC))
    other, _ = scored_patient(None)
    model = PatientsModel(workspace)

    model.search("")

    row = model.row_of(patient.id)
    assert _cell(model, row, SEEN) == "4 May 2031"
    assert _cell(model, row, SCORE) == "Below the cut-off · SDS 40.0"
    assert _cell(model, model.row_of(other.id), SCORE) == "Indeterminate"


def test_a_page_of_rows_asks_for_the_last_sessions_once(
    workspace: Workspace, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        add_patient(workspace)
    asked: list[int] = []
    monkeypatch.setattr(patients_model, "last_sessions", lambda _, page: asked.append(len(page)) or {})

    PatientsModel(workspace).search("")

    assert asked == [5]


def test_columns_explain_their_terms(workspace: Workspace, qapp: object) -> None:
    told = PatientsModel(workspace).headerData(SCORE, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)

    assert "not a finding" in told


def test_patients_are_fetched_a_page_at_a_time(workspace: Workspace, qapp: object, monkeypatch: object) -> None:
    monkeypatch.setattr(patients_model, "PAGE", 3)
    for number in range(7):
        add_patient(workspace, code=f"P-{number}")
    model = PatientsModel(workspace)
    root = QModelIndex()

    model.search("")
    sizes = [model.rowCount()]
    while model.canFetchMore(root):
        model.fetchMore(root)
        sizes.append(model.rowCount())

    assert sizes == [3, 6, 7]
    assert model.total == 7
    assert {model.patient(row).code for row in range(7)} == {f"P-{number}" for number in range(7)}


def test_the_demonstration_is_marked_for_eyes_and_screen_readers(workspace: Workspace, qapp: object) -> None:
    add_patient(workspace, code="P-DEMO", is_demo=True)
    model = PatientsModel(workspace)

    model.search("")
    index = model.index(0, CODE)

    assert index.data(BADGE)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "P-DEMO, Demonstration"


def test_who_is_on_hold_has_a_badge_and_the_reason_in_the_tooltip(workspace: Workspace, qapp: object) -> None:
    hold_patient(workspace, add_patient(workspace, code="P-1").id, "asked for by the court")
    model = PatientsModel(workspace)
    model.search("")
    code = model.index(0, CODE)
    assert code.data(BADGE) == "On hold"
    assert code.data(Qt.ItemDataRole.AccessibleTextRole) == "P-1, On hold"
    assert code.data(Qt.ItemDataRole.ToolTipRole) == "P-1\nOn hold: asked for by the court"
