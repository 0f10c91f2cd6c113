"""The overview of all keys, made from the table that makes them work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSlider, QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from screening_app.ui import shortcuts, theme
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QKeyEvent


class ShortcutsDialog(QDialog):
    """Lists the keys by page; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        self._scroll = self._list()
        column.addWidget(self._scroll, 1)
        close = Button(self.tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus()
        self.resize(theme.scaled(600), theme.scaled(560))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The arrows and Page keys scroll, wherever the focus is."""
        actions = QAbstractSlider.SliderAction
        keys = {
            Qt.Key.Key_Up: actions.SliderSingleStepSub,
            Qt.Key.Key_Down: actions.SliderSingleStepAdd,
            Qt.Key.Key_PageUp: actions.SliderPageStepSub,
            Qt.Key.Key_PageDown: actions.SliderPageStepAdd,
        }
        if event.key() in keys:
            self._scroll.verticalScrollBar().triggerAction(keys[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _list(self) -> QScrollArea:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, theme.SPACE_M, 0)
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        for group, rows in shortcuts.overview():
            heading = label(group, "section")
            heading.setContentsMargins(0, theme.SPACE_M, 0, 0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for keys, meaning in rows:
                at = grid.rowCount()
                grid.addWidget(_keys(keys), at, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label(meaning, wrap=True), at, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        return scroll


def _keys(keys: Iterable[str]) -> QWidget:
    """Each of the keys as it is printed on the keyboard."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.SPACE_XS)
    for one in keys:
        row.addWidget(label(one, "keys"))
    return made
