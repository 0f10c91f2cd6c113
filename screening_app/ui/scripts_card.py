"""The interview's scripts: which there are, importing one of the clinic's own, and removing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.services.prompts import Script, ScriptExistsError, Scripts, all_scripts, import_script, remove_script
from screening_app.services.script_files import ScriptError
from screening_app.ui import theme
from screening_app.ui.messages import language_name, say
from screening_app.ui.script_choice import card_count, script_title
from screening_app.ui.widgets import Button, Card, label
from screening_app.ui.widgets.note_row import clear
from screening_app.ui.widgets.question import agreed
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from screening_app.services.script_cards import Problem
    from screening_app.ui.services import AppServices

_MOST_SHOWN = 12  # mistakes of one file


class ScriptsCard(Card):
    """A row for each script; what is wrong with a file is told with its line or card."""

    changed = Signal()  # there is another script, or one less

    def __init__(self, services: AppServices, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._services = services
        self._scripts = Scripts(())
        self._error: KnownError | None = None
        self._why = label("", "muted", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_S)
        self.problem = label("", "problem", wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add = Button("", "file-import-outline")
        self.add.clicked.connect(self._ask)
        self.remove: dict[str, Button] = {}
        self.body.addWidget(self._why)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def refresh(self) -> None:
        """Read which scripts there are."""
        workspace = self._services.workspace
        self._services.device_jobs.start(lambda _: all_scripts(workspace), on_done=self._show, on_error=self._fail)

    def _show(self, scripts: Scripts) -> None:
        self._scripts = scripts
        self.retranslate()

    def import_from(self, path: Path, *, replace: bool = False) -> None:
        """Import a script; asks before another one goes, and tells what is wrong with the file."""
        self._show_error(None)
        workspace = self._services.workspace

        def fail(error: BaseException) -> None:
            if isinstance(error, ScriptExistsError):
                self._ask_to_replace(path, error)
            else:
                self._fail(error)

        self._services.device_jobs.start(
            lambda _: import_script(workspace, path, replace=replace), on_done=self._changed, on_error=fail
        )

    def _ask_to_replace(self, path: Path, error: ScriptExistsError) -> None:
        question = self.tr("Interviews that were held with it keep their cards.")
        if agreed(self, say(error), question, yes=self.tr("Replace it"), no=self.tr("Keep the old one")):
            self.import_from(path, replace=True)

    def _ask(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        filters = self.tr("Scripts (*.json *.csv)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import a script"), folder, filters)
        if name:
            self.import_from(Path(name))

    def _ask_to_remove(self, name: str) -> None:
        question = self.tr("Remove the script “{name}”?").format(name=name)
        details = self.tr("Interviews that were held with it keep all they have.")
        if not agreed(self, question, question, details, yes=self.tr("Remove"), no=self.tr("Keep")):
            return
        workspace = self._services.workspace
        self._services.device_jobs.start(
            lambda _: remove_script(workspace, name), on_done=self._changed, on_error=self._fail
        )

    def _changed(self, _: Script | None) -> None:
        self.refresh()
        self.changed.emit()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._show_error(error)

    def _show_error(self, error: KnownError | None) -> None:
        self._error = error
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.set_title(self.tr("Interview scripts"))
        self._why.setText(
            self.tr("The cards that an interview follows. Your own come from a JSON or CSV file (see the user guide).")
        )
        self.add.setText(self.tr("Import a script…"))
        self.problem.setText(self._told())
        self.problem.setVisible(self._error is not None)
        clear(self._rows)
        self.remove = {}
        for script in self._scripts.usable:
            text = self.tr("{count} cards · {languages}").format(
                count=card_count(script), languages=", ".join(map(language_name, script.languages))
            )
            self._rows.addWidget(self._row(script.name, script_title(script), text, removable=not script.is_bundled))
        for name in self._scripts.broken:
            self._rows.addWidget(self._row(name, name, self.tr("cannot be read any more"), removable=True))

    def _row(self, name: str, title: str, text: str, *, removable: bool) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(label(title, "strong"))
        row.addWidget(label(text, "muted"), 1)
        if removable:
            button = Button(self.tr("Remove"), "trash-can-outline", "quiet")
            button.setAccessibleName(self.tr("Remove the script “{name}”?").format(name=name))
            button.clicked.connect(lambda: self._ask_to_remove(name))
            self.remove[name] = button
            row.addWidget(button)
        return made

    def _told(self) -> str:
        """What is wrong, and with a file each mistake in a line of its own."""
        if self._error is None:
            return ""
        lines = [say(self._error)]
        if isinstance(self._error, ScriptError):
            problems = self._error.problems
            lines += [self._told_problem(problem) for problem in problems[:_MOST_SHOWN]]
            if len(problems) > _MOST_SHOWN:
                lines.append(self.tr("… and {count} more").format(count=len(problems) - _MOST_SHOWN))
        return "\n".join(lines)

    def _told_problem(self, problem: Problem) -> str:
        reason = say(problem.reason)
        if problem.place == "file":
            return reason
        place = self.tr("Line {number}: {reason}") if problem.place == "line" else self.tr("Card {number}: {reason}")
        return place.format(number=problem.number, reason=reason)
