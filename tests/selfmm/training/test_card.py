from __future__ import annotations

import re

from selfmm.training.card import write_card

TRAINING = {
    "data": "a data set",
    "people": 83,
    "answers": 249,
    "sentiment": {"sentences": 20332},
    "people_at_or_above_cutoff": 19,
    "cross_validation": {"seeds": [1, 2, 3]},
}


def _summary(mae, constant):
    metric = {"mean": 0.55, "deviation": 0.01, "lower": 0.45, "upper": 0.65}
    others = ("rmse", "ccc", "auc", "f1", "sensitivity", "specificity", "coverage", "brier", "brier_of_base_rate")
    summary = dict.fromkeys(others, metric)
    gained = constant - mae
    for name, value in (("mae", mae), ("mae_of_mean_predictor", constant), ("mae_below_mean_predictor", gained)):
        summary[name] = {"mean": value, "deviation": 0.0, "lower": value - 1, "upper": value + 1}
    return summary


def test_the_first_line_stands_alone_in_both_languages():
    card = write_card(_summary(9, 9), TRAINING, interval_halfwidth=20.0)
    assert card["en"].splitlines()[0] == (
        "# Research model, weak: sentiment of what is said, brought to the SDS index with 83 Mandarin-speaking "
        "volunteers; on people it never saw, AUC 0.55 [0.45, 0.65], no better than chance."
    )
    assert "83" in card["zh"].splitlines()[0]
    assert "0.55 [0.45, 0.65]" in card["zh"].splitlines()[0]


def test_the_card_says_whether_the_model_beats_the_mean():
    assert "not reliably better" in write_card(_summary(9, 9.2), TRAINING, interval_halfwidth=20.0)["en"]
    assert "not reliably better" not in write_card(_summary(5, 9), TRAINING, interval_halfwidth=20.0)["en"]


def test_a_model_that_beats_chance_is_not_called_chance():
    summary = _summary(5, 9)
    summary["auc"] = {"mean": 0.75, "deviation": 0.01, "lower": 0.6, "upper": 0.85}
    first = write_card(summary, TRAINING, interval_halfwidth=20.0)["en"].splitlines()[0]
    assert "chance" not in first
    assert "weak" in first


def test_a_model_is_called_fair_only_where_the_whole_interval_is():
    summary = _summary(5, 9)
    summary["auc"] = {"mean": 0.8, "deviation": 0.01, "lower": 0.71, "upper": 0.88}
    card = write_card(summary, TRAINING, interval_halfwidth=20.0)
    assert "weak" not in card["en"].splitlines()[0]
    assert "较弱" not in card["zh"].splitlines()[0]


def test_both_cards_say_that_voice_and_face_are_not_scored():
    card = write_card(_summary(5, 9), TRAINING, interval_halfwidth=20.0)
    assert "not scored by this model" in card["en"]
    assert "不对其评分" in card["zh"]


def test_both_cards_name_known_failures():
    card = write_card(_summary(5, 9), TRAINING, interval_halfwidth=20.0)
    assert "television" in card["en"].split("## Known failures")[1]
    assert "电视" in card["zh"].split("## 已知的失误")[1]


def test_both_cards_say_that_runs_differ_by_luck():
    card = write_card(_summary(5, 9), TRAINING, interval_halfwidth=20.0)
    assert "single ones gave AUCs of 0.66 to 0.70" in card["en"]
    assert "单次训练在这些人身上的 AUC 为 0.66 至 0.70" in card["zh"]


def test_the_chinese_card_is_markdown_without_stray_asterisks_or_spaces():
    card = write_card(_summary(5, 9), TRAINING, interval_halfwidth=20.0)["zh"]
    # CommonMark closes no emphasis between a full stop and a letter, and makes a space of a single new line
    assert not re.search(r"[，。；：]\*\*\w", card)
    assert not re.search(r"[，。；：）]\n\w", card)
