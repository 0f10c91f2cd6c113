import errno
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening_app.log import set_up_log


@pytest.fixture
def root_log() -> Iterator[logging.Logger]:
    """The root logger, as it was afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    yield root
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = handlers, level


def _fail() -> None:
    try:
        int("what the patient said")
    except ValueError as error:
        raise RuntimeError("and more of it") from error


def test_the_log_tells_where_it_failed_and_nothing_that_was_said(tmp_path: Path, root_log: logging.Logger) -> None:
    set_up_log(tmp_path / "logs")

    try:
        _fail()
    except RuntimeError:
        root_log.exception("a bug")

    written = (tmp_path / "logs" / "app.log").read_text(encoding="utf-8")
    assert "a bug" in written
    assert "in _fail" in written
    assert written.index("builtins.ValueError") < written.index("builtins.RuntimeError")
    assert "what the patient said" not in written.replace('int("what the patient said")', "")
    assert "and more of it" not in written.replace('RuntimeError("and more of it")', "")


def test_without_a_place_for_the_file_the_console_gets_the_log(tmp_path: Path, root_log: logging.Logger) -> None:
    (tmp_path / "logs").write_text("a file is in the way")

    set_up_log(tmp_path / "logs")

    assert len(root_log.handlers) == 1


def test_a_disk_that_is_full_disturbs_nobody(
    tmp_path: Path, root_log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    set_up_log(tmp_path / "logs")
    root_log.handlers[1].stream.write = full
    root_log.info("a step")

    assert capsys.readouterr().err == ""
