"""Every state of the window in both languages and themes, at three sizes: nothing is cut off, nothing overlaps.

The pictures lie in `tests/.screenshots`, or in the folder that SCREENSHOTS names, for looking at them.
The window at 1.5 pixels for each unit is laid out as it would be there and drawn in that grain; that Qt rounds the
widths of letters a little differently on a real screen of that kind is not seen here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from looking import clipped, overlapping
from scene import Scene
from states import SIZES, STATES, Size, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

PICTURES = Path(os.environ.get("SCREENSHOTS", Path(__file__).parents[2] / ".screenshots"))
LOOKS = [(language, theme) for language in ("en", "zh") for theme in ("light", "dark")]
_FAST = 80  # Qt's "quality" of a PNG is how little it is packed


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def scene(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    translations_compiled: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Scene]:
    language, theme = request.param
    opened = Scene(qapp, tmp_path_factory.mktemp("scene") / "data", language=language, theme=theme)
    PICTURES.mkdir(exist_ok=True)
    yield opened
    opened.close()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
def test_nothing_is_cut_off_and_nothing_overlaps(scene: Scene, state: State) -> None:
    scene.resize(SIZES[0].window)
    seen = state.show(scene)
    sizes = SIZES if scene.theme == "light" else SIZES[:2]  # the dark one is laid out alike
    faults = [f"{size.name}: {fault}" for size in sizes for fault in _faults(scene, seen, state, size)]
    scene.dismiss(seen)
    assert not faults, "\n".join(faults)


def _faults(scene: Scene, seen: QWidget, state: State, size: Size) -> list[str]:
    scene.resize(size.window)
    name = f"{state.name}.{scene.language}.{scene.theme}.{size.name}.png"
    assert scene.picture(seen, size.ratio).save(str(PICTURES / name), quality=_FAST)
    return clipped(seen) + overlapping(seen)
