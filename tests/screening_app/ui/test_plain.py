"""Names, notes and paths that look like markup are shown letter by letter, and open no file."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile_texts import MARKUP
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QApplication, QMessageBox

from screening_app.services.patients import add_patient
from screening_app.ui import answers_chart, theme
from screening_app.ui.answers_chart import AnswersChart
from screening_app.ui.guide_view import GuideView
from screening_app.ui.patients_model import NAME, PatientsModel
from screening_app.ui.plain import plain_tooltip, tell_critical
from screening_app.ui.widgets.question import agreed
from selfmm.scales import SDS
from selfmm.types import AnswerScore, Quality, Score

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace

UI = Path(answers_chart.__file__).parent


def shown(text: str) -> str:
    """What Qt's tooltip shows of a text."""
    document = QTextDocument()
    document.setHtml(text) if Qt_takes_for_markup(text) else document.setPlainText(text)
    return document.toPlainText()


def Qt_takes_for_markup(text: str) -> bool:  # noqa: N802 - Qt's name
    from PySide6.QtGui import Qt as QtOfGui

    return bool(QtOfGui.mightBeRichText(text))


@pytest.mark.parametrize("text", [*MARKUP, "<b>two</b>\nlines", "5 < 6 and 7 > 6", "plain"])
def test_a_tooltip_shows_every_letter(qapp: QApplication, text: str) -> None:
    assert shown(plain_tooltip(text)) == text


@pytest.mark.parametrize("name", MARKUP)
def test_a_name_in_the_list_is_a_name(workspace: Workspace, qapp: QApplication, name: str) -> None:
    add_patient(workspace, name=name)
    model = PatientsModel(workspace)
    model.search("")
    assert model.index(0, NAME).data() == name
    assert shown(model.index(0, NAME).data(Qt.ItemDataRole.ToolTipRole)) == name


def test_a_scale_whose_name_is_markup_names_the_axis_with_its_letters(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    chart = AnswersChart()
    qtbot.addWidget(chart)
    answer = AnswerScore("Said.", 1.0, 2.0, 50.0)
    scale = replace(SDS, name="<img src='x'> & co")
    score = Score(scale, 50.0, None, 0.9, "below_cutoff", 50.0, None, None, (answer,), Quality(words=1), "0" * 12)
    chart.show_answers(score, 10.0)
    assert chart._plot.getAxis("left").label.toPlainText().strip() == "<img src='x'> & co"


def test_a_question_and_a_critical_message_show_every_letter(qtbot: QtBot, qapp: QApplication) -> None:
    said: list[str] = []

    def read() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert box.textFormat() == Qt.TextFormat.PlainText
        said.append(box.text())
        box.reject()

    QTimer.singleShot(50, read)
    tell_critical(None, "title", "<b>name</b>.mkv is damaged")
    page = AnswersChart()
    qtbot.addWidget(page)
    QTimer.singleShot(50, read)
    assert not agreed(page, "title", "Remove <b>name</b>?", yes="Remove", no="Keep")
    assert said == ["<b>name</b>.mkv is damaged", "Remove <b>name</b>?"]


@pytest.mark.parametrize("place", ["{path}", "file://{path}", "../../../../../../../../..{path}"])
def test_a_card_from_elsewhere_opens_no_file_and_holds_no_markup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, place: str
) -> None:
    theme.apply(qapp, "light")
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    path = tmp_path / "private.png"
    assert image.save(str(path))
    view = GuideView()
    qtbot.addWidget(view)
    view.show_text(f"# A card\n\n![picture]({place.format(path=path)})\n\n<b>bold</b> <script>alert(1)</script>\n")
    found = view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(place.format(path=path)))
    assert isinstance(found, QImage)
    assert found.width() == 1  # what stands for a picture that is not there
    assert view.loadResource(QTextDocument.ResourceType.StyleSheetResource.value, QUrl.fromLocalFile(str(path))) is None
    assert "<b>bold</b>" in view.toPlainText()


def test_no_label_box_or_tooltip_is_made_that_could_take_a_text_for_markup() -> None:
    """Labels with words are made by `label`, boxes by `plain_box`; a bare QLabel holds a picture or nothing."""
    wrong = []
    for path in UI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = ast.unparse(node.func)
                is_bare = (name == "QLabel" and node.args and path.name != "basics.py") or (
                    name in {"QMessageBox.critical", "QMessageBox.warning", "QMessageBox.information"}
                )
                if is_bare:
                    wrong.append(f"{path.name}:{node.lineno} {name}")
    assert wrong == []
