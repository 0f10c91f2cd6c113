"""The pictures of a report, on white paper whatever the theme: scores on their scales, and the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from screening_app.services.questionnaires import instrument
from screening_app.ui import theme
from screening_app.ui.charts import PICTURE_HEIGHT, PICTURE_WIDTH, history_picture
from screening_app.ui.report_html import WIDTH
from screening_app.ui.widgets.score_scale import ScoreScale
from selfmm.types import INDETERMINATE

if TYPE_CHECKING:
    from screening_app.services.reports import ReportContent
    from selfmm.types import LabelScale

MOST_SESSIONS = 100  # in the history; more could not be told apart on a page, and take long to draw
_GRAIN = 3  # pixels of a picture for one on the page
_PAPER = theme.LIGHT.raised  # the ground that scores stand on


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its size on the page, in pixels of 96 an inch."""

    image: QImage
    width: int
    height: int


def pictures_of(content: ReportContent, score_width: int) -> dict[str, Picture]:
    """All pictures of a report by the names that its HTML has for them: "score", "rating-phq-9", …, "history"."""
    made = {f"rating-{rating.instrument}": _rating(rating.instrument, rating.value, score_width)
            for rating in content.ratings}  # fmt: skip
    score = content.score
    if score is not None:
        undecided = score.band == INDETERMINATE
        made["score"] = _on_scale(score.scale, score.value, score.interval, undecided, score_width)
        height = round(WIDTH * PICTURE_HEIGHT / PICTURE_WIDTH)
        made["history"] = Picture(history_picture(content.history[-MOST_SESSIONS:], score.scale), WIDTH, height)
    return {name: picture for name, picture in made.items() if picture is not None}


def _rating(name: str, value: float | None, width: int) -> Picture | None:
    """A total on its instrument's scale; None where there is no total, or this program knows no cut-off."""
    scale = instrument(name).scale
    return None if scale is None or value is None else _on_scale(scale, value, None, False, width)


def _on_scale(
    scale: LabelScale, value: float | None, interval: tuple[float, float] | None, undecided: bool, width: int
) -> Picture:
    drawn = ScoreScale(scheme=theme.LIGHT)
    drawn.setStyleSheet(f"background: {_PAPER}")
    size = QSize(width, drawn.sizeHint().height())
    drawn.resize(size)
    drawn.show_score(scale, value, interval, undecided=undecided)
    image = QImage(size * _GRAIN, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDevicePixelRatio(_GRAIN)
    drawn.render(image)
    return Picture(image, size.width(), size.height())
