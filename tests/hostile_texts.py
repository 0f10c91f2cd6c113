"""Texts that have broken other programs, and a strategy that makes more of them."""

from __future__ import annotations

from hypothesis import strategies

SQL = [
    "'; DROP TABLE patient; --",
    '" OR 1=1 --',
    "%_\\",
    "x' UNION SELECT name FROM sqlite_master --",
    "NULL",
    ":name ? ?1 $x",
]
MARKUP = [
    "<b>bold</b><script>alert(1)</script>",
    "<img src='file:///etc/hostname' width=9999>",
    "</td></tr></table><h1>mine</h1>",
    "&lt;i&gt; &amp; &#60;u&#62;",
    "<a href='http://example.invalid/'>click</a>",
    "]]><![CDATA[<!--",
    "{name} {0} %s %n ${x} {{",
    "![p](file:///etc/hostname) # h",
]
FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("http://example.invalid")',
    '"=1"',
]
UNICODE = [
    "\u202egnp.exe",
    "a\u2066b\u2069c",
    "\u200b\u200c\u200d\ufeff",
    "Z" + "\u0315\u0301\u0489" * 30,
    "\ud800",
    "half \udfff",
    "NUL\0here",
    "\x1b[31mred\x07",
    "line\u2028and\u2029paragraph",
    "می\u200cخواهم",  # Persian, which needs the mark that joins nothing
    "👩\u200d👩\u200d👧 🏳️\u200d🌈",
    "张三（李）\u3000王",
    "\U000e0041\U000e0042",
    "ﷺ" * 20,
    "İı ß ﬁ Ǆ",
    "\ufffe\uffff\U0010ffff",
    "A\r\nB\rC",
]
KNOWN = [*SQL, *MARKUP, *FORMULAS, *UNICODE]

hostile_text = strategies.one_of(
    strategies.sampled_from(KNOWN),
    strategies.text(strategies.characters(codec=None, exclude_categories=()), max_size=60),
    strategies.builds("".join, strategies.lists(strategies.sampled_from(KNOWN), min_size=2, max_size=3)),
)
