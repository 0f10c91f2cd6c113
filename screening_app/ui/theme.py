"""How everything looks: spacing, type sizes, colours, the two palettes and the one stylesheet.

`QStyleHints.setColorScheme` does nothing on some platforms, so both colour schemes are our own Fusion palettes.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette
from shiboken6 import isValid

from screening_app.paths import RESOURCES
from screening_app.ui.formats import language_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

# Spacing, in device-independent pixels on a 4/8 grid.
SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 16, 24, 32
RADIUS = 8
READING_WIDTH = 880  # beyond this, lines of text and forms get hard to read

# Type sizes, in points, at a text size of 100 %.
TYPE_SMALL, TYPE_BODY, TYPE_SECTION, TYPE_TITLE, TYPE_FIGURE = 9.0, 10.5, 12.5, 19.0, 34.0

_CONTROL_HEIGHT = 32  # pixels of a button or field at a text size of 100 %
_SHEET, _WORN = "sheet", "worn"  # properties: the application's stylesheet, and when a widget that wears it follows
_ALWAYS, _WHEN_SEEN = "always", "when seen"
_on_paper: ContextVar[bool] = ContextVar("on_paper", default=False)

# The first of these that is there draws what it can, the next ones the rest. In Chinese the Chinese fonts come first,
# because quotation marks and dashes are as wide as a character there.
LATIN_FONTS = ("Segoe UI", ".AppleSystemUIFont", "Noto Sans", "Open Sans", "Liberation Sans", "DejaVu Sans")
CHINESE_FONTS = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei")


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one scheme; each text colour has a contrast of at least 4.5 on the surfaces below it."""

    window: str
    rail: str
    surface: str  # cards, fields, tables
    raised: str  # rows under the pointer, headers of tables
    border: str
    text: str
    muted: str  # second-rank text
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str  # selected rows, the active place in the rail
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    # what the charts draw; told apart by people who do not see red and green apart, too
    fusion: str
    text_view: str
    audio_view: str
    vision_view: str


LIGHT = Colours(
    window="#F5F7F9",
    rail="#FFFFFF",
    surface="#FFFFFF",
    raised="#F0F4F7",
    border="#D9E0E7",
    text="#1A2733",
    muted="#566676",
    accent="#0E6A80",
    accent_hover="#0A5567",
    on_accent="#FFFFFF",
    accent_soft="#E0F0F3",
    danger="#AF342D",
    danger_soft="#FBEAE8",
    warning="#855600",
    warning_soft="#FDF3DC",
    success="#22703F",
    success_soft="#E4F4EA",
    fusion="#0E6A80",
    text_view="#6A4FA0",
    audio_view="#B4571C",
    vision_view="#4B7A1E",
)

DARK = Colours(
    window="#12171D",
    rail="#171D24",
    surface="#1A2129",
    raised="#222B35",
    border="#33404C",
    text="#E6ECF1",
    muted="#A0B0BE",
    accent="#58B8CC",
    accent_hover="#7BCBDB",
    on_accent="#06222A",
    accent_soft="#17363F",
    danger="#F08A80",
    danger_soft="#3B2020",
    warning="#E6B65C",
    warning_soft="#372B14",
    success="#7CCB97",
    success_soft="#17321F",
    fusion="#58B8CC",
    text_view="#B39DE0",
    audio_view="#EC9A62",
    vision_view="#A3CC72",
)


def is_dark() -> bool:
    """Whether the dark palette is in force."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def colours() -> Colours:
    """The colours in force; ask again on a `QEvent.PaletteChange`."""
    return DARK if is_dark() else LIGHT


def icon(name: str, colour: str = "") -> QIcon:
    """A Material Design icon such as "account-plus", in `colour` ("#RRGGBB") or that of the text.

    Make it anew on a `QEvent.PaletteChange`; `widgets.Button` does so by itself.
    """
    import qtawesome  # its fonts are loaded with the first icon

    made: QIcon = qtawesome.icon(f"mdi6.{name}", color=colour or colours().text, color_disabled=colours().muted)
    return made


def apply(app: QApplication, theme: str, language: str = "en", text_size: str = "100") -> None:
    """Put a theme in force: "light", "dark", or "system" for the desktop's own choice; `text_size` is in percent.

    What is in force already stays untouched: each of these steps looks at every widget there is.
    """
    if _put_in_force(app, theme, language, text_size):
        for widget in _outdated(app):
            widget.setStyleSheet(sheet_in_force())


def apply_in_turns(app: QApplication, theme: str, language: str = "en", text_size: str = "100") -> None:
    """As `apply`, with a turn of the event loop for each widget that wears the sheet; nothing is seen before the last.

    A page with 300 widgets takes 40 ms by itself.
    """
    if not _put_in_force(app, theme, language, text_size):
        return
    waiting = _outdated(app)
    windows = [window for window in app.topLevelWidgets() if window.isVisible() and window.updatesEnabled()]
    for window in windows:
        window.setUpdatesEnabled(False)

    def take_turn() -> None:
        if waiting:
            widget = waiting.pop()
            if isValid(widget):
                widget.setStyleSheet(sheet_in_force())
            QTimer.singleShot(0, take_turn)
            return
        for window in filter(isValid, windows):
            window.setUpdatesEnabled(True)

    QTimer.singleShot(0, take_turn)


def _put_in_force(app: QApplication, theme: str, language: str, text_size: str) -> bool:
    """Change the application's font, palette and sheet; whether the sheet is another one now."""
    dark = theme == "dark" or (theme == "system" and _desktop_is_dark())
    scheme = DARK if dark else LIGHT
    families, size = _families(language), TYPE_BODY * int(text_size) / 100
    # another family is another sheet, too: what a sheet gives a size or weight keeps its family otherwise
    sheet = f"/* {families[0]} */\n" + stylesheet(scheme, "dark" if dark else "light", int(text_size) / 100)
    if not app.property(_SHEET):
        app.setStyle("Fusion")
    if (app.font().families(), app.font().pointSizeF()) != (families, size):
        made = QFont(families)
        made.setPointSizeF(size)
        app.setFont(made)
    if app.property(_SHEET) == sheet:
        return False
    app.setProperty(_SHEET, sheet)
    app.setPalette(palette(scheme))
    return True


