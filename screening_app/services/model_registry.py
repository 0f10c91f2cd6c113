"""Which model scores: the one that comes with the app, unless the settings name another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screening_app.paths import RESOURCES
from selfmm.bundle import BundleInfo, read_info

if TYPE_CHECKING:
    from screening_app.settings import Settings

DEFAULT_BUNDLE = RESOURCES / "models" / "default"


def active_bundle_folder(settings: Settings) -> Path:
    """The folder of the model that scores."""
    return Path(settings.model_folder) if settings.model_folder else DEFAULT_BUNDLE


def active_bundle(settings: Settings) -> BundleInfo:
    """What there is to know of the model that scores. Raises `BundleError` when it is missing or broken."""
    return read_info(active_bundle_folder(settings))
