"""Which sessions a model may learn from, and why not the others; who is locked away to judge it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from screening_app.domain import Purpose
from screening_app.errors import PutThereError, ScreeningError
from screening_app.services.questionnaires import instrument, instruments
from screening_app.services.texts import check_line
from screening_app.services.training_child import Material
from selfmm.data.files import read_features, read_transcript
from selfmm.errors import DataError
from selfmm.features.quality import interview_quality
from selfmm.quality_limits import quality_reasons
from selfmm.recipe import own_answers
from selfmm.scales import SCALES
from selfmm.training.clinic.readiness import person_ratings
from selfmm.types import Band, LabelScale, no_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from screening_app.domain import Interview, Patient, Rating
    from screening_app.services.questionnaires import Instrument
    from screening_app.services.workspace import Workspace
    from selfmm.stored_file import StoredFile
    from selfmm.training.clinic.nouns import RatedSession, Readiness
    from selfmm.types import Features, Report, Transcript

HOLDOUT_PEOPLE = 20  # fewer say nothing about a model (decision 16)
HOLDOUT_FROM = 80  # people; so many are left to learn from as tuning the heads wants (decision 16)
_HOLDOUT_SHARE = 5  # one in so many, where that is more
_SEED = 1111
_LONGEST_NAME = 40

_NO_CUTOFF = "There is no published cut-off for {name} here. Enter the one that you work with."
_NO_SCALE = "The cut-off has to lie within the scale, above its lowest value. Correct the range or the cut-off."
_NAME_TAKEN = "“{name}” is the name of a scale with another range or cut-off. Give yours another name."
_NAME_LONG = "The name of the scale is too long. Use at most {limit} characters."


class LeftOut(StrEnum):
    """Why a rated session is not learnt from, the first that applies."""

    DEMONSTRATION = "demonstration"
    NO_CONSENT = "no_consent"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    UNDECIDED = "undecided"  # too many items are missing for a total
    OUTSIDE_SCALE = "outside_scale"
    NO_TRANSCRIPT = "no_transcript"  # it was never transcribed, or its text cannot be read
    OLD_RECIPE = "old_recipe"  # its recording can be looked through again
    RECORDING_GONE = "recording_gone"  # it should be there, but is not
    POOR_QUALITY = "poor_quality"


class Agreement(StrEnum):
    """Whether the patient agrees that a model learns from the session."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    NEVER_GIVEN = "never_given"


class Reading(StrEnum):
    """How voice and face of a session were read."""

    WORDS_ALONE = "words_alone"  # there is no recording, or it is not looked at
    CURRENT = "current"  # by the recipe that is wanted
    OLDER = "older"  # by another one; the recording can be looked through again
    GONE = "gone"  # by another one, and the recording, which should be there, is not


@dataclass(frozen=True, slots=True)
class RatedRow:
    """A rated session as the table shows it; `reasons` are codes of poor quality, as scores have them."""

    interview_id: str
    patient_id: str
    code: str  # the patient's
    held_at: datetime
    language: str
    rating: float | None
    consent: Agreement
    reading: Reading
    left_out: LeftOut | None  # None where it is learnt from
    reasons: tuple[str, ...] = ()
    is_locked: bool = False  # judged only, never learnt from
    material: Material | None = None  # None where it is left out


_REFUSED = {Agreement.WITHDRAWN: LeftOut.CONSENT_WITHDRAWN, Agreement.NEVER_GIVEN: LeftOut.NO_CONSENT}
_UNREAD = {Reading.OLDER: LeftOut.OLD_RECIPE, Reading.GONE: LeftOut.RECORDING_GONE}


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """All sessions that are rated on one instrument, newest first, and whether they are enough."""

    scale: LabelScale
    rows: tuple[RatedRow, ...]
    readiness: Readiness
    not_rated: int  # sessions without a rating on this instrument; demonstrations not counted
    holdout: frozenset[str]  # patients who are locked away, or will be when a training is begun
    holdout_is_chosen: bool

    @property
    def usable(self) -> tuple[RatedRow, ...]:
        """The sessions that are learnt from or judged."""
        return tuple(row for row in self.rows if row.left_out is None)

    @property
    def counts(self) -> Mapping[LeftOut, int]:
        """Why how many sessions are left out."""
        return Counter(row.left_out for row in self.rows if row.left_out is not None)

    @property
    def re_extractable(self) -> tuple[str, ...]:
        """Ids of the interviews that could be used once their recording is looked through again."""
        return tuple(row.interview_id for row in self.rows if row.left_out is LeftOut.OLD_RECIPE)


