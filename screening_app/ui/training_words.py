"""Words for all that a training says in codes: depths, lights, reasons, what is left out, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.services.training import Depth, Light
from screening_app.services.training_needs import Need, needed
from screening_app.services.training_sessions import Agreement, LeftOut, Reading
from screening_app.ui import messages
from screening_app.ui.formats import language_in_force

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.jobs.runner import Progress
    from screening_app.services.training import Measured, Readiness, Subgroup, TimeEstimate

_DEPTHS: Mapping[Depth, tuple[object, object]] = {
    Depth.RECALIBRATE: (
        QT_TRANSLATE_NOOP("training", "Recalibrate"),
        QT_TRANSLATE_NOOP("training", "Keeps the model and moves its numbers to fit your patients. Seconds."),
    ),
    Depth.HEADS: (
        QT_TRANSLATE_NOOP("training", "Tune the heads"),
        QT_TRANSLATE_NOOP("training", "What weighs words, voice and face learns; what reads the words stays."),
    ),
    Depth.EVERYTHING: (
        QT_TRANSLATE_NOOP("training", "Tune everything"),
        QT_TRANSLATE_NOOP("training", "What reads the words learns, too. Slow; for several hundred people."),
    ),
    Depth.SCRATCH: (
        QT_TRANSLATE_NOOP("training", "From scratch"),
        QT_TRANSLATE_NOOP("training", "Begins from no model at all. For very many people only."),
    ),
}
_LIGHTS: Mapping[Light, object] = {
    Light.RED: QT_TRANSLATE_NOOP("training", "Not enough yet"),
    Light.AMBER: QT_TRANSLATE_NOOP("training", "Enough to try"),
    Light.GREEN: QT_TRANSLATE_NOOP("training", "Enough"),
}
# A shape for each light, so that nobody has to see the colour; the colours are fields of `theme.Colours`.
LIGHT_MARKS: Mapping[Light, tuple[str, str]] = {
    Light.RED: ("close-octagon", "danger"),
    Light.AMBER: ("alert", "warning"),
    Light.GREEN: ("check-circle", "success"),
}
_REASONS = {
    "few_people": QT_TRANSLATE_NOOP("training", "There are {there} rated people; {wanted} are needed."),
    "few_above": QT_TRANSLATE_NOOP(
        "training", "{there} people are at or above the cut-off of {cutoff}; {wanted} are needed."
    ),
    "few_below": QT_TRANSLATE_NOOP(
        "training", "{there} people are below the cut-off of {cutoff}; {wanted} are needed."
    ),
}
_WARNINGS = {
    "one_sided": QT_TRANSLATE_NOOP(
        "training",
        "Nearly all people are on one side of the cut-off. No model can learn to tell the sides apart from that, and "
        "none will be recommended.",
    ),
    "few_judged": QT_TRANSLATE_NOOP(
        "training",
        "Too few people are left whom the model has not learnt from already, so it cannot be told whether a new one "
        "is better.",
    ),
    "no_holdout": QT_TRANSLATE_NOOP(
        "training",
        "Nobody is locked away for a last check yet. From 80 rated people on, some are chosen once and never learnt "
        "from.",
    ),
    "few_in_holdout": QT_TRANSLATE_NOOP(
        "training", "Few people are locked away for the last check, so that it says little by itself."
    ),
}
_LEAKS = {
    "holdout_known": QT_TRANSLATE_NOOP(
        "training",
        "The model to begin from has learnt from somebody who is locked away for the last check. Begin from the model "
        "that came with the program.",
    ),
    "same_session_twice": QT_TRANSLATE_NOOP("training", "One session stands among the data twice. Remove one of them."),
    "same_words_two_people": QT_TRANSLATE_NOOP(
        "training",
        "The same session is filed under two people, so that one could be learnt from and judged on the other. Remove "
        "one of them.",
    ),
    "rating_outside_scale": QT_TRANSLATE_NOOP(
        "training", "A rating lies outside the scale. Correct it, or choose the scale that it is on."
    ),
}
_LEFT_OUT: Mapping[LeftOut, object] = {
    LeftOut.DEMONSTRATION: QT_TRANSLATE_NOOP("training", "Demonstration, not a patient"),
    LeftOut.NO_CONSENT: QT_TRANSLATE_NOOP("training", "No consent to training"),
    LeftOut.CONSENT_WITHDRAWN: QT_TRANSLATE_NOOP("training", "Consent to training was withdrawn"),
    LeftOut.UNDECIDED: QT_TRANSLATE_NOOP("training", "The questionnaire has no total: too many items are missing"),
    LeftOut.OUTSIDE_SCALE: QT_TRANSLATE_NOOP("training", "The rating lies outside the chosen scale"),
    LeftOut.NO_TRANSCRIPT: QT_TRANSLATE_NOOP("training", "Nothing is written down of what was said"),
    LeftOut.POOR_QUALITY: QT_TRANSLATE_NOOP("training", "The recording is too poor"),
    LeftOut.OLD_RECIPE: QT_TRANSLATE_NOOP("training", "Voice and face were read in an older way: read them again"),
    LeftOut.RECORDING_GONE: QT_TRANSLATE_NOOP(
        "training", "Voice and face were read in an older way, and the recording is no longer there"
    ),
}
_AGREEMENTS: Mapping[Agreement, object] = {
    Agreement.GIVEN: QT_TRANSLATE_NOOP("training", "given"),
    Agreement.WITHDRAWN: QT_TRANSLATE_NOOP("training", "withdrawn"),
    Agreement.NEVER_GIVEN: QT_TRANSLATE_NOOP("training", "not given"),
}
_READINGS: Mapping[Reading, object] = {
    Reading.WORDS_ALONE: QT_TRANSLATE_NOOP("training", "words alone"),
    Reading.CURRENT: QT_TRANSLATE_NOOP("training", "read"),
    Reading.OLDER: QT_TRANSLATE_NOOP("training", "read in an older way"),
    Reading.GONE: QT_TRANSLATE_NOOP("training", "recording gone"),
}
_SHIPPED = (QT_TRANSLATE_NOOP("training", "Sentiment brought to the SDS index, research model"),)
_METRICS = {
    "mae": QT_TRANSLATE_NOOP("training", "Mean error (MAE), points"),
    "rmse": QT_TRANSLATE_NOOP("training", "Error with weight on large ones (RMSE), points"),
    "ccc": QT_TRANSLATE_NOOP("training", "Agreement (CCC)"),
    "correlation": QT_TRANSLATE_NOOP("training", "Correlation (r)"),
    "auc": QT_TRANSLATE_NOOP("training", "Telling the sides apart (AUC)"),
    "sensitivity": QT_TRANSLATE_NOOP("training", "Sensitivity at the cut-off"),
    "specificity": QT_TRANSLATE_NOOP("training", "Specificity at the cut-off"),
    "coverage": QT_TRANSLATE_NOOP("training", "Share within the prediction interval"),
    "brier": QT_TRANSLATE_NOOP("training", "Error of the probability (Brier)"),
}
METRICS = tuple(_METRICS)  # in the order of tables
LOWER_IS_BETTER = frozenset({"mae", "rmse", "brier"})
_SUBGROUPS = {
    "sex": QT_TRANSLATE_NOOP("training", "Sex"),
    "language": QT_TRANSLATE_NOOP("training", "Language"),
    "age": QT_TRANSLATE_NOOP("training", "Age"),
}
_HOUR = 3600


def _say(text: object) -> str:
    return QCoreApplication.translate("training", str(text))


def joined(*sentences: str) -> str:
    """Sentences one after the other, as the language in force has it."""
    return ("" if language_in_force() == "zh" else " ").join(sentences)


def depth_name(depth: str) -> str:
    """How much of a model learns, such as “Tune the heads”; an unknown code stands for itself."""
    return _say(_DEPTHS[Depth(depth)][0]) if depth in set(Depth) else depth


def depth_meaning(depth: Depth) -> str:
    """What that means, in a sentence."""
    return _say(_DEPTHS[depth][1])


def light_name(light: Light) -> str:
    """Whether there is enough to learn from."""
    return _say(_LIGHTS[light])


def light_in_words(readiness: Readiness, depth: Depth, cutoff: float) -> tuple[str, ...]:
    """Why there is enough, or what is missing to the next light: one sentence each."""
    light = readiness.lights[depth]
    if light is Light.GREEN:
        return (_say(QT_TRANSLATE_NOOP("training", "For “{depth}” there is enough.")).format(depth=depth_name(depth)),)
    wanted = needed(depth, Light.AMBER if light is Light.RED else Light.GREEN)
    head = (
        QT_TRANSLATE_NOOP("training", "For “{depth}” there is not enough yet.")
        if light is Light.RED
        else QT_TRANSLATE_NOOP("training", "For “{depth}” there is enough to try, but not yet for a dependable model.")
    )
    return (_say(head).format(depth=depth_name(depth)), *_missing(readiness, wanted, cutoff))


def _missing(readiness: Readiness, wanted: Need, cutoff: float) -> tuple[str, ...]:
    """A sentence for each count that falls short of what is wanted."""
    counts = {
        "few_people": (readiness.people, wanted.people),
        "few_above": (readiness.people_above, wanted.on_a_side),
        "few_below": (readiness.people_below, wanted.on_a_side),
    }
    return tuple(
        _say(_REASONS[code]).format(there=there, wanted=least, cutoff=f"{cutoff:g}")
        for code, (there, least) in counts.items()
        if there < least
    )


def shortfall(readiness: Readiness, depth: Depth) -> str:
    """In a few words what a depth that is not offered lacks."""
    wanted = needed(depth, Light.AMBER)
    if readiness.people < wanted.people:
        text = QT_TRANSLATE_NOOP("training", "Not enough yet: {there} of {wanted} people.")
        return _say(text).format(there=readiness.people, wanted=wanted.people)
    text = QT_TRANSLATE_NOOP("training", "Not enough yet: {there} of {wanted} people on one side of the cut-off.")
    return _say(text).format(there=min(readiness.people_above, readiness.people_below), wanted=wanted.on_a_side)


def warnings_in_words(readiness: Readiness) -> tuple[str, ...]:
    """What should be known before a training; leaks, for which it is refused, come first."""
    codes = [*((_LEAKS, code) for code in readiness.leaks), *((_WARNINGS, code) for code in readiness.warnings)]
    return tuple(_say(table[code]) if code in table else code for table, code in codes)


def warning_in_words(code: str) -> str:
    """One warning of a readiness."""
    return _say(_WARNINGS[code]) if code in _WARNINGS else code


def left_out_in_words(left_out: LeftOut) -> str:
    """Why a rated session is not learnt from."""
    return _say(_LEFT_OUT[left_out])


def agreement_in_words(agreement: Agreement) -> str:
    """Whether the patient agrees to training, in a word."""
    return _say(_AGREEMENTS[agreement])


def reading_in_words(reading: Reading) -> str:
    """How voice and face were read, in a few words."""
    return _say(_READINGS[reading])


def model_name(name: str) -> str:
    """A model's name; that of the one that came with the program in the language in force."""
    return _say(name) if name in _SHIPPED else name


