"""A data folder with the patients of the screenshots: the demonstration with scores as the model might give them.

Nothing is scored here, so a folder is filled in a second. The texts are those of `resources/demo`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from screening_app.domain import ScriptCard, Sex, Source, Step, TreatmentKind
from screening_app.services.consents import purposes_for, record_consent
from screening_app.services.demo import NAME, DemoSession, demo_sessions
from screening_app.services.evidence import AnswerEvidence, Evidence
from screening_app.services.imports import import_file
from screening_app.services.interviews import keep_cards, start_interview, type_text
from screening_app.services.model_registry import active_bundle
from screening_app.services.patients import add_patient
from screening_app.services.prompts import prompt_cards
from screening_app.services.ratings import rate
from screening_app.services.scoring import add_assessment
from screening_app.services.sessions import add_addendum, add_bookmark, begin_session, go_to_step, sign_off, write_notes
from screening_app.services.treatment import add_event
from screening_app.settings import Settings
from selfmm.data.files import write_transcript
from selfmm.scales import SDS
from selfmm.types import INDETERMINATE, AnswerScore, Passage, Quality, Score, Speaker, Transcript

if TYPE_CHECKING:
    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace

_VALUES = (66.4, 61.2, 57.8, 53.6, 44.9, 38.3)  # of the six sessions, SDS points
_HALF_INTERVAL = 9.0
_LONG_NAME = "Xanthippe-Wilhelmine Wolfeschlegelsteinhausen " + "Vandenbroucke-Oppenheimer " * 2
OLDER_MODEL = "5b1e09c7d2a4"

MARKERS = {
    "speech_rate": 118.0, "articulation_rate": 171.0, "pause_share": 41.0, "pause_seconds": 0.92, "pause_rate": 14.0,
    "latency": 1.8, "pitch": 172.0, "pitch_range": 7.2, "pitch_variability": 2.1, "loudness": -31.0,
    "loudness_range": 19.0, "jitter": 1.1, "shimmer": 6.2, "harmonicity": 12.0, "face_share": 62.0,
    "smile_share": 4.0, "smile_intensity": 0.11,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """Who and what is in the folder."""

    demonstration: Patient  # six sessions, the odd ones recorded
    newest: Interview  # of the demonstration
    recorded: Interview  # of the demonstration
    undecided: Interview  # of the demonstration: its interval holds the cut-off
    two_models: Patient  # scored by two models, one session without a value
    without_value: Interview
    unscored: Interview  # typed, waits to be scored
    begun: Interview  # to be recorded; nobody was asked for consent yet
    agreed: Interview  # to be recorded, with consent
    to_import: Interview
    to_type: Interview
    item_9: Interview  # with an open safety review
    signed: Interview  # with an addendum
    new_patient: Patient  # with the longest name, no sessions


def fill(workspace: Workspace, model: str | None = None) -> Example:
    """Put the patients into an empty folder; `model` is the id that the scores name, that of the active model."""
    model = model or active_bundle(Settings()).id
    patients = (
        ("MH-2026-0117", "王小明", Sex.MALE, 1987, "zh"),
        ("P-7K3Q", "", Sex.UNKNOWN, None, "en"),
        ("P-M4TX", "Agnieszka Kowalska-Brzęczyszczykiewicz", Sex.FEMALE, 1959, "en"),
    )
    others = [
        add_patient(workspace, code=code, name=name, sex=sex, birth_year=born, language=language)
        for code, name, sex, born, language in patients
    ]
    two_models, without_value = _two_models(workspace, others[0], model)
    begun, agreed, to_import, to_type = _begun(workspace, others[2])
    unscored = type_text(workspace, others[1], "I have not slept well for weeks.", "en")
    new = add_patient(
        workspace, code="Outpatients-2026-0117", name=_LONG_NAME, notes="Referred by the general practitioner."
    )
    demonstration = add_patient(workspace, code="DEMO-1", name=NAME, is_demo=True)
    held = [
        _demo_session(workspace, demonstration, session, value, model)
        for session, value in zip(demo_sessions(), _VALUES, strict=True)
    ]
    _write_beside(workspace, demonstration, held)
    return Example(
        demonstration=demonstration,
        newest=held[-1],
        recorded=held[2],
        undecided=held[3],
        two_models=two_models,
        without_value=without_value,
        unscored=unscored,
        begun=begun,
        agreed=agreed,
        to_import=to_import,
        to_type=to_type,
        item_9=held[0],
        signed=held[1],
        new_patient=new,
    )


def _begun(workspace: Workspace, patient: Patient) -> list[Interview]:
    """Sessions on their way."""
    sources = (Source.RECORDED, Source.RECORDED, Source.IMPORTED, Source.TYPED)
    begun = [begin_session(workspace, patient, source, "en") for source in sources]
    for interview in begun[1:]:
        record_consent(workspace, interview, purposes_for(interview.source), "Dr. Lin")
        go_to_step(workspace, interview, Step.INTERVIEW)
    return begun


def _write_beside(workspace: Workspace, patient: Patient, held: list[Interview]) -> None:
    """What a clinic adds to the sessions: questionnaires, an answer above 0 to item 9, a sign-off, a treatment."""
    answers = ((3, 3, 2, 2, 1, 3, 2, 1, 1), (2, 3, 2, 2, 1, 2, 2, 1, 0), (2, 2, 2, 1, 1, 2, 1, 1, 0))
    for interview, given in zip(held, answers, strict=False):
        rate(workspace, interview.id, "phq-9", given, language=interview.language, difficulty=1)
    write_notes(workspace, held[1].id, "Sleep a little better since the last session.")
    sign_off(workspace, held[1], "Dr. Lin")
    add_addendum(workspace, held[1].id, "The patient called: the appointment is moved by a week.", "Dr. Lin")
    add_bookmark(workspace, held[2].id, 21.0, "Looks out of the window")
    keep_cards(workspace, held[2].id, _cards("full"))
    for days, kind, text in ((140, TreatmentKind.MEDICATION, "Sertraline 50 mg"), (100, TreatmentKind.THERAPY, "CBT")):
        add_event(workspace, patient.id, kind, text, datetime.now(UTC) - timedelta(days=days))


def _cards(script: str) -> list[ScriptCard]:
    """A script of which two cards were skipped and the last ones not reached."""
    cards = prompt_cards("en", script)
    skipped = {3: 61.0, 5: 74.5}
    return [
        ScriptCard(number, card.id, card.text, number < len(cards) - 1, skipped.get(number))
        for number, card in enumerate(cards, start=1)
    ]


def _demo_session(workspace: Workspace, patient: Patient, session: DemoSession, value: float, model: str) -> Interview:
    held_at = datetime.now(UTC) - timedelta(days=session.days_ago)
    transcript = session.transcript
    if session.recording is None:
        text = "\n\n".join(answer.text for answer in transcript.answers)
        interview = type_text(workspace, patient, text, transcript.language, held_at=held_at)
    else:
        interview = import_file(workspace, patient, session.recording, transcript.language, held_at=held_at)
        write_transcript(workspace.media.transcript_path(interview.id), transcript)
    add_assessment(workspace, interview, made_up_score(transcript, value, model, typed=session.recording is None))
    return interview


def _two_models(workspace: Workspace, patient: Patient, model: str) -> tuple[Patient, Interview]:
    """Five sessions: two of an older model, one without a value, two of the active model."""
    transcript = demo_sessions()[1].transcript
    without_value = None
    for place, (value, bundle) in enumerate(
        ((52.0, OLDER_MODEL), (58.5, OLDER_MODEL), (None, model), (49.4, model), (71.6, model))
    ):
        held_at = datetime.now(UTC) - timedelta(days=400 - 75 * place)
        interview = start_interview(workspace, patient, Source.TYPED, "zh", held_at=held_at)
        write_transcript(workspace.media.transcript_path(interview.id), transcript)
        add_assessment(workspace, interview, made_up_score(transcript, value, bundle, typed=True))
        without_value = interview if value is None else without_value
    assert without_value is not None
    return patient, without_value


def made_up_score(transcript: Transcript, value: float | None, model: str, *, typed: bool) -> Score:
    """A score as a model might give it: each answer somewhat beside `value`, its first sentence moving it most."""
    interval = None if value is None else (max(25.0, value - _HALF_INTERVAL), min(100.0, value + _HALF_INTERVAL))
    undecided = interval is None or interval[0] < SDS.cutoff <= interval[1]
    quality = Quality(words=640, confidence=0.91)
    if not typed:
        quality = replace(quality, voiced_seconds=131.6, signal_to_noise=17.4, face_share=0.62, brightness=0.4)
    return Score(
        scale=SDS,
        value=value,
        interval=interval,
        coverage=0.9,
        band=INDETERMINATE if undecided or value is None else SDS.band(value),
        text=value,
        audio=None if typed or value is None else value - 3.2,
        vision=None,
        answers=_answers(transcript, value),
        quality=quality,
        bundle=model,
        reasons=("too_few_words",) if value is None else ("interval_spans_cutoff",) if undecided else (),
        warnings=() if typed else ("too_noisy", "no_face"),
        probability=None if value is None else min(0.98, max(0.02, (value - 25) / 60)),
    )


def _answers(transcript: Transcript, value: float | None) -> tuple[AnswerScore, ...]:
    own = [answer for answer in transcript.answers if answer.speaker is Speaker.PARTICIPANT]
    return tuple(
        AnswerScore(
            answer.text,
            answer.start,
            answer.end,
            None if value is None else min(100.0, max(25.0, value + 4 * (place % 3 - 1))),
            () if value is None else (Passage(_first_sentence(answer.text), 2.6 - place * 0.9),),
        )
        for place, answer in enumerate(own)
    )


def _first_sentence(text: str) -> str:
    ends = [place for mark in (". ", "。") if (place := text.find(mark)) > 0]
    return text[: min(ends) + 1] if ends else text


def made_up_evidence(transcript: Transcript) -> Evidence:
    """Measurements as a recording might have them, with a warning at the second answer."""
    quality = Quality(words=40, voiced_seconds=12.0)
    answers = [AnswerEvidence(quality, (), MARKERS) for _ in transcript.answers]
    answers[1] = AnswerEvidence(quality, ("little_voice", "too_noisy"), MARKERS)
    return Evidence(tuple(answers), MARKERS)