def training_instruments() -> tuple[Instrument, ...]:
    """What sessions may be rated on; where an instrument has no scale, a cut-off has to be named."""
    return instruments()


def scale_for(
    instrument_id: str,
    *,
    minimum: float | None = None,
    maximum: float | None = None,
    cutoff: float | None = None,
    name: str = "",
) -> LabelScale:
    """The scale of an instrument's ratings: its own, or one with another range or cut-off.

    Raises `ScreeningError` where there is no cut-off, or range, cut-off and name do not make a scale.
    """
    rated = instrument(instrument_id)
    lowest = rated.minimum if minimum is None else minimum
    highest = rated.maximum if maximum is None else maximum
    least = rated.cutoff if cutoff is None else cutoff
    if least is None:
        raise ScreeningError(_NO_CUTOFF, name=rated.name)
    if rated.scale and (lowest, highest, least) == (rated.scale.minimum, rated.scale.maximum, rated.scale.cutoff):
        return rated.scale
    if not lowest < least <= highest:
        raise ScreeningError(_NO_SCALE)
    bands = (Band(lowest, "below_cutoff"), Band(least, "at_or_above_cutoff"))
    return LabelScale(_free_name(name.strip() or f"{rated.name} ≥ {least:g}"), lowest, highest, least, bands)


def _free_name(name: str) -> str:
    if name in SCALES:
        raise ScreeningError(_NAME_TAKEN, name=name)
    if len(name) > _LONGEST_NAME:
        raise ScreeningError(_NAME_LONG, limit=_LONGEST_NAME)
    check_line(name)
    return name


def rated_sessions(
    workspace: Workspace, instrument_id: str, scale: LabelScale, recipe: str | None, report: Report = no_report
) -> tuple[RatedRow, ...]:
    """All sessions with a rating on this instrument, newest first.

    `recipe` is the fingerprint of the recipe that voice and face have to be measured by; None where they are not
    looked at. Reports "reading".
    """
    look = _Look(workspace, scale, recipe)
    ratings = workspace.ratings.newest_on(instrument_id)
    rows = []
    for number, rating in enumerate(ratings):
        report("reading", number / len(ratings))
        rows.append(look.row(rating))
    return tuple(sorted(rows, key=lambda row: (row.held_at, row.interview_id), reverse=True))


