"""The list of patients as the table shows it, fetched a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from screening_app.services.patients import count_patients, find_patients, last_sessions
from screening_app.ui import glossary, messages, theme
from screening_app.ui.formats import format_date, format_value
from screening_app.ui.plain import plain_tooltip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from screening_app.domain import LastSession, Patient
    from screening_app.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

PAGE = 100  # patients that are fetched at once
CODE, NAME, TAGS, SEX, BORN, LANGUAGE, SEEN, SCORE = range(8)
BADGE = Qt.ItemDataRole.UserRole  # the words of the badge behind the code; "" for none
_BADGE_GAP = 12  # pixels between code and badge
_EXPLAINED = {CODE: "code", TAGS: "tag", SCORE: "score"}  # columns with a term of the glossary in their tooltip
_ROOT = QModelIndex()


class PatientsModel(QAbstractTableModel):
    """The patients that a search finds, newest first."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._search = ""
        self._archived: bool | None = False
        self._patients: list[Patient] = []
        self._last: dict[str, LastSession] = {}
        self.total = 0

    def search(self, text: str, *, archived: bool | None = False) -> None:
        """Show what `text` finds among those in care, the archived or, None, all; also shows what has changed."""
        self.beginResetModel()
        self._search, self._archived = text, archived
        self._patients, self._last = [], {}
        page = self._page()
        many = len(page) == PAGE
        self.total = count_patients(self._workspace, text, archived=archived) if many else len(page)
        self._take(page)
        self.endResetModel()

    def _page(self) -> tuple[Patient, ...]:
        first = len(self._patients)
        return find_patients(self._workspace, self._search, archived=self._archived, limit=PAGE, offset=first)

    def _take(self, page: tuple[Patient, ...]) -> None:
        self._patients += page
        self._last.update(last_sessions(self._workspace, page))

    def patient(self, row: int) -> Patient | None:
        """The patient in a row that was fetched."""
        return self._patients[row] if 0 <= row < len(self._patients) else None

    def row_of(self, patient_id: str) -> int:
        """The row of a patient, or -1 where it is not among those fetched."""
        return next((row for row, patient in enumerate(self._patients) if patient.id == patient_id), -1)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802 - Qt's name
        """Whether the search finds more than was fetched."""
        return not parent.isValid() and len(self._patients) < self.total

    def fetchMore(self, parent: Index) -> None:  # noqa: N802 - Qt's name
        """Fetch the next page, because the user has scrolled there."""
        first, page = len(self._patients), self._page()
        if not page:
            self.total = first
            return
        self.beginInsertRows(QModelIndex(), first, first + len(page) - 1)
        self._take(page)
        self.endInsertRows()

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many rows were fetched."""
        return 0 if parent.isValid() else len(self._patients)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802 - Qt's name
        """How many columns there are."""
        return 0 if parent.isValid() else SCORE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return glossary.tooltip(_EXPLAINED[section]) if section in _EXPLAINED else None
        return self._column_name(section) if role == Qt.ItemDataRole.DisplayRole else None

    def _column_name(self, section: int) -> str:
        names = (
            self.tr("Code"),
            self.tr("Name"),
            self.tr("Tags"),
            self.tr("Sex"),
            self.tr("Born"),
            self.tr("Language"),
            self.tr("Last session"),
            self.tr("Last score"),
        )
        return names[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What stands in a cell."""
        patient = self.patient(index.row())
        if patient is None:
            return None
        badge = badge_of(patient)
        if role == BADGE:
            return badge
        if role == Qt.ItemDataRole.AccessibleTextRole and badge and index.column() == CODE:
            return f"{patient.code}, {badge}"
        cell = _cell(patient, self._last, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{cell}\n{badge}: {patient.hold.reason}" if patient.hold else cell)
        return cell if role == Qt.ItemDataRole.DisplayRole else None


def demonstration_word() -> str:
    """The badge of a patient who does not exist."""
    return QCoreApplication.translate("PatientsModel", "Demonstration")


def badge_of(patient: Patient) -> str:
    """What stands in a small box behind the code."""
    if patient.hold is not None:
        return QCoreApplication.translate("PatientsModel", "On hold")
    return demonstration_word() if patient.is_demo else ""


def _cell(patient: Patient, last: Mapping[str, LastSession], column: int) -> str:
    cells = {
        CODE: lambda: patient.code,
        NAME: lambda: patient.name or "–",
        TAGS: lambda: QCoreApplication.translate("PatientsModel", ", ").join(patient.tags),
        SEX: lambda: messages.sex_name(patient.sex),
        BORN: lambda: str(patient.birth_year or "–"),
        LANGUAGE: lambda: messages.language_name(patient.language),
        SEEN: lambda: format_date(last[patient.id].held_at) if patient.id in last else "–",
        SCORE: lambda: last_score_in_words(last.get(patient.id)),
    }
    return cells[column]()


def last_score_in_words(last: LastSession | None) -> str:
    """The last score by its band, then as a number; a dash where no session has been scored."""
    if last is None or last.band is None:
        return "–"
    band = messages.band_name(last.band)
    return band if last.value is None else f"{band} · {last.scale} {format_value(last.value)}"


class CodeDelegate(QStyledItemDelegate):
    """Draws a badge behind the code of a patient on hold, or of the demonstration."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the cell, then the badge."""
        super().paint(painter, option, index)
        if index.data(BADGE):
            left = QFontMetrics(option.font).horizontalAdvance(str(index.data())) + 2 * _BADGE_GAP
            self._paint_badge(painter, option, left, str(index.data(BADGE)))

    def _paint_badge(self, painter: QPainter, option: QStyleOptionViewItem, left: int, word: str) -> None:
        cell: QRect = option.rect
        font = self._badge_font(option)
        metrics = QFontMetrics(font)
        width, height = metrics.horizontalAdvance(word) + 16, metrics.height() + 4
        box = QRect(cell.left() + left, cell.center().y() - height // 2, width, height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().warning_soft))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.setPen(QColor(theme.colours().warning))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """Room for the badge, too."""
        size = super().sizeHint(option, index)
        if index.data(BADGE):
            badge = QFontMetrics(self._badge_font(option)).horizontalAdvance(str(index.data(BADGE)))
            size.setWidth(size.width() + badge + 16 + 2 * _BADGE_GAP)
        return size

    @staticmethod
    def _badge_font(option: QStyleOptionViewItem) -> QFont:
        font = QFont(option.font)
        font.setPointSizeF(theme.points(theme.TYPE_SMALL))
        font.setBold(True)
        return font
