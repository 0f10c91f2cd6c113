"""Train on the sessions of a data folder as the panel does, and print what it says of the new model.

    python -m screening_app.demo_clinic 40 --data FOLDER
    python docs/retraining_proof.py FOLDER

Nothing is activated. The figures in docs/retraining.md were made by it.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import replace
from pathlib import Path

from screening_app import settings as settings_file
from screening_app.paths import AppPaths
from screening_app.services.model_comparisons import comparison_of
from screening_app.services.training import Depth, TrainingService
from screening_app.services.workspace import open_workspace
from screening_app.ui.training_verdicts import verdict_in_words
from selfmm.types import Modality


def judged(paths, depth, modalities):
    """What was found of a model that learns at this depth from `modalities`."""
    workspace, settings = open_workspace(paths), settings_file.load(paths.settings).settings
    service = TrainingService(workspace, lambda: settings)
    try:
        choice = replace(service.default_choice(), depth=depth, modalities=modalities)
        print(f"{len(service.table(choice).usable)} sessions")
        return comparison_of(service.start(choice, "docs/retraining_proof.py"))
    finally:
        service.close()
        workspace.close()


def measured(figure):
    """A figure with its 95 % interval."""
    return f"{figure.value:.2f} [{figure.lower:.2f}, {figure.upper:.2f}]"


def main():
    """Train, and print AUC and error of both models with their intervals, and the sentence."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the data folder")
    parser.add_argument("--depth", choices=[depth.value for depth in Depth], default=Depth.HEADS.value)
    names = [modality.value for modality in Modality]
    parser.add_argument("--modalities", nargs="+", choices=names, help="by default those that the model in use reads")
    chosen = parser.parse_args()
    started, used = time.monotonic(), time.process_time()
    modalities = tuple(map(Modality, chosen.modalities)) if chosen.modalities else None
    found = judged(AppPaths(chosen.data), Depth(chosen.depth), modalities)
    compared = found.cross_validation
    for name, figures in (("model in use", compared.reference), ("new model", compared.new)):
        print(f"{name}: AUC {measured(figures['auc'])}, mean error {measured(figures['mae'])} points")
    print(f"{compared.people} people; recommended: {found.recommended}; {verdict_in_words(found)}")
    seconds, used = time.monotonic() - started, time.process_time() - used
    print(f"{seconds:.0f} s, {used:.0f} s of processor time, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
