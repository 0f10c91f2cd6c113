"""What a clinician reads from a face: smiles, brows, gaze, head movement, blinks; from the numbers of each frame.

They are of `face_landmarks_56`, and only of its frames with a face. The names of movements are those of the Facial
Action Coding System (Ekman & Friesen 1978) as near as the network's 52 movements go: mouthSmile is AU 12, browDown
AU 4. Its cheekSquint (AU 6) never rises above 0.0001, so that a felt smile is not told from a posed one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.features.face_graphs import BLENDSHAPES
from selfmm.features.face_landmarks import PITCH, PRESENCE, ROLL, YAW
from selfmm.features.markers_base import Marker

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from selfmm.types import FeatureSequence

FEWEST_SECONDS = 2.0  # with a face; with less only the share of the face is told
# smile intensity from which on somebody smiles, so that at most a twentieth of faces without a smile count as smiling;
# chosen on half of the people in tests/benchmarks/face.py
SMILING = 0.5
# degrees of horizontal and vertical gaze for one unit of the eyeLook movements, found by tests/benchmarks/face.py from
# the irises: 11.7 mm wide (Ablavatski et al. 2020) and some 10 mm before the centre that the eye turns about
GAZE_SCALE = (38.0, 15.0)
AVERTED = 15.0  # degrees; half of a 14-inch screen at 60 cm
DIRECTIONS_TRIED = 500  # frames, evenly over time, whose direction may be the one that is looked at most
STEP_SECONDS = 0.2  # over which the head's movement is measured, whatever the rate of the frames
CLOSED = 0.5  # eyeBlink from which on an eye is closed
LONGEST_BLINK = 0.5  # seconds; eyes that are closed for longer rest or look down
FEWEST_FRAMES_FOR_BLINKS = 10.0  # a second, at which 92 % of blinks of 0.1-0.4 s are seen; at 5 it is 63 %

_FACS = "Ekman P, Friesen WV. Facial Action Coding System. Consulting Psychologists Press, 1978"
_GIRARD = (
    "Girard JM, Cohn JF, Mahoor MH, Mavadati SM, Hammal Z, Rosenwald DP. Nonverbal social withdrawal in depression: "
    "evidence from manual and automatic analyses. Image and Vision Computing 32: 641-647, 2014."
)
_BENTIVOGLIO = (
    "Bentivoglio AR, Bressman SB, Cassetta E, Carretta D, Tonali P, Albanese A. Analysis of blink rate patterns in "
    "normal subjects. Movement Disorders 12: 1028-1034, 1997."
)

FACE_MARKERS: dict[str, Marker] = {
    "face_share": Marker(
        "Face in the picture", "%", "Share of the time in which the face can be seen; the other numbers are of it.", ""
    ),
    "smile_share": Marker(
        "Time smiling",
        "%",
        "Share of the time in which the corners of the mouth are drawn up clearly. Crying can look like it.",
        _GIRARD,
    ),
    "smile_intensity": Marker(
        "Smile intensity",
        "",
        "How far the corners of the mouth are drawn up on average, from 0 to 1 (mean of both sides).",
        f"{_FACS} (AU 12).",
    ),
    "brow_lowering": Marker(
        "Brow lowering",
        "",
        "How far the brows are drawn down and together on average, from 0 to 1 (mean of both sides).",
        f"{_FACS} (AU 4).",
    ),
    "gaze_aversion": Marker(
        "Looking away",
        "%",
        "Share of the time in which head and eyes together point more than 15 degrees away from where they point most.",
        "",
    ),
    "head_movement": Marker(
        "Head movement",
        "°/s",
        "How fast the head turns and tilts on average, measured from one fifth of a second to the next.",
        _GIRARD,
    ),
    "blink_rate": Marker(
        "Blinks",
        "1/min",
        "How often both eyes close for less than half a second. Told from 10 frames a second on, where 8 % are missed.",
        _BENTIVOGLIO,
    ),
    "expressivity": Marker(
        "Expressivity",
        "",
        "How much the face moves: the mean over all movements of their standard deviation over time, each from 0 to 1.",
        "",
    ),
}


def face_markers(vision: FeatureSequence) -> dict[str, float]:
    """The markers of `FACE_MARKERS` that can be measured in a `face_landmarks_56` sequence, in their units.

    Shares of time are of the frames with a face and in percent.
    """
    seen = vision.values[:, PRESENCE] > 0
    markers = {"face_share": 100 * float(seen.mean()) if len(seen) else 0.0}
    if seen.sum() * vision.frame_seconds < FEWEST_SECONDS:
        return markers
    values = vision.values[seen].astype(np.float64)
    smiles = smile(values)
    markers |= {
        "smile_share": 100 * float((smiles >= SMILING).mean()),
        "smile_intensity": float(smiles.mean()),
        "brow_lowering": float(brow_lowering(values).mean()),
        "gaze_aversion": 100 * _looking_away(values),
        "expressivity": float(values[:, 1 : len(BLENDSHAPES)].std(axis=0).mean()),  # the first is no movement
    }
    movement, blinks = _head_movement(vision), _blink_rate(vision)
    markers |= {} if movement is None else {"head_movement": movement}
    markers |= {} if blinks is None else {"blink_rate": blinks}
    return markers


def smile(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Smile intensity in [0, 1] of `face_landmarks_56` (frames, 56): (frames,)."""
    return _both(values, "mouthSmile")


