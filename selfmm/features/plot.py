"""One recording on one time axis: waveform with voice activity, words, pitch, loudness, smile, gaze and head pose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.errors import DataError
from selfmm.features import voice_track
from selfmm.features.face_graphs import BLENDSHAPES
from selfmm.features.face_markers import gaze, smile
from selfmm.media import SAMPLE_RATE, waveform_blocks
from selfmm.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from selfmm.types import Features, FeatureSequence, Transcript

_ENVELOPE = 0.02  # seconds of sound that are one line of the waveform
_FONTS = ["DejaVu Sans", "Noto Sans CJK SC", "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei", "sans-serif"]
_SPEECH, _LINE, _SECOND, _THIRD = "#cfe3f5", "#1f5f99", "#c2571a", "#3f8f4f"
_INCHES, _PANEL_INCHES = 14.0, 1.5
_LETTERS_ACROSS = 190  # of the words' font, over the whole width
_LINES = 5  # of words that find room one below the other


def draw_recording(path: Path, transcript: Transcript, features: Features) -> Figure:
    """The recording at `path` as a figure, a panel for each thing that it has. Raises `MediaError`."""
    from matplotlib.figure import Figure

    panels = _panels(path, transcript, features)
    figure = Figure(figsize=(_INCHES, 0.6 + _PANEL_INCHES * len(panels)), layout="constrained")
    axes = figure.subplots(len(panels), 1, sharex=True, squeeze=False)[:, 0]
    for axis, (title, draw) in zip(axes, panels, strict=True):
        for start, end in features.speech:
            axis.axvspan(start, end, color=_SPEECH, lw=0)
        draw(axis)
        axis.set_ylabel(title, fontsize=8)
        axis.tick_params(labelsize=7)
    axes[-1].set_xlabel("seconds", fontsize=8)
    axes[-1].set_xlim(0, _seconds(features))
    axes[0].set_title(f"{path.name}: shaded where somebody speaks", fontsize=9, family=_FONTS)
    return figure


def _panels(path: Path, transcript: Transcript, features: Features) -> list[tuple[str, Callable[[Axes], None]]]:
    panels: list[tuple[str, Callable[[Axes], None]]] = []
    if features.voice is not None:
        voice = features.voice
        panels += [
            ("waveform", lambda axis: _draw_waveform(axis, path)),
            ("words", lambda axis: _draw_words(axis, transcript, _seconds(features))),
            ("pitch (Hz)", lambda axis: _draw_pitch(axis, voice)),
            ("loudness (dBFS)", lambda axis: _draw_loudness(axis, voice)),
        ]
    if features.vision is not None:
        vision = features.vision
        panels += [
            ("smile (0-1)", lambda axis: _draw_seen(axis, vision, smile(vision.values)[:, None], [""])),
            ("gaze (degrees)", lambda axis: _draw_seen(axis, vision, gaze(vision.values), ["to the side", "down"])),
            ("head (degrees)", lambda axis: _draw_seen(axis, vision, _head_pose(vision), ["pitch", "yaw", "roll"])),
        ]
    if not panels:
        raise DataError("There is neither speech nor a face to draw. Choose another recording.")
    return panels


def _draw_waveform(axis: Axes, path: Path) -> None:
    size = round(_ENVELOPE * SAMPLE_RATE)
    ends = [_envelope(block, size) for block in waveform_blocks(path, block_seconds=500 * _ENVELOPE)]
    low, high = np.concatenate(ends, axis=1)
    axis.fill_between(np.arange(len(low)) * _ENVELOPE, low, high, color=_LINE, lw=0)
    axis.set_ylim(-1, 1)


def _envelope(block: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Lowest and highest of each `size` samples of (samples,): (2, pieces)."""
    rows = np.pad(block, (0, -len(block) % size), mode="edge").reshape(-1, size)
    return np.stack([rows.min(axis=1), rows.max(axis=1)])


def _draw_words(axis: Axes, transcript: Transcript, seconds: float) -> None:
    """Answers where they begin, each in the first line that is free there; what finds no room is cut off."""
    axis.set_ylim(_LINES, 0)
    axis.set_yticks([])
    free = np.zeros(_LINES)  # seconds up to which each line is taken
    for answer in transcript.answers:
        line = int(np.argmin(np.maximum(free, answer.start)))
        letters = max(4, round(_LETTERS_ACROSS * max(answer.end - answer.start, 0.12 * seconds) / seconds))
        text = answer.text if len(answer.text) <= letters else f"{answer.text[: letters - 1]}…"
        colour = "black" if answer.speaker is Speaker.PARTICIPANT else "gray"
        axis.text(answer.start, line + 0.8, text, fontsize=7, family=_FONTS, color=colour, clip_on=True)
        free[line] = answer.start + seconds * (len(text) + 2) / _LETTERS_ACROSS


def _draw_pitch(axis: Axes, voice: FeatureSequence) -> None:
    pitch = voice.values[:, voice_track.PITCH]
    axis.plot(_times(voice), np.where(pitch > 0, pitch, np.nan), ".", ms=1.5, color=_LINE)


def _draw_loudness(axis: Axes, voice: FeatureSequence) -> None:
    power = np.maximum(voice.values[:, voice_track.POWER], 1e-10)
    axis.plot(_times(voice), 10 * np.log10(power), lw=0.6, color=_LINE)


def _draw_seen(axis: Axes, vision: FeatureSequence, values: NDArray[np.floating], names: list[str]) -> None:
    """Lines (frames, lines) over time, with gaps where there is no face."""
    there = vision.values.any(axis=1)
    for column, (name, colour) in enumerate(zip(names, (_LINE, _SECOND, _THIRD), strict=False)):
        axis.plot(_times(vision), np.where(there, values[:, column], np.nan), lw=0.9, color=colour, label=name)
    if len(names) > 1:
        axis.legend(loc="upper right", fontsize=6, ncols=len(names), framealpha=0.6)


def _seconds(features: Features) -> float:
    """How long the recording is, by what was heard and seen of it."""
    tracks = (features.voice, features.vision)
    return max(len(track.values) * track.frame_seconds for track in tracks if track is not None)


def _head_pose(vision: FeatureSequence) -> NDArray[np.floating]:
    """Pitch, yaw and roll in degrees: (frames, 3)."""
    return vision.values[:, len(BLENDSHAPES) : len(BLENDSHAPES) + 3]


def _times(sequence: FeatureSequence) -> NDArray[np.floating]:
    """The middle of each frame in seconds: (frames,)."""
    return (np.arange(len(sequence.values)) + 0.5) * sequence.frame_seconds
