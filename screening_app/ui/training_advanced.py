"""What few need to choose for a training, behind a fold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from screening_app.services.training_needs import SEEDS
from screening_app.ui import theme
from screening_app.ui.messages import modality_name
from screening_app.ui.widgets import Button, label
from screening_app.ui.widgets.form_field import frame
from selfmm.types import Modality

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

_GENERATORS = ("bounded", "published")
_LONGEST_NAME, _LONGEST_SEEDS = 80, 120  # characters
_MOST_SEEDS, _LARGEST_SEED = 10, 2**31 - 1


class TrainingAdvanced(QWidget):
    """A button that opens the fold, and in it the model's name, what is learnt from, the generator and the seeds."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fold = Button("", "chevron-right", "quiet")
        self.fold.setCheckable(True)
        self.name = QLineEdit(maxLength=_LONGEST_NAME)
        self.modalities = {modality: QCheckBox() for modality in Modality}
        self.generator = QComboBox()
        self.seeds = QLineEdit(", ".join(map(str, SEEDS)), maxLength=_LONGEST_SEEDS)
        self.problem = label("", "problem", wrap=True)
        self._titles = tuple(label("", "muted") for _ in range(4))
        self._notes = tuple(label("", "small", wrap=True) for _ in range(4))
        for value in _GENERATORS:
            self.generator.addItem(value, value)
        for box in self.modalities.values():
            box.setChecked(True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        boxes = QHBoxLayout()
        boxes.setSpacing(theme.SPACE_M)
        for box in self.modalities.values():
            boxes.addWidget(box)
        boxes.addStretch(1)
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(theme.SPACE_M, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        editors: tuple[QWidget | QHBoxLayout, ...] = (self.name, boxes, self.generator, self.seeds)
        for place, editor in enumerate(editors):
            _add(grid, place, self._titles[place], editor, self._notes[place])
        grid.addWidget(self.problem, 8, 1)
        self._inside.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)

    def _connect(self) -> None:
        self.fold.toggled.connect(self._turn)
        self.generator.activated.connect(self._check)
        self.seeds.textEdited.connect(self._check)
        for box in self.modalities.values():
            box.clicked.connect(self._check)

    @property
    def chosen_modalities(self) -> tuple[Modality, ...] | None:
        """What is learnt from; None for all that the model to begin from reads."""
        chosen = tuple(modality for modality, box in self.modalities.items() if box.isChecked())
        return None if len(chosen) == len(self.modalities) else chosen

    @property
    def chosen_seeds(self) -> tuple[int, ...]:
        """The seeds that are typed; () where they are none."""
        parts = [part.strip() for part in self.seeds.text().replace("，", ",").split(",")]
        if not all(part.isdecimal() and int(part) <= _LARGEST_SEED for part in parts):
            return ()
        found = tuple(map(int, parts))
        return found if len(set(found)) == len(found) <= _MOST_SEEDS else ()

    @property
    def chosen_generator(self) -> str:
        """How labels of single modalities are made."""
        return str(self.generator.currentData())

    @property
    def is_whole(self) -> bool:
        """Whether all of it can be used."""
        return bool(self.chosen_seeds) and self.chosen_modalities != ()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.fold.setText(self.tr("Advanced"))
        titles = (
            self.tr("Name of the new model"),
            self.tr("Learn from"),
            self.tr("Generated labels"),
            self.tr("Seeds"),
        )
        for title, text in zip(self._titles, titles, strict=True):
            title.setText(text)
        for editor, text in ((self.name, titles[0]), (self.generator, titles[2]), (self.seeds, titles[3])):
            editor.setAccessibleName(text)
        notes = (
            self.tr("May stay empty; scale and date then make the name."),
            self.tr("What is not ticked is passed over, even where the sessions have it."),
            self.tr(
                "How the model sets itself goals for words, voice and face alone. “Bounded” keeps them on the scale."
            ),
            self.tr("Each seed repeats the whole check with other groups of people. More take longer and say more."),
        )
        for note, text in zip(self._notes, notes, strict=True):
            note.setText(text)
        for modality, box in self.modalities.items():
            box.setText(modality_name(modality))
        for index, text in enumerate((self.tr("Bounded (recommended)"), self.tr("As published"))):
            self.generator.setItemText(index, text)
        self._judge()

    def _turn(self, open_: bool) -> None:
        self.fold.set_icon_name("chevron-down" if open_ else "chevron-right")
        self._inside.setVisible(open_)

    def _check(self) -> None:
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        told = ""
        if self.chosen_modalities == ():
            told = self.tr("Tick at least one of words, voice and face.")
        elif not self.chosen_seeds:
            told = self.tr("Seeds are up to 10 different whole numbers with commas between them, such as 1111, 1112.")
        self.problem.setText(told)
        self.problem.setVisible(bool(told))
        frame(self.seeds, wrong=not self.chosen_seeds)


def _add(grid: QGridLayout, place: int, title: QLabel, editor: QWidget | QHBoxLayout, note: QLabel) -> None:
    """A title, its editor, and below it what it means."""
    grid.addWidget(title, 2 * place, 0)
    if isinstance(editor, QWidget):
        title.setBuddy(editor)
        grid.addWidget(editor, 2 * place, 1)
    else:
        grid.addLayout(editor, 2 * place, 1)
    grid.addWidget(note, 2 * place + 1, 1)
