from __future__ import annotations

import pytest

from selfmm.data.benchmarks.eatd import read_eatd
from selfmm.errors import DataError

HEADER = "subject,stimulus,audio,duration_seconds,sds_index,transcript\n"


def test_answers_are_read_and_missing_sound_is_none(tmp_path):
    (tmp_path / "manifest.csv").write_text(
        HEADER + "t_1,positive,audio/a.flac,3.5,46.25,“好”，的\nt_1,neutral,,,46.25,嗯\n", encoding="utf-8"
    )
    first, second = read_eatd(tmp_path)
    assert (first.person, first.label, first.recording) == ("t_1", 46.25, tmp_path / "audio/a.flac")
    assert second.recording is None


def test_a_missing_manifest_is_named(tmp_path):
    with pytest.raises(DataError, match=r"manifest\.csv"):
        read_eatd(tmp_path)


@pytest.mark.parametrize("row", ["t_1,positive,a.flac,3,many,text", "t_1"])
def test_a_malformed_line_is_named(tmp_path, row):
    (tmp_path / "manifest.csv").write_text(HEADER + "t_1,x,,1,40,好\n" + row + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="Line 3"):
        read_eatd(tmp_path)
