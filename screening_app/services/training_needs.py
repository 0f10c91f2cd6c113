"""How many people a training needs, for those who tell a clinician what is missing."""

from __future__ import annotations

from selfmm.training.clinic.nouns import Depth, Light
from selfmm.training.clinic.readiness import AMBER, GREEN, Need

__all__ = ["Need", "needed"]


def needed(depth: Depth, light: Light) -> Need:
    """What is needed for an amber or a green light; of a red one nothing is needed."""
    return {Light.RED: Need(0), Light.AMBER: AMBER[depth], Light.GREEN: GREEN[depth]}[light]
