"""The app's nouns: frozen, without Qt and without SQL. Times are aware datetimes in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from selfmm.types import Quality, Score


class Sex(StrEnum):
    """Sex as recorded by the clinic."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where an interview's words come from."""

    RECORDED = "recorded"
    IMPORTED = "imported"
    TYPED = "typed"


class Step(StrEnum):
    """How far a session has come: the step that is open. Whom it is held with is settled before there is one."""

    CONSENT = "consent"
    DEVICES = "devices"  # for recorded sessions only
    INTERVIEW = "interview"
    QUESTIONNAIRE = "questionnaire"
    RESULT = "result"
    SIGNED = "signed"


class Purpose(StrEnum):
    """What a patient may consent to, each by itself."""

    SOUND = "sound"  # record the voice
    PICTURE = "picture"  # record the face
    KEEP_MEDIA = "keep_media"  # keep the recording after the session is signed off
    TRAINING = "training"  # let the clinic's own model learn from the session
    EXPORT = "export"  # hand it out for research, without identity


class RatedBy(StrEnum):
    """Who gave the answers of a questionnaire, or the total of a scale."""

    PATIENT = "patient"
    CLINICIAN = "clinician"


class ModelOrigin(StrEnum):
    """How a model came to this clinic."""

    TRAINED = "trained"  # here, on the clinic's own sessions
    IMPORTED = "imported"  # as a file


class TreatmentKind(StrEnum):
    """What happened in a treatment."""

    MEDICATION = "medication"
    THERAPY = "therapy"
    OTHER = "other"


class CardFate(StrEnum):
    """What became of a prompt card in an interview."""

    ASKED = "asked"
    SKIPPED = "skipped"  # because it was not to be answered
    NOT_REACHED = "not_reached"  # the interview ended before it, or only paged past it


class Role(StrEnum):
    """What somebody is to the program; what each may do stands in `services.permissions`."""

    ADMINISTRATOR = "administrator"  # users, settings, models, backups and the record of actions
    CLINICIAN = "clinician"
    TRAINEE = "trainee"  # holds sessions, which a clinician signs off
    READ_ONLY = "read_only"


class ContentKind(StrEnum):
    """What is kept and can have a rule after how long it is deleted."""

    RECORDINGS = "recordings"  # sound and picture of a session
    MEASUREMENTS = "measurements"  # what was measured in voice and face, and what a text encoder made of words
    SESSIONS = "sessions"  # with words, scores, questionnaires and all else
    PATIENTS = "patients"  # archived ones, with all their sessions
    REPORTS = "reports"  # files that were saved in the data folder
    LOGS = "logs"
    FORMER_DATA = "former_data"  # the data folder as it was before a backup took its place


