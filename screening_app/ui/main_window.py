"""The window: a rail of places, the pages, and the standing notice. Only navigation; the pages do the work."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from screening_app.errors import ScreeningError
from screening_app.services.interviews import get_interview
from screening_app.services.permissions import Permission
from screening_app.settings import TEXT_SIZES
from screening_app.ui import messages, shortcuts, theme
from screening_app.ui.emergency import Emergency
from screening_app.ui.open_places import OpenPlaces
from screening_app.ui.pages_ahead import PagesAhead, page_class
from screening_app.ui.rail import HISTORY, PATIENTS, PLACES, RAIL_PLACE, SESSION, SETTINGS, TRAINING, Rail
from screening_app.ui.seat_change import SeatChange
from screening_app.ui.veil import Veil
from screening_app.ui.widgets import Banner, Page, label
from screening_app.ui.widgets.question import agreed
from screening_app.ui.window_state import WindowStateFile, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QChildEvent
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QDialog

    from screening_app.domain import Interview
    from screening_app.ui.services import AppServices
    from screening_app.ui.tour import Tour

_USUAL_TEXT = "100"
_FOLLOWED = {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}  # by pages, when seen
_SIZE = (1280, 800)
_SMALLEST = (816, 680)  # the page's width, the window's height


class MainWindow(QMainWindow):
    """Shows one page at a time; a page is made when it is first gone to."""

    def __init__(self, services: AppServices) -> None:
        super().__init__()
        self._services = services
        self.state = WindowStateFile(services.workspace.paths.window_state)
        self.pages: dict[str, Page] = {}
        self.rail = Rail()
        self.banner = Banner()
        self.dialog: QDialog | None = None  # the palette or the overview of keys, while one is open
        self._tour: Tour | None = None
        self._ahead: PagesAhead | None = None
        self._stack = QStackedWidget()
        self.veil = Veil(self._stack, self.place, lambda: services.settings_store.current.veil)
        self._notice = label("", "small", wrap=True)
        self.open_places = OpenPlaces(services, self)
        self.emergency = Emergency(services, self)
        self.seat_change = SeatChange(services, self)
        self._lay_out()
        self._connect()
        self._retranslate()
        self.resize(*_SIZE)
        self.restoreGeometry(unpacked(self.state.current.geometry))
        self.go(self._first_place())

    def _first_place(self) -> str:
        """Where the last start ended, or the patients, unless these are not for this user."""
        wanted = (self.state.current.place, PATIENTS, SETTINGS)
        return next(place for place in wanted if place in PLACES and self.open_places.is_open(place))

    def _lay_out(self) -> None:
        self._banner_row = QWidget()
        room = QVBoxLayout(self._banner_row)
        room.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, 0)
        room.addWidget(self.banner)
        self._banner_row.hide()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.emergency.bar)
        right.addWidget(self._banner_row)
        right.addWidget(self._stack, 1)
        self._notice_bar = self._make_notice_bar()
        right.addWidget(self._notice_bar)
        for part in (self.rail, self.emergency.bar, self._banner_row, self._notice_bar):
            theme.dress(part)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        right.addStrut(_SMALLEST[0])  # larger text may need more: the layouts know
        row.addStrut(_SMALLEST[1])
        self.setCentralWidget(middle)

    def _make_notice_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("role", "notice")
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.SPACE_XL, theme.SPACE_S, theme.SPACE_XL, theme.SPACE_S)
        row.addWidget(self._notice)
        return bar

    def _connect(self) -> None:
        for place, button in self.rail.buttons.items():
            button.clicked.connect(lambda _=False, place=place: self.go(place))
            shortcuts.bind(f"window.{place}", self, partial(self.go_if_allowed, place))
        self.rail.go_to.clicked.connect(self.show_switcher)
        self.rail.lock.clicked.connect(self._services.events.lock_wanted)
        self.rail.lock.setVisible(bool(self._services.who))
        for name, action in (
            ("window.switcher", self.show_switcher),
            ("window.shortcuts", self.show_shortcuts),
            ("window.lock", self._services.events.lock_wanted.emit),
            ("window.larger", lambda: self._change_text_size(1)),
            ("window.smaller", lambda: self._change_text_size(-1)),
            ("window.usual", lambda: self._change_text_size(0)),
            ("window.close", self.close),
        ):
            shortcuts.bind(name, self, action)
        events = self._services.events
        events.session_wanted.connect(self._open_session)
        events.interview_wanted.connect(self._open_interview)
        events.history_wanted.connect(self._open_history)
        events.settings_wanted.connect(lambda: self.go(SETTINGS))
        events.due_wanted.connect(self._look_what_goes)
        events.training_wanted.connect(lambda: self.go_if_allowed(TRAINING))
        events.tour_wanted.connect(self.show_tour)
        events.shortcuts_wanted.connect(self.show_shortcuts)
        events.recording_changed.connect(self.rail.show_recording)
        self.banner.closed.connect(self._banner_row.hide)

    def go_if_allowed(self, place: str) -> None:
        """Show a place, or say why it is not for this user."""
        if self.open_places.may_go(place):
            self.go(place)

    def _open_session(self, patient_id: str) -> None:
        if not self.open_places.may_go(SESSION):
            return
        page = self.go(SESSION)
        if patient_id:
            self.state.seen(patient_id)
            page.open_patient(patient_id)

    def _open_interview(self, interview_id: str) -> None:
        if not self.open_places.may_go(SESSION):
            return
        with suppress(ScreeningError):  # the page says what is wrong with an interview that is gone
            self.state.seen(get_interview(self._services.workspace, interview_id).patient_id)
        self.go(SESSION).open_interview(interview_id)

    def _open_history(self, patient_id: str) -> None:
        if not self.open_places.may_go(HISTORY):
            return
        self.state.seen(patient_id)
        self.go(HISTORY).open_patient(patient_id)

    def _look_what_goes(self) -> None:
        from screening_app.ui.settings_page import SettingsPage

        self.banner.clear()
        page = self.go(SETTINGS)
        if isinstance(page, SettingsPage):
            page.keeping.open_preview()

    # What lies over the pages

    def show_switcher(self) -> None:
        """Offer the patients seen lately and all places to jump to."""
        if not self.open_places.may_go(PATIENTS):
            return
        from screening_app.ui.switcher import Switcher

        names = {place: self.rail.name_of(place) for place in PLACES}
        switcher = Switcher(self._services.workspace, self.state.current.recent, names, self)
        switcher.place_wanted.connect(self.go_if_allowed)
        switcher.patient_wanted.connect(self._services.events.history_wanted)
        switcher.session_wanted.connect(self._services.events.session_wanted)
        self._show_dialog(switcher)

    def show_shortcuts(self) -> None:
        """Show the overview of all keys."""
        from screening_app.ui.shortcuts_dialog import ShortcutsDialog

        self._show_dialog(ShortcutsDialog(self))

    def _show_dialog(self, dialog: QDialog) -> None:
        """Show one dialog at a time, without waiting for it."""
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _forget_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def offer_tour(self) -> None:
        """Show the tour to somebody who has not seen it."""
        if not self.state.current.tour_seen:
            self.show_tour()

    def show_tour(self) -> None:
        """Show the tour from its first step on."""
        from screening_app.ui.first_tour import first_tour

        if self._tour is None:
            self._tour = first_tour(self.rail, self._notice_bar, self)
            self._tour.ended.connect(self._tour_ended)
        self._tour.begin()

    def _tour_ended(self) -> None:
        self.state.change(tour_seen=True)
        self.state.save()
        self.go(self.place())

    def _change_text_size(self, by: int) -> None:
        """One size larger or smaller; 0 for the usual one."""
        store = self._services.settings_store
        at = TEXT_SIZES.index(store.current.text_size) + by
        wanted = TEXT_SIZES[max(0, min(at, len(TEXT_SIZES) - 1))] if by else _USUAL_TEXT
        try:
            store.change(text_size=wanted)
        except ScreeningError as error:
            self.show_message(messages.say(error), "error")

    # Places

    def page(self, place: str) -> Page:
        """The page of a place, made when it is first asked for."""
        if place not in self.pages:
            self.pages[place] = page_class(place)(self._services)
            self._stack.addWidget(self.pages[place])
            self._restore_splitters(place)
        return self.pages[place]

    def prepare_pages(self) -> None:
        """Make the pages ready that have not been seen yet, by and by, so that each opens at once."""
        self._ahead = PagesAhead(self._services.device_jobs, self._prepare, self)

    def _prepare(self, place: str) -> bool:
        """Make a page, or have one that was hidden follow the language and the theme; whether it was not ready."""
        if not self.open_places.is_open(place):
            return False
        if place not in self.pages:
            self.page(place)
            return True
        page = self.pages[place]
        return page.catch_up() or page.dress_next()

    def drop(self, place: str) -> None:
        """Throw a page away, with all that it shows; the next visit makes a new one."""
        page = self.pages.pop(place)
        page.shut_down()
        self._stack.removeWidget(page)
        page.deleteLater()

    def _splitters(self, place: str) -> dict[str, QSplitter]:
        """The splitters of a page that is there, by the names under which they are remembered."""
        found = self.pages[place].findChildren(QSplitter)
        return {f"{place}.{number}": splitter for number, splitter in enumerate(found)}

    def _restore_splitters(self, place: str) -> None:
        for name, splitter in self._splitters(place).items():
            if name in self.state.current.splitters:
                splitter.restoreState(unpacked(self.state.current.splitters[name]))

    def go(self, place: str) -> Page:
        """Show a place; its page, in which the keyboard goes on unless it is in the rail."""
        page = self.page(place)
        button = self.rail.buttons[RAIL_PLACE.get(place, place)]
        in_rail, last = button.hasFocus(), page.focusWidget()
        page.dress()
        self._stack.setCurrentWidget(page)
        self.rail.show_place(RAIL_PLACE.get(place, place))
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

    def offer_training(self) -> None:
        """Ask whether to go on with a training that was interrupted; after whatever else is said above the pages."""
        if not self._services.workspace.access.may(Permission.TRAIN):
            return
        run = self._services.training.unfinished()
        if run is None:
            return
        if not self.banner.isHidden():
            self.banner.closed.connect(self.offer_training, Qt.ConnectionType.SingleShotConnection)
            return
        self.show_message(
            lambda: self.tr("The training of “{name}” was interrupted: go on?").format(name=run.name),
            "info",
            lambda: self.tr("Look at it"),
            self._open_training,
        )

    def _open_training(self) -> None:
        self.banner.clear()
        self.go(TRAINING)

    def show_message(self, *message: object) -> None:
        """Show a message above every page; takes what `Banner.show_message` takes."""
        self.banner.show_message(*message)  # type: ignore[arg-type]
        self._banner_row.show()

    def show_quietly(self, text: Callable[[], str], kind: str = "warning", *action: object) -> None:
        """Show a message above every page once nothing else is said there."""
        if self.banner.isHidden():
            self.show_message(text, kind, *action)
        else:
            self.banner.closed.connect(
                lambda: self.show_quietly(text, kind, *action), Qt.ConnectionType.SingleShotConnection
            )

    def tell_due(self, text: Callable[[], str]) -> None:
        """Say quietly that something is due by the rules for keeping, with the way to look through it."""
        self.show_quietly(text, "info", lambda: self.tr("Look what would go…"), self._services.events.due_wanted.emit)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.rail.recolour()
        if self._ahead and event.type() in _FOLLOWED:
            self._ahead.look_again()

    def childEvent(self, event: QChildEvent) -> None:  # noqa: N802 - Qt's name
        """Dress what opens over the pages, such as dialogs; of what lies below, each part is dressed by itself."""
        super().childEvent(event)
        child = event.child()
        if event.polished() and child is not self.centralWidget() and isinstance(child, QWidget):
            theme.dress(child)

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Depression screening"))
        self._notice.setText(messages.notice())
        self.rail.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask first if something would be interrupted; then let every page put its work away."""
        interrupted = self.work_in_progress()
        if interrupted and not self._confirm_close(interrupted):
            event.ignore()
            return
        for page in self.pages.values():
            page.shut_down()
        self._remember()
        event.accept()

    def work_in_progress(self) -> list[str]:
        """What would be interrupted if the window closed now, a sentence each."""
        return [work for page in self.pages.values() if (work := page.work_in_progress())]

    def _remember(self) -> None:
        """Keep what the next start is to look like."""
        splitters = dict(self.state.current.splitters)
        for place in self.pages:
            splitters |= {name: packed(splitter.saveState()) for name, splitter in self._splitters(place).items()}
        self.state.change(geometry=packed(self.saveGeometry()), place=self.place(), splitters=splitters)
        self.state.save()

    def place(self) -> str:
        """The place that is shown."""
        return next(place for place, page in self.pages.items() if page is self._stack.currentWidget())

    def _confirm_close(self, interrupted: list[str]) -> bool:
        return agreed(
            self,
            self.tr("Close the program?"),
            "\n".join(interrupted),
            self.tr("What was recorded so far is kept. Work that is stopped can be continued after the next start."),
            yes=self.tr("Stop and close"),
            no=self.tr("Stay here"),
        )
