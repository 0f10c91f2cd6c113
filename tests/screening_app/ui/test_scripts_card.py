"""Scripts of the clinic's own come in, go, and never take another's place unasked; mistakes are told by place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.services.prompts import all_scripts, bundled_script, import_script
from screening_app.services.script_files import to_json
from screening_app.ui.script_choice import ScriptChoice
from screening_app.ui.scripts_card import ScriptsCard

if TYPE_CHECKING:
    from pathlib import Path

    from screening_app.ui.services import AppServices


@pytest.fixture
def card(qtbot, app_services: AppServices) -> ScriptsCard:
    made = ScriptsCard(app_services)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made._rows.count() == 2)
    return made


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    path.write_text(to_json("mine", bundled_script("short").cards_in("zh")), encoding="utf-8")
    return path


def names(app_services: AppServices) -> list[str]:
    return [script.name for script in all_scripts(app_services.workspace).usable]


def test_a_script_is_imported_and_removed_again(qtbot, card, mine, app_services, answer_question):
    with qtbot.waitSignal(card.changed):
        card.import_from(mine)
    qtbot.waitUntil(lambda: "mine" in card.remove)
    assert not card.problem.isVisible()
    said = answer_question("Remove")
    with qtbot.waitSignal(card.changed):
        card.remove["mine"].click()
    assert "mine" in said[0]
    assert names(app_services) == ["short", "full"]
    qtbot.waitUntil(lambda: card._rows.count() == 2)


def test_another_script_of_the_name_is_asked_about(qtbot, card, mine, app_services, answer_question):
    import_script(app_services.workspace, mine)
    mine.write_text(to_json("mine", bundled_script("full").cards), encoding="utf-8")
    said = answer_question("Keep the old one")
    card.import_from(mine)
    qtbot.waitUntil(lambda: bool(said))
    assert len(all_scripts(app_services.workspace).named("mine").cards) == 3
    answer_question("Replace it")
    with qtbot.waitSignal(card.changed):
        card.import_from(mine)
    assert len(all_scripts(app_services.workspace).named("mine").cards) == 24


def test_every_mistake_is_told_with_its_place(qtbot, card, tmp_path, app_services):
    path = tmp_path / "bad.csv"
    head = "id,version,language,domain,valence,text,hint,minimum_seconds,maximum_seconds\n"
    path.write_text(head + "a,1,de,x,neutral,Why?,,15,90\n" + "b,1,en,x,neutral,,,15,90\n" * 14)
    card.import_from(path)
    qtbot.waitUntil(lambda: bool(card.problem.text()))
    lines = card.problem.text().splitlines()
    assert lines[0].startswith("bad.csv was not imported")
    assert lines[1] == "Line 2: “language” has to be one of: en, zh."
    assert lines[2] == "Line 3: “text” is missing or empty."
    assert lines[-1] == "… and 3 more"
    assert names(app_services) == ["short", "full"]


def test_a_damaged_script_is_listed_and_can_be_removed(qtbot, card, mine, app_services):
    import_script(app_services.workspace, mine)
    (app_services.workspace.paths.scripts / "mine.json").write_text("{")
    card.refresh()
    qtbot.waitUntil(lambda: "mine" in card.remove)


def test_the_chosen_script_is_remembered(qtbot, app_services, mine):
    choice = ScriptChoice(app_services)
    qtbot.addWidget(choice)
    assert choice.name == "short"
    with qtbot.waitSignal(choice.changed):
        choice.choose("full")
    assert len(choice.cards("zh")) == 12
    later = ScriptChoice(app_services)
    qtbot.addWidget(later)
    assert later.name == "full"
    import_script(app_services.workspace, mine)
    later.refresh()
    later.choose("mine")
    assert later.cards("en") == ()
    assert len(later.cards("zh")) == 3
    (app_services.workspace.paths.scripts / "mine.json").unlink()
    later.refresh()
    assert later.name == "short"
