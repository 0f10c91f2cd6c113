"""Pieces of HTML as far as Qt's text layout understands it; all text that comes in is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from screening_app.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH = 640  # of the text, in pixels of 96 an inch: pictures and columns are given in these

# what QTextDocument understands of CSS; colours are those of the light theme
STYLE = f"""
    body {{ color: {theme.LIGHT.text}; }}
    p {{ margin-top: 2px; margin-bottom: 4px; }}
    .title {{ font-size: 15pt; font-weight: bold; margin-top: 0; margin-bottom: 0; }}
    .head {{ font-size: 11pt; font-weight: bold; color: {theme.LIGHT.accent}; margin-top: 9px; margin-bottom: 3px; }}
    .muted {{ color: {theme.LIGHT.muted}; }}
    .small {{ font-size: 8pt; color: {theme.LIGHT.muted}; }}
    .danger {{ color: {theme.LIGHT.danger}; font-weight: bold; }}
    .figure {{ font-size: 14pt; font-weight: bold; }}
    .undecided {{ font-size: 12pt; font-weight: bold; color: {theme.LIGHT.warning}; }}
    .strong {{ font-weight: bold; }}
    th {{ text-align: left; font-weight: bold; color: {theme.LIGHT.muted}; }}
"""


def words(text: str) -> str:
    """Text as it was written, its lines kept; nothing in it becomes markup."""
    return escape(text).replace("\n", "<br>")


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text; kinds are the classes of `STYLE`. Nothing for ""."""
    return f"<p class='{kind}'>{words(text)}</p>" if text else ""


def section(title: str, html: str) -> str:
    """A heading with what stands below it; nothing where nothing does."""
    return f"{paragraph(title, 'head')}{html}" if html else ""


def box(html: str, ground: str, edge: str = "") -> str:
    """Something on a coloured ground, with an edge where a colour for it is given."""
    border = f"border='1' border-style='solid' bordercolor='{edge}'" if edge else ""
    return (
        f"<table {border} style='margin-top: 7px; margin-bottom: 3px; border-color: {edge or ground}' width='100%' "
        f"cellpadding='6' cellspacing='0'><tr><td bgcolor='{ground}'>{html}</td></tr></table>"
    )


def side_by_side(cells: Sequence[str], ground: str) -> str:
    """Parts beside each other on a coloured ground, each as wide as the others."""
    width = 100 // len(cells)
    made = "".join(f"<td width='{width}%' bgcolor='{ground}'>{cell}</td>" for cell in cells)
    return f"<table width='100%' cellpadding='8' cellspacing='2'><tr>{made}</tr></table>"


def pairs(named: Iterable[tuple[str, str]], per_row: int = 2, name_share: float = 0.5) -> str:
    """Names with their values, some pairs a row; a name takes its share of a pair's width."""
    room = 100 / per_row
    name_width, value_width = round(room * name_share), round(room * (1 - name_share))
    cells = [
        f"<td width='{name_width}%' class='muted'>{escape(name)}</td><td width='{value_width}%'>{words(value)}</td>"
        for name, value in named
    ]
    rows = [f"<tr>{''.join(cells[first : first + per_row])}</tr>" for first in range(0, len(cells), per_row)]
    return f"<table width='100%' cellpadding='2' cellspacing='0'>{''.join(rows)}</table>" if rows else ""


def bullets(sentences: Iterable[str]) -> str:
    """Sentences, one a point."""
    rows = "".join(f"<tr><td width='2%'>•</td><td width='98%'>{words(sentence)}</td></tr>" for sentence in sentences)
    return f"<table width='100%' cellpadding='2' cellspacing='0'>{rows}</table>" if rows else ""


def table(title: str, heads: Sequence[str], shares: Sequence[int], rows: Iterable[Sequence[str]]) -> str:
    """A table whose title and heads are repeated on each page; cells are HTML, shares of the width in percent."""
    cells = "".join(f"<th width='{share}%'>{escape(name)}</th>" for name, share in zip(heads, shares, strict=True))
    head = f"<tr><td colspan='{len(heads)}'>{paragraph(title, 'head')}</td></tr><tr>{cells}</tr>"
    body = "".join(f"<tr>{_cells(row, shares)}</tr>" for row in rows)
    return f"<table width='100%' cellpadding='3' cellspacing='0'><thead>{head}</thead>{body}</table>" if body else ""


def _cells(row: Sequence[str], shares: Sequence[int]) -> str:
    return "".join(f"<td width='{share}%'>{cell}</td>" for cell, share in zip(row, shares, strict=True))


def picture(name: str, width: int, height: int) -> str:
    """A picture that the document knows by a name, in pixels of 96 an inch."""
    return f"<p><img src='{name}' width='{width}' height='{height}'></p>"
