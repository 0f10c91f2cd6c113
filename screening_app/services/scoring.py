"""Score interviews, with the model kept at hand from one to the next."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Assessment
from screening_app.services.model_registry import active_bundle_folder
from screening_app.services.progress import part
from screening_app.services.samples import is_prepared, prepare_interview
from selfmm import recipe as making
from selfmm.types import Report, no_report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.scoring import Scorer
    from selfmm.types import Score

_PREPARED = 0.95  # share of the whole work that is done once transcript and features are there


class ScoringService:
    """Scores interviews of one workspace; meant for the job thread, safe from any."""

    def __init__(self, workspace: Workspace, settings: Callable[[], Settings]) -> None:
        """`settings` is asked at every score, so that a change takes effect with the next one."""
        self._workspace = workspace
        self._settings = settings
        self._lock = Lock()
        self._loaded: tuple[Path, Scorer] | None = None

    def score_interview(self, interview: Interview, report: Report = no_report) -> Assessment:
        """Make what is missing, score, and store the score as the interview's newest assessment.

        Reports the recipe's steps, then "loading_model" and "scoring". Raises as `prepare_interview` does, and
        `BundleError` when the model is missing, broken or does not fit.
        """
        settings = self._settings()
        if interview.recording is not None and not is_prepared(self._workspace, interview, settings):
            with self._lock:
                self._loaded = None  # speech recognition and the model at once would need half as much memory again
        transcript, features = prepare_interview(self._workspace, interview, settings, part(report, 0.0, _PREPARED))
        samples = making.samples(transcript, features, person=interview.patient_id)
        quality = making.quality(transcript, features)
        report("loading_model", _PREPARED)
        with self._lock:
            scorer = self._scorer(active_bundle_folder(settings))
            report("scoring", (1 + _PREPARED) / 2)
            score = scorer.score(samples, quality, transcript.language)
        report("scoring", 1.0)
        return add_assessment(self._workspace, interview, score)

    def warm_up(self, report: Report = no_report) -> None:
        """Load the model now, so that the next score does not wait for it; raises `BundleError`, `WeightsError`."""
        report("loading_model", 0.0)
        with self._lock:
            self._scorer(active_bundle_folder(self._settings()))
        report("loading_model", 1.0)

    def _scorer(self, folder: Path) -> Scorer:
        """The model in `folder`, loaded if another one was; bundles never change, so its folder names it."""
        if self._loaded is None or self._loaded[0] != folder:
            from selfmm.scoring import Scorer

            self._loaded = None  # two models at once would need twice the memory
            self._loaded = (folder, Scorer(folder))
        return self._loaded[1]


def add_assessment(
    workspace: Workspace, interview: Interview, score: Score, *, created_at: datetime | None = None
) -> Assessment:
    """Store a score as the interview's newest assessment, given now unless another time is named."""
    assessment = Assessment(
        id=uuid4().hex, interview_id=interview.id, score=score, created_at=created_at or datetime.now(UTC)
    )
    workspace.assessments.add(assessment)
    return assessment
