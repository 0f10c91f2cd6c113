"""The record of actions: who did what and when, looked for, checked and handed out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QStandardPaths, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout

from screening_app.domain import Action, AuditFilter
from screening_app.errors import ScreeningError
from screening_app.services.audit import count_entries, end_of_record, entries, everybody, export_entries
from screening_app.services.audit_check import check_record
from screening_app.services.treatment import day_from_text, start_of_day
from screening_app.ui import messages, theme
from screening_app.ui.audit_model import NUMBER, SESSION, AuditModel
from screening_app.ui.audit_words import action_name, finding
from screening_app.ui.formats import format_count
from screening_app.ui.widgets import Banner, Button, ProgressPanel, label
from screening_app.ui.widgets.form_field import point_out
from screening_app.ui.widgets.rows import MEASURED_ROWS, make_readable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from screening_app.domain import AuditEntry, AuditHead
    from screening_app.services.audit_check import AuditReport
    from screening_app.ui.services import AppServices
    from selfmm.types import Report

T = TypeVar("T")

PAGE = 200  # entries that are fetched at once
_SIZE = (1000, 640)
_DAY_WIDTH = 160


class AuditDialog(QDialog):
    """A table with filters above; the chosen entry is told in full below. All reading is done by jobs."""

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._services = services
        self._turn = self._shown = 0  # of the newest question and answer; answers to others are not shown
        self._is_first = True
        self._asked: AuditFilter | None = None
        self._end: AuditHead | None = None
        self.since, self.until, self.code = QLineEdit(), QLineEdit(), QLineEdit()
        self.action, self.who = QComboBox(), QComboBox()
        self.model = AuditModel()
        self.table = QTableView()
        self.intro, self.about, self.end = (label("", "muted", wrap=True) for _ in range(3))
        self.problem = label("", "problem", wrap=True)
        self.banner, self.progress = Banner(), ProgressPanel()
        self.check, self.export = Button("", "shield-check-outline", "primary"), Button("", "export-variant")
        self.close_button = Button()
        self._captions: list[QLabel] = []
        self._set_up_table()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.refresh()

    @property
    def is_read(self) -> bool:
        """Whether the first page stands there."""
        return self._end is not None

    def _set_up_table(self) -> None:
        self.table.setModel(self.model)
        make_readable(self.table)
        header = self.table.horizontalHeader()
        header.setResizeContentsPrecision(MEASURED_ROWS)
        header.setStretchLastSection(True)

    def _lay_out(self) -> None:
        self.resize(*(theme.scaled(length) for length in _SIZE))
        for told in (self.about, self.end):
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for day in (self.since, self.until):
            day.setMaximumWidth(theme.scaled(_DAY_WIDTH))
        self.problem.hide()
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.check)
        buttons.addWidget(self.export)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_S)
        column.addWidget(self.intro)
        column.addLayout(self._filters())
        for part in (self.problem, self.banner, self.progress):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.about)
        column.addWidget(self.end)
        column.addLayout(buttons)

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        for field, share in ((self.since, 0), (self.until, 0), (self.action, 2), (self.who, 1), (self.code, 1)):
            caption = label("", "muted")
            caption.setBuddy(field)
            self._captions.append(caption)
            column = QVBoxLayout()
            column.setSpacing(theme.SPACE_XS)
            column.addWidget(caption)
            column.addWidget(field)
            row.addLayout(column, share)
        return row

    def _connect(self) -> None:
        for field in (self.since, self.until, self.code):
            field.editingFinished.connect(self._look_again)
        for choice in (self.action, self.who):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            choice.setMinimumContentsLength(8)
            choice.activated.connect(self._look_again)
        self.model.more_wanted.connect(self._fetch_more)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_chosen())
        self.check.clicked.connect(self._check)
        self.export.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        for button in (self.check, self.export, self.close_button):
            button.setAutoDefault(False)  # Enter in a field looks for what is typed there
        self.progress.finished.connect(self._enable)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setWindowTitle(self.tr("Record of actions"))
        self.table.setAccessibleName(self.windowTitle())
        self.intro.setText(
            self.tr(
                "What was done with the program, by whom and when. Entries can be added, and neither changed nor "
                "removed; the check finds out if somebody has done so outside of the program."
            )
        )
        names = (self.tr("From"), self.tr("Until"), self.tr("What"), self.tr("Who"), self.tr("Patient code"))
        fields = (self.since, self.until, self.action, self.who, self.code)
        for name, caption, field in zip(names, self._captions, fields, strict=True):
            caption.setText(name)
            field.setAccessibleName(name)
        for day in (self.since, self.until):
            day.setPlaceholderText(self.tr("Year-month-day"))
        self._name_actions()
        self._name_people([self.who.itemData(row) for row in range(1, self.who.count())])
        self.check.setText(self.tr("Check the record"))
        self.export.setText(self.tr("Export…"))
        self.close_button.setText(self.tr("Close"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, NUMBER, SESSION)
        self._tell_chosen()
        self._tell_end()

    def _name_actions(self) -> None:
        chosen = self.action.currentData() or ""
        self.action.clear()
        self.action.addItem(self.tr("Everything"), "")
        for name, action in sorted((action_name(action), action.value) for action in Action):
            self.action.addItem(name, action)
        self.action.setCurrentIndex(max(0, self.action.findData(chosen)))

    def _name_people(self, people: Sequence[str]) -> None:
        chosen = self.who.currentData()
        self.who.clear()
        self.who.addItem(self.tr("Everybody"), None)
        for person in people:
            self.who.addItem(person or self.tr("Nobody named"), person)
        self.who.setCurrentIndex(next((row for row in range(self.who.count()) if self.who.itemData(row) == chosen), 0))

    # Looking for entries

    def wanted(self) -> AuditFilter | None:
        """What is looked for; None where a day is wrong, which is then said."""
        try:
            since, until = self._day(self.since), self._day(self.until)
        except ScreeningError:
            return None
        self.problem.hide()
        return AuditFilter(
            since=start_of_day(since) if since else None,
            until=start_of_day(until + timedelta(days=1)) if until else None,
            action=self.action.currentData(),
            who=self.who.currentData(),
            patient_code=self.code.text().strip(),
        )

    def _day(self, field: QLineEdit) -> date | None:
        if not field.text().strip():
            point_out(field, self.problem, "")
            return None
        try:
            typed = day_from_text(field.text(), datetime.now().astimezone().date())
        except ScreeningError as error:
            point_out(field, self.problem, messages.say(error))
            raise
        point_out(field, self.problem, "")
        return typed

    def _look_again(self) -> None:
        if self.wanted() != self._asked:
            self.refresh()

    def refresh(self) -> None:
        """Look for the newest entries that are wanted."""
        self._asked = wanted = self.wanted()
        if wanted is None:
            return
        workspace = self._services.workspace
        self._ask(
            lambda: (
                entries(workspace, wanted, count=PAGE),
                count_entries(workspace, wanted),
                end_of_record(workspace),
                everybody(workspace),
            ),
            self._show_first,
        )

    def _fetch_more(self) -> None:
        last, wanted, workspace = self.model.row(self.model.rowCount() - 1), self._asked, self._services.workspace
        if last is not None and wanted is not None:
            self._ask(lambda: entries(workspace, wanted, before=last.number, count=PAGE), self.model.show_more)

    def _ask(self, read: Callable[[], T], show: Callable[[T], None]) -> None:
        """Read by a job; what comes when something else was asked, or the dialog is closed, is not shown."""
        self._turn += 1
        turn = self._turn

        def in_turn(answer: T) -> None:
            if turn == self._turn:
                self._shown = turn
                show(answer)

        def failed(error: BaseException) -> None:
            if turn == self._turn:
                self.banner.show_error(error)

        self._services.device_jobs.start(lambda _: read(), on_done=in_turn, on_error=failed)

    def _show_first(self, answer: tuple[tuple[AuditEntry, ...], int, AuditHead, tuple[str, ...]]) -> None:
        found, total, self._end, people = answer
        self.model.show_first(found, total)
        self._name_people(people)
        if self._is_first:
            self._is_first = False
            self.table.resizeColumnsToContents()
        self.table.selectRow(0)
        self._tell_chosen()
        self._tell_end()

    def _tell_chosen(self) -> None:
        entry = self.model.row(self.table.currentIndex().row())
        if entry is None:
            self.about.setText(self.tr("No entry fits.") if self.is_read else self.tr("Reading the record…"))
            return
        told = self.tr("Entry {number}: session {session}, object {subject}, details {details}. Fingerprint {hash}")
        self.about.setText(
            told.format(
                number=format_count(entry.number),
                session=entry.interview_id or "–",
                subject=entry.subject or "–",
                details="–" if entry.details == "{}" else entry.details,
                hash=entry.hash,
            )
        )

    def _tell_end(self) -> None:
        if self._end is None:
            self.end.clear()
            return
        told = self.tr(
            "{shown} of {count} entries. Note the number and the fingerprint of the last one elsewhere now and then: "
            "{count}, {hash}"
        )
        count, shown = format_count(self._end.count), format_count(self.model.total)
        self.end.setText(told.format(shown=shown, count=count, hash=self._end.hash))

    # Checking and handing out

    def _check(self) -> None:
        workspace = self._services.workspace
        self._work(
            lambda: self.tr("Checking the record"),
            lambda report: check_record(workspace, report),
            self._tell_finding,
        )

    def _tell_finding(self, report: AuditReport) -> None:
        self.banner.show_message(lambda: finding(report), "success" if report.flaw is None else "error")
        self.refresh()

    def _export(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = str(Path(folder) / f"record-of-actions-{datetime.now().astimezone():%Y-%m-%d}.csv")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export the record"), proposed, "CSV (*.csv)")
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the entries that are looked for as a table."""
        wanted, workspace = self.wanted(), self._services.workspace
        if wanted is None:
            return

        def done(count: int) -> None:
            self.banner.show_message(
                lambda: self.tr("{count} entries are saved as {name}.").format(
                    count=format_count(count), name=path.name
                ),
                "success",
            )
            self.refresh()

        self._work(
            lambda: self.tr("Exporting the record"),
            lambda report: export_entries(workspace, wanted, path, report),
            done,
        )

    def _work(self, title: Callable[[], str], work: Callable[[Report], T], done: Callable[[T], None]) -> None:
        self.banner.clear()
        jobs = self._services.device_jobs  # its jobs are short; those of the other queue may take minutes
        self.progress.run(jobs, title, lambda job: work(job.report), on_done=done, on_error=self.banner.show_error)
        self._enable()

    def _enable(self) -> None:
        for button in (self.check, self.export):
            button.setEnabled(not self.progress.active)

    def reject(self) -> None:
        """Close; while something is worked at, stop that first."""
        if self.progress.active:
            self.progress.cancel()
            return
        self._turn += 1
        super().reject()
