from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from recordings import Kind, write

from selfmm.errors import MediaError
from selfmm.media import open_media, opening

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_looked_into_once_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    look = opening._look_into
    monkeypatch.setattr(opening, "_look_into", lambda path: looks.append(path) or look(path))
    path = write(tmp_path / "a.mkv", Kind("", "flac", None, rate=16_000), 2.0)
    assert open_media(path) == open_media(path)
    assert len(looks) == 1
    path.unlink()
    with pytest.raises(MediaError, match="not there any more"):
        open_media(path)
    longer = write(path, Kind("", "flac", None, rate=16_000), 3.0)
    assert open_media(longer).duration_seconds == pytest.approx(3.0, abs=0.1)
    assert len(looks) == 2
