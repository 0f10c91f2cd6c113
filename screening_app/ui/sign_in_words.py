"""What is said of the recovery key that opens the program itself, on the screen and on paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from screening_app.ui.recovery_key_printing import RecoverySheet


def about_recovery() -> str:
    """What stands above the key."""
    return QCoreApplication.translate(
        "SignIn",
        "If every administrator’s passphrase is lost, only this key lets you in. It is shown this once. Keep it on "
        "paper, locked away from this computer.",
    )


def recovery_sheet() -> RecoverySheet:
    """What is printed beside the key."""
    title = QCoreApplication.translate("SignIn", "Recovery key of the depression screening")
    about = QCoreApplication.translate(
        "SignIn",
        "Gives a user another passphrase where theirs is lost: start the program, choose the name, then “Passphrase "
        "lost…”. It works once; another one is shown then. Keep this sheet locked away from the computer. Whoever has "
        "it and the computer can read all patients’ data.",
    )
    return RecoverySheet(title, about)
