"""A dialog that is waited for, and gone afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog


def accepted(dialog: QDialog) -> bool:
    """Show a dialog and wait until it is closed; whether it was accepted.

    The window that it lies over would keep it for good, so it is deleted once whoever asked is through with it.
    """
    try:
        return bool(dialog.exec())
    finally:
        dialog.deleteLater()
