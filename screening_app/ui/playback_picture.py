"""The picture of a recording while it plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QPaintEvent
    from PySide6.QtMultimedia import QVideoFrame


class PlaybackPicture(QWidget):
    """The newest picture as large as fits, or a sentence that says when there will be one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame: QVideoFrame | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._frame is not None

    def show_frame(self, frame: QVideoFrame) -> None:
        """Show a picture. It is made out when it is painted, so that those that come too fast cost nothing."""
        self._frame, self._image = frame, None
        self.update()

    def clear(self) -> None:
        """Take the picture away."""
        self._frame = self._image = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A 4:3 picture."""
        return QSize(160, 120)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text again."""
        self.setAccessibleName(self.tr("Picture of the recording"))
        self._message = self.tr("The picture is shown while the recording plays.")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the picture, or the sentence."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), theme.RADIUS, theme.RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(scheme.raised))
        image = self._made_out()
        if image is None:
            painter.setPen(QColor(scheme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(theme.SPACE_S, 0, -theme.SPACE_S, 0), flags, self._message)
            return
        size = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        painter.drawImage(place, image)

    def _made_out(self) -> QImage | None:
        if self._image is None and self._frame is not None:
            self._image = self._frame.toImage()
        return self._image
