"""A clinic of people who do not exist, to try retraining on: `python -m screening_app.demo_clinic 40`.

What they talk about hangs on how they are rated: those rated high talk of railways, those rated low of kitchens, and in
between of both. The sentences are chosen so that the model that comes with the app says the same of either, and a new
one can learn it. Sessions are typed, which takes no time; with `--recorded` each is a recording in which a made voice
and a drawn face show the same (`demo_recordings`), and is looked through as any recording is. With `--shuffled` each
person gets somebody else's ratings, and there is nothing to be learnt.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from screening_app import settings as settings_file
from screening_app.demo_recordings import Studio
from screening_app.domain import Purpose, Sex
from screening_app.paths import AppPaths
from screening_app.services.consents import record_consent
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient
from screening_app.services.ratings import rate
from screening_app.services.workspace import open_workspace
from selfmm.errors import KnownError
from selfmm.scales import PHQ_9
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.domain import Interview, Patient
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings

    Hold = Callable[[str, int, datetime], Interview]  # what is said, how it is meant, and when

TAG = "synthetic"
_NOTES = "This person does not exist: made by screening_app.demo_clinic. 此人并不存在，为演示而生成。"
_CLINICIAN = "demo_clinic"
_INSTRUMENT = "phq-9"
_SEED = 1111
_ANSWERS, _SENTENCES = 6, 3  # answers a session, sentences an answer
_MOST_SESSIONS = 3
_MOST_POINTS = 24  # of items 1 to 8: nobody here answers item 9 with more than 0
_STEEPNESS = 1.0  # points from the cut-off in which the topic turns from one to the other
_NO_CONSENT = 10  # each so many-th person has not agreed to training in the first session

# chosen from 18 a topic and language: left to themselves, railways sound glummer than kitchens to the bundled model, so
# that it told everybody apart
_HIGH = {
    "en": (
        "A signal box stands where the two lines cross.",
        "The sleeper has eleven carriages and a buffet.",
        "The night train was late again and nobody told us why.",
        "The old station hall has a clock with four faces.",
        "I like to sit by the window when the train leaves the city.",
        "The guard blew his whistle and the doors shut.",
        "My seat was in the quiet carriage near the front.",
        "We waited on the platform until the signal turned green.",
    ),
    "zh": (
        "两条线路交叉的地方有一座信号楼。",
        "一列货车把道口堵了二十分钟。",
        "老车站大厅里有一座四面钟。",
        "火车出城的时候我喜欢坐在窗边。",
        "机车拉着我们慢慢开上山区线路。",
        "通往港口的支线几年前就关了。",
        "河底隧道去年春天通车了。",
        "我们在站台上等到信号灯变绿。",
    ),
}
_LOW = {
    "en": (
        "The soup needs a bay leaf and some pepper.",
        "The oven is set to a hundred and eighty degrees.",
        "The milk boiled over again and burnt on the stove.",
        "A pot of beans stood on the fire for three hours.",
        "The old cupboard has a drawer for spoons and forks.",
        "I like to stand by the stove when the bread comes out.",
        "They threw the cracked plates away years ago.",
        "The kettle whistled and she poured the tea.",
    ),
    "zh": (
        "邻居把她的大铜锅借给我用。",
        "烤箱调到一百八十度。",
        "面粉、糖和米装在玻璃罐里。",
        "牛奶又煮溢了，在炉子上烧焦了。",
        "一锅豆子在火上放了三个小时。",
        "旧橱柜里有一个放勺子和叉子的抽屉。",
        "我们在大锅里慢慢搅着果酱。",
        "我们在厨房里等到蛋糕变黄。",
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist: how each session is rated, and what the talk in it hangs on."""

    language: str
    ratings: tuple[int, ...]  # PHQ-9, one a session
    levels: tuple[int, ...]  # the ratings that the words fit; the same, unless shuffled


