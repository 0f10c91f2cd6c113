"""The card of a model that learnt from a clinic's own sessions, in English and Simplified Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selfmm.training.clinic.nouns import Depth, Verdict
from selfmm.types import NOTICE, Modality

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfmm.training.clinic.nouns import Comparison, Measured, RetrainingPlan

_EN = """\
# Research model of this site, {scale}: {depth}, with {people} people and {sessions} sessions; {verdict}.

{notice}

## Details
{origin}. Learnt from: {modalities}. Score: {scale}, {minimum:g}-{maximum:g}, cut-off {cutoff:g}; a session's score is
the mean of its answers.

## Intended use
Research and decision support at the site whose sessions it learnt from. Out of scope: any decision that rests on the
score alone; other sites; people under 18; emergencies; unattended use.

## Training data
{people} people with {sessions} rated sessions and {answers} answers, {above} people at or above the cut-off; languages:
{languages}. They agreed that their sessions may be learnt from. Nobody can be told from this model's card.

## Metrics
{folds}-fold cross-validation by person, repeated with {repeats} seeds; {judged} people were judged, each by models that
had learnt nothing from them. Each person counts alike. [95 % bootstrap interval over people]

{table}

Always saying the median of the people learnt from: MAE {constant}; the model's error is smaller by {gain}.
90 % prediction interval: the score ± {halfwidth:.1f}.{holdout}

**In short:** {verdict}.

## Subgroups
{subgroups}

## Ethics and caveats
The people judged are of the same site, so the figures say little of another one. The ratings are what people said of
themselves, or what a clinician said of them: the model can be no better than those. A low score does not clear anybody
of risk.
"""

_ZH = """\
# 本机构的研究模型，{scale}：{depth}，使用 {people} 人的 {sessions} 次访谈；{verdict}。

研究与决策支持软件。未获批准或许可作为医疗器械。不构成诊断。不用于紧急情况、18 岁以下人群或无人看管的使用。\
低分不能排除抑郁或自杀风险；本模型不评估自杀风险。

## 说明
{origin}。学习所用：{modalities}。分数：{scale}，{minimum:g}–{maximum:g}，界值 {cutoff:g}；\
一次访谈的分数是其各个回答的平均。

## 用途
供提供这些访谈的机构用于研究与决策支持。不适用：\
仅凭分数作出的任何决定；其他机构；18 岁以下人群；紧急情况；无人看管的使用。

## 训练数据
{people} 人，{sessions} 次有评分的访谈，{answers} 个回答，{above} 人达到或超过界值；语言：{languages}。
这些人同意其访谈用于学习。从本模型的卡片无法辨认任何人。

## 指标
按人划分的 {folds} 折交叉验证，用 {repeats} 个随机种子重复；共评判 {judged} 人，评判每个人的模型都没有学习过此人。\
每个人的权重相同。[按人自助法 95 % 区间]

{table}

若总是给出学习对象的中位数：MAE {constant}；本模型的误差比它小 {gain}。
90 % 预测区间：分数 ± {halfwidth:.1f}。{holdout}

**小结：**{verdict}。

## 亚组
{subgroups}

