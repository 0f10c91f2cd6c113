"""What the services do has its entry in the record of actions: every action of the enum, by a real call."""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from kept_clinic import former_folder, make_old, old_file, recorded_session

from screening_app import demo_clinic
from screening_app.domain import Action, AuditFilter, ContentKind, Purpose, Role, Sex, Source, TreatmentKind
from screening_app.errors import ScreeningError, StorageError, WrongKeyError
from screening_app.jobs.runner import Cancelled
from screening_app.services import audit, voices
from screening_app.services.audit_check import check_record, details_of, examine
from screening_app.services.backups import (
    Destination,
    back_up,
    destination_of,
    forget_destination,
    remove_backups,
    set_up_backups,
)
from screening_app.services.consents import consents_of, record_consent, withdraw_consent
from screening_app.services.emergency import open_in_emergency
from screening_app.services.exports import ExportOrder, Format, export_patient
from screening_app.services.holds import hold_patient, release_patient
from screening_app.services.imports import import_file
from screening_app.services.interviews import (
    begin_recording,
    finish_recording,
    forget_recording,
    remove_interview,
    start_interview,
    type_text,
    view_interview,
)
from screening_app.services.keeping import look
from screening_app.services.keeping_deletion import delete_due
from screening_app.services.keeping_rules import Rule
from screening_app.services.locking import lock, set_pin, unlock
from screening_app.services.master_key import order_new_master
from screening_app.services.model_files import SUFFIX, export_model, import_model
from screening_app.services.model_registry import activate, confirm_model, delete_model, list_models
from screening_app.services.patients import (
    add_patient,
    archive_patient,
    edit_patient,
    remove_patient,
    restore_patient,
    view_patient,
)
from screening_app.services.prompts import bundled_script, import_script, remove_script
from screening_app.services.ratings import complete_review, rate
from screening_app.services.reports import (
    ReportChoices,
    record_picture,
    record_printing,
    record_saving,
    report_of_session,
)
from screening_app.services.research_export import ResearchChoices, export_for_research
from screening_app.services.scoring import add_assessment
from screening_app.services.script_files import to_json
from screening_app.services.sessions import (
    add_addendum,
    add_bookmark,
    begin_session,
    note_bookmark,
    remove_bookmark,
    sign_off,
    write_notes,
)
from screening_app.services.sign_in import SignedIn, SignInWay, keep_first_user, make_first_user, sign_in
from screening_app.services.training import Depth, TrainingChoice, TrainingService
from screening_app.services.training_folder import run_folder
from screening_app.services.transcript_draft import change_between
from screening_app.services.transcripts import (
    existing_transcript,
    listen_again,
    restore_transcript,
    save_corrections,
)
from screening_app.services.treatment import add_event, remove_event
from screening_app.services.users import (
    add_user,
    bring_back,
    change_passphrase,
    change_user,
    enter,
    reset_passphrase,
    shut_out,
)
from screening_app.services.workspace import open_workspace
from screening_app.settings import Settings
from selfmm.scales import PHQ_9
from selfmm.transcription.speakers import VoicePrint
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from screening_app.domain import AuditEntry, Bookmark, Interview, Patient, SafetyReview, User
    from screening_app.paths import AppPaths
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.workspace import Workspace
    from selfmm.types import Score

NAME, SECRET = "张三 Zhangsan", "secretword"
EVERYTHING = AuditFilter()
PASSPHRASE, OTHER_PASSPHRASE = "seven lamps under the quiet harbour", "violet tractor hums at dawn"
ITEM_9 = (0, 0, 0, 0, 0, 0, 0, 0, 1)


