"""Layers that give what PyTorch's own give, sooner or in less memory; by them a text encoder is tuned on a processor.

PyTorch multiplies in single precision with Intel's MKL, which keeps its fastest kernels from AMD's processors; oneDNN,
which PyTorch brings along too, does not. On an AMD EPYC with AVX-512 it is 2.1 times as fast, forward and backward, on
all shapes of a BERT. Results differ by the rounding of sums taken in another order.

Between a BERT layer's two large products stands an activation. PyTorch remembers the values before it and behind it,
each four times as wide as the layer; those behind it are as soon computed again, and give the same to the last bit.

PyTorch's dropout remembers what it dropped in single precision, four bytes where one is enough; what it draws and what
it gives is the same to the last bit. Its layer norm remembers what it was given; what it gave, which the product behind
it remembers anyway, tells as much.
"""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.autograd.function import once_differentiable

if TYPE_CHECKING:
    from torch import Tensor

_AMD = "AuthenticAMD"  # as AMD's processors call themselves (CPUID leaf 0)
_LINUX = Path("/proc/cpuinfo")
_LEAST_FACTOR = 0.01  # of a layer norm, by which its output is divided again


@cache
def prefers_onednn() -> bool:
    """Whether this is a processor of AMD's, and PyTorch has oneDNN's product for it."""
    there = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if not (there and hasattr(torch.ops.mkldnn, "_linear_pointwise")):
        return False
    return _AMD in platform.processor() or (_LINUX.is_file() and _AMD in _LINUX.read_text(encoding="utf-8"))


class QuickLinear(nn.Linear):
    """A linear layer like any other, but for who multiplies."""

    def forward(self, values: Tensor) -> Tensor:
        """(…, inputs) → (…, outputs)."""
        if prefers_onednn() and _is_plain(values) and _is_plain(self.weight):
            product: Tensor = _OneDnnProduct.apply(values, self.weight, self.bias)  # type: ignore[no-untyped-call]
            return product
        return super().forward(values)


class LightDropout(nn.Dropout):
    """Dropout that remembers one byte a value."""

    def forward(self, values: Tensor) -> Tensor:
        """Any shape."""
        return torch.native_dropout(values, self.p, train=True)[0] if self.training else values


class LightNorm(nn.LayerNorm):
    """A layer norm that remembers what it gave in the place of what it was given."""

    def forward(self, values: Tensor) -> Tensor:
        """(…, width) → (…, width)."""
        if not _is_plain(values) or not _is_plain(self.weight) or self.weight.abs().min() < _LEAST_FACTOR:
            return super().forward(values)
        normed: Tensor = _LightNorm.apply(values, self.weight, self.bias, self.eps)  # type: ignore[no-untyped-call]
        return normed


class LightOutput(nn.Module):
    """A BERT layer's output with the activation that comes before it; it remembers only the values before both.

    Children have the names that BERT gives them, so parameters keep theirs.
    """

    def __init__(self, activation: nn.Module, output: nn.Module) -> None:
        """`output` is made of dense, dropout and LayerNorm."""
        super().__init__()
        self.activation = activation
        for name, child in output.named_children():
            self.add_module(name, child)

    def forward(self, values: Tensor, residual: Tensor) -> Tensor:
        """(…, inner width) as the activation takes them and (…, width) → (…, width)."""
        dense = self.get_submodule("dense")
        if isinstance(dense, QuickLinear) and _is_plain(values) and _is_plain(dense.weight):
            product = _ActivatedProduct.apply(values, dense.weight, dense.bias)  # type: ignore[no-untyped-call]
        else:
            product = dense(self.activation(values))
        normed: Tensor = self.get_submodule("LayerNorm")(self.get_submodule("dropout")(product) + residual)
        return normed


def quicken(network: nn.Module) -> None:
    """Put these layers, with the very same parameters, in the place of the network's own."""
    for module in network.modules():
        for name, child in module.named_children():
            if type(child) is nn.Linear:
                setattr(module, name, _quick(child))
            elif type(child) is nn.Dropout and not child.inplace:
                setattr(module, name, LightDropout(child.p).train(child.training))
            elif type(child) is nn.LayerNorm and child.bias is not None and len(child.normalized_shape) == 1:
                setattr(module, name, _light(child))
    for module in network.modules():
        _join_activation(module)


