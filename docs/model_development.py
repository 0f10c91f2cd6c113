"""What was tried for the bundled model: each idea cross-validated by person, a choice by inner folds, and a figure.

    python docs/model_development.py DATA SENTIMENT [OUT]

DATA is the folder of data sets that `train --recipe default` reads; SENTIMENT the folder that it leaves beside its
bundle (OUT.sentiment). Prints the table of docs/model_development.md and draws model_development.png into OUT, by
default this folder. Takes about a quarter of an hour on two cores.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from sklearn.linear_model import LogisticRegression, RidgeCV
from sklearn.metrics import roc_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

from selfmm import metrics
from selfmm.bundle import load_bundle
from selfmm.calibration import fit_line
from selfmm.data.benchmarks import read_data_set
from selfmm.data.splits import of_persons, person_folds
from selfmm.features.librosa_audio import LibrosaAudio
from selfmm.media import waveform_blocks
from selfmm.model.base import FUSION
from selfmm.model.self_mm import HeadConfig, SelfMMConfig, SequenceConfig
from selfmm.model.text_encoders import create_text_encoder, describe_encoder
from selfmm.scales import SDS
from selfmm.training.config import TrainConfig
from selfmm.training.default_model import PRETRAINING_SEED, severity_view
from selfmm.training.evaluation import CrossValidation, cross_validate, over_repeats, summarise
from selfmm.training.judging import labels_of
from selfmm.training.line_validation import FOLDS, cross_validate_line
from selfmm.training.predicting import feed, fusion_features, predict, text_vectors
from selfmm.training.requests import read_named
from selfmm.training.runs import SEEDS
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from selfmm.bundle import ModelBundle
    from selfmm.types import Sample

    Values = NDArray[np.float64]
    Fit = Callable[[Values, Values, Values], Values]  # x and labels to learn from, x to judge → said of those

PROMPTS = ("positive", "neutral", "negative")


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The rated people: their answers, and by name what is known of each person, a row a person."""

    samples: tuple[Sample, ...]
    persons: tuple[str, ...]
    labels: Values
    known: dict[str, Values]  # name → (persons, width)

    def columns(self, names: Sequence[str]) -> Values:
        """What is known under several names, side by side: (persons, width)."""
        return np.concatenate([self.known[name] for name in names], axis=1)

    @property
    def folds(self) -> list[list[NDArray[np.bool_]]]:
        """For each seed, who is held out in each fold: the same folds for every idea."""
        dealt = [person_folds(self.samples, FOLDS, cutoff=SDS.cutoff, seed=seed) for seed in SEEDS]
        return [[np.array([person in group for person in self.persons]) for group in groups] for groups in dealt]


def main(arguments: Sequence[str]) -> None:
    """Try everything, print the table, draw the figure."""
    data, sentiment = Path(arguments[0]), Path(arguments[1])
    out = Path(arguments[2]) if len(arguments) > 2 else Path(__file__).parent
    bundle = load_bundle(sentiment / f"seed-{PRETRAINING_SEED}" / "bundle")
    everyone = know(data, bundle)
    print("| idea | AUC [95 %] | MAE [95 %] | r |\n|---|---|---|---|")
    for name, result in ideas(everyone, bundle):
        tell(name, result)
    tell("**choice by inner folds among the rows with °**", nested(everyone))
    by_prompt(everyone)
    draw(everyone, out / "model_development.png")


def know(data: Path, bundle: ModelBundle) -> People:
    """Hear and read the rated people with both encoders, the untuned and the one that learnt sentiment."""
    heard = read_named("eatd", data / "eatd_train")
    samples = tuple(sample for sample in heard.samples if sample.text)
    people = np.array([sample.person for sample in samples])
    persons = tuple(dict.fromkeys(people.tolist()))
    texts = feed(samples, bundle.model, bundle.normaliser, bundle.info.scale)
    features = fusion_features(bundle.model, texts).double().numpy()
    untuned = create_text_encoder(describe_encoder("multilingual-e5-small"))
    severity = severity_view(bundle, read_data_set("severity", data / "depression_text"))
    answers = {
        "sentiment": predict(bundle.model, texts)[FUSION].double().numpy()[:, None],
        "tuned": text_vectors(bundle.model, texts).astype(np.float64),
        "untuned": np.concatenate([untuned(untuned.tokenize([sample.text])).numpy() for sample in samples]),
        "sound": np.stack([spread_of(sample) for sample in samples]),
        "severity": severity.at(features)[:, None],
        "length": np.log([[1.0 + len(sample.text)] for sample in samples]),
    }
    known = {name: np.stack([mean_of(values[people == who]) for who in persons]) for name, values in answers.items()}
    known["sound"] = np.where(np.isnan(known["sound"]), np.nanmean(known["sound"], axis=0), known["sound"])
    known["acted sadness"] = acted_sadness(data / "emodb", known["sound"])
    known["prompts"] = apart(samples, answers["sentiment"][:, 0], persons)
    rated = metrics.by_person(people.tolist(), labels_of(samples))
    return People(samples, persons, np.array([rated[who] for who in persons]), known)


