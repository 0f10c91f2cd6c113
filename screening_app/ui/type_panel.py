"""Type or paste what was said, where there is no recording."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.services.interviews import guess_language, split_text
from screening_app.ui import theme
from screening_app.ui.widgets import Button, label

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER_WORD = re.compile(r"[^\W\d_\u3400-\u4dbf\u4e00-\u9fff][^\s\u3400-\u4dbf\u4e00-\u9fff]*")


def count_words(text: str) -> int:
    """How many words, each Chinese character counting as one."""
    return len(_CHINESE.findall(text)) + len(_OTHER_WORD.findall(text))


class TypePanel(QWidget):
    """A large field; each paragraph is one answer."""

    entered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint, self._count = label("", "muted", wrap=True), label("", "muted")
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setMinimumHeight(140)
        self.field.textChanged.connect(self._show_count)
        self.score = Button("", "play", "primary")
        self.score.clicked.connect(lambda: self.entered.emit(self.field.toPlainText()))
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self.score, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._hint)
        column.addWidget(self.field, 1)
        column.addLayout(below)
        self.retranslate()

    @property
    def has_text(self) -> bool:
        """Whether something stands in the field."""
        return bool(self.field.toPlainText().strip())

    def clear(self) -> None:
        """Empty the field, because its text is kept elsewhere now."""
        self.field.clear()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self._hint.setText(self.tr("Only what the patient said, not the questions. Each paragraph is one answer."))
        self.field.setPlaceholderText(self.tr("Type or paste here…"))
        self.field.setAccessibleName(self.tr("What the patient said"))
        self.score.setText(self.tr("Score this text"))
        self._show_count()

    def _show_count(self) -> None:
        text = self.field.toPlainText()
        language = guess_language(text)
        counted = self.tr("Characters: {count}") if language == "zh" else self.tr("Words: {count}")
        answers = self.tr("Answers: {count}").format(count=len(split_text(text, language)))
        self._count.setText(f"{counted.format(count=count_words(text))} · {answers}")
        self.score.setEnabled(bool(text.strip()))