class Action(StrEnum):
    """What the record of actions tells of. An old record keeps these words: they are added to, never changed."""

    PROGRAM_STARTED = "program_started"
    PROGRAM_ENDED = "program_ended"
    PATIENT_ADDED = "patient_added"
    PATIENT_VIEWED = "patient_viewed"
    PATIENT_CHANGED = "patient_changed"
    PATIENT_ARCHIVED = "patient_archived"
    PATIENT_RESTORED = "patient_restored"
    PATIENT_REMOVED = "patient_removed"
    PATIENT_HELD = "patient_held"  # nothing of the patient may be deleted
    PATIENT_RELEASED = "patient_released"
    TREATMENT_ADDED = "treatment_added"
    TREATMENT_REMOVED = "treatment_removed"
    SESSION_BEGUN = "session_begun"
    SESSION_VIEWED = "session_viewed"
    SESSION_RECORDED = "session_recorded"
    SESSION_IMPORTED = "session_imported"
    SESSION_TYPED = "session_typed"
    SESSION_SCORED = "session_scored"
    SESSION_SIGNED = "session_signed"
    SESSION_REMOVED = "session_removed"
    ADDENDUM_ADDED = "addendum_added"
    NOTES_CHANGED = "notes_changed"
    BOOKMARK_ADDED = "bookmark_added"
    BOOKMARK_CHANGED = "bookmark_changed"
    BOOKMARK_REMOVED = "bookmark_removed"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    RECORDING_REMOVED = "recording_removed"
    MEASUREMENTS_REMOVED = "measurements_removed"
    TRANSCRIPT_CORRECTED = "transcript_corrected"
    TRANSCRIPT_RESTORED = "transcript_restored"
    TRANSCRIPT_DISCARDED = "transcript_discarded"  # to be written down anew, in another language
    RATING_ADDED = "rating_added"
    SAFETY_OPENED = "safety_opened"
    SAFETY_REVIEWED = "safety_reviewed"
    REPORT_SAVED = "report_saved"
    REPORT_PRINTED = "report_printed"
    REPORT_REMOVED = "report_removed"
    PICTURE_SAVED = "picture_saved"  # of the history
    DATA_EXPORTED = "data_exported"
    RESEARCH_EXPORTED = "research_exported"
    TRAINING_STARTED = "training_started"
    TRAINING_FINISHED = "training_finished"
    TRAINING_DISCARDED = "training_discarded"
    MODEL_ACTIVATED = "model_activated"
    MODEL_CONFIRMED = "model_confirmed"
    MODEL_EXPORTED = "model_exported"
    MODEL_IMPORTED = "model_imported"
    MODEL_REMOVED = "model_removed"
    SETTINGS_CHANGED = "settings_changed"
    VOICE_ENROLLED = "voice_enrolled"  # the clinician's
    VOICE_FORGOTTEN = "voice_forgotten"
    SCRIPT_IMPORTED = "script_imported"
    SCRIPT_REMOVED = "script_removed"
    BACKUPS_SET_UP = "backups_set_up"
    BACKUPS_STOPPED = "backups_stopped"
    BACKUP_MADE = "backup_made"
    BACKUPS_REMOVED = "backups_removed"
    BACKUP_RESTORED = "backup_restored"  # at this start, in the place of the data
    DATA_MOVED = "data_moved"  # to a server, for several seats
    FORMER_DATA_REMOVED = "former_data_removed"
    LOG_REMOVED = "log_removed"
    AUDIT_EXPORTED = "audit_exported"
    AUDIT_CHECKED = "audit_checked"
    AUDIT_BROKEN = "audit_broken"  # the record did not end as it had been left
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"  # so many times since somebody signed in last
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"  # the role, or whether an administrator sees patients
    USER_SHUT_OUT = "user_shut_out"
    USER_BROUGHT_BACK = "user_brought_back"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 - a word for what the user did, no secret
    PASSPHRASE_RESET = "passphrase_reset"  # noqa: S105 - as above, by an administrator
    MASTER_KEY_CHANGED = "master_key_changed"  # ordered, and in force from the next sign-in on
    EMERGENCY_ACCESS = "emergency_access"  # to patients, by somebody whose role does not show them; with the reason
    LOCKED = "locked"  # the screen, by hand, after a while, or with the system's
    UNLOCKED = "unlocked"
    PIN_CHANGED = "pin_changed"  # set, or taken away
    RECOVERY_USED = "recovery_used"  # the recovery key, in the place of a passphrase


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who works with the program. The passphrase lies in the keyring, under the same id."""

    id: str
    name: str  # unique, and never changed: it stands in the record of actions and under what is signed
    role: Role
    sees_patients: bool = False  # of administrators alone; whether they are clinicians as well
    is_active: bool = True  # whether they may sign in


@dataclass(frozen=True, slots=True)
class Hold:
    """That nothing of a patient may be deleted, and why."""

    reason: str
    set_by: str  # the clinician; "" for nobody
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Patient:
    """Somebody who is interviewed, known by a pseudonymous code."""

    id: str
    code: str  # unique, such as "P-7K3Q"
    name: str  # may be ""
    sex: Sex
    birth_year: int | None
    language: str  # one of selfmm.types.LANGUAGES
    notes: str
    is_demo: bool
    created_at: datetime
    tags: tuple[str, ...] = ()
    archived_at: datetime | None = None  # None while the patient is in care
    hold: Hold | None = None  # None while what is due may be deleted


@dataclass(frozen=True, slots=True)
class Recording:
    """A file with sound, picture or both, as it lies in the interview's folder."""

    path: Path
    duration_seconds: float
    has_sound: bool
    has_picture: bool