def spread_of(sample: Sample) -> Values:
    """Means and deviations of an answer's 33 sound features: (66,), nan without sound."""
    return np.full(66, np.nan) if sample.audio is None else spread(np.asarray(sample.audio.values, dtype=np.float64))


def spread(frames: Values) -> Values:
    """Means and deviations of frames (frames, width): (2 * width,)."""
    return np.concatenate([frames.mean(axis=0), frames.std(axis=0)])


def acted_sadness(folder: Path, sound: Values) -> Values:
    """How sad people sound to a logistic regression that learnt from EMO-DB's actors: (persons, 1).

    Both sets are brought to mean 0 and deviation 1 by themselves, so that microphones and languages count less.
    """
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    listened = [hear(folder / line["audio"]) for line in lines]
    sad = np.array([line["emotion"] == "sadness" for line in lines])
    learnt = LogisticRegression(C=0.01, class_weight="balanced", max_iter=2000)
    learnt.fit(StandardScaler().fit_transform(np.stack(listened)), sad)
    told: Values = learnt.decision_function(StandardScaler().fit_transform(sound))[:, None]
    return told


def hear(recording: Path) -> Values:
    """Means and deviations of a recording's sound features: (66,)."""
    listener = LibrosaAudio().listen()
    for block in waveform_blocks(recording):
        listener.feed(block)
    return spread(np.asarray(listener.finish().values, dtype=np.float64))


def mean_of(values: Values) -> Values:
    """The mean of the answers that there are: (width,), nan where there is none."""
    there = values[~np.isnan(values).any(axis=1)]
    return there.mean(axis=0) if len(there) else np.full(values.shape[1], np.nan)


def apart(samples: Sequence[Sample], values: Values, persons: Sequence[str]) -> Values:
    """The sentiment of each prompt's answer: (persons, 3); the mean of the others where somebody has none."""
    rows = {(sample.person, sample.id.rsplit("_", 1)[1]): value for sample, value in zip(samples, values, strict=True)}
    table = np.array([[rows.get((who, prompt), np.nan) for prompt in PROMPTS] for who in persons])
    return np.where(np.isnan(table), np.nanmean(table, axis=0), table)


def least_absolute(x: Values, labels: Values, others: Values) -> Values:
    """The line of least absolute error, of a single number a person."""
    return fit_line(x[:, 0], labels).at(others[:, 0])


def ridge(x: Values, labels: Values, others: Values) -> Values:
    """Ridge regression; its strength is chosen by leaving one out."""
    said: Values = make_pipeline(StandardScaler(), RidgeCV(np.logspace(0, 6, 13))).fit(x, labels).predict(others)
    return said


def svr(strength: float) -> Fit:
    """Support vector regression with a radial kernel."""
    return lambda x, labels, others: make_pipeline(StandardScaler(), SVR(C=strength)).fit(x, labels).predict(others)


def mean_label(_: Values, labels: Values, others: Values) -> Values:
    """The mean of the people learnt from."""
    return np.full(len(others), labels.mean())


CHEAP: tuple[tuple[str, Fit, tuple[str, ...], bool], ...] = (
    ("the mean of the people learnt from", mean_label, ("length",), False),
    ("length of the answers, ridge", ridge, ("length",), False),
    ("sound: means and deviations, SVR", svr(10), ("sound",), False),
    ("sadness as acted in EMO-DB, least absolute error", least_absolute, ("acted sadness",), False),
    ("untuned e5 vector, ridge", ridge, ("untuned",), False),
    ("untuned e5 vector, SVR", svr(10), ("untuned",), False),
    ("untuned e5 vector + sound + sentiment, SVR", svr(10), ("untuned", "sound", "sentiment"), False),
    ("severity as learnt from forum posts, least absolute error", least_absolute, ("severity",), False),
    ("sentiment, least absolute error (bundled) °", least_absolute, ("sentiment",), True),
    ("sentiment, ridge °", ridge, ("sentiment",), True),
    ("sentiment of the three prompts apart, ridge °", ridge, ("prompts",), True),
    ("sentiment + severity, ridge °", ridge, ("sentiment", "severity"), True),
    ("vector of the encoder that learnt sentiment, ridge °", ridge, ("tuned",), True),
    ("vector of the encoder that learnt sentiment, SVR, C = 3 °", svr(3), ("tuned",), True),
    ("vector of the encoder that learnt sentiment, SVR, C = 10 °", svr(10), ("tuned",), True),
    ("that vector + sound, SVR, C = 10 °", svr(10), ("tuned", "sound"), True),
)


