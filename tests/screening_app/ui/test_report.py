"""A report holds what it should, in either language, and nothing that it should not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument
from PySide6.QtPdf import QPdfDocument

from screening_app.errors import StorageError
from screening_app.services.reports import report_of
from screening_app.settings import Settings
from screening_app.ui import theme
from screening_app.ui.report import Report, export_report, speaking, write_report
from selfmm.types import NOTICE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from screening_app.domain import Assessment, Patient
    from screening_app.services.reports import ReportContent
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def content(workspace: Workspace, scored_patient: ScoredPatient) -> ReportContent:
    _, assessments = scored_patient(70.0, 40.0, code="P-7K3Q", name="Secret Name", birth_year=1980)
    return report_of(workspace, assessments[-1].id, Settings())


def words(content: ReportContent, *, with_text: bool = False) -> str:
    document = QTextDocument()
    document.setHtml(Report(content, with_text=with_text).html())
    return document.toPlainText()


def pages(path: Path) -> list[str]:
    """The text of each page of a PDF."""
    document = QPdfDocument()
    assert document.load(str(path)) == QPdfDocument.Error.None_
    return [" ".join(document.getAllText(page).text().split()) for page in range(document.pageCount())]


def test_a_report_says_what_matters(content: ReportContent, qapp: QApplication) -> None:
    said = words(content)
    for part in (
        NOTICE,
        "P-7K3Q",
        "SDS 40.0: Below the cut-off",
        "31.0 – 49.0",
        "fell by 30.0 points",
        "0123456789ab",
        "not used",
        "0:10 – 0:18",
    ):
        assert part in said
    assert said.index(NOTICE) < said.index("P-7K3Q")


def test_names_and_words_stay_out_unless_asked_for(content: ReportContent, qapp: QApplication) -> None:
    assert "Secret Name" not in words(content, with_text=True)
    assert "my answer number" not in words(content)
    assert "my answer number 2" in words(content, with_text=True)


def test_what_is_written_cannot_become_markup(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication
) -> None:
    _, assessments = scored_patient(40.0, code="<b>&x")
    assert "<b>&x" in words(report_of(workspace, assessments[0].id, Settings()))


def test_an_indeterminate_score_is_no_headline(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication
) -> None:
    _, assessments = scored_patient(55.0, None)
    near, none = (words(report_of(workspace, assessment.id, Settings())) for assessment in assessments)
    assert "Indeterminate: 55.0 on SDS lies too close to the cut-off" in near
    assert "Indeterminate: no score can be given" in none
    assert "There are too few words" in none


def test_the_demonstration_is_marked_on_the_report(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication
) -> None:
    _, assessments = scored_patient(40.0, is_demo=True)
    assert "this person does not exist" in words(report_of(workspace, assessments[0].id, Settings()))


def test_the_pdf_is_a4_with_numbered_pages(content: ReportContent, qapp: QApplication, tmp_path: Path) -> None:
    write_report(content, tmp_path / "new" / "report.pdf")
    texts = pages(tmp_path / "new" / "report.pdf")
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {len(texts)}" in text
        assert "Not a diagnosis" in text
    document = QPdfDocument()
    document.load(str(tmp_path / "new" / "report.pdf"))
    assert (round(document.pagePointSize(0).width()), round(document.pagePointSize(0).height())) == (595, 842)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.pdf"]


def test_many_answers_take_more_pages(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication, tmp_path: Path
) -> None:
    _, assessments = scored_patient(40.0)
    content = report_of(workspace, assessments[0].id, Settings())
    score = replace(content.assessment.score, answers=content.assessment.score.answers * 40)
    long = replace(content, assessment=replace(content.assessment, score=score))
    write_report(long, tmp_path / "long.pdf", with_text=True)
    texts = pages(tmp_path / "long.pdf")
    assert len(texts) >= 4
    for text in texts[1:]:
        assert {"Answers", "Time", "Value"} <= set(text.split())


def test_the_page_is_dark_on_white_in_either_theme(content: ReportContent, qapp: QApplication, tmp_path: Path) -> None:
    theme.apply(qapp, "dark")
    write_report(content, tmp_path / "report.pdf")
    theme.apply(qapp, "light")
    document = QPdfDocument()
    document.load(str(tmp_path / "report.pdf"))
    image = QImage(300, 424, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.drawImage(0, 0, document.render(0, image.size()))
    painter.end()
    greys = [image.pixelColor(x, y).lightness() for x in range(0, 300, 2) for y in range(0, 424, 2)]
    assert sum(grey > 200 for grey in greys) > 0.6 * len(greys)
    assert min(greys) < 90


def test_a_report_can_be_in_the_language_that_is_not_in_force(
    content: ReportContent, translation: Translation, tmp_path: Path
) -> None:
    write_report(content, tmp_path / "zh.pdf", language="zh")
    assert "年" in pages(tmp_path / "zh.pdf")[0]
    assert NOTICE[:40] not in pages(tmp_path / "zh.pdf")[0]
    translation.use("zh")
    write_report(content, tmp_path / "en.pdf", language="en")
    assert "Below the cut-off" in pages(tmp_path / "en.pdf")[0]
    assert QLocale().language() == QLocale.Language.Chinese


def test_speaking_leaves_everything_as_it_was(translation: Translation) -> None:
    before = QLocale()
    with speaking("zh"):
        assert QCoreApplication.translate("notice", NOTICE) != NOTICE
    assert QCoreApplication.translate("notice", NOTICE) == NOTICE
    assert QLocale() == before


def test_a_report_that_cannot_be_written_says_so(content: ReportContent, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="could not be written"):
        write_report(content, tmp_path / "file" / "report.pdf")


def test_a_report_of_a_removed_assessment_says_so(app_services: AppServices, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no longer in the database"):
        export_report(app_services, "0" * 32, tmp_path / "report.pdf")
    assert not any(path.suffix == ".pdf" for path in tmp_path.iterdir())
