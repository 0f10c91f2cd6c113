"""What is plain to see in each picture, apart from the face's movements; quality is measured by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NAME = "picture_track"
COLUMNS = ("faces", "brightness", "sharpness")
FACES, BRIGHTNESS, SHARPNESS = range(len(COLUMNS))

LONGEST_SIDE = 320  # pixels at which pictures are measured, so that the camera's own size does not count


def measure_picture(image: NDArray[np.uint8], faces: int) -> NDArray[np.float32]:
    """One row of the track, (3,), of a picture (height, width, 3) RGB in which `faces` faces were found.

    Brightness is the mean luma (ITU-R BT.601) in [0, 1]. Sharpness is the variance of the Laplacian of the luma in
    [0, 255] (Pech-Pacheco et al., ICPR 2000), which falls with blur. Both are of the picture at `LONGEST_SIDE` pixels.
    """
    import cv2

    luma = cv2.cvtColor(_small(image), cv2.COLOR_RGB2GRAY)
    return np.array([faces, luma.mean() / 255.0, cv2.Laplacian(luma, cv2.CV_32F).var()], np.float32)


def _small(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture (height, width, 3) with its longer side at most `LONGEST_SIDE` pixels."""
    import cv2

    height, width = image.shape[:2]
    scale = LONGEST_SIDE / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    smaller: NDArray[np.uint8] = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return smaller
