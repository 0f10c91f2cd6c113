"""What a series of numbers is called, what one of its points says, and what the whole chart says in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from screening_app.domain import TreatmentKind
from screening_app.services.history import ChangeCode
from screening_app.services.instrument_facts import instrument_name
from screening_app.services.series import SeriesKind, step
from screening_app.ui import messages
from screening_app.ui.formats import format_date, format_interval, format_value
from screening_app.ui.marker_words import marker_title, marker_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screening_app.domain import TreatmentEvent
    from screening_app.services.history import Change
    from screening_app.services.series import Series, SeriesPoint

_TOLD_EVENTS = 5  # in the description of a chart; all of them stand in the list of treatment

_KINDS = {
    TreatmentKind.MEDICATION: QT_TRANSLATE_NOOP("series", "Medication"),
    TreatmentKind.THERAPY: QT_TRANSLATE_NOOP("series", "Therapy"),
    TreatmentKind.OTHER: QT_TRANSLATE_NOOP("series", "Other change"),
}

_STEPS = {
    ChangeCode.WITHIN_ERROR: QT_TRANSLATE_NOOP("series", "{difference}, within measurement error ({threshold})"),
    ChangeCode.RELIABLE_RISE: QT_TRANSLATE_NOOP("series", "{difference}, a reliable rise"),
    ChangeCode.RELIABLE_FALL: QT_TRANSLATE_NOOP("series", "{difference}, a reliable fall"),
    ChangeCode.OTHER_MODEL: QT_TRANSLATE_NOOP("series", "scored by different models, not to be compared"),
    ChangeCode.NO_VALUE: QT_TRANSLATE_NOOP("series", "not in both sessions, so there is nothing to compare"),
    ChangeCode.NOT_KNOWN: QT_TRANSLATE_NOOP("series", "{difference}; measurement error not known"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("series", text)


def kind_name(kind: TreatmentKind) -> str:
    """What happened in a treatment."""
    return _tr(str(_KINDS[kind]))


def series_name(series: Series) -> str:
    """What is shown, as a list of choices and an axis have it."""
    if series.kind is SeriesKind.MARKER:
        return marker_title(series.code)
    if series.kind is SeriesKind.RATING:
        return instrument_name(series.code)
    return series.code


def choice_name(series: Series) -> str:
    """What is shown, told from other kinds: the model may score on the scale of a questionnaire."""
    if series.kind is SeriesKind.SCORE:
        return QCoreApplication.translate("series", "Score ({scale})").format(scale=series.code)
    return series_name(series)


def value_in_words(series: Series, value: float) -> str:
    """A value as it stands in a series: scores with a decimal, totals without, markers with their unit."""
    if series.kind is SeriesKind.MARKER:
        return marker_value(series.code, value)
    return format_value(value) if series.kind is SeriesKind.SCORE else QLocale().toString(float(value), "g", 4)


def point_in_words(series: Series, point: SeriesPoint) -> str:
    """What a point says, a line each: date, value, interval, band."""
    lines = [format_date(point.held_at, with_time=True)]
    if point.value is not None:
        words = QCoreApplication.translate("series", "{name}: {value}")
        lines.append(words.format(name=series_name(series), value=value_in_words(series, point.value)))
    elif series.kind is SeriesKind.SCORE:
        lines.append(QCoreApplication.translate("series", "No score: the quality was too low"))
    else:
        lines.append(QCoreApplication.translate("series", "No total: too many items are not answered"))
    if point.interval is not None:
        words = QCoreApplication.translate("series", "Interval: {interval}")
        lines.append(words.format(interval=format_interval(point.interval)))
    return "\n".join([*lines, messages.band_name(point.band)] if point.band else lines)


def event_in_words(event: TreatmentEvent) -> str:
    """A change of treatment in one line."""
    words = QCoreApplication.translate("series", "{date} · {kind}: {text}")
    return words.format(date=format_date(event.happened_at), kind=kind_name(event.kind), text=event.text)


def _change_words(change: Change, difference: str) -> str:
    """What a difference means; `difference` is how it is written, with its sign and unit."""
    return _tr(str(_STEPS[change.code])).format(difference=difference, threshold=format_value(change.threshold))


def points_in_words(difference: float | None) -> str:
    """A difference of scores or totals, with its sign."""
    if difference is None:
        return ""
    return QCoreApplication.translate("series", "{difference} points").format(difference=signed(difference))


def signed(difference: float) -> str:
    """A number with its sign."""
    sign = "+" if difference > 0 else "−" if difference < 0 else "±"
    return f"{sign}{format_value(abs(difference))}"


def step_in_words(series: Series, earlier: SeriesPoint, later: SeriesPoint) -> str:
    """How two sessions of a series differ, in one sentence."""
    change = step(series, earlier, later)
    words = QCoreApplication.translate("series", "{later} against {earlier}: {change}.")
    difference = points_in_words(change.difference)
    if series.kind is SeriesKind.MARKER and change.difference is not None:
        sign = "+" if change.difference > 0 else "−" if change.difference < 0 else "±"
        difference = f"{sign}{marker_value(series.code, abs(change.difference))}"
    return words.format(
        later=format_date(later.held_at), earlier=format_date(earlier.held_at), change=_change_words(change, difference)
    )


def series_in_words(series: Series, events: Sequence[TreatmentEvent] = ()) -> str:
    """The whole chart in words, for those who do not see it."""
    there = [(point, point.value) for point in series.points if point.value is not None]
    if not there:
        return QCoreApplication.translate("series", "No values yet.")
    words = QCoreApplication.translate(
        "series",
        "{name}, {count} sessions from {first_date} to {last_date}: first {first}, last {last}, lowest {lowest}, "
        "highest {highest}.",
    )
    values = [value for _, value in there]
    told = words.format(
        name=series_name(series),
        count=len(series.points),
        first_date=format_date(there[0][0].held_at),
        last_date=format_date(there[-1][0].held_at),
        first=value_in_words(series, values[0]),
        last=value_in_words(series, values[-1]),
        lowest=value_in_words(series, min(values)),
        highest=value_in_words(series, max(values)),
    )
    return " ".join([told, *_events_in_words(events)])


def _events_in_words(events: Sequence[TreatmentEvent]) -> list[str]:
    if not events:
        return []
    words = QCoreApplication.translate("series", "Newest of {count} changes of treatment: {events}.")
    told = "; ".join(event_in_words(event) for event in reversed(events[-_TOLD_EVENTS:]))
    return [words.format(count=len(events), events=told)]
