"""The data folder as the app works in it: locked, its database open, its media at hand."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from screening_app.errors import ScreeningError
from screening_app.storage.assessments import AssessmentRepository
from screening_app.storage.audit import AuditRepository
from screening_app.storage.begun_questionnaires import BegunQuestionnaireRepository
from screening_app.storage.bookmarks import BookmarkRepository
from screening_app.storage.cards import CardRepository
from screening_app.storage.caseload import CaseloadRepository
from screening_app.storage.consents import ConsentRepository
from screening_app.storage.database import Database, open_database
from screening_app.storage.disk import explained
from screening_app.storage.former_data import sweep_former_data
from screening_app.storage.holdout import HoldoutRepository
from screening_app.storage.interviews import InterviewRepository
from screening_app.storage.keeping import KeepingRepository
from screening_app.storage.media_folder import MediaFolder
from screening_app.storage.patients import PatientRepository
from screening_app.storage.ratings import RatingRepository
from screening_app.storage.safety_reviews import SafetyReviewRepository
from screening_app.storage.sign_offs import SignOffRepository
from screening_app.storage.trained_models import TrainedModelRepository
from screening_app.storage.treatment_events import TreatmentEventRepository

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.paths import AppPaths

_IN_USE = "The app is already open on the data folder {folder}. Use that window, or close it and start again."


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that the services work on; usable from any thread until it is closed."""

    paths: AppPaths
    database: Database
    patients: PatientRepository
    interviews: InterviewRepository
    cards: CardRepository
    assessments: AssessmentRepository
    consents: ConsentRepository
    ratings: RatingRepository
    begun_questionnaires: BegunQuestionnaireRepository
    safety_reviews: SafetyReviewRepository
    sign_offs: SignOffRepository
    bookmarks: BookmarkRepository
    treatment_events: TreatmentEventRepository
    caseload: CaseloadRepository
    models: TrainedModelRepository
    holdout: HoldoutRepository
    keeping: KeepingRepository
    audit: AuditRepository
    media: MediaFolder
    lock: FileLock
    who: Callable[[], str]  # who works with the program now; "" where nobody is named

    def close(self) -> None:
        """Close the database and let another copy of the app use the folder."""
        self.database.close()
        self.lock.release()


def nobody() -> str:
    """Whoever has not said who it is."""
    return ""


def open_workspace(paths: AppPaths, who: Callable[[], str] = nobody) -> Workspace:
    """Open the data folder, made if it is not there, and finish removals that were interrupted, or take them back.

    `who` is asked for every entry of the record of actions. Raises `ScreeningError` when another copy of the app has it
    open, `StorageError` as `open_database` does.
    """
    with explained(paths.data):
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as undo:
        lock = _locked(paths)
        undo.callback(lock.release)
        database = open_database(paths.database)
        undo.callback(database.close)
        media = MediaFolder(paths.media)
        interviews = InterviewRepository(database, media)
        media.finish_removals(interviews.has, interviews.has_recording)
        sweep_former_data(paths.data)
        audit = AuditRepository(database, paths.audit_head)
        undo.pop_all()
    return Workspace(
        paths=paths,
        database=database,
        patients=PatientRepository(database),
        interviews=interviews,
        cards=CardRepository(database),
        assessments=AssessmentRepository(database),
        consents=ConsentRepository(database),
        ratings=RatingRepository(database),
        begun_questionnaires=BegunQuestionnaireRepository(database),
        safety_reviews=SafetyReviewRepository(database),
        sign_offs=SignOffRepository(database),
        bookmarks=BookmarkRepository(database),
        treatment_events=TreatmentEventRepository(database),
        caseload=CaseloadRepository(database),
        models=TrainedModelRepository(database),
        holdout=HoldoutRepository(database),
        keeping=KeepingRepository(database),
        audit=audit,
        media=media,
        lock=lock,
        who=who,
    )


def sweep_left_over(workspace: Workspace) -> None:
    """Remove what a program that was killed has left half written in sessions' folders; for a job.

    What this program writes meanwhile is younger than its lock, by the clock of the disk that both lie on.
    """
    workspace.media.sweep(workspace.paths.lock.stat().st_mtime_ns)


def _locked(paths: AppPaths) -> FileLock:
    lock = FileLock(paths.lock, thread_local=False)  # it may be closed by another thread than opened it
    with explained(paths.data):
        try:
            lock.acquire(blocking=False)
        except Timeout as error:  # itself an OSError
            raise ScreeningError(_IN_USE, folder=paths.data) from error
        paths.lock.touch()  # since when the folder is open, see `sweep_left_over`
    return lock