@dataclass
class Clinic:
    """A patient and all that is needed to do something with it."""

    workspace: Workspace
    folder: Path
    wav: Path
    score: Score
    bundle: Path
    training: Callable[[], TrainingService]

    def __post_init__(self) -> None:
        self.names = count(1)
        self.patient: Patient = add_patient(self.workspace, name=NAME, notes=SECRET, tags=[SECRET])

    def typed(self) -> Interview:
        return type_text(self.workspace, self.patient, f"I said {SECRET}.\n\nAnd more.", "en")

    def imported(self) -> Interview:
        return import_file(self.workspace, self.patient, self.wav, "en")

    def consented(self) -> Interview:
        interview = self.typed()
        record_consent(self.workspace, interview, {Purpose.EXPORT, Purpose.TRAINING}, "Dr. Li")
        return interview

    def bookmark(self) -> Bookmark:
        return add_bookmark(self.workspace, self.typed().id, 1.0, SECRET)

    def signed(self) -> Interview:
        interview = self.typed()
        sign_off(self.workspace, interview, "Dr. Li")
        return interview

    def review(self) -> SafetyReview:
        interview = self.typed()
        rate(self.workspace, interview.id, "phq-9", ITEM_9, language="en")
        return self.workspace.safety_reviews.of_interview(interview.id)[0]

    def model(self) -> ListedModel:
        """One that was imported; the first time, for the same is not imported twice."""
        with suppress(ScreeningError):
            import_model(self.workspace, self.model_file(), "Dr. Li")
        return next(one for one in list_models(self.workspace, Settings()) if one.model)

    def model_file(self) -> Path:
        default = list_models(self.workspace, Settings(model_folder=str(self.bundle)))[-1]
        target = self.folder / f"{next(self.names)}{SUFFIX}"
        export_model(self.workspace, default, target)
        return target

    def backups(self) -> Destination:
        disk = self.folder / f"disk {next(self.names)}"
        disk.mkdir()
        set_up_backups(self.workspace, disk, "violet tractor hums at dawn", "Dr. Li")
        destination = destination_of(self.workspace)
        assert destination is not None
        return destination

    def enter(self, way: SignInWay = SignInWay.PASSPHRASE) -> None:
        me = self.workspace.access
        enter(self.workspace, SignedIn(me.user.id, me.user.name, me.master, way))

    def added_user(self) -> User:
        name = f"User {next(self.names)}"
        return add_user(self.workspace, name, Role.CLINICIAN, OTHER_PASSPHRASE)

    def script(self) -> str:
        path = self.folder / f"Script {next(self.names)}.json"
        path.write_text(to_json(path.stem, bundled_script("short").cards))
        return import_script(self.workspace, path).name


def _record(clinic: Clinic) -> None:
    interview = start_interview(clinic.workspace, clinic.patient, Source.RECORDED, "en")
    begin_recording(clinic.workspace, interview).write_whole(clinic.wav.read_bytes())
    finish_recording(clinic.workspace, interview)


def _correct(clinic: Clinic) -> Interview:
    interview = clinic.typed()
    before = existing_transcript(clinic.workspace, interview)
    after = replace(before, answers=(replace(before.answers[0], text=f"No, {SECRET}."), *before.answers[1:]))
    save_corrections(clinic.workspace, interview, after, [change_between("text", before, after)], "Dr. Li")
    return interview


def _report(clinic: Clinic, how: Callable[..., None]) -> None:
    content = report_of_session(clinic.workspace, clinic.typed().id, Settings())
    how(clinic.workspace, content, ReportChoices(with_text=True))


def _export(clinic: Clinic) -> None:
    clinic.typed()
    order = ExportOrder(clinic.patient.id, frozenset({Format.TABLES}), with_identity=True, with_text=True)
    export_patient(clinic.workspace, order, clinic.folder)


def _research(clinic: Clinic) -> None:
    clinic.consented()
    export_for_research(clinic.workspace, clinic.folder, ResearchChoices(with_text=True))


def _train(clinic: Clinic, *, to_the_end: bool) -> None:
    service = clinic.training()

    def stop(step: str, fraction: float) -> None:
        if not to_the_end and fraction > 0.5:
            service.cancel()

    with suppress(Cancelled):
        service.start(TrainingChoice("phq-9", PHQ_9, Depth.RECALIBRATE, seeds=(1,)), "Dr. Li", stop)


