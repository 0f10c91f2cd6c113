"""Ask who works with the program, before anything of it is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.jobs.runner import JobRunner
from screening_app.services.master_key import awaits_new_master
from screening_app.services.sign_in import accounts, last_account, needs_first_user, read_keyring
from screening_app.services.workspace import has_plain_database
from screening_app.ui import theme
from screening_app.ui.clipboard import ClipboardClearing
from screening_app.ui.encrypting_dialog import EncryptingDialog, NewMasterDialog
from screening_app.ui.first_user_dialog import FirstUserDialog
from screening_app.ui.main_thread import MainThread
from screening_app.ui.modal import accepted
from screening_app.ui.sign_in_dialog import SignInDialog

if TYPE_CHECKING:
    from screening_app.paths import AppPaths
    from screening_app.services.sign_in import SignedIn
    from screening_app.ui.encrypting_dialog import EntryWorkDialog


def ask_who(paths: AppPaths) -> SignedIn | None:
    """Who has signed in, as the first user where there is none yet; None where the program is to be closed.

    Raises `ScreeningError` where the keyring cannot be read.
    """
    jobs, clipboard = JobRunner(MainThread().post), ClipboardClearing()
    try:
        dialog = entry_dialog(paths, jobs)
        accepted(dialog)
        return dialog.signed and _prepared(paths, dialog.signed, jobs)
    finally:
        clipboard.clear_now()
        jobs.close()


def _prepared(paths: AppPaths, signed: SignedIn, jobs: JobRunner) -> SignedIn | None:
    """Do what the database needs before it is opened and takes seconds; who has signed in, None where that was stopped.

    It is encrypted where it is from before there were users, and under another master key where one was ordered. Raises
    `StorageError`.
    """
    if has_plain_database(paths) and not _worked(EncryptingDialog(paths, signed, jobs)):
        return None
    if not awaits_new_master(paths, signed):
        return signed
    dialog = NewMasterDialog(paths, signed, jobs)
    return dialog.signed if _worked(dialog) else None


def _worked(dialog: EntryWorkDialog) -> bool:
    theme.dress(dialog)
    return accepted(dialog)


def entry_dialog(paths: AppPaths, jobs: JobRunner) -> FirstUserDialog | SignInDialog:
    """The dialog that the start begins with. Raises `ScreeningError`."""
    dialog: FirstUserDialog | SignInDialog
    if needs_first_user(paths):
        dialog = FirstUserDialog(paths, jobs)
    else:
        ring = read_keyring(paths)
        dialog = SignInDialog(paths, accounts(ring) if ring else (), last_account(paths), jobs)
    theme.dress(dialog)
    return dialog
