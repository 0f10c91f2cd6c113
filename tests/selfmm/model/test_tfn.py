from __future__ import annotations

import torch

from selfmm.model.tfn import outer_product


def test_the_outer_product_holds_every_product():
    text, audio, vision = torch.tensor([[2.0, 3.0]]), torch.tensor([[5.0]]), torch.tensor([[7.0]])
    expected = [t * a * v for t in (1, 2, 3) for a in (1, 5) for v in (1, 7)]
    assert outer_product(text, audio, vision).tolist() == [expected]


def test_a_missing_modality_leaves_the_products_of_the_others():
    text, audio, vision = torch.tensor([[2.0]]), torch.zeros(1, 1), torch.tensor([[7.0]])
    assert sorted(outer_product(text, audio, vision)[0].tolist()) == [0, 0, 0, 0, 1, 2, 7, 14]
