"""How long a retraining on 200 sessions of 12 answers takes: `python tests/benchmarks/retraining.py heads OUT`.

What the text encoder makes of the words is read first and not counted, as it is kept from one training to the next;
the last run, the comparison and the bundle are counted. Begins from the model that comes with the app.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from selfmm.data.synthetic_clinic import ClinicShape, synthetic_clinic
from selfmm.scales import PHQ_9
from selfmm.training.clinic.learning import read_material
from selfmm.training.clinic.network import begin
from selfmm.training.retraining import ClinicData, Depth, RetrainingPlan, rated_session, retrain
from selfmm.types import Modality

DEFAULT = Path(__file__).resolve().parents[2] / "resources" / "models" / "default"
SHAPE = ClinicShape(people=100, sessions=2, answers=12, words=40, answer_seconds=20.0)


def clinic():
    """200 sessions of 100 people."""
    made = synthetic_clinic(PHQ_9, SHAPE)
    return ClinicData(
        tuple(rated_session(one.id, one.transcript, one.features, person=one.person, rating=one.rating) for one in made)
    )


def main():
    """Read the texts, train, print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("depth", choices=["recalibrate", "heads", "everything"])
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", action="store_true", help="learn from words alone")
    chosen = parser.parse_args()
    modalities = None if chosen.words or chosen.depth == "recalibrate" else tuple(Modality)
    plan = RetrainingPlan(PHQ_9, Depth(chosen.depth), base=DEFAULT, modalities=modalities)
    data, cache = clinic(), chosen.out / "texts"
    read_material(plan, begin(plan, data.learnt), data, cache)
    load, started, used = os.getloadavg()[0], time.monotonic(), time.process_time()
    result = retrain(data, plan, chosen.out / "run", created="2026-01-01", cache=cache)
    seconds, used = time.monotonic() - started, time.process_time() - used
    told = {"depth": plan.depth, "modalities": [one.value for one in modalities or ()] or "words"}
    told |= {"seconds": round(seconds, 1), "processor_seconds": round(used, 1), "load_before": round(load, 1)}
    told |= {"load_after": round(os.getloadavg()[0], 1), "auc": round(result.cross_validation.new["auc"].value, 3)}
    print(json.dumps({**told, "verdict": result.verdict}))


if __name__ == "__main__":
    main()
