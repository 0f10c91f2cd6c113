"""The card of the backups: what it says as things stand, and what its buttons do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from backed_up import PASSPHRASE, set_up, with_backup

from screening_app.services import backups
from screening_app.services.backup_standing import opened_here
from screening_app.services.backups import destination_of, forget_destination
from screening_app.services.restoring import restore_at_next_start, waits_for_start
from screening_app.ui.backup_open_dialog import BackupOpenDialog
from screening_app.ui.backup_restore_dialog import BackupRestoreDialog
from screening_app.ui.backup_setup_dialog import BackupSetupDialog
from screening_app.ui.backup_thin_dialog import BackupThinDialog
from screening_app.ui.backups_card import BackupsCard
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from screening_app.services.workspace import Workspace
    from screening_app.ui.services import AppServices
    from screening_app.ui.translation import Translation


@pytest.fixture
def shown(qtbot: QtBot, app_services: AppServices) -> Callable[[], BackupsCard]:
    """Shows the card as things stand now."""

    def show() -> BackupsCard:
        card = BackupsCard(app_services)
        qtbot.addWidget(card)
        card.show()
        qtbot.waitUntil(lambda: card.standing is not None)
        return card

    return show


def visible(card: BackupsCard) -> set[str]:
    names = ("set_up", "go_on", "back_up", "check", "bring_back", "thin", "forget", "take_back")
    return {name for name in names if getattr(card, name).isVisible()}


def test_where_nothing_is_set_up_it_explains_and_offers_to(shown: Callable[[], BackupsCard]) -> None:
    card = shown()
    assert visible(card) == {"set_up", "go_on", "bring_back"}
    assert "encrypted" in card.why.text()
    card.set_up.click()
    assert isinstance(card.dialog, BackupSetupDialog)
    card.dialog.reject()
    card.bring_back.click()
    assert isinstance(card.dialog, BackupRestoreDialog)


def test_a_backup_is_made_and_counted(
    qtbot: QtBot, shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path
) -> None:
    set_up(workspace, tmp_path / "disk")
    card = shown()
    assert visible(card) == {"back_up", "check", "bring_back", "thin", "forget"}
    assert card.state.text() == "No backup has been made yet."
    assert str(tmp_path / "disk") in card.where.text()
    assert not card.check.isEnabled()
    card.back_up.click()
    assert card.progress.isVisible()
    assert not card.back_up.isEnabled()
    qtbot.waitUntil(lambda: "Backups: 1." in card.state.text())
    assert card.banner.text.startswith("The backup is made. New in it:")
    assert len(opened_here(workspace).snapshots) == 1
    assert card.back_up.isEnabled()


def test_the_newest_is_checked_and_damage_is_told(
    qtbot: QtBot, shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path
) -> None:
    with_backup(workspace, tmp_path / "disk")
    card = shown()
    card.check.click()
    qtbot.waitUntil(lambda: "is whole and can be brought back" in card.banner.text)
    for content in (tmp_path / "disk" / "screening-backup" / "content").glob("*/*"):
        content.write_bytes(content.read_bytes()[:-1])
    card.check.click()
    qtbot.waitUntil(lambda: "cannot be read" in card.banner.text)


def test_a_disk_that_is_away_is_told(shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path) -> None:
    set_up(workspace, tmp_path / "disk")
    shutil.rmtree(tmp_path / "disk")
    card = shown()
    assert "is not there" in card.state.text()
    assert not card.back_up.isEnabled()


def test_no_backup_while_an_interview_is_recorded(
    shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path, app_services: AppServices
) -> None:
    set_up(workspace, tmp_path / "disk")
    card = shown()
    app_services.events.tell_recording(True)
    assert not card.back_up.isEnabled()
    app_services.events.tell_recording(False)
    assert card.back_up.isEnabled()


def test_a_backup_is_cancelled(
    qtbot: QtBot,
    shown: Callable[[], BackupsCard],
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_up(workspace, tmp_path / "disk")
    card = shown()
    pieces = backups._pieces

    def cancelling(path: Path):
        card.progress._job.cancel()
        yield from pieces(path)

    monkeypatch.setattr(backups, "_pieces", cancelling)
    card.back_up.click()
    qtbot.waitUntil(lambda: not card.progress.active)
    assert opened_here(workspace).snapshots == ()
    assert not card.banner.text


def test_one_goes_on_with_backups_that_are_there(
    qtbot: QtBot, shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path
) -> None:
    with_backup(workspace, tmp_path / "disk")
    forget_destination(workspace)
    card = shown()
    card.go_on.click()
    dialog = card.dialog
    assert isinstance(dialog, BackupOpenDialog)
    assert not dialog.go.isEnabled()
    dialog.folder.path.setText(str(tmp_path / "disk"))
    dialog.secret.setText("another passphrase")
    dialog.go.click()
    qtbot.waitUntil(lambda: "does not fit" in dialog.secret_problem.text())
    dialog.secret.setText(PASSPHRASE)
    assert not dialog.secret_problem.isVisible()
    dialog.go.click()
    qtbot.waitUntil(lambda: "Backups: 1." in card.state.text())
    assert destination_of(workspace).chosen == tmp_path / "disk"


def test_a_folder_without_backups_is_told_beside_the_field(
    qtbot: QtBot, shown: Callable[[], BackupsCard], tmp_path: Path
) -> None:
    card = shown()
    card.go_on.click()
    dialog = card.dialog
    dialog.folder.path.setText(str(tmp_path))
    dialog.secret.setText(PASSPHRASE)
    dialog.go.click()
    qtbot.waitUntil(lambda: "There is no backup in" in dialog.folder_problem.text())


def test_no_more_backups_are_made_after_a_question(
    qtbot: QtBot,
    shown: Callable[[], BackupsCard],
    workspace: Workspace,
    tmp_path: Path,
    answer_question: Callable[[str], list[str]],
) -> None:
    with_backup(workspace, tmp_path / "disk")
    card = shown()
    said = answer_question("Make none any more")
    card.forget.click()
    qtbot.waitUntil(card.set_up.isVisible)
    assert "stay where they are" in said[0]
    assert destination_of(workspace) is None
    assert (tmp_path / "disk" / "screening-backup" / "keyring.json").exists()


def test_what_waits_for_the_next_start_is_taken_back(
    qtbot: QtBot, shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path
) -> None:
    snapshot = with_backup(workspace, tmp_path / "disk")
    restore_at_next_start(workspace.paths, destination_of(workspace), snapshot, no_report)
    card = shown()
    assert "take_back" in visible(card)
    card.take_back.click()
    qtbot.waitUntil(lambda: not card.take_back.isVisible())
    assert not waits_for_start(workspace.paths)


def test_thinning_out_is_opened(shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path) -> None:
    with_backup(workspace, tmp_path / "disk")
    card = shown()
    card.thin.click()
    assert isinstance(card.dialog, BackupThinDialog)


def test_it_follows_the_language(
    shown: Callable[[], BackupsCard], workspace: Workspace, tmp_path: Path, translation: Translation
) -> None:
    with_backup(workspace, tmp_path / "disk")
    card = shown()
    translation.use("zh")
    card.retranslate()
    assert card.back_up.text() == "立即备份"
    assert "备份数量：1" in card.state.text()
