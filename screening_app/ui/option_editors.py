"""One editor for each kind of option in the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QInputDialog, QLineEdit, QWidget

from screening_app.settings import NO_DEVICE
from screening_app.ui import theme
from screening_app.ui.keeping_words import choice_in_words
from screening_app.ui.plain import plain_tooltip
from screening_app.ui.widgets import Button

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.capture.devices import Device

# Words for choices, by option and value; a language is called by its own name in every language.
_CHOICES = {
    "language": {"": QT_TRANSLATE_NOOP("choices", "As on this computer"), "en": "English", "zh": "中文"},
    "theme": {
        "system": QT_TRANSLATE_NOOP("choices", "As on the desktop"),
        "light": QT_TRANSLATE_NOOP("choices", "Light"),
        "dark": QT_TRANSLATE_NOOP("choices", "Dark"),
    },
    "speech_language": {
        "auto": QT_TRANSLATE_NOOP("choices", "Detect automatically"),
        "en": QT_TRANSLATE_NOOP("choices", "English"),
        "zh": QT_TRANSLATE_NOOP("choices", "Chinese"),
    },
    "backup_every": {
        "daily": QT_TRANSLATE_NOOP("choices", "Once a day"),
        "weekly": QT_TRANSLATE_NOOP("choices", "Once a week"),
        "off": QT_TRANSLATE_NOOP("choices", "None"),
    },
}
_PERCENT = ("prevalence", "text_size")  # options whose choices are numbers
LONGEST_TEXT = 120  # characters of a line
_OTHER_ADDRESS = object()  # the entry of the list of cameras that asks for an address


class OptionEditor(QWidget):
    """Shows an option's value and tells when the user changes it."""

    changed = Signal(object)  # the new value

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.SPACE_S)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        raise NotImplementedError

    def retranslate(self, title: str) -> None:
        """Set every text again; `title` is what the option is called."""
        raise NotImplementedError


class ChoiceEditor(OptionEditor):
    """One of a few values."""

    def __init__(self, name: str, choices: tuple[str, ...]) -> None:
        super().__init__(name)
        self.box = QComboBox()
        for choice in choices:
            self.box.addItem(choice, choice)
        self.box.activated.connect(lambda: self.changed.emit(self.box.currentData()))
        self.row.addWidget(self.box, 1)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        self.box.setCurrentIndex(self.box.findData(value))

    def retranslate(self, title: str) -> None:
        """Name the choices anew."""
        self.box.setAccessibleName(title)
        for index in range(self.box.count()):
            value = self.box.itemData(index)
            self.box.setItemText(index, self._word(value))

    def _word(self, value: str) -> str:
        if self.name in _PERCENT:
            return QCoreApplication.translate("choices", "{value} %").format(value=value)
        return QCoreApplication.translate("choices", str(_CHOICES.get(self.name, {}).get(value, value)))


class PeriodEditor(ChoiceEditor):
    """How long something is kept; choices are numbers of months, or always."""

    def _word(self, value: str) -> str:
        return choice_in_words(value)


class SwitchEditor(OptionEditor):
    """On or off."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.box = QCheckBox()
        self.box.clicked.connect(lambda: self.changed.emit(self.box.isChecked()))
        self.row.addWidget(self.box)
        self.row.addStretch(1)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        self.box.setChecked(bool(value))

    def retranslate(self, title: str) -> None:
        """Name it for screen readers, and say "On"."""
        self.box.setText(self.tr("On"))
        self.box.setAccessibleName(title)


class TextEditor(OptionEditor):
    """One line of text, in force once the field is left."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.field = QLineEdit(maxLength=LONGEST_TEXT)
        self.field.editingFinished.connect(lambda: self.changed.emit(self.field.text().strip()))
        self.row.addWidget(self.field, 1)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        self.field.setText(str(value))

    def retranslate(self, title: str) -> None:
        """Name it for screen readers."""
        self.field.setAccessibleName(title)


class FolderEditor(OptionEditor):
    """A folder, or none for what came with the app."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.path = QLineEdit(readOnly=True)
        self.choose = Button("", "folder-open-outline")
        self.choose.clicked.connect(self._choose)
        self.clear = Button("", "close", "quiet")
        self.clear.clicked.connect(lambda: self.changed.emit(""))
        for part in (self.path, self.choose, self.clear):
            self.row.addWidget(part, 1 if part is self.path else 0)

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        self.path.setText(str(value))
        self.path.setToolTip(plain_tooltip(str(value)))
        self.clear.setVisible(bool(value))

    def retranslate(self, title: str) -> None:
        """Set the texts again."""
        self.path.setPlaceholderText(self.tr("Standard model"))
        self.path.setAccessibleName(title)
        self.choose.setText(self.tr("Choose…"))
        self.clear.setToolTip(self.tr("Back to the model that came with the program"))
        self.clear.setAccessibleName(self.clear.toolTip())

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.path.accessibleName(), self.path.text())
        if folder:
            self.changed.emit(folder)


class DeviceEditor(OptionEditor):
    """A microphone or camera: the first that is there, a certain one, none, or a camera in the network."""

    refresh_wanted = Signal()

    def __init__(self, name: str, *, with_address: bool) -> None:
        super().__init__(name)
        self._with_address = with_address
        self._devices: tuple[Device, ...] = ()
        self._value = ""
        self.box = QComboBox()
        self.box.activated.connect(self._picked)
        self.refresh = Button("", "refresh", "quiet")
        self.refresh.clicked.connect(self.refresh_wanted.emit)
        self.row.addWidget(self.box, 1)
        self.row.addWidget(self.refresh)

    def show_devices(self, devices: Iterable[Device]) -> None:
        """Offer these devices."""
        self._devices = tuple(devices)
        self._fill()

    def show_value(self, value: object) -> None:
        """Show the value in force."""
        self._value = str(value)
        self._fill()

    def retranslate(self, title: str) -> None:
        """Name the choices anew."""
        self.box.setAccessibleName(title)
        self.refresh.setToolTip(self.tr("Look for devices again"))
        self.refresh.setAccessibleName(self.refresh.toolTip())
        self._fill()

    def _fill(self) -> None:
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItem(self.tr("The first one found"), "")
            for device in self._devices:
                self.box.addItem(device.name, device.id)
            self.box.addItem(self.tr("None"), NO_DEVICE)
            if self.box.findData(self._value) < 0:
                is_address = "://" in self._value
                missing = self._value if is_address else self.tr("{device} (not connected)").format(device=self._value)
                self.box.addItem(missing, self._value)
            if self._with_address:
                self.box.addItem(self.tr("Camera in the network…"), _OTHER_ADDRESS)
            self.box.setCurrentIndex(self.box.findData(self._value))

    def _picked(self) -> None:
        value = self.box.currentData()
        if value is _OTHER_ADDRESS:
            value = self._ask_address()
        if value is None:
            self._fill()
        else:
            self.changed.emit(value)

    def _ask_address(self) -> str | None:
        address, given = QInputDialog.getText(
            self,
            self.tr("Camera in the network"),
            self.tr("Address of the camera, such as http://192.168.1.20/video.mjpg"),
            text=self._value if "://" in self._value else "",
        )
        return address.strip() if given and "://" in address else None
