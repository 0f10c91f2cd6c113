"""How well colours stand out from each other, after the Web Content Accessibility Guidelines 2."""

from __future__ import annotations

import re

from PySide6.QtGui import QColor

from screening_app.ui import theme

ENOUGH = 4.5  # for text
ENOUGH_LARGE = 3.0  # for text from 18 points on, or 14 in bold, and for drawn parts that carry a meaning
_LARGE_POINTS, _LARGE_BOLD_POINTS = 18.0, 14.0


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ("#RRGGBB") after WCAG 2, from 1 for the same to 21 for black and white."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in QColor(colour).getRgbF()[:3]
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def too_pale(scheme: theme.Colours) -> list[str]:
    """Rules of the stylesheet whose text does not stand out enough on what lies below it.

    A rule without a background of its own may stand on any of the plain surfaces.
    """
    sheet = re.sub(r"/\*.*?\*/", "", theme.stylesheet(scheme, "light"), flags=re.DOTALL)
    faults = []
    for selector, body in re.findall(r"([^{}]+)\{([^}]*)\}", sheet):
        rule = dict(re.findall(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]+)", body))
        if not (colour := rule.get("color", "")).startswith("#"):
            continue
        below = rule.get("background", "transparent").strip()
        surfaces = [below] if below.startswith("#") else [scheme.window, scheme.surface, scheme.raised]
        faults += [
            f"{selector.strip()}: {colour} on {surface} has a contrast of {contrast(colour, surface):.2f}"
            for surface in surfaces
            if contrast(colour, surface) < (ENOUGH_LARGE if _is_large(rule) else ENOUGH)
        ]
    return faults


def _is_large(rule: dict[str, str]) -> bool:
    points = float(rule.get("font-size", "0").removesuffix("pt"))
    bold = int(rule.get("font-weight", "400")) >= 600
    return points >= (_LARGE_BOLD_POINTS if bold else _LARGE_POINTS)
