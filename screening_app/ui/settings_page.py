"""All settings, made from what the `Settings` dataclass says of each."""

from __future__ import annotations

from dataclasses import Field, fields
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.model_registry import active_bundle
from screening_app.services.permissions import Permission, permission_for_setting
from screening_app.settings import GROUPS, Settings
from screening_app.ui import glossary, theme
from screening_app.ui.account_card import AccountCard
from screening_app.ui.backups_card import BackupsCard
from screening_app.ui.formats import language_in_force
from screening_app.ui.keeping_part import KeepingPart
from screening_app.ui.messages import language_name, modality_name, say
from screening_app.ui.option_editors import (
    ChoiceEditor,
    DeviceEditor,
    FolderEditor,
    OptionEditor,
    PeriodEditor,
    SwitchEditor,
    TextEditor,
)
from screening_app.ui.research_export_dialog import offer_research_export
from screening_app.ui.restraint import restrain
from screening_app.ui.saving import show_on_desktop
from screening_app.ui.scripts_card import ScriptsCard
from screening_app.ui.seats_card import SeatsCard
from screening_app.ui.training_card import TrainingCard
from screening_app.ui.users_card import UsersCard
from screening_app.ui.voice_card import VoiceCard
from screening_app.ui.widgets import Button, Card, Page, label, line
from selfmm.errors import SelfMMError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from PySide6.QtGui import QShowEvent

    from screening_app.capture.devices import Device
    from screening_app.jobs.runner import Job
    from screening_app.ui.log_viewer import LogViewer
    from screening_app.ui.services import AppServices

_GROUP_TITLES = {
    "clinic": QT_TRANSLATE_NOOP("settings", "Clinic"),
    "appearance": QT_TRANSLATE_NOOP("settings", "Appearance"),
    "interview": QT_TRANSLATE_NOOP("settings", "Interview and devices"),
    "speech": QT_TRANSLATE_NOOP("settings", "Speech recognition"),
    "model": QT_TRANSLATE_NOOP("settings", "Model"),
    "data": QT_TRANSLATE_NOOP("settings", "Data"),
    "keeping": QT_TRANSLATE_NOOP("settings", "Keeping and deleting"),
}
# International abbreviations, not translated.
_FIGURES = {"mae": "MAE", "auc": "AUC", "ccc": "CCC", "correlation": "r"}
_FIGURE = "{name} {mean:z.2f} [{lower:z.2f}, {upper:z.2f}]"
_EDITOR_WIDTH = 340
_TERMS = {"prevalence": "prevalence", "model_folder": "model"}  # options whose title a term of the glossary explains


def _make_editor(option: Field[Any]) -> OptionEditor:
    match option.metadata["kind"]:
        case "choice":
            return ChoiceEditor(option.name, option.metadata["choices"])
        case "period":
            return PeriodEditor(option.name, option.metadata["choices"])
        case "switch":
            return SwitchEditor(option.name)
        case "text":
            return TextEditor(option.name)
        case "folder":
            return FolderEditor(option.name)
        case "microphone" | "camera" as kind:
            return DeviceEditor(option.name, with_address=kind == "camera")
    raise ValueError(f"no editor for options of the kind {option.metadata['kind']!r}")


def _is_shown(option: Field[Any]) -> bool:
    """Whether there is something to choose here: a script is chosen where the interview is held."""
    return len(option.metadata["choices"]) != 1 and option.metadata["kind"] not in {"script", "seat"}


class OptionRow(QWidget):
    """An option: its title and meaning at the left, its editor at the right."""

    def __init__(self, option: Field[Any]) -> None:
        super().__init__()
        self.option = option
        self.editor = _make_editor(option)
        self._follow_text_size()
        self._title = label("", "strong")
        self._meaning = label("", "small", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(theme.SPACE_XS)
        texts.addWidget(self._title)
        texts.addWidget(self._meaning)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_L)
        row.addLayout(texts, 1)
        row.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignVCenter)

    def retranslate(self) -> None:
        """Set every text again."""
        title = QCoreApplication.translate("settings", self.option.metadata["title"])
        self._title.setText(title)
        self._meaning.setText(QCoreApplication.translate("settings", self.option.metadata["meaning"]))
        self.editor.retranslate(title)
        if self.option.name in _TERMS:
            glossary.explain(self._title, _TERMS[self.option.name])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow_text_size()

    def _follow_text_size(self) -> None:
        self.editor.setFixedWidth(theme.scaled(_EDITOR_WIDTH))


