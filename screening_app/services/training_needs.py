"""How many people a training needs, and the seeds that it begins with, for the window that tells of them."""

from __future__ import annotations

from selfmm.training.clinic.nouns import SEEDS, Depth, Light
from selfmm.training.clinic.readiness import AMBER, GREEN, Need

__all__ = ["SEEDS", "Need", "needed"]


def needed(depth: Depth, light: Light) -> Need:
    """What is needed for an amber or a green light; of a red one nothing is needed."""
    return {Light.RED: Need(0), Light.AMBER: AMBER[depth], Light.GREEN: GREEN[depth]}[light]
