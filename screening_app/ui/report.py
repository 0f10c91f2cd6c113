"""A report about one assessment as a PDF on A4, in either language."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QMarginsF, QObject, QRectF, QSize, QSizeF, Qt, QTranslator, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QGuiApplication,
    QImage,
    QPageLayout,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from screening_app.services.reports import report_of
from screening_app.ui import messages, theme
from screening_app.ui.charts import PICTURE_HEIGHT, PICTURE_WIDTH, history_picture
from screening_app.ui.files import written_beside
from screening_app.ui.formats import format_clock, format_date, format_value, language_in_force
from screening_app.ui.history_words import change_in_words
from screening_app.ui.score_words import (
    chance_in_words,
    interval_in_words,
    modality_in_words,
    quality_in_words,
)
from screening_app.ui.translation import TRANSLATIONS
from screening_app.ui.widgets.score_scale import ScoreScale
from selfmm.types import INDETERMINATE, Modality

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from screening_app.services.reports import ReportContent
    from screening_app.ui.services import AppServices
    from selfmm.types import Score

_MARGINS = QMarginsF(18, 16, 18, 16)  # millimetres
_DOTS = 300  # per inch
_FOOTER = 34  # points that the footer takes
_WIDTH = 640  # of the text, in pixels of 96 an inch: pictures are given in these
_SCALE_SIZE = QSize(_WIDTH, 76)
_GRAIN = 3  # pixels of a picture for one on the page
_CHINESE = "zh_CN"

# what QTextDocument understands of CSS; colours are those of the light theme
_STYLE = f"""
    body {{ color: {theme.LIGHT.text}; }}
    h1 {{ font-size: 15pt; margin-bottom: 0; }}
    h2 {{ font-size: 10.5pt; margin-top: 9px; margin-bottom: 3px; color: {theme.LIGHT.accent}; }}
    p {{ margin-top: 2px; margin-bottom: 4px; }}
    .muted {{ color: {theme.LIGHT.muted}; }}
    .demo {{ color: {theme.LIGHT.danger}; font-weight: bold; }}
    .figure {{ font-size: 13pt; font-weight: bold; }}
    th {{ text-align: left; font-weight: bold; color: {theme.LIGHT.muted}; }}
"""


def export_report(
    services: AppServices, assessment_id: str, path: Path, *, with_text: bool = False, language: str = ""
) -> None:
    """Write the report about an assessment; raises StorageError where it is gone or the file cannot be written."""
    content = report_of(services.workspace, assessment_id, services.settings_store.current)
    write_report(content, path, with_text=with_text, language=language)


def write_report(content: ReportContent, path: Path, *, with_text: bool = False, language: str = "") -> None:
    """Write the PDF in "en", "zh" or the language in force.

    What the person said stays out unless `with_text`. Raises StorageError where the file cannot be written.
    """
    with written_beside(path) as beside, speaking(language), theme.on_paper():
        Report(content, with_text=with_text).write(beside)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Put "en" or "zh" in force for what is made meanwhile; "" changes nothing."""
    before = QLocale()
    app = QGuiApplication.instance()
    if app is None or not language or language == language_in_force():
        yield
        return
    translator = _English() if language == "en" else QTranslator()
    translator.load(_CHINESE, str(TRANSLATIONS))
    QLocale.setDefault(QLocale("en_GB" if language == "en" else _CHINESE))
    app.installTranslator(translator)
    try:
        yield
    finally:
        app.removeTranslator(translator)
        QLocale.setDefault(before)


