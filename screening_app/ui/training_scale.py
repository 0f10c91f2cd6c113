"""Which scale is learnt: a questionnaire's own, or a range and a cut-off of the clinic's choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.training_sessions import scale_for, training_instruments
from screening_app.ui import theme
from screening_app.ui.messages import say
from screening_app.ui.widgets import label
from screening_app.ui.widgets.form_field import point_out

if TYPE_CHECKING:
    from screening_app.services.questionnaires import Instrument
    from selfmm.types import LabelScale

MINIMUM, MAXIMUM, CUTOFF = "minimum", "maximum", "cutoff"
_FIELD_WIDTH = 96
_LONGEST_NUMBER = 8  # characters


class TrainingScale(QWidget):
    """Tells the scale once it is a whole one; what is wrong with it is said while it is typed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instruments: dict[str, Instrument] = {one.id: one for one in training_instruments()}
        self.instrument = QComboBox()
        self.own = QCheckBox()
        self.fields = {name: QLineEdit(maxLength=_LONGEST_NUMBER) for name in (MINIMUM, MAXIMUM, CUTOFF)}
        self._names = {name: label("", "muted") for name in self.fields}
        self.problem = label("", "problem", wrap=True)
        self.scale: LabelScale | None = None
        for one in self._instruments.values():
            self.instrument.addItem(one.name, one.id)
        self._lay_out()
        self.instrument.activated.connect(self._choose_instrument)
        self.own.clicked.connect(self._choose_own)
        for field in self.fields.values():
            field.textEdited.connect(self._check)
        self._fill_fields()
        self.retranslate()

    def _lay_out(self) -> None:
        above, self._below = QHBoxLayout(), QWidget()
        above.setSpacing(theme.SPACE_M)
        above.addWidget(self.instrument)
        above.addWidget(self.own)
        above.addStretch(1)
        below = QHBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.SPACE_S)
        for name, field in self.fields.items():
            self._names[name].setBuddy(field)
            field.setFixedWidth(theme.scaled(_FIELD_WIDTH))
            below.addWidget(self._names[name])
            below.addWidget(field)
        below.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addLayout(above)
        column.addWidget(self._below)
        column.addWidget(self.problem)

    @property
    def instrument_id(self) -> str:
        """The questionnaire or rating that is learnt."""
        return str(self.instrument.currentData())

    def show_scale(self, instrument_id: str, scale: LabelScale) -> None:
        """Show a choice that was made elsewhere."""
        self.instrument.setCurrentIndex(self.instrument.findData(instrument_id))
        published = self._instruments[instrument_id].scale
        self.own.setChecked(published is None or _ends(published) != _ends(scale))
        self._fill_fields(scale)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            for field in self.fields.values():
                field.setFixedWidth(theme.scaled(_FIELD_WIDTH))

    def retranslate(self) -> None:
        """Set every text again."""
        self.instrument.setAccessibleName(self.tr("Scale of the ratings"))
        self.own.setText(self.tr("Own range and cut-off"))
        names = {MINIMUM: self.tr("From"), MAXIMUM: self.tr("to"), CUTOFF: self.tr("Cut-off")}
        spoken = {MINIMUM: self.tr("Lowest value"), MAXIMUM: self.tr("Highest value"), CUTOFF: self.tr("Cut-off")}
        for name, field in self.fields.items():
            self._names[name].setText(names[name])
            field.setAccessibleName(spoken[name])
        self._judge()

    def _choose_instrument(self) -> None:
        self.own.setChecked(False)
        self._fill_fields()
        self._check()

    def _choose_own(self) -> None:
        self._fill_fields()
        self._check()

    def _fill_fields(self, scale: LabelScale | None = None) -> None:
        """Begin with the published numbers, so that only what differs has to be typed."""
        known = self._instruments[self.instrument_id]
        shown = scale or known.scale
        values = {
            MINIMUM: shown.minimum if shown else known.minimum,
            MAXIMUM: shown.maximum if shown else known.maximum,
            CUTOFF: shown.cutoff if shown else None,
        }
        for name, value in values.items():
            blocked = QSignalBlocker(self.fields[name])
            self.fields[name].setText("" if value is None else f"{value:g}")
            blocked.unblock()
        if known.scale is None:
            self.own.setChecked(True)
        self.own.setEnabled(known.scale is not None)
        self._judge()

    def _check(self) -> None:
        before = self.scale
        self._judge()
        if self.scale != before:
            self.changed.emit()

    def _judge(self) -> None:
        """Find out the scale, or what is wrong with what is typed."""
        told = ""
        try:
            typed = self._typed()
            self.scale = scale_for(
                self.instrument_id, minimum=typed.get(MINIMUM), maximum=typed.get(MAXIMUM), cutoff=typed.get(CUTOFF)
            )
        except ScreeningError as error:
            self.scale, told = None, say(error)
        except ValueError:
            self.scale, told = None, self.tr("Enter numbers, such as 0, 27 and 10.")
        self._below.setVisible(self.own.isChecked())
        for field in self.fields.values():
            point_out(field, self.problem, told)

    def _typed(self) -> dict[str, float]:
        """The numbers in the fields; raises ValueError where one is none."""
        if not self.own.isChecked():
            return {}
        return {name: _number(field.text()) for name, field in self.fields.items() if field.text().strip()}


def _number(text: str) -> float:
    """A number with a point, or as it is written in the language in force; raises ValueError."""
    value, is_number = QLocale().toDouble(text.strip())
    return value if is_number else float(text.strip())


def _ends(scale: LabelScale) -> tuple[float, float, float]:
    return scale.minimum, scale.maximum, scale.cutoff
