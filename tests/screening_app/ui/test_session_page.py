"""A session through the window: typed, imported, corrected, cancelled, opened again, in either language."""

from __future__ import annotations

import re
import time
import wave
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from activating import activate
from kept_clinic import make_old, recorded_session
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from screening_app.domain import ContentKind, Purpose, RatedBy, Role, Source, User
from screening_app.services.imports import import_file
from screening_app.services.interviews import interviews_of, type_text
from screening_app.services.keeping import look
from screening_app.services.keeping_deletion import delete_due
from screening_app.services.keeping_rules import Rule
from screening_app.services.patients import add_patient
from screening_app.services.samples import recipe_of
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import add_bookmark, bookmarks_of
from screening_app.services.transcript_draft import Draft
from screening_app.services.transcripts import read_changes, read_transcript, save_corrections
from screening_app.ui.changes_dialog import ChangesDialog
from screening_app.ui.player import Moment
from screening_app.ui.session_page import SessionPage
from screening_app.ui.session_state import Stage
from selfmm.data.files import write_features, write_transcript
from selfmm.errors import BundleError
from selfmm.features import voice_track
from selfmm.scales import SDS
from selfmm.types import Answer, AnswerScore, Features, FeatureSequence, Quality, Score, Speaker, Transcript, no_report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import Assessment, Interview, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from selfmm.types import Report

TEXT = "I sleep badly and I am tired.\n\nThe room has two chairs."
LONG_WAIT = 10_000  # milliseconds


