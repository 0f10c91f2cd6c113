"""Which model scores."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening_app.services.model_registry import DEFAULT_BUNDLE, active_bundle, active_bundle_folder
from screening_app.settings import Settings
from selfmm.errors import BundleError


def test_the_model_that_comes_along_scores_unless_another_is_named(tmp_path: Path) -> None:
    assert active_bundle_folder(Settings()) == DEFAULT_BUNDLE
    assert active_bundle_folder(Settings(model_folder=str(tmp_path))) == tmp_path


def test_what_there_is_to_know_of_the_model_is_read(tiny_settings: Settings) -> None:
    bundle = active_bundle(tiny_settings)
    assert (bundle.name, bundle.scale.name, bundle.folder) == ("tiny", "SDS", Path(tiny_settings.model_folder))


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"There is no model in .*nowhere"):
        active_bundle(Settings(model_folder=str(tmp_path / "nowhere")))
