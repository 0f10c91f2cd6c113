"""The tables of a research export, made of nothing but what is named here."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from screening_app.paths import RESOURCES
from screening_app.services.export_tables import flat, write_table
from screening_app.services.questionnaires import Measures, instrument, instruments
from screening_app.services.research_people import age_band, shifted_day
from screening_app.services.session_documents import answer_documents, rating_document, score_document
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from screening_app.services.export_tables import Cell
    from screening_app.services.research_people import Participant
    from screening_app.services.session_records import SessionRecord

MANIFEST = "manifest.csv"  # as `selfmm.data.benchmarks.clips` reads it
READ_ME = "README.txt"
_TEMPLATES = RESOURCES / "exports"


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


def write_tables(folder: Path, sessions: Sequence[ResearchSession], *, with_text: bool) -> None:
    """Write sessions.csv, questionnaires.csv and answers.csv."""
    write_table(folder / "sessions.csv", [_row(one) for one in sessions])
    ratings = [_rating(one, number) for one in sessions for number in range(len(one.record.ratings))]
    write_table(folder / "questionnaires.csv", ratings, ("session",))
    answers = [answer for one in sessions for answer in _answers(one, with_text)]
    write_table(folder / "answers.csv", answers, ("session",))


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


def _rating(session: ResearchSession, number: int) -> dict[str, Cell]:
    document = rating_document(session.record.ratings[number])
    del document["rated_at"]  # a moment that is not shifted
    return {"session": session.name, **flat(document)}


def _answers(session: ResearchSession, with_text: bool) -> list[dict[str, Cell]]:
    assessment = session.record.assessment
    documents = answer_documents(assessment.score, with_text=with_text) if assessment else []
    return [
        {"session": session.name, **flat({name: value for name, value in document.items() if name != "sentences"})}
        for document in documents
    ]


def label_scale(sessions: Sequence[ResearchSession]) -> str:
    """The id of the depression scale that was filled in most often: the manifest's labels are on it; "" for none."""
    filled = Counter(rating.instrument for one in sessions for rating in one.record.ratings if rating.value is not None)
    depression = [known.id for known in instruments() if known.measures is Measures.DEPRESSION and filled[known.id]]
    return max(depression, key=lambda name: filled[name], default="")


def write_manifest(
    folder: Path, sessions: Sequence[ResearchSession], media: Mapping[str, frozenset[str]], *, with_text: bool
) -> None:
    """Write the table with which selfmm reads the folder; `media` says which kinds of streams a session has there.

    Sessions without words and recording cannot stand in it, and where no session has any there is no manifest.
    """
    label = label_scale(sessions)
    rows = [_clip(one, media.get(one.name, frozenset()), label, with_text) for one in sessions]
    there = [row for row in rows if row["text"] or row["audio"] or row["video"]]
    if there:
        write_table(folder / MANIFEST, there)


def _clip(session: ResearchSession, kinds: frozenset[str], label: str, with_text: bool) -> dict[str, Cell]:
    rated = [rating.value for rating in session.record.ratings if rating.instrument == label]
    return {
        "id": session.name,
        "person": session.participant.id,
        "text": session.text.strip() if with_text else "",
        "audio": f"media/{session.name}.mkv" if "audio" in kinds else "",
        "video": f"media/{session.name}.mkv" if "video" in kinds else "",
        "label": rated[-1] if rated else None,
    }


def write_read_me(folder: Path, sessions: Sequence[ResearchSession]) -> None:
    """Say in the folder itself what it is, in both languages."""
    label = label_scale(sessions)
    facts = {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "participants": len({one.participant.id for one in sessions}),
        "sessions": len(sessions),
        "scale": instrument(label).name if label else "–",
    }
    templates = [(_TEMPLATES / f"research-{language}.txt").read_text(encoding="utf-8") for language in LANGUAGES]
    text = "\n\n".join(template.format(**facts) for template in templates)
    (folder / READ_ME).write_text(text, encoding="utf-8-sig", newline="\r\n")