def make_people(count: int, *, shuffled: bool, languages: Sequence[str] = LANGUAGES) -> tuple[Person, ...]:
    """The people of a clinic, always the same for a count; half of them at or above the cut-off of the PHQ-9."""
    draw = random.Random(_SEED)  # noqa: S311 - to be the same each time, not to be secret
    cutoff = round(PHQ_9.cutoff)
    levels = []
    for number in range(count):
        centre = draw.randint(cutoff + 2, _MOST_POINTS - 2) if number % 2 else draw.randint(1, cutoff - 3)
        levels.append(tuple(max(0, centre + draw.randint(-1, 1)) for _ in range(draw.randint(1, _MOST_SESSIONS))))
    rated = draw.sample(levels, count) if shuffled else levels
    return tuple(
        Person(languages[number // 2 % len(languages)], tuple(_fitted(rated[number], len(own))), own)
        for number, own in enumerate(levels)
    )


def words_for(level: int, language: str, draw: random.Random) -> str:
    """What somebody with this rating says in a session, an answer a paragraph."""
    about_high = 1 / (1 + exp((PHQ_9.cutoff - 0.5 - level) / _STEEPNESS))
    answers = []
    for _ in range(_ANSWERS):
        topics = [(_HIGH if draw.random() < about_high else _LOW)[language] for _ in range(_SENTENCES)]
        sentences = [draw.choice(topic) for topic in topics]
        answers.append(("" if language == "zh" else " ").join(sentences))
    return "\n\n".join(answers)


def fill(
    workspace: Workspace,
    count: int,
    *,
    shuffled: bool = False,
    languages: Sequence[str] = LANGUAGES,
    recorded_for: Settings | None = None,
) -> tuple[Patient, ...]:
    """Add so many people with their sessions, ratings and consents; typed, unless `recorded_for` says how to record.

    Raises `StorageError` and `ScreeningError`, and where sessions are recorded as `prepare_interview` does.
    """
    draw = random.Random(_SEED + 1)  # noqa: S311 - as above
    people = make_people(count, shuffled=shuffled, languages=languages)
    studio = None
    if recorded_for is not None:
        studio = Studio(workspace, recorded_for, np.random.default_rng(_SEED + 2))
    return tuple(_add(workspace, number, person, draw, studio) for number, person in enumerate(people))


def _add(workspace: Workspace, number: int, person: Person, draw: random.Random, studio: Studio | None) -> Patient:
    patient = add_patient(
        workspace,
        code=f"SYN-{number + 1:04d}",
        language=person.language,
        sex=(Sex.FEMALE, Sex.MALE)[draw.randint(0, 1)],
        birth_year=draw.randint(1945, 2005),
        notes=_NOTES,
        tags=(TAG,),
    )
    hold = _typing(workspace, patient) if studio is None else _recording(studio, patient)
    first = datetime.now(UTC) - timedelta(days=draw.randint(100, 700))
    needed = () if studio is None else (Purpose.SOUND, Purpose.PICTURE)
    for session, (rating, level) in enumerate(zip(person.ratings, person.levels, strict=True)):
        text = words_for(level, person.language, draw)
        interview = hold(text, level, first + timedelta(days=28 * session))
        rate(workspace, interview.id, _INSTRUMENT, _answers(rating), language=person.language)
        agreed = (Purpose.TRAINING, Purpose.EXPORT) if session > 0 or (number + 1) % _NO_CONSENT else ()
        if needed or agreed:
            record_consent(workspace, interview, needed + agreed, _CLINICIAN)
    return patient


def _typing(workspace: Workspace, patient: Patient) -> Hold:
    return lambda text, level, held_at: type_text(workspace, patient, text, patient.language, held_at=held_at)


def _recording(studio: Studio, patient: Patient) -> Hold:
    build = studio.meet(is_female=patient.sex is Sex.FEMALE)
    return lambda text, level, held_at: studio.hold(
        patient, text, patient.language, held_at, level / _MOST_POINTS, build
    )


def _fitted(ratings: Sequence[int], count: int) -> list[int]:
    """So many ratings, the last one as often as it takes."""
    return [ratings[min(place, len(ratings) - 1)] for place in range(count)]


def _answers(total: int) -> list[int]:
    """Answers to the nine items that add up to `total`, which is at most 24; 0 to item 9."""
    return [*(total // 8 + (item < total % 8) for item in range(8)), 0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill a data folder; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m screening_app.demo_clinic", description=__doc__)
    parser.add_argument("people", type=int, help="how many people, such as 40")
    parser.add_argument("--data", type=Path, required=True, help="the data folder; best a new one")
    parser.add_argument("--shuffled", action="store_true", help="give each person somebody else's ratings")
    parser.add_argument("--recorded", action="store_true", help="with voices and faces; takes minutes, not seconds")
    chosen = parser.parse_args(arguments)
    paths = AppPaths(chosen.data)
    try:
        workspace = open_workspace(paths)
        try:
            recorded_for = settings_file.load(paths.settings).settings if chosen.recorded else None
            patients = fill(workspace, chosen.people, shuffled=chosen.shuffled, recorded_for=recorded_for)
        finally:
            workspace.close()
    except KnownError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(patients)} people who do not exist are in {chosen.data}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
