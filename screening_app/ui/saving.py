"""After something was saved: say where it lies, and show it if that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.ui.widgets import Page


def tell_saved(page: Page, words: Callable[[], str], path: Path) -> None:
    """Say in the page's banner, in the language in force, that a file is saved, and offer to open it."""
    page.banner.show_message(
        words,
        "success",
        lambda: QCoreApplication.translate("saving", "Open it"),
        lambda: show_on_desktop(path),
    )


def show_on_desktop(path: Path) -> None:
    """Open a file, or a folder, with what the desktop opens it with."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))
