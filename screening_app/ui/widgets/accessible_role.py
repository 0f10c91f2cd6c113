"""What a widget that paints itself is to a screen reader; Qt would take it for an empty surface."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAccessibleWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessibleInterface

_ROLE, _INTERFACE = "accessible_role", "accessible_interface"  # attributes of the widget


def give_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Say what a widget is, before anybody asks."""
    setattr(widget, _ROLE, role)
    _install()


@cache
def _install() -> None:
    """Once for the whole program: Qt asks every factory about every widget."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_kind: str, thing: QObject) -> QAccessibleInterface | None:
    """The interface of a widget that was given a role; Qt makes that of others."""
    role = getattr(thing, _ROLE, None)
    if role is None or not isinstance(thing, QWidget):
        return None
    made = QAccessibleWidget(thing, role)
    setattr(thing, _INTERFACE, made)  # it has to live as long as its widget
    return made
