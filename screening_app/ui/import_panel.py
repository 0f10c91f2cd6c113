"""Choose a recording that already exists: by a dialog, or by dropping it here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets import Button, label

SUFFIXES = ("mkv", "mp4", "mov", "webm", "avi", "m4v", "wav", "mp3", "m4a", "flac", "ogg", "opus", "aac", "wma")


class ImportPanel(QWidget):
    """A dashed field that takes a file; anything may be dropped, and what cannot be played is refused later."""

    chosen = Signal(object)  # the Path of the file

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dragging = False
        self.setAcceptDrops(True)
        self.setMinimumHeight(220)
        self._picture = QLabel()
        self._title, self._text = label("", "section"), label("", "muted", wrap=True)
        self.choose = Button("", "folder-open-outline", "primary")
        self.choose.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE_S)
        column.addStretch(1)
        for part in (self._picture, self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addSpacing(theme.SPACE_S)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.retranslate()
        self._recolour()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take one file of this computer."""
        if _dropped_file(event) is not None:
            event.acceptProposedAction()
            self._set_dragging(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Look as before."""
        self._set_dragging(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Hand the file on."""
        self._set_dragging(False)
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.chosen.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the dashed field."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(scheme.accent_soft if self._dragging else scheme.surface))
        painter.setPen(QPen(QColor(scheme.accent if self._dragging else scheme.muted), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.RADIUS, theme.RADIUS)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language or theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def retranslate(self) -> None:
        """Set every text again."""
        self._title.setText(self.tr("Drop a recording here"))
        self._text.setText(
            self.tr("A video or sound file of the interview. It is copied; the original stays as it is.")
        )
        self.choose.setText(self.tr("Choose a file…"))

    def _recolour(self) -> None:
        self._picture.setPixmap(theme.icon("file-upload-outline", theme.colours().muted).pixmap(48, 48))

    def _set_dragging(self, dragging: bool) -> None:
        self._dragging = dragging
        self.update()

    def _ask(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)
        kinds = " ".join(f"*.{suffix} *.{suffix.upper()}" for suffix in SUFFIXES)
        films, everything = self.tr("Video and sound files"), self.tr("All files")
        filters = f"{films} ({kinds});;{everything} (*)"
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a recording"), folder, filters)
        if name:
            self.chosen.emit(Path(name))


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged; None for several, or for anything else."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
