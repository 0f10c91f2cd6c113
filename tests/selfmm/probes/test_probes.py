"""Pairs of answers, the second of which speaks more for depression: does the bundled model hear the difference?

`python -m pytest -s tests/selfmm/probes` prints how many pairs of each kind it does. The pairs were written before any
model was asked and are not changed because a model fails them.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from selfmm.__main__ import DEFAULT_BUNDLE
from selfmm.bundle import load_bundle
from selfmm.scales import SDS
from selfmm.scoring import sample_values
from selfmm.types import LANGUAGES, Sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

KINDS = (
    "plain",
    "negation",
    "double_negation",
    "sarcasm",
    "code_switching",
    "short_answer",
    "long_answer",
    "dialect",
    "background_voices",
    "somatic",
    "past_and_now",
    "neutral_topics",
)
FLOOR = {"en": 0.6, "zh": 0.6}  # of all pairs; tossing a coin gives 0.5
PLAIN_FLOOR = 0.75


@dataclass(frozen=True, slots=True)
class Probe:
    """Two answers; `higher` speaks more for depression."""

    kind: str
    lower: str
    higher: str


def read_probes(language: str) -> list[Probe]:
    """The language's probes, in the order of their file."""
    with (Path(__file__).parent / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return [Probe(**row) for row in csv.DictReader(file)]


def judge(probes: Sequence[Probe], value: Callable[[str], float]) -> list[bool]:
    """Whether `value`, by which more means more depressed, tells each probe's answers apart; a tie does not."""
    return [value(probe.higher) > value(probe.lower) for probe in probes]


def pass_rate(verdicts: Sequence[bool]) -> float:
    """The share of the probes that were passed."""
    return sum(verdicts) / len(verdicts)


def of_kind(kind: str, probes: Sequence[Probe], verdicts: Sequence[bool]) -> list[bool]:
    """The verdicts on the probes of one kind."""
    return [verdict for probe, verdict in zip(probes, verdicts, strict=True) if probe.kind == kind]


def rates_table(verdicts: Mapping[str, Sequence[bool]]) -> str:
    """The pass rates by kind and language as text; `verdicts` are those on all of each language's probes."""
    probes = {language: read_probes(language) for language in verdicts}
    lines = ["".join(["kind".ljust(20), *(language.rjust(14) for language in verdicts)])]
    for kind in KINDS:
        cells = [_cell(of_kind(kind, probes[language], found)) for language, found in verdicts.items()]
        lines.append("".join([kind.ljust(20), *cells]))
    lines.append("".join(["all".ljust(20), *(_cell(found) for found in verdicts.values())]))
    return "\n".join(lines)


def _cell(verdicts: Sequence[bool]) -> str:
    return f"{pass_rate(verdicts):.2f} ({sum(verdicts):2}/{len(verdicts):2})".rjust(14)


@pytest.fixture(scope="session")
def verdicts() -> dict[str, list[bool]]:
    """The bundled model's verdict on each probe, by language."""
    import torch

    torch.set_num_threads(1)
    bundle = load_bundle(DEFAULT_BUNDLE)
    assert bundle.info.scale == SDS  # where more means more depressed

    def value(text: str) -> float:
        found = sample_values(bundle, Sample("probe", "", text))["fusion"]
        assert found is not None
        return found

    found = {language: judge(read_probes(language), value) for language in LANGUAGES}
    print(f"\n{rates_table(found)}")  # noqa: T201 - shown with -s
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_probes_of_each_kind(language):
    probes = read_probes(language)
    assert len(probes) >= 60
    assert len(set(probes)) == len(probes)
    counts = Counter(probe.kind for probe in probes)
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_probe_has_two_answers_that_differ(language):
    for probe in read_probes(language):
        assert probe.lower.strip()
        assert probe.higher.strip()
        assert probe.lower != probe.higher


def test_a_model_that_says_the_same_of_everything_passes_nothing():
    probes = read_probes("en")
    found = judge(probes, lambda _: 50.0)
    assert pass_rate(found) == 0
    assert "0.00 ( 0/" in rates_table({"en": found})


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_model_tells_most_pairs_apart(verdicts, language):
    assert pass_rate(verdicts[language]) >= FLOOR[language]


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bundled_model_tells_plain_pairs_apart(verdicts, language):
    plain = of_kind("plain", read_probes(language), verdicts[language])
    assert pass_rate(plain) >= PLAIN_FLOOR