class CountingScoring:
    """Scores by the number of words, so that a test can tell one score from the next; stores what it says."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.trouble: BaseException | None = None
        self.slow = False
        self.hears: Transcript | None = None  # what is written down where there is no transcript

    def score_interview(self, interview: Interview, report: Report = no_report) -> Assessment:
        for tick in range(500 if self.slow else 1):
            report("transcribing", tick / 500)
            time.sleep(0.01 if self.slow else 0)
        if self.trouble:
            raise self.trouble
        if self.hears:
            write_transcript(self._workspace.media.transcript_path(interview.id), self.hears)
        transcript = read_transcript(self._workspace, interview)
        own = [answer for answer in transcript.answers if answer.speaker is Speaker.PARTICIPANT]
        words = sum(len(answer.text.split()) for answer in own)
        answers = tuple(AnswerScore(answer.text, answer.start, answer.end, 40.0) for answer in own)
        value = 30.0 + words
        score = Score(
            SDS, value, (value - 5, value + 5), 0.9, "below_cutoff", value, None, None, answers, Quality(words), "b"
        )
        return add_assessment(self._workspace, interview, score)


@pytest.fixture
def counting(app_services: AppServices) -> CountingScoring:
    return CountingScoring(app_services.workspace)


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    """Two seconds of a tone."""
    path = tmp_path / "interview.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((8000 * np.sin(np.arange(32_000) * 0.17)).astype("<i2").tobytes())
    return path


@pytest.fixture
def somebody(app_services: AppServices) -> Patient:
    return add_patient(app_services.workspace, code="P-7K3Q", name="Zhang San")


@pytest.fixture
def session_page(
    qtbot: QtBot, app_services: AppServices, counting: CountingScoring, somebody: Patient
) -> Iterator[SessionPage]:
    app_services.workspace.access.user = User("li", "Dr. Li", Role.CLINICIAN)
    page = SessionPage(replace(app_services, scoring=counting))
    page.faces.who.choose(Source.TYPED)  # a test has no microphone unless it asks for one
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.open_patient(somebody.id)
    page.show()
    yield page
    page.shut_down()


def wait_for(qtbot: QtBot, page: SessionPage, stage: Stage) -> None:
    qtbot.waitUntil(lambda: page.state.stage is stage and not page.faces.progress.active, timeout=LONG_WAIT)


def begin(page: SessionPage, source: Source = Source.TYPED, purposes: tuple[Purpose, ...] = ()) -> None:
    """Begin a session with the patient who is chosen, up to where the interview comes in."""
    page.faces.who.choose(source)
    page.faces.who.begin.click()
    for purpose in purposes:
        page.faces.consent.boxes[purpose].box.setChecked(True)
    page.faces.consent.go_on.click()


def enter(page: SessionPage, text: str = TEXT) -> None:
    page.faces.text.field.setPlainText(text)
    page.faces.text.score.click()


def score_typed(qtbot: QtBot, page: SessionPage, text: str = TEXT) -> None:
    begin(page)
    enter(page, text)
    wait_for(qtbot, page, Stage.QUESTIONNAIRE)
    page.faces.questionnaire.go_on.click()
    assert page.state.stage is Stage.RESULT


def test_typed_text_becomes_a_result_with_a_value_for_each_answer(qtbot, session_page, somebody):
    with qtbot.waitSignal(session_page.services.events.assessment_added) as told:
        score_typed(qtbot, session_page)
    assert told.args == [somebody.id]
    assert session_page.state.assessment.score.value == 42.0
    assert [field.toPlainText() for field in session_page.faces.transcript.correction_fields()] == TEXT.split("\n\n")
    assert not session_page.faces.text.has_text  # it is kept as an interview now


def test_without_a_patient_no_session_can_be_begun(qtbot, session_page, workspace, somebody):
    session_page.faces.who.picker.choose(None)
    assert not session_page.faces.who.begin.isEnabled()
    session_page.begin()
    assert "patient" in session_page.banner.text
    assert interviews_of(workspace, somebody.id) == ()


def test_a_broken_file_is_refused_with_a_sentence_and_leaves_nothing(
    qtbot, session_page, workspace, somebody, tmp_path: Path
):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"this is no film")
    begin(session_page, Source.IMPORTED, (Purpose.SOUND,))
    session_page.faces.file.chosen.emit(broken)
    wait_for(qtbot, session_page, Stage.INTERVIEW)
    assert "broken.mp4" in session_page.banner.text
    (interview,) = interviews_of(workspace, somebody.id)
    assert interview.recording is None  # another file can be chosen
    assert [path for path in workspace.paths.media.rglob("*") if path.is_file()] == []


def test_a_correction_scores_again_and_keeps_the_features(qtbot, session_page, workspace):
    score_typed(qtbot, session_page)
    interview = session_page.state.interview
    features = workspace.media.features_path(interview.id, "0123456789ab")
    features.write_bytes(b"features")
    before = features.stat().st_mtime_ns, session_page.state.assessment
    panel = session_page.faces.transcript
    panel.start_correcting()
    panel.correction_fields()[1].setPlainText("The room has two green chairs.")
    panel.head.score_again.click()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.assessment.id != before[1].id
    assert session_page.state.assessment.score.value == before[1].score.value + 1
    assert read_transcript(workspace, interview).answers[1].text == "The room has two green chairs."
    assert features.stat().st_mtime_ns == before[0]


def test_corrections_can_be_taken_back_and_are_scored_as_first_written_down(qtbot, session_page):
    score_typed(qtbot, session_page)
    first = session_page.state.assessment
    panel = session_page.faces.transcript
    assert not panel.head.restore.isVisible()  # not corrected
    panel.start_correcting()
    panel.correction_fields()[1].setPlainText("The room has two green chairs.")
    panel.head.score_again.click()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert panel.head.more.isVisible()
    panel.head.restore.trigger()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.transcript.text == TEXT.replace("\n\n", "\n")
    assert session_page.state.assessment.id != first.id
    assert session_page.state.assessment.score.value == first.score.value
    assert not panel.head.restore.isVisible()


def test_a_recording_in_the_wrong_language_is_written_down_again(
    qtbot, session_page, counting, workspace, somebody, wav
):
    interview = import_file(workspace, somebody, wav, "auto")
    heard = Transcript((Answer("nonsense in another tongue", 0.0, 1.0),), "de")
    write_transcript(workspace.media.transcript_path(interview.id), heard)
    counting.score_interview(interview)
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.faces.transcript.head.more.isVisible()
    counting.hears = Transcript((Answer("I sleep badly", 0.0, 1.0),), "en")
    session_page.faces.transcript.head.again["en"].trigger()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.interview.language == "en"
    assert session_page.state.transcript.text == "I sleep badly"
    assert session_page.state.assessment.score.value == 33.0


def test_corrections_are_not_replaced_without_asking(
    qtbot, session_page, counting, workspace, somebody, wav, answer_question
):
    interview = import_file(workspace, somebody, wav, "en")
    write_transcript(workspace.media.transcript_path(interview.id), Transcript((Answer("one two", 0.0, 1.0),), "en"))
    draft = Draft(read_transcript(workspace, interview))
    draft.replace_text(0, "one three")
    save_corrections(workspace, interview, draft.transcript, draft.changes, "Dr Li")
    counting.score_interview(interview)
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    said = answer_question("Keep the corrections")
    session_page.faces.transcript.head.again["zh"].trigger()
    assert "will be lost" in said[0]
    assert read_transcript(workspace, interview).text == "one three"


def test_a_switched_speaker_is_saved_with_the_texts_and_scored_again(qtbot, session_page, workspace):
    score_typed(qtbot, session_page)
    interview = session_page.state.interview
    panel = session_page.faces.transcript
    panel._rows[0].switch.click()
    panel.correction_fields()[1].setPlainText("The room has two green chairs.")
    panel.head.score_again.click()
    wait_for(qtbot, session_page, Stage.RESULT)
    saved = read_transcript(workspace, interview)
    assert [answer.speaker for answer in saved.answers] == [Speaker.CLINICIAN, Speaker.PARTICIPANT]
    assert saved.answers[1].text == "The room has two green chairs."
    assert session_page.state.assessment.score.value == 36.0  # six words are left
    assert not panel.has_corrections


def test_what_was_changed_is_recorded_with_the_clinicians_name_and_listed(qtbot, session_page, workspace):
    workspace.access.user = User("li", "Dr Li", Role.CLINICIAN)
    score_typed(qtbot, session_page)
    panel = session_page.faces.transcript
    panel.row(0).switch.click()
    panel.head.score_again.click()
    wait_for(qtbot, session_page, Stage.RESULT)
    (recorded,) = read_changes(workspace, session_page.state.interview)
    assert (recorded.who, recorded.change.kind) == ("Dr Li", "speaker")
    panel.head.changes.trigger()
    qtbot.waitUntil(lambda: session_page.findChild(ChangesDialog) is not None, timeout=LONG_WAIT)
    dialog = session_page.findChild(ChangesDialog)
    assert dialog.table.item(0, 1).text() == "Dr Li"
    dialog.close()


def open_heard(qtbot, session_page, counting, workspace, somebody, wav):
    """Open a scored recording of two answers; its interview."""
    interview = import_file(workspace, somebody, wav, "en")
    heard = Transcript((Answer("one two", 0.2, 0.8), Answer("three", 1.0, 1.9)), "en")
    write_transcript(workspace.media.transcript_path(interview.id), heard)
    counting.score_interview(interview)
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    return interview


@pytest.mark.usefixtures("quiet_multimedia")
def test_an_answer_is_played_until_the_session_is_left(qtbot, session_page, counting, workspace, somebody, wav):
    interview = open_heard(qtbot, session_page, counting, workspace, somebody, wav)
    qtbot.waitUntil(lambda: len(session_page.faces.transcript.correction_fields()) == 2)
    first, second = session_page.faces.transcript._rows
    second.play.click()
    assert session_page.review.player.moment == Moment(interview.recording.path, 1.0, 1.9)
    assert second.play.accessibleName().startswith("Stop")
    assert not first.play.accessibleName().startswith("Stop")
    qtbot.waitUntil(lambda: session_page.review.player.seconds > 1.0, timeout=LONG_WAIT)
    session_page.hide()
    assert session_page.review.player.moment is None
    assert not second.play.accessibleName().startswith("Stop")


@pytest.mark.usefixtures("quiet_multimedia")
def test_a_click_on_an_answer_in_the_result_plays_that_moment(qtbot, session_page, counting, workspace, somebody, wav):
    interview = open_heard(qtbot, session_page, counting, workspace, somebody, wav)
    answers = session_page.faces.result.answers
    qtbot.mouseClick(answers.plot_area, Qt.MouseButton.LeftButton, pos=answers.position_of(1))
    assert session_page.review.player.moment == Moment(interview.recording.path, 1.0, 1.9)
    assert answers.heard == 1
    qtbot.waitUntil(lambda: session_page.review.player.seconds > 1.0, timeout=LONG_WAIT)
    qtbot.keyClick(answers, Qt.Key.Key_Space)  # at once: the moment is short, and a second click would be a double one
    assert session_page.review.player.moment is None
    assert answers.heard is None


def test_a_recording_that_is_gone_is_told_when_it_is_to_be_played(
    qtbot, session_page, counting, workspace, somebody, wav
):
    interview = import_file(workspace, somebody, wav, "en")
    heard = Transcript((Answer("one two", 0.2, 0.8),), "en")
    write_transcript(workspace.media.transcript_path(interview.id), heard)
    counting.score_interview(interview)
    interview.recording.path.unlink()
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    qtbot.waitUntil(lambda: len(session_page.faces.transcript.correction_fields()) == 1)
    session_page.faces.transcript._rows[0].play.click()
    assert "no longer in the data folder" in session_page.banner.text


@pytest.mark.parametrize("kind", [ContentKind.RECORDINGS, ContentKind.SESSIONS])
def test_a_session_that_is_open_follows_what_a_rule_deletes_of_it(
    qtbot, session_page, counting, workspace, somebody, kind
):
    interview = recorded_session(workspace, somebody)
    counting.score_interview(interview)
    make_old(workspace)
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    panel = session_page.faces.transcript
    qtbot.waitUntil(panel.playback.isVisible)
    delete_due(workspace, look(workspace, [Rule(kind, 12)]).due, no_report)
    session_page.services.events.due_changed.emit()
    if kind is ContentKind.RECORDINGS:
        qtbot.waitUntil(panel.deleted.isVisible, timeout=LONG_WAIT)
        assert not panel.playback.isVisible()
        assert panel.draft.transcript.answers[0].text == "I sleep badly."
    else:
        wait_for(qtbot, session_page, Stage.WHO)


def test_what_a_score_rests_on_is_read_away_from_the_window_and_shown(
    qtbot, session_page, counting, workspace, somebody, wav, tiny_bundle
):
    session_page.services.settings_store.change(model_folder=str(tiny_bundle))
    settings = session_page.services.settings_store.current
    interview = import_file(workspace, somebody, wav, "en")
    answers = (Answer("How are you?", 0.0, 0.4, speaker=Speaker.CLINICIAN), Answer("one two", 0.5, 1.9))
    write_transcript(workspace.media.transcript_path(interview.id), Transcript(answers, "en"))
    fingerprint = recipe_of(settings).fingerprint
    silence = FeatureSequence(np.zeros((200, len(voice_track.COLUMNS)), np.float32), 0.01, voice_track.NAME)
    features = Features(fingerprint, voice=silence, speech=((0.5, 1.9),))
    write_features(workspace.media.features_path(interview.id, fingerprint), features)
    counting.score_interview(interview)
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    qtbot.waitUntil(lambda: len(session_page.faces.transcript.correction_fields()) == 2)
    clinician, participant = session_page.faces.transcript._rows
    assert session_page.state.evidence.answers[0] is None
    assert not clinician.details.isVisible()
    assert "15 seconds" in participant.details.toolTip()
    assert [answer.text for answer in session_page.state.assessment.score.answers] == ["one two"]


def test_discarding_a_correction_changes_nothing(qtbot, session_page):
    score_typed(qtbot, session_page)
    panel = session_page.faces.transcript
    panel.start_correcting()
    panel.correction_fields()[0].setPlainText("Something else.")
    assert session_page.work_in_progress()
    panel.discard()
    assert not session_page.work_in_progress()
    assert panel.correction_fields()[0].toPlainText() == "I sleep badly and I am tired."


def test_cancelling_keeps_the_session_and_offers_to_score_it(qtbot, session_page, counting, workspace):
    counting.slow = True
    begin(session_page)
    enter(session_page)
    qtbot.waitUntil(lambda: session_page.state.stage is Stage.QUESTIONNAIRE, timeout=LONG_WAIT)
    assert session_page.faces.questionnaire.isVisible()  # it is filled in while the interview is scored
    session_page.go(Stage.RESULT)
    assert not session_page.faces.result.isVisible()
    session_page.faces.progress.cancel()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.assessment is None
    assert session_page.state.transcript.text.startswith("I sleep")
    assert session_page.faces.result.score_now.isVisible()
    counting.slow = False
    session_page.faces.result.score_now.click()
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.assessment.score.value == 42.0


def test_a_failed_score_says_why_and_keeps_the_session(qtbot, session_page, counting):
    counting.trouble = BundleError("The model in {folder} is broken. Choose another one.", folder="models")
    score_typed(qtbot, session_page)
    assert session_page.banner.text == "The model in models is broken. Choose another one."
    assert session_page.state.interview is not None
    assert session_page.faces.result.score_now.isVisible()


def test_an_unscored_session_is_offered_and_opened(qtbot, session_page, workspace, somebody):
    waiting = type_text(workspace, somebody, TEXT, "en")
    session_page.open_patient(somebody.id)
    assert "not finished" in session_page.banner.text
    session_page.open_interview(waiting.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    assert session_page.state.interview == waiting
    assert session_page.faces.result.score_now.isVisible()


def test_another_session_does_not_drop_corrections_unasked(qtbot, session_page, answer_question):
    score_typed(qtbot, session_page)
    panel = session_page.faces.transcript
    panel.start_correcting()
    panel.correction_fields()[0].setPlainText("Something else.")
    said = answer_question("Stay")
    session_page.again.click()
    assert "not saved yet" in said[0]
    assert session_page.state.stage is Stage.RESULT
    answer_question("Leave")
    session_page.again.click()
    assert session_page.state.stage is Stage.WHO
    assert not session_page.work_in_progress()


def test_the_keyboard_stays_on_the_page_when_its_face_changes(qtbot, session_page):
    activate(qtbot, session_page)
    begin(session_page)
    session_page.faces.text.score.setFocus()
    enter(session_page)
    wait_for(qtbot, session_page, Stage.QUESTIONNAIRE)
    assert session_page.isAncestorOf(QApplication.focusWidget()) or session_page.hasFocus()


def test_everything_shown_follows_the_language(qtbot, session_page, translation):
    score_typed(qtbot, session_page)
    translation.use("zh")
    qtbot.waitUntil(lambda: session_page.faces.result.title.text() != "Result")
    shown = [label.text() for label in session_page.findChildren(QLabel) if label.isVisibleTo(session_page)]
    of_the_patient = {"P-7K3Q · Zhang San"}
    english = [text for text in shown if re.search("[a-z]{4}", text) and not text.startswith(tuple(of_the_patient))]
    assert english == []
    assert session_page.faces.transcript.correction_fields()[0].toPlainText().startswith("I sleep")


def test_a_real_model_scores_typed_text(qtbot, app_services, somebody, tiny_bundle):
    app_services.settings_store.change(model_folder=str(tiny_bundle))
    page = SessionPage(app_services)
    page.faces.who.choose(Source.TYPED)
    qtbot.addWidget(page)
    page.open_patient(somebody.id)
    score_typed(qtbot, page)
    score = page.state.assessment.score
    assert score.audio is None
    assert score.vision is None
    assert len(score.answers) == 2
    assert page.state.card["zh"]
    page.shut_down()


def test_the_page_is_left_alone_while_it_works(qtbot, session_page, counting, workspace, somebody):
    other = type_text(workspace, somebody, "Something else entirely.", "en")
    counting.slow = True
    begin(session_page)
    enter(session_page)
    qtbot.waitUntil(lambda: session_page.state.stage is Stage.QUESTIONNAIRE, timeout=LONG_WAIT)
    session_page.open_interview(other.id)
    assert session_page.state.interview != other
    assert "worked on" in session_page.banner.text
    session_page.faces.progress.cancel()
    wait_for(qtbot, session_page, Stage.QUESTIONNAIRE)


def test_what_is_kept_beside_the_transcript_leaves_its_corrections_alone(qtbot, session_page, workspace):
    score_typed(qtbot, session_page)
    panel = session_page.faces.transcript
    panel.start_correcting()
    panel.correction_fields()[0].setPlainText("Something else.")
    session_page.faces.questionnaire.totalled.emit("hamd-17", 18.0)
    assert [rating.value for rating in session_page.state.ratings] == [18]
    assert panel.correction_fields()[0].toPlainText() == "Something else."


def test_a_signed_session_is_locked_and_takes_addenda(qtbot, session_page, workspace, answer_question):
    score_typed(qtbot, session_page)
    session_page.go(Stage.SIGN_OFF)
    step = session_page.faces.sign_off
    step.notes.setPlainText("slept badly")
    answer_question("Sign off")
    step.sign.click()
    interview = session_page.state.interview
    assert session_page.state.sign_off.signed_by == "Dr. Li"
    assert workspace.interviews.get(interview.id).notes == "slept badly"
    assert step.notes.isReadOnly()
    assert not session_page.faces.bar.buttons[Stage.QUESTIONNAIRE].isEnabled()
    step.addendum.setPlainText("Called back.")
    step.add.click()
    assert [added.text for added in session_page.state.addenda] == ["Called back."]
    assert not step.addendum.toPlainText()


def test_item_9_stays_in_every_step_and_bars_the_sign_off(qtbot, session_page):
    score_typed(qtbot, session_page)
    answers = (0, 0, 0, 0, 0, 0, 0, 0, 2)
    session_page.faces.questionnaire.answered.emit("phq-9", answers, None, RatedBy.PATIENT)
    for stage in (Stage.QUESTIONNAIRE, Stage.RESULT, Stage.SIGN_OFF):
        session_page.go(stage)
        assert session_page.faces.safety.isVisible()
    assert not session_page.faces.sign_off.sign.isEnabled()
    session_page.faces.safety.reviewed.emit("Dr. Li", "C-SSRS", "no plan", "call tomorrow")
    assert not session_page.faces.safety.isVisible()
    assert session_page.faces.sign_off.sign.isEnabled()


def test_a_session_goes_on_at_the_step_where_it_was_left(qtbot, session_page, workspace, somebody):
    begin(session_page)
    left = session_page.state.interview
    session_page.start_anew()
    assert "not finished" in session_page.banner.text
    session_page.open_interview(left.id)
    wait_for(qtbot, session_page, Stage.INTERVIEW)
    enter(session_page)
    wait_for(qtbot, session_page, Stage.QUESTIONNAIRE)
    assert [interview.id for interview in interviews_of(workspace, somebody.id)] == [left.id]


def test_a_file_that_was_imported_before_is_asked_about(qtbot, session_page, workspace, somebody, wav, answer_question):
    import_file(workspace, somebody, wav, "en")
    begin(session_page, Source.IMPORTED, (Purpose.SOUND,))
    said = answer_question("Do not import")
    session_page.faces.file.chosen.emit(wav)
    wait_for(qtbot, session_page, Stage.INTERVIEW)
    qtbot.waitUntil(lambda: bool(said))
    assert "P-7K3Q" in said[0]
    assert session_page.state.interview.recording is None


def test_a_recording_that_was_moved_is_copied_back(qtbot, session_page, counting, workspace, somebody, wav):
    interview = import_file(workspace, somebody, wav, "en")
    write_transcript(workspace.media.transcript_path(interview.id), Transcript((Answer("one", 0.2, 0.8),), "en"))
    counting.score_interview(interview)
    interview.recording.path.unlink()
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    assert "not in the data folder" in session_page.banner.text
    session_page.work.find_recording(interview, wav)
    qtbot.waitUntil(lambda: interview.recording.path.exists() and not session_page.faces.progress.active)
    assert interview.recording.path.read_bytes() == wav.read_bytes()


def test_ctrl_enter_splits_an_answer_where_one_is_edited_and_goes_on_elsewhere(qtbot, session_page):
    score_typed(qtbot, session_page)
    activate(qtbot, session_page)
    panel = session_page.faces.transcript
    panel.start_correcting()
    edit = panel.correction_fields()[0]
    edit.setFocus()
    cursor = edit.textCursor()
    cursor.setPosition(len("I sleep badly "))
    edit.setTextCursor(cursor)
    qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session_page.state.stage is Stage.RESULT
    assert len(panel.draft.transcript.answers) == 3
    panel.discard()
    session_page.faces.to_sign_off.setFocus()
    qtbot.keyClick(session_page.faces.to_sign_off, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert session_page.state.stage is Stage.SIGN_OFF


def test_a_bookmark_is_changed_removed_and_brought_back(qtbot, session_page, workspace, counting, somebody, wav):
    interview = import_file(workspace, somebody, wav, "en")
    write_transcript(workspace.media.transcript_path(interview.id), Transcript((Answer("one", 0.2, 0.8),), "en"))
    counting.score_interview(interview)
    first, second = (add_bookmark(workspace, interview.id, at, note) for at, note in ((0.5, "ask again"), (1.0, "")))
    session_page.open_interview(interview.id)
    wait_for(qtbot, session_page, Stage.RESULT)
    view = session_page.faces.result.bookmarks

    def notes() -> list[str]:
        return [row.note.text() for row in view.rows]

    row = view.rows[0]
    row.change.click()
    assert not row.note.isVisible()
    row.field.setText("never mind")
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert notes() == ["ask again", "without a note"]
    row.change.click()
    row.field.setText(" asked ")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: notes() == ["asked", "without a note"])
    session_page.banner._action.click()
    assert notes() == ["ask again", "without a note"]
    assert bookmarks_of(workspace, interview.id) == (first, second)
    view.rows[0].remove.click()
    qtbot.waitUntil(lambda: notes() == ["without a note"])
    assert bookmarks_of(workspace, interview.id) == (second,)
    assert "bookmark at 0:0" in session_page.banner.text
    session_page.banner._action.click()
    assert notes() == ["ask again", "without a note"]
    assert bookmarks_of(workspace, interview.id) == (first, second)
    assert not session_page.banner.text


def test_bookmarks_of_a_signed_session_stay_as_they_are(qtbot, session_page, workspace, answer_question):
    score_typed(qtbot, session_page)
    add_bookmark(workspace, session_page.state.interview.id, 1.0, "ask again")
    session_page.work.come_back()
    wait_for(qtbot, session_page, Stage.RESULT)
    (row,) = session_page.faces.result.bookmarks.rows
    assert row.remove.isVisibleTo(session_page)
    session_page.go(Stage.SIGN_OFF)
    answer_question("Sign off")
    session_page.faces.sign_off.sign.click()
    (row,) = session_page.faces.result.bookmarks.rows
    assert (row.change.isHidden(), row.remove.isHidden(), row.note.text()) == (True, True, "ask again")


def test_the_safety_panel_asks_about_the_questionnaire_that_opened_it(qtbot, session_page):
    """Also where another questionnaire was filled in before, and the answer was corrected since."""
    score_typed(qtbot, session_page)
    answered = session_page.faces.questionnaire.answered
    answered.emit("gad-7", (1,) * 7, None, RatedBy.PATIENT)
    answered.emit("phq-9", (0, 0, 0, 0, 0, 0, 0, 0, 2), None, RatedBy.PATIENT)
    answered.emit("phq-9", (0,) * 9, None, RatedBy.PATIENT)
    assert session_page.faces.safety.isVisible()
    assert "PHQ-9, item 9" in session_page.faces.safety._finding.text()
    assert "2, More than half the days" in session_page.faces.safety._finding.text()
