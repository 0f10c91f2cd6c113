"""What followed on the item about death and self-harm: on the first page of a report whenever there was anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.services.questionnaires import instrument
from screening_app.ui import theme
from screening_app.ui.formats import format_date
from screening_app.ui.report_html import box, pairs, paragraph

if TYPE_CHECKING:
    from screening_app.domain import Rating, SafetyReview
    from screening_app.services.reports import ReportContent


def safety_panels(content: ReportContent) -> str:
    """A panel for each review, open or done, and for each item that was left out; "" where there is nothing."""
    panels = [
        *(_review(review, content) for review in content.safety_reviews),
        *(_open(_positive(rating)) for rating in content.unreviewed),
        *(_unanswered(rating) for rating in content.safety_unanswered),
    ]
    return "".join(panels)


def _review(review: SafetyReview, content: ReportContent) -> str:
    rated = next((rating for rating in content.ratings if rating.id == review.rating_id), None)
    heading = _positive(rated)
    if review.reviewed_at is None:
        return _open(heading)
    done = QCoreApplication.translate("Report", "The person was assessed.")
    facts = (
        (QCoreApplication.translate("Report", "Assessed by"), review.assessed_by),
        (QCoreApplication.translate("Report", "Assessed on"), format_date(review.reviewed_at, with_time=True)),
        (QCoreApplication.translate("Report", "Tool"), review.tool),
        (QCoreApplication.translate("Report", "Outcome"), review.outcome),
    )
    plan = ((QCoreApplication.translate("Report", "Plan"), review.plan),)
    return box(
        paragraph(heading, "danger") + paragraph(done) + pairs(facts) + pairs(plan, per_row=1, name_share=0.25),
        theme.LIGHT.surface,
        theme.LIGHT.danger,
    )


def _open(heading: str) -> str:
    still = QCoreApplication.translate(
        "Report", "OPEN: nobody has assessed the person yet. Do so before anything else."
    )
    return box(paragraph(heading, "danger") + paragraph(still, "strong"), theme.LIGHT.danger_soft, theme.LIGHT.danger)


def _unanswered(rating: Rating) -> str:
    known = instrument(rating.instrument)
    left_out = QCoreApplication.translate(
        "Report", "Item {number} of the {name}, about death and self-harm, was not answered. Ask the person."
    )
    return box(
        paragraph(left_out.format(number=known.safety_item, name=known.name), "danger"),
        theme.LIGHT.surface,
        theme.LIGHT.danger,
    )


def _positive(rating: Rating | None) -> str:
    """Which item was answered with more than 0; a rating that was corrected since is not at hand."""
    if rating is None:
        return QCoreApplication.translate("Report", "The item about death and self-harm was answered with more than 0.")
    known = instrument(rating.instrument)
    answered = QCoreApplication.translate(
        "Report", "Item {number} of the {name}, about death and self-harm, was answered with {answer}."
    )
    answer = rating.answers[(known.safety_item or 1) - 1]
    return answered.format(number=known.safety_item, name=known.name, answer=answer)
