"""The plain parts of a page: headers, cards, buttons with icons, badges, and what stands where there is nothing yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from screening_app.ui import theme


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A line or paragraph of plain text; roles: title, section, figure, muted, small, strong, problem."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)  # names and notes are no markup
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def line() -> QFrame:
    """A thin line between two parts."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look at a widget again after one of its properties has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Badge(QLabel):
    """A word in a small box; kinds: "", accent, warning, danger, success."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "badge")
        self.setProperty("kind", kind)


class Button(QPushButton):
    """A push button whose icon follows the theme; kinds: "" (plain), primary, danger, quiet, inline (within text)."""

    def __init__(self, text: str = "", icon: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name, self._icon_colour = icon, ""
        self._drawn: tuple[str, str, theme.Colours] | None = None  # icon, colour, and what the greyed one is made of
        self.setProperty("kind", kind)
        self._follow_text_size()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._recolour()

    def _follow_text_size(self) -> None:
        size = theme.scaled(16 if self.property("kind") == "inline" else 18)
        self.setIconSize(QSize(size, size))

    def set_icon_name(self, name: str, colour: str = "") -> None:
        """Show another icon, such as "pause" in place of "play"; `colour` is a field of `theme.Colours`."""
        self._icon_name, self._icon_colour = name, colour
        self._recolour()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the icon anew in the colours of another theme, and as large as the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()
        elif event.type() == QEvent.Type.StyleChange:
            self._follow_text_size()

    def _recolour(self) -> None:
        if not self._icon_name:
            return
        scheme = theme.colours()
        by_kind = {"primary": scheme.on_accent, "danger": scheme.danger, "inline": scheme.muted}
        usual = by_kind.get(str(self.property("kind")), scheme.text)
        colour = getattr(scheme, self._icon_colour) if self._icon_colour else usual
        if self._drawn == (wanted := (self._icon_name, colour, scheme)):
            return  # a change of the theme tells of new colours several times
        self._drawn = wanted
        self.setIcon(theme.icon(self._icon_name, colour))


class Card(QFrame):
    """A framed surface with an optional heading; put what it holds into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.SPACE_L, theme.SPACE_M, theme.SPACE_L, theme.SPACE_L)
        self.body.setSpacing(theme.SPACE_M)
        self._title = label("", "section")
        self.body.addWidget(self._title)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Set or take away the heading."""
        self._title.setText(title)
        self._title.setVisible(bool(title))


class PageHeader(QWidget):
    """A page's name, a line below it, and its main buttons at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("", "title")
        self._subtitle = label("", "muted", wrap=True)
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.SPACE_S)
        self._row.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_XS)
        column.addLayout(self._row)
        column.addWidget(self._subtitle)  # as wide as the page, however many buttons there are

    def set_texts(self, title: str, subtitle: str = "") -> None:
        """What the page is, and what it is about now."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))

    def add(self, widget: QWidget) -> None:
        """Put a button at the right."""
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)


class EmptyState(QWidget):
    """What stands where there is nothing yet: an icon, a heading, a sentence that says what to do, and buttons."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._drawn: theme.Colours | None = None
        self._picture = QLabel()
        self._title = label("", "section", wrap=True)
        self._text = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL)
        column.setSpacing(theme.SPACE_S)
        column.addStretch(1)
        for part in (self._picture, self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(0, theme.SPACE_S, 0, 0)
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        column.addLayout(self._buttons)
        column.addStretch(2)
        self._recolour()

    def set_texts(self, title: str, text: str = "") -> None:
        """What is not there yet, and how to get it."""
        self._title.setText(title)
        self._text.setText(text)

    def add(self, button: QWidget) -> None:
        """Put a button below the text."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the icon anew in the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._recolour()

    def _recolour(self) -> None:
        if self._drawn != (scheme := theme.colours()):
            self._drawn = scheme
            self._picture.setPixmap(theme.icon(self._icon_name, scheme.muted).pixmap(48, 48))
