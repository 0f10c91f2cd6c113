"""The last question before something is deleted by the rules: it names how much, and only holding a button agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.keeping_words import counts_in_words
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.hold_button import HoldButton

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import ContentKind

_WIDTH = 480


class KeepingConfirmDialog(QDialog):
    """Accepted once the button was held; a click or Enter is not enough, and Esc keeps everything."""

    def __init__(self, counts: Mapping[ContentKind, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Delete for good?"))
        self.setMinimumWidth(theme.scaled(_WIDTH))
        self.question = label(
            self.tr("To be deleted for good: {counts}.").format(counts=counts_in_words(counts)), "section", wrap=True
        )
        about = self.tr(
            "This cannot be undone. Backups that were made before still hold it, until they are thinned out."
        )
        self.delete = HoldButton("trash-can-outline")
        self.delete.setText(self.tr("Hold to delete"))
        self.keep = Button(self.tr("Keep everything"))
        self.delete.held.connect(self.accept)
        self.keep.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        buttons.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.question)
        column.addWidget(label(about, "muted", wrap=True))
        column.addLayout(buttons)
        self.keep.setFocus()
