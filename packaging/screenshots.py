"""Make the pictures of the documents, in both languages.

    python packaging/screenshots.py OUT
    python packaging/screenshots.py OUT --of retraining --theme dark

Each becomes OUT/NAME.LANGUAGE.png, in at most 256 colours. The people in them do not exist.
Of the user guide it is every state that is marked for it in `tests/screening_app/ui/states.py`. The demonstration's
sessions are scored by the model that came along where its weights are there, which takes minutes; else its scores are
made up, and that is said. Of retraining it is a walk on which models are trained: see `retraining_pictures.py`.
Without a display, start it with xvfb-run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "screening_app" / "ui")]

import retraining_pictures as retraining  # noqa: E402 - after the places of our own modules
from PIL import Image  # noqa: E402 - comes with matplotlib
from PySide6.QtCore import QSize  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402
from scene import Scene  # noqa: E402
from states import STATES  # noqa: E402

from screening_app.services.interviews import interviews_of  # noqa: E402
from screening_app.ui.translation import TRANSLATIONS  # noqa: E402
from selfmm.errors import KnownError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from PySide6.QtWidgets import QWidget

    from screening_app.domain import Interview

WINDOW, RATIO = QSize(1280, 800), 1.25  # as large as a small laptop's, in a grain that is sharp on paper
COLOURS = 256  # without dithering, which a PNG packs badly; text and surfaces have fewer


def picture_guide(qt: QApplication, out: Path, languages: Iterable[str], theme: str) -> None:
    """Open the app once in each language and take the pictures of the user guide."""
    for language in languages:
        with tempfile.TemporaryDirectory() as folder:
            scene = Scene(qt, Path(folder) / "data", language=language, theme=theme)
            try:
                score_demonstration(scene)
                take_pictures(scene, out)
            finally:
                scene.close()


def picture_retraining(qt: QApplication, out: Path, languages: Iterable[str], theme: str) -> None:
    """Train once, and take each picture in all languages, so that they show the same figures."""
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(qt, Path(folder) / "data", theme=theme, filling=retraining.fill)

        def keep(name: str, seen: QWidget) -> None:
            for language in languages:
                scene.screening.settings.change(language=language)
                scene.settle()
                take_picture(scene, seen, out / f"{name}.{language}.png")

        try:
            scene.resize(WINDOW)
            retraining.go_through(scene, keep)
        finally:
            scene.close()


PARTS: Mapping[str, Callable[[QApplication, Path, Iterable[str], str], None]] = {
    "guide": picture_guide,
    "retraining": picture_retraining,
}


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
            take_picture(scene, seen, out / f"{state.name}.{scene.language}.png")
            scene.dismiss(seen)


def take_picture(scene: Scene, seen: QWidget, path: Path) -> None:
    """A picture in few colours, a third as large in the repository."""
    image = scene.picture(seen, RATIO).convertToFormat(QImage.Format.Format_RGB888)
    size, stride = (image.width(), image.height()), image.bytesPerLine()
    whole = Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "RGB", stride, 1)
    few = whole.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    print(path.name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the pictures of the documents.")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--of", nargs="+", default=list(PARTS), choices=list(PARTS), help="by default all")
    parser.add_argument("--languages", nargs="+", default=["en", "zh"], choices=["en", "zh"])
    parser.add_argument("--theme", default="light", choices=["light", "dark"])
    given = parser.parse_args()
    if not (TRANSLATIONS / "zh_CN.qm").exists():
        parser.exit(1, "Run packaging/update_translations.py --compile first.\n")
    given.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    for part in given.of:
        PARTS[part](app, given.out, given.languages, given.theme)
