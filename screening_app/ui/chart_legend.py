"""The line above a chart that explains its marks, broken to the width that there is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF

from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "\N{NO-BREAK SPACE}" * 4  # between two parts


def in_lines(parts: Sequence[tuple[str, str]], room: float) -> str:
    """Texts in their colours as HTML, broken so that no line is wider than `room` pixels where that can be helped."""
    letters = QFontMetricsF(theme.font(theme.TYPE_SMALL))
    html, line = "", ""
    for colour, text in parts:
        fits = letters.horizontalAdvance(line + _GAP + text) <= room
        html += "" if not line else _GAP if fits else "<br>"
        html += f'<span style="color:{colour}">{escape(text)}</span>'
        line = f"{line}{_GAP}{text}" if line and fits else text
    return html
