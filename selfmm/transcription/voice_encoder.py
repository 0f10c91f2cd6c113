"""From a moment of speech to 256 numbers that stand for the voice: the GE2E encoder with Resemblyzer's weights.

Wan, Wang, Papir and Lopez Moreno, "Generalized end-to-end loss for speaker verification" (arXiv 1710.10467): three
LSTM layers over 40 mel bands, the last state through one layer, to unit length. Two moments of one voice have a large
inner product. The sound is measured as Resemblyzer 0.1.4 does it, whose weights these are.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from selfmm.errors import WeightsError
from selfmm.media import SAMPLE_RATE
from selfmm.pretrained import checked
from selfmm.pretrained.speaker_encoder import MODEL_NAME

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

WEIGHTS_NAME = "speaker-encoder"
DIMENSIONS = 256  # of a voice, and of each layer's state
BANDS = 40
LAYERS = 3
FRAMES = 160  # of one moment, 1.6 s: the length that the network learned on
BATCH = 32  # moments that are embedded at once; more is not faster on one core

FRAMES_PER_SECOND = 100
_HOP = SAMPLE_RATE // FRAMES_PER_SECOND  # samples from one frame to the next, 10 ms
_FRAME = SAMPLE_RATE // 40  # samples of a frame, 25 ms

# Mean power of a frame, summed over the bands, of speech at 30 dB below full scale. Resemblyzer raises what is softer
# to that level; here louder moments are lowered to it too, since a voice does not change with its distance.
_LEVEL = 0.38
_SILENCE = 1e-9  # power below which a moment is not raised any more


class VoiceEncoder:
    """The network, loaded once and kept."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load from `folder`, else from the store. Raises `WeightsError` where the weights are missing or damaged."""
        import torch
        from safetensors import SafetensorError
        from safetensors.torch import load

        folder = checked(WEIGHTS_NAME, folder)
        content = (folder / MODEL_NAME).read_bytes()
        self.fingerprint = hashlib.sha256(content).hexdigest()
        self._network = torch.nn.ModuleDict(
            {
                "lstm": torch.nn.LSTM(BANDS, DIMENSIONS, LAYERS, batch_first=True),
                "linear": torch.nn.Linear(DIMENSIONS, DIMENSIONS),
            }
        ).eval()
        try:
            self._network.load_state_dict(load(content))
        except (SafetensorError, RuntimeError) as error:
            raise WeightsError(
                "The speaker encoder in {folder} cannot be used: its file is damaged or belongs to another network. "
                "Name another folder, or none.",
                folder=folder,
            ) from error

    def embed(self, moments: NDArray[np.float32]) -> NDArray[np.float32]:
        """Voices (moments, 256) of unit length, of mel frames (moments, FRAMES, 40)."""
        import torch

        with torch.inference_mode():
            _, (hidden, _) = self._network["lstm"](torch.from_numpy(moments))
            raw = torch.relu(self._network["linear"](hidden[-1]))
            voices: NDArray[np.float32] = torch.nn.functional.normalize(raw, dim=1).numpy()
        return voices


class MelListener:
    """Measures the power in 40 mel bands, block by block, as librosa's `melspectrogram` does on the whole.

    Frames of 25 ms, 10 ms apart, frame k centred on 10 k ms, Hann window, Slaney's mel scale and norm, power (no
    logarithm); silence before the first sample and after the last.
    """

    def __init__(self) -> None:
        import numpy as np

        self._held = np.zeros(_FRAME // 2, np.float32)

    def feed(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The frames (frames, 40) that are complete with the next (samples,) at 16 kHz."""
        import numpy as np

        sound = np.concatenate([self._held, samples])
        count = max(0, (len(sound) - _FRAME) // _HOP + 1)
        self._held = sound[count * _HOP :]
        return _mel_power(sound[: (count - 1) * _HOP + _FRAME]) if count else np.zeros((0, BANDS), np.float32)

    def finish(self) -> NDArray[np.float32]:
        """The last frames (frames, 40), where the sound ends."""
        import numpy as np

        return self.feed(np.zeros(_FRAME // 2, np.float32))


def _mel_power(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """The power (frames, 40) of the frames that lie whole in (samples,)."""
    import numpy as np

    frames = np.lib.stride_tricks.sliding_window_view(sound, _FRAME)[::_HOP]
    window, filters = _constants()
    spectrum = np.fft.rfft(frames * window, axis=1)
    power: NDArray[np.float32] = (spectrum.real**2 + spectrum.imag**2).astype(np.float32) @ filters.T
    return power


@cache
def _constants() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A periodic Hann window (samples of a frame,) and the mel filters (40, frequencies)."""
    import numpy as np
    from librosa.filters import mel

    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)
    return hann.astype(np.float32), mel(sr=SAMPLE_RATE, n_fft=_FRAME, n_mels=BANDS)


def moment(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """At most FRAMES frames (frames, 40) as the network wants them, (FRAMES, 40): repeated to length, at one level."""
    import numpy as np

    power = max(float(frames.sum(axis=1).mean()), _SILENCE)
    return np.resize(frames, (FRAMES, BANDS)) * np.float32(_LEVEL / power)