def _outdated(app: QApplication) -> list[QWidget]:
    """What has to wear another sheet now."""
    worn = ((widget, widget.property(_WORN)) for widget in app.allWidgets())
    return [widget for widget, when in worn if when == _ALWAYS or (when == _WHEN_SEEN and widget.isVisible())]


def dress(widget: QWidget, *, when_seen: bool = False) -> None:
    """Have a widget, with all that is in it and its dialogs, wear the stylesheet in force from now on.

    With `when_seen` it keeps an old one while it is hidden; whoever shows it dresses it again. The application itself
    wears none. If it did, Qt would style whatever is put into something else anew, with all that is in it, at each
    level while a page is being built, and for each change of the theme as often as it is deep.
    """
    widget.setProperty(_WORN, _WHEN_SEEN if when_seen else _ALWAYS)
    if not is_dressed(widget):
        widget.setStyleSheet(sheet_in_force())


def is_dressed(widget: QWidget) -> bool:
    """Whether a widget wears the stylesheet in force."""
    return widget.styleSheet() == sheet_in_force()


def sheet_in_force() -> str:
    """The stylesheet that was last put in force; "" before that."""
    app = QGuiApplication.instance()
    return str(app.property(_SHEET) or "") if app else ""


def text_scale() -> float:
    """How large text is in the window: 1 for a text size of 100 %; always 1 on paper."""
    size = QGuiApplication.font().pointSizeF()
    return 1.0 if _on_paper.get() or size <= 0 else size / TYPE_BODY


def scaled(length: float) -> int:
    """A length in pixels that holds text, such as a row's height, at the text size in force."""
    return round(length * text_scale())


def points(size: float) -> float:
    """A type size in points at the text size in force."""
    return size * text_scale()


@contextmanager
def on_paper() -> Iterator[None]:
    """What is made meanwhile is for a report or a picture, whose text is as large whatever the window's is."""
    before = _on_paper.set(True)
    try:
        yield
    finally:
        _on_paper.reset(before)


def font(size: float = TYPE_BODY) -> QFont:
    """The font of the language in force, which in a report need not be the window's, at a type size."""
    made = QFont(_families(language_in_force()))
    made.setPointSizeF(points(size))
    return made


def _families(language: str) -> list[str]:
    return list(CHINESE_FONTS + LATIN_FONTS if language == "zh" else LATIN_FONTS + CHINESE_FONTS)


def _desktop_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def palette(scheme: Colours) -> QPalette:
    """A Fusion palette of a colour scheme."""
    role = QPalette.ColorRole
    made = QPalette()
    for where, colour in {
        role.Window: scheme.window,
        role.WindowText: scheme.text,
        role.Base: scheme.surface,
        role.AlternateBase: scheme.raised,
        role.Text: scheme.text,
        role.Button: scheme.surface,
        role.ButtonText: scheme.text,
        role.BrightText: scheme.danger,
        role.ToolTipBase: scheme.raised,
        role.ToolTipText: scheme.text,
        role.PlaceholderText: scheme.muted,
        role.Highlight: scheme.accent,
        role.HighlightedText: scheme.on_accent,
        role.Accent: scheme.accent,
        role.Link: scheme.accent,
        role.LinkVisited: scheme.accent,
        role.Light: scheme.raised,
        role.Midlight: scheme.raised,
        role.Mid: scheme.border,
        role.Dark: scheme.border,
        role.Shadow: scheme.window,
    }.items():
        made.setColor(where, QColor(colour))
    for where in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, QColor(scheme.muted))
    return made


def stylesheet(scheme: Colours, suffix: str, scale: float = 1.0) -> str:
    """The stylesheet of the whole app; `suffix` ("light", "dark") picks the drawn icons, `scale` is the text's."""
    template = (RESOURCES / "theme.qss").read_text(encoding="utf-8")
    values = asdict(scheme) | {"icons": (RESOURCES / "icons").as_posix(), "suffix": suffix}
    sizes = {"small": TYPE_SMALL, "body": TYPE_BODY, "section": TYPE_SECTION, "title": TYPE_TITLE}
    sizes["figure"] = TYPE_FIGURE
    values |= {f"type_{name}": f"{size * scale:g}" for name, size in sizes.items()}
    height = round(_CONTROL_HEIGHT * scale)
    values |= {"control": str(height), "control_focused": str(height - 2)}  # the border takes what the height gives
    for name in sorted(values, key=len, reverse=True):  # the longer name first: "text_view" holds "text"
        template = template.replace(f"@{name}@", values[name])
    return template
