"""The paper that things are printed on: its size where the computer stands, and the margins of a page."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QMarginsF
from PySide6.QtGui import QPageSize

MARGINS = QMarginsF(18, 14, 18, 14)  # millimetres

# Where Letter is usual: CLDR 46, supplementalData, measurementData, paperSize US-Letter.
_LETTER = frozenset(
    {
        QLocale.Country.Belize,
        QLocale.Country.Canada,
        QLocale.Country.Chile,
        QLocale.Country.Colombia,
        QLocale.Country.CostaRica,
        QLocale.Country.ElSalvador,
        QLocale.Country.Guatemala,
        QLocale.Country.Mexico,
        QLocale.Country.Nicaragua,
        QLocale.Country.Panama,
        QLocale.Country.Philippines,
        QLocale.Country.PuertoRico,
        QLocale.Country.UnitedStates,
        QLocale.Country.Venezuela,
    }
)


def paper_size(locale: QLocale | None = None) -> QPageSize:
    """A4, or Letter where that is usual; by the computer's own locale, for the language of the window says nothing."""
    territory = (locale or QLocale.system()).territory()
    letter = territory in _LETTER
    return QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
