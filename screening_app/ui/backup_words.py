"""Words for what backups are: how large, how strong a passphrase is, and what stands in the list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from screening_app.ui.formats import format_count, format_date

if TYPE_CHECKING:
    from screening_app.crypto.passphrases import Strength
    from screening_app.services.snapshots import SnapshotHead

_STRENGTHS = (
    QT_TRANSLATE_NOOP("backups", "Very easy to guess"),
    QT_TRANSLATE_NOOP("backups", "Easy to guess"),
    QT_TRANSLATE_NOOP("backups", "Can be guessed"),
    QT_TRANSLATE_NOOP("backups", "Hard to guess"),
    QT_TRANSLATE_NOOP("backups", "Very hard to guess"),
)


def strength_in_words(strength: Strength) -> str:
    """How hard a passphrase is to guess."""
    return QCoreApplication.translate("backups", str(_STRENGTHS[strength.score]))


def size_in_words(size: int) -> str:
    """Bytes in the unit that fits."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)


def cells_of(snapshot: SnapshotHead) -> tuple[str, ...]:
    """What a list of backups says of one: when, patients, sessions, recordings, size, and which program made it."""
    return (
        format_date(snapshot.moment, with_time=True),
        format_count(snapshot.patients),
        format_count(snapshot.sessions),
        format_count(snapshot.recordings),
        size_in_words(snapshot.size),
        snapshot.program_version,
    )


def column_names() -> tuple[str, ...]:
    """What those cells are called."""
    return (
        QCoreApplication.translate("backups", "Made"),
        QCoreApplication.translate("backups", "Patients"),
        QCoreApplication.translate("backups", "Sessions"),
        QCoreApplication.translate("backups", "Recordings"),
        QCoreApplication.translate("backups", "Size"),
        QCoreApplication.translate("backups", "Program"),
    )
