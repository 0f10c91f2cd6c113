"""Which sessions a model may learn from, and why not the others; who is locked away to judge it."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
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
from selfmm.training.clinic.nouns import RatedSession
from selfmm.training.clinic.readiness import person_ratings
from selfmm.types import Band, LabelScale, no_report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from screening_app.domain import RatedInterview
    from screening_app.services.questionnaires import Instrument
    from screening_app.services.workspace import Workspace
    from selfmm.stored_file import StoredFile
    from selfmm.training.clinic.nouns import Readiness
    from selfmm.types import Features, Quality, Report, Transcript

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
    light: RatedSession | None = None  # without what was said; None where it is left out
    material: Material | None = None  # where its files lie, where that was asked for


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
    counts: Mapping[LeftOut, int] = field(init=False)  # why how many sessions are left out
    re_extractable: tuple[str, ...] = field(
        init=False
    )  # interviews that can be used once their recording is read again

    def __post_init__(self) -> None:
        """Count at once, where the table is made: the window asks again and again, of rows by the ten thousand."""
        found = [row for row in self.rows if row.left_out is not None]
        old = tuple(row.interview_id for row in found if row.left_out is LeftOut.OLD_RECIPE)
        object.__setattr__(self, "counts", Counter(row.left_out for row in found))
        object.__setattr__(self, "re_extractable", old)

    @property
    def usable(self) -> tuple[RatedRow, ...]:
        """The sessions that are learnt from or judged."""
        return tuple(row for row in self.rows if row.left_out is None)


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
    workspace: Workspace,
    instrument_id: str,
    scale: LabelScale,
    recipe: str | None,
    report: Report = no_report,
    *,
    with_material: bool = True,
) -> tuple[RatedRow, ...]:
    """All sessions with a rating on this instrument, newest first.

    `recipe` is the fingerprint of the recipe that voice and face have to be measured by; None where they are not
    looked at. Without material, what was said is not read where the session was scored since it was last changed: what
    the score says of it is believed, so that tens of thousands are looked through in seconds. Reports "reading".
    """
    report("reading", 0.0)
    look = _Look(workspace, scale, recipe, with_material=with_material)
    rated = workspace.rated_sessions.on(instrument_id)
    rows = []
    for number, session in enumerate(rated):
        report("reading", number / len(rated))
        rows.append(look.row(session))
    return tuple(rows)


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

    def __init__(self, workspace: Workspace, scale: LabelScale, recipe: str | None, *, with_material: bool) -> None:
        self._media = workspace.media
        self._scale = scale
        self._recipe = recipe
        self._with_material = with_material
        self._consenting = workspace.consents.interviews_with(Purpose.TRAINING)
        self._withdrawn = workspace.consents.interviews_withdrawn_from(Purpose.TRAINING)
        self._locked = workspace.holdout.patients()

    def row(self, session: RatedInterview) -> RatedRow:
        """A session, and whether it is learnt from."""
        words, consent, reading = self._words(session), self._consent(session), self._reading(session)
        left_out, reasons = self._left_out(session, words, reading)
        light, material = None, None
        if left_out is None and session.rating is not None and words is not None:
            light = _light(session, session.rating, words.language)
            material = self._material(light, reading) if self._with_material else None
        return RatedRow(
            interview_id=session.id,
            patient_id=session.patient_id,
            code=session.code,
            held_at=session.held_at,
            language=words.language if words else session.language,
            rating=session.rating,
            consent=consent,
            reading=reading,
            left_out=left_out,
            reasons=reasons,
            is_locked=session.patient_id in self._locked,
            light=light,
            material=material,
        )

    def _left_out(
        self, session: RatedInterview, words: _Words | None, reading: Reading
    ) -> tuple[LeftOut | None, tuple[str, ...]]:
        for reason in self._formal(session):
            return reason, ()
        if words is None:
            return LeftOut.NO_TRANSCRIPT, ()
        if (unread := _UNREAD.get(reading)) is not None:
            return unread, ()
        reasons = quality_reasons(self._quality(session, words, reading), has_answers=words.has_answers)
        return (LeftOut.POOR_QUALITY if reasons else None), reasons

    def _formal(self, session: RatedInterview) -> Iterator[LeftOut]:
        """What speaks against a session, whatever was said in it."""
        if session.is_demo:
            yield LeftOut.DEMONSTRATION
        if (refused := _REFUSED.get(self._consent(session))) is not None:
            yield refused
        if session.rating is None:
            yield LeftOut.UNDECIDED
        elif not self._scale.minimum <= session.rating <= self._scale.maximum:
            yield LeftOut.OUTSIDE_SCALE

    def _words(self, session: RatedInterview) -> _Words | None:
        """What is known of the words; None where they were never transcribed or cannot be read."""
        path, scored = self._media.transcript_path(session.id), session.scored
        try:
            if not self._with_material and scored and path.stat().st_mtime <= scored.at.timestamp():
                return _Words(session.language, scored.has_answers)
            transcript = read_transcript(self._media.stored(path)) if path.exists() else None
        except (DataError, PutThereError, FileNotFoundError):
            return None
        return None if transcript is None else _Words(transcript.language, bool(own_answers(transcript)), transcript)

    def _consent(self, session: RatedInterview) -> Agreement:
        if session.id in self._consenting:
            return Agreement.GIVEN
        return Agreement.WITHDRAWN if session.id in self._withdrawn else Agreement.NEVER_GIVEN

    def _reading(self, session: RatedInterview) -> Reading:
        if self._recipe is None:
            return Reading.WORDS_ALONE
        if self._media.features_path(session.id, self._recipe).exists():
            return Reading.CURRENT
        if session.recording_suffix is None:
            return Reading.WORDS_ALONE
        is_there = self._media.recording_path(session.id, session.recording_suffix).exists()
        return Reading.OLDER if is_there else Reading.GONE

    def _features(self, interview_id: str, reading: Reading) -> Path | StoredFile | None:
        """Where the features lie; None where there are none by the recipe that is wanted, or none is wanted."""
        if self._recipe is None or reading is not Reading.CURRENT:
            return None
        return self._media.stored(self._media.features_path(interview_id, self._recipe))

    def _quality(self, session: RatedInterview, words: _Words, reading: Reading) -> Quality:
        """What the newest score has measured is not measured again."""
        if session.scored is not None:
            return session.scored.quality
        assert words.transcript is not None, "without a score it was read"
        return interview_quality(words.transcript, _read(self._features(session.id, reading)))

    def _material(self, light: RatedSession, reading: Reading) -> Material:
        return Material(
            id=light.id,
            person=light.person,
            rating=light.rating,
            language=light.language,
            sex=light.sex,
            age=light.age,
            transcript=self._media.stored(self._media.transcript_path(light.id)),
            features=self._features(light.id, reading),
        )


@dataclass(frozen=True, slots=True)
class _Words:
    """What is known of what was said."""

    language: str
    has_answers: bool
    transcript: Transcript | None = None  # where it was read


def _light(session: RatedInterview, rating: float, language: str) -> RatedSession:
    age = None if session.birth_year is None else float(session.held_at.year - session.birth_year)
    return RatedSession(session.id, session.patient_id, rating, language, (), session.sex.value, age)


def _read(features: Path | StoredFile | None) -> Features | None:
    try:
        return None if features is None else read_features(features)
    except (DataError, PutThereError):
        return None
