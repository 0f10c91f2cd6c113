"""Run the sound features once on two seconds of noise, so that numba compiles its parts now and not in a session."""

from __future__ import annotations

import numpy as np

from selfmm.features import AUDIO_EXTRACTORS, create_audio_extractor
from selfmm.media import SAMPLE_RATE


def main() -> None:
    """Hear a noise with every extractor; what comes out is thrown away, what numba compiled stays in its cache."""
    noise = np.random.default_rng(1).uniform(-0.25, 0.25, 2 * SAMPLE_RATE).astype(np.float32)
    for name in AUDIO_EXTRACTORS:
        listener = create_audio_extractor(name).listen()
        listener.feed(noise)
        listener.finish()


if __name__ == "__main__":
    main()