## 伦理与注意
被评判的人来自同一机构，这些数字难以说明其他机构的情况。评分来自本人自评或临床人员的评定，模型不可能比评分更准确。
低分不能排除任何人的风险。
"""

_WORDS: dict[str, dict[Any, str]] = {
    "en": {
        Depth.RECALIBRATE: "recalibrated",
        Depth.HEADS: "heads tuned",
        Depth.EVERYTHING: "heads and text encoder tuned",
        Depth.SCRATCH: "trained from the start",
        Verdict.BETTER: "reliably better than the model it was compared with",
        Verdict.NO_RELIABLE_DIFFERENCE: "no reliable difference from the model it was compared with",
        Verdict.WORSE: "reliably worse than the model it was compared with",
        Verdict.WORSE_THAN_MEAN: "no better than always giving the same score",
        Verdict.TOO_FEW: "too few people to say whether it is better",
        Verdict.ONE_SIDED: "nearly all ratings are on one side of the cut-off, so that it cannot be judged",
        Modality.TEXT: "words",
        Modality.AUDIO: "voice",
        Modality.VISION: "face",
        "origin": "Self-MM, begun from “{name}” ({id})",
        "scratch": "Self-MM, begun from the published text encoder",
        "holdout": " Of {people} people who were locked away until the end: MAE {mae}, AUC {auc}; {verdict}.",
        "subgroup": "{value}: {people} people, MAE {mae}",
        "none": "There were too few people, or nothing is known of sex, age and language that would part them.",
        "comma": ", ",
        "model": "this model",
        "reference": "compared with",
        "difference": "difference",
    },
    "zh": {
        Depth.RECALIBRATE: "重新校准",
        Depth.HEADS: "微调输出头",
        Depth.EVERYTHING: "微调输出头与文本编码器",
        Depth.SCRATCH: "从头训练",
        Verdict.BETTER: "可靠地优于对照模型",
        Verdict.NO_RELIABLE_DIFFERENCE: "与对照模型没有可靠的差别",
        Verdict.WORSE: "可靠地劣于对照模型",
        Verdict.WORSE_THAN_MEAN: "不比始终给出同一分数更好",
        Verdict.TOO_FEW: "人数太少，无法判断是否更好",
        Verdict.ONE_SIDED: "几乎所有评分都在界值的同一侧，无法评判",
        Modality.TEXT: "文字",
        Modality.AUDIO: "声音",
        Modality.VISION: "面部",
        "origin": "Self-MM，以“{name}”（{id}）为起点",
        "scratch": "Self-MM，以已发布的文本编码器为起点",
        "holdout": "另有 {people} 人保留到最后才评判：MAE {mae}，AUC {auc}；{verdict}。",
        "subgroup": "{value}：{people} 人，MAE {mae}",
        "none": "人数太少，或没有可区分他们的性别、年龄与语言信息。",
        "comma": "、",
        "model": "本模型",
        "reference": "对照模型",
        "difference": "差值",
    },
}
_ROWS = (
    ("mae", "MAE"),
    ("rmse", "RMSE"),
    ("ccc", "CCC"),
    ("auc", "AUC"),
    ("sensitivity", "Sensitivity 灵敏度"),
    ("specificity", "Specificity 特异度"),
    ("coverage", "Coverage 覆盖率"),
    ("brier", "Brier"),
)
_UNKNOWN = "–"


def write_local_card(
    plan: RetrainingPlan,
    training: Mapping[str, Any],
    validated: Comparison,
    locked: Comparison | None,
    halfwidth: float,
) -> dict[str, str]:
    """Both languages' cards; the first line stands alone. `training` is what the bundle says of how it came to be."""
    return {
        language: template.format(**_gaps(_WORDS[language], plan, training, validated, locked), halfwidth=halfwidth)
        for language, template in (("en", _EN), ("zh", _ZH))
    }


def _gaps(
    words: Mapping[Any, str],
    plan: RetrainingPlan,
    training: Mapping[str, Any],
    validated: Comparison,
    locked: Comparison | None,
) -> dict[str, Any]:
    base, scale = training["base"], plan.scale
    return {
        "scale": scale.name,
        "minimum": scale.minimum,
        "maximum": scale.maximum,
        "cutoff": scale.cutoff,
        "depth": words[plan.depth],
        "verdict": words[validated.verdict],
        "notice": NOTICE,
        "origin": words["scratch"] if base is None else words["origin"].format(name=base["name"], id=base["bundle"]),
        "modalities": words["comma"].join(words[Modality(name)] for name in training["modalities"]),
        "languages": words["comma"].join(f"{code} ({count})" for code, count in training["languages"].items()),
        **{name: training[name] for name in ("people", "sessions", "answers")},
        "above": training["people_at_or_above_cutoff"],
        "folds": training["cross_validation"]["folds"],
        "repeats": len(plan.repeats),
        "judged": validated.people,
        "table": _table(words, validated),
        "constant": _figure(validated.constant_mae),
        "gain": _figure(validated.gain),
        "holdout": "" if locked is None else _holdout(words, locked),
        "subgroups": _subgroups(words, validated),
    }


def _table(words: Mapping[Any, str], comparison: Comparison) -> str:
    columns = {"model": comparison.new, "reference": comparison.reference, "difference": comparison.difference}
    there = {name: figures for name, figures in columns.items() if figures is not None}
    lines = ["| | " + " | ".join(words[name] for name in there) + " |", "|---" * (len(there) + 1) + "|"]
    for key, title in _ROWS:
        if key in comparison.new:
            cells = [_figure(figures[key]) if key in figures else _UNKNOWN for figures in there.values()]
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _holdout(words: Mapping[Any, str], locked: Comparison) -> str:
    auc = _figure(locked.new["auc"]) if "auc" in locked.new else _UNKNOWN
    return words["holdout"].format(
        people=locked.people, mae=_figure(locked.new["mae"]), auc=auc, verdict=words[locked.verdict]
    )


def _subgroups(words: Mapping[Any, str], comparison: Comparison) -> str:
    told = [
        "- " + words["subgroup"].format(value=group.value, people=group.people, mae=_figure(group.mae))
        for group in comparison.subgroups
    ]
    return "\n".join(told) or words["none"]


def _figure(measured: Measured) -> str:
    return f"{measured.value:.2f} [{measured.lower:.2f}, {measured.upper:.2f}]"
