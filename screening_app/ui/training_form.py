"""What a training is to do: how deep, on which scale, from which model; one button begins it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFormLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.model_registry import DEFAULT_BUNDLE
from screening_app.services.training import Depth, Light, TrainingChoice
from screening_app.ui import theme
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.training_advanced import TrainingAdvanced
from screening_app.ui.training_light import TrainingLight
from screening_app.ui.training_scale import TrainingScale
from screening_app.ui.training_words import depth_meaning, depth_name, estimate_in_words, model_name, shortfall
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.choice_card import ChoiceCard

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.services.training import TimeEstimate
    from screening_app.services.training_sessions import TrainingTable

_ICONS = {
    Depth.RECALIBRATE: "tune-variant",
    Depth.HEADS: "head-cog-outline",
    Depth.EVERYTHING: "brain",
    Depth.SCRATCH: "creation-outline",
}


class TrainingForm(QWidget):
    """Shows a `TrainingChoice` and lets it be changed; whoever owns it looks up the table and the time it takes."""

    changed = Signal()  # another choice
    started = Signal()  # the button

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: TrainingTable | None = None
        self._estimate: TimeEstimate | None = None
        self._estimate_problem = ""
        self._is_estimating = self._is_busy = False
        self.enough, self.what = Card(), Card()
        self.light = TrainingLight()
        self.scale = TrainingScale()
        self.cards = {depth: ChoiceCard(icon) for depth, icon in _ICONS.items()}
        self._group = QButtonGroup(self)
        self.base = QComboBox()
        self.advanced = TrainingAdvanced()
        self.estimate = label("", "muted", wrap=True)
        self.start = Button("", "school-outline", "primary")
        self._scale_name, self._base_name = label("", "muted"), label("", "muted")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        choices = QFormLayout()
        choices.setHorizontalSpacing(theme.SPACE_M)
        choices.setVerticalSpacing(theme.SPACE_S)
        choices.addRow(self._scale_name, self.scale)
        choices.addRow(self._base_name, self.base)
        self._base_name.setBuddy(self.base)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE_S)
        for place, (depth, card) in enumerate(self.cards.items()):
            self._group.addButton(card)
            grid.addWidget(card, place // 2, place % 2)
            card.setChecked(depth is Depth.HEADS)
        below = QHBoxLayout()
        below.setSpacing(theme.SPACE_M)
        below.addWidget(self.estimate, 1)
        below.addWidget(self.start, 0, Qt.AlignmentFlag.AlignBottom)
        self.enough.body.addWidget(self.light)
        for part in (choices, grid):
            self.what.body.addLayout(part)
        self.what.body.addWidget(self.advanced)
        self.what.body.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.enough)
        column.addWidget(self.what)
        column.addStretch(1)

    def _connect(self) -> None:
        self._group.buttonClicked.connect(lambda _: self._choose())
        self.base.activated.connect(self._choose)
        self.scale.changed.connect(self._choose)
        self.advanced.changed.connect(self._choose)
        self.start.clicked.connect(self.started)

    # The choice

    @property
    def chosen_depth(self) -> Depth:
        """How deep the training is to go."""
        return next(depth for depth, card in self.cards.items() if card.isChecked())

    @property
    def choice(self) -> TrainingChoice | None:
        """What is chosen; None while something of it cannot be used."""
        if self.scale.scale is None or not self.advanced.is_whole:
            return None
        return TrainingChoice(
            instrument=self.scale.instrument_id,
            scale=self.scale.scale,
            depth=self.chosen_depth,
            base=None if self.chosen_depth is Depth.SCRATCH else self._base_folder(),
            modalities=self.advanced.chosen_modalities,
            generator=self.advanced.chosen_generator,
            seeds=self.advanced.chosen_seeds,
            name=self.advanced.name.text().strip(),
        )

    def _base_folder(self) -> Path | None:
        return DEFAULT_BUNDLE if self.base.currentData() == "default" else None

    def show_choice(self, choice: TrainingChoice) -> None:
        """Show what is proposed, without telling of it."""
        self.scale.show_scale(choice.instrument, choice.scale)
        self.cards[choice.depth].setChecked(True)
        self._show()

    def show_models(self, active_name: str, *, active_is_default: bool) -> None:
        """Offer the models to begin from."""
        chosen = self.base.currentData()
        self.base.clear()
        if not active_is_default:
            self.base.addItem(active_name, "active")
        self.base.addItem(active_name if active_is_default else "", "default")
        self.base.setCurrentIndex(max(0, self.base.findData(chosen)))
        self.base.setProperty("active_name", active_name)
        self._name_bases()

    def show_table(self, table: TrainingTable | None) -> None:
        """Show whether there is enough, and offer the depths for which there is; None while it is looked for."""
        self.table = table
        lights = table.readiness.lights if table else {}
        for depth, card in self.cards.items():
            card.setEnabled(lights.get(depth, Light.AMBER) is not Light.RED)
        best = table.readiness.best if table else None
        if table and lights[self.chosen_depth] is Light.RED and best is not None:
            self.cards[best].setChecked(True)
        self._show()

    def show_estimate(self, estimate: TimeEstimate | None, problem: str = "") -> None:
        """Show how long it takes, or why that is not known."""
        self._estimate, self._estimate_problem, self._is_estimating = estimate, problem, False
        self._show()

    def show_estimating(self) -> None:
        """Say that the time is being worked out."""
        self._estimate, self._estimate_problem, self._is_estimating = None, "", True
        self._show()

    def show_busy(self, busy: bool) -> None:
        """Whether a training waits or runs, so that no other can begin."""
        self._is_busy = busy
        self._show()

    @property
    def can_start(self) -> bool:
        """Whether there is enough for what is chosen."""
        table, choice = self.table, self.choice
        if table is None or choice is None or self._is_busy or table.readiness.leaks:
            return False
        return table.readiness.lights[choice.depth] is not Light.RED and table.scale == choice.scale

    def _choose(self) -> None:
        self.base.setToolTip(plain_tooltip(self.base.currentText()))
        self._estimate, self._estimate_problem = None, ""
        self._show()
        self.changed.emit()

    # Words

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.enough.set_title(self.tr("Is there enough to learn from?"))
        self.what.set_title(self.tr("What is to be trained?"))
        self._scale_name.setText(self.tr("Scale"))
        self._base_name.setText(self.tr("Begin from"))
        self.base.setAccessibleName(self.tr("Begin from"))
        self.start.setText(self.tr("Train a new model"))
        self._name_bases()
        self._show()

    def _name_bases(self) -> None:
        """Name the models to begin from anew."""
        active = self.base.property("active_name") or ""
        texts = {"active": self.tr("The active model: {name}"), "default": self.tr("The model that came along")}
        for index in range(self.base.count()):
            text = texts[self.base.itemData(index)]
            if self.base.count() == 1:
                text = self.tr("The active model, which came along: {name}")
            self.base.setItemText(index, text.format(name=model_name(active)))
        self.base.setToolTip(plain_tooltip(self.base.currentText()))

    def _show(self) -> None:
        """Put the lights, the cards and the time into words."""
        for depth, card in self.cards.items():
            is_short = self.table is not None and not card.isEnabled()
            meaning = shortfall(self.table.readiness, depth) if self.table and is_short else depth_meaning(depth)
            name = depth_name(depth)
            is_best = self.table is not None and self.table.readiness.best is depth
            card.set_texts(self.tr("{name} · recommended").format(name=name) if is_best else name, meaning)
        self.light.show_table(self.table, self.chosen_depth)
        self.base.setEnabled(self.chosen_depth is not Depth.SCRATCH)
        self.estimate.setText(self._time())
        self.start.setEnabled(self.can_start)

    def _time(self) -> str:
        if self._is_estimating:
            return self.tr("Working out how long it takes…")
        if self._estimate is not None:
            return estimate_in_words(self._estimate)
        return self._estimate_problem


def same_sessions(one: TrainingChoice | None, other: TrainingChoice | None) -> bool:
    """Whether two choices look at the same sessions in the same way, so that one table serves both."""
    if one is None or other is None:
        return one is other
    return replace(one, name="", seeds=other.seeds, generator=other.generator, depth=other.depth) == replace(
        other, name=""
    )
