"""The texts that a widget paints: its painting is played into a device that only keeps the texts and their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPainter, QRegion
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF, QSize
    from PySide6.QtGui import QPaintEngineState, QTextItem


@dataclass(frozen=True, slots=True)
class PaintedText:
    """A line of text as a widget paints it, in the widget's own pixels."""

    text: str
    box: QRectF


class _TextKeeper(QPaintEngine):
    """Keeps texts; everything else that is painted is let go."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.kept: list[PaintedText] = []

    def drawTextItem(self, place: QPointF, item: QTextItem) -> None:  # noqa: N802 - Qt's name
        letters = QRectF(place.x(), place.y() - item.ascent(), item.width(), item.ascent() + item.descent())
        if item.text().strip():
            self.kept.append(PaintedText(item.text().strip(), self.painter().combinedTransform().mapRect(letters)))

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: QPaintEngineState) -> None:  # noqa: N802 - Qt's name
        pass

    def _let_go(self, *_: object) -> None:
        pass

    drawPixmap = drawImage = drawTiledPixmap = drawPath = _let_go  # noqa: N815 - Qt's names
    drawRects = drawLines = drawPolygon = drawEllipse = drawPoints = _let_go  # noqa: N815


class _TextDevice(QPaintDevice):
    """A sheet as large as a widget."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._engine, self._size = _TextKeeper(), size

    def paintEngine(self) -> _TextKeeper:  # noqa: N802 - Qt's name
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        asked = QPaintDevice.PaintDeviceMetric
        dots = dict.fromkeys((asked.PdmDpiX, asked.PdmDpiY, asked.PdmPhysicalDpiX, asked.PdmPhysicalDpiY), 96)
        ratio = {asked.PdmDevicePixelRatio: 1, asked.PdmDevicePixelRatioScaled: 1 << 16}
        size = {asked.PdmWidth: self._size.width(), asked.PdmHeight: self._size.height(), asked.PdmDepth: 32}
        return (dots | ratio | size).get(metric, 0)


def painted_texts(widget: QWidget) -> list[PaintedText]:
    """The texts that a widget paints by itself, without those of its children."""
    device = _TextDevice(widget.size())
    painter = QPainter(device)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    return device.paintEngine().kept
