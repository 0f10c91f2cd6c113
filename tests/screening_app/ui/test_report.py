"""A report holds what it should, in either language, and nothing that it should not."""

from __future__ import annotations

import gc
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from screening_app.domain import Source
from screening_app.errors import StorageError
from screening_app.services.interviews import start_interview
from screening_app.services.ratings import complete_review, enter_total, rate
from screening_app.services.reports import ReportChoices, report_of, report_of_session
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import add_addendum, sign_off, write_notes
from screening_app.settings import Settings
from screening_app.ui import report_pictures, theme
from screening_app.ui.report import Report, export_report, prepare_report, write_pages
from screening_app.ui.speaking import speaking
from selfmm.types import NOTICE, Passage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Patient, Rating
    from screening_app.services.reports import ReportContent
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

    ScoredPatient = Callable[..., tuple[Patient, tuple[Assessment, ...]]]


@pytest.fixture
def content(workspace: Workspace, scored_patient: ScoredPatient) -> ReportContent:
    _, assessments = scored_patient(70.0, 40.0, code="P-7K3Q", name="Secret Name", birth_year=1980)
    return report_of(workspace, assessments[-1].id, Settings())


def words(content: ReportContent, **choices: bool) -> str:
    document = QTextDocument()
    document.setHtml(Report(content, ReportChoices(**choices)).html())
    return document.toPlainText()


def blank_page() -> QImage:
    """As large as what the margins leave of A4, 80 dots an inch."""
    blank = QImage(548, 848, QImage.Format.Format_RGB32)
    blank.setDotsPerMeterX(3150)
    blank.setDotsPerMeterY(3150)
    blank.fill(QColor("white"))
    return blank


def pages(content: ReportContent, **choices: bool) -> list[QImage]:
    """The pages as pictures."""
    report = Report(content, ReportChoices(**choices))
    document, painted = report.lay_out(blank_page()), []
    for page in range(document.pageCount()):
        image = blank_page()
        painter = QPainter(image)
        report.paint_page(painter, document, page)
        painter.end()
        painted.append(image)
    return painted


