from __future__ import annotations

import numpy as np
import torch
from torch import nn

from selfmm.model.misa import (
    Parts,
    TwoWayLSTM,
    central_moment_discrepancy,
    difference,
    difference_loss,
    reconstruction_loss,
    similarity_loss,
)


def _numpy_moments(first, second):
    total = np.sqrt(((first.mean(0) - second.mean(0)) ** 2).sum())
    for order in (2, 3, 4, 5):
        moments = [((values - values.mean(0)) ** order).mean(0) for values in (first, second)]
        total += np.sqrt(((moments[0] - moments[1]) ** 2).sum())
    return total


def _numpy_difference(first, second):
    first, second = (values - values.mean(0) for values in (first, second))
    first, second = (values / np.sqrt((values**2).sum(1, keepdims=True)) for values in (first, second))
    return ((first.T @ second) ** 2).mean()


def test_central_moments_and_orthogonality_by_hand():
    numbers = np.random.default_rng(0)
    first, second, third = numbers.random((7, 4)), numbers.random((5, 4)) ** 2, numbers.random((7, 4))
    one, other, same = (torch.from_numpy(values) for values in (first, second, third))
    np.testing.assert_allclose(central_moment_discrepancy(one, other).item(), _numpy_moments(first, second), rtol=1e-10)
    np.testing.assert_allclose(difference(one, same).item(), _numpy_difference(first, third), rtol=1e-4)
    assert central_moment_discrepancy(one, one) == 0


def _parts(seed, there):
    numbers = torch.Generator().manual_seed(seed)
    whole, private, shared, rebuilt = torch.rand(4, len(there), 3, generator=numbers, dtype=torch.float64)
    return Parts(whole, private, shared, rebuilt, torch.tensor(there))


def test_misas_losses_are_over_the_samples_that_have_the_modality():
    text, audio, vision = (
        _parts(0, [True] * 5),
        _parts(1, [True, True, False, True, True]),
        _parts(2, [False, True, True, True, False]),
    )
    parts = [text, audio, vision]
    both = {(0, 1): [0, 1, 3, 4], (0, 2): [1, 2, 3], (1, 2): [1, 3]}
    rows = [part.shared[part.there].numpy() for part in parts]
    own = [(part.private[part.there].numpy(), part.shared[part.there].numpy()) for part in parts]
    across = [(parts[i].private[kept].numpy(), parts[j].private[kept].numpy()) for (i, j), kept in both.items()]
    expected = sum(_numpy_difference(*pair) for pair in own + across)
    np.testing.assert_allclose(difference_loss(parts).item(), expected, rtol=1e-3)
    expected = sum(_numpy_moments(rows[i], rows[j]) for i, j in both) / 3
    np.testing.assert_allclose(similarity_loss(parts).item(), expected, rtol=1e-10)
    errors = [((part.rebuilt - part.whole)[part.there] ** 2).mean().item() for part in parts]
    np.testing.assert_allclose(reconstruction_loss(parts).item(), np.mean(errors), rtol=1e-10)


def test_misas_losses_are_finite_where_nobody_has_a_modality():
    nobody = _parts(1, [False] * 4)
    parts = [_parts(0, [True] * 4), nobody, nobody]
    for loss in (difference_loss, similarity_loss, reconstruction_loss):
        assert loss(parts).isfinite()
    assert similarity_loss(parts) == 0


def test_an_lstm_each_way_is_torchs_own_without_padding():
    torch.manual_seed(0)
    ours, theirs = TwoWayLSTM(3, 4), nn.LSTM(3, 4, batch_first=True, bidirectional=True)
    with torch.no_grad():
        for part in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"):
            getattr(theirs, part).copy_(getattr(ours.from_start, part))
            getattr(theirs, f"{part}_reverse").copy_(getattr(ours.from_end, part))
    values = torch.randn(2, 9, 3)  # what stands behind the ends must not matter
    states, final = ours(values, torch.tensor([6, 2]))
    for row, length in enumerate((6, 2)):
        expected, (last, _) = theirs(values[row : row + 1, :length])
        torch.testing.assert_close(states[row, :length], expected[0])
        torch.testing.assert_close(final[row], last[:, 0].flatten())
