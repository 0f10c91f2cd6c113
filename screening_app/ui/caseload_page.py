"""Who of all patients needs to be looked at: open safety panels first, then who worsened, who is due, what waits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QWidget,
)

from screening_app.errors import ScreeningError
from screening_app.services.caseload import Caseload, caseload_of
from screening_app.settings import Settings
from screening_app.ui import theme
from screening_app.ui.caseload_model import (
    NAME,
    PATIENT,
    WHEN,
    CaseloadModel,
    due_lines,
    safety_lines,
    unfinished_lines,
    worsened_lines,
)
from screening_app.ui.widgets import EmptyState, Page, label
from screening_app.ui.widgets.choice_card import ChoiceCard
from screening_app.ui.widgets.rows import LinkTable

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from screening_app.ui.caseload_model import CaseloadLine
    from screening_app.ui.services import AppServices

SAFETY, WORSENED, DUE, UNFINISHED = LISTS = ("safety", "worsened", "due", "unfinished")
_ICONS = {
    SAFETY: "alert-octagon-outline",
    WORSENED: "trending-up",
    DUE: "calendar-clock",
    UNFINISHED: "file-document-edit-outline",
}
_ROW_HEIGHT = 44
_NOBODY = Caseload((), (), (), ())


class CaseloadPage(Page):
    """Four lists, of which one is shown; a click on a line leads to its session or to the patient's history."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(services, parent)
        self.caseload = _NOBODY
        self._asked = self._answered = 0  # the newest question to the database, and the one whose answer is shown
        self.cards = {name: ChoiceCard(_ICONS[name]) for name in LISTS}
        self._group = QButtonGroup(self)
        self.weeks = QComboBox()
        self._weeks_name = label("", "muted")
        self.model = CaseloadModel()
        self.table = LinkTable(_ROW_HEIGHT)
        self._nothing = EmptyState("check-circle-outline")
        self._stack = QStackedWidget()
        self.table.setModel(self.model)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.table.clicked.connect(self.table.follow)
        for column in (PATIENT, NAME, WHEN):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        self.header.add(self._weeks_name)
        self.header.add(self.weeks)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        for name in LISTS:
            self._group.addButton(self.cards[name])
            row.addWidget(self.cards[name], 1)
        self.column.addLayout(row)
        self.cards[SAFETY].setChecked(True)
        for face in (self._nothing, self.table):
            self._stack.addWidget(face)
        self.column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        events = self.services.events
        for signal in (events.patient_changed, events.interview_changed, events.assessment_added):
            signal.connect(lambda _: self._follow())
        events.settings_changed.connect(self._follow_settings)
        self._group.buttonClicked.connect(lambda _: self._show_list())
        self.weeks.activated.connect(self._choose_weeks)
        self.table.followed.connect(self._go)

    def retranslate(self) -> None:
        """Set every text again."""
        self.header.set_texts(
            self.tr("Caseload"), self.tr("Who needs to be looked at. A click leads to the session or the history.")
        )
        self._weeks_name.setText(self.tr("Due after"))
        self.weeks.setAccessibleName(self.tr("Weeks after which a patient is due"))
        self.weeks.clear()
        for value in Settings.__dataclass_fields__["due_weeks"].metadata["choices"]:
            words = self.tr("1 week") if value == "1" else self.tr("{count} weeks").format(count=value)
            self.weeks.addItem(words, value)
        self._show_weeks()
        self._show_counts()
        self._show_list()

    def _show_counts(self) -> None:
        caseload, weeks = self.caseload, self.services.settings_store.current.due_weeks
        texts = {
            SAFETY: (self.tr("Safety: {count}"), self.tr("Item 9 above 0, not assessed yet"), len(caseload.safety)),
            WORSENED: (self.tr("Worsened: {count}"), self.tr("By a reliable change"), len(caseload.worsened)),
            DUE: (self.tr("Due: {count}"), self.tr("No session for {weeks} weeks"), len(caseload.due)),
            UNFINISHED: (self.tr("Open: {count}"), self.tr("Begun or not signed off"), len(caseload.unfinished)),
        }
        for name, (title, explanation, count) in texts.items():
            self.cards[name].set_texts(title.format(count=count), explanation.format(weeks=weeks))

    # Asking the database

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Ask again whatever has changed while nobody looked; a day may have passed, too."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()

    def _follow_settings(self) -> None:
        self._show_weeks()
        self._follow()

    def refresh(self) -> None:
        """Ask the database again, away from the window; an answer that is no longer the newest is passed over."""
        self._asked += 1
        asked, workspace = self._asked, self.services.workspace
        weeks = int(self.services.settings_store.current.due_weeks)
        # not behind a transcription: this is read while other work goes on
        self.services.device_jobs.start(
            lambda _: caseload_of(workspace, weeks),
            on_done=lambda caseload: self._show(asked, caseload),
            on_error=self.banner.show_error,
        )

    def _show(self, asked: int, caseload: Caseload) -> None:
        if asked != self._asked:
            return
        first = self._answered == 0
        self._answered, self.caseload = asked, caseload
        if caseload.safety and (first or not self.lines()):
            self.cards[SAFETY].setChecked(True)
        self._show_counts()
        self._show_list()

    def shut_down(self) -> None:
        """Pass over the answer that is still to come: with many patients it may come when the window is gone."""
        self._asked += 1

    @property
    def is_up_to_date(self) -> bool:
        """Whether the newest question has been answered."""
        return self._asked == self._answered

    # The list that is shown

    def lines(self) -> tuple[CaseloadLine, ...]:
        """The lines of the list that is chosen."""
        caseload = self.caseload
        makers = {
            SAFETY: lambda: safety_lines(caseload.safety),
            WORSENED: lambda: worsened_lines(caseload.worsened),
            DUE: lambda: due_lines(caseload.due, datetime.now(UTC)),
            UNFINISHED: lambda: unfinished_lines(caseload.unfinished),
        }
        return makers[self.shown]()

    @property
    def shown(self) -> str:
        """Which list is chosen."""
        return next(name for name, card in self.cards.items() if card.isChecked())

    def _show_list(self) -> None:
        lines = self.lines()
        self.model.show_rows(lines)
        self.table.setColumnHidden(NAME, not any(line.row.name for line in lines))
        self.table.setAccessibleName(self.cards[self.shown].text())
        self._stack.setCurrentWidget(self.table if lines else self._nothing)
        self._nothing.set_texts(*self._nothing_to_do())

    def _nothing_to_do(self) -> tuple[str, str]:
        if not self._answered:
            return self.tr("Looking through all patients…"), ""
        texts = {
            SAFETY: self.tr("Every item 9 above 0 has been followed up. A 0 does not clear risk."),
            WORSENED: self.tr("Nobody’s newest session is worse by more than measurement error."),
            DUE: self.tr("Everybody has had a session within the time that is chosen above."),
            UNFINISHED: self.tr("Every session has been signed off."),
        }
        return self.tr("Nothing here"), texts[self.shown]

    def _go(self, row: int) -> None:
        line = self.model.row(row)
        if line is None:
            return
        if self.shown in {SAFETY, UNFINISHED}:
            self.services.events.interview_wanted.emit(line.row.interview_id)
        else:
            self.services.events.history_wanted.emit(line.row.patient_id)

    # When somebody is due

    def _show_weeks(self) -> None:
        self.weeks.setCurrentIndex(self.weeks.findData(self.services.settings_store.current.due_weeks))

    def _choose_weeks(self) -> None:
        try:
            self.services.settings_store.change(due_weeks=str(self.weeks.currentData()))
        except ScreeningError as error:
            self.banner.show_error(error)
