"""The total of a scale whose items are not asked here, checked while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.questionnaires import total_from_text
from screening_app.ui import messages, theme
from screening_app.ui.questionnaire_words import title_of, value_in_words
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import frame

if TYPE_CHECKING:
    from screening_app.services.questionnaires import Instrument


class TotalEntry(QWidget):
    """A field for one total, with the reason beside it where it cannot be one; `entered` carries the total."""

    entered = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument: Instrument | None = None
        self._title, self._range = label("", "section", wrap=True), label("", "muted", wrap=True)
        self.field = QLineEdit(maxLength=10)
        self.field.setFixedWidth(160)
        self.field.textChanged.connect(self._check)
        self.field.returnPressed.connect(self._enter)
        self.problem, self._meaning = label("", "problem", wrap=True), label("", "strong", wrap=True)
        self.save = Button("", "check", "primary")
        self.save.setAutoDefault(True)
        self.save.clicked.connect(self._enter)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        for part in (self.field, self.problem, self._meaning):
            row.addWidget(part, int(part is not self.field))
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self._title)
        column.addWidget(self._range)
        column.addLayout(row)

    def show_instrument(self, instrument: Instrument, value: float | None = None) -> None:
        """Ask for the total of `instrument`, with the one that was entered before."""
        self._instrument = instrument
        self.field.setText("" if value is None else f"{value:g}")
        self.retranslate()

    @property
    def value(self) -> float | None:
        """The total that is typed; None where what is typed is none."""
        return None if self._problem() or self._instrument is None else self._typed()

    def _typed(self) -> float:
        assert self._instrument is not None
        return total_from_text(self._instrument, self.field.text())

    def _problem(self) -> str:
        """Why what is typed is no total; "" where it is one."""
        try:
            self._typed()
        except ScreeningError as error:
            return messages.say(error)
        return ""

    def _enter(self) -> None:
        if self.value is not None:
            self.entered.emit(self.value)

    def _check(self) -> None:
        """Say beside the field what its content means, or why it cannot be; an empty field is not scolded."""
        if self._instrument is None:
            return
        problem = self._problem()
        is_wrong = bool(problem and self.field.text().strip())
        self.problem.setText(problem)
        self.problem.setVisible(is_wrong)
        self._meaning.setText("" if problem else value_in_words(self._instrument, self._typed()))
        self._meaning.setVisible(not is_wrong)
        self.save.setEnabled(not problem)
        self.field.setAccessibleDescription(problem or self._meaning.text())
        frame(self.field, wrong=is_wrong)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        if self._instrument is None:
            return
        self._title.setText(title_of(self._instrument))
        ends = {"minimum": f"{self._instrument.minimum:g}", "maximum": f"{self._instrument.maximum:g}"}
        self._range.setText(self.tr("Enter the total only, {minimum} to {maximum}.").format(**ends))
        self.field.setAccessibleName(self.tr("Total of {name}").format(name=self._title.text()))
        self.save.setText(self.tr("Save total"))
        self._check()
