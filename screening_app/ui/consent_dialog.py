"""All consents of a session, with the way to withdraw each; open to signed sessions, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from screening_app.domain import Purpose
from screening_app.services.consents import consent_text, consents_of, withdraw_consent
from screening_app.services.interviews import get_interview
from screening_app.ui import messages, theme
from screening_app.ui.formats import format_date, language_in_force
from screening_app.ui.widgets import Button, label, line
from screening_app.ui.widgets.note_row import clear
from screening_app.ui.widgets.question import agreed
from selfmm.errors import KnownError

if TYPE_CHECKING:
    from screening_app.domain import Consent, Interview
    from screening_app.services.workspace import Workspace

_MEDIA = (Purpose.SOUND, Purpose.PICTURE, Purpose.KEEP_MEDIA)


class ConsentDialog(QDialog):
    """What was given when and recorded by whom; what is in force can be withdrawn."""

    def __init__(self, workspace: Workspace, interview: Interview, clinician: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace, self._interview, self._clinician = workspace, interview, clinician
        self.setWindowTitle(self.tr("Consent"))
        self.setMinimumWidth(560)
        self._problem = label("", "problem", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.SPACE_M)
        self.buttons: dict[Purpose, Button] = {}
        close = Button(self.tr("Close"))
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_L, theme.SPACE_L, theme.SPACE_L)
        column.setSpacing(theme.SPACE_M)
        column.addWidget(label(self.tr("A patient may withdraw each consent at any time."), "muted", wrap=True))
        column.addLayout(self._rows)
        column.addWidget(self._problem)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(close)
        column.addLayout(below)
        self._show()

    def _show(self) -> None:
        clear(self._rows)
        self.buttons = {}
        given = consents_of(self._workspace, self._interview.id)
        if not given:
            self._rows.addWidget(label(self.tr("No consent was recorded in this session."), wrap=True))
        for consent in given:
            self._rows.addWidget(self._row(consent))
            self._rows.addWidget(line())
        self._problem.hide()

    def _row(self, consent: Consent) -> QWidget:
        row = QWidget()
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE_XS)
        words.addWidget(label(consent_text(language_in_force()).titles[consent.purpose], "strong"))
        words.addWidget(label(self._history(consent), "small", wrap=True))
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.addLayout(words, 1)
        if consent.withdrawn_at is None:
            self.buttons[consent.purpose] = self._withdrawing(consent.purpose)
            across.addWidget(self.buttons[consent.purpose])
        return row

    def _withdrawing(self, purpose: Purpose) -> Button:
        button = Button(self.tr("Withdraw"), kind="danger")
        title = consent_text(language_in_force()).titles[purpose]
        button.setAccessibleName(self.tr("Withdraw: {purpose}").format(purpose=title))
        button.clicked.connect(lambda: self._withdraw(purpose))
        return button

    def _history(self, consent: Consent) -> str:
        when = format_date(consent.given_at, with_time=True)
        given = self.tr("Given {when}, recorded by {name}, wording {version}.").format(
            when=when, name=consent.recorded_by, version=consent.text_version
        )
        if consent.withdrawn_at is None:
            return given
        withdrawn = self.tr("Withdrawn {when}, recorded by {name}.").format(
            when=format_date(consent.withdrawn_at, with_time=True), name=consent.withdrawn_by
        )
        return f"{given}\n{withdrawn}"

    def _withdraw(self, purpose: Purpose) -> None:
        if not self._confirmed(purpose):
            return
        try:
            withdraw_consent(
                self._workspace, get_interview(self._workspace, self._interview.id), purpose, self._clinician
            )
        except KnownError as error:
            self._problem.setText(messages.say(error))
            self._problem.show()
            return
        self._show()

    def _confirmed(self, purpose: Purpose) -> bool:
        consequence = (
            self.tr("The recording of this session is deleted now. Written words and scores stay in the record.")
            if purpose in _MEDIA
            else self.tr("The session is no longer used for this from now on.")
        )
        return agreed(
            self,
            self.tr("Withdraw consent"),
            self.tr("Withdraw this consent?"),
            consequence,
            yes=self.tr("Withdraw"),
            no=self.tr("Keep"),
        )