def metric_name(code: str) -> str:
    """A figure's name, with its usual abbreviation."""
    return _say(_METRICS[code])


def measured_in_words(measured: Measured | None, *, signed: bool = False) -> str:
    """A figure with its interval, such as “4.21 [3.80, 4.70]”; a dash where there is none."""
    if measured is None:
        return "–"
    form = "{0:+z.2f} [{1:+z.2f}, {2:+z.2f}]" if signed else "{0:z.2f} [{1:z.2f}, {2:z.2f}]"
    return form.format(measured.value, measured.lower, measured.upper).replace("-", "−")


def subgroup_name(group: Subgroup) -> str:
    """Such as “Sex: female” or “Age: 35–49”."""
    values = {"sex": messages.sex_name, "language": messages.language_name}
    value = values[group.kind](group.value) if group.kind in values else group.value.replace("-", "–")
    kind = _say(_SUBGROUPS[group.kind]) if group.kind in _SUBGROUPS else group.kind
    return _say(QT_TRANSLATE_NOOP("training", "{kind}: {value}")).format(kind=kind, value=value)


def languages_in_words(languages: Mapping[str, int]) -> str:
    """Such as “English 12, Chinese 30”; a dash where there are none."""
    told = [f"{messages.language_name(code)} {count}" for code, count in sorted(languages.items())]
    return _say(QT_TRANSLATE_NOOP("training", ", ")).join(told) or "–"