@dataclass(frozen=True, slots=True)
class RecordingDeletion:
    """That a recording was deleted by a rule: when, and after how many months."""

    deleted_at: datetime
    months: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One session with a patient. Its folder is the spine: recording, transcript and features lie there."""

    id: str
    patient_id: str
    held_at: datetime
    source: Source
    language: str  # "en", "zh", or "auto" until the first transcript
    recording: Recording | None
    is_demo: bool
    step: Step = Step.RESULT
    script: str = ""  # name of the prompt cards; "" where none were used
    notes: str = ""  # the clinician's own, until the session is signed off
    origin: str = ""  # SHA-256 of an imported file, so that it is known again; "" for all others
    deletion: RecordingDeletion | None = None  # of the recording, by a rule; None where none was deleted by one


@dataclass(frozen=True, slots=True)
class Consent:
    """A patient's consent to one purpose in one session; given again after it was withdrawn, it is another one."""

    id: str
    interview_id: str
    purpose: Purpose
    text_version: str  # of the wording that was read out, such as "2026-1"
    given_at: datetime
    recorded_by: str  # the clinician
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """A questionnaire's or a clinician's number as it was given: never changed, only followed by others."""

    id: str
    interview_id: str
    instrument: str  # such as "phq-9"
    language: str  # of the wording
    answers: tuple[int | None, ...]  # one an item, None where it was left out; () where only the total was entered
    value: float | None  # the total; None where too many answers are missing
    is_prorated: bool  # whether the total stands for answers that are missing
    difficulty: int | None  # the unscored question of the PHQ-9 and its kin, 0 to 3
    rated_by: RatedBy
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class ScriptCard:
    """A card of the script that an interview followed, and what became of it."""

    number: int  # from 1, in the order of the script
    prompt: str  # the card's id, as answers and cues have it
    text: str  # the wording that was shown; the script may be another one by now
    was_shown: bool
    skipped_at: float | None = None  # seconds from the start of the recording; None where it was not skipped

    @property
    def fate(self) -> CardFate:
        """What became of it; a card that was gone back to after it was skipped stays skipped."""
        if self.skipped_at is not None:
            return CardFate.SKIPPED
        return CardFate.ASKED if self.was_shown else CardFate.NOT_REACHED


@dataclass(frozen=True, slots=True)
class BegunQuestionnaire:
    """The answers that were given so far to a questionnaire: no rating, and gone as soon as there is one."""

    interview_id: str
    instrument: str  # such as "phq-9"
    answers: tuple[int | None, ...]  # one an item, None where there is none yet
    difficulty: int | None  # the unscored question of the PHQ-9 and its kin, 0 to 3


