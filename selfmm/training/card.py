"""The model card (Mitchell et al., FAT* 2019), in English and Simplified Chinese, from what was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selfmm.types import NOTICE

if TYPE_CHECKING:
    from collections.abc import Mapping

_CARD_EN = """\
# Research model, {strength}: sentiment of what is said, brought to the SDS index with {people} Mandarin-speaking \
volunteers; on people it never saw, AUC {auc}{chance}.

{notice}

## Details
Self-MM (AAAI 2021) on the words alone. Its text encoder (multilingual-e5-small, all layers tuned) and heads learnt
sentiment from MOSEI and MOSI (English) and CH-SIMS v2 (Mandarin), {sentiment_samples} sentences. A line of two numbers,
fitted on rated people, turns sentiment into a score: less positive words, higher score. Score: SDS index, 25-100,
cut-off 53; a person's score is the mean of their answers.

**Voice and face are recorded and described, not scored by this model.** Of the rated people's sound nothing helped on
people held out, and there were no rated pictures at all (docs/model_development.md).

## Intended use
Trying out the program, and research. Out of scope: any decision about a person's care; people under 18; emergencies;
unattended use. Of English-speaking people nobody was rated: in English the score rests on sentiment alone.

## Training data
{data}: {people} people, {answers} spoken answers, \
{people_at_or_above_cutoff} people at or above the cut-off. Volunteers, not patients; recorded by themselves; one
language; three prompts (positive, neutral, negative); transcripts as published. Labels: one self-reported SDS index a
person.

## Metrics
Five-fold cross-validation by person of the two numbers, repeated with {repeats} seeds; the sentiment network saw none
of these people. Mean over repeats [95 % bootstrap interval over people].

Runs of the sentiment network differ by luck: single ones gave AUCs of 0.66 to 0.70 on these people
(docs/model_development.md). The network that comes with the program is the mean of the weights of two runs, and was not
picked by these figures.

{table}

Always saying the mean of the people learnt from: MAE {constant}. {comparison}
90 % prediction interval: the score ± {halfwidth:.1f} points; of people held out, {coverage} had theirs within such an
interval. Probability of being at or above the cut-off: Brier score {brier}, of the base rate {base_rate}.

## Subgroups
Age, sex, dialect and diagnosis are not in the data, so nothing can be said about them. By prompt, see
docs/model_development.md.

## Ethics and caveats
With {people} people the intervals are wide, and the cross-validation is the only evidence: no outside set was used.
What is scored is how positive the words are. Somebody who speaks well of things and is depressed is missed; somebody
who tells of a sad event and is not is overrated. The tone of voice changes nothing: happy words in a sad voice score as
happy words. A low score does not clear anybody of risk.

## Known failures
Found with pairs of answers of which one speaks more for depression (tests/selfmm/probes; rates by kind are in
docs/model_development.md). Mostly wrong, or hardly better than chance: sad events told calmly in English, double
negations, a television or other people in the background, bodily complaints in English; sarcasm and what is past at
times. Mostly right: plain statements, negation, short and long answers, bodily complaints in Chinese, mixed Chinese and
English, and dialect as it is written down.
"""

_CARD_ZH = """\
# 研究用模型，{strength_zh}：以 {people} 名讲普通话的志愿者，把言语的情感倾向换算为 SDS 标准分；\
在未见过的人身上 AUC 为 {auc}{chance_zh}。

研究与决策支持软件。未获批准或许可作为医疗器械。不构成诊断。不用于紧急情况、18 岁以下人群或无人看管的使用。\
低分不能排除抑郁或自杀风险；本模型不评估自杀风险。

## 说明
Self-MM（AAAI 2021），只使用文字。文本编码器（multilingual-e5-small，全部层经过微调）与各输出头从 MOSEI、MOSI（英文）\
和 CH-SIMS v2（普通话）共 {sentiment_samples} 个句子中学习情感倾向。再用有评分的人拟合一条只有两个数的直线，\
把情感换算为分数：言语越不积极，分数越高。分数：SDS 标准分，25–100，界值 53；一个人的分数是其各个回答的平均。

**声音与面部会被录制并描述，但本模型不对其评分**。在留出的人身上，声音没有带来任何改善；有评分的画面数据则完全没有\
（见 docs/model_development.md）。

