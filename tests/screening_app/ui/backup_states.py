"""The states of the backups that are looked at, with real backups of the example data."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea

from screening_app.crypto.passphrases import Strength
from screening_app.services.backup_standing import opened_here
from screening_app.services.backups import back_up, forget_destination, go_on_with_backups, set_up_backups, whole_backup
from screening_app.services.restoring import forget_restored, restore_at_next_start
from screening_app.services.snapshots import new_snapshot_id, write_snapshot
from screening_app.ui.backup_open_dialog import BackupOpenDialog
from screening_app.ui.backup_restore_dialog import BackupRestoreDialog
from screening_app.ui.backup_setup_dialog import BackupSetupDialog
from screening_app.ui.backup_thin_dialog import BackupThinDialog
from screening_app.ui.rail import SETTINGS
from selfmm.types import no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from scene import Scene

    from screening_app.services.backup_standing import Opened
    from screening_app.ui.working_dialog import WorkingDialog

PASSPHRASE = "seven lamps under the quiet harbour"
_HOURS_BEFORE = (24, 26, 48, 53, 240, 1000)
_PRINTED = "7K3QV-0TR8M-C5XWA-19ZEH-P4DNB-YS62G-JF8RT-M0K3V"


def _folder(scene: Scene) -> Path:
    return scene.screening.paths.data.parent / "backups"


def _set_up(scene: Scene) -> Opened:
    """Backups of several days, forgotten again when the state is put away."""
    workspace, folder = scene.screening.workspace, _folder(scene)
    scene.cleanups.append(lambda: forget_destination(workspace))
    if folder.is_dir():
        go_on_with_backups(workspace, folder, PASSPHRASE)
    else:
        folder.mkdir()
        set_up_backups(workspace, folder, PASSPHRASE, "Dr. Lin")
        newest = back_up(workspace, no_report).snapshot
        to = opened_here(workspace).to
        for hours in _HOURS_BEFORE:
            before = new_snapshot_id(newest.moment - timedelta(hours=hours))
            write_snapshot(to.folder, replace(newest, id=before), to.key)
    return opened_here(workspace)


def _card(scene: Scene) -> QWidget:
    page = scene.go(SETTINGS)
    scene.wait(page.editors["microphone"].refresh.isEnabled)
    page.backups.standing = None
    page.backups.look()
    scene.wait(lambda: page.backups.standing is not None)
    scene.settle()
    bar = page.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    return scene.window


def _standing(scene: Scene) -> QWidget:
    _set_up(scene)
    return _card(scene)


def _waits(scene: Scene) -> QWidget:
    opened, paths = _set_up(scene), scene.screening.paths
    restore_at_next_start(paths, opened.to, whole_backup(opened.to, opened.snapshots[0]), no_report)
    scene.cleanups.append(lambda: forget_restored(paths))
    return _card(scene)


def _dialog(scene: Scene, dialog: WorkingDialog) -> QWidget:
    dialog.open()
    scene.wait(lambda: not dialog.progress.active)
    scene.settle()
    return dialog


def _setting_up(scene: Scene) -> BackupSetupDialog:
    scene.go(SETTINGS)
    dialog = BackupSetupDialog(scene.screening.services, scene.window)
    dialog.folder.path.setText(str(_folder(scene)))
    return dialog


def _too_easy(scene: Scene) -> QWidget:
    dialog = _setting_up(scene)
    dialog.fields.passphrase.setText("depression1")
    dialog.fields.again.setText("depression2")
    dialog.fields._waiting.stop()
    dialog.fields.show_strength(Strength(1, 4.0))
    return _dialog(scene, dialog)


def _strong(scene: Scene) -> QWidget:
    dialog = _setting_up(scene)
    dialog.fields.passphrase.setText(PASSPHRASE)
    dialog.fields.again.setText(PASSPHRASE)
    dialog.fields._waiting.stop()
    dialog.fields.show_strength(Strength(4, 16.0))
    return _dialog(scene, dialog)


def _recovery_key(scene: Scene) -> QWidget:
    dialog = _setting_up(scene)
    dialog._show_key(_PRINTED)
    return _dialog(scene, dialog)


def _open_wrong(scene: Scene) -> QWidget:
    _set_up(scene)
    scene.go(SETTINGS)
    opening = go_on_with_backups
    dialog = BackupOpenDialog(
        scene.screening.services,
        lambda folder, secret: opening(scene.screening.workspace, folder, secret),
        lambda _: None,
        scene.window,
    )
    dialog.folder.path.setText(str(_folder(scene)))
    dialog.secret.setText("something else")
    dialog.open()
    dialog.go.click()
    scene.wait(lambda: bool(dialog.secret_problem.text()))
    return dialog


def _listing(kind: type[BackupRestoreDialog | BackupThinDialog]) -> Callable[[Scene], QWidget]:
    def show(scene: Scene) -> QWidget:
        _set_up(scene)
        scene.go(SETTINGS)
        return _dialog(scene, kind(scene.screening.services, scene.window))

    return show


BACKUP_STATES = {
    "backups": _standing,
    "backups-waiting": _waits,
    "backup-setup-wrong": _too_easy,
    "backup-setup": _strong,
    "backup-recovery-key": _recovery_key,
    "backup-open-wrong": _open_wrong,
    "backup-restore": _listing(BackupRestoreDialog),
    "backup-thin": _listing(BackupThinDialog),
}
