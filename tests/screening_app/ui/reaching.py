"""What those meet who use keyboard or screen reader: controls without a name or role, and controls out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from looking import named, shown
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
)
_COMBINED = (QComboBox, QAbstractSpinBox, QLineEdit, QAbstractItemView)  # their insides are no controls of their own
_SAY_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane, QAccessible.Role.Window}
_MOST_STEPS = 1000  # with the Tab key, before it is taken for endless


def controls(widget: QWidget) -> Iterator[QWidget]:
    """All that the user can operate in a widget: buttons, fields, lists, and whatever takes the keyboard."""
    for part in shown(widget):
        inside = isinstance(part.parentWidget(), _COMBINED) or isinstance(part, QScrollBar | QHeaderView | QLabel)
        takes_keys = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus) and part.focusProxy() is None
        if not inside and not _is_viewport(part) and (isinstance(part, _CONTROLS) or takes_keys):
            yield part


def _is_viewport(part: QWidget) -> bool:
    holder = part.parentWidget()
    return holder is not None and getattr(holder, "viewport", lambda: None)() is part


def unnamed(widget: QWidget) -> list[str]:
    """Controls in the widget that a screen reader could only call "unknown", or would pass over."""
    faults = []
    for part in controls(widget):
        told = QAccessible.queryAccessibleInterface(part)
        if not told.text(QAccessible.Text.Name).strip():
            faults.append(f"{named(part)} has no accessible name")
        if told.role() in _SAY_NOTHING:
            faults.append(f"{named(part)} has the role {told.role().name}, which says nothing")
    return faults


def unreachable(window: QWidget) -> list[str]:
    """Enabled controls in an active window that Tab does not lead to, nor the arrow keys from where Tab leads to.

    Arrow keys go from a button to the others of its exclusive group, so one of them in reach is enough. So it is with
    a part that hands its keys to another, as a list does that is steered from the field above it.
    """
    stops = tab_stops(window)
    faults = [f"Tab does not lead on from {named(stops[-1])}"] if len(stops) > _MOST_STEPS else []
    reached = {*stops, *(other for stop in stops for other in _neighbours(stop))}
    for part in controls(window):
        if part.isEnabled() and not {part, part.focusProxy()} & reached:
            faults.append(f"{named(part)} cannot be reached by Tab or arrow keys")
    return faults


def tab_stops(window: QWidget) -> list[QWidget]:
    """Where the Tab key leads, one after the other, until it comes to a place for the second time."""
    stops: list[QWidget] = []
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    while (here := QApplication.focusWidget()) is not None and here not in stops and len(stops) <= _MOST_STEPS:
        stops.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
    return stops


def _neighbours(stop: QWidget) -> list[QWidget]:
    """Where the arrow keys lead to from a button."""
    if not isinstance(stop, QAbstractButton):
        return []
    if (group := stop.group()) is not None and group.exclusive():
        return list(group.buttons())
    holder = stop.parentWidget()
    if not stop.autoExclusive() or holder is None:
        return []
    return [button for button in holder.findChildren(QAbstractButton) if button.autoExclusive()]
