"""Users as an administrator sees them in the settings, and one's own passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screening_app.domain import Role
from screening_app.errors import WrongKeyError
from screening_app.paths import AppPaths
from screening_app.services.sign_in import keep_first_user, make_first_user, read_keyring, sign_in
from screening_app.services.users import add_user, enter
from screening_app.services.workspace import open_workspace
from screening_app.ui.account_card import AccountCard
from screening_app.ui.user_words import role_meaning, role_name, standing
from screening_app.ui.users_card import UsersCard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.domain import User
    from screening_app.services.workspace import Workspace
    from screening_app.ui.passphrase_fields import PassphraseFields
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation

pytestmark = pytest.mark.usefixtures("quick_passphrases")

PASSPHRASE, OTHER, THIRD = (
    "seven lamps under the quiet harbour",
    "violet tractor hums at dawn",
    "nine barrels of marzipan smoke",
)


@pytest.fixture
def workspace(tmp_path: Path, quick_passphrases: None) -> Iterator[Workspace]:
    """As the first administrator has it open."""
    paths = AppPaths(tmp_path / "data")
    first = make_first_user("Dr. 王", PASSPHRASE, sees_patients=True)
    opened = open_workspace(paths, keep_first_user(paths, first))
    enter(opened, first.signed)
    yield opened
    opened.close()


@pytest.fixture
def li(workspace: Workspace) -> User:
    return add_user(workspace, "Dr. Li", Role.CLINICIAN, OTHER)


@pytest.fixture
def card(qtbot: QtBot, app_services: AppServices) -> UsersCard:
    made = UsersCard(app_services)
    qtbot.addWidget(made)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: bool(made.users))
    return made


def _type(qtbot: QtBot, fields: PassphraseFields, passphrase: str) -> None:
    fields.passphrase.setText(passphrase)
    fields.again.setText(passphrase)
    qtbot.waitUntil(lambda: fields.is_complete)


def test_a_user_is_added_and_signs_in(qtbot: QtBot, card: UsersCard, workspace: Workspace) -> None:
    card.add.click()
    dialog = card.dialog
    assert not dialog.sees_patients.isVisible()
    dialog.name.setText("dr. 王")
    dialog.role.setCurrentIndex(dialog.role.findData(Role.TRAINEE))
    assert dialog.meaning.text() == role_meaning(Role.TRAINEE)
    _type(qtbot, dialog.fields, OTHER)
    dialog.go.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "already" in dialog.problem.text()
    dialog.name.setText("Trainee")
    dialog.go.click()
    qtbot.waitUntil(lambda: len(card.users) == 2)
    added = next(user for user in card.users if user.name == "Trainee")
    assert added.role is Role.TRAINEE
    assert sign_in(workspace.paths, added.id, OTHER).master == workspace.access.master


def test_a_role_is_changed(qtbot: QtBot, li: User, card: UsersCard, workspace: Workspace) -> None:
    card.buttons[li.id]["change"].click()
    dialog = card.dialog
    assert dialog.name.isReadOnly()
    assert dialog.fields.isHidden()
    dialog.role.setCurrentIndex(dialog.role.findData(Role.ADMINISTRATOR))
    assert dialog.sees_patients.isVisible()
    dialog.sees_patients.setChecked(True)
    dialog.go.click()
    qtbot.waitUntil(lambda: workspace.users.find(li.id).role is Role.ADMINISTRATOR)
    assert workspace.users.find(li.id).sees_patients


def test_nobody_is_offered_to_shut_themselves_out(li: User, card: UsersCard, workspace: Workspace) -> None:
    me = workspace.access.user.id
    assert set(card.buttons[me]) == {"change"}
    card.buttons[me]["change"].click()
    assert not card.dialog.role.isEnabled()
    assert card.dialog.sees_patients.isEnabled()


def test_a_user_is_shut_out_and_brought_back(
    qtbot: QtBot, li: User, card: UsersCard, workspace: Workspace, answer_question: Callable[[str], list[str]]
) -> None:
    answer_question("Keep")
    card.buttons[li.id]["shut_out"].click()
    assert workspace.users.find(li.id).is_active
    asked = answer_question("Shut out")
    card.buttons[li.id]["shut_out"].click()
    qtbot.waitUntil(lambda: "bring_back" in card.buttons[li.id])
    assert "Dr. Li" in asked[0]
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, li.id, OTHER)
    card.buttons[li.id]["bring_back"].click()
    qtbot.waitUntil(lambda: "shut_out" in card.buttons[li.id])
    sign_in(workspace.paths, li.id, OTHER)


def test_a_user_is_given_another_passphrase(qtbot: QtBot, li: User, card: UsersCard, workspace: Workspace) -> None:
    card.buttons[li.id]["reset"].click()
    _type(qtbot, card.dialog.fields, THIRD)
    with qtbot.waitSignal(card.dialog.accepted):
        card.dialog.go.click()
    sign_in(workspace.paths, li.id, THIRD)
    with pytest.raises(WrongKeyError):
        sign_in(workspace.paths, li.id, OTHER)


def test_another_key_is_ordered_for_the_next_sign_in(
    qtbot: QtBot, card: UsersCard, workspace: Workspace, answer_question: Callable[[str], list[str]]
) -> None:
    answer_question("Keep the key")
    card.change_key.click()
    assert not read_keyring(workspace.paths).next_master
    asked = answer_question("Change the key")
    card.change_key.click()
    qtbot.waitUntil(lambda: "next sign-in" in card.banner.text)
    assert "PINs" in asked[0]
    me, before = workspace.access.user.id, workspace.access.master
    assert sign_in(workspace.paths, me, PASSPHRASE).master == before
    workspace.close()
    open_workspace(workspace.paths, sign_in(workspace.paths, me, PASSPHRASE)).close()
    assert sign_in(workspace.paths, me, PASSPHRASE).master != before


def test_only_an_administrator_sees_the_card(qtbot: QtBot, li: User, app_services: AppServices) -> None:
    app_services.workspace.access.user = li
    hidden = UsersCard(app_services)
    qtbot.addWidget(hidden)
    assert hidden.isHidden()
    hidden.refresh()
    assert hidden.users == ()


def test_the_own_passphrase_is_changed(qtbot: QtBot, app_services: AppServices, workspace: Workspace) -> None:
    card = AccountCard(app_services)
    qtbot.addWidget(card)
    card.show()
    assert card.who.text() == "Dr. 王, Administrator who sees patients"
    card.change.click()
    dialog = card.dialog
    dialog.old.setText(OTHER)
    _type(qtbot, dialog.fields, THIRD)
    dialog.go.click()
    qtbot.waitUntil(dialog.problem.isVisible)
    assert "does not fit" in dialog.problem.text()
    dialog.old.setText(PASSPHRASE)
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert "new passphrase" in card.banner.text
    sign_in(workspace.paths, workspace.access.user.id, THIRD)


def test_roles_have_words_in_both_languages(translation: Translation, li: User) -> None:
    english = {role: (role_name(role), role_meaning(role)) for role in Role}
    translation.use("zh")
    for role in Role:
        name, meaning = role_name(role), role_meaning(role)
        assert name != english[role][0]
        assert meaning != english[role][1]
    assert standing(li) == "医生"
