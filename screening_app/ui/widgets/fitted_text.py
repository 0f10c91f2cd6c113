"""A text as large as it can stand whole in the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class FittedText(QLabel):
    """Plain text, wrapped; of `sizes`, in points and the largest first, the first that fits is taken."""

    def __init__(self, sizes: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self.points = sizes[-1]
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show another text."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the text to the room."""
        super().resizeEvent(event)
        self._fit()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """The room decides how large the text is, not the other way round."""
        return False

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few short lines."""
        return QSize(160, 72)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room to be read across a table."""
        return QSize(480, 160)

    def _fit(self) -> None:
        room = self.contentsRect()
        for size in self._sizes:
            self._set_points(size)
            metrics = self.fontMetrics()
            needed = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, self.text())
            height = max(needed.height(), self.heightForWidth(self.width()))
            if height <= room.height() and needed.width() <= room.width():
                break

    def _set_points(self, size: int) -> None:
        """Take the size at once, so that it is measured as it will be drawn."""
        if size != self.points or not self.styleSheet():
            self.points = size
            self.setStyleSheet(f"font-size: {size}pt;")
            self.ensurePolished()
