"""Films of pictures."""

from __future__ import annotations

from fractions import Fraction

import pytest


@pytest.fixture
def film(tmp_path):
    """Writes pictures (height, width, 3) as a film at 10 pictures a second and gives its path."""
    import av

    def write(pictures):
        path = tmp_path / "film.mkv"
        with av.open(str(path), "w") as container:
            stream = container.add_stream("mpeg4", rate=Fraction(10))
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            stream.bit_rate = 4_000_000
            for picture in pictures:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
            container.mux(stream.encode())
        return path

    return write
