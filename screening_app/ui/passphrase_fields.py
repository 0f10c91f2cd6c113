"""A new passphrase, typed twice, and how hard it is to guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from screening_app.crypto.passphrases import SHORTEST, strength
from screening_app.ui import theme
from screening_app.ui.backup_words import strength_in_words
from screening_app.ui.widgets import label
from screening_app.ui.widgets.form_field import form_field, point_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.crypto.passphrases import Strength
    from screening_app.jobs.runner import JobRunner

_TYPED_MS = 250  # after the last letter, before the passphrase is judged
_LONGEST = 256  # characters


def passphrase_field() -> QLineEdit:
    """A field whose letters nobody sees."""
    return QLineEdit(maxLength=_LONGEST, echoMode=QLineEdit.EchoMode.Password)


class PassphraseFields(QWidget):
    """What is wrong stands below each field; `known` gives the words of its owner, such as the name."""

    changed = Signal()

    def __init__(self, jobs: JobRunner, known: Callable[[], str], caption: str = "") -> None:
        super().__init__()
        self._jobs, self._known = jobs, known
        self.passphrase, self.again = passphrase_field(), passphrase_field()
        self.problem, self.again_problem = label("", "problem", wrap=True), label("", "problem", wrap=True)
        self.strength = label("", "small", wrap=True)
        self.strength.hide()
        self.judged: Strength | None = None  # of what is typed now
        self._waiting = QTimer(self, singleShot=True, interval=_TYPED_MS)
        self._lay_out(caption or self.tr("Passphrase"))
        self.passphrase.textChanged.connect(self._typed)
        self.again.textChanged.connect(self._check_again)
        self.again.editingFinished.connect(self._check_again)
        self._waiting.timeout.connect(self._judge)
        self.setFocusProxy(self.passphrase)

    def _lay_out(self, caption: str) -> None:
        hint = self.tr("Several words that have nothing to do with each other are hard to guess and easy to remember.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_M)
        typed = form_field(caption, self.passphrase, self.problem)
        typed.insertWidget(2, self.strength)
        column.addLayout(typed)
        column.addLayout(form_field(self.tr("The same passphrase again"), self.again, self.again_problem))
        column.addWidget(label(hint, "small", wrap=True))

    @property
    def is_complete(self) -> bool:
        """Whether it is strong, and typed twice alike."""
        is_strong = self.judged is not None and self.judged.is_enough
        return is_strong and self.passphrase.text() == self.again.text()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.passphrase.text()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.passphrase, self.again):
            field.clear()
        self._waiting.stop()

    def judge_again(self) -> None:
        """Judge it anew, for the words that are known of its owner are others."""
        if self.text:
            self._waiting.start()

    def _typed(self) -> None:
        self.judged = None
        self.strength.hide()
        point_out(self.passphrase, self.problem, "")
        self._waiting.start()
        self._check_again()

    def _judge(self) -> None:
        """How strong it is; away from the window, for the words it is compared with take a while to be read."""
        typed, known = self.text, (self._known(),)

        def show(judged: Strength) -> None:
            if typed == self.text:
                self.show_strength(judged)

        def fail(error: BaseException) -> None:
            raise error

        if typed:
            self._jobs.start(lambda _: strength(typed, known), on_done=show, on_error=fail)

    def show_strength(self, judged: Strength) -> None:
        """Show how hard what is typed is to guess."""
        self.judged = judged
        if len(self.text) < SHORTEST:
            problem = self.tr("At least {count} characters, please.").format(count=SHORTEST)
        elif not judged.is_enough:
            problem = self.tr("{strength}. Add another word or two.").format(strength=strength_in_words(judged))
        else:
            problem = ""
        point_out(self.passphrase, self.problem, problem)
        self.strength.setText(self.tr("{strength}.").format(strength=strength_in_words(judged)))
        self.strength.setVisible(not problem)
        self.changed.emit()

    def _check_again(self) -> None:
        """Say that the two differ, once the second is more than the beginning of the first."""
        typed, again = self.text, self.again.text()
        unfinished = self.again.hasFocus() and typed.startswith(again)
        differs = bool(again) and typed != again and not unfinished
        point_out(self.again, self.again_problem, self.tr("The two are not the same.") if differs else "")
        self.changed.emit()