def _remove_model(clinic: Clinic) -> None:
    delete_model(clinic.workspace, Settings(), clinic.model(), "Dr. Li")


def _cut(clinic: Clinic) -> None:
    """As `test_audit_repository` has it in full: the next entry finds that the head says something else."""
    clinic.workspace.paths.audit_head.write_text('{"count": 99, "hash": "another"}')
    clinic.workspace.audit._head = None
    audit.record_start(clinic.workspace)


def _fail_to_sign_in(clinic: Clinic) -> None:
    with suppress(WrongKeyError):
        sign_in(clinic.workspace.paths, clinic.workspace.access.user.id, OTHER_PASSPHRASE)
    clinic.enter()


def _event(clinic: Clinic) -> str:
    return add_event(clinic.workspace, clinic.patient.id, TreatmentKind.OTHER, SECRET, datetime.now(UTC)).id


def _withdraw(clinic: Clinic) -> None:
    withdraw_consent(clinic.workspace, clinic.consented(), Purpose.EXPORT, "Dr. Li")


def _delete_by_rule(clinic: Clinic, kind: ContentKind) -> None:
    """What is years old of each kind, by a rule of a month."""
    workspace, paths = clinic.workspace, clinic.workspace.paths
    interview = recorded_session(workspace, clinic.patient)
    make_old(workspace)
    assert workspace.media.features(interview.id)
    old_file(paths.reports / f"{SECRET}.pdf")
    old_file(paths.logs / "app.log.1")
    former_folder(paths)
    due = look(workspace, [Rule(kind, 1)]).due
    assert delete_due(workspace, due, no_report).count == 1


def _release(clinic: Clinic) -> None:
    hold_patient(clinic.workspace, clinic.patient.id, SECRET)
    release_patient(clinic.workspace, clinic.patient.id)


def _review(clinic: Clinic) -> None:
    texts = {"assessed_by": "Dr. Li", "tool": "C-SSRS", "outcome": SECRET, "plan": SECRET}
    complete_review(clinic.workspace, clinic.review(), **texts)


