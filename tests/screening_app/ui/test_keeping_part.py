"""The rules in the settings: what may be chosen, what is due by them, and the way to look through it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from kept_clinic import make_old, recorded_session

from screening_app.domain import Action, AuditFilter, ContentKind
from screening_app.errors import StorageError
from screening_app.services.audit import entries
from screening_app.services.patients import add_patient
from screening_app.settings import ALWAYS, PERIODS, Settings
from screening_app.ui import keeping_part
from screening_app.ui.keeping_part import KeepingPart
from screening_app.ui.keeping_words import choice_in_words, counts_in_words, kind_name
from screening_app.ui.option_editors import PeriodEditor
from screening_app.ui.settings_page import SettingsPage

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation


@pytest.fixture
def part(qtbot: QtBot, app_services: AppServices) -> KeepingPart:
    made = KeepingPart(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def old_session(workspace: Workspace) -> None:
    recorded_session(workspace, add_patient(workspace, code="P-1"))
    make_old(workspace)


def test_every_kind_has_a_rule_that_keeps_always_until_one_is_chosen() -> None:
    rules = [option for option in fields(Settings) if option.metadata["group"] == "keeping"]
    assert [option.name for option in rules] == [f"keep_{kind.value}" for kind in ContentKind]
    assert {option.default for option in rules} == {ALWAYS}
    assert all(option.metadata["choices"] == PERIODS for option in rules)


@pytest.mark.usefixtures("old_session")
def test_without_a_rule_nothing_is_due_and_there_is_nothing_to_look_through(part: KeepingPart) -> None:
    assert part.state.text() == "There is no rule: everything is kept."
    assert not part.look_through.isEnabled()
    assert "older backups" in part.about.text()


@pytest.mark.usefixtures("old_session")
def test_a_rule_that_is_chosen_says_at_once_what_is_due(
    qtbot: QtBot, part: KeepingPart, app_services: AppServices
) -> None:
    app_services.settings_store.change(keep_recordings="24")
    qtbot.waitUntil(lambda: part.state.text() == "Due now: 1 recording.")
    app_services.settings_store.change(keep_recordings="360")
    qtbot.waitUntil(lambda: part.state.text() == "Nothing is due.")
    part.look_through.click()
    assert part.dialog is not None
    qtbot.waitUntil(lambda: not part.dialog.progress.active)
    part.dialog.reject()


def test_what_cannot_be_looked_up_is_told(
    qtbot: QtBot, part: KeepingPart, app_services: AppServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(keeping_part, "look", refuse)
    with qtbot.waitSignal(part.failed):
        app_services.settings_store.change(keep_logs="1")


@pytest.mark.usefixtures("old_session")
def test_on_the_page_a_rule_is_chosen_and_kept(qtbot: QtBot, app_services: AppServices) -> None:
    page = SettingsPage(app_services)
    qtbot.addWidget(page)
    editor = page.editors["keep_recordings"]
    assert isinstance(editor, PeriodEditor)
    assert [editor.box.itemText(place) for place in (0, 1, 4)] == [
        "Always keep",
        "Delete after 1 month",
        "Delete after 1 year",
    ]
    editor.box.setCurrentIndex(editor.box.findData("24"))
    editor.box.activated.emit(editor.box.currentIndex())
    assert app_services.settings_store.current.keep_recordings == "24"
    assert page.keeping.look_through.isEnabled()


def test_in_both_languages_periods_kinds_and_counts_have_words(translation: Translation) -> None:
    counts = dict.fromkeys(ContentKind, 2)
    told = [choice_in_words(months) for months in PERIODS]
    assert told[:6] == [
        "Always keep",
        *(f"Delete after {words}" for words in ("1 month", "3 months", "6 months", "1 year", "2 years")),
    ]
    english = {counts_in_words(counts), *told, *map(kind_name, ContentKind)}
    translation.use("zh")
    chinese = {counts_in_words(counts), *map(choice_in_words, PERIODS), *map(kind_name, ContentKind)}
    assert choice_in_words("24") == "2 年后删除"
    assert len(english) == len(chinese)
    assert not english & chinese


def test_a_rule_that_is_changed_stands_in_the_record_of_actions(workspace: Workspace) -> None:
    from screening_app.services.audit import record_settings

    record_settings(workspace, Settings(), Settings(keep_sessions="120"))
    newest = entries(workspace, AuditFilter(), count=1)[0]
    assert (newest.action, newest.details) == (Action.SETTINGS_CHANGED, '{"settings": ["keep_sessions"]}')