def page_of(content: ReportContent, text: str, **choices: bool) -> int:
    """The page that a text begins on, counted from 1."""
    document = Report(content, ReportChoices(**choices)).lay_out(blank_page())
    found = document.find(text)
    assert not found.isNull(), text
    block = document.findBlock(found.selectionStart())
    top = document.documentLayout().blockBoundingRect(block).top()
    return int(top // document.pageSize().height()) + 1


def darkness(image: QImage, first: int, last: int) -> int:
    """How many of the points between two heights are not white."""
    white = QColor("white")
    return sum(image.pixelColor(x, y) != white for x in range(0, image.width(), 2) for y in range(first, last, 2))


def write_report(content: ReportContent, path: Path, **choices: Any) -> None:
    write_pages(prepare_report(content, ReportChoices(**choices)), path, lambda: None)


def page_count(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def rated(workspace: Workspace, content: ReportContent, answers: tuple[int | None, ...]) -> Rating:
    return rate(workspace, content.interview.id, "phq-9", answers, language="en")


def again(workspace: Workspace, content: ReportContent) -> ReportContent:
    return report_of(workspace, content.assessment.id, Settings())


def test_a_long_history_is_drawn_from_its_last_sessions_and_it_is_said(
    content: ReportContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    draw = report_pictures.history_picture
    monkeypatch.setattr(
        report_pictures, "history_picture", lambda points, *rest: (drawn.append(len(points)), draw(points, *rest))[1]
    )
    assert "The chart shows" not in words(content)
    assert "The chart shows the last 100 of 120 sessions" in words(replace(content, history=60 * content.history))
    assert drawn == [2, 100]


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
        "No questionnaire was filled in",
        "Preliminary",
    ):
        assert part in said
    assert said.index(NOTICE) < said.index("P-7K3Q")


def test_the_questionnaire_stands_beside_the_score(
    workspace: Workspace, content: ReportContent, qapp: QApplication
) -> None:
    rated(workspace, content, (2, 2, 1, 2, 1, 1, 1, 0, 0))
    enter_total(workspace, content.interview.id, "hamd-17", 14, language="en")
    full = again(workspace, content)
    said = words(full)
    for part in ("PHQ-9 · 10 of 27 · Moderate", "Score and PHQ-9 disagree", "HAMD-17 · 14 of 52", "More than half the"):
        assert part in said
    assert page_of(full, "Score and PHQ-9 disagree") == 1
    assert page_of(full, "Little interest or pleasure") > 1


def test_an_open_item_9_stands_on_the_first_page(
    workspace: Workspace, content: ReportContent, qapp: QApplication
) -> None:
    assert "death and self-harm" not in words(content)
    rated(workspace, content, (0,) * 8 + (1,))
    full = again(workspace, content)
    assert page_of(full, "OPEN: nobody has assessed the person yet") == 1
    said = words(full)
    assert said.index("OPEN") < said.index("Session held on")
    assert said.count("OPEN") == 1
    without_review = replace(full, safety_reviews=())  # however that came about
    assert page_of(without_review, "OPEN: nobody has assessed") == 1


def test_a_reviewed_item_9_stays_on_the_first_page_however_long_the_plan_is(
    workspace: Workspace, content: ReportContent, qapp: QApplication
) -> None:
    rated(workspace, content, (0,) * 8 + (2,))
    (review,) = workspace.safety_reviews.of_interview(content.interview.id)
    complete_review(
        workspace, review, assessed_by="Dr. <b>A</b>", tool="C-SSRS", outcome="no intent", plan="Call. " * 300 + "End."
    )
    full = again(workspace, content)
    said = words(full)
    for part in ("was answered with 2", "Dr. <b>A</b>", "C-SSRS", "no intent", "End."):
        assert part in said
        assert page_of(full, part) == 1
    assert "OPEN" not in said


def test_an_item_9_that_was_left_out_asks_to_be_asked(
    workspace: Workspace, content: ReportContent, qapp: QApplication
) -> None:
    rated(workspace, content, (0,) * 8 + (None,))
    assert page_of(again(workspace, content), "was not answered. Ask the person") == 1


def test_a_signed_report_says_who_and_when_and_holds_the_addenda(
    workspace: Workspace, content: ReportContent, qapp: QApplication
) -> None:
    assert "has not been signed off" in words(content)
    sign_off(workspace, content.interview, "Dr. Who")
    add_addendum(workspace, content.interview.id, "Called\n<i>on Thursday</i>", "Dr. Who")
    said = words(again(workspace, content))
    for part in ("Final", "Signed off by Dr. Who on", "Addenda since then: 1", "<i>on Thursday</i>"):
        assert part in said
    assert "Preliminary" not in said
    later = add_assessment(workspace, content.interview, content.assessment.score)
    other = words(report_of(workspace, later.id, Settings()))
    assert "Preliminary" in other
    assert "another score than the one" in other


def test_a_session_without_a_score_has_a_report(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication
) -> None:
    patient, _ = scored_patient()
    interview = start_interview(workspace, patient, Source.TYPED, "en")
    rate(workspace, interview.id, "phq-9", (0,) * 8 + (3,), language="en")
    said = words(report_of_session(workspace, interview.id, Settings()))
    for part in ("This session was not scored by the model.", "PHQ-9 · 3 of 27", "OPEN"):
        assert part in said


def test_names_and_words_stay_out_unless_asked_for(content: ReportContent, qapp: QApplication) -> None:
    assert "Secret Name" not in words(content, with_text=True, with_notes=True)
    assert "Secret Name" in words(content, with_name=True)
    assert "my answer number" not in words(content)
    assert "my answer number 2" in words(content, with_text=True)


def test_what_is_written_cannot_become_markup(
    workspace: Workspace, scored_patient: ScoredPatient, qapp: QApplication
) -> None:
    _, assessments = scored_patient(40.0, code="<b>&x", name="<img src='score'>")
    write_notes(workspace, assessments[0].interview_id, "first line\n<script>x</script>")
    said = words(report_of(workspace, assessments[0].id, Settings()), with_name=True, with_notes=True)
    for part in ("<b>&x", "<img src='score'>", "first line", "<script>x</script>"):
        assert part in said


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


def test_nothing_of_a_report_stays_in_memory_once_it_is_written(
    content: ReportContent, qapp: QApplication, tmp_path: Path
) -> None:
    def held() -> list[object]:
        gc.collect()
        return [kept for kept in gc.get_objects() if type(kept) in (QPdfWriter, QTextDocument, QPainter)]

    before = held()  # by tests before this one
    for number in range(3):
        write_report(content, tmp_path / f"{number}.pdf")
    assert [kept for kept in held() if not any(kept is known for known in before)] == []


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
        assert page_of(full, part) == 1
    assert page_of(full, "0123456789ab") == 1
    assert len(pages(full)) == 2


def test_markers_and_the_sentences_that_moved_the_score_are_told(content: ReportContent, qapp: QApplication) -> None:
    score = content.assessment.score
    moved = replace(score.answers[0], passages=(Passage("my answer", 2.5), Passage("number 0", -0.01)))
    told = replace(
        content.assessment,
        score=replace(score, answers=(moved, *score.answers[1:])),
        markers={"speech_rate": 121.0, "blink_rate": 17.0},
    )
    full = replace(content, assessment=told)
    said = words(full, with_text=True)
    for part in ("Speech rate", "121", "Blinks", "Usual range", "not a norm", "“my answer” raises the score by 2.5"):
        assert part in said
    assert "my answer" not in words(full)


def test_a_word_wider_than_the_page_is_broken(content: ReportContent, qapp: QApplication) -> None:
    wide = replace(content, interview=replace(content.interview, notes="W" * 2000))
    document = Report(wide, ReportChoices(with_notes=True)).lay_out(blank_page())
    assert document.idealWidth() <= document.pageSize().width() + 1


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
        assert darkness(image, 828, 848) > 50  # the footer
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


class _Told(QWidget):
    """Counts how often it was told of another language."""

    def __init__(self) -> None:
        self.times = 0
        super().__init__()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self.times += event.type() == QEvent.Type.LanguageChange


def test_windows_do_not_hear_of_what_is_said_meanwhile(
    qtbot: QtBot, qapp: QApplication, translation: Translation
) -> None:
    windows = _Told(), _Told()
    for window in windows:
        qtbot.addWidget(window)
    windows[0].show()
    with speaking("zh"):
        pass
    qapp.processEvents()
    assert [window.times for window in windows] == [0, 0]

    translation.use("zh")
    qapp.processEvents()
    assert all(window.times for window in windows)


def test_a_report_that_cannot_be_written_says_so(content: ReportContent, qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="could not be written"):
        write_report(content, tmp_path / "file" / "report.pdf")


def test_a_report_of_a_removed_assessment_says_so(app_services: AppServices, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no longer in the database"):
        export_report(app_services, "0" * 32, tmp_path / "report.pdf")
    assert not any(path.suffix == ".pdf" for path in tmp_path.iterdir())
