"""The model card (Mitchell et al., FAT* 2019), in English and Simplified Chinese, from what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selfmm.types import NOTICE

if TYPE_CHECKING:
    from collections.abc import Mapping

_CARD_EN = """\
# First research model, weak: trained on {people} Mandarin-speaking volunteers; \
on people it never saw, AUC {auc}{chance}.

{notice}

## Details
Self-MM (AAAI 2021) on a frozen multilingual-e5-small text encoder and 33 sound features a frame; text and sound.
The face is not used, because no depression-labelled picture data were at hand. Score: SDS index, 25-100, cut-off 53.

## Intended use
Trying out the program, and research. Out of scope: any decision about a person's care; people under 18; emergencies;
unattended use; languages other than Mandarin (the text encoder reads English, but nobody English-speaking was learnt
from).

## Training data
{data}: {people} people, {answers} spoken answers ({answers_without_sound} without sound), \
{people_at_or_above_cutoff} people at or above the cut-off. Volunteers, not patients; recorded by themselves; one
language; three prompts (positive, neutral, negative). Labels: one self-reported SDS index a person.

## Metrics
Five-fold cross-validation by person, repeated with {repeats} seeds; of the folds learnt from, one decides when to stop.
Mean over repeats [95 % bootstrap interval over people].

{table}

Always saying the mean of the people learnt from: MAE {constant}. {comparison}
90 % prediction interval: the score ± {halfwidth:.1f} points (from the held-out errors, not from a separate set).

## Subgroups
Age, sex and dialect are not in the data, so nothing can be said about them.

## Ethics and caveats
With {people} people the intervals are wide, and the cross-validation is the only evidence: no outside set was used.
The score mixes what somebody says with how; either can mislead. A low score does not clear anybody of risk.
"""

_CARD_ZH = """\
# 首个研究用模型，性能较弱：以 {people} 名讲普通话的志愿者训练；在未见过的人身上 AUC 为 {auc}{chance_zh}。

研究与决策支持软件。未获批准或许可作为医疗器械。不构成诊断。不用于紧急情况、18 岁以下人群或无人看管的使用。\
低分不能排除抑郁或自杀风险；本模型不评估自杀风险。

## 说明
Self-MM（AAAI 2021），文本编码器为冻结的 multilingual-e5-small，每帧 33 个声音特征；使用文本与声音。
由于没有带抑郁标注的画面数据，未使用面部。分数：SDS 标准分，25–100，界值 53。

## 用途
试用本程序及研究。不适用：任何涉及个人诊疗的决定；18 岁以下人群；紧急情况；无人看管的使用；普通话以外的语言
（文本编码器能读英文，但训练数据中没有讲英语的人）。

## 训练数据
EATD-Corpus 训练部分（Shen, Yang, Lin, ICASSP 2022）：\
{people} 人，{answers} 段口头回答（其中 {answers_without_sound} 段没有声音），\
{people_at_or_above_cutoff} 人达到或超过界值。\
受试者为志愿者而非患者，自行录音，单一语言，三个提示（积极、中性、消极）。
标签：每人一个自评 SDS 标准分。

## 指标
按人划分的五折交叉验证，用 {repeats} 个随机种子重复；训练折中有一折用于决定何时停止。\
各次重复的均值 [按人自助法 95 % 区间]。

{table}

若总是给出训练对象的均值：MAE {constant}。{comparison_zh}
90 % 预测区间：分数 ± {halfwidth:.1f} 分（来自交叉验证中未参与训练者的误差，而非独立数据集）。

## 亚组
数据中没有年龄、性别和方言，因此无法说明。

## 伦理与注意
只有 {people} 人，区间很宽；交叉验证是唯一的证据，没有使用外部数据集。
分数混合了说话的内容与方式，两者都可能误导。低分不能排除任何人的风险。
"""

_CHANCE = 0.5  # AUC of a coin

_ROWS = (
    ("mae", "MAE"),
    ("rmse", "RMSE"),
    ("ccc", "CCC"),
    ("auc", "AUC"),
    ("f1", "F1"),
    ("sensitivity", "Sensitivity 灵敏度"),
    ("specificity", "Specificity 特异度"),
)


def write_card(
    summary: Mapping[str, Mapping[str, float]], training: Mapping[str, Any], *, interval_halfwidth: float
) -> dict[str, str]:
    """Both languages' cards; `summary` is `evaluation.summarise`'s, and the first line stands alone."""
    gaps = {
        **{key: training[key] for key in ("data", "people", "answers", "answers_without_sound")},
        "people_at_or_above_cutoff": training["people_at_or_above_cutoff"],
        "repeats": len(training["cross_validation"]["seeds"]),
        "auc": _with_interval(summary["auc"]),
        "constant": _with_interval(summary["mae_of_mean_predictor"]),
        "table": "\n".join(
            ["| | |", "|---|---|", *(f"| {name} | {_with_interval(summary[key])} |" for key, name in _ROWS)]
        ),
        "halfwidth": interval_halfwidth,
        "notice": NOTICE,
    }
    better = summary["mae"]["upper"] < summary["mae_of_mean_predictor"]["lower"]
    by_chance = summary["auc"]["lower"] <= _CHANCE
    gaps["chance"] = ", no better than chance" if by_chance else ""
    gaps["chance_zh"] = "，并不优于随机猜测" if by_chance else ""
    gaps["comparison"] = "The model is better than that." if better else "The model is not reliably better than that."
    gaps["comparison_zh"] = "本模型优于此。" if better else "本模型并不可靠地优于此。"
    return {"en": _CARD_EN.format(**gaps), "zh": _CARD_ZH.format(**gaps)}


def _with_interval(metric: Mapping[str, float]) -> str:
    return f"{metric['mean']:.2f} [{metric['lower']:.2f}, {metric['upper']:.2f}]"
