"""A recovery key in large letters, what can be done with it, and the proof that it was written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.ui import theme
from screening_app.ui.recovery_key_printing import print_recovery_key
from screening_app.ui.widgets import Banner, Button, label
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from screening_app.ui.recovery_key_printing import RecoverySheet

_GROUPS_A_LINE = 4


class RecoveryKeyView(QWidget):
    """Shown once; `is_noted` when its last group has been typed from the paper."""

    changed = Signal()

    def __init__(self, about: str, sheet: RecoverySheet, banner: Banner) -> None:
        super().__init__()
        self.recovery_key = ""
        self._sheet, self._banner = sheet, banner
        self._letters = label("", "title")
        self._letters.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._letters.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._letters.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._letters.setAccessibleName(self.tr("Recovery key"))
        self.print = Button(self.tr("Print…"), "printer-outline")
        self.copy = Button(self.tr("Copy"), "content-copy")
        self.proof, self.problem = QLineEdit(maxLength=12), label("", "problem", wrap=True)
        self.print.clicked.connect(self._print)
        self.copy.clicked.connect(self._copy)
        self.proof.textChanged.connect(self._check)
        self._lay_out(about)

    def _lay_out(self, about: str) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.print)
        buttons.addWidget(self.copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_L)
        column.addWidget(label(about, wrap=True))
        column.addWidget(self._letters)
        column.addLayout(buttons)
        asked = self.tr("Type the last five characters from where you have noted it")
        column.addLayout(form_field(asked, self.proof, self.problem))

    @property
    def is_noted(self) -> bool:
        """Whether the end of the key was typed; capitals do not matter."""
        return bool(self.recovery_key) and self.proof.text().strip().upper() == self._end

    @property
    def _end(self) -> str:
        return self.recovery_key.rpartition("-")[2]

    def show_key(self, recovery_key: str) -> None:
        """Show a key."""
        self.recovery_key = recovery_key
        groups = recovery_key.split("-")
        lines = (groups[begin : begin + _GROUPS_A_LINE] for begin in range(0, len(groups), _GROUPS_A_LINE))
        self._letters.setText("\n".join("-".join(line) for line in lines))
        self.show()
        self.proof.setFocus()

    def _check(self) -> None:
        differs = len(self.proof.text().strip()) >= len(self._end) and not self.is_noted
        point_out(self.proof, self.problem, self.tr("This is not how the key ends.") if differs else "")
        self.changed.emit()

    def _print(self) -> None:
        try:
            printer = print_recovery_key(self.recovery_key, self._sheet, self)
        except ScreeningError as error:
            self._banner.show_error(error)
            return
        if printer is not None:
            self._banner.show_message(lambda: self.tr("Sent to the printer {name}.").format(name=printer), "success")

    def _copy(self) -> None:
        """Into the clipboard, which the program clears by itself."""
        QGuiApplication.clipboard().setText(self.recovery_key)
        self._banner.show_message(
            lambda: self.tr("Copied, for a minute: into a password manager, not into a file on this computer."),
            "success",
        )
