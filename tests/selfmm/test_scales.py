from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfmm.errors import UnknownChoiceError
from selfmm.scales import BDI_II, GAD_7, HUMOUR, MOSI, PHQ_8, PHQ_9, SARCASM, SCALES, SDS, SIMS, find_scale

scales = st.sampled_from(list(SCALES.values()))


@st.composite
def scales_and_values(draw):
    scale = draw(scales)
    return scale, draw(st.floats(scale.minimum, scale.maximum))


@pytest.mark.parametrize(
    ("scale", "minimum", "maximum", "cutoff"),
    [
        (MOSI, -3, 3, 0),
        (SIMS, -1, 1, 0),
        (PHQ_9, 0, 9 * 3, 10),
        (PHQ_8, 0, 8 * 3, 10),
        (GAD_7, 0, 7 * 3, 10),
        (BDI_II, 0, 21 * 3, 14),
        (SDS, 20 * 1.25, 80 * 1.25, 53),
        (HUMOUR, 0, 1, 0.5),
        (SARCASM, 0, 1, 0.5),
    ],
)
def test_range_and_cutoff(scale, minimum, maximum, cutoff):
    assert (scale.minimum, scale.maximum, scale.cutoff) == (minimum, maximum, cutoff)


@pytest.mark.parametrize(
    ("scale", "value", "band"),
    [
        *((PHQ_9, value, band) for value, band in [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild")]),
        *((PHQ_9, value, band) for value, band in [(10, "moderate"), (14, "moderate"), (15, "moderately_severe")]),
        *((PHQ_9, value, band) for value, band in [(19, "moderately_severe"), (20, "severe"), (27, "severe")]),
        *((PHQ_8, value, band) for value, band in [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild")]),
        *((PHQ_8, value, band) for value, band in [(10, "moderate"), (14, "moderate"), (15, "moderately_severe")]),
        *((PHQ_8, value, band) for value, band in [(19, "moderately_severe"), (20, "severe"), (24, "severe")]),
        *((GAD_7, value, band) for value, band in [(0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild")]),
        *((GAD_7, value, band) for value, band in [(10, "moderate"), (14, "moderate"), (15, "severe"), (21, "severe")]),
        *((BDI_II, value, band) for value, band in [(0, "minimal"), (13, "minimal"), (14, "mild"), (19, "mild")]),
        *(
            (BDI_II, value, band)
            for value, band in [(20, "moderate"), (28, "moderate"), (29, "severe"), (63, "severe")]
        ),
        *((SDS, value, band) for value, band in [(25, "below_cutoff"), (52, "below_cutoff")]),
        *((SDS, value, band) for value, band in [(53, "at_or_above_cutoff"), (100, "at_or_above_cutoff")]),
        *((MOSI, value, band) for value, band in [(-3, "below_cutoff"), (-0.2, "below_cutoff")]),
        *((SIMS, value, band) for value, band in [(0, "at_or_above_cutoff"), (1, "at_or_above_cutoff")]),
        *((HUMOUR, value, band) for value, band in [(0, "below_cutoff"), (1, "at_or_above_cutoff")]),
        *((SARCASM, value, band) for value, band in [(0, "below_cutoff"), (1, "at_or_above_cutoff")]),
    ],
)
def test_both_sides_of_each_published_edge(scale, value, band):
    assert scale.band(value) == band


@pytest.mark.parametrize("scale", SCALES.values(), ids=list(SCALES))
def test_a_scale_hangs_together(scale):
    edges = [band.lower for band in scale.bands]
    assert edges == sorted(set(edges))
    assert edges[0] == scale.minimum < scale.cutoff < scale.maximum
    assert scale.cutoff in edges  # no band holds both people below the cut-off and people above it
    assert scale.centre(scale.cutoff) == 0
    assert find_scale(scale.name) is scale


@given(scales_and_values())
def test_what_is_centred_comes_back(case):
    scale, value = case
    assert scale.uncentre(scale.centre(value)) == pytest.approx(value, abs=1e-9)
    assert scale.restore(scale.centre(value)) == pytest.approx(value, abs=1e-9)


@given(scales_and_values())
def test_a_label_lies_within_its_range_on_its_side_of_the_cutoff(case):
    scale, value = case
    label = scale.centre(value)
    assert -scale.label_range <= label <= scale.label_range
    assert (label >= 0) == (value >= scale.cutoff)


@pytest.mark.parametrize("scale", SCALES.values(), ids=list(SCALES))
def test_the_further_end_of_a_scale_is_the_end_of_the_label_range(scale):
    ends = abs(scale.centre(scale.minimum)), abs(scale.centre(scale.maximum))
    assert max(ends) == scale.label_range


@given(st.floats(-3, 3))
def test_sentiment_labels_are_those_of_the_published_runs(value):
    assert MOSI.centre(value) == pytest.approx(value)
    assert SIMS.centre(value / 3) == pytest.approx(value / 3)


@given(scales, st.floats(-20, 20))
def test_a_restored_value_is_clipped_and_an_uncentred_one_is_not(scale, label):
    restored = scale.restore(label)
    assert scale.minimum <= restored <= scale.maximum
    if scale.minimum <= scale.uncentre(label) <= scale.maximum:
        assert restored == scale.uncentre(label)
    else:
        assert restored in {scale.minimum, scale.maximum}
        assert abs(scale.uncentre(label) - scale.cutoff) > abs(restored - scale.cutoff)


def test_an_unknown_scale_names_the_one_that_may_be_meant():
    with pytest.raises(UnknownChoiceError, match="did you mean “PHQ-9”"):
        find_scale("PHQ9")
