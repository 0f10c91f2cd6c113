"""The data of a clinic that has not begun, made once and copied: to make its tables takes longer than most tests."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from screening_app.paths import AppPaths
from screening_app.services.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def lay_out_clinic(tmp_path_factory: pytest.TempPathFactory) -> Callable[[AppPaths], AppPaths]:
    """Puts an empty clinic, without users, where it is told to."""
    made = AppPaths(tmp_path_factory.mktemp("empty") / "data")
    open_workspace(made).close()

    def lay_out(paths: AppPaths) -> AppPaths:
        shutil.copytree(made.data, paths.data, dirs_exist_ok=True)
        return paths

    return lay_out
