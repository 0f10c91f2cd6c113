"""Keeps what somebody may not do from being clicked, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from screening_app.services.permissions import NotAllowedError, Permission
from screening_app.ui.messages import say
from screening_app.ui.plain import plain_tooltip

if TYPE_CHECKING:
    from screening_app.services.workspace import Workspace


class Restraint(QObject):
    """Greys a control for as long as the user may not use it, whatever else a page makes of it."""

    def __init__(self, widget: QWidget, workspace: Workspace, permission: Permission) -> None:
        super().__init__(widget)
        self._widget, self._workspace, self._permission = widget, workspace, permission
        widget.installEventFilter(self)
        self._hold()

    def _hold(self) -> None:
        if self._widget.isEnabled() and not self._workspace.access.may(self._permission):
            self._widget.setEnabled(False)
        self._widget.setAccessibleDescription(self._reason())

    def _reason(self) -> str:
        return "" if self._workspace.access.may(self._permission) else say(NotAllowedError(self._permission))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Grey it again where something else has enabled it; the tooltip says whom to ask."""
        if event.type() == QEvent.Type.EnabledChange:
            self._hold()
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and (reason := self._reason()):
            QToolTip.showText(event.globalPos(), plain_tooltip(reason), self._widget)
            return True
        return super().eventFilter(watched, event)


def restrain(workspace: Workspace, permission: Permission, *widgets: QWidget) -> None:
    """Let these be used by who may do what they are for."""
    if workspace.access.may(permission):
        return  # nothing takes a role away while somebody works
    for widget in widgets:
        Restraint(widget, workspace, permission)
