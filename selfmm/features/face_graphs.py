"""The three graphs inside Google's face_landmarker.task, run through LiteRT: find faces, place landmarks, read them.

Written anew from MediaPipe's published graph definitions (mediapipe/tasks/cc/vision/face_landmarker, Apache-2.0);
the mediapipe package itself is not used because its current releases call a server while they run.
"""

from __future__ import annotations

import math
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.errors import WeightsError
from selfmm.features.face_geometry import ROOM, Region, read_standard_face

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

DETECTOR_SIDE = 128  # pixels
LANDMARKS_SIDE = 256
LANDMARKS = 478
FACE_CERTAINTY = 0.5  # of the detector and of the landmarks, from which on something is a face
SAME_FACE = 0.3  # overlap (intersection over union) from which on two boxes are of one face

# fmt: off
BLENDSHAPES = (
    "_neutral", "browDownLeft", "browDownRight", "browInnerUp", "browOuterUpLeft", "browOuterUpRight", "cheekPuff",
    "cheekSquintLeft", "cheekSquintRight", "eyeBlinkLeft", "eyeBlinkRight", "eyeLookDownLeft", "eyeLookDownRight",
    "eyeLookInLeft", "eyeLookInRight", "eyeLookOutLeft", "eyeLookOutRight", "eyeLookUpLeft", "eyeLookUpRight",
    "eyeSquintLeft", "eyeSquintRight", "eyeWideLeft", "eyeWideRight", "jawForward", "jawLeft", "jawOpen",
    "jawRight", "mouthClose", "mouthDimpleLeft", "mouthDimpleRight", "mouthFrownLeft", "mouthFrownRight",
    "mouthFunnel", "mouthLeft", "mouthLowerDownLeft", "mouthLowerDownRight", "mouthPressLeft", "mouthPressRight",
    "mouthPucker", "mouthRight", "mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper",
    "mouthSmileLeft", "mouthSmileRight", "mouthStretchLeft", "mouthStretchRight", "mouthUpperUpLeft",
    "mouthUpperUpRight", "noseSneerLeft", "noseSneerRight",
)

# the landmarks that the blendshape graph reads, in its order (face_blendshapes_graph.cc)
BLENDSHAPE_LANDMARKS = (
    0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78, 80,
    81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152, 153,
    154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246, 249, 251,
    263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312, 314, 317, 318,
    321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381, 382, 384, 385, 386,
    387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472, 473, 474, 475, 476, 477,
)
# fmt: on


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face in one picture."""

    points: NDArray[np.float64]  # (478, 3) landmarks in pixels, z away from the camera
    certainty: float  # that it is a face, in [0, 1]


class Graph:
    """One LiteRT graph with one input, on one thread."""

    def __init__(self, content: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs = [output["index"] for output in self._interpreter.get_output_details()]

    def __call__(self, values: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The outputs for one input of the graph's own shape, in the graph's own order."""
        self._interpreter.set_tensor(self._input, values)
        self._interpreter.invoke()
        return [self._interpreter.get_tensor(output) for output in self._outputs]


class FaceGraphs:
    """Finds faces, places their landmarks and reads their expression; one instance per thread."""

    def __init__(self, task: Path) -> None:
        try:
            with zipfile.ZipFile(task) as archive:
                self._detector = Graph(archive.read("face_detector.tflite"))
                self._landmarker = Graph(archive.read("face_landmarks_detector.tflite"))
                self._blendshapes = Graph(archive.read("face_blendshapes.tflite"))
                self.standard = read_standard_face(archive.read("geometry_pipeline_metadata_landmarks.binarypb"))
        except (OSError, LookupError, ValueError, zipfile.BadZipFile) as error:
            template = "{name} is missing or broken. Run `python -m selfmm weights --fetch` to get it again."
            raise WeightsError(template, name=task.name) from error
        self._anchors = _anchors()

    def find(self, image: NDArray[np.uint8], *, closely: bool = True) -> list[Region]:
        """Where faces are in a picture (height, width, 3) RGB, the surest first.

        The detector sees faces down to about a seventh of the longer side; `closely` also searches parts of the
        picture, in which a person who sits two metres away is large enough, and takes some fifteen times as long.
        """
        found = self._find_in(image, 0, 0)
        for left, top, side in _parts(*image.shape[:2]) if closely else ():
            found += self._find_in(image[top : top + side, left : left + side], left, top)
        faces: list[Region] = []
        for _, region in sorted(found, key=lambda one: -one[0]):
            if not any(region.overlaps(face) for face in faces):
                faces.append(region)
        return faces

    def _find_in(self, part: NDArray[np.uint8], left: int, top: int) -> list[tuple[float, Region]]:
        """How sure and where faces are in a part of the picture that begins at (left, top)."""
        square, scale, offset = _letterbox(part)
        boxes, logits = self._detector((square / 127.5 - 1.0).astype(np.float32)[None])
        certainty = _sigmoid(logits[0, :, 0])
        sure = certainty >= FACE_CERTAINTY
        # per box: centre, width and height, then six key points, all in detector pixels from the box's anchor
        boxes = boxes[0, sure].reshape(-1, 8, 2).astype(np.float64)
        boxes[:, [0, *range(2, 8)]] += self._anchors[sure, None] * DETECTOR_SIDE
        place = offset - scale * np.array((left, top))
        return [(share, _region(box, scale, place)) for share, box in merge_boxes(boxes, certainty[sure])]

    def look(self, image: NDArray[np.uint8], region: Region) -> Face:
        """The landmarks of the face in one region of a picture (height, width, 3) RGB."""
        import cv2

        there = region.to_crop(LANDMARKS_SIDE)
        crop = cv2.warpAffine(image, there, (LANDMARKS_SIDE, LANDMARKS_SIDE), flags=cv2.INTER_LINEAR)
        landmarks, presence = self._landmarker(np.divide(crop, 255, dtype=np.float32)[None])[:2]
        points = landmarks.reshape(LANDMARKS, 3).astype(np.float64)
        back = cv2.invertAffineTransform(there)
        points[:, :2] = points[:, :2] @ back[:, :2].T + back[:, 2]
        points[:, 2] *= region.size / LANDMARKS_SIDE
        return Face(points, float(_sigmoid(presence.ravel())[0]))

    def blendshapes(self, face: Face) -> NDArray[np.float32]:
        """How strong each of BLENDSHAPES is, in [0, 1]: (52,)."""
        corners = face.points[BLENDSHAPE_LANDMARKS, :2].astype(np.float32)
        return self._blendshapes(corners[None])[0].reshape(len(BLENDSHAPES))


