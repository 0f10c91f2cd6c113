"""What every page is handed: the workspace, the scoring, the jobs, the events and the settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from screening_app import settings as settings_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from screening_app.jobs.child import Worker
    from screening_app.jobs.runner import JobRunner
    from screening_app.services.live import LivePreparation
    from screening_app.services.scoring import ScoringService
    from screening_app.services.training import TrainingService
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from screening_app.ui.backup_jobs import BackupJobs
    from screening_app.ui.events import Events


def _anything(_: Iterable[str]) -> None:
    """Let every setting be changed."""


class SettingsStore:
    """The settings in force; a change is saved at once and told to everybody."""

    def __init__(self, path: Path, current: Settings, events: Events) -> None:
        self.check: Callable[[Iterable[str]], None] = _anything  # raises where the user may not change these
        self._path = path
        self._current = current
        self._events = events

    @property
    def current(self) -> Settings:
        """The settings in force."""
        return self._current

    def change(self, **fields: object) -> None:
        """Put new values for some fields in force; raises `StorageError` where the file cannot be written.

        Raises `NotAllowedError` where the user may not change one of them.
        """
        changed = replace(self._current, **fields)  # type: ignore[arg-type]
        if changed == self._current:
            return
        before, after = asdict(self._current), asdict(changed)
        self.check([name for name in after if after[name] != before[name]])
        settings_file.save(self._path, changed)
        self._current = changed
        self._events.settings_changed.emit(changed)


@dataclass(frozen=True)
class AppServices:
    """Made once in `app.py` and handed to each page."""

    workspace: Workspace
    scoring: ScoringService
    live: LivePreparation
    jobs: JobRunner  # for what takes long: import, scoring, the demonstration
    device_jobs: JobRunner  # for microphone and camera, which must not wait for a transcription to end
    events: Events
    settings_store: SettingsStore
    worker: Worker  # does what is heavy besides scoring
    training: TrainingService
    training_jobs: JobRunner  # for what takes minutes or hours, beside which sessions go on
    backup_jobs: BackupJobs  # for all on the disk of the backups, which may be slow or away

    @property
    def who(self) -> str:
        """The name of who is signed in; "" on a data folder without users."""
        return self.workspace.access.user.name
