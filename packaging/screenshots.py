"""Make the pictures of the user guide: every state that is marked for it, in both languages.

    python packaging/screenshots.py OUT
    python packaging/screenshots.py OUT --theme dark

Each becomes OUT/NAME.LANGUAGE.png. The people in them do not exist. The demonstration's sessions are scored by the
model that came along where its weights are there, which takes minutes; else its scores are made up, and that is said.
The states are those of the tests, in `tests/screening_app/ui/states.py`. Without a display, start it with xvfb-run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "screening_app" / "ui")]

from PySide6.QtCore import QSize  # noqa: E402 - after the places of our own modules
from PySide6.QtWidgets import QApplication  # noqa: E402
from scene import Scene  # noqa: E402
from states import STATES  # noqa: E402

from screening_app.services.interviews import interviews_of  # noqa: E402
from screening_app.ui.translation import TRANSLATIONS  # noqa: E402
from selfmm.errors import KnownError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable

    from screening_app.domain import Interview

WINDOW, RATIO = QSize(1280, 800), 1.5  # as large as a small laptop's, in a grain that is sharp on paper


def main(out: Path, languages: Iterable[str], theme: str) -> None:
    """Open the app once in each language and take the pictures."""
    out.mkdir(parents=True, exist_ok=True)
    qt = QApplication(sys.argv[:1])
    for language in languages:
        with tempfile.TemporaryDirectory() as folder:
            scene = Scene(qt, Path(folder) / "data", language=language, theme=theme)
            try:
                score_demonstration(scene)
                take_pictures(scene, out)
            finally:
                scene.close()


def score_demonstration(scene: Scene) -> None:
    """Score what is made up so far; where that cannot be done, say so and leave it."""
    services = scene.screening.services
    demonstration = interviews_of(services.workspace, scene.example.demonstration.id)
    try:
        for number, interview in enumerate(demonstration, start=1):
            print(f"Scoring session {number} of {len(demonstration)}")
            _score(scene, interview)
    except KnownError as error:
        print(f"The scores are made up: {error}")


def _score(scene: Scene, interview: Interview) -> None:
    """In a job, as the window does it, so that the next jobs wait for it."""
    ended: list[BaseException | None] = []
    scene.screening.jobs.start(
        lambda job: scene.screening.services.scoring.score_interview(interview, job.report),
        on_done=lambda _: ended.append(None),
        on_error=ended.append,
    )
    scene.wait(lambda: bool(ended), patience=600)
    if (error := ended[0]) is not None:
        raise error


def take_pictures(scene: Scene, out: Path) -> None:
    """One picture a state that the guide shows."""
    scene.resize(WINDOW)
    for state in STATES:
        if state.in_guide:
            seen = state.show(scene)
            scene.settle()
            name = f"{state.name}.{scene.language}.png"
            scene.picture(seen, RATIO).save(str(out / name))
            print(name)
            scene.dismiss(seen)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the pictures of the user guide.")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--languages", nargs="+", default=["en", "zh"], choices=["en", "zh"])
    parser.add_argument("--theme", default="light", choices=["light", "dark"])
    given = parser.parse_args()
    if not (TRANSLATIONS / "zh_CN.qm").exists():
        parser.exit(1, "Run packaging/update_translations.py --compile first.\n")
    main(given.out, given.languages, given.theme)
