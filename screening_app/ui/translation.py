"""The language of the window: which one, and putting it in force at run time."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

from screening_app.paths import RESOURCES

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

TRANSLATIONS = RESOURCES / "translations"

_log = logging.getLogger(__name__)
_LOCALES = {"en": "en_GB", "zh": "zh_CN"}


def language_in_force(chosen: str) -> str:
    """The chosen language or, for "", the computer's: "zh" where that is Chinese, else "en"."""
    if chosen in _LOCALES:
        return chosen
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class PatientWords:
    """Words in the patient's language, which need not be the window's."""

    def __init__(self, language: str) -> None:
        self._translator = QTranslator()
        if language != "en" and not self._translator.load(_LOCALES[language], str(TRANSLATIONS)):
            _log.warning("There is no translation %s.qm; run packaging/update_translations.py", _LOCALES[language])

    def say(self, context: str, text: object) -> str:
        """The text, which stands in the code in English, in the patient's language."""
        return self._translator.translate(context, str(text)) or str(text)


class Translation:
    """Keeps the translators that are installed; all open widgets get a `LanguageChange` when they change."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = "en"  # that of the texts in the code

    def use(self, chosen: str) -> None:
        """Put a language in force: "en", "zh", or "" for the computer's own."""
        language = language_in_force(chosen)
        QLocale.setDefault(QLocale(_LOCALES[language]))
        if language == self.language:
            return
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self.language = language
        self._installed = [] if language == "en" else self._load(_LOCALES[language])
        for translator in self._installed:
            self._app.installTranslator(translator)

    def _load(self, name: str) -> list[QTranslator]:
        """Qt's own texts (buttons of dialogs) first, so that ours win where both have one."""
        folders = {f"qtbase_{name}": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)}
        folders[name] = str(TRANSLATIONS)
        loaded = []
        for file, folder in folders.items():
            translator = QTranslator()  # nobody's child: it goes, and the file it holds, with the list that it is in
            if translator.load(file, folder):
                loaded.append(translator)
            else:
                _log.warning("There is no translation %s.qm in %s; run packaging/update_translations.py", file, folder)
        return loaded
