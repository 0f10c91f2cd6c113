"""A sentence with an icon before it: a reason, a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.basics import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLayout, QVBoxLayout

_ICON = 18


class NoteRow(QWidget):
    """One note; `colour` is a field of `theme.Colours`, such as "warning"."""

    def __init__(self, icon: str, colour: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._colour = icon, colour
        self._picture = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(text, wrap=True), 1)
        self._recolour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def _recolour(self) -> None:
        icon = theme.icon(self._icon_name, getattr(theme.colours(), self._colour))
        self._picture.setPixmap(icon.pixmap(_ICON, _ICON))


def clear(layout: QLayout) -> None:
    """Take away all widgets that stand in a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.setParent(None)
            old.deleteLater()


def fill_notes(column: QVBoxLayout, icon: str, colour: str, texts: Iterable[str]) -> None:
    """Replace the notes in a column, all with the same icon."""
    clear(column)
    for text in texts:
        column.addWidget(NoteRow(icon, colour, text))
