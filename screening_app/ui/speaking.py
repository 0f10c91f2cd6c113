"""Another language than the window's, for what is made meanwhile, such as a report."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from screening_app.ui.formats import language_in_force
from screening_app.ui.translation import TRANSLATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHINESE = "zh_CN"


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Put "en" or "zh" in force for what is made meanwhile; "" changes nothing."""
    before = QLocale()
    app = QApplication.instance()
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
        _let_windows_be()


def _let_windows_be() -> None:
    """Nothing has changed for them: without this, each would set all of its texts again."""
    for window in (*QApplication.topLevelWidgets(), *QApplication.topLevelWindows()):  # not seen yet; seen
        QCoreApplication.removePostedEvents(window, QEvent.Type.LanguageChange.value)


class _English(QTranslator):
    """Stands before the translators that are installed and leaves every text as it stands in the code."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return text
