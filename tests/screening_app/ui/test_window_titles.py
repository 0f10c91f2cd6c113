"""No title tells who is there: titles stand in task bars, in lists of windows and in what others see of a screen."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from scene import Scene
from states import STATES, State

import screening_app.ui

if TYPE_CHECKING:
    from collections.abc import Iterator

UI = Path(screening_app.ui.__file__).parent


@pytest.fixture(scope="module")
def scene(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    opened = Scene(qapp, tmp_path_factory.mktemp("titles") / "data")
    yield opened
    opened.close()


def _telling(scene: Scene) -> set[str]:
    """The names, words of names and codes of all patients."""
    patients = scene.screening.workspace.patients.all()
    whole = {text for patient in patients for text in (patient.code, patient.name) if text}
    return whole | {word for text in whole for word in re.findall(r"[^\W_]{2,}", text)}


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_no_window_tells_a_name_or_a_code_in_its_title(scene: Scene, state: State) -> None:
    seen = state.show(scene)
    scene.settle()
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert windows
    titles = {
        text for window in windows for text in (window.windowTitle(), window.windowFilePath(), window.accessibleName())
    }
    scene.dismiss(seen)

    assert not {telling for telling in _telling(scene) for title in titles if telling.casefold() in title.casefold()}


def test_the_names_that_are_looked_for_are_there(scene: Scene) -> None:
    assert {"DEMO-1", "Demonstration"} <= _telling(scene)


def _titles() -> list[tuple[str, ast.expr]]:
    """Every expression that becomes a title, with its place."""
    calls = [
        (f"{file.name}:{node.lineno}", node)
        for file in sorted(UI.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return [
        *((place, call.args[0]) for place, call in calls if getattr(call.func, "attr", "") == "setWindowTitle"),
        *((place, call.args[1]) for place, call in calls if getattr(call.func, "id", "") == "agreed"),
        *((place, call.args[0]) for place, call in calls if getattr(call.func, "id", "") == "chosen_printer"),
    ]


def _is_the_same_for_everybody(title: ast.expr) -> bool:
    """Words of the translators without anything filled in."""
    if isinstance(title, ast.IfExp):
        return all(map(_is_the_same_for_everybody, (title.body, title.orelse)))
    is_translation = isinstance(title, ast.Call) and getattr(title.func, "attr", "") in {"tr", "translate"}
    return is_translation and all(isinstance(part, ast.Constant) for part in title.args)


# Titles that are handed on, or tell of a script's file.
HANDED_ON = {
    "encrypting_dialog.py": ("self.title()",),
    "printers.py": ("title",),
    "question.py": ("title",),
    "session_work.py": ("title",),
    "scripts_card.py": ("say(error)", "question"),
}


def test_every_title_is_the_same_for_everybody() -> None:
    titles = _titles()
    assert len(titles) > 20
    for place, title in titles:
        known = HANDED_ON.get(place.partition(":")[0], ())
        assert _is_the_same_for_everybody(title) or ast.unparse(title) in known, place