def duration_in_words(seconds: float) -> str:
    """About how long something takes: “about 40 s”, “about 7 min”, “about 2.5 h”."""
    if seconds < 90:
        text, count = QT_TRANSLATE_NOOP("training", "about {count} s"), f"{max(5, round(seconds / 5) * 5)}"
    elif seconds < 1.5 * _HOUR:
        text, count = QT_TRANSLATE_NOOP("training", "about {count} min"), f"{round(seconds / 60)}"
    else:
        text, count = QT_TRANSLATE_NOOP("training", "about {count} h"), f"{round(2 * seconds / _HOUR) / 2:g}"
    return _say(text).format(count=count)


def estimate_in_words(estimate: TimeEstimate) -> str:
    """How long a training takes here, and what room it needs."""
    text = _say(QT_TRANSLATE_NOOP("training", "Takes {time} on this computer, {memory} of memory and {disk} of disk."))
    told = text.format(
        time=duration_in_words(estimate.seconds),
        memory=_bytes(estimate.memory_bytes),
        disk=_bytes(estimate.disk_bytes),
    )
    pause = _say(QT_TRANSLATE_NOOP("training", "It pauses while an interview is recorded."))
    return joined(told, pause)


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{max(1, round(count / 1e6))} MB"


def looking_in_words(progress: Progress | None) -> str:
    """That the rated sessions are looked through, and how long that still takes, once it is known."""
    text = QCoreApplication.translate("training", "Looking through all rated sessions…")
    if progress is None or progress.seconds_left is None:
        return text
    return joined(text, messages.time_left(progress.seconds_left))
