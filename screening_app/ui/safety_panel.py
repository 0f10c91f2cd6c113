"""The panel that item 9 opens: it stays until the risk of suicide and self-harm has been assessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.services.questionnaires import instrument
from screening_app.ui import theme
from screening_app.ui.formats import language_in_force
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import frame

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from screening_app.domain import Rating

_LONGEST = 200  # characters of a name or tool
_ICON = QSize(32, 32)


class SafetyPanel(QFrame):
    """Asks who assessed the risk, with which tool, with what outcome and plan; there is no way to close it.

    `reviewed` carries these four; the time is that of the signal. What is typed stays when the panel is shown again for
    the same rating.
    """

    reviewed = Signal(str, str, str, str)

    def __init__(self, crisis_numbers: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "safety")
        self._crisis_numbers = crisis_numbers
        self._rating: Rating | None = None
        self._picture, self._title = QLabel(), label("", "section", wrap=True)
        self._finding, self._limits = label("", "strong", wrap=True), label("", wrap=True)
        self._crisis = label("", "strong", wrap=True)
        self.assessed_by, self.tool = QLineEdit(maxLength=_LONGEST), QComboBox(editable=True)
        self.outcome, self.plan = QPlainTextEdit(), QPlainTextEdit()
        self._captions = {field: label("", "strong") for field in self._fields()}
        self.problems = {field: label("", "problem", wrap=True) for field in self._fields()}
        self.save = Button("", "check", "primary")
        self.save.setAutoDefault(True)
        self.save.clicked.connect(self._save)
        self._form, self._column = QWidget(), QVBoxLayout(self)
        self._lay_out()
        self._watch_fields()
        self.retranslate()
        self._recolour()

    def _fields(self) -> tuple[QWidget, ...]:
        return self.assessed_by, self.tool, self.outcome, self.plan

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_M)
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        column = self._column
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_M)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(head)
        for part in (self._finding, self._crisis, self._limits, self._form):
            column.addWidget(part)
        self._crisis.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out_form()

    def _lay_out_form(self) -> None:
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, theme.SPACE_S, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        short = QHBoxLayout()
        short.setSpacing(theme.SPACE_M)
        for field in (self.assessed_by, self.tool):
            short.addLayout(self._captioned(field), 1)
        column.addLayout(short)
        for text in (self.outcome, self.plan):
            text.setFixedHeight(72)
            text.setTabChangesFocus(True)
            column.addLayout(self._captioned(text))
        column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)

    def _captioned(self, field: QWidget) -> QVBoxLayout:
        """A field below its name and what is wrong with it."""
        column = QVBoxLayout()
        column.setSpacing(theme.SPACE_XS)
        row = QHBoxLayout()
        row.addWidget(self._captions[field])
        row.addWidget(self.problems[field], 1)
        column.addLayout(row)
        column.addWidget(field)
        self._captions[field].setBuddy(field)
        return column

    def _watch_fields(self) -> None:
        self.assessed_by.textChanged.connect(lambda: self._point_out(self.assessed_by, ""))
        self.tool.editTextChanged.connect(lambda: self._point_out(self.tool, ""))
        self.outcome.textChanged.connect(lambda: self._point_out(self.outcome, ""))
        self.plan.textChanged.connect(lambda: self._point_out(self.plan, ""))

    # What is shown

    def set_crisis_numbers(self, text: str) -> None:
        """The site's own numbers; "" where nobody has entered them."""
        self._crisis_numbers = text
        self.retranslate()

    def show_open(self, rating: Rating, assessed_by: str = "") -> None:
        """Ask for the assessment that `rating` makes necessary; `assessed_by` is proposed."""
        if self._rating is None or self._rating.id != rating.id:
            self.assessed_by.setText(assessed_by)
            self.tool.setEditText("")
            self.outcome.clear()
            self.plan.clear()
        self._rating = rating
        self.retranslate()
        if self.isVisible():
            self._announce()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Tell screen readers at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self._announce()

    def _announce(self) -> None:
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        message = QAccessibleAnnouncementEvent(self, self.accessibleName())
        message.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(message)

    # Recording the assessment

    def _entered(self) -> tuple[str, str, str, str]:
        return (
            self.assessed_by.text().strip(),
            self.tool.currentText().strip(),
            self.outcome.toPlainText().strip(),
            self.plan.toPlainText().strip(),
        )

    def _save(self) -> None:
        """Hand the assessment on; with a field empty, say beside it what is missing."""
        entered = self._entered()
        empty = [field for field, text in zip(self._fields(), entered, strict=True) if not text]
        for field in empty:
            self._point_out(field, self._what_is_missing()[field])
        if empty:
            empty[0].setFocus()
        else:
            self.reviewed.emit(*entered)

    def _what_is_missing(self) -> dict[QWidget, str]:
        return {
            self.assessed_by: self.tr("Enter who assessed the risk."),
            self.tool: self.tr("Enter the tool or way of assessing."),
            self.outcome: self.tr("Enter what was found."),
            self.plan: self.tr("Enter what happens next."),
        }

    def _point_out(self, field: QWidget, problem: str) -> None:
        self.problems[field].setText(problem)
        field.setAccessibleDescription(problem)
        frame(field, wrong=bool(problem))

    # Texts and colours

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Never let a page squeeze the fields over each other."""
        super().resizeEvent(event)
        self._keep_height()

    def _keep_height(self) -> None:
        self.setMinimumHeight(self._column.totalMinimumHeightForWidth(self.width()))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def retranslate(self) -> None:
        """Set every text again; what was typed stays."""
        self._title.setText(self.tr("Assess the risk of suicide and self-harm now"))
        self._finding.setText(self._finding_in_words())
        self._crisis.setText(self._crisis_in_words())
        self._limits.setText(
            self.tr(
                "This panel stays, and the session cannot be signed off, until the assessment is recorded. "
                "An answer of 0 does not clear risk either: in one study 63% of the inpatients at risk had answered 0. "
                "The model does not assess suicide risk."
            )
        )
        self._name_fields()
        self.setAccessibleName(f"{self._title.text()}. {self._finding.text()}")
        self._recolour()
        self._keep_height()

    def _crisis_in_words(self) -> str:
        numbers = self._crisis_numbers.strip()
        if not numbers:
            return self.tr("Enter the crisis numbers of your region in Settings.")
        return self.tr("In a crisis: {numbers}").format(numbers=numbers)

    def _name_fields(self) -> None:
        names = (self.tr("Assessed by"), self.tr("With which tool"), self.tr("Outcome"), self.tr("Plan"))
        for field, name in zip(self._fields(), names, strict=True):
            self._captions[field].setText(name)
            field.setAccessibleName(name)
            if self.problems[field].text():
                self._point_out(field, self._what_is_missing()[field])
        typed = self.tool.currentText()
        self.tool.clear()
        self.tool.addItems(["C-SSRS", "ASQ", self.tr("Clinical interview")])
        self.tool.setEditText(typed)
        self.save.setText(self.tr("Record the assessment"))

    def _finding_in_words(self) -> str:
        """What was answered, in the questionnaire's own words."""
        if self._rating is None:
            return ""
        known = instrument(self._rating.instrument)
        item = next(item for item in known.items if item.number == known.safety_item)
        answer = self._rating.answers[known.items.index(item)]
        option = next(option for option in known.options if option.value == answer)
        language = language_in_force()
        words = self.tr("{name}, item {number}: “{text}” – {value}, {answer}.")
        return words.format(
            name=known.name,
            number=item.number,
            text=item.text[language],
            value=option.value,
            answer=option.text[language],
        )

    def _recolour(self) -> None:
        self._picture.setPixmap(theme.icon("alert", theme.colours().danger).pixmap(_ICON))
