"""Looks at a window as a person would: text that is cut off, painted beyond an edge or over other text, overlaps.

Each function gives back what it found, one sentence a fault, so that a test asserts an empty list. They go by what
Qt itself says it needs (size hints of widgets, headers and cells) and, for widgets that paint their own text, by what
they paint.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from painted import painted_texts
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QGraphicsView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedLayout,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolButton,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QLayout

_SLACK = 1  # pixels that rounding may take
_TOUCH = 2  # pixels by which the boxes of two painted texts may reach into each other; letters do not fill their boxes


def shown(widget: QWidget) -> Iterator[QWidget]:
    """The widget and all that is visible in it; other windows and the insides of combined fields are not among them."""
    yield widget
    for child in _children(widget) if not isinstance(widget, QLineEdit | QTabBar) else ():
        yield from shown(child)


def named(widget: QWidget) -> str:
    """A widget as a fault names it: its class, what it says, and the nearest class of ours that holds it."""
    words = next((str(text) for text in (_text_of(widget), widget.accessibleName()) if text), "")
    holder = widget.parentWidget()
    while holder is not None and not type(holder).__module__.startswith("screening_app"):
        holder = holder.parentWidget()
    where = f" in {type(holder).__name__}" if holder else ""
    return f"{type(widget).__name__} {words[:60]!r}{where}"


def _text_of(widget: QWidget) -> str:
    text = getattr(widget, "text", None) or getattr(widget, "currentText", None)
    return str(text()) if callable(text) and not isinstance(widget, QHeaderView) else ""


# What is cut off


def clipped(widget: QWidget) -> list[str]:
    """Text in the widget that cannot be read whole, because there is too little room for it."""
    return [fault for part in shown(widget) for fault in _cut_off(part)]


def _cut_off(part: QWidget) -> Iterator[str]:
    match part:
        case QLabel():
            yield from _label(part)
        case QPushButton() | QCheckBox() | QRadioButton() | QToolButton():
            yield from _smaller(part, part.sizeHint())
        case QComboBox() if not part.isEditable():
            yield from _combo(part)
        case QAbstractSpinBox():
            yield from _smaller(part, part.minimumSizeHint())
        case QLineEdit():
            yield from _line_edit(part)
        case QTextEdit() | QPlainTextEdit():
            yield from _text_edit(part)
        case QTabBar():
            yield from _tabs(part)
        case QAbstractItemView() if not isinstance(part, QHeaderView):
            yield from _cells(part)
        case QScrollArea():
            yield from _scroll_area(part)
        case _ if _paints_itself(part):
            yield from _painted(part)
    yield from _outside(part)


def _smaller(part: QWidget, needed: QSize) -> Iterator[str]:
    if part.width() + _SLACK < needed.width() or part.height() + _SLACK < needed.height():
        has, wants = (f"{size.width()}×{size.height()}" for size in (part.size(), needed))
        yield f"{named(part)} has {has} pixels and needs {wants}"


def _label(part: QLabel) -> Iterator[str]:
    if not part.text():
        return
    if not part.wordWrap():
        yield from _smaller(part, part.sizeHint())
        return
    words = re.split(r"[\s–-]+", part.text()) if part.textFormat() is not Qt.TextFormat.RichText else []
    widest = max((part.fontMetrics().horizontalAdvance(word) for word in words if word.isascii()), default=0)
    yield from _smaller(part, QSize(min(widest, part.sizeHint().width()), part.heightForWidth(part.width())))


def _combo(part: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    part.initStyleOption(option)
    field = part.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, part
    )
    needed = part.fontMetrics().horizontalAdvance(part.currentText())
    if field.width() + _SLACK < needed and part.currentText() not in part.toolTip():
        yield f"{named(part)} has {field.width()} pixels for its text and needs {needed}, and no tool tip tells it"


def _line_edit(part: QLineEdit) -> Iterator[str]:
    """Only what the user cannot scroll to: a field's hint."""
    room = part.contentsRect().width() - part.textMargins().left() - part.textMargins().right() - 2 * _TOUCH
    room -= sum(button.width() for button in part.findChildren(QToolButton) if button.isVisible())
    needed = part.fontMetrics().horizontalAdvance(part.placeholderText())
    if not part.text() and room + _SLACK < needed:
        yield f"{named(part)} has {room} pixels for its hint {part.placeholderText()!r} and needs {needed}"


def _text_edit(part: QTextEdit | QPlainTextEdit) -> Iterator[str]:
    """A field that does not scroll has to be as high as its text."""
    never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    bar = part.verticalScrollBar()
    if part.verticalScrollBarPolicy() is never and bar.maximum() > bar.minimum() + _SLACK:
        yield f"{named(part)} hides {bar.maximum()} pixels of {part.toPlainText()[:40]!r}"


def _tabs(part: QTabBar) -> Iterator[str]:
    for index in range(part.count()):
        room = part.tabRect(index).width() - (part.iconSize().width() if not part.tabIcon(index).isNull() else 0)
        needed = part.fontMetrics().horizontalAdvance(part.tabText(index).replace("&", ""))
        if room < needed or not part.rect().contains(part.tabRect(index)):
            yield f"{named(part)} cuts off its tab {part.tabText(index)!r}"


