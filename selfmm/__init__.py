"""Hears, sees, reads, learns, scores: Self-MM from a recording to a score on a clinical scale.

The path, in the order of the modules: `media` opens a recording, `transcription` hears the words, `features`
hears and sees how they are said, `recipe` does these together and cuts one `Sample` an answer, `data` stacks
samples, `model` is the network, `training` makes a `bundle` of it, and `scoring` turns samples into a `Score`.
"""

from __future__ import annotations

import os

# onnxruntime, which finds where somebody speaks, would report to its maker over the network and keep an id of this
# computer; it looks at this when it is first imported
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
