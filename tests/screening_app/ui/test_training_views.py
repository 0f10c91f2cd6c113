"""What the training's views say of results, in words, figures and shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import training_made_up as made
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from screening_app.jobs.runner import Progress
from screening_app.services.training import Depth, Light, Measured, TimeEstimate, TrainingChoice, Verdict
from screening_app.services.training_sessions import LeftOut
from screening_app.ui.training_advanced import TrainingAdvanced
from screening_app.ui.training_agreement import TrainingAgreement, grouped
from screening_app.ui.training_curves import TrainingCurves
from screening_app.ui.training_form import TrainingForm
from screening_app.ui.training_light import TrainingLight
from screening_app.ui.training_outlook import TrainingOutlook
from screening_app.ui.training_result import TrainingResult
from screening_app.ui.training_scale import CUTOFF, MAXIMUM, TrainingScale
from screening_app.ui.training_sessions_model import CONSENT, QUALITY, RATING, READING, USE
from screening_app.ui.training_sessions_panel import TrainingSessionsPanel
from screening_app.ui.training_tables import better_in_words, figure_rows
from screening_app.ui.training_verdicts import comparison_in_words, guard_rails, verdict_in_words
from screening_app.ui.training_words import duration_in_words, left_out_in_words, measured_in_words
from selfmm.scales import GAD_7, PHQ_9
from selfmm.types import Modality

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from screening_app.ui.translation import Translation


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    """Widgets need one."""


def texts(widget: QWidget) -> str:
    return "\n".join(part.text() for part in widget.findChildren(QLabel))


# What can be learnt from


@pytest.mark.parametrize(
    ("people", "depth", "light", "said"),
    [
        (8, Depth.RECALIBRATE, Light.RED, "There are 8 rated people; 10 are needed."),
        (24, Depth.HEADS, Light.AMBER, "There are 24 rated people; 100 are needed."),
        (120, Depth.HEADS, Light.GREEN, "there is enough."),
        (64, Depth.EVERYTHING, Light.RED, "There are 64 rated people; 100 are needed."),
    ],
)
def test_the_light_tells_by_word_and_shape_what_is_missing(
    qtbot: QtBot, people: int, depth: Depth, light: Light, said: str
) -> None:
    lamp = TrainingLight()
    qtbot.addWidget(lamp)
    table = made.table(people)
    lamp.show_table(table, depth)
    assert table.readiness.lights[depth] is light
    assert said in lamp.reasons.text()
    images = [place.pixmap().toImage() for place in lamp._lamps.values()]  # held: their bytes go with them
    pictures = {bytes(image.constBits()) for image in images}
    assert len(pictures) == 2  # the one that is lit has another shape than the two that are not
    assert lamp.word.text() in lamp.accessibleName()


def test_ratings_on_one_side_are_warned_of(qtbot: QtBot) -> None:
    lamp = TrainingLight()
    qtbot.addWidget(lamp)
    lamp.show_table(made.table(64, one_sided=True), Depth.HEADS)
    assert "one side of the cut-off" in texts(lamp)


def test_each_session_that_is_left_out_says_why(qtbot: QtBot) -> None:
    panel = TrainingSessionsPanel()
    qtbot.addWidget(panel)
    panel.show_table(made.table(20, 2))
    told = [panel.model.index(row, USE).data() for row in range(panel.model.rowCount())]
    assert told[:40] == ["Yes"] * 40
    for why in LeftOut:
        assert any(left_out_in_words(why) in line for line in told[40:])
        assert left_out_in_words(why) in panel.left_out.text()
    assert "40 sessions of 20 people" in panel.counts.text()
    assert "7 more sessions have no rating" in panel.left_out.text()
    assert not panel.re_extract.isHidden()
    assert panel.re_extract.text() == "Read one session again"


def test_consent_quality_and_recipe_stand_beside_each_rating(qtbot: QtBot) -> None:
    panel = TrainingSessionsPanel()
    qtbot.addWidget(panel)
    panel.show_table(made.table(2))
    columns = (RATING, CONSENT, QUALITY, READING)
    rows = range(panel.model.rowCount())
    told = {tuple(panel.model.index(row, column).data() for column in columns) for row in rows}
    assert ("15 ≥ 10", "given", "good enough", "words alone") in told
    assert ("3 < 10", "given", "good enough", "words alone") in told
    assert ("12 ≥ 10", "withdrawn", "–", "read") in told
    assert ("12 ≥ 10", "given", "too poor", "read") in told
    assert ("12 ≥ 10", "given", "–", "read in an older way") in told
    assert ("–", "given", "–", "read") in told  # without a total


def test_enter_leads_from_a_row_to_its_session(qtbot: QtBot) -> None:
    panel = TrainingSessionsPanel()
    qtbot.addWidget(panel)
    panel.show_table(made.table(3))
    panel.view.selectRow(1)
    with qtbot.waitSignal(panel.session_wanted) as wanted:
        qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert wanted.args == ["s1-0"]


# What to do


def test_an_own_cut_off_is_judged_while_it_is_typed(qtbot: QtBot) -> None:
    scale = TrainingScale()
    qtbot.addWidget(scale)
    scale.show_scale("phq-9", PHQ_9)
    assert scale.scale == PHQ_9
    scale.own.click()
    scale.fields[CUTOFF].clear()
    qtbot.keyClicks(scale.fields[CUTOFF], "40")
    assert scale.scale is None
    assert "cut-off has to lie within the scale" in scale.problem.text()
    assert scale.fields[CUTOFF].property("wrong")
    scale.fields[CUTOFF].clear()
    qtbot.keyClicks(scale.fields[CUTOFF], "12")
    assert scale.scale is not None
    assert scale.scale.cutoff == 12
    assert scale.problem.isHidden()
    scale.fields[MAXIMUM].clear()
    qtbot.keyClicks(scale.fields[MAXIMUM], "x")
    assert "Enter numbers" in scale.problem.text()
    scale.own.click()
    assert scale.scale == PHQ_9


def test_an_instrument_without_a_published_cut_off_asks_for_one(qtbot: QtBot) -> None:
    scale = TrainingScale()
    qtbot.addWidget(scale)
    scale.instrument.setCurrentIndex(scale.instrument.findData("hamd-17"))
    scale.instrument.activated.emit(scale.instrument.currentIndex())
    assert scale.scale is None
    assert scale.own.isChecked()
    assert not scale.own.isEnabled()
    qtbot.keyClicks(scale.fields[CUTOFF], "8")
    assert scale.scale is not None
    assert scale.scale.cutoff == 8


@pytest.mark.parametrize(
    ("typed", "seeds"),
    [("1111, 1112", (1111, 1112)), ("7，8", (7, 8)), ("", ()), ("1, 1", ()), ("one", ()), ("-1", ()), (f"{2**40}", ())],
)
def test_seeds_are_different_whole_numbers(qtbot: QtBot, typed: str, seeds: tuple[int, ...]) -> None:
    advanced = TrainingAdvanced()
    qtbot.addWidget(advanced)
    advanced.seeds.setText(typed)
    advanced.seeds.textEdited.emit(typed)
    assert advanced.chosen_seeds == seeds
    assert advanced.problem.isHidden() == bool(seeds)


def test_the_form_proposes_what_there_is_enough_for(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show_choice(TrainingChoice("phq-9", PHQ_9))
    assert not form.start.isEnabled()  # it is not known yet whether there is enough
    form.show_table(made.table(12))
    assert form.chosen_depth is Depth.RECALIBRATE  # heads were chosen, for which there is not enough
    assert "recommended" in form.cards[Depth.RECALIBRATE].text()
    assert not form.cards[Depth.HEADS].isEnabled()
    assert "12 of 20 people" in form.cards[Depth.HEADS].accessibleDescription()
    assert form.start.isEnabled()
    form.show_estimate(TimeEstimate(96.0, 20.0, 900_000_000, 400_000_000))
    assert "about 2 min" in form.estimate.text()
    with qtbot.waitSignal(form.started):
        form.start.click()
    form.show_busy(True)
    assert not form.start.isEnabled()


def test_what_is_chosen_comes_out_of_the_form(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show_models("Ours", active_is_default=False)
    form.show_choice(TrainingChoice("gad-7", GAD_7, Depth.RECALIBRATE))
    form.base.setCurrentIndex(form.base.findData("default"))
    form.advanced.modalities[Modality.AUDIO].click()
    form.advanced.name.setText(" ours ")
    choice = form.choice
    assert choice is not None
    assert (choice.instrument, choice.scale, choice.depth) == ("gad-7", GAD_7, Depth.RECALIBRATE)
    assert choice.base is not None
    assert choice.modalities == (Modality.TEXT, Modality.VISION)
    assert choice.name == "ours"
    form.cards[Depth.SCRATCH].click()
    assert form.choice is not None
    assert form.choice.base is None
    assert not form.base.isEnabled()


def test_with_too_few_people_nothing_can_be_started(qtbot: QtBot) -> None:
    form = TrainingForm()
    qtbot.addWidget(form)
    form.show_choice(TrainingChoice("phq-9", PHQ_9))
    form.show_table(made.table(8))
    assert not form.start.isEnabled()
    assert not any(card.isEnabled() for card in form.cards.values())


# Running


def test_curves_tell_in_words_what_they_show(qtbot: QtBot) -> None:
    curves = TrainingCurves()
    qtbot.addWidget(curves)
    curves.show_points(made.points())
    curves.show()
    assert "Now 4.2" in curves.mae.heading.text()
    assert "● Words" in curves.labels.heading.text()
    assert "■ Voice" in curves.labels.heading.text()
    assert "Words: middle 11.0, eight in ten from 6.0 to 16.0" in curves.labels.accessibleDescription()
    (left, right), _ = curves.labels._view.getPlotItem().viewRange()
    assert -1 < left < 1  # no epoch before the first
    assert right > 12
    curves.show_points(())  # another training begins
    assert "Now" not in curves.mae.heading.text()


# Is it better?

_KEEP = {Verdict.NO_RELIABLE_DIFFERENCE, Verdict.WORSE, Verdict.WORSE_THAN_MEAN, Verdict.TOO_FEW, Verdict.ONE_SIDED}


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_says_in_a_plain_sentence_what_to_do(qtbot: QtBot, verdict: Verdict) -> None:
    result = TrainingResult()
    qtbot.addWidget(result)
    result.show_judgement(made.judgement(verdict), PHQ_9, "Ours", "Standard")
    sentence = result.sentence.text()
    assert ("Keep the current model" in sentence) == (verdict in _KEEP)
    assert "{" not in sentence
    kinds = result.activate.property("kind"), result.keep.property("kind")
    assert kinds == (("primary", "") if verdict is Verdict.BETTER else ("", "primary"))


def test_a_model_that_the_last_check_speaks_against_is_not_recommended() -> None:
    judged = made.judgement(Verdict.BETTER, recommended=False, holdout=Verdict.WORSE)
    assert "speaks against it" in verdict_in_words(judged)
    assert any("Reliably worse" in sentence for sentence in guard_rails(judged))


def test_a_figure_is_better_only_beyond_its_interval_and_in_its_own_direction() -> None:
    assert better_in_words("mae", Measured(-1.0, -1.5, -0.5)) == "▲ better"
    assert better_in_words("mae", Measured(1.0, 0.5, 1.5)) == "▼ worse"
    assert better_in_words("auc", Measured(0.1, 0.05, 0.2)) == "▲ better"
    assert better_in_words("auc", Measured(-0.1, -0.2, -0.05)) == "▼ worse"
    assert better_in_words("mae", Measured(-1.0, -2.5, 0.5)) == "not reliable"
    assert better_in_words("coverage", Measured(0.1, 0.05, 0.2)) == ""


def test_tables_show_figures_with_intervals_and_subgroups_without_reference(qtbot: QtBot) -> None:
    result = TrainingResult()
    qtbot.addWidget(result)
    result.show_judgement(made.judgement(), PHQ_9, "Ours", "Standard")
    first = [result.table.item(0, column).text() for column in range(5)]
    expected = [
        "Mean error (MAE), points",
        "3.60 [3.10, 4.10]",
        "5.00 [4.50, 5.50]",
        "−1.40 [−2.00, −0.80]",
        "▲ better",
    ]
    assert first == expected
    assert result.groups.item(0, 0).text() == "Sex: Female"
    assert result.groups.item(1, 3).text() == "–"
    assert result.groups.item(2, 0).text() == "Age: 35–49"
    assert not result.tabs.isTabVisible(1)
    result.show_judgement(made.judgement(holdout=Verdict.BETTER), PHQ_9, "Ours", "Standard")
    assert result.tabs.isTabVisible(1)


def test_figures_that_cannot_be_had_are_left_out() -> None:
    compared = made.comparison()
    without = replace(compared, new={"mae": compared.new["mae"]}, reference=None, difference=None)
    assert figure_rows(without) == (("Mean error (MAE), points", "3.60 [3.10, 4.10]", "–", "–", ""),)
    assert "3.60" in comparison_in_words(without)


def test_a_model_without_another_to_compare_with_is_told_against_one_number(qtbot: QtBot) -> None:
    judged = made.judgement()
    alone = replace(judged, cross_validation=replace(judged.cross_validation, reference=None, difference=None))
    result = TrainingResult()
    qtbot.addWidget(result)
    result.show_judgement(alone, PHQ_9, "Ours", "")
    assert "against 5.20" in result.sentence.text()
    assert "there is none to compare it with" in result.sentence.text()
    assert "In use:" not in texts(result)


def test_calibration_groups_sessions_with_like_numbers(qtbot: QtBot) -> None:
    said = made.comparison().predictions
    groups = grouped(said, lambda one: one.value)
    assert len(groups) == 5
    assert list(groups) == sorted(groups)
    assert grouped(said[:3], lambda one: one.value)  # too few for several groups
    assert grouped((), lambda one: one.value) == ()
    picture = TrainingAgreement()
    qtbot.addWidget(picture)
    picture.show_predictions(said, PHQ_9)
    assert picture.accessibleDescription().count("Where the new model says") == 5


def test_the_outlook_says_what_twenty_more_sessions_would_bring(qtbot: QtBot) -> None:
    outlook = TrainingOutlook()
    qtbot.addWidget(outlook)
    assert outlook.chart.isHidden()
    outlook.show_curve(made.learning_curve())
    assert "Another 20 sessions (about 18 people) would lower the mean error" in outlook.sentence.text()
    assert "3.88" in outlook.sentence.text()
    outlook.show_curve(made.learning_curve(reliable=False))
    assert "would hardly change the model" in outlook.sentence.text()
    assert "64 people: " in outlook.chart.accessibleDescription()


def test_numbers_read_well() -> None:
    assert measured_in_words(None) == "–"
    assert measured_in_words(Measured(-0.001, -0.1, 0.1), signed=True) == "+0.00 [−0.10, +0.10]"
    assert [duration_in_words(seconds) for seconds in (3, 44, 89, 120, 5000, 9000)] == [
        "about 5 s",
        "about 45 s",
        "about 90 s",
        "about 2 min",
        "about 83 min",
        "about 2.5 h",
    ]


def test_the_views_follow_the_language(qtbot: QtBot, translation: Translation) -> None:
    result, light = TrainingResult(), TrainingLight()
    for widget in (result, light):
        qtbot.addWidget(widget)
    result.show_judgement(made.judgement(), PHQ_9, "Ours", "Standard")
    light.show_table(made.table(8), Depth.HEADS)
    translation.use("zh")
    qtbot.wait(1)
    translation.use("en")
    qtbot.wait(1)
    assert "reliably better" in result.sentence.text()


def test_the_view_is_handed_some_hundred_sessions_at_a_time(qtbot: QtBot) -> None:
    panel = TrainingSessionsPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_table(made.table(100, 5, left_out=False))
    assert panel.model.rowCount() == 200
    assert panel.counts.text().startswith("500 sessions of 100 people")
    seen = set()
    while True:
        panel.view.scrollToBottom()
        qtbot.wait(1)
        if panel.model.rowCount() in seen:
            break
        seen.add(panel.model.rowCount())
    assert panel.model.rowCount() == 500
    panel.show_table(made.table(10, left_out=False))
    assert panel.model.rowCount() == 10


def test_how_far_the_look_at_the_sessions_is_stands_where_its_result_will(qtbot: QtBot) -> None:
    panel, light = TrainingSessionsPanel(), TrainingLight()
    for part, said in ((panel, panel.counts), (light, light.word)):
        qtbot.addWidget(part)
        part.show_progress(Progress("reading", 0.5, 12.0))
        assert said.text() == "Looking through all rated sessions… about 10 s left"
    panel.show_table(made.table(10))
    panel.show_progress(Progress("reading", 0.9, 1.0))
    assert "sessions of 10 people" in panel.counts.text()
