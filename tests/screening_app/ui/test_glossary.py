from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from screening_app.ui import glossary
from screening_app.ui.translation import Translation


def test_every_term_is_a_sentence_in_both_languages(qapp: QApplication, translation: Translation) -> None:
    english = {code: (glossary.term(code), glossary.meaning(code)) for code in glossary.codes()}
    translation.use("zh")
    chinese = {code: (glossary.term(code), glossary.meaning(code)) for code in glossary.codes()}

    assert all(meaning.endswith(".") for _, meaning in english.values())
    assert not [code for code in english if english[code][1] == chinese[code][1]]
    assert {"score", "cut_off", "interval", "probability", "indeterminate", "marker"} <= english.keys()


def test_a_widget_explains_to_mouse_and_screen_reader(qtbot: QtBot) -> None:
    widget = QLabel()
    qtbot.addWidget(widget)

    glossary.explain(widget, "cut_off")

    assert widget.toolTip().startswith("<p><b>Cut-off</b><br>")
    assert widget.accessibleDescription() == glossary.meaning("cut_off")


def test_the_page_of_the_help_holds_every_term(qapp: QApplication) -> None:
    page = glossary.as_markdown()

    assert page.startswith("# ")
    assert all(f"**{glossary.term(code)}**" in page for code in glossary.codes())