def ideas(everyone: People, bundle: ModelBundle) -> list[tuple[str, CrossValidation]]:
    """Every idea's predictions of people held out."""
    cheap = [(name, tried(everyone, fit, of)) for name, fit, of, _ in CHEAP]
    return [*cheap, *networks(everyone, bundle)]


def tried(everyone: People, fit: Fit, of: Sequence[str]) -> CrossValidation:
    """Predictions of people held out, by `fit` on what is known under the names `of`."""
    x = everyone.columns(of)
    said, constants = np.full((2, len(SEEDS), len(everyone.persons)), np.nan)
    for row, folds in enumerate(everyone.folds):
        for out in folds:
            said[row, out] = fit(x[~out], everyone.labels[~out], x[out])
            constants[row, out] = everyone.labels[~out].mean()
    return CrossValidation(everyone.persons, everyone.labels, said, constants, ())


def nested(everyone: People) -> CrossValidation:
    """In each outer fold, the idea with the least error on four inner folds of the people learnt from."""
    choices = [(fit, everyone.columns(of)) for _, fit, of, candidate in CHEAP if candidate]
    labels = everyone.labels
    said, constants = np.full((2, len(SEEDS), len(everyone.persons)), np.nan)
    for row, (seed, folds) in enumerate(zip(SEEDS, everyone.folds, strict=True)):
        for out in folds:
            inside = frozenset(np.array(everyone.persons)[~out].tolist())
            groups = person_folds(of_persons(everyone.samples, inside), 4, cutoff=SDS.cutoff, seed=seed)
            inner = [np.array([person in group for person in everyone.persons]) for group in groups]
            errors = [error_on(inner, ~out, fit, x, labels) for fit, x in choices]
            fit, x = choices[int(np.argmin(errors))]
            said[row, out] = fit(x[~out], labels[~out], x[out])
            constants[row, out] = labels[~out].mean()
    return CrossValidation(everyone.persons, labels, said, constants, ())


def error_on(inner: list[NDArray[np.bool_]], learnt: NDArray[np.bool_], fit: Fit, x: Values, labels: Values) -> float:
    """The mean absolute error on inner folds of the people `learnt` from."""
    errors = [np.abs(fit(x[learnt & ~out], labels[learnt & ~out], x[out]) - labels[out]) for out in inner if out.any()]
    return float(np.concatenate(errors).mean())


def networks(everyone: People, bundle: ModelBundle) -> list[tuple[str, CrossValidation]]:
    """Self-MM's heads, learnt from the rated people on encoders that stay as they are."""
    text = describe_encoder("multilingual-e5-small")
    untuned = create_text_encoder(text)
    tuned = bundle.model.text_encoder
    tuned.config = replace(tuned.config, tuned_layers=0)  # it learns no more
    tuned.requires_grad_(requires_grad=False)
    heads = SelfMMConfig(
        text=text,
        audio=SequenceConfig(33, hidden=16, out=16, pool=8),
        vision=SequenceConfig(0, hidden=16, out=16),
        fusion_head=HeadConfig(128, 0.1),
        text_head=HeadConfig(64, 0.1),
        audio_head=HeadConfig(16, 0.1),
        vision_head=HeadConfig(16),
        modalities=(Modality.TEXT, Modality.AUDIO),
    )
    silent = replace(heads, audio=SequenceConfig(0, hidden=16, out=16), modalities=(Modality.TEXT,))
    words = tuple(replace(sample, audio=None) for sample in everyone.samples)
    return [
        ("Self-MM's heads, words and sound, untuned e5", learn(everyone.samples, heads, untuned)),
        (
            "Self-MM's heads, words, encoder that learnt sentiment",
            learn(words, replace(silent, text=tuned.config), tuned),
        ),
        (
            "Self-MM's heads, words and sound, encoder that learnt sentiment",
            learn(everyone.samples, replace(heads, text=tuned.config), tuned),
        ),
    ]


