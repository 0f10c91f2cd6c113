import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from screening_app.services.patients import add_patient
from screening_app.ui.log_viewer import LogViewer
from screening_app.ui.services import AppServices

LOG = """2026-11-29 10:00:00,000 INFO screening_app.app: started
2026-11-29 10:00:01,000 WARNING screening_app.app: the file of P-7K3Q is slow
2026-11-29 10:00:02,000 CRITICAL screening_app.app: a bug
  File "x.py", line 1, in f
builtins.ValueError
"""


@pytest.fixture
def viewer(app_services: AppServices, qtbot: QtBot) -> LogViewer:
    folder = app_services.workspace.paths.logs
    folder.mkdir()
    (folder / "app.log").write_text(LOG, encoding="utf-8")
    made = LogViewer(app_services)
    qtbot.addWidget(made)
    made.show()
    return made


def _choose(viewer: LogViewer, level: str) -> None:
    viewer.level.setCurrentIndex(viewer.level.findData(level))
    viewer.level.activated.emit(viewer.level.currentIndex())


def test_the_log_is_shown_from_a_level_on(viewer: LogViewer) -> None:
    assert viewer.text.toPlainText() == LOG.strip()

    _choose(viewer, "WARNING")
    assert "started" not in viewer.text.toPlainText()
    _choose(viewer, "CRITICAL")
    assert viewer.text.toPlainText().endswith("builtins.ValueError")
    assert "slow" not in viewer.text.toPlainText()


def test_what_is_copied_names_nobody(viewer: LogViewer, app_services: AppServices, qtbot: QtBot) -> None:
    add_patient(app_services.workspace, code="P-7K3Q")

    viewer.copy.click()
    qtbot.waitUntil(lambda: viewer.banner.text.startswith("Copied"))

    copied = QGuiApplication.clipboard().text()
    assert "P-7K3Q" not in copied
    assert "the file of █████ is slow" in copied
    assert copied.startswith("Program ")
    assert viewer.copy.isEnabled()


def test_the_log_can_be_read_again(viewer: LogViewer, app_services: AppServices) -> None:
    path = app_services.workspace.paths.logs / "app.log"
    path.write_text(LOG + "2026-11-29 10:00:03,000 INFO a.b: new\n", encoding="utf-8")

    viewer.reload.click()

    assert viewer.text.toPlainText().endswith("a.b: new")


def test_without_a_log_the_viewer_says_so(app_services: AppServices, qtbot: QtBot) -> None:
    viewer = LogViewer(app_services)
    qtbot.addWidget(viewer)

    assert viewer.text.toPlainText() == "There is nothing to show."
