"""Parts of a whole's progress."""

from __future__ import annotations

from screening_app.services.progress import part


def test_parts_of_parts_go_from_their_start_to_their_end() -> None:
    told: list[tuple[str, float]] = []
    second_half = part(lambda step, fraction: told.append((step, fraction)), 0.5, 1.0)
    part(second_half, 0.0, 0.5)("hearing", 1.0)
    second_half("seeing", 0.0)
    second_half("seeing", 1.0)
    assert told == [("hearing", 0.75), ("seeing", 0.5), ("seeing", 1.0)]
