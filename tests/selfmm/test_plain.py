from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.plain import build
from selfmm.types import Modality


class Level(Enum):
    LOW = 1
    HIGH = 2


@dataclass(frozen=True, slots=True)
class Layer:
    width: int
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class Network:
    name: str
    first: Layer
    others: tuple[Layer, ...] = ()
    window: tuple[int, float] = (1, 0.5)
    modalities: tuple[Modality, ...] = tuple(Modality)
    rates: dict[Modality, float] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=dict)
    last: Layer | None = None
    limit: Optional[float] = None  # noqa: UP045 - the older spelling is another type at run time
    deep: bool = False
    note: Any = None


finite = st.floats(allow_nan=False)
layers = st.builds(Layer, width=st.integers(), dropout=finite)
networks = st.builds(
    Network,
    name=st.text(),
    first=layers,
    others=st.lists(layers, max_size=3).map(tuple),
    window=st.tuples(st.integers(), finite),
    modalities=st.lists(st.sampled_from(Modality), unique=True).map(tuple),
    rates=st.dictionaries(st.sampled_from(Modality), finite),
    layers=st.dictionaries(st.text(), layers, max_size=2),
    last=st.none() | layers,
    limit=st.none() | finite,
    deep=st.booleans(),
    note=st.none() | st.text() | st.lists(st.integers()),
)


@given(networks)
def test_a_config_survives_its_way_through_json(network):
    assert build(Network, json.loads(json.dumps(asdict(network)))) == network


@given(networks)
def test_a_config_survives_without_json(network):
    assert build(Network, asdict(network)) == network


def test_what_is_not_named_keeps_its_default():
    assert build(Network, {"name": "n", "first": {"width": 3}}) == Network("n", Layer(3))


def test_a_whole_number_becomes_the_float_that_is_wanted():
    layer = build(Layer, {"width": 3, "dropout": 1})
    assert isinstance(layer.dropout, float)
    assert layer == Layer(3, 1.0)


def test_an_enum_comes_from_its_value():
    assert build(Level, 2) is Level.HIGH


FIRST = {"width": 1}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first": FIRST}, "name: a value is missing"),
        ({"name": "n", "first": {"dropout": 0.1}}, "first.width: a value is missing"),
        ({"name": "n", "first": {"width": 1, "droput": 0}}, "first.droput: .*did you mean “dropout”"),
        ({"name": "n", "first": FIRST, "colour": 1}, "colour: there is no such option$"),
        ({"name": "n", "first": FIRST, 3: 1}, "3: there is no such option$"),
        ({"name": 3, "first": FIRST}, "name: a text is wanted, not 3"),
        ({"name": "n", "first": {"width": True}}, "first.width: a whole number is wanted, not True"),
        ({"name": "n", "first": {"width": 1.0}}, "first.width: a whole number is wanted, not 1.0"),
        ({"name": "n", "first": {"width": 1, "dropout": False}}, "first.dropout: a number is wanted, not False"),
        ({"name": "n", "first": {"width": 1, "dropout": "0"}}, "first.dropout: a number is wanted, not '0'"),
        ({"name": "n", "first": {"width": 1, "dropout": 10**400}}, "first.dropout: the number is too large"),
        ({"name": "n", "first": {"width": None}}, "first.width: a whole number is wanted, not None"),
        ({"name": "n", "first": [1]}, r"first: a table is wanted, not \[1\]"),
        ({"name": "n", "first": FIRST, "deep": 1}, "deep: true or false is wanted, not 1"),
        ({"name": "n", "first": FIRST, "last": {"width": "x"}}, "last.width: a whole number"),
        ({"name": "n", "first": FIRST, "limit": "x"}, "limit: a number"),
        ({"name": "n", "first": FIRST, "others": {"width": 1}}, "others: a list is wanted"),
        ({"name": "n", "first": FIRST, "others": "ab"}, "others: a list is wanted, not 'ab'"),
        ({"name": "n", "first": FIRST, "others": [{"width": 1}, {"width": "x"}]}, r"others\[1\].width: a whole number"),
        ({"name": "n", "first": FIRST, "window": [1]}, "window: 2 values are wanted, not 1"),
        ({"name": "n", "first": FIRST, "window": [1, "x"]}, r"window\[1\]: a number is wanted"),
        (
            {"name": "n", "first": FIRST, "modalities": ["text", "video"]},
            r"modalities\[1\]: one of text, audio, vision",
        ),
        ({"name": "n", "first": FIRST, "modalities": [[]]}, r"modalities\[0\]: one of text, audio, vision"),
        ({"name": "n", "first": FIRST, "rates": [1]}, "rates: a table is wanted"),
        ({"name": "n", "first": FIRST, "rates": {"video": 1}}, "rates: one of text, audio, vision"),
        ({"name": "n", "first": FIRST, "rates": {"text": "x"}}, "rates.text: a number is wanted"),
        ({"name": "n", "first": FIRST, "layers": {"a": {"width": ""}}}, "layers.a.width: a whole number"),
        ("n", "Network: a table is wanted, not 'n'"),
    ],
)
def test_trouble_names_the_field(values, sentence):
    with pytest.raises((TypeError, ValueError), match=f"^{sentence}"):
        build(Network, values)