class ModelView(QWidget):
    """What the active model is: its id, the first line of its card, and how good it is."""

    def __init__(self, services: AppServices) -> None:
        super().__init__()
        self._services = services
        self._name = label("", "strong", wrap=True)
        self._card = label("", "muted", wrap=True)
        self._facts = label("", "muted", wrap=True)
        self._problem = label("", "problem", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        for part in (self._name, self._card, self._facts, self._problem):
            column.addWidget(part)

    def refresh(self) -> None:
        """Read the active model's description again."""
        try:
            self._show()
            problem = ""
        except SelfMMError as error:
            problem = say(error)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        for part in (self._name, self._card, self._facts):
            part.setVisible(not problem)

    def _show(self) -> None:
        info = active_bundle(self._services.settings_store.current)
        comma = self.tr(", ")
        self._name.setText(self.tr("Active model: {name} ({id})").format(name=info.name, id=info.id))
        self._card.setText(info.card_line(language_in_force()))
        facts = self.tr("Scale {scale}, cut-off {cutoff}. Learnt from: {modalities}; people who speak {languages}.")
        told = facts.format(
            scale=info.scale.name,
            cutoff=f"{info.scale.cutoff:g}",
            modalities=comma.join(modality_name(modality) for modality in info.modalities),
            languages=comma.join(language_name(code) for code in info.languages),
        )
        self._facts.setText(f"{told} {self._figures(info.metrics)}")

    def _figures(self, metrics: Mapping[str, Mapping[str, float]]) -> str:
        """Held-out figures with their 95 % intervals."""
        told = [
            _FIGURE.format(name=_FIGURES[name], **metrics[name]).replace("-", "−")
            for name in _FIGURES
            if name in metrics
        ]
        if not told:
            return ""
        return self.tr("Measured on people it had not seen: {figures}.").format(figures=self.tr(", ").join(told))


class SettingsPage(Page):
    """A card for each group of options; a change is in force at once."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.rows = [OptionRow(option) for option in fields(Settings) if _is_shown(option)]
        self.editors = {row.option.name: row.editor for row in self.rows}
        self.cards = {group: Card() for group in GROUPS}
        self.voice, self.training = VoiceCard(services), TrainingCard(services)
        self.model_view = ModelView(services)
        self.data_folder = label("", "muted", wrap=True)
        self.data_folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_data_folder = Button("", "folder-open-outline")
        self.show_log, self.research = Button("", "text-box-outline"), Button("", "export-variant")
        self.about_audit, self.show_audit = label("", "muted", wrap=True), Button("", "shield-check-outline")
        self.scripts, self.backups = ScriptsCard(services), BackupsCard(services)
        self.seats = SeatsCard(services)
        self.account, self.users = AccountCard(services), UsersCard(services)
        self.keeping = KeepingPart(services)
        self.log_viewer: LogViewer | None = None
        self._devices_listed = False
        self._lay_out()
        self._restrain()
        self._connect()
        self._show_values()
        self.retranslate()

    def _restrain(self) -> None:
        workspace = self.services.workspace
        for name, editor in self.editors.items():
            if (needed := permission_for_setting(name)) is not None:
                restrain(workspace, needed, editor)
        restrain(workspace, Permission.HAND_OUT, self.research)
        restrain(workspace, Permission.AUDIT, self.show_audit)
        restrain(workspace, Permission.SETTINGS, self.scripts.add)
        restrain(workspace, Permission.MODELS, self.training.open)
        restrain(workspace, Permission.HOLD_SESSIONS, self.voice.record, self.voice.forget)

    def _lay_out(self) -> None:
        for row in self.rows:
            body = self.cards[row.option.metadata["group"]].body
            if body.count() > 1:
                body.addWidget(line())
            body.addWidget(row)
        self.cards["model"].body.insertWidget(1, self.model_view)
        self.cards["model"].body.insertWidget(2, line())
        data = QHBoxLayout()
        data.setSpacing(theme.SPACE_S)
        data.addWidget(self.data_folder, 1)
        data.addWidget(self.open_data_folder)
        data.addWidget(self.show_log)
        data.addWidget(self.research)
        self.cards["data"].body.addWidget(line())
        self.cards["data"].body.addLayout(data)
        audit = QHBoxLayout()
        audit.setSpacing(theme.SPACE_S)
        audit.addWidget(self.about_audit, 1)
        audit.addWidget(self.show_audit)
        self.cards["data"].body.addWidget(line())
        self.cards["data"].body.addLayout(audit)
        self.cards["keeping"].body.addWidget(line())
        self.cards["keeping"].body.addWidget(self.keeping)
        self._lay_out_cards()

    def _lay_out_cards(self) -> None:
        inside = self._inside = QWidget()
        self.resize_text()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_S, 0)
        column.setSpacing(theme.SPACE_M)
        for card in self.parts():
            column.addWidget(card)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)  # it wears no stylesheet
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self.column.addWidget(scroll, 1)
        self.dress_apart(scroll.verticalScrollBar())

    def parts(self) -> list[QWidget]:
        """The cards in their order: there are more than 300 widgets in all."""
        after = {"interview": (self.scripts, self.voice), "model": (self.training,)}
        groups = ((card, *after.get(group, ())) for group, card in self.cards.items())
        return [self.account, self.users, *chain.from_iterable(groups), self.backups, self.seats]

    def _connect(self) -> None:
        for name, editor in self.editors.items():
            editor.changed.connect(lambda value, name=name: self._change(name, value))
            if isinstance(editor, DeviceEditor):
                editor.refresh_wanted.connect(self.list_devices)
        self.open_data_folder.clicked.connect(self._open_data_folder)
        self.show_log.clicked.connect(self._show_log)
        self.show_audit.clicked.connect(self._show_audit)
        self.research.clicked.connect(lambda: offer_research_export(self))
        for part in (self.voice, self.keeping):
            part.failed.connect(self.banner.show_error)
        self.voice.record.clicked.connect(self.banner.clear)
        self.services.events.settings_changed.connect(self._show_values)

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(self.tr("Settings"), self.tr("Every change is in force at once."))
        for group, card in self.cards.items():
            card.set_title(QCoreApplication.translate("settings", str(_GROUP_TITLES[group])))
        for row in self.rows:
            row.retranslate()
        paths = self.services.workspace.paths
        alone = self.tr("Patients, recordings and logs lie on this computer only, in {folder}")
        with_others = self.tr("What is this computer’s own, such as saved reports and logs, lies in {folder}")
        self.data_folder.setText((with_others if paths.server else alone).format(folder=paths.data))
        self.open_data_folder.setText(self.tr("Open folder"))
        self.show_log.setText(self.tr("Show log"))
        self.research.setText(self.tr("Research export…"))
        self.about_audit.setText(
            self.tr("Who looked at, changed, exported or removed what, and when, is written down.")
        )
        self.show_audit.setText(self.tr("Record of actions…"))
        self.voice.retranslate()
        self.model_view.refresh()

    def resize_text(self) -> None:
        """Lines of larger text may be longer."""
        self._inside.setMaximumWidth(theme.scaled(theme.READING_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Look for devices, and for the clinician's voice, when the page is seen for the first time."""
        super().showEvent(event)
        self.training.retranslate()
        self.users.refresh()
        if not self._devices_listed:
            self._devices_listed = True
            self.list_devices()
            self.voice.look_up()

    def list_devices(self) -> None:
        """Look for microphones and cameras, away from the window."""

        def work(_: Job) -> tuple[tuple[Device, ...], tuple[Device, ...]]:
            from screening_app.capture.devices import list_cameras, list_microphones

            return list_microphones(), list_cameras()

        self._set_looking(True)
        self.services.device_jobs.start(work, on_done=self._devices_found, on_error=self._devices_not_found)

    def _set_looking(self, looking: bool) -> None:
        for editor in self.editors.values():
            if isinstance(editor, DeviceEditor):
                editor.refresh.setEnabled(not looking)

    def _devices_found(self, found: tuple[tuple[Device, ...], tuple[Device, ...]]) -> None:
        self._set_looking(False)
        for name, devices in zip(("microphone", "camera"), found, strict=True):
            editor = self.editors[name]
            if isinstance(editor, DeviceEditor):
                editor.show_devices(devices)

    def _devices_not_found(self, error: BaseException) -> None:
        self._set_looking(False)
        self.banner.show_error(error)

    def _change(self, name: str, value: object) -> None:
        try:
            self.services.settings_store.change(**{name: value})
        except ScreeningError as error:
            self.banner.show_error(error)
            self._show_values()

    def _show_values(self) -> None:
        settings = self.services.settings_store.current
        for name, editor in self.editors.items():
            editor.show_value(getattr(settings, name))
        self.model_view.refresh()

    def shut_down(self) -> None:
        """Let go of the microphone."""
        self.voice.shut_down()

    def _show_log(self) -> None:
        from screening_app.ui.log_viewer import LogViewer

        self.log_viewer = LogViewer(self.services, self.window())
        self.log_viewer.finished.connect(self.log_viewer.deleteLater)
        self.log_viewer.open()

    def _show_audit(self) -> None:
        from screening_app.ui.audit_dialog import AuditDialog

        AuditDialog(self.services, self.window()).open()

    def _open_data_folder(self) -> None:
        show_on_desktop(self.services.workspace.paths.data)
