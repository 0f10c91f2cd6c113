"""Is the new model better? The verdict in plain words first, then figures, subgroups and the calibration picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from screening_app.ui import messages, theme
from screening_app.ui.training_agreement import TrainingAgreement
from screening_app.ui.training_tables import FactsTable, figure_rows, subgroup_rows
from screening_app.ui.training_verdicts import VERDICT_MARKS, guard_rails, verdict_in_words
from screening_app.ui.training_words import model_name
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.note_row import fill_notes

if TYPE_CHECKING:
    from screening_app.services.model_comparisons import Judgement
    from screening_app.services.training import Comparison
    from selfmm.types import LabelScale

_ICON = 32  # pixels across


class TrainingResult(QWidget):
    """Shows one `Judgement`; whoever owns it activates the model or keeps the current one."""

    activate_wanted = Signal()
    keep_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.judgement: Judgement | None = None
        self._scale: LabelScale | None = None
        self._name, self._in_use = "", ""
        self.verdict, self.figures = Card(), Card()
        self._mark = QLabel()
        self.sentence = label("", "strong", wrap=True)
        self.rails = QVBoxLayout()
        self.rails.setSpacing(theme.SPACE_XS)
        self.activate, self.keep = Button("", "check", "primary"), Button("", "arrow-u-left-top")
        self.tabs = QTabWidget()
        self.table, self.last_table, self.groups = FactsTable(5), FactsTable(5), FactsTable(6)
        self.agreement = TrainingAgreement()
        self._notes = tuple(label("", "small", wrap=True) for _ in range(2))
        self._notice = label("", "small", wrap=True)
        self._lay_out()
        self.activate.clicked.connect(self.activate_wanted)
        self.keep.clicked.connect(self.keep_wanted)

    def _lay_out(self) -> None:
        above, buttons = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(theme.SPACE_M)
        above.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.sentence, 1)
        buttons.setSpacing(theme.SPACE_S)
        buttons.addStretch(1)
        buttons.addWidget(self.keep)
        buttons.addWidget(self.activate)
        body = self.verdict.body
        body.addLayout(above)
        body.addLayout(self.rails)
        body.addLayout(buttons)
        for face in (self.table, self.last_table, self.groups, self.agreement):
            self.tabs.addTab(face, "")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for part in (self._notes[0], self.tabs, self._notes[1], self._notice):
            self.figures.body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.verdict)
        column.addWidget(self.figures)
        column.addStretch(1)

    def show_judgement(self, judgement: Judgement, scale: LabelScale, name: str, in_use: str) -> None:
        """Show what a model of this name was judged by, beside the model that it was compared with."""
        self.judgement, self._scale, self._name, self._in_use = judgement, scale, name, in_use
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        judgement = self.judgement
        if judgement is None or self._scale is None:
            return
        self.verdict.set_title(self.tr("Is “{name}” better?").format(name=model_name(self._name)))
        icon, colour = VERDICT_MARKS[judgement.verdict]
        self._mark.setPixmap(theme.icon(icon, getattr(theme.colours(), colour)).pixmap(_ICON, _ICON))
        self.sentence.setText(verdict_in_words(judgement))
        fill_notes(self.rails, "information-outline", "muted", guard_rails(judgement))
        self.activate.setText(self.tr("Use the new model"))
        self.keep.setText(self.tr("Keep the current model"))
        self._put_weight(judgement.recommended)
        self._fill_tables(judgement)
        self.agreement.show_predictions(judgement.cross_validation.predictions, self._scale)
        self._notice.setText(messages.notice())

    def _put_weight(self, recommended: bool) -> None:
        """The button that is advised stands out; the other one stays possible."""
        for button, kind in ((self.activate, recommended), (self.keep, not recommended)):
            button.setProperty("kind", "primary" if kind else "")
            button.style().unpolish(button)
            button.style().polish(button)
            button.set_icon_name("check" if button is self.activate else "arrow-u-left-top")

    def _fill_tables(self, judgement: Judgement) -> None:
        self.figures.set_title(self.tr("Figures"))
        both = self.tr("New: {name}. In use: {reference}. In brackets the 95 % interval over people.")
        alone = self.tr("New: {name}. In brackets the 95 % interval over people.")
        self._notes[0].setText(
            (both if self._in_use else alone).format(name=model_name(self._name), reference=model_name(self._in_use))
        )
        self._notes[1].setText(
            self.tr(
                "A difference is reliable only if its whole interval lies on one side of 0. Among many subgroups one "
                "may look different by chance."
            )
        )
        names = (self.tr("Cross-validation"), self.tr("Last check"), self.tr("Subgroups"), self.tr("Calibration"))
        for place, name in enumerate(names):
            self.tabs.setTabText(place, name)
        self.tabs.setAccessibleName(self.tr("Figures"))
        self.tabs.setTabVisible(1, judgement.holdout is not None)
        columns = (self.tr("Figure"), self.tr("New"), self.tr("In use"), self.tr("Difference"), self.tr("Verdict"))
        self._fill(self.table, names[0], columns, judgement.cross_validation)
        if judgement.holdout is not None:
            self._fill(self.last_table, names[1], columns, judgement.holdout)
        groups = (self.tr("Group"), self.tr("People (sessions)"), *columns[1:])
        self.groups.setAccessibleName(names[2])
        self.groups.fill(groups, subgroup_rows(judgement.cross_validation))

    def _fill(self, table: FactsTable, name: str, columns: tuple[str, ...], comparison: Comparison) -> None:
        table.setAccessibleName(name)
        table.fill(columns, figure_rows(comparison))
