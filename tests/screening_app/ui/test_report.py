"""A report holds what it should, in either language, and nothing that it should not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QColor, QImage, QPainter, QTextDocument

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


def pages(content: ReportContent, *, with_text: bool = False) -> list[QImage]:
    """The pages as pictures, 80 dots an inch."""
    blank = QImage(560, 840, QImage.Format.Format_RGB32)
    blank.setDotsPerMeterX(3150)
    blank.setDotsPerMeterY(3150)
    blank.fill(QColor("white"))
    report = Report(content, with_text=with_text)
    document, painted = report.lay_out(blank), []
    for page in range(document.pageCount()):
        image = blank.copy()
        painter = QPainter(image)
        report.paint_page(painter, document, page)
        painter.end()
        painted.append(image)
    return painted


def darkness(image: QImage, first: int, last: int) -> int:
    """How many of the points between two heights are not white."""
    white = QColor("white")
    return sum(image.pixelColor(x, y) != white for x in range(0, image.width(), 2) for y in range(first, last, 2))


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def test_a_report_says_what_matters(content: ReportContent, qapp: QApplication) -> None:
    said = words(content)
    for part in (
        NOTICE,
        "P-7K3Q",
        "SDS 40.0: Below the cut-off",
        "between 31.0 and 49.0",
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


def test_the_pdf_is_a4_and_alone_in_its_folder(content: ReportContent, qapp: QApplication, tmp_path: Path) -> None:
    write_report(content, tmp_path / "new" / "report.pdf")
    written = (tmp_path / "new" / "report.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert re.search(rb"/MediaBox\s*\[0 0 595(\.\d+)? 842(\.\d+)?\]", written)
    assert page_count(tmp_path / "new" / "report.pdf") == 2
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["report.pdf"]


def test_every_measurement_of_quality_finds_room_on_the_first_page(content: ReportContent, qapp: QApplication) -> None:
    finer = {"clipped_share": 0.02, "confidence": 0.8, "brightness": 0.1, "sharpness": 84.0, "face_share": 0.9}
    score = content.assessment.score
    warned = replace(
        score,
        quality=replace(score.quality, **finer),
        warnings=("little_voice", "clipped", "dark"),
        probability=0.31,
    )
    full = replace(content, assessment=replace(content.assessment, score=warned))
    said = words(full)
    for part in ("Transcript confidence", "80%", "53 or more: 31%", "Turn the microphone down", "Put a lamp"):
        assert part in said
    assert len(pages(full)) == 2


def test_many_answers_take_more_pages_each_with_its_number(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication, tmp_path: Path
) -> None:
    _, assessments = scored_patient(40.0)
    content = report_of(workspace, assessments[0].id, Settings())
    score = replace(content.assessment.score, answers=content.assessment.score.answers * 40)
    long = replace(content, assessment=replace(content.assessment, score=score))
    write_report(long, tmp_path / "long.pdf", with_text=True)
    painted = pages(long, with_text=True)
    assert page_count(tmp_path / "long.pdf") >= 4
    assert len(painted) >= 4
    for image in painted:
        assert darkness(image, 820, 840) > 50  # the footer
        assert darkness(image, 0, 60) > 100  # on further pages, the heads of the table again


def test_the_pages_are_the_same_in_either_theme(content: ReportContent, qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    light = pages(content)
    theme.apply(qapp, "dark")
    dark = pages(content)
    theme.apply(qapp, "light")
    assert dark == light
    assert light[0].pixelColor(1, 1) == QColor("white")


def test_a_report_can_be_in_the_language_that_is_not_in_force(
    content: ReportContent, translation: Translation, tmp_path: Path
) -> None:
    with speaking("zh"):
        assert "年" in words(content)
        assert NOTICE not in words(content)
    translation.use("zh")
    with speaking("en"):
        assert "SDS 40.0: Below the cut-off" in words(content)
        assert NOTICE in words(content)
    assert QLocale().language() == QLocale.Language.Chinese
    for language in ("en", "zh"):
        write_report(content, tmp_path / f"{language}.pdf", language=language)
    assert (tmp_path / "en.pdf").read_bytes() != (tmp_path / "zh.pdf").read_bytes()


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
