"""Pretrained weights: which there are, where from, their hashes, and the folder that each lies in.

`get` finds a folder and never uses the network; only `fetch` does, and only when somebody calls it.
"""

from __future__ import annotations

from selfmm.pretrained.catalogue import WEIGHTS, Weights
from selfmm.pretrained.fetching import fetch
from selfmm.pretrained.store import WeightsState, get, home, list_weights, verify

__all__ = ["WEIGHTS", "Weights", "WeightsState", "fetch", "get", "home", "list_weights", "verify"]
