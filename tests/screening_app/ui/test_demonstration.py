"""Without a window, the demonstration leaves a chart and a report and says where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening_app.ui.demonstration import CHART, REPORT, run_headless
from selfmm.types import NOTICE

if TYPE_CHECKING:
    from collections.abc import Callable

    from screening_app.domain import Assessment, Patient
    from screening_app.paths import AppPaths
    from screening_app.ui.services import AppServices


def test_chart_and_report_are_written_and_told(
    app_services: AppServices, scored_patient: Callable[..., tuple[Patient, tuple[Assessment, ...]]]
) -> None:
    scored_patient(70.0, None, 40.0, code="DEMO-1", name="Demonstration (synthetic)", is_demo=True)
    paths: AppPaths = app_services.workspace.paths
    lines = run_headless(app_services, paths)
    assert (paths.reports / CHART).read_bytes().startswith(b"\x89PNG")
    assert (paths.reports / REPORT).read_bytes().startswith(b"%PDF")
    said = "\n".join(lines)
    for part in (paths.database, paths.reports / CHART, paths.reports / REPORT, NOTICE, "DEMO-1"):
        assert str(part) in said
    numbers = [line for line in lines if "SDS" in line]
    assert ["70.0" in numbers[0], "–" in numbers[1], "40.0" in numbers[2]] == [True] * 3


def test_a_second_run_writes_over_the_first(
    app_services: AppServices, scored_patient: Callable[..., tuple[Patient, tuple[Assessment, ...]]]
) -> None:
    scored_patient(70.0, is_demo=True)
    paths = app_services.workspace.paths
    run_headless(app_services, paths)
    run_headless(app_services, paths)
    assert sorted(path.name for path in paths.reports.iterdir()) == [CHART, REPORT]
