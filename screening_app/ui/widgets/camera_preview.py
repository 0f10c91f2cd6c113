"""What the camera sees now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from screening_app.ui import theme
from screening_app.ui.widgets.accessible_role import give_role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CameraPreview(QWidget):
    """The newest picture, mirrored as people know themselves, or a sentence that says why there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_role(self, QAccessible.Role.Graphic)
        self._image: QImage | None = None
        self._message = ""
        self._faces: tuple[tuple[float, float, float, float], ...] = ()
        self.setMinimumSize(200, 130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def has_picture(self) -> bool:
        """Whether a picture is shown."""
        return self._image is not None

    def show_frame(self, frame: NDArray[np.uint8]) -> None:
        """Show one picture, (height, width, 3) RGB."""
        height, width, _ = frame.shape
        view = QImage(frame.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        self._image = view.flipped(Qt.Orientation.Horizontal)  # a copy of its own, so the bytes may go
        self.update()

    def show_faces(self, faces: tuple[tuple[float, float, float, float], ...]) -> None:
        """Frame faces, each (left, top, width, height) in shares of the picture as the camera sees it."""
        self._faces = faces
        self.update()

    @property
    def faces(self) -> tuple[tuple[float, float, float, float], ...]:
        """The faces that are framed."""
        return self._faces

    def show_message(self, message: str) -> None:
        """Say why there is no picture; it stands below the picture while there is one."""
        self._message = message
        self.setAccessibleName(message)
        self.update()

    def clear(self) -> None:
        """Take the picture away."""
        self._image, self._faces = None, ()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A 4:3 picture."""
        return QSize(280, 210)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the picture as large as fits, or the message."""
        scheme = theme.colours()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        around = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(around, theme.RADIUS, theme.RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(around, QColor(scheme.raised))
        if self._image is None:
            painter.setPen(QColor(scheme.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(theme.SPACE_M, 0, -theme.SPACE_M, 0), flags, self._message)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(around.center())
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(scheme.success), 2))
        for left, top, width, height in self._faces:
            mirrored = QRectF(1 - left - width, top, width, height)
            painter.drawRoundedRect(_within(place, mirrored), theme.RADIUS, theme.RADIUS)


def _within(place: QRectF, share: QRectF) -> QRectF:
    """A part of `place` that is told in shares of it."""
    return QRectF(
        place.x() + share.x() * place.width(),
        place.y() + share.y() * place.height(),
        share.width() * place.width(),
        share.height() * place.height(),
    )
