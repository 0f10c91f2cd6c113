"""Score interviews, with the model kept at hand from one to the next."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import uuid4

from screening_app.domain import Action, Assessment
from screening_app.jobs.child import ThisProcess, Worker
from screening_app.services.audit import recorded
from screening_app.services.evidence import markers_of
from screening_app.services.model_registry import active_bundle, active_bundle_folder
from screening_app.services.samples import is_prepared, prepare_interview, read_cues
from selfmm import recipe as making
from selfmm.features.quality import interview_quality
from selfmm.types import Report, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from screening_app.domain import Interview
    from screening_app.services.live import LivePreparation
    from screening_app.services.workspace import Workspace
    from screening_app.settings import Settings
    from selfmm.scoring import Scorer
    from selfmm.types import Features, Quality, Sample, Score, Transcript

_PREPARED = 0.95  # share of the whole work that is done once transcript and features are there


class ScoringService:
    """Scores interviews of one workspace; meant for the job thread, safe from any."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Callable[[], Settings],
        worker: Worker | None = None,
        live: LivePreparation | None = None,
    ) -> None:
        """`settings` is asked at every score, so that a change takes effect with the next one.

        `worker` does all that is heavy, by default in this process. `live` may have prepared an interview already.
        """
        self._workspace = workspace
        self._settings = settings
        self._worker = worker or ThisProcess()
        self._live = live

    def score_interview(self, interview: Interview, report: Report = no_report) -> Assessment:
        """Make what is missing, score, and store the score as the interview's newest assessment.

        Reports the recipe's steps, then "loading_model" and "scoring". Raises as `prepare_interview` does, and
        `BundleError` when the model is missing, broken or does not fit.
        """
        settings = self._settings()
        material, markers = self._material(interview, settings, part(report, 0.0, _PREPARED))
        report("loading_model", _PREPARED)
        score = self._worker.run(_score, active_bundle_folder(settings), *material, report=part(report, _PREPARED, 1.0))
        return add_assessment(self._workspace, interview, score, markers=markers)

    def warm_up(self, report: Report = no_report) -> None:
        """Load the model now, so that the next score does not wait for it; raises `BundleError`, `WeightsError`."""
        self._worker.run(_load, active_bundle_folder(self._settings()), report=report)

    def _material(
        self, interview: Interview, settings: Settings, report: Report
    ) -> tuple[tuple[tuple[Sample, ...], Quality, str], Mapping[str, float]]:
        """Samples, quality and language, which are all that the model is given; and markers of voice and face.

        Features that the model does not look at end here.
        """
        transcript, features = self._prepare(interview, settings, report)
        modalities = () if features is None else active_bundle(settings).modalities
        samples = making.samples(transcript, features, person=interview.patient_id, modalities=modalities)
        markers = {} if features is None else markers_of(transcript, features, read_cues(self._workspace, interview))
        return (samples, interview_quality(transcript, features), transcript.language), markers

    def _prepare(self, interview: Interview, settings: Settings, report: Report) -> tuple[Transcript, Features | None]:
        """Transcript and features. Speech recognition and the model never share the worker's memory: each is large."""
        if self._live is not None:
            self._live.wait(interview.id, report)
        if interview.recording is None or is_prepared(self._workspace, interview, settings):
            return prepare_interview(self._workspace, interview, settings, report, worker=self._worker)
        self._worker.end()
        made = prepare_interview(self._workspace, interview, settings, report, worker=self._worker)
        self._worker.end()
        return made


@lru_cache(maxsize=1)
def _scorer(folder: Path) -> Scorer:
    """The model in `folder`, kept; bundles never change, so the folder names it."""
    from selfmm.scoring import Scorer

    return Scorer(folder)


def _load(folder: Path, report: Report) -> None:
    report("loading_model", 0.0)
    _scorer(folder)
    report("loading_model", 1.0)


def _score(folder: Path, samples: tuple[Sample, ...], quality: Quality, language: str, report: Report) -> Score:
    scorer = _scorer(folder)
    report("scoring", 0.5)
    score = scorer.explain(samples, scorer.score(samples, quality, language))
    report("scoring", 1.0)
    return score


def add_assessment(
    workspace: Workspace,
    interview: Interview,
    score: Score,
    *,
    created_at: datetime | None = None,
    markers: Mapping[str, float] | None = None,
) -> Assessment:
    """Store a score as the interview's newest assessment, given now unless another time is named."""
    assessment = Assessment(
        id=uuid4().hex,
        interview_id=interview.id,
        score=score,
        created_at=created_at or datetime.now(UTC),
        markers=markers or {},
    )
    with recorded(
        workspace, Action.SESSION_SCORED, interview_id=interview.id, subject=assessment.id, model=score.bundle
    ):
        workspace.assessments.add(assessment)
    return assessment