def _cells(view: QAbstractItemView) -> Iterator[str]:
    if isinstance(view, QTableView):
        yield from _headers(view.horizontalHeader())
    model = view.model()
    if model is None:
        return
    for row, column in _cells_in_sight(view):
        index = model.index(row, column, view.rootIndex())
        text, room = str(index.data() or ""), view.visualRect(index)
        needed = _needed_by_cell(view, index)
        if room.isEmpty() or (isinstance(view, QListView) and view.wordWrap()):
            continue  # hidden, or in as many lines as it needs
        told = text in str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        if text and not told and (room.width() + _SLACK < needed.width() or room.height() + _SLACK < needed.height()):
            yield f"the cell {text!r} of {named(view)} has {room.width()} pixels and needs {needed.width()}"


def _needed_by_cell(view: QAbstractItemView, index: QModelIndex) -> QSize:
    """What a cell needs in one line or, in a table that breaks lines, in as many as its width makes of it."""
    needed = view.sizeHintForIndex(index)
    if not isinstance(view, QTableView) or not view.wordWrap():
        return needed
    text, room = str(index.data() or ""), view.visualRect(index).width()
    around = needed.width() - view.fontMetrics().horizontalAdvance(text)
    lines = view.fontMetrics().boundingRect(QRect(0, 0, room - around, 10_000), Qt.TextFlag.TextWordWrap, text)
    return QSize(lines.width() + around, lines.height())


def _cells_in_sight(view: QAbstractItemView) -> Iterator[tuple[int, int]]:
    model, sight = view.model(), view.viewport().rect()
    for row in range(model.rowCount(view.rootIndex())):
        first = view.visualRect(model.index(row, 0, view.rootIndex()))
        if first.top() > sight.bottom():
            return
        if first.bottom() >= sight.top() and not first.isEmpty():
            columns = 1 if isinstance(view, QListView) else model.columnCount(view.rootIndex())
            yield from ((row, column) for column in range(columns))


def _headers(header: QHeaderView) -> Iterator[str]:
    for section in range(header.count() if header.isVisible() else 0):
        needed = header.sectionSizeHint(section)
        text = str(header.model().headerData(section, Qt.Orientation.Horizontal) or "")
        tip = str(header.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")
        if not header.isSectionHidden(section) and header.sectionSize(section) + _SLACK < needed and text not in tip:
            yield f"the heading {text!r} has {header.sectionSize(section)} pixels and needs {needed}"


def _scroll_area(part: QScrollArea) -> Iterator[str]:
    inside = part.widget()
    never = part.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if inside is not None and never and inside.width() > part.viewport().width() + _SLACK:
        yield f"{named(part)} hides {inside.width() - part.viewport().width()} pixels at the right of what it holds"


def _outside(part: QWidget) -> Iterator[str]:
    """A part that a layout has pushed beyond the widget that holds it."""
    holder = part.parentWidget()
    if holder is None or part.isWindow() or holder.layout() is None or part.geometry().isEmpty():
        return
    inner = holder.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    if not inner.contains(part.geometry()):
        yield f"{named(part)} reaches beyond {named(holder)}"


# What is painted by hand


def _paints_itself(part: QWidget) -> bool:
    """Whether a class of ours paints this widget, or it is the viewport of a chart."""
    ours = any("paintEvent" in vars(kind) for kind in type(part).__mro__ if kind.__module__.startswith("screening_app"))
    return ours or isinstance(part.parentWidget(), QGraphicsView)


def _painted(part: QWidget) -> Iterator[str]:
    texts = painted_texts(part)
    inner = QRectF(part.rect()).adjusted(-_TOUCH, -_TOUCH, _TOUCH, _TOUCH)
    for painted in texts:
        if not inner.contains(painted.box):
            yield f"{named(part)} paints {painted.text!r} beyond its edge"
    for one, other in combinations(texts, 2):
        shared = one.box.intersected(other.box)
        if shared.width() > _TOUCH and shared.height() > 2 * _TOUCH:
            yield f"{named(part)} paints {one.text!r} over {other.text!r}"


# What lies over another


def overlapping(widget: QWidget) -> list[str]:
    """Widgets beside each other in a layout whose visible parts lie over each other."""
    faults = []
    for holder in shown(widget):
        layout = holder.layout()
        if layout is None or isinstance(layout, QStackedLayout):
            continue
        for one, other in combinations(_children(holder), 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > _SLACK and shared.height() > _SLACK and not _share_cells(layout, one, other):
                faults.append(f"{named(one)} and {named(other)} overlap")
    return faults


def _children(holder: QWidget) -> list[QWidget]:
    """The visible children; asked of the widget, because PySide crashes later when a layout is asked for its items."""
    children = holder.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child.isVisible() and not child.isWindow()]


def _share_cells(layout: QLayout, one: QWidget, other: QWidget) -> bool:
    """Whether a grid lays two parts over each other on purpose."""
    if not isinstance(layout, QGridLayout) or min(map(layout.indexOf, (one, other))) < 0:
        return False
    places = (layout.getItemPosition(layout.indexOf(part)) for part in (one, other))
    first, second = (QRect(column, row, columns, rows) for row, column, rows, columns in places)
    return first.intersects(second)
