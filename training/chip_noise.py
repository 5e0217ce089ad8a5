"""What an analog chip with few bits does to a layer, for training: the PCM chip of resources/chips/pcm.json at the frugal plan's six bits.

As in aihwkit's hardware-aware training (Rasch et al. 2023, arXiv 2302.08469) every forward pass meets fresh noise, and gradients pass
through the converters as if they were not there. Simpler than the engine's chip, which stays the judge: converters are drawn as noise
of their step's variance, drift and stuck cells are left out.
"""
import torch
import torch.nn.functional as F
from torch import nn

BITS = 6
TILE_ROWS = 256
G_MAX = 25.0  # uS
PROGRAMMING_ERROR = (0.26348, 1.965, -1.1731)  # uS, of g / g_max (Joshi et al. 2020, as in aihwkit's PCMLikeNoiseModel)
READ_NOISE = 0.0175  # of g_max
RANGE = 4.0  # deviations that a converter's range covers; the engine calibrates its own


def programming_error(share):
    """share of g_max -> standard deviation as a share of g_max"""
    c0, c1, c2 = PROGRAMMING_ERROR
    return (c0 + c1 * share + c2 * share.square()) / G_MAX


def noisy_weight(weight):
    """Weights in six bits of each output's largest, on a pair of cells each: [out, ...] -> the same, as one read finds them"""
    flat = weight.flatten(1)
    largest = flat.abs().amax(1, keepdim=True).clamp(min=1e-8)
    share = flat.detach().abs() / largest.detach()
    levels = 2 ** (BITS - 1) - 1
    rounding = (share * levels).round() / levels * flat.detach().sign() * largest.detach() - flat.detach()
    deviation = (programming_error(share).square() + programming_error(torch.zeros(1)).square() + READ_NOISE**2).sqrt()
    return (flat + rounding + largest.detach() * deviation * torch.randn_like(flat)).view_as(weight)


def quantised(x):
    """Activations through the input converter: six bits over the range of a batch, gradient 1."""
    limit = RANGE * x.detach().square().mean().sqrt() + 1e-8
    step = limit / (2 ** (BITS - 1) - 1)
    return x + ((x.detach() / step).round() * step).clamp(-limit, limit) - x.detach()


def converted(y, inputs):
    """Sums through the output converters, one for each tile of 256 inputs: adds the variance of their rounding."""
    tiles = -(-inputs // TILE_ROWS)
    step = 2 * RANGE * y.detach().square().mean().sqrt() / tiles**0.5 / 2**BITS
    return y + step * (tiles / 12) ** 0.5 * torch.randn_like(y)


def on_chip(layer):
    """Makes a linear layer or convolution compute as on the chip from now on (its bias is added digitally)."""
    if isinstance(layer, nn.Conv2d):
        def forward(x):
            y = F.conv2d(quantised(x), noisy_weight(layer.weight), None, layer.stride, layer.padding)
            y = converted(y, layer.weight[0].numel())
            return y if layer.bias is None else y + layer.bias[:, None, None]
    else:
        def forward(x):
            y = converted(F.linear(quantised(x), noisy_weight(layer.weight)), layer.weight.shape[1])
            return y if layer.bias is None else y + layer.bias
    layer.forward = forward
