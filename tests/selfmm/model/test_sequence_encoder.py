from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from selfmm.data.batches import PaddedSequence
from selfmm.model.sequence_encoder import SequenceEncoder


@settings(deadline=None, max_examples=30)
@given(lengths=st.lists(st.integers(1, 70), min_size=1, max_size=4), pool=st.integers(1, 3), beyond=st.integers(0, 40))
def test_a_sample_gives_the_same_whatever_is_padded_behind_it(lengths, pool, beyond):
    torch.manual_seed(0)
    encoder = SequenceEncoder(3, 4, 5, layers=2, dropout=0.0, pool=pool).eval()
    values = torch.randn(len(lengths), max(lengths) + beyond, 3)
    with torch.no_grad():
        together = encoder(PaddedSequence(values, torch.tensor(lengths)))
        for row, length in enumerate(lengths):
            alone = values[row : row + 1, :length]
            grouped = torch.stack([group.mean(dim=0) for group in alone[0].split(pool)])[None]
            _, (hidden, _) = encoder.lstm(grouped)
            torch.testing.assert_close(together[row], encoder.project(hidden[-1, 0]), atol=1e-5, rtol=0)
