"""What has been written down of the interview so far, quietly, while it is being recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from screening_app.services.samples import read_transcript_so_far
from screening_app.ui import theme
from screening_app.ui.widgets import Button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from screening_app.ui.services import AppServices
    from selfmm.types import Answer, Cue, Transcript

_LOOK_MS = 2000


class LiveTranscript(QWidget):
    """Looks into the interview's folder every two seconds, in a job; can be folded away, and then looks no more."""

    def __init__(self, services: AppServices, cues: Callable[[], Sequence[Cue]], parent: QWidget | None = None) -> None:
        """`cues` tells which card has been shown when."""
        super().__init__(parent)
        self._services, self._cues = services, cues
        self._interview_id = ""
        self._looking = False
        self._at_end = True  # whether the newest words are to be seen
        self._answers: tuple[Answer, ...] = ()
        self._numbers: dict[str, int] = {}
        self.fold = Button("", "chevron-down", "quiet")
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.toggled.connect(self._show_fold)
        self._note = label("", "small", wrap=True)
        self.field = QPlainTextEdit(readOnly=True)
        self.field.setMinimumHeight(80)
        self.field.verticalScrollBar().valueChanged.connect(self._follow_bar)
        self.field.verticalScrollBar().rangeChanged.connect(self._follow_range)
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._watch.timeout.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        for part in (self.fold, self._note, self.field):
            column.addWidget(part)
        column.setStretchFactor(self.field, 1)
        self.retranslate()

    def follow(self, interview_id: str, numbers: dict[str, int]) -> None:
        """Show what is written down of this interview; `numbers` says which card has which number."""
        self._interview_id, self._numbers = interview_id, numbers
        self._show(())
        self._watch.start()

    def stop(self) -> None:
        """Look no more; what is shown stays."""
        self._watch.stop()
        self._interview_id = ""

    def look(self) -> None:
        """Read what there is now."""
        if self._looking or not self._interview_id or not self.fold.isChecked() or not self.isVisible():
            return
        self._looking = True
        workspace, interview_id, cues = self._services.workspace, self._interview_id, tuple(self._cues())
        self._services.device_jobs.start(
            lambda _: read_transcript_so_far(workspace, interview_id, cues),
            on_done=lambda found: self._take(interview_id, found),
            on_error=self._fail,
        )

    def _take(self, interview_id: str, found: Transcript | None) -> None:
        self._looking = False
        if found is not None and interview_id == self._interview_id and found.answers != self._answers:
            self._show(found.answers)

    def _fail(self, error: BaseException) -> None:
        self._looking = False
        raise error

    def _show(self, answers: tuple[Answer, ...]) -> None:
        """Show answers; whoever reads further up is left there."""
        self._answers = answers
        bar = self.field.verticalScrollBar()
        place, at_end = bar.value(), self._at_end
        self.field.setPlainText("\n\n".join(map(self._told, answers)))
        bar.setValue(bar.maximum() if at_end else place)
        self._at_end = at_end
        self._note.setVisible(not answers and self.fold.isChecked())

    def _follow_bar(self, place: int) -> None:
        self._at_end = place >= self.field.verticalScrollBar().maximum()

    def _follow_range(self, _: int, highest: int) -> None:
        if self._at_end:
            self.field.verticalScrollBar().setValue(highest)

    def _told(self, answer: Answer) -> str:
        number = self._numbers.get(answer.prompt)
        head = "" if number is None else self.tr("Card {number}").format(number=number) + "\n"
        return head + answer.text

    def _show_fold(self, unfolded: bool) -> None:
        self.fold.set_icon_name("chevron-down" if unfolded else "chevron-right")
        self.field.setVisible(unfolded)
        self._note.setVisible(unfolded and not self._answers)
        self.look()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.fold.setText(self.tr("Live transcript"))
        self._note.setText(
            self.tr("What is said appears here about half a minute later. It can be corrected afterwards.")
        )
        self.field.setAccessibleName(self.fold.text())
        self._show(self._answers)
