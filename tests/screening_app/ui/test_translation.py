import string
import xml.etree.ElementTree as ET
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication

from screening_app.ui import messages
from screening_app.ui.translation import Translation, language_in_force


@pytest.fixture(scope="module")
def entries(update_translations: ModuleType) -> dict[tuple[str, str], ET.Element]:
    """The entries of zh_CN.ts by context and English text."""
    root = ET.parse(update_translations.TS).getroot()
    return {
        (context.findtext("name"), message.findtext("source")): message.find("translation")
        for context in root.iter("context")
        for message in context.iter("message")
    }


def test_every_text_outside_qt_is_handed_to_the_translators(
    entries: dict[tuple[str, str], ET.Element], update_translations: ModuleType
) -> None:
    wanted = {(context, text) for context, texts in update_translations.texts_outside_qt().items() for text in texts}

    assert len(wanted) > 80
    assert wanted <= entries.keys(), "run packaging/update_translations.py"


def test_every_entry_is_translated(entries: dict[tuple[str, str], ET.Element]) -> None:
    missing = [key for key, entry in entries.items() if entry.get("type") or not (entry.text or "").strip()]

    assert not missing


def test_translations_keep_the_gaps(entries: dict[tuple[str, str], ET.Element]) -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    done = {source: entry.text for (_, source), entry in entries.items() if entry.text}
    assert done
    assert not [source for source, text in done.items() if gaps(source) != gaps(text)]


def test_the_computers_language_is_used_unless_one_is_chosen() -> None:
    assert language_in_force("zh") == "zh"
    assert language_in_force("en") == "en"
    assert language_in_force("") in {"en", "zh"}


def test_languages_are_switched_at_run_time(translation: Translation) -> None:
    english = messages.notice()

    translation.use("zh")
    chinese = messages.notice()
    translation.use("en")

    assert "诊断" in chinese
    assert messages.notice() == english


def test_buttons_of_qts_own_dialogs_are_translated(translation: Translation) -> None:
    translation.use("zh")

    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
