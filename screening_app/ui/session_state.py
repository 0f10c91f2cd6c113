"""Where a session stands: what is known of it, and so what the page shows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from screening_app.domain import Step
from screening_app.services.consents import consented
from screening_app.services.interviews import cards_of, get_interview
from screening_app.services.model_registry import active_bundle
from screening_app.services.patients import get_patient
from screening_app.services.predictive_values import values_of_model
from screening_app.services.ratings import begun_of, ratings_of, ratings_to_review, safety_reviews_of
from screening_app.services.sessions import addenda_of, bookmarks_of, sign_off_of, steps_of
from screening_app.services.transcripts import is_corrected, read_transcript
from selfmm.errors import BundleError
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from screening_app.domain import (
        Addendum,
        Assessment,
        BegunQuestionnaire,
        Bookmark,
        Interview,
        Patient,
        Purpose,
        Rating,
        SafetyReview,
        ScriptCard,
        SignOff,
        Source,
    )
    from screening_app.services.evidence import Evidence
    from screening_app.services.predictive_values import PredictiveValues
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.types import Transcript


class Stage(Enum):
    """What the page shows; all but the first are steps that are kept with the session."""

    WHO = auto()
    CONSENT = auto()
    DEVICES = auto()
    INTERVIEW = auto()
    QUESTIONNAIRE = auto()
    RESULT = auto()
    SIGN_OFF = auto()


_STAGES = {
    Step.CONSENT: Stage.CONSENT,
    Step.DEVICES: Stage.DEVICES,
    Step.INTERVIEW: Stage.INTERVIEW,
    Step.QUESTIONNAIRE: Stage.QUESTIONNAIRE,
    Step.RESULT: Stage.RESULT,
    Step.SIGNED: Stage.RESULT,  # what was signed is opened to be read
}
_BEFORE_MATERIAL = (Stage.CONSENT, Stage.DEVICES, Stage.INTERVIEW)
_STEPS = {stage: step for step, stage in _STAGES.items() if step is not Step.SIGNED}


@dataclass(frozen=True, slots=True)
class SessionState:
    """A session; an interview without an assessment is kept and can be scored."""

    stage: Stage = Stage.WHO
    patient: Patient | None = None
    interview: Interview | None = None
    transcript: Transcript | None = None
    corrected: bool = False  # whether the transcript is not as it was first written down
    assessment: Assessment | None = None
    evidence: Evidence | None = None  # None where there is no recording that was prepared
    values: PredictiveValues | None = None  # of the model that scored, while it is the active one
    consents: frozenset[Purpose] = frozenset()  # those in force
    ratings: tuple[Rating, ...] = ()  # the newest on each instrument
    begun: tuple[BegunQuestionnaire, ...] = ()  # questionnaires that are not finished
    reviews: tuple[SafetyReview, ...] = ()
    reviewed: tuple[Rating, ...] = ()  # those that the reviews are about, corrected ones too
    cards: tuple[ScriptCard, ...] = ()  # of the script that was followed
    bookmarks: tuple[Bookmark, ...] = ()
    sign_off: SignOff | None = None
    addenda: tuple[Addendum, ...] = ()
    card: dict[str, str] = field(default_factory=dict)  # language → first line of the card of the model that scored

    @property
    def open_review(self) -> SafetyReview | None:
        """The safety review that nobody has completed; the newest, where there are several."""
        return next((review for review in reversed(self.reviews) if review.reviewed_at is None), None)

    @property
    def has_material(self) -> bool:
        """Whether there is something to score: what was recorded, imported or typed."""
        return self.transcript is not None or bool(self.interview and self.interview.recording)

    @property
    def allowed(self) -> frozenset[Stage]:
        """The steps that can be gone to: what was recorded is not recorded again, and what was signed is only read."""
        if self.interview is None:
            return frozenset({Stage.WHO})
        if self.sign_off is not None:
            return frozenset({Stage.RESULT, Stage.SIGN_OFF})
        if self.has_material:
            return frozenset({Stage.CONSENT, Stage.QUESTIONNAIRE, Stage.RESULT, Stage.SIGN_OFF})
        steps = stages_of(self.interview.source)
        return frozenset(steps[1 : steps.index(reached_by(self)) + 1])

    @property
    def left_out(self) -> frozenset[Stage]:
        """The steps that were passed with nothing to show for it."""
        empty = {Stage.CONSENT: self.consents, Stage.QUESTIONNAIRE: self.ratings}
        return frozenset(stage for stage, kept in empty.items() if not kept)

    @property
    def language(self) -> str:
        """What the patient speaks here, "en" or "zh"."""
        spoken = self.interview.language if self.interview else ""
        if spoken in LANGUAGES:
            return spoken
        return self.patient.language if self.patient else "en"


def stages_of(source: Source) -> tuple[Stage, ...]:
    """The steps of a session that comes in this way; only a recorded one needs devices."""
    kept = (Stage.SIGN_OFF if step is Step.SIGNED else _STAGES[step] for step in steps_of(source))
    return Stage.WHO, *kept


def reached_by(state: SessionState) -> Stage:
    """The furthest step that the session has come to."""
    kept = _STAGES[state.interview.step] if state.interview else Stage.WHO
    if state.sign_off is not None:
        kept = Stage.SIGN_OFF
    elif state.has_material and kept in _BEFORE_MATERIAL:
        kept = Stage.QUESTIONNAIRE
    return max(kept, state.stage, key=list(Stage).index)


def step_of(stage: Stage) -> Step | None:
    """What is kept of the session when this is shown; None where nothing is."""
    return _STEPS.get(stage)


def review_of(workspace: Workspace, settings: Settings, interview_id: str) -> SessionState:
    """What is known of an interview; for the job thread, since it reads and measures.

    Raises `ScreeningError` when the interview has been removed.
    """
    interview = get_interview(workspace, interview_id)
    assessments = workspace.assessments.of_interview(interview_id)
    assessment = assessments[-1] if assessments else None
    transcript = read_transcript(workspace, interview)
    state = SessionState(
        stage=_STAGES[interview.step],
        patient=get_patient(workspace, interview.patient_id),
        interview=interview,
        transcript=transcript,
        corrected=is_corrected(workspace, interview),
        assessment=assessment,
        evidence=_evidence(workspace, settings, interview),
        **(_of_model(settings, assessment.score.bundle) if assessment else {}),
        consents=consented(workspace, interview_id),
        ratings=ratings_of(workspace, interview_id),
        begun=begun_of(workspace, interview_id),
        reviews=safety_reviews_of(workspace, interview_id),
        reviewed=ratings_to_review(workspace, interview_id),
        cards=cards_of(workspace, interview_id),
        bookmarks=bookmarks_of(workspace, interview_id),
        sign_off=sign_off_of(workspace, interview_id),
        addenda=addenda_of(workspace, interview_id),
    )
    cut_short = state.has_material and state.stage in _BEFORE_MATERIAL
    return replace(state, stage=Stage.QUESTIONNAIRE) if cut_short else state


def _evidence(workspace: Workspace, settings: Settings, interview: Interview) -> Evidence | None:
    if interview.recording is None and interview.deletion is None:
        return None
    from screening_app.services.evidence import evidence_of

    try:
        return evidence_of(workspace, interview, settings)
    except BundleError:  # it is the model that says how recordings are measured
        return None


def _of_model(settings: Settings, bundle: str) -> dict[str, Any]:
    """What the active model says of itself, if it is the one that scored; nothing where another one did."""
    try:
        active = active_bundle(settings)
    except BundleError:
        return {}
    if active.id != bundle:
        return {}
    card = {language: active.card_line(language) for language in LANGUAGES}
    return {"values": values_of_model(active, settings), "card": card}