## 用途
试用本程序及研究。不适用：任何涉及个人诊疗的决定；18 岁以下人群；紧急情况；无人看管的使用。\
没有讲英语的人参与评分：英文访谈的分数仅以情感倾向为依据。

## 训练数据
EATD-Corpus 训练部分（Shen, Yang, Lin, ICASSP 2022）：\
{people} 人，{answers} 段口头回答，{people_at_or_above_cutoff} 人达到或超过界值。\
受试者为志愿者而非患者，自行录音，单一语言，三个提示（积极、中性、消极），文字采用已发布的转写。\
标签：每人一个自评 SDS 标准分。

## 指标
对这两个数做按人划分的五折交叉验证，用 {repeats} 个随机种子重复；情感网络没有见过这些人。\
各次重复的均值 [按人自助法 95 % 区间]。

情感网络的各次训练因随机性而有差异：单次训练在这些人身上的 AUC 为 0.66 至 0.70（见 docs/model_development.md）。\
随程序提供的网络是两次训练权重的平均，并非依据这些数值挑选。

{table}

若总是给出训练对象的均值：MAE {constant}。{comparison_zh}\
90 % 预测区间：分数 ± {halfwidth:.1f} 分；在留出的人中，实际分数落在此类区间内的比例为 {coverage}。\
达到或超过界值的概率：Brier 分数 {brier}，基准率为 {base_rate}。

## 亚组
数据中没有年龄、性别、方言和诊断，因此无法说明。按提示划分的结果见 docs/model_development.md。

## 伦理与注意
只有 {people} 人，区间很宽；交叉验证是唯一的证据，没有使用外部数据集。\
评分依据的是言语有多积极。言谈积极而实际抑郁的人会被漏掉；讲述伤心事而并不抑郁的人会被高估。\
语气不起作用：用悲伤的声音说高兴的话，仍按高兴的话评分。低分不能排除任何人的风险。

## 已知的失误
用成对的回答检验，其中一个更能说明抑郁（tests/selfmm/probes；各类的正确率见 docs/model_development.md）。\
多半判错或与随机猜测相差不多：用英文平静讲述的伤心事、双重否定、背景中的电视或他人的话、英文的躯体不适；\
反讽与往事有时判错。多半判对：直白的陈述、否定、短回答与长回答、中文的躯体不适、中英夹杂，以及写成文字的方言。
"""

_CHANCE = 0.5  # AUC of a coin
_STRONG = 0.7  # the interval of the AUC has to lie above it before a model is not called weak

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
        **{key: training[key] for key in ("data", "people", "answers")},
        "sentiment_samples": training["sentiment"]["sentences"],
        "people_at_or_above_cutoff": training["people_at_or_above_cutoff"],
        "repeats": len(training["cross_validation"]["seeds"]),
        "auc": _with_interval(summary["auc"]),
        "constant": _with_interval(summary["mae_of_mean_predictor"]),
        "table": "\n".join(
            ["| | |", "|---|---|", *(f"| {name} | {_with_interval(summary[key])} |" for key, name in _ROWS)]
        ),
        "halfwidth": interval_halfwidth,
        "coverage": _with_interval(summary["coverage"]),
        "brier": _with_interval(summary["brier"]),
        "base_rate": _with_interval(summary["brier_of_base_rate"]),
        "notice": NOTICE,
    }
    better = summary["mae_below_mean_predictor"]["lower"] > 0
    by_chance = summary["auc"]["lower"] <= _CHANCE
    strong = summary["auc"]["lower"] >= _STRONG
    gaps["strength"], gaps["strength_zh"] = ("fair", "性能尚可") if strong else ("weak", "性能较弱")
    gaps["chance"] = ", no better than chance" if by_chance else ""
    gaps["chance_zh"] = "，并不优于随机猜测" if by_chance else ""
    gaps["comparison"] = "The model is better than that." if better else "The model is not reliably better than that."
    gaps["comparison_zh"] = "本模型优于此。" if better else "本模型并不可靠地优于此。"
    return {"en": _CARD_EN.format(**gaps), "zh": _CARD_ZH.format(**gaps)}


def _with_interval(metric: Mapping[str, float]) -> str:
    return f"{metric['mean']:.2f} [{metric['lower']:.2f}, {metric['upper']:.2f}]"
