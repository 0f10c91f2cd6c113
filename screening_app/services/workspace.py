"""The data folder as the app works in it: locked, its database open, its media at hand."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from screening_app.domain import Role, User
from screening_app.errors import ScreeningError, StorageError
from screening_app.services.master_key import carry_out_new_master, carry_out_new_master_on_server, database_key
from screening_app.services.permissions import Access, Permission, everybody_may
from screening_app.services.sign_in import read_keyring, write_keyring
from screening_app.storage.assessments import AssessmentRepository
from screening_app.storage.audit import AuditRepository
from screening_app.storage.begun_questionnaires import BegunQuestionnaireRepository
from screening_app.storage.bookmarks import BookmarkRepository
from screening_app.storage.cards import CardRepository
from screening_app.storage.caseload import CaseloadRepository
from screening_app.storage.consents import ConsentRepository
from screening_app.storage.database import Database, open_database
from screening_app.storage.database_encryption import encrypt_database, is_to_be_encrypted
from screening_app.storage.disk import explained
from screening_app.storage.encrypted_places import EncryptedPlaces
from screening_app.storage.former_data import sweep_former_data
from screening_app.storage.holdout import HoldoutRepository
from screening_app.storage.interview_keys import InterviewKeys
from screening_app.storage.interviews import InterviewRepository
from screening_app.storage.keeping import KeepingRepository
from screening_app.storage.media_folder import MediaFolder
from screening_app.storage.patients import PatientRepository
from screening_app.storage.rated_sessions import RatedSessionRepository
from screening_app.storage.ratings import RatingRepository
from screening_app.storage.safety_reviews import SafetyReviewRepository
from screening_app.storage.server_database import open_server_database
from screening_app.storage.sign_offs import SignOffRepository
from screening_app.storage.trained_models import TrainedModelRepository
from screening_app.storage.treatment_events import TreatmentEventRepository
from screening_app.storage.users import UserRepository
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screening_app.paths import AppPaths, Server
    from screening_app.services.sign_in import SignedIn
    from selfmm.types import Report

_SIGN_IN_FIRST = "This data folder has users. Start the program without other options and sign in."
_PUT_IN_PLACE = (
    "The database {name} is not encrypted, but it was before: somebody has put another one in its place. Tell whoever "
    "looks after this computer, and restore a backup into {folder}."
)
_NO_ACCOUNT = "The account {name} is not open to sign in. Ask an administrator to bring it back."
_KEY_CHANGED = "The key that all is encrypted with has just been changed in another place. Sign in again."
_IN_USE = "The app is already open on the data folder {folder}. Use that window, or close it and start again."


@dataclass(frozen=True, slots=True)
class PatientContent:
    """All that tells of patients."""

    patients: PatientRepository
    interviews: InterviewRepository
    cards: CardRepository
    assessments: AssessmentRepository
    consents: ConsentRepository
    ratings: RatingRepository
    rated_sessions: RatedSessionRepository
    begun_questionnaires: BegunQuestionnaireRepository
    safety_reviews: SafetyReviewRepository
    sign_offs: SignOffRepository
    bookmarks: BookmarkRepository
    treatment_events: TreatmentEventRepository
    caseload: CaseloadRepository
    holdout: HoldoutRepository
    keeping: KeepingRepository
    media: MediaFolder


@dataclass(frozen=True, slots=True)
class Workspace:
    """All that the services work on; usable from any thread until it is closed.

    What tells of patients is had only by who may see them: the properties raise `NotAllowedError` for others. What the
    program does by itself, such as a backup, takes it from `content`.
    """

    paths: AppPaths
    database: Database
    content: PatientContent
    models: TrainedModelRepository
    users: UserRepository
    audit: AuditRepository
    encrypted: EncryptedPlaces
    lock: FileLock
    access: Access

    def close(self) -> None:
        """Close the database and let another copy of the app use the folder."""
        self.database.close()
        self.lock.release()

    @property
    def _seen(self) -> PatientContent:
        self.access.require(Permission.SEE_PATIENTS)
        return self.content

    @property
    def patients(self) -> PatientRepository:
        """All patients."""
        return self._seen.patients

    @property
    def interviews(self) -> InterviewRepository:
        """All sessions."""
        return self._seen.interviews

    @property
    def cards(self) -> CardRepository:
        """The prompt cards of sessions."""
        return self._seen.cards

    @property
    def assessments(self) -> AssessmentRepository:
        """All scores."""
        return self._seen.assessments

    @property
    def consents(self) -> ConsentRepository:
        """All consents."""
        return self._seen.consents

    @property
    def ratings(self) -> RatingRepository:
        """All questionnaires and totals."""
        return self._seen.ratings

    @property
    def rated_sessions(self) -> RatedSessionRepository:
        """What a training asks of all rated sessions."""
        return self._seen.rated_sessions

    @property
    def begun_questionnaires(self) -> BegunQuestionnaireRepository:
        """Questionnaires that are not finished."""
        return self._seen.begun_questionnaires

    @property
    def safety_reviews(self) -> SafetyReviewRepository:
        """What followed on item 9."""
        return self._seen.safety_reviews

    @property
    def sign_offs(self) -> SignOffRepository:
        """All sign-offs and addenda."""
        return self._seen.sign_offs

    @property
    def bookmarks(self) -> BookmarkRepository:
        """All bookmarks."""
        return self._seen.bookmarks

    @property
    def treatment_events(self) -> TreatmentEventRepository:
        """All changes of treatment."""
        return self._seen.treatment_events

    @property
    def caseload(self) -> CaseloadRepository:
        """Who waits for what."""
        return self._seen.caseload

    @property
    def holdout(self) -> HoldoutRepository:
        """Patients whom no model learns from."""
        return self._seen.holdout

    @property
    def keeping(self) -> KeepingRepository:
        """What rules for keeping ask."""
        return self._seen.keeping

    @property
    def media(self) -> MediaFolder:
        """The folders of sessions: recordings, transcripts, features."""
        return self._seen.media


def open_workspace(paths: AppPaths, signed: SignedIn | None = None) -> Workspace:
    """Open the data folder, made if it is not there, and finish removals that were interrupted, or take them back.

    `signed` is who has signed in: the database is encrypted under the master key that this has opened. A folder without
    users needs nobody, and its database is plain. Raises `ScreeningError` when another copy of the app has it open, or
    this user may not, and `StorageError` as `open_database` does.
    """
    if signed is None and paths.keyring.exists():
        raise ScreeningError(_SIGN_IN_FIRST)
    with explained(paths.data):
        paths.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with ExitStack() as undo:
        lock = _locked(paths)
        undo.callback(lock.release)
        database, signed = _opened(paths, signed)
        undo.callback(database.close)
        users = UserRepository(database)
        access = _access(users, signed)
        media = MediaFolder(paths.media, InterviewKeys(database, signed.master) if signed else None)
        interviews = InterviewRepository(database, media)
        if database.was_alone:
            media.finish_removals(interviews.has, interviews.has_recording)
        database.let_others_in()
        sweep_former_data(paths.data)
        audit = AuditRepository(database, paths.audit_head)
        undo.pop_all()
    content = PatientContent(
        patients=PatientRepository(database),
        interviews=interviews,
        cards=CardRepository(database),
        assessments=AssessmentRepository(database),
        consents=ConsentRepository(database),
        ratings=RatingRepository(database),
        rated_sessions=RatedSessionRepository(database),
        begun_questionnaires=BegunQuestionnaireRepository(database),
        safety_reviews=SafetyReviewRepository(database),
        sign_offs=SignOffRepository(database),
        bookmarks=BookmarkRepository(database),
        treatment_events=TreatmentEventRepository(database),
        caseload=CaseloadRepository(database),
        holdout=HoldoutRepository(database),
        keeping=KeepingRepository(database),
        media=media,
    )
    models = TrainedModelRepository(database)
    return Workspace(paths, database, content, models, users, audit, EncryptedPlaces(database), lock, access)


def has_plain_database(paths: AppPaths) -> bool:
    """Whether the database is from before there were users, and to be encrypted. Raises `StorageError`."""
    return paths.server is None and is_to_be_encrypted(paths.database)


def encrypt_plain_database(paths: AppPaths, signed: SignedIn, report: Report = no_report) -> None:
    """Encrypt a database from before there were users, as `open_workspace` does; by itself it can be a job's work.

    Raises `ScreeningError` when another copy of the app has it open, and `StorageError`.
    """
    with _alone(paths):
        _encrypt(paths, signed, report)


def put_new_master_in_force(paths: AppPaths, signed: SignedIn, report: Report) -> SignedIn:
    """Carry out a change of the master key, as `open_workspace` does; by itself it can be a job's work.

    Raises `ScreeningError` when another copy of the app has it open, and as `carry_out_new_master` does.
    """
    with _alone(paths):
        return carry_out_new_master(paths, signed, report)


def check_not_open(paths: AppPaths) -> None:
    """Raise `ScreeningError` where another copy of the app has the data folder open."""
    if paths.data.exists():
        _locked(paths).release()


def _opened(paths: AppPaths, signed: SignedIn | None) -> tuple[Database, SignedIn | None]:
    """The database, and who has signed in, with the master key that counts now."""
    if paths.server is not None:
        return _opened_on_server(paths, paths.server, signed)
    if signed is None:
        return open_database(paths.database), None
    signed = carry_out_new_master(paths, signed)
    return _database(paths, signed), signed


def _opened_on_server(paths: AppPaths, server: Server, signed: SignedIn | None) -> tuple[Database, SignedIn]:
    if signed is None:
        raise ScreeningError(_SIGN_IN_FIRST)
    database = open_server_database(server.address, database_key(signed.master), paths.database)
    try:
        database.enter()
        if database.was_alone:
            signed = carry_out_new_master_on_server(paths, database, signed)
            with explained(paths.shared):
                paths.opened.touch()
        if not InterviewKeys(database, signed.master).fit():
            raise ScreeningError(_KEY_CHANGED)
        database.key = database_key(signed.master)
    except BaseException:
        database.close()
        raise
    return database, signed


def _database(paths: AppPaths, signed: SignedIn) -> Database:
    if has_plain_database(paths):
        _encrypt(paths, signed)
    database = open_database(paths.database, database_key(signed.master))
    try:
        if not signed.knows_encrypted:
            _mark_as_encrypted(paths, signed)
    except BaseException:
        database.close()
        raise
    return database


def _encrypt(paths: AppPaths, signed: SignedIn, report: Report = no_report) -> None:
    if signed.knows_encrypted:
        raise StorageError(_PUT_IN_PLACE, name=paths.database.name, folder=paths.data)
    encrypt_database(paths.database, database_key(signed.master), report)


def _mark_as_encrypted(paths: AppPaths, signed: SignedIn) -> None:
    """Let the keyring say that the database is encrypted, so that no plain one is taken in its place any more."""
    ring = read_keyring(paths)
    if ring is not None:
        write_keyring(paths, ring.with_new_master(signed.master))


def _access(users: UserRepository, signed: SignedIn | None) -> Access:
    """What is open to whoever has signed in. Whoever does so first is added by `services.users.enter`."""
    if signed is None:
        if not users.is_empty():  # and the keyring is gone
            raise ScreeningError(_SIGN_IN_FIRST)
        return everybody_may()
    user = users.find(signed.holder_id)
    if user is None and users.is_empty():
        user = User(signed.holder_id, signed.name, Role.ADMINISTRATOR, sees_patients=signed.sees_patients)
    if user is None or not user.is_active:
        raise ScreeningError(_NO_ACCOUNT, name=signed.name)
    return Access(user, signed.master)


def sweep_left_over(workspace: Workspace) -> None:
    """Remove what a program that was killed has left half written in sessions' folders; for a job.

    What is written meanwhile is younger than when this was opened, by the clock of the disk that both lie on. What is
    older may be another seat's, where one was open already.
    """
    if workspace.database.was_alone:
        workspace.content.media.sweep(workspace.paths.opened.stat().st_mtime_ns)


@contextmanager
def _alone(paths: AppPaths) -> Iterator[None]:
    """No other copy of the app has the data folder open meanwhile."""
    lock = _locked(paths)
    try:
        yield
    finally:
        lock.release()


def _locked(paths: AppPaths) -> FileLock:
    lock = FileLock(paths.lock, thread_local=False)  # it may be closed by another thread than opened it
    with explained(paths.data):
        try:
            lock.acquire(blocking=False)
        except Timeout as error:  # itself an OSError
            raise ScreeningError(_IN_USE, folder=paths.data) from error
        paths.lock.touch()  # since when the folder is open, see `sweep_left_over`
    return lock
