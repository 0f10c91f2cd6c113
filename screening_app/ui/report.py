"""A report about one session as pages: a PDF, or paper, in either language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPagedPaintDevice,
    QPageLayout,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextDocument,
    QTextOption,
)
from shiboken6 import Shiboken

from screening_app.services.reports import ReportChoices, record_saving, report_of
from screening_app.ui import theme
from screening_app.ui.files import written_beside
from screening_app.ui.paper import MARGINS, paper_size
from screening_app.ui.report_details import details
from screening_app.ui.report_html import STYLE
from screening_app.ui.report_pictures import pictures_of
from screening_app.ui.report_summary import SCORE_WIDTH, state_in_words, summary, title
from screening_app.ui.speaking import speaking

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.services.reports import ReportContent
    from screening_app.ui.services import AppServices

_DOTS = 300  # per inch
_FOOTER = 30  # points that the footer takes
_USUAL = ReportChoices()


def export_report(services: AppServices, assessment_id: str, path: Path, choices: ReportChoices = _USUAL) -> None:
    """Write the report about an assessment; raises StorageError where it is gone or the file cannot be written."""
    content = report_of(services.workspace, assessment_id, services.settings_store.current)
    write_pages(prepare_report(content, choices), path, lambda: record_saving(services.workspace, content, choices))


def prepare_report(content: ReportContent, choices: ReportChoices = _USUAL) -> Report:
    """The report in the language that is chosen, with all that only the window's thread can draw."""
    with speaking(choices.language), theme.on_paper():
        return Report(content, choices)


def write_pages(report: Report, path: Path, record: Callable[[], None]) -> None:
    """Lay out and write the pages as a PDF, on the paper that is usual here; in any thread.

    `record` is called when they are written, before the file takes its place. Raises StorageError where the file cannot
    be written.
    """
    QEventLoop()  # a thread that is not Qt's has timers only from then on, and the layout of a text wants some
    with written_beside(path) as beside:
        writer = QPdfWriter(str(beside))
        writer.setPageSize(paper_size())
        writer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
        writer.setResolution(_DOTS)
        writer.setTitle(report.title)
        report.paint(writer)
        Shiboken.delete(writer)  # PySide takes the layout of a text for its owner, so it would stay for good
        record()


class Report:
    """The pages of one report: made as HTML in the language in force, then laid out by Qt, which may be elsewhere."""

    def __init__(self, content: ReportContent, choices: ReportChoices = _USUAL) -> None:
        self.title = title()
        self._pictures = pictures_of(content, SCORE_WIDTH)
        pages = summary(content, choices, self._pictures) + details(content, choices, self._pictures)
        self._html = f"<html><head><style>{STYLE}</style></head><body>{pages}</body></html>"
        self._font, self._footer_font = theme.font(9.5), theme.font(theme.TYPE_SMALL - 1)
        self._palette = theme.palette(theme.LIGHT)  # a dark theme would write white
        short_notice = QCoreApplication.translate("Report", "Research and decision support. Not a diagnosis.")
        self._footer = "   ·   ".join((content.patient.code, state_in_words(content), short_notice))
        self._number = QCoreApplication.translate("Report", "Page {page} of {pages}")

    def html(self) -> str:
        """The whole report."""
        return self._html

    def paint(self, device: QPagedPaintDevice) -> bool:
        """Paint all pages; False where the device does not take them."""
        document = self.lay_out(device)
        painter = QPainter()
        if not painter.begin(device):
            return False
        for page in range(document.pageCount()):
            if page:
                device.newPage()
            self.paint_page(painter, document, page)
        return painter.end()

    def lay_out(self, device: QPaintDevice) -> QTextDocument:
        """The report in pages as large as the device, less the room for the footer."""
        document = QTextDocument()
        document.setDefaultFont(self._font)
        document.documentLayout().setPaintDevice(device)
        document.setDocumentMargin(0)
        document.setDefaultTextOption(_anywhere())
        document.setPageSize(QSizeF(device.width(), device.height() - _footer_height(device)))
        for name, picture in self._pictures.items():
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture.image)
        document.setHtml(self._html)
        return document

    def paint_page(self, painter: QPainter, document: QTextDocument, page: int) -> None:
        """Paint a page, counted from 0, with its footer."""
        height = document.pageSize().height()
        area = QRectF(0, page * height, document.pageSize().width(), height)
        painter.save()
        painter.translate(0, -area.top())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = self._palette
        context.clip = area
        painter.setClipRect(area)
        document.documentLayout().draw(painter, context)
        painter.restore()
        footer = QRectF(0, height, area.width(), _footer_height(painter.device()))
        self._paint_footer(painter, footer, page + 1, document.pageCount())

    def _paint_footer(self, painter: QPainter, area: QRectF, page: int, pages: int) -> None:
        """Whose report it is, how final, what it is not, and the number of the page."""
        painter.save()
        painter.setFont(self._footer_font)
        painter.setPen(theme.LIGHT.muted)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(area, bottom | Qt.AlignmentFlag.AlignLeft, self._footer)
        painter.drawText(area, bottom | Qt.AlignmentFlag.AlignRight, self._number.format(page=page, pages=pages))
        painter.restore()


def _anywhere() -> QTextOption:
    """Lines break between words, and within one that is wider than the page."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _footer_height(device: QPaintDevice) -> float:
    """The room for the footer in dots of the device."""
    return _FOOTER * device.logicalDpiY() / 72