@dataclass(frozen=True, slots=True)
class SafetyReview:
    """What followed on item 9 of the PHQ-9; open until somebody has assessed the person."""

    id: str
    interview_id: str
    rating_id: str
    opened_at: datetime
    assessed_by: str = ""
    tool: str = ""
    outcome: str = ""
    plan: str = ""
    reviewed_at: datetime | None = None  # None while it is open


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who has signed a session off, with which assessment; from then on only addenda are added."""

    interview_id: str
    assessment_id: str | None  # None where the session was signed off without a score
    signed_by: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a session after it was signed off."""

    id: str
    interview_id: str
    text: str
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A moment of a recording that the clinician wants to find again."""

    id: str
    interview_id: str
    at_seconds: float  # from the start of the recording
    note: str


@dataclass(frozen=True, slots=True)
class TreatmentEvent:
    """A change of treatment, a flag in the patient's history."""

    id: str
    patient_id: str
    happened_at: datetime
    kind: TreatmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score as it was given: never changed, only followed by others."""

    id: str
    interview_id: str
    score: Score
    created_at: datetime
    markers: Mapping[str, float] = field(default_factory=dict)  # of voice and face, by code; none where typed


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What decides whether a rule for keeping may take a session, or its recording."""

    id: str
    patient_id: str
    held_at: datetime
    signed_at: datetime | None  # None while it is open
    added_at: datetime | None  # of the newest addendum
    has_recording: bool
    has_open_review: bool  # whether item 9 waits for an assessment


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """What decides whether a rule for keeping may take anything of a patient."""

    id: str
    code: str
    created_at: datetime
    archived_at: datetime | None  # None while the patient is in care
    treated_at: datetime | None  # the newest treatment event
    hold_reason: str  # "" where nothing is on hold


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One interview's newest score in a patient's history; `value` is None where it was indeterminate by quality."""

    interview_id: str
    assessment_id: str
    held_at: datetime
    scale: str
    value: float | None
    interval: tuple[float, float] | None
    cutoff: float
    band: str
    bundle: str
    coverage: float = 0.9  # share of people whose true value lies in the interval
    markers: Mapping[str, float] = field(default_factory=dict)  # of voice and face, by code


@dataclass(frozen=True, slots=True)
class ScoredBefore:
    """What the newest score of a session has seen of it."""

    at: datetime
    has_answers: bool
    quality: Quality  # words, voice and noise alone


@dataclass(frozen=True, slots=True)
class RatedInterview:
    """A session with its rating on one instrument, as a training looks at it."""

    id: str
    patient_id: str
    code: str  # the patient's
    sex: Sex
    birth_year: int | None
    held_at: datetime
    language: str
    is_demo: bool
    recording_suffix: str | None
    rating: float | None  # None where too many items are missing
    scored: ScoredBefore | None


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """A patient who stands in the caseload, and the session for which."""

    patient_id: str
    code: str
    name: str
    interview_id: str
    moment: datetime  # when the session was held, or its safety review was opened
    step: Step


@dataclass(frozen=True, slots=True)
class Measurement:
    """A score or a total as the caseload compares it."""

    held_at: datetime
    value: float
    interval: tuple[float, float] | None = None  # of scores only
    coverage: float = 0.9
    bundle: str = ""  # the model; "" for totals


@dataclass(frozen=True, slots=True)
class Rise:
    """A patient whose newest number is higher than one of an earlier session, on the same model or instrument."""

    patient: CaseloadRow  # with the newest session
    measure: str  # name of the model's scale, or id of the instrument
    newest: Measurement
    before: Measurement  # of the session before
    first: Measurement  # of the first session; with two sessions, the same


@dataclass(frozen=True, slots=True)
class LastSession:
    """When a patient was last seen, and what the last session with a score said."""

    held_at: datetime
    scale: str | None  # None, like the next two, while no session has been scored
    value: float | None  # None, too, where the score was indeterminate by quality
    band: str | None


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A model of this clinic besides the one that comes with the app. Its bundle never changes."""

    id: str  # the bundle's
    name: str
    folder: str  # name of the bundle's folder below `AppPaths.models`
    origin: ModelOrigin
    parent: str  # id of the bundle that it began from; "" where it began from none, or that is not known
    scale: str
    depth: str  # how much of it learnt, a code of the library's; "" where it was imported
    made_by: str  # who trained or imported it
    made_at: datetime
    summary: Mapping[str, Any] = field(default_factory=dict)  # of the data: counts alone
    verdict: str = ""  # a code of the library's; "" where it was imported
    comparison: Mapping[str, Any] = field(default_factory=dict)  # what it was judged by, without who was judged
    confirmed_by: str = ""  # who said that an imported model may be trusted
    confirmed_at: datetime | None = None
    deleted_by: str = ""
    deleted_at: datetime | None = None  # its folder is gone then; the entry stays, for what refers to it

    @property
    def is_trusted(self) -> bool:
        """Whether it may score: models that were trained here may, imported ones once somebody has confirmed them."""
        return self.origin is ModelOrigin.TRAINED or self.confirmed_at is not None


@dataclass(frozen=True, slots=True)
class Activation:
    """That a model was made the one that scores."""

    model_id: str  # the bundle's id
    is_default: bool  # whether it was the model that came with the app
    activated_by: str
    activated_at: datetime


@dataclass(frozen=True, slots=True)
class Lesson:
    """A session that a model has learnt from, and whose it is; kept when the session goes, for the model stays."""

    interview_id: str
    patient_id: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """That something was done: when, by whom, and to which patient and session. Ids, codes and counts alone."""

    number: int  # from 1, without gaps
    at: datetime | None  # None where somebody has written something else in its place
    who: str  # the user's name; "" for nobody
    action: str  # an `Action`, unless a newer version of the program wrote it
    patient_id: str | None
    patient_code: str | None  # at that time
    interview_id: str | None
    subject: str | None  # id of what else it was done to, such as a model
    details: str  # JSON
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are looked for; what is None or "" does not matter."""

    since: datetime | None = None
    until: datetime | None = None  # and not this moment itself
    action: str = ""
    who: str | None = None  # "" for nobody
    patient_code: str = ""  # that the patient has or ever had, in upper or lower case


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How many entries a record has, and the hash of the last one."""

    count: int
    hash: str