def brow_lowering(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """How far the brows are drawn down, in [0, 1], of `face_landmarks_56` (frames, 56): (frames,)."""
    return _both(values, "browDown")


def gaze(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Where the eyes turn to in the head, in degrees, from `face_landmarks_56` (frames, 56): (frames, 2).

    Horizontal is positive to the right edge of the picture (the person's own left) as yaw is, vertical is positive
    downwards as pitch is, so that each may be added to the head's turning. The scale is that of `GAZE_SCALE`: over
    photographs it follows the irises well horizontally (r = 0.90) and roughly vertically (r = 0.60), where the lids
    move along. Frames without a face are (0, 0).
    """
    to_left_eye = _column(values, "eyeLookOutLeft") - _column(values, "eyeLookInLeft")
    to_right_eye = _column(values, "eyeLookInRight") - _column(values, "eyeLookOutRight")
    down = _both(values, "eyeLookDown") - _both(values, "eyeLookUp")
    return np.stack([(to_left_eye + to_right_eye) / 2, down], axis=1) * np.array(GAZE_SCALE, values.dtype)


def _looking_away(values: NDArray[np.floating]) -> float:
    """The share of (frames, 56) in which head and eyes point more than `AVERTED` degrees from where they point most.

    That is the direction around which most frames lie, because nobody tells where the other person or the screen is.
    A mean or median would lie between two such places, where nobody looks.
    """
    direction = values[:, [YAW, PITCH]] + gaze(values)
    tried = direction[:: max(1, len(direction) // DIRECTIONS_TRIED)]
    return 1 - max(float((np.hypot(*(direction - one).T) <= AVERTED).mean()) for one in tried)


def _head_movement(vision: FeatureSequence) -> float | None:
    """Mean degrees a second that the head turns by, over steps that begin and end with a face; None without any."""
    step = max(1, round(STEP_SECONDS / vision.frame_seconds))
    seen = vision.values[:, PRESENCE] > 0
    pairs = seen[step:] & seen[:-step]
    if not pairs.any():
        return None
    pose = vision.values[:, [PITCH, YAW, ROLL]].astype(np.float64)
    turned = np.linalg.norm(pose[step:] - pose[:-step], axis=1)[pairs]
    return float(turned.mean()) / (step * vision.frame_seconds)


def _blink_rate(vision: FeatureSequence) -> float | None:
    """Blinks a minute of the time with a face; None where frames come too seldom to see them."""
    if vision.frame_seconds > 1 / FEWEST_FRAMES_FOR_BLINKS + 1e-9:
        return None
    seen = vision.values[:, PRESENCE] > 0
    closed = seen & (_both(vision.values, "eyeBlink") >= CLOSED)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], closed, [False]])))
    starts, ends = edges[::2], edges[1::2]
    around = np.concatenate([[False], seen, [False]])
    whole = around[starts] & around[ends + 1]  # where the face comes or goes, the eyes may be closed for longer
    short = (ends - starts) * vision.frame_seconds <= LONGEST_BLINK
    return 60 * float((whole & short).sum()) / (float(seen.sum()) * vision.frame_seconds)


def _column(values: NDArray[np.floating], name: str) -> NDArray[np.floating]:
    """One movement of (frames, 56): (frames,)."""
    return values[:, BLENDSHAPES.index(name)]


def _both(values: NDArray[np.floating], name: str) -> NDArray[np.floating]:
    """The mean of a movement's left and right side: (frames,)."""
    return (_column(values, f"{name}Left") + _column(values, f"{name}Right")) / 2