ACTS: dict[Action, Callable[[Clinic], Any]] = {
    Action.PROGRAM_STARTED: lambda clinic: audit.record_start(clinic.workspace),
    Action.PROGRAM_ENDED: lambda clinic: audit.record_end(clinic.workspace),
    Action.PATIENT_ADDED: lambda clinic: add_patient(clinic.workspace, name=NAME),
    Action.PATIENT_VIEWED: lambda clinic: view_patient(clinic.workspace, clinic.patient.id),
    Action.PATIENT_CHANGED: lambda clinic: edit_patient(clinic.workspace, clinic.patient, notes=SECRET * 2),
    Action.PATIENT_ARCHIVED: lambda clinic: archive_patient(clinic.workspace, clinic.patient.id),
    Action.PATIENT_RESTORED: lambda clinic: restore_patient(clinic.workspace, clinic.patient.id),
    Action.PATIENT_REMOVED: lambda clinic: remove_patient(clinic.workspace, clinic.patient.id),
    Action.PATIENT_HELD: lambda clinic: hold_patient(clinic.workspace, clinic.patient.id, SECRET),
    Action.PATIENT_RELEASED: _release,
    Action.TREATMENT_ADDED: _event,
    Action.TREATMENT_REMOVED: lambda clinic: remove_event(clinic.workspace, clinic.patient.id, _event(clinic)),
    Action.SESSION_BEGUN: lambda clinic: begin_session(clinic.workspace, clinic.patient, Source.TYPED, "en"),
    Action.SESSION_VIEWED: lambda clinic: view_interview(clinic.workspace, clinic.typed().id),
    Action.SESSION_RECORDED: _record,
    Action.SESSION_IMPORTED: Clinic.imported,
    Action.SESSION_TYPED: Clinic.typed,
    Action.SESSION_SCORED: lambda clinic: add_assessment(clinic.workspace, clinic.typed(), clinic.score),
    Action.SESSION_SIGNED: Clinic.signed,
    Action.SESSION_REMOVED: lambda clinic: remove_interview(clinic.workspace, clinic.typed().id),
    Action.ADDENDUM_ADDED: lambda clinic: add_addendum(clinic.workspace, clinic.signed().id, SECRET, "Dr. Li"),
    Action.NOTES_CHANGED: lambda clinic: write_notes(clinic.workspace, clinic.typed().id, SECRET),
    Action.BOOKMARK_ADDED: Clinic.bookmark,
    Action.BOOKMARK_CHANGED: lambda clinic: note_bookmark(clinic.workspace, clinic.bookmark(), SECRET),
    Action.BOOKMARK_REMOVED: lambda clinic: remove_bookmark(clinic.workspace, clinic.bookmark()),
    Action.CONSENT_GIVEN: Clinic.consented,
    Action.CONSENT_WITHDRAWN: _withdraw,
    Action.RECORDING_REMOVED: lambda clinic: forget_recording(clinic.workspace, clinic.imported()),
    Action.MEASUREMENTS_REMOVED: lambda clinic: _delete_by_rule(clinic, ContentKind.MEASUREMENTS),
    Action.TRANSCRIPT_CORRECTED: _correct,
    Action.TRANSCRIPT_RESTORED: lambda clinic: restore_transcript(clinic.workspace, _correct(clinic), "Dr. Li"),
    Action.TRANSCRIPT_DISCARDED: lambda clinic: listen_again(clinic.workspace, clinic.imported(), "zh", "Dr. Li"),
    Action.RATING_ADDED: lambda clinic: rate(clinic.workspace, clinic.typed().id, "phq-9", (1,) * 9, language="en"),
    Action.SAFETY_OPENED: Clinic.review,
    Action.SAFETY_REVIEWED: _review,
    Action.REPORT_SAVED: lambda clinic: _report(clinic, record_saving),
    Action.REPORT_PRINTED: lambda clinic: _report(clinic, record_printing),
    Action.REPORT_REMOVED: lambda clinic: _delete_by_rule(clinic, ContentKind.REPORTS),
    Action.PICTURE_SAVED: lambda clinic: record_picture(clinic.workspace, clinic.patient.id),
    Action.DATA_EXPORTED: _export,
    Action.RESEARCH_EXPORTED: _research,
    Action.TRAINING_STARTED: lambda clinic: _train(clinic, to_the_end=True),
    Action.TRAINING_FINISHED: lambda clinic: _train(clinic, to_the_end=True),
    Action.TRAINING_DISCARDED: lambda clinic: _train(clinic, to_the_end=False),
    Action.MODEL_ACTIVATED: lambda clinic: activate(
        clinic.workspace, list_models(clinic.workspace, Settings())[0], "Dr. Li", lambda **_: None
    ),
    Action.MODEL_CONFIRMED: lambda clinic: confirm_model(clinic.workspace, clinic.model(), "Dr. Li"),
    Action.MODEL_EXPORTED: Clinic.model_file,
    Action.MODEL_IMPORTED: Clinic.model,
    Action.MODEL_REMOVED: _remove_model,
    Action.SETTINGS_CHANGED: lambda clinic: audit.record_settings(
        clinic.workspace, Settings(), Settings(crisis_line=SECRET)
    ),
    Action.VOICE_ENROLLED: lambda clinic: voices.enrol_clinician(clinic.workspace, clinic.wav),
    Action.VOICE_FORGOTTEN: lambda clinic: voices.forget_clinician(clinic.workspace),
    Action.SCRIPT_IMPORTED: Clinic.script,
    Action.SCRIPT_REMOVED: lambda clinic: remove_script(clinic.workspace, clinic.script()),
    Action.BACKUPS_SET_UP: Clinic.backups,
    Action.BACKUPS_STOPPED: lambda clinic: forget_destination(clinic.workspace),
    Action.BACKUP_MADE: lambda clinic: clinic.backups() and back_up(clinic.workspace, no_report),
    Action.BACKUPS_REMOVED: lambda clinic: remove_backups(clinic.workspace, clinic.backups(), ()),
    Action.BACKUP_RESTORED: lambda clinic: audit.record_restored(clinic.workspace, clinic.folder / "data.before"),
    Action.FORMER_DATA_REMOVED: lambda clinic: _delete_by_rule(clinic, ContentKind.FORMER_DATA),
    Action.LOG_REMOVED: lambda clinic: _delete_by_rule(clinic, ContentKind.LOGS),
    Action.AUDIT_EXPORTED: lambda clinic: audit.export_entries(
        clinic.workspace, EVERYTHING, clinic.folder / "record.csv"
    ),
    Action.AUDIT_CHECKED: lambda clinic: check_record(clinic.workspace),
    Action.AUDIT_BROKEN: _cut,
    Action.SIGNED_IN: lambda clinic: clinic.enter(),
    Action.SIGN_IN_FAILED: _fail_to_sign_in,
    Action.USER_ADDED: lambda clinic: clinic.added_user(),
    Action.USER_CHANGED: lambda clinic: change_user(
        clinic.workspace, clinic.added_user().id, Role.TRAINEE, sees_patients=False
    ),
    Action.USER_SHUT_OUT: lambda clinic: shut_out(clinic.workspace, clinic.added_user().id),
    Action.USER_BROUGHT_BACK: lambda clinic: bring_back(
        clinic.workspace, shut_out(clinic.workspace, clinic.added_user().id).id
    ),
    Action.MASTER_KEY_CHANGED: lambda clinic: order_new_master(clinic.workspace),
    Action.PASSPHRASE_CHANGED: lambda clinic: change_passphrase(
        clinic.workspace, PASSPHRASE, OTHER_PASSPHRASE, datetime.now(UTC)
    ),
    Action.PASSPHRASE_RESET: lambda clinic: reset_passphrase(clinic.workspace, clinic.added_user().id, PASSPHRASE),
    Action.EMERGENCY_ACCESS: lambda clinic: open_in_emergency(clinic.workspace, "Somebody called from the bridge"),
    Action.LOCKED: lambda clinic: lock(clinic.workspace, "asked"),
    Action.UNLOCKED: lambda clinic: unlock(clinic.workspace, PASSPHRASE),
    Action.PIN_CHANGED: lambda clinic: set_pin(clinic.workspace, "481516"),
    Action.RECOVERY_USED: lambda clinic: clinic.enter(SignInWay.RECOVERY_KEY),
}
OF_NOBODY = {
    *(
        action
        for action in Action
        if action.startswith(("program_", "training_", "model_", "voice_", "script_", "backup"))
    ),
    *(action for action in Action if action.startswith(("audit_", "sign_in_", "signed_", "user_", "passphrase_"))),
    *(
        Action.RECOVERY_USED,
        Action.EMERGENCY_ACCESS,
        Action.MASTER_KEY_CHANGED,
        Action.LOCKED,
        Action.UNLOCKED,
        Action.PIN_CHANGED,
    ),
    Action.SETTINGS_CHANGED,
    Action.RESEARCH_EXPORTED,
    Action.REPORT_REMOVED,
    Action.LOG_REMOVED,
    Action.FORMER_DATA_REMOVED,
}


