"""Words for rules by which something is deleted: how long, of what, how much, and what became of a recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from screening_app.domain import ContentKind
from screening_app.settings import ALWAYS
from screening_app.ui.formats import format_count, format_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import RecordingDeletion
    from screening_app.services.keeping import Due

_YEAR = 12  # months
_MONTHS = (QT_TRANSLATE_NOOP("keeping", "1 month"), QT_TRANSLATE_NOOP("keeping", "{count} months"))
_YEARS = (QT_TRANSLATE_NOOP("keeping", "1 year"), QT_TRANSLATE_NOOP("keeping", "{count} years"))
_NAMES = {
    ContentKind.RECORDINGS: QT_TRANSLATE_NOOP("keeping", "Recordings"),
    ContentKind.MEASUREMENTS: QT_TRANSLATE_NOOP("keeping", "Measurements"),
    ContentKind.SESSIONS: QT_TRANSLATE_NOOP("keeping", "Whole sessions"),
    ContentKind.PATIENTS: QT_TRANSLATE_NOOP("keeping", "Archived patients"),
    ContentKind.REPORTS: QT_TRANSLATE_NOOP("keeping", "Reports"),
    ContentKind.LOGS: QT_TRANSLATE_NOOP("keeping", "Old logs"),
    ContentKind.FORMER_DATA: QT_TRANSLATE_NOOP("keeping", "Former data"),
}
_WHAT_GOES = {
    ContentKind.RECORDINGS: QT_TRANSLATE_NOOP("keeping", "Sound and picture"),
    ContentKind.MEASUREMENTS: QT_TRANSLATE_NOOP("keeping", "Measurements of voice and face"),
    ContentKind.SESSIONS: QT_TRANSLATE_NOOP("keeping", "The whole session"),
    ContentKind.PATIENTS: QT_TRANSLATE_NOOP("keeping", "The patient, sessions: {count}"),
    ContentKind.REPORTS: QT_TRANSLATE_NOOP("keeping", "Report"),
    ContentKind.LOGS: QT_TRANSLATE_NOOP("keeping", "Log"),
    ContentKind.FORMER_DATA: QT_TRANSLATE_NOOP("keeping", "Former data, the whole folder"),
}
_ONE = {
    ContentKind.RECORDINGS: QT_TRANSLATE_NOOP("keeping", "1 recording"),
    ContentKind.MEASUREMENTS: QT_TRANSLATE_NOOP("keeping", "measurements of 1 session"),
    ContentKind.SESSIONS: QT_TRANSLATE_NOOP("keeping", "1 whole session"),
    ContentKind.PATIENTS: QT_TRANSLATE_NOOP("keeping", "1 patient"),
    ContentKind.REPORTS: QT_TRANSLATE_NOOP("keeping", "1 report"),
    ContentKind.LOGS: QT_TRANSLATE_NOOP("keeping", "1 log"),
    ContentKind.FORMER_DATA: QT_TRANSLATE_NOOP("keeping", "1 folder of former data"),
}
_SEVERAL = {
    ContentKind.RECORDINGS: QT_TRANSLATE_NOOP("keeping", "{count} recordings"),
    ContentKind.MEASUREMENTS: QT_TRANSLATE_NOOP("keeping", "measurements of {count} sessions"),
    ContentKind.SESSIONS: QT_TRANSLATE_NOOP("keeping", "{count} whole sessions"),
    ContentKind.PATIENTS: QT_TRANSLATE_NOOP("keeping", "{count} patients"),
    ContentKind.REPORTS: QT_TRANSLATE_NOOP("keeping", "{count} reports"),
    ContentKind.LOGS: QT_TRANSLATE_NOOP("keeping", "{count} logs"),
    ContentKind.FORMER_DATA: QT_TRANSLATE_NOOP("keeping", "{count} folders of former data"),
}


def _say(text: object) -> str:
    return QCoreApplication.translate("keeping", str(text))


def period_in_words(months: int) -> str:
    """A period, in years where it is some."""
    if months % _YEAR:
        one, several, count = _MONTHS[0], _MONTHS[1], months
    else:
        one, several, count = _YEARS[0], _YEARS[1], months // _YEAR
    return _say(one) if count == 1 else _say(several).format(count=count)


def choice_in_words(months: str) -> str:
    """What may be chosen for a kind of content: a period, or to keep it always."""
    if months == ALWAYS:
        return QCoreApplication.translate("keeping", "Always keep")
    return QCoreApplication.translate("keeping", "Delete after {period}").format(period=period_in_words(int(months)))


def kind_name(kind: ContentKind) -> str:
    """What a kind of content is called."""
    return _say(_NAMES[kind])


def what_goes(due: Due) -> str:
    """What is deleted of whom or what."""
    return _say(_WHAT_GOES[due.rule.kind]).format(count=format_count(due.sessions))


def counts_in_words(counts: Mapping[ContentKind, int]) -> str:
    """How much of each kind, such as “3 recordings, 1 report”."""
    told = (
        _say(_ONE[kind]) if counts[kind] == 1 else _say(_SEVERAL[kind]).format(count=format_count(counts[kind]))
        for kind in ContentKind
        if counts.get(kind)
    )
    return QCoreApplication.translate("keeping", ", ").join(told)


def deletion_in_words(deletion: RecordingDeletion) -> str:
    """That there is no recording any more, and why."""
    told = QCoreApplication.translate(
        "keeping",
        "The recording was deleted on {date} by the rule “{rule}”, so it can no longer be played or measured again. "
        "Words and scores are kept.",
    )
    return told.format(date=format_date(deletion.deleted_at), rule=choice_in_words(str(deletion.months)))