def propose_holdout(workspace: Workspace, sessions: Sequence[RatedSession], scale: LabelScale) -> frozenset[str]:
    """Who is locked away: those who are already, else those who would be if they were chosen now.

    A fifth of the people and 20 at least, from both sides of the cut-off as there are people on each, among those whom
    no model knows; nobody while there are fewer than 80 people.
    """
    locked, ratings = workspace.holdout.patients(), person_ratings(sessions)
    size = max(HOLDOUT_PEOPLE, len(ratings) // _HOLDOUT_SHARE)
    if locked or len(ratings) < HOLDOUT_FROM:
        return locked
    fresh = sorted(person for person in ratings if not workspace.models.learnt_from_patient(person))
    if len(fresh) < size:
        return frozenset()
    draw = random.Random(_SEED)  # noqa: S311 - to be the same each time, not to be secret
    draw.shuffle(fresh)
    above = [person for person in fresh if ratings[person] >= scale.cutoff]
    below = [person for person in fresh if ratings[person] < scale.cutoff]
    from_above = round(size * len(above) / len(fresh))
    return frozenset((*above[:from_above], *below[: size - from_above]))


class _Look:
    """Looks at rated sessions one by one, with what is asked of all of them read once."""

    def __init__(self, workspace: Workspace, scale: LabelScale, recipe: str | None) -> None:
        self._workspace = workspace
        self._scale = scale
        self._recipe = recipe
        self._interviews = {interview.id: interview for interview in workspace.interviews.all()}
        self._patients = {patient.id: patient for patient in workspace.patients.all()}
        self._consenting = workspace.consents.interviews_with(Purpose.TRAINING)
        self._withdrawn = workspace.consents.interviews_withdrawn_from(Purpose.TRAINING)
        self._locked = workspace.holdout.patients()

    def row(self, rating: Rating) -> RatedRow:
        """The session of a rating, and whether it is learnt from."""
        interview = self._interviews[rating.interview_id]
        patient = self._patients[interview.patient_id]
        transcript, consent, reading = self._transcript(interview), self._consent(interview), self._reading(interview)
        left_out, reasons = self._left_out(interview, rating.value, transcript)
        language = transcript.language if transcript else interview.language
        material = None
        if left_out is None and rating.value is not None:
            material = self._material(patient, interview, rating.value, language)
        return RatedRow(
            interview_id=interview.id,
            patient_id=patient.id,
            code=patient.code,
            held_at=interview.held_at,
            language=language,
            rating=rating.value,
            consent=consent,
            reading=reading,
            left_out=left_out,
            reasons=reasons,
            is_locked=patient.id in self._locked,
            material=material,
        )

    def _left_out(
        self, interview: Interview, value: float | None, transcript: Transcript | None
    ) -> tuple[LeftOut | None, tuple[str, ...]]:
        for reason in self._formal(interview, value):
            return reason, ()
        if transcript is None:
            return LeftOut.NO_TRANSCRIPT, ()
        if (unread := _UNREAD.get(self._reading(interview))) is not None:
            return unread, ()
        reasons = _quality_reasons(self._workspace, interview, transcript, self._features(interview))
        return (LeftOut.POOR_QUALITY if reasons else None), reasons

    def _formal(self, interview: Interview, value: float | None) -> Iterator[LeftOut]:
        """What speaks against a session, whatever was said in it."""
        if interview.is_demo:
            yield LeftOut.DEMONSTRATION
        if (refused := _REFUSED.get(self._consent(interview))) is not None:
            yield refused
        if value is None:
            yield LeftOut.UNDECIDED
        elif not self._scale.minimum <= value <= self._scale.maximum:
            yield LeftOut.OUTSIDE_SCALE

    def _transcript(self, interview: Interview) -> Transcript | None:
        path = self._workspace.media.transcript_path(interview.id)
        try:
            return read_transcript(self._workspace.media.stored(path)) if path.exists() else None
        except (DataError, PutThereError):
            return None

    def _consent(self, interview: Interview) -> Agreement:
        if interview.id in self._consenting:
            return Agreement.GIVEN
        return Agreement.WITHDRAWN if interview.id in self._withdrawn else Agreement.NEVER_GIVEN

    def _reading(self, interview: Interview) -> Reading:
        if self._recipe is None:
            return Reading.WORDS_ALONE
        if self._workspace.media.features_path(interview.id, self._recipe).exists():
            return Reading.CURRENT
        if interview.recording is None:
            return Reading.WORDS_ALONE
        return Reading.OLDER if interview.recording.path.exists() else Reading.GONE

    def _features(self, interview: Interview) -> Path | StoredFile | None:
        """Where the features lie; None where there are none by the recipe that is wanted, or none is wanted."""
        if self._recipe is None or self._reading(interview) is not Reading.CURRENT:
            return None
        return self._workspace.media.stored(self._workspace.media.features_path(interview.id, self._recipe))

    def _material(self, patient: Patient, interview: Interview, rating: float, language: str) -> Material:
        return Material(
            id=interview.id,
            person=patient.id,
            rating=rating,
            language=language,
            sex=patient.sex.value,
            age=None if patient.birth_year is None else float(interview.held_at.year - patient.birth_year),
            transcript=self._workspace.media.stored(self._workspace.media.transcript_path(interview.id)),
            features=self._features(interview),
        )


def _quality_reasons(
    workspace: Workspace, interview: Interview, transcript: Transcript, features: Path | StoredFile | None
) -> tuple[str, ...]:
    """Why the session could not be scored either; what its newest score has measured is not measured again."""
    has_answers = bool(own_answers(transcript))
    scored = workspace.assessments.of_interview(interview.id)[-1:]
    if scored:
        return quality_reasons(scored[0].score.quality, has_answers=has_answers)
    return quality_reasons(interview_quality(transcript, _read(features)), has_answers=has_answers)


def _read(features: Path | StoredFile | None) -> Features | None:
    try:
        return None if features is None else read_features(features)
    except (DataError, PutThereError):
        return None
