"""Pretrained weights: which there are, where from, their hashes, and the folder that each lies in.

`get` finds a folder and `checked` reads it through; neither uses the network. Only `fetch` does, and only when somebody
calls it.
"""

from __future__ import annotations

from selfmm.pretrained.catalogue import WEIGHTS, Weights
from selfmm.pretrained.fetching import fetch
from selfmm.pretrained.store import WeightsState, checked, get, home, list_weights, verify

__all__ = ["WEIGHTS", "Weights", "WeightsState", "checked", "fetch", "get", "home", "list_weights", "verify"]
