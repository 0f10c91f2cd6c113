from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from selfmm.data.pictures import check_picture_name, save_figure
from selfmm.errors import DataError


def test_a_picture_has_a_pictures_name(tmp_path):
    check_picture_name(tmp_path / "out.PDF")
    with pytest.raises(DataError, match=r"out\.docx is no picture"):
        check_picture_name(tmp_path / "out.docx")


def test_a_figure_is_written_where_it_is_wanted_and_trouble_is_told(tmp_path):
    save_figure(Figure(), tmp_path / "new" / "out.png", dpi=50)
    assert (tmp_path / "new" / "out.png").read_bytes().startswith(b"\x89PNG")
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="was not saved"):
        save_figure(Figure(), tmp_path / "file" / "out.png")