def _join_activation(layer: nn.Module) -> None:
    """Where `layer` is one of BERT's or of its kin's with BERT's own GELU, move that into the output."""
    from transformers.activations import GELUActivation

    children = dict(layer.named_children())
    inner, output = children.get("intermediate", layer), children.get("output", layer)
    activation = getattr(inner, "intermediate_act_fn", None)
    if not isinstance(activation, GELUActivation) or activation.act is not nn.functional.gelu:
        return
    if {name for name, _ in output.named_children()} == {"dense", "dropout", "LayerNorm"}:
        layer.output = LightOutput(activation, output).train(output.training)
        inner.intermediate_act_fn = nn.Identity()


def _quick(linear: nn.Linear) -> QuickLinear:
    quick = QuickLinear(linear.in_features, linear.out_features, bias=linear.bias is not None, device="meta")
    quick.weight, quick.bias = linear.weight, linear.bias
    return quick.train(linear.training)


def _light(norm: nn.LayerNorm) -> LightNorm:
    light = LightNorm(norm.normalized_shape, norm.eps, device="meta")
    light.weight, light.bias = norm.weight, norm.bias
    return light.train(norm.training)


def _is_plain(tensor: Tensor) -> bool:
    return tensor.device.type == "cpu" and tensor.dtype == torch.float32 and not torch.is_autocast_enabled("cpu")


class _OneDnnProduct(torch.autograd.Function):
    """`torch.nn.functional.linear` by oneDNN, which PyTorch itself offers without a gradient."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """(…, inputs), (outputs, inputs) and (outputs,) → (…, outputs)."""
        ctx.save_for_backward(values, weight)
        return _product(values, weight, bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
        """(…, outputs) → what each of the three inputs wants."""
        values, weight = ctx.saved_tensors
        wanted = ctx.needs_input_grad
        rows = gradient.flatten(0, -2)
        return (
            _product(gradient, weight.T, None) if wanted[0] else None,
            _product(rows.T, values.flatten(0, -2).T, None) if wanted[1] else None,
            rows.sum(dim=0) if wanted[2] else None,
        )


class _ActivatedProduct(torch.autograd.Function):
    """A linear layer of GELU (exact, by the error function), which computes GELU again on the way back."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        """(…, inputs), (outputs, inputs) and (outputs,) → (…, outputs)."""
        ctx.save_for_backward(values, weight)
        return _multiply(nn.functional.gelu(values), weight, bias)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, Tensor | None, Tensor | None]:
        """(…, outputs) → what each of the three inputs wants."""
        values, weight = ctx.saved_tensors
        wanted = ctx.needs_input_grad
        rows = gradient.flatten(0, -2)
        of_values = torch.ops.aten.gelu_backward(_multiply(gradient, weight.T, None), values) if wanted[0] else None
        of_weight = None
        if wanted[1]:
            of_weight = _multiply(rows.T, nn.functional.gelu(values).flatten(0, -2).T, None)
        return of_values, of_weight, rows.sum(dim=0) if wanted[2] else None


class _LightNorm(torch.autograd.Function):
    """Layer norm over the last dimension (Ba et al., arXiv 1607.06450)."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, weight: Tensor, bias: Tensor, eps: float) -> Tensor:
        """(…, width), (width,) and (width,) → (…, width)."""
        normed, _, inverse = torch.native_layer_norm(values, weight.shape, weight, bias, eps)
        ctx.save_for_backward(normed, weight, bias, inverse)
        return normed

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """(…, width) → what values, weight and bias want."""
        normed, weight, bias, inverse = ctx.saved_tensors
        factor = weight.reciprocal()
        standard = torch.addcmul(-bias * factor, normed, factor)  # what was given, but for mean and deviation
        of_standard, of_weight, of_bias = torch.ops.aten.native_layer_norm_backward(
            gradient,
            standard,
            weight.shape,
            torch.zeros_like(inverse),
            torch.ones_like(inverse),
            weight,
            bias,
            ctx.needs_input_grad[:3],
        )
        return of_standard.mul_(inverse) if ctx.needs_input_grad[0] else None, of_weight, of_bias, None


def _multiply(values: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    return (_product if prefers_onednn() else nn.functional.linear)(values, weight, bias)


def _product(values: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    product: Tensor = torch.ops.mkldnn._linear_pointwise(values, weight, bias, "none", [], "")
    return product
