"""A network whose text encoder multiplies whole numbers: several times as fast on a processor, and nearly as exact.

Weights have a scale a row and are rounded once; a layer's inputs have a scale a token and are rounded as they come
("dynamic" quantisation to 8 bits, Zafrir et al., "Q8BERT", arXiv 1910.06188). PyTorch's own `quantize_dynamic`, which
is deprecated, has one scale for all tokens and 7 bits for them: its error on a layer is about twice as large.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from torch import Tensor

    from selfmm.model.base import MultimodalModel

_LARGEST = 127  # of 8 bits with a sign
_SMALLEST_SCALE = 1e-12  # for a row of zeros


class Int8Linear(nn.Module):
    """A linear layer in 8 bits, for use but not for learning."""

    weight: Tensor  # (inputs, outputs) int8
    scale: Tensor  # (outputs,)
    bias: Tensor  # (outputs,)

    def __init__(self, linear: nn.Linear) -> None:
        """The rounded weights of `linear`."""
        super().__init__()
        weight = linear.weight.detach()
        scale = _scales(weight)
        self.register_buffer("weight", (weight / scale).round().to(torch.int8).T.contiguous())
        self.register_buffer("scale", scale[:, 0])
        self.register_buffer("bias", weight.new_zeros(len(weight)) if linear.bias is None else linear.bias.detach())

    def forward(self, values: Tensor) -> Tensor:
        """(…, inputs) → (…, outputs)."""
        rows = values.reshape(-1, values.shape[-1])
        scale = _scales(rows)
        whole = torch._int_mm((rows / scale).round_().to(torch.int8), self.weight)
        return (whole.to(values.dtype).mul_(scale * self.scale).add_(self.bias)).view(*values.shape[:-1], -1)


def quantise(model: MultimodalModel) -> MultimodalModel:
    """The same network with the text encoder's linear layers in 8 bits, in evaluation mode, for a processor.

    Everything else of the text encoder is shared with `model`, not copied.
    """
    encoder = model.text_encoder
    assert isinstance(encoder, nn.Module)
    # what `deepcopy` is told to have copied already: linear layers, as their rounded selves; and the rest, as itself
    copied: dict[int, object] = {
        id(module): Int8Linear(module) for module in encoder.modules() if isinstance(module, nn.Linear)
    }
    copied |= {id(tensor): tensor for tensor in (*encoder.parameters(), *encoder.buffers())}
    return copy.deepcopy(model, copied).eval()


def _scales(rows: Tensor) -> Tensor:
    """What one step of 8 bits is worth in each row: (rows, columns) → (rows, 1)."""
    return rows.abs().amax(dim=1, keepdim=True).div_(_LARGEST).clamp_(min=_SMALLEST_SCALE)
