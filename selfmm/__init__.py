"""Hears, sees, reads, learns, scores: Self-MM from a recording to a score on a clinical scale.

The path, in the order of the modules: `media` opens a recording, `transcription` hears the words, `features`
hears and sees how they are said, `recipe` does these together and cuts one `Sample` an answer, `data` stacks
samples, `model` is the network, `training` makes a `bundle` of it, and `scoring` turns samples into a `Score`.
"""