def merge_boxes(boxes: NDArray[np.float64], certainty: NDArray[np.float32]) -> list[tuple[float, NDArray[np.float64]]]:
    """Boxes (boxes, 8, 2) that overlap, averaged by their certainty into one (8, 2) a face, the surest first.

    The first pair of a box is its centre, the second its width and height (weighted non-maximum suppression). With
    each comes the certainty of its surest box.
    """
    merged = []
    order = np.argsort(-certainty)
    while len(order):
        same = _overlap(boxes[order[0]], boxes[order]) > SAME_FACE
        same[0] = True
        group = order[same]
        merged.append((float(certainty[order[0]]), np.average(boxes[group], axis=0, weights=certainty[group])))
        order = order[~same]
    return merged


def _parts(height: int, width: int) -> Iterator[tuple[int, int, int]]:
    """Left, top and side of half-overlapping squares, a third as large as the picture is long, that cover it."""
    side = max(1, max(height, width) // 3)

    def starts(length: int) -> list[int]:
        room = max(0, length - side)
        return [int(start) for start in np.linspace(0, room, 1 + math.ceil(2 * room / side))]

    for top in starts(height):
        for left in starts(width):
            yield left, top, side


def _overlap(box: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Intersection over union of a box (8, 2) with each of (boxes, 8, 2)."""
    low = np.maximum(box[0] - box[1] / 2, boxes[:, 0] - boxes[:, 1] / 2)
    high = np.minimum(box[0] + box[1] / 2, boxes[:, 0] + boxes[:, 1] / 2)
    common = np.prod(np.maximum(high - low, 0.0), axis=1)
    shares: NDArray[np.float64] = common / np.maximum(np.prod(box[1]) + np.prod(boxes[:, 1], axis=1) - common, 1e-9)
    return shares


def _region(box: NDArray[np.float64], scale: float, offset: NDArray[np.float64]) -> Region:
    """The region of the picture for a box (8, 2) in detector pixels; the first two key points are the eyes."""
    eyes = box[3] - box[2]
    x, y = (box[0] - offset) / scale
    return Region(float(x), float(y), float(max(box[1])) / scale * ROOM, math.atan2(eyes[1], eyes[0]))


def _letterbox(image: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float, NDArray[np.float64]]:
    """A picture (height, width, 3) as large as fits into the detector's square, its scale and its place (2,) there."""
    import cv2

    height, width = image.shape[:2]
    scale = DETECTOR_SIDE / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    left, top = (DETECTOR_SIDE - size[0]) // 2, (DETECTOR_SIDE - size[1]) // 2
    square = np.zeros((DETECTOR_SIDE, DETECTOR_SIDE, 3), np.uint8)
    square[top : top + size[1], left : left + size[0]] = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    return square, scale, np.array((left, top), np.float64)


def _anchors() -> NDArray[np.float64]:
    """Where the detector's boxes are counted from, as shares of its square: (896, 2) x and y."""
    grids = []
    for cells, boxes in ((16, 2), (8, 6)):  # boxes a cell in the fine and the coarse grid
        rows, columns = np.divmod(np.arange(cells * cells), cells)
        centres = (np.stack([columns, rows], axis=1) + 0.5) / cells
        grids.append(np.repeat(centres, boxes, axis=0))
    return np.concatenate(grids)


def _sigmoid(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logits of any shape as shares in (0, 1)."""
    return (1.0 / (1.0 + np.exp(-np.clip(values, -80.0, 80.0)))).astype(np.float32)
