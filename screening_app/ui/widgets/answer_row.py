"""One question of a questionnaire with its answers as radio buttons, in columns that all rows share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.basics import label, restyle

if TYPE_CHECKING:
    from screening_app.services.questionnaires import AnswerOption

_COLUMN = 88  # width of an answer's column
_NUMBER = 28  # width of the numbers' column


class AnswerRow(QFrame):
    """A question; the row that has the keyboard is marked. Numbered from 1, or 0 for one without a number."""

    answered = Signal()  # also when the answer was taken away

    def __init__(
        self, number: int, text: str, options: tuple[AnswerOption, ...], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "item")
        self.number, self.text = number, text
        self._words = {option.value: option.text[language] for option in options}
        self._group = QButtonGroup(self)
        self.choices = tuple(QRadioButton(str(option.value)) for option in options)
        self._lay_out(options)
        for choice in self.choices[1:]:  # with nothing chosen, Tab goes to the first and then to the next row
            choice.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._group.idToggled.connect(self._tell)

    def _lay_out(self, options: tuple[AnswerOption, ...]) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_S, theme.SPACE_XS, theme.SPACE_S, theme.SPACE_XS)
        row.setSpacing(theme.SPACE_S)
        number = label(f"{self.number}." if self.number else "", "muted")
        number.setFixedWidth(_NUMBER)
        row.addWidget(number)
        row.addWidget(label(self.text, wrap=True), 1)
        for choice, option in zip(self.choices, options, strict=True):
            self._group.addButton(choice, option.value)
            choice.setToolTip(self._words[option.value])
            row.addWidget(_column(choice))

    @property
    def answer(self) -> int | None:
        """The points of the answer; None where there is none."""
        return None if self._group.checkedButton() is None else self._group.checkedId()

    def set_answer(self, answer: int | None) -> None:
        """Choose an answer, or none."""
        if answer is not None:
            self._group.button(answer).setChecked(True)
            return
        chosen = self._group.checkedButton()
        if chosen is not None:
            self._group.setExclusive(False)
            chosen.setChecked(False)
            self._group.setExclusive(True)
            self.answered.emit()

    def take_focus(self) -> None:
        """Give the keyboard to the answer that is chosen, else to the first."""
        (self._group.checkedButton() or self.choices[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def mark(self, is_current: bool) -> None:
        """Show whether this row is the one that has the keyboard."""
        if bool(self.property("current")) != is_current:
            self.setProperty("current", is_current)
            restyle(self)

    def name_choices(self, pattern: str) -> None:
        """Tell screen readers what each answer is; `pattern` has the gaps {number}, {text} and {answer}."""
        for choice in self.choices:
            words = self._words[self._group.id(choice)]
            choice.setAccessibleName(pattern.format(number=self.number, text=self.text, answer=words))

    def _tell(self, _value: int, is_chosen: bool) -> None:
        if is_chosen:
            self.answered.emit()


class AnswerHeader(QWidget):
    """What the columns of the rows below mean, in the words of the questionnaire."""

    def __init__(self, options: tuple[AnswerOption, ...], language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_S + 3, 0, theme.SPACE_S, 0)
        row.setSpacing(theme.SPACE_S)
        row.addStretch(1)
        for option in options:
            words = label(option.text[language], "small", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
            words.setFixedWidth(_COLUMN)
            row.addWidget(words)


def _column(choice: QRadioButton) -> QWidget:
    """A choice in the middle of its column."""
    column = QWidget()
    column.setFixedWidth(_COLUMN)
    inner = QHBoxLayout(column)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.addWidget(choice, 0, Qt.AlignmentFlag.AlignCenter)
    return column