@pytest.fixture
def workspace(app_paths: AppPaths, quick_passphrases: None) -> Iterator[Workspace]:
    """As an administrator who sees patients has it open: every action is theirs."""
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(app_paths, keep_first_user(app_paths, first))
    enter(opened, first.signed)
    yield opened
    opened.close()


@pytest.fixture
def clinic(
    workspace: Workspace,
    tmp_path: Path,
    wav: Path,
    new_score: Callable[..., Score],
    deaf_bundle: Path,
    tiny_encoder: Path,
    letter_topics: dict[str, dict[str, tuple[str, ...]]],
    monkeypatch: pytest.MonkeyPatch,
) -> Clinic:
    monkeypatch.setenv("SELFMM_MULTILINGUAL_E5_SMALL", str(tiny_encoder))
    values = np.ones(256, np.float32) / 16
    monkeypatch.setattr(voices, "_enrol", lambda *_, **__: VoicePrint(values, seconds=8.0, encoder="0" * 64))

    def training() -> TrainingService:
        for topic, sentences in letter_topics.items():
            monkeypatch.setattr(demo_clinic, topic, sentences)
        demo_clinic.fill(workspace, 12, languages=("en",))
        return TrainingService(workspace, lambda: Settings(model_folder=str(deaf_bundle)))

    (tmp_path / "out").mkdir()
    return Clinic(workspace, tmp_path / "out", wav, new_score(), deaf_bundle, training)


