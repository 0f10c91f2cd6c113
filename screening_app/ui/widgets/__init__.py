"""Small widgets that several pages share."""

from __future__ import annotations

from screening_app.ui.widgets.banner import Banner
from screening_app.ui.widgets.basics import Badge, Button, Card, EmptyState, PageHeader, label, line, restyle
from screening_app.ui.widgets.page import Page
from screening_app.ui.widgets.progress_panel import ProgressPanel

__all__ = [
    "Badge",
    "Banner",
    "Button",
    "Card",
    "EmptyState",
    "Page",
    "PageHeader",
    "ProgressPanel",
    "label",
    "line",
    "restyle",
]
