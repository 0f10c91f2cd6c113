"""DAIC-WOZ, which is AVEC 2017's depression data too: interviews by a virtual person, rated by PHQ-8.

Layout (Gratch et al., LREC 2014; DAIC-WOZ documentation, AVEC 2017): a folder NNN_P a participant with
NNN_TRANSCRIPT.csv, tab-separated (start_time, stop_time, speaker, value); NNN_COVAREP.csv, 74 numbers, and
NNN_FORMANT.csv, 5 numbers, 100 frames a second without a header; NNN_CLNF_AUs.txt, _gaze.txt and _pose.txt, 30 frames a
second, comma-separated after a header that begins frame, timestamp, confidence, success; and beside them
train_split_Depression_AVEC2017.csv, dev_split_… and full_test_split.csv (or test_split_…, which has no scores).

Only what the participant says counts: the interviewer's prompts alone give the rating away (Burdisso et al., 2024).
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm import limited_files
from selfmm.data.benchmarks.daic_features import PARTS, PersonFeatures, present_parts
from selfmm.data.benchmarks.kept import Row, combined_hash, keep_or_read, to_data_set
from selfmm.data.benchmarks.recordings import listed
from selfmm.data.benchmarks.tables import read_table
from selfmm.data.data_set import Mended
from selfmm.errors import DataError
from selfmm.pretrained.store import sha256_of
from selfmm.types import Sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet
    from selfmm.types import Report

SPLIT_FILES = {
    "train": ("train_split_Depression_AVEC2017.csv",),
    "valid": ("dev_split_Depression_AVEC2017.csv",),
    "test": ("full_test_split.csv", "test_split_Depression_AVEC2017.csv"),
}
LONGEST_PAUSE = 5.0  # seconds; parts answers in the few interviews (451, 458, 480) whose prompts were not written down

_READING = "reading"  # step code
_PARTICIPANT = "participant"
_TAGS = re.compile(r"<[^>]*>?|\[[^\]]*\]?")  # such as <laughter> and <sync>
_ID, _SCORES = "participant_id", ("phq8_score", "phq_score")


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who is rated, and the folder with what was recorded."""

    id: str
    split: str
    label: float
    folder: Path


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of speech, in seconds from the start of the recording."""

    start: float
    end: float
    speaker: str
    text: str


def find_splits(folder: Path) -> dict[str, Path]:
    """The table of each split, in `folder` or one folder below; empty where there is none."""
    found = {}
    for split, names in SPLIT_FILES.items():
        tables = [path for name in names for path in (*folder.glob(name), *folder.glob(f"*/{name}"))]
        if tables:
            found[split] = tables[0]
    return found


def read_daic(folder: Path, info: DataSetInfo, *, report: Report) -> DataSet:
    """One sample an answer: what the participant says between two prompts, with the features of that time.

    Everybody's answers carry the PHQ-8 sum of the person. People without a score or a folder are left out and noted.
    Raises `DataError` where there is nobody, or a file cannot be understood.
    """
    people, notes, unrated = _participants(folder)
    if not people:
        template = "There is no rated participant's folder in {folder}. Unpack folders such as 300_P beside the tables."
        raise DataError(template, folder=folder)
    parts = present_parts([(person.id, person.folder) for person in people])
    files = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for person in people for path in _files(person)]
    key = combined_hash(*files, *(sha256_of(path) for path in find_splits(folder).values()))
    kept = keep_or_read(f"{info.name}-{key[:32]}", lambda: _rows(people, parts, unrated, report), lambda: notes)
    return to_data_set(info, kept, kept.sha256)


def answers_of(turns: Sequence[Turn]) -> list[list[Turn]]:
    """The participant's turns, those between two prompts together; without any prompts a long pause parts them."""
    prompted = any(turn.speaker != _PARTICIPANT for turn in turns)
    answers: list[list[Turn]] = []
    going_on = False
    for turn in turns:
        if turn.speaker != _PARTICIPANT:
            going_on = False
            continue
        if not prompted and answers and turn.start - answers[-1][-1].end > LONGEST_PAUSE:
            going_on = False
        if going_on:
            answers[-1].append(turn)
        else:
            answers.append([turn])
        going_on = True
    return answers


def read_turns(path: Path) -> list[Turn]:
    """A transcript's turns in order, without tags and without turns that hold nothing else. Raises `DataError`."""
    try:
        text = limited_files.read_text(path, limited_files.TABLE, encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise DataError("{name} cannot be read. Check that it is there.", name=path.name) from error
    turns = []
    for number, row in enumerate(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), start=1):
        if number == 1 or not any(row):
            continue
        try:
            start, end, speaker, *said = row
            turn = Turn(float(start), float(end), speaker.strip().lower(), _TAGS.sub(" ", " ".join(said)))
        except ValueError as error:
            template = "Line {number} of {name} is not start, stop, speaker and value. Fetch the file again."
            raise DataError(template, number=number, name=path.name) from error
        if turn.text.strip():
            turns.append(turn)
    return turns


def _participants(folder: Path) -> tuple[list[Participant], tuple[str, ...], int]:
    """Who is rated and there; notes; and how many are in a table without a score."""
    people, absent, unrated = [], [], 0
    for split, table in find_splits(folder).items():
        for line in read_table(table, required=(_ID,)):
            name = line.required(_ID)
            label = next((line.number_in(column) for column in _SCORES if line.text(column)), None)
            places = [place for place in (folder / f"{name}_P", *folder.glob(f"*/{name}_P")) if place.is_dir()]
            if label is None:
                unrated += 1
            elif not places:
                absent.append(name)
            else:
                people.append(Participant(name, split, label, places[0]))
    notes = []
    if absent:
        notes.append(f"{len(absent)} rated participants have no folder and were left out: {listed(absent)}.")
    if unrated:
        notes.append(f"{unrated} participants have no score in the tables and were left out.")
    return people, tuple(notes), unrated


def _files(person: Participant) -> list[Path]:
    """What is read of a participant, in a fixed order."""
    names = [f"{person.id}_TRANSCRIPT.csv", *(f"{person.id}_{part}" for part in PARTS)]
    return [person.folder / name for name in names if (person.folder / name).is_file()]


def _rows(people: Sequence[Participant], parts: frozenset[str], unrated: int, report: Report) -> Iterator[Row]:
    left_out = Mended(without_label=unrated)
    for number, person in enumerate(people):
        report(_READING, number / len(people))
        turns = read_turns(person.folder / f"{person.id}_TRANSCRIPT.csv")
        features = PersonFeatures.read(person.folder, person.id, parts)
        mended = features.mended + left_out
        for index, answer in enumerate(answers_of(turns)):
            sample = _sample(person, index, answer)
            yield Row(person.split, sample, features.between(sample.start, sample.end), mended)
            mended = left_out = Mended()
    report(_READING, 1.0)


def _sample(person: Participant, index: int, answer: Sequence[Turn]) -> Sample:
    return Sample(
        id=f"{person.id}:{index}",
        person=person.id,
        text=" ".join(" ".join(turn.text for turn in answer).split()),
        label=person.label,
        start=answer[0].start,
        end=max(turn.end for turn in answer),
    )
