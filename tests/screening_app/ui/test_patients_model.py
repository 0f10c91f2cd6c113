from PySide6.QtCore import QModelIndex, Qt

from screening_app.domain import Sex
from screening_app.services.patients import add_patient
from screening_app.services.workspace import Workspace
from screening_app.ui import patients_model
from screening_app.ui.patients_model import BORN, CODE, IS_DEMO, LANGUAGE, NAME, SEX, PatientsModel


def _cell(model: PatientsModel, row: int, column: int) -> object:
    return model.index(row, column).data()


def test_a_row_shows_the_patient(workspace: Workspace, qapp: object) -> None:
    add_patient(workspace, code="P-1", name="王芳", sex=Sex.FEMALE, birth_year=1970, language="zh")
    model = PatientsModel(workspace)

    model.search("")

    assert [_cell(model, 0, column) for column in (CODE, NAME, SEX, BORN, LANGUAGE)] == [
        "P-1",
        "王芳",
        "Female",
        "1970",
        "Chinese",
    ]
    assert model.headerData(CODE, Qt.Orientation.Horizontal) == "Code"


def test_what_is_not_known_is_a_dash(workspace: Workspace, qapp: object) -> None:
    add_patient(workspace)
    model = PatientsModel(workspace)

    model.search("")

    assert (_cell(model, 0, NAME), _cell(model, 0, BORN)) == ("–", "–")


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

    assert index.data(IS_DEMO)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "P-DEMO, Demonstration"
