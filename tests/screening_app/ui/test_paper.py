"""The paper is that of the place, not that of the language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QPageSize

from screening_app.ui.paper import paper_size


@pytest.mark.parametrize(
    ("locale", "size"),
    [
        ("en_US", QPageSize.PageSizeId.Letter),
        ("es_MX", QPageSize.PageSizeId.Letter),
        ("en_GB", QPageSize.PageSizeId.A4),
        ("zh_CN", QPageSize.PageSizeId.A4),
        ("C", QPageSize.PageSizeId.A4),
    ],
)
def test_letter_where_letter_is_usual(locale: str, size: QPageSize.PageSizeId) -> None:
    assert paper_size(QLocale(locale)).id() == size