def newest(workspace: Workspace, action: Action) -> AuditEntry:
    return audit.entries(workspace, AuditFilter(action=action), count=1)[0]


def test_every_action_is_done_here() -> None:
    assert {*ACTS, Action.DATA_MOVED} == set(Action), "a move needs a server: services/test_moving.py does it"


@pytest.mark.parametrize("action", ACTS)
def test_what_is_done_has_its_entry_and_tells_no_words(clinic: Clinic, action: Action) -> None:
    workspace = clinic.workspace
    before = workspace.audit.last().count
    ACTS[action](clinic)
    entry = newest(workspace, action)
    assert entry.number > before
    assert entry.who == ("" if action is Action.AUDIT_BROKEN else "Dr. 王")
    assert (entry.patient_code is None) == (action in OF_NOBODY)
    if entry.patient_code is not None and action is not Action.PATIENT_ADDED:
        assert (entry.patient_id, entry.patient_code) == (clinic.patient.id, clinic.patient.code)
    told = " ".join(str(field) for stored in workspace.audit.stream() for field in stored)
    assert SECRET not in told
    assert not any(part in told for part in NAME.split())
    assert examine(workspace).flaw == ("broken_before" if action is Action.AUDIT_BROKEN else None)


@pytest.mark.parametrize(
    ("action", "details"),
    [
        (Action.PATIENT_CHANGED, {"fields": ["notes"]}),
        (Action.CONSENT_WITHDRAWN, {"purposes": ["export"]}),
        (Action.TRANSCRIPT_CORRECTED, {"kinds": ["text"]}),
        (Action.RATING_ADDED, {"instrument": "phq-9", "by": "patient"}),
        (Action.SETTINGS_CHANGED, {"settings": ["crisis_line"]}),
        (Action.DATA_EXPORTED, {"formats": ["tables"], "sessions": 1, "with_identity": True, "with_text": True}),
    ],
)
def test_the_details_say_what_and_how_many(clinic: Clinic, action: Action, details: dict[str, object]) -> None:
    ACTS[action](clinic)
    assert details_of(newest(clinic.workspace, action).details) == details


def test_removing_a_patient_keeps_what_was_done_to_it(clinic: Clinic) -> None:
    interview = clinic.typed()
    remove_patient(clinic.workspace, clinic.patient.id)
    wanted = AuditFilter(patient_code=clinic.patient.code)
    found = [entry.action for entry in audit.entries(clinic.workspace, wanted, count=10)]
    assert found == ["patient_removed", "session_typed", "session_begun", "patient_added"]
    removed = newest(clinic.workspace, Action.PATIENT_REMOVED)
    assert details_of(removed.details) == {"sessions": [interview.id]}


def test_a_code_that_was_changed_finds_the_entries_from_before(clinic: Clinic) -> None:
    edit_patient(clinic.workspace, clinic.patient, code="NEW-1", sex=Sex.FEMALE)
    for code in ("new-1", clinic.patient.code):
        assert audit.count_entries(clinic.workspace, AuditFilter(patient_code=code)) == 2


