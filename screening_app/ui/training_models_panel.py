"""The registry: every model with its card; activate, go back, compare, hand on, take in, delete, score again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QTableView, QVBoxLayout, QWidget

from screening_app.services.model_registry import activations, list_models, previous_model, uses_of
from screening_app.services.model_withdrawals import withdrawn_lessons
from screening_app.services.permissions import Permission
from screening_app.ui import theme
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.restraint import restrain
from screening_app.ui.training_model_details import ModelFacts, TrainingModelDetails
from screening_app.ui.training_models_table import VERDICT, ModelsTable
from screening_app.ui.training_words import model_name
from screening_app.ui.widgets import Banner, Button, ProgressPanel
from screening_app.ui.widgets.rows import make_readable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import Activation
    from screening_app.services.model_registry import ListedModel
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from screening_app.ui.services import AppServices

_ROW_HEIGHT = 40
_LONGEST_NAME = 30  # characters on a button, which would make the window wider


@dataclass(frozen=True, slots=True)
class Registry:
    """All that the list shows, read at once."""

    models: tuple[ListedModel, ...] = ()
    activations: tuple[Activation, ...] = ()
    previous: ListedModel | None = None
    withdrawn: Mapping[str, int] | None = None
    uses: Mapping[str, int] | None = None

    def facts(self, listed: ListedModel) -> ModelFacts:
        """What there is to know of a model of the list."""
        active = tuple(
            one
            for one in self.activations
            if (one.is_default if listed.is_default else one.model_id == listed.id and not one.is_default)
        )
        return ModelFacts(listed, active, (self.withdrawn or {}).get(listed.id, 0), (self.uses or {}).get(listed.id, 0))


def read_registry(workspace: Workspace, settings: Settings) -> Registry:
    """Read all models and what was done with them."""
    models = list_models(workspace, settings)
    return Registry(
        models=models,
        activations=activations(workspace),
        previous=previous_model(workspace, settings),
        withdrawn=withdrawn_lessons(workspace),
        uses={listed.id: uses_of(workspace, listed.id) for listed in models},
    )


class TrainingModelsPanel(QWidget):
    """The list at the left, the chosen model at the right; `TrainingModelActions` does what the buttons say."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.registry = Registry()
        self.banner, self.progress = Banner(), ProgressPanel()
        self.table = ModelsTable()
        self.view = QTableView()
        self.details = TrainingModelDetails()
        self.activate = Button("", "check", "primary")
        self.confirm = Button("", "shield-check-outline")
        self.figures, self.compare = Button("", "scale-balance"), Button("", "compare-horizontal")
        self.export, self.delete = Button("", "file-export-outline"), Button("", "trash-can-outline", "danger")
        self.roll_back, self.take_in = Button("", "undo"), Button("", "file-import-outline")
        self.rescore = Button("", "refresh")
        restrain(services.workspace, Permission.HOLD_SESSIONS, self.rescore)
        restrain(services.workspace, Permission.TRAIN, self.figures, self.compare)
        self._set_up_view()
        self._lay_out()
        self.retranslate()

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.table)
        make_readable(view)
        view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        view.horizontalHeader().setStretchLastSection(True)
        for column in range(VERDICT):
            view.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        view.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())

    def _lay_out(self) -> None:
        above, beside, also = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, parts in (
            (above, (self.roll_back, self.take_in, self.rescore)),
            (beside, (self.activate, self.confirm, self.figures)),
            (also, (self.compare, self.export, self.delete)),
        ):
            row.setSpacing(theme.SPACE_S)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        right = QWidget()
        side = QVBoxLayout(right)
        side.setContentsMargins(0, theme.SPACE_S, 0, 0)
        side.setSpacing(theme.SPACE_S)
        side.addLayout(beside)
        side.addLayout(also)
        side.addWidget(self.details, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.view)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.SPACE_M, 0, 0)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(self.banner)
        column.addWidget(self.progress)
        column.addLayout(above)
        column.addWidget(split, 1)

    # What is shown

    def refresh(self, then_select: str = "") -> None:
        """Read the list again, away from the window."""
        workspace, settings = self._services.workspace, self._services.settings_store.current

        def show(registry: Registry) -> None:
            self.show_registry(registry, then_select)

        self._services.device_jobs.start(
            lambda _: read_registry(workspace, settings), on_done=show, on_error=self.banner.show_error
        )

    def show_registry(self, registry: Registry, then_select: str = "") -> None:
        """Show all models; the one that was chosen stays chosen."""
        chosen = self.chosen
        wanted = then_select or (chosen.id if chosen else "")
        self.registry = registry
        self.table.show_models(registry.models, registry.withdrawn or {})
        self.view.selectRow(max(0, self.table.row_of(wanted)))
        self._show_chosen()

    @property
    def chosen(self) -> ListedModel | None:
        """The model that is chosen in the list."""
        rows = self.view.selectionModel().selectedRows()
        return self.table.row(rows[0].row()) if rows else None

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.view.setAccessibleName(self.tr("Models"))
        self.activate.setText(self.tr("Activate"))
        self.confirm.setText(self.tr("Confirm…"))
        self.figures.setText(self.tr("Is it better?"))
        self.compare.setText(self.tr("Compare with another…"))
        self.export.setText(self.tr("Save as a file…"))
        self.delete.setText(self.tr("Delete…"))
        self.take_in.setText(self.tr("Take in a model from a file…"))
        self.rescore.setText(self.tr("Score sessions again…"))
        self.rescore.setToolTip(
            self.tr("Sessions get a new assessment by the active model beside the old one, which stays.")
        )
        self._show_chosen()

    def _show_chosen(self) -> None:
        listed, registry = self.chosen, self.registry
        self.details.show_facts(registry.facts(listed) if listed else None)
        previous = registry.previous
        name = model_name(previous.name) if previous else ""
        short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        self.roll_back.setText(self.tr("Go back to “{name}”").format(name=short) if previous else self.tr("Go back"))
        self.roll_back.setToolTip(plain_tooltip(name))
        self.roll_back.setEnabled(previous is not None)
        sound = listed is not None and listed.problem is None
        self.activate.setEnabled(sound and listed is not None and listed.is_trusted and not listed.is_active)
        self.confirm.setVisible(listed is not None and not listed.is_trusted)
        self.figures.setVisible(listed is not None and listed.model is not None and bool(listed.model.comparison))
        self.compare.setEnabled(sound and len(registry.models) > 1)
        self.export.setEnabled(sound)
        own = listed is not None and listed.model is not None
        used = listed is not None and bool((registry.uses or {}).get(listed.id))
        self.delete.setEnabled(own and listed is not None and not listed.is_active and not used)
        why = self.tr("Only models that are neither active nor have made an assessment can be deleted.")
        self.delete.setToolTip("" if self.delete.isEnabled() else plain_tooltip(why))
