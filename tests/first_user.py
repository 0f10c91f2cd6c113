"""Somebody who has signed in to a data folder as its first user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.services.sign_in import SignedIn, keep_first_user, make_first_user

if TYPE_CHECKING:
    from screening_app.paths import AppPaths

PASSPHRASE, OF_BACKUPS = "seven lamps under the quiet harbour", "violet tractor hums at dawn"


def sign_in_first(paths: AppPaths) -> SignedIn:
    """A doctor who sees patients and opens the folder with PASSPHRASE."""
    return keep_first_user(paths, make_first_user("Dr. 王", PASSPHRASE, sees_patients=True))
