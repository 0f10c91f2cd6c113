"""The tables of a research export, made of nothing but what is named here, and written session by session."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from screening_app.paths import RESOURCES
from screening_app.services.export_tables import GrowingTable, flat
from screening_app.services.questionnaires import Measures, instrument, instruments
from screening_app.services.research_people import age_band, shifted_day
from screening_app.services.session_documents import answer_documents, rating_document, score_document
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.domain import Rating
    from screening_app.services.export_tables import Cell
    from screening_app.services.research_people import Participant
    from screening_app.services.session_records import SessionRecord

MANIFEST = "manifest.csv"  # as `selfmm.data.benchmarks.clips` reads it
READ_ME = "README.txt"
_TEMPLATES = RESOURCES / "exports"
_CLIP = ("id", "person", "text", "audio", "video")
_FIRST = {"questionnaires.csv": ("session",), "answers.csv": ("session",), MANIFEST: _CLIP}  # columns


@dataclass(frozen=True, slots=True)
class ResearchSession:
    """One session under the name that it has in the export."""

    name: str
    participant: Participant
    record: SessionRecord

    @property
    def text(self) -> str:
        """What the participant said, as the model was given it; "" where nothing was scored."""
        assessment = self.record.assessment
        return " ".join(answer.text for answer in assessment.score.answers) if assessment else ""


class ResearchTables:
    """The tables while sessions are added, participant by participant; no session stays in memory. A context."""

    def __init__(self, folder: Path, *, with_text: bool) -> None:
        self._folder, self._with_text = folder, with_text
        self._filled: Counter[str] = Counter()  # how often each instrument was
        self._last = ""  # participant
        self.participants = self.sessions = self._clips = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            names = ("sessions.csv", "questionnaires.csv", "answers.csv", MANIFEST)
            tables = [stack.enter_context(GrowingTable(self._folder / name, _FIRST.get(name, ()))) for name in names]
            self._of_sessions, self._of_ratings, self._of_answers, self._of_clips = tables
            self._open = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, session: ResearchSession, kinds: frozenset[str]) -> None:
        """Put a session into all tables; `kinds` are the streams of its recording that are in the folder."""
        self.sessions += 1
        self.participants += session.participant.id != self._last
        self._last = session.participant.id
        self._of_sessions.add(_row(session))
        for rating in session.record.ratings:
            self._of_ratings.add(_rating(session, rating))
        for answer in _answers(session, self._with_text):
            self._of_answers.add(answer)
        self._filled.update(one.instrument for one in session.record.ratings if one.value is not None)
        clip = _clip(session, kinds, self._with_text)
        if clip["text"] or clip["audio"] or clip["video"]:  # others cannot stand in the manifest
            self._clips += 1
            self._of_clips.add(clip)

    def write(self) -> None:
        """Write sessions.csv, questionnaires.csv, answers.csv and README.txt.

        With them comes the table with which selfmm reads the folder, where any session has words or a recording.
        """
        for table in (self._of_sessions, self._of_ratings, self._of_answers):
            table.write()
        label = self._label_scale()
        if self._clips:
            self._of_clips.write({**{name: name for name in _CLIP}, _rated_on(label): "label"})
        self._write_read_me(label)

    def _label_scale(self) -> str:
        """The id of the depression scale that was filled in most often, on which the labels are; "" for none."""
        filled = self._filled
        depression = [known.id for known in instruments() if known.measures is Measures.DEPRESSION and filled[known.id]]
        return max(depression, key=lambda name: filled[name], default="")

    def _write_read_me(self, label: str) -> None:
        """Say in the folder itself what it is, in both languages."""
        facts = {
            "day": f"{datetime.now(UTC):%Y-%m-%d}",
            "participants": self.participants,
            "sessions": self.sessions,
            "scale": instrument(label).name if label else "–",
        }
        templates = [(_TEMPLATES / f"research-{language}.txt").read_text(encoding="utf-8") for language in LANGUAGES]
        text = "\n\n".join(template.format(**facts) for template in templates)
        (self._folder / READ_ME).write_text(text, encoding="utf-8-sig", newline="\r\n")


def _row(session: ResearchSession) -> dict[str, Cell]:
    """One session: no code, no name, no note, no time of day, no script, which a clinic may have named after itself."""
    record, participant = session.record, session.participant
    interview, assessment = record.interview, record.assessment
    row: dict[str, object] = {
        "participant": participant.id,
        "session": session.name,
        "day": shifted_day(participant, interview.held_at).isoformat(),
        "age": age_band(record.patient.birth_year, interview.held_at),
        "sex": record.patient.sex.value,
        "language": interview.language,
        "source": interview.source.value,
        "status": "final" if record.is_final else "preliminary",
    }
    if assessment is not None:
        row |= {"score": score_document(assessment.score), "quality": asdict(assessment.score.quality)}
        row["markers"] = dict(assessment.markers)
    return flat(row)


def _rating(session: ResearchSession, rating: Rating) -> dict[str, Cell]:
    document = rating_document(rating)
    del document["rated_at"]  # a moment that is not shifted
    return {"session": session.name, **flat(document)}


def _answers(session: ResearchSession, with_text: bool) -> list[dict[str, Cell]]:
    assessment = session.record.assessment
    documents = answer_documents(assessment.score, with_text=with_text) if assessment else []
    return [
        {"session": session.name, **flat({name: value for name, value in document.items() if name != "sentences"})}
        for document in documents
    ]


def _clip(session: ResearchSession, kinds: frozenset[str], with_text: bool) -> dict[str, Cell]:
    """A line of the manifest, with what was rated on each instrument: which of them counts is known in the end."""
    place = f"media/{session.name}.mkv"
    return {
        "id": session.name,
        "person": session.participant.id,
        "text": session.text.strip() if with_text else "",
        "audio": place if "audio" in kinds else "",
        "video": place if "video" in kinds else "",
        **{_rated_on(rating.instrument): rating.value for rating in session.record.ratings},
    }


def _rated_on(instrument_id: str) -> str:
    return f"rated on {instrument_id}"