def test_what_is_refused_has_no_entry(clinic: Clinic) -> None:
    before = clinic.workspace.audit.last()
    with pytest.raises(StorageError, match="already has the code"):
        add_patient(clinic.workspace, code=clinic.patient.code)
    with pytest.raises(ScreeningError, match="needs a code"):
        edit_patient(clinic.workspace, clinic.patient, code=" ")
    assert clinic.workspace.audit.last() == before


@pytest.mark.parametrize("action", [Action.PATIENT_ADDED, Action.SESSION_SCORED, Action.CONSENT_GIVEN])
def test_where_the_entry_fails_nothing_is_done(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, action: Action) -> None:
    interview, workspace = clinic.typed(), clinic.workspace
    acts: dict[Action, Callable[[], object]] = {
        Action.PATIENT_ADDED: lambda: add_patient(workspace, code="NEW-1"),
        Action.SESSION_SCORED: lambda: add_assessment(workspace, interview, clinic.score),
        Action.CONSENT_GIVEN: lambda: record_consent(workspace, interview, {Purpose.EXPORT}, "Dr. Li"),
    }

    def fail(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(type(workspace.audit), "append", fail)
    with pytest.raises(StorageError):
        acts[action]()
    assert not workspace.patients.has_code("NEW-1")
    assert workspace.assessments.of_interview(interview.id) == ()
    assert consents_of(workspace, interview.id) == ()


@pytest.mark.parametrize("action", [Action.DATA_EXPORTED, Action.RESEARCH_EXPORTED, Action.AUDIT_EXPORTED])
def test_nothing_is_exported_without_an_entry(clinic: Clinic, monkeypatch: pytest.MonkeyPatch, action: Action) -> None:
    clinic.consented()

    def fail(*_: object, **__: object) -> None:
        raise StorageError("The disk is full.")

    acts: dict[Action, Callable[[], object]] = {
        Action.DATA_EXPORTED: lambda: export_patient(
            clinic.workspace, ExportOrder(clinic.patient.id, frozenset({Format.TABLES})), clinic.folder
        ),
        Action.RESEARCH_EXPORTED: lambda: export_for_research(clinic.workspace, clinic.folder, ResearchChoices()),
        Action.AUDIT_EXPORTED: lambda: audit.export_entries(clinic.workspace, EVERYTHING, clinic.folder / "a.csv"),
    }
    monkeypatch.setattr(type(clinic.workspace.audit), "append", fail)
    with pytest.raises(StorageError):
        acts[action]()
    assert list(clinic.folder.iterdir()) == []


def test_a_training_that_is_cancelled_leaves_an_entry_and_no_run(clinic: Clinic) -> None:
    _train(clinic, to_the_end=False)
    assert not run_folder(clinic.workspace.paths.training).exists()
    done = [entry.action for entry in audit.entries(clinic.workspace, EVERYTHING, count=2)]
    assert done == ["training_discarded", "training_started"]


def test_the_export_is_a_table_that_no_spreadsheet_runs(workspace: Workspace, tmp_path: Path) -> None:
    patient = add_patient(workspace, code="=1+1")
    view_patient(workspace, patient.id)
    audit.record_end(workspace)
    steps: list[str] = []
    target = tmp_path / "record.csv"
    written = audit.export_entries(
        workspace, AuditFilter(patient_code="=1+1"), target, lambda step, _: steps.append(step)
    )
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (written, [row["action"] for row in rows]) == (2, ["patient_added", "patient_viewed"])
    assert [row["patient_code"] for row in rows] == ["'=1+1"] * 2
    assert rows[1]["previous_hash"] == rows[0]["hash"]
    assert steps == [audit.EXPORTING]
    assert details_of(newest(workspace, Action.AUDIT_EXPORTED).details) == {"entries": 2}
