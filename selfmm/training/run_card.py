"""The card of a model that a run of the command line made, in English and Simplified Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.benchmark_metrics import headline
from selfmm.data.catalogue import find_data_set
from selfmm.tables import format_estimate, markdown_table
from selfmm.types import NOTICE

if TYPE_CHECKING:
    from selfmm.data.data_set import DataSet
    from selfmm.training.records import SeedRecord

_CARD_EN = """\
# Research model: {model} on {title}, seed {seed}; one seed of a benchmark run, not made for care.

{notice}

## Details
{model} with the text encoder {encoder}, {samples} training samples of {people} people{teachers}. Scale: {scale},
{minimum:g} to {maximum:g}. Kept: {kept}, chosen on the validation split.

## Metrics
[95 % bootstrap interval]

{table}

{coverage:.0%} prediction interval: ± {halfwidth:.2f}, from the errors on the validation split, on which the epoch was
chosen too: it is somewhat too narrow.

## Intended use
Research on {title}. Out of scope: any decision about a person's care.
"""

_CARD_ZH = """\
# 研究模型：{title} 上的 {model}，随机种子 {seed}；基准实验的一次运行，不用于诊疗。

{notice}

## 概况
{model}，文本编码器 {encoder}，训练样本 {samples} 个，来自 {people} 人{teachers}。
量表：{scale}，{minimum:g} 至 {maximum:g}。
{kept}，依据验证集选择。

## 指标
[自助法 95 % 区间]

{table}

{coverage:.0%} 预测区间：± {halfwidth:.2f}，来自验证集误差；该轮次也依据验证集选择，因此区间略窄。

## 用途
用于 {title} 上的研究，不得用于任何诊疗决定。
"""


def write_run_card(record: SeedRecord, data_set: DataSet, *, halfwidth: float, coverage: float) -> dict[str, str]:
    """Both languages' cards; the first line stands alone."""
    teachers = ", ".join(record.teachers)
    gaps = {
        "model": record.model,
        "title": find_data_set(record.data_set).title,
        "seed": record.seed,
        "notice": NOTICE,
        "encoder": record.config["model"]["text"]["encoder"],
        "samples": len(data_set.train),
        "people": len({sample.person for sample in data_set.train}),
        "scale": data_set.scale.name,
        "minimum": data_set.scale.minimum,
        "maximum": data_set.scale.maximum,
        "table": _table(record, data_set.metrics),
        "halfwidth": halfwidth,
        "coverage": coverage,
    }
    english, chinese = (f", and {teachers}", f"，以及 {teachers}") if teachers else ("", "")
    kept, kept_zh = _kept(record)
    return {
        "en": _CARD_EN.format(**gaps, teachers=english, kept=kept),
        "zh": _CARD_ZH.format(**gaps, teachers=chinese, kept=kept_zh),
    }


def _kept(record: SeedRecord) -> tuple[str, str]:
    """Which epoch's weights the network has, in English and Chinese."""
    runs = record.config["train"]["averaged_runs"]
    if runs > 1:
        return (
            f"the mean of the weights of {runs} runs, of each its best epoch",
            f"保留 {runs} 次训练各自最佳轮次权重的平均",
        )
    return f"epoch {record.epoch} of {len(record.epochs)}", f"保留第 {record.epoch} 轮（共 {len(record.epochs)} 轮）"


def _table(record: SeedRecord, kind: str) -> str:
    rows = []
    for heading in headline(kind):
        cells = []
        for split, found in record.metrics.items():
            value = found[heading.metric]
            lower, upper = record.intervals[split][heading.metric]
            cells.append("–" if value is None else format_estimate(value, interval=(lower, upper)))
        rows.append([heading.title, *cells])
    return markdown_table(["", *record.metrics], rows)
