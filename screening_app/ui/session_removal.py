"""The question before a session is removed for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from screening_app.ui.formats import format_date
from screening_app.ui.widgets.question import agreed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from screening_app.domain import Interview


def confirm_removal(page: QWidget, interview: Interview) -> bool:
    """Ask whether the session is to be removed with all that belongs to it."""
    date = format_date(interview.held_at, with_time=True)
    return agreed(
        page,
        QCoreApplication.translate("removal", "Remove session"),
        QCoreApplication.translate("removal", "Remove the session of {date} for good?").format(date=date),
        QCoreApplication.translate(
            "removal", "Its recording, transcript and scores are removed from this computer. This cannot be undone."
        ),
        yes=QCoreApplication.translate("removal", "Remove"),
        no=QCoreApplication.translate("removal", "Keep"),
    )
