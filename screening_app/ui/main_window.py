"""The window: a rail of places, the pages, and the standing notice. Only navigation; the pages do the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from screening_app.ui import messages, theme
from screening_app.ui.widgets import Banner, Page, label
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

    from screening_app.domain import Interview
    from screening_app.ui.services import AppServices

PATIENTS, SESSION, HISTORY, SETTINGS = PLACES = ("patients", "session", "history", "settings")
_ICONS = {
    PATIENTS: "account-group-outline",
    SESSION: "microphone-outline",
    HISTORY: "chart-line",
    SETTINGS: "cog-outline",
}
_RAIL_WIDTH = 208


def _make_page(place: str, services: AppServices) -> Page:
    """Pages are imported when they are first seen, so that the window opens at once."""
    if place == PATIENTS:
        from screening_app.ui.patients_page import PatientsPage

        return PatientsPage(services)
    if place == SESSION:
        from screening_app.ui.session_page import SessionPage

        return SessionPage(services)
    if place == HISTORY:
        from screening_app.ui.history_page import HistoryPage

        return HistoryPage(services)
    from screening_app.ui.settings_page import SettingsPage

    return SettingsPage(services)


class Rail(QFrame):
    """The places to go to, at the left."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setFixedWidth(_RAIL_WIDTH)
        self.mark = QLabel()
        self.product = label("", "section", wrap=True)
        self.buttons = {place: QPushButton() for place in PLACES}
        self.group = QButtonGroup(self)
        self._recording = False
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_M, theme.SPACE_L, theme.SPACE_M, theme.SPACE_M)
        column.setSpacing(theme.SPACE_XS)
        column.addWidget(self.mark)
        column.addWidget(self.product)
        column.addSpacing(theme.SPACE_L)
        for place in PLACES:
            if place == SETTINGS:
                column.addStretch(1)
            column.addWidget(self._set_up(self.buttons[place]))
        self.retranslate()
        self.recolour()

    def _set_up(self, button: QPushButton) -> QPushButton:
        button.setProperty("role", "place")
        button.setCheckable(True)
        button.setIconSize(QSize(20, 20))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.toggled.connect(self.recolour)
        self.group.addButton(button)
        return button

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

    def retranslate(self) -> None:
        """Set every text again."""
        self.product.setText(self.tr("Depression screening"))
        session = self.tr("Recording…") if self._recording else self.tr("New session")
        names = (self.tr("Patients"), session, self.tr("History"), self.tr("Settings"))
        for number, (place, name) in enumerate(zip(PLACES, names, strict=True), start=1):
            self.buttons[place].setText("  " + name)  # Qt has no setting for the gap between icon and text
            self.buttons[place].setAccessibleName(name)
            self.buttons[place].setToolTip(f"{name}  (Ctrl+{number})")

    def recolour(self) -> None:
        """Draw the icons anew: the active place in the accent colour."""
        scheme = theme.colours()
        self.mark.setPixmap(theme.icon("head-heart-outline", scheme.accent).pixmap(32, 32))
        for place, button in self.buttons.items():
            colour = scheme.accent if button.isChecked() else scheme.muted
            button.setIcon(theme.icon(_ICONS[place], colour))
        if self._recording:
            self.buttons[SESSION].setIcon(theme.icon("record-circle", scheme.danger))


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is made when it is first gone to."""

    def __init__(self, services: AppServices) -> None:
        super().__init__()
        self._services = services
        self.pages: dict[str, Page] = {}
        self.rail = Rail()
        self.banner = Banner()
        self._stack = QStackedWidget()
        self._notice = label("", "small", wrap=True)
        self._lay_out()
        self._connect()
        self._retranslate()
        self.resize(1280, 800)
        self.setMinimumSize(984, 680)
        self.go(PATIENTS)

    def _lay_out(self) -> None:
        self._banner_row = QWidget()
        room = QVBoxLayout(self._banner_row)
        room.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, 0)
        room.addWidget(self.banner)
        self._banner_row.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._banner_row)
        right.addWidget(self._stack, 1)
        right.addWidget(self._notice_bar())
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)

    def _notice_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "notice")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL, theme.SPACE_S)
        row.addWidget(self._notice)
        return bar

    def _connect(self) -> None:
        for number, (place, button) in enumerate(self.rail.buttons.items(), start=1):
            button.clicked.connect(lambda _=False, place=place: self.go(place))
            for modifier in ("Ctrl", "Alt"):
                QShortcut(QKeySequence(f"{modifier}+{number}"), self, lambda place=place: self.go(place))
        events = self._services.events
        events.session_wanted.connect(self._open_session)
        events.interview_wanted.connect(lambda interview_id: self.go(SESSION).open_interview(interview_id))
        events.history_wanted.connect(lambda patient_id: self.go(HISTORY).open_patient(patient_id))
        events.recording_changed.connect(self.rail.show_recording)
        self.banner.closed.connect(self._banner_row.hide)

    def _open_session(self, patient_id: str) -> None:
        page = self.go(SESSION)
        if patient_id:
            page.open_patient(patient_id)

    def page(self, place: str) -> Page:
        """The page of a place, made when it is first asked for."""
        if place not in self.pages:
            self.pages[place] = _make_page(place, self._services)
            self._stack.addWidget(self.pages[place])
        return self.pages[place]

    def go(self, place: str) -> Page:
        """Show a place; its page, in which the keyboard goes on unless it is in the rail."""
        page = self.page(place)
        in_rail, last = self.rail.buttons[place].hasFocus(), page.focusWidget()
        self._stack.setCurrentWidget(page)
        self.rail.show_place(place)
        if not in_rail:
            (last if last and last.isVisible() else page).setFocus()
        return page

    def offer_to_continue(self, interviews: tuple[Interview, ...], recovered: int) -> None:
        """Say that sessions have no result yet, and offer to go on with the newest."""
        if not interviews:
            return
        newest = interviews[-1]

        def text() -> str:
            count = len(interviews)
            sentence = (
                self.tr("One session is not finished yet.")
                if count == 1
                else self.tr("{count} sessions are not finished yet.").format(count=count)
            )
            kept = self.tr("A recording that was cut short by the end of the program was kept.")
            both = self.tr("{sentence} {kept}").format(sentence=sentence, kept=kept)
            return both if recovered else sentence

        def go_on() -> None:
            self.banner.clear()
            self._services.events.interview_wanted.emit(newest.id)

        self.show_message(text, "info", lambda: self.tr("Continue with the newest"), go_on)

    def show_message(self, *message: object) -> None:
        """Show a message above every page; takes what `Banner.show_message` takes."""
        self.banner.show_message(*message)  # type: ignore[arg-type]
        self._banner_row.show()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.rail.recolour()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Depression screening"))
        self._notice.setText(messages.notice())
        self.rail.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask first if something would be interrupted; then let every page put its work away."""
        interrupted = [work for page in self.pages.values() if (work := page.work_in_progress())]
        if interrupted and not self._confirm_close(interrupted):
            event.ignore()
            return
        for page in self.pages.values():
            page.shut_down()
        event.accept()

    def _confirm_close(self, interrupted: list[str]) -> bool:
        return agreed(
            self,
            self.tr("Close the program?"),
            "\n".join(interrupted),
            self.tr("What was recorded so far is kept. Work that is stopped can be continued after the next start."),
            yes=self.tr("Stop and close"),
            no=self.tr("Stay here"),
        )