def learn(samples: Sequence[Sample], config: SelfMMConfig, encoder: object) -> CrossValidation:
    """Cross-validate a network, with one of the folds learnt from to say when to stop."""
    return cross_validate(
        samples, scale=SDS, model_config=config, config=TrainConfig(), text_encoder=encoder, seeds=SEEDS
    )


def tell(name: str, result: CrossValidation) -> None:
    """Print a row of the table."""
    found = summarise(result, cutoff=SDS.cutoff, seed=SEEDS[0])
    auc, mae = found["auc"], found["mae"]
    print(
        f"| {name} | {auc['mean']:.3f} [{auc['lower']:.2f}, {auc['upper']:.2f}] "
        f"| {mae['mean']:.2f} [{mae['lower']:.2f}, {mae['upper']:.2f}] | {found['correlation']['mean']:.2f} |",
        flush=True,
    )


def by_prompt(everyone: People) -> None:
    """Print how well the sentiment of each prompt's answer alone ranks the people."""
    positive = everyone.labels >= SDS.cutoff
    print("\n| prompt | AUC of its sentiment alone [95 %] |\n|---|---|")
    for prompt, values in zip(PROMPTS, -everyone.known["prompts"].T, strict=True):
        found = over_repeats(
            lambda labels, said: metrics.auc(labels >= SDS.cutoff, said), everyone.labels, values[None], SEEDS[0]
        )
        print(f"| {prompt} | {metrics.auc(positive, values):.3f} [{found['lower']:.2f}, {found['upper']:.2f}] |")


def draw(everyone: People, path: Path) -> None:
    """ROC curves with and without each modality, reliability, and the coverage of the interval."""
    values = np.array([everyone.known["sentiment"][everyone.persons.index(s.person), 0] for s in everyone.samples])
    line = cross_validate_line(everyone.samples, values, scale=SDS, seeds=SEEDS)
    figure = Figure(figsize=(13, 4), layout="constrained")
    roc, reliability, coverage = figure.subplots(1, 3)
    shown = {
        "words (bundled)": line.result,
        "sound": tried(everyone, svr(10), ("sound",)),
        "words and sound": tried(everyone, svr(10), ("tuned", "sound")),
    }
    for name, result in shown.items():
        truth = np.tile(result.labels >= SDS.cutoff, len(SEEDS))
        false, true, _ = roc_curve(truth, result.predictions.ravel())
        area = summarise(result, cutoff=SDS.cutoff, seed=SEEDS[0])["auc"]["mean"]
        roc.plot(false, true, label=f"{name}: {area:.2f}")
    roc.plot([0, 1], [0, 1], "k:", linewidth=1)
    roc.set(title="ROC, people held out", xlabel="1 − specificity", ylabel="sensitivity")
    roc.legend(loc="lower right")
    draw_reliability(reliability, line.probabilities, line.result.labels >= SDS.cutoff)
    shares = np.linspace(0.5, 0.95, 10)
    held = [covered_at(line.result, share) for share in shares]
    coverage.plot(shares, held, "o-")
    coverage.plot([0.5, 1], [0.5, 1], "k:", linewidth=1)
    coverage.set(title="Prediction interval, people held out", xlabel="promised", ylabel="share of people within")
    figure.savefig(path, dpi=110)


def draw_reliability(axes: object, chances: Values, positive: NDArray[np.bool_]) -> None:
    """The share at or above the cut-off in fifths of the predicted probability."""
    flat, truth = chances.ravel(), np.tile(positive, len(chances))
    fifths = np.array_split(np.argsort(flat), 5)
    axes.plot([flat[rows].mean() for rows in fifths], [truth[rows].mean() for rows in fifths], "o-")
    axes.plot([0, 1], [0, 1], "k:", linewidth=1)
    axes.set(title="Reliability, people held out", xlabel="predicted probability", ylabel="share at or above 53")
    axes.set(xlim=(0, 0.8), ylim=(0, 0.8))


def covered_at(result: CrossValidation, share: float) -> float:
    """The share of people within an interval from the errors of all others of the same repeat."""
    inside = []
    for row in result.predictions:
        for person, error in enumerate(np.abs(row - result.labels)):
            others = np.delete(result.labels, person), np.delete(row, person)
            inside.append(error <= metrics.conformal_halfwidth(*others, coverage=share))
    return float(np.mean(inside))


if __name__ == "__main__":
    main(sys.argv[1:])
