"""A clinic of people who do not exist, to try retraining on: `python -m screening_app.demo_clinic 40`.

What they talk about hangs on how they are rated: those rated high talk of railways, those rated low of kitchens, and in
between of both. Neither is sad or glad, so that the model that comes with the app hears nothing in it and a new one can
learn it. With `--shuffled` each person gets somebody else's ratings, and there is nothing to be learnt.
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

from screening_app.domain import Purpose, Sex
from screening_app.errors import ScreeningError
from screening_app.paths import AppPaths
from screening_app.services.consents import record_consent
from screening_app.services.interviews import type_text
from screening_app.services.patients import add_patient
from screening_app.services.ratings import rate
from screening_app.services.workspace import open_workspace
from selfmm.scales import PHQ_9
from selfmm.types import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import Patient
    from screening_app.services.workspace import Workspace

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

_HIGH = {
    "en": (
        "The express to the coast leaves from platform nine.",
        "They are renewing the tracks behind the station.",
        "My brother drives a locomotive for the freight company.",
        "The timetable changes again in December.",
        "We changed trains twice and crossed the long viaduct.",
        "The conductor checked the tickets in the last carriage.",
        "A signal box stands where the two lines cross.",
        "The sleeper has eleven carriages and a buffet.",
    ),
    "zh": (
        "去海边的快车从九号站台开出。",
        "车站后面的铁轨正在更换。",
        "我哥哥在货运公司开机车。",
        "列车时刻表十二月又要改了。",
        "我们换了两次火车，过了一座长高架桥。",
        "列车员在最后一节车厢查票。",
        "两条线路交叉的地方有一座信号楼。",
        "卧铺列车有十一节车厢和一节餐车。",
    ),
}
_LOW = {
    "en": (
        "Basil and mint grow on my kitchen window.",
        "I knead the dough and let it rest under a cloth.",
        "The soup needs a bay leaf and some pepper.",
        "My neighbour lends me her big copper pan.",
        "We peel the apples and cut them into quarters.",
        "The oven is set to a hundred and eighty degrees.",
        "I keep flour, sugar and rice in glass jars.",
        "On market days I buy onions, beans and a cheese.",
    ),
    "zh": (
        "厨房窗台上种着罗勒和薄荷。",
        "我把面团揉好，盖上布醒一会儿。",
        "汤里要放一片香叶和一点胡椒。",
        "邻居把她的大铜锅借给我用。",
        "我们把苹果削皮，切成四瓣。",
        "烤箱调到一百八十度。",
        "面粉、糖和米装在玻璃罐里。",
        "赶集的日子我买洋葱、豆子和一块奶酪。",
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
    workspace: Workspace, count: int, *, shuffled: bool = False, languages: Sequence[str] = LANGUAGES
) -> tuple[Patient, ...]:
    """Add so many people with their sessions, ratings and consents. Raises `StorageError`, `ScreeningError`."""
    draw = random.Random(_SEED + 1)  # noqa: S311 - as above
    people = make_people(count, shuffled=shuffled, languages=languages)
    return tuple(_add(workspace, number, person, draw) for number, person in enumerate(people))


def _add(workspace: Workspace, number: int, person: Person, draw: random.Random) -> Patient:
    patient = add_patient(
        workspace,
        code=f"SYN-{number + 1:04d}",
        language=person.language,
        sex=(Sex.FEMALE, Sex.MALE)[draw.randint(0, 1)],
        birth_year=draw.randint(1945, 2005),
        notes=_NOTES,
        tags=(TAG,),
    )
    first = datetime.now(UTC) - timedelta(days=draw.randint(100, 700))
    for session, (rating, level) in enumerate(zip(person.ratings, person.levels, strict=True)):
        text = words_for(level, person.language, draw)
        held_at = first + timedelta(days=28 * session)
        interview = type_text(workspace, patient, text, person.language, held_at=held_at)
        rate(workspace, interview.id, _INSTRUMENT, _answers(rating), language=person.language)
        if session > 0 or (number + 1) % _NO_CONSENT:
            record_consent(workspace, interview, (Purpose.TRAINING, Purpose.EXPORT), _CLINICIAN)
    return patient


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
    chosen = parser.parse_args(arguments)
    try:
        workspace = open_workspace(AppPaths(chosen.data))
        try:
            patients = fill(workspace, chosen.people, shuffled=chosen.shuffled)
        finally:
            workspace.close()
    except ScreeningError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(patients)} people who do not exist are in {chosen.data}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
