"""The places of the window, and the rail at its left that leads to them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QVBoxLayout

from screening_app.ui import shortcuts, theme
from screening_app.ui.widgets import label

PATIENTS, SESSION, HISTORY, CASELOAD, SETTINGS, HELP = PLACES = (
    "patients",
    "session",
    "history",
    "caseload",
    "settings",
    "help",
)
TRAINING = "training"  # has no button of its own
RAIL_PLACE = {TRAINING: SETTINGS}  # a place without a button → the place whose button is marked
_ICONS = {
    PATIENTS: "account-group-outline",
    SESSION: "microphone-outline",
    HISTORY: "chart-line",
    CASELOAD: "clipboard-list-outline",
    SETTINGS: "cog-outline",
    HELP: "help-circle-outline",
}
_WIDTH = 208
_ICON = 20


class Rail(QFrame):
    """The places to go to, and a button that searches for patients and places."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.mark = QLabel()
        self.product = label("", "section", wrap=True)
        self.go_to, self.lock = QPushButton(), QPushButton()
        self.buttons = {place: QPushButton() for place in PLACES}
        self.group = QButtonGroup(self)
        self._recording = False
        self._lay_out()
        self.retranslate()
        self.recolour()
        self._follow_text_size()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_L, theme.SPACE_M, theme.SPACE_M)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self.mark)
        column.addWidget(self.product)
        column.addSpacing(theme.SPACE_M)
        column.addWidget(self._set_up(self.go_to))
        column.addSpacing(theme.SPACE_S)
        for place in PLACES:
            if place == SETTINGS:
                column.addStretch(1)
            column.addWidget(self._set_up(self.buttons[place]))
            self.buttons[place].setCheckable(True)
            self.buttons[place].toggled.connect(self.recolour)
            self.group.addButton(self.buttons[place])
        column.addWidget(self._set_up(self.lock))

    def _set_up(self, button: QPushButton) -> QPushButton:
        button.setProperty("role", "place")
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def _follow_text_size(self) -> None:
        self.setFixedWidth(theme.scaled(_WIDTH))
        for button in (self.go_to, *self.buttons.values(), self.lock):
            button.setIconSize(QSize(theme.scaled(_ICON), theme.scaled(_ICON)))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow_text_size()

    def show_place(self, place: str) -> None:
        """Mark the place that is shown; Tab leads to it, and the arrow keys from there to the others."""
        for other, button in self.buttons.items():
            policy = Qt.FocusPolicy.StrongFocus if other == place else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        self.buttons[place].setChecked(True)

    def show_recording(self, recording: bool) -> None:
        """Mark the place of the session while an interview is being recorded there."""
        self._recording = recording
        self.retranslate()
        self.recolour()

    def name_of(self, place: str) -> str:
        """What a place is called now."""
        names = {
            PATIENTS: self.tr("Patients"),
            SESSION: self.tr("Recording…") if self._recording else self.tr("New session"),
            HISTORY: self.tr("History"),
            CASELOAD: self.tr("Caseload"),
            SETTINGS: self.tr("Settings"),
            HELP: self.tr("Help"),
        }
        return names[place]

    def retranslate(self) -> None:
        """Set every text again."""
        self.product.setText(self.tr("Depression screening"))
        _name(self.go_to, self.tr("Go to…"), shortcuts.native_keys("window.switcher"))
        _name(self.lock, self.tr("Lock"), shortcuts.native_keys("window.lock"))
        for place, button in self.buttons.items():
            _name(button, self.name_of(place), shortcuts.native_keys(f"window.{place}"))

    def recolour(self) -> None:
        """Draw the icons anew: the active place in the accent colour."""
        scheme = theme.colours()
        self.mark.setPixmap(theme.icon("head-heart-outline", scheme.accent).pixmap(32, 32))
        self.go_to.setIcon(theme.icon("magnify", scheme.muted))
        self.lock.setIcon(theme.icon("lock-outline", scheme.muted))
        for place, button in self.buttons.items():
            colour = scheme.accent if button.isChecked() else scheme.muted
            button.setIcon(theme.icon(_ICONS[place], colour))
        if self._recording:
            self.buttons[SESSION].setIcon(theme.icon("record-circle", scheme.danger))


def _name(button: QPushButton, name: str, keys: str) -> None:
    button.setText("  " + name)  # Qt has no setting for the gap between icon and text
    button.setAccessibleName(name)
    button.setToolTip(f"{name}  ({keys})")