class _English(QTranslator):
    """Stands before the translators that are installed and leaves every text as it stands in the code."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text


class Report(QObject):
    """The pages of one report: made as HTML, laid out by Qt."""

    def __init__(self, content: ReportContent, *, with_text: bool) -> None:
        super().__init__()
        self._content = content
        self._score = content.assessment.score
        self._with_text = with_text

    def html(self) -> str:
        """The whole report; its pictures are called "score" and "history"."""
        sections = (
            self._head(),
            self._notice(),
            self._facts(),
            self._result(),
            self._model(),
            self._history(),
            self._modalities_and_quality(),
            self._answers(),
        )
        return f"<html><head><style>{_STYLE}</style></head><body>{''.join(sections)}</body></html>"

    def write(self, path: Path) -> None:
        """Write the PDF."""
        writer = QPdfWriter(str(path))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(_MARGINS, QPageLayout.Unit.Millimeter)
        writer.setResolution(_DOTS)
        writer.setTitle(self._title())
        document = self.lay_out(writer)
        painter = QPainter(writer)
        for page in range(document.pageCount()):
            if page:
                writer.newPage()
            self.paint_page(painter, document, page)
        painter.end()

    def lay_out(self, device: QPaintDevice) -> QTextDocument:
        """The report in pages as large as the device, less the room for the footer."""
        document = QTextDocument()
        document.setDefaultFont(theme.font(9.5))
        document.documentLayout().setPaintDevice(device)
        document.setDocumentMargin(0)
        document.setPageSize(QSizeF(device.width(), device.height() - _footer_height(device)))
        images = {"score": _score_picture(self._score), "history": self._history_picture()}
        for name, image in images.items():
            document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        document.setHtml(self.html())
        return document

    def _history_picture(self) -> QImage:
        return history_picture(self._content.history, self._score.scale, self._score.coverage)

    def paint_page(self, painter: QPainter, document: QTextDocument, page: int) -> None:
        """Paint a page, counted from 0, with its footer."""
        height = document.pageSize().height()
        area = QRectF(0, page * height, document.pageSize().width(), height)
        painter.save()
        painter.translate(0, -area.top())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette = theme.palette(theme.LIGHT)  # a dark theme would write white
        context.clip = area
        painter.setClipRect(area)
        document.documentLayout().draw(painter, context)
        painter.restore()
        footer = QRectF(0, height, area.width(), _footer_height(painter.device()))
        self._paint_footer(painter, footer, page + 1, document.pageCount())

    def _paint_footer(self, painter: QPainter, area: QRectF, page: int, pages: int) -> None:
        painter.save()
        painter.setFont(theme.font(theme.TYPE_SMALL - 1))
        painter.setPen(theme.LIGHT.muted)
        bottom = Qt.AlignmentFlag.AlignBottom
        short_notice = self.tr("Research and decision support. Not a diagnosis.")
        painter.drawText(
            area, bottom | Qt.AlignmentFlag.AlignLeft, f"{self._content.patient.code}   ·   {short_notice}"
        )
        number = self.tr("Page {page} of {pages}").format(page=page, pages=pages)
        painter.drawText(area, bottom | Qt.AlignmentFlag.AlignRight, number)
        painter.restore()

    def _title(self) -> str:
        return self.tr("Depression screening: report on one session")

    def _head(self) -> str:
        made = self.tr("Made on {date}").format(date=format_date(datetime.now(UTC), with_time=True))
        demonstration = self.tr("Demonstration: this person does not exist.")
        mark = f"<p class='demo'>{escape(demonstration)}</p>" if self._content.patient.is_demo else ""
        return f"<h1>{escape(self._title())}</h1><p class='muted'>{escape(made)}</p>{mark}"

    def _notice(self) -> str:
        return f"{_box(escape(messages.notice()), theme.LIGHT.warning_soft)}<p></p>"

    def _facts(self) -> str:
        patient, interview = self._content.patient, self._content.interview
        length = format_clock(interview.recording.duration_seconds) if interview.recording else "–"
        return _pairs(
            (
                (self.tr("Patient"), patient.code),
                (self.tr("Session held on"), format_date(interview.held_at, with_time=True)),
                (self.tr("Sex"), messages.sex_name(patient.sex)),
                (self.tr("Source"), messages.source_name(interview.source)),
                (self.tr("Year of birth"), str(patient.birth_year or "–")),
                (self.tr("Language spoken"), messages.language_name(interview.language)),
                (self.tr("Scored on"), format_date(self._content.assessment.created_at, with_time=True)),
                (self.tr("Length"), length),
            )
        )

    def _result(self) -> str:
        notes = [messages.reason(code) for code in self._score.reasons]
        return _section(
            self.tr("Result"),
            f"<p class='figure'>{escape(self._headline())}</p>"
            f"<p><img src='score' width='{_SCALE_SIZE.width()}' height='{_SCALE_SIZE.height()}'></p>"
            f"<p>{escape(self._sureness())}</p>{_list(notes)}<p>{escape(change_in_words(self._content.change))}</p>",
        )

    def _headline(self) -> str:
        score = self._score
        if score.value is None:
            return self.tr("Indeterminate: no score can be given")
        if score.band == INDETERMINATE:
            return self.tr("Indeterminate: {value} on {scale} lies too close to the cut-off of {cutoff}").format(
                value=format_value(score.value), scale=score.scale.name, cutoff=f"{score.scale.cutoff:g}"
            )
        return self.tr("{scale} {value}: {band}").format(
            scale=score.scale.name, value=format_value(score.value), band=messages.band_name(score.band)
        )

    def _sureness(self) -> str:
        score = self._score
        scale = self.tr("The scale goes from {minimum} to {maximum}; its cut-off is {cutoff}.").format(
            minimum=f"{score.scale.minimum:g}", maximum=f"{score.scale.maximum:g}", cutoff=f"{score.scale.cutoff:g}"
        )
        return " ".join(filter(None, (interval_in_words(score), chance_in_words(score), scale)))

    def _modalities_and_quality(self) -> str:
        views = tuple((messages.modality_name(name), modality_in_words(self._score, name)) for name in Modality)
        warnings = [messages.reason(code) for code in self._score.warnings]
        quality = _pairs(quality_in_words(self._score.quality)) + _list(warnings)
        return _section(self.tr("What each says by itself"), _pairs(views, per_row=3)) + _section(
            self.tr("Quality of the recording"), quality
        )

    def _answers(self) -> str:
        if not self._score.answers:
            return ""
        heads = [self.tr("Answer"), self.tr("Time"), self.tr("Value")]
        if self._with_text:
            heads.append(self.tr("What was said"))
        rows = [self._answer_row(number, heads) for number in range(len(self._score.answers))]
        return _table(self.tr("Answers"), heads, rows)

    def _answer_row(self, number: int, heads: list[str]) -> list[str]:
        answer = self._score.answers[number]
        time = f"{format_clock(answer.start)} – {format_clock(answer.end)}" if answer.end > answer.start else "–"
        return [str(number + 1), time, format_value(answer.value), answer.text][: len(heads)]

    def _history(self) -> str:
        width = _WIDTH
        height = round(width * PICTURE_HEIGHT / PICTURE_WIDTH)
        return _section(self.tr("History"), f"<p><img src='history' width='{width}' height='{height}'></p>")

    def _model(self) -> str:
        card = self._content.card_line(language_in_force())
        unknown = self.tr("This model is no longer the active one; its card is not at hand.")
        return _section(self.tr("Model"), f"<p>{escape(self._score.bundle)} · {escape(card or unknown)}</p>")


def _score_picture(score: Score) -> QImage:
    """The score on its scale, on white."""
    scale = ScoreScale(scheme=theme.LIGHT)
    scale.setStyleSheet(f"background: {theme.LIGHT.surface}")
    scale.resize(_SCALE_SIZE)
    scale.show_score(score.scale, score.value, score.interval, undecided=score.band == INDETERMINATE)
    image = QImage(_SCALE_SIZE * _GRAIN, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDevicePixelRatio(_GRAIN)
    scale.render(image)
    return image


def _footer_height(device: QPaintDevice) -> float:
    """The room for the footer in dots of the device."""
    return _FOOTER * device.logicalDpiY() / 72


def _section(title: str, html: str) -> str:
    return f"<h2>{escape(title)}</h2>{html}"


def _box(text: str, colour: str) -> str:
    """A paragraph, already escaped, on a coloured ground."""
    return f"<table width='100%' cellpadding='7' cellspacing='0'><tr><td bgcolor='{colour}'>{text}</td></tr></table>"


def _pairs(pairs: Iterable[tuple[str, str]], per_row: int = 2) -> str:
    """Names with their values, some pairs a row."""
    width = 50 // per_row
    cells = [
        f"<td width='{width}%' class='muted'>{escape(name)}</td><td width='{width}%'>{escape(value)}</td>"
        for name, value in pairs
    ]
    rows = [f"<tr>{''.join(cells[first : first + per_row])}</tr>" for first in range(0, len(cells), per_row)]
    return f"<table width='100%' cellpadding='2' cellspacing='0'>{''.join(rows)}</table>"


def _list(sentences: list[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f"<ul>{items}</ul>" if sentences else ""


def _table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    """A table whose title and heads are repeated on each page; a fourth column takes the rest of the width."""
    widths = [f"{width}px" for width in (70, 110, 70)] + [f"{_WIDTH - 250}px"]
    cells = "".join(f"<th width='{width}'>{escape(name)}</th>" for name, width in zip(heads, widths, strict=False))
    head = f"<tr><td colspan='{len(heads)}'><h2>{escape(title)}</h2></td></tr><tr>{cells}</tr>"
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<table style='page-break-before: always' cellpadding='3' cellspacing='0'><thead>{head}</thead>{body}</table>"
    )
