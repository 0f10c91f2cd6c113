"""A field of a form: below its name, with what is wrong said below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout

from screening_app.ui import theme
from screening_app.ui.widgets.basics import label, restyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel, QWidget


def form_field(name: str, field: QWidget, problem: QWidget | None = None) -> QVBoxLayout:
    """A field below its name, and below it what is wrong."""
    column = QVBoxLayout()
    column.setSpacing(theme.SPACE_XS)
    caption = label(name, "muted")
    caption.setBuddy(field)
    field.setAccessibleName(name)
    column.addWidget(caption)
    column.addWidget(field)
    if problem:
        column.addWidget(problem)
        problem.hide()
    column.addStretch(1)
    return column


def point_out(field: QWidget, where: QLabel, problem: str) -> None:
    """Say at `where` what is wrong with a field, and to screen readers; "" for nothing."""
    where.setText(problem)
    where.setVisible(bool(problem))
    field.setAccessibleDescription(problem)
    frame(field, wrong=bool(problem))


def frame(field: QWidget, *, wrong: bool) -> None:
    """Frame a field in red, or take the frame away."""
    if bool(field.property("wrong")) != wrong:
        field.setProperty("wrong", wrong)
        restyle(field)
