"""A folder that is typed or chosen in the system's own window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Button


class FolderField(QWidget):
    """A field for its path, and a button that opens the choice."""

    changed = Signal()

    def __init__(self, name: str, folder: str = "") -> None:
        super().__init__()
        self.path = QLineEdit(folder)
        self.path.setAccessibleName(name)
        self.path.textChanged.connect(self.changed)
        self._name = name
        self.choose = Button(self.tr("Choose…"), "folder-open-outline")
        self.choose.clicked.connect(self._choose)
        self.setFocusProxy(self.path)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)

    @property
    def folder(self) -> Path | None:
        """What is chosen; None where nothing is."""
        text = self.path.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self._name, self.path.text())
        if name:
            self.path.setText(name)
