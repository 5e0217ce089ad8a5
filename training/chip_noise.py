"""What an analog chip with few bits does to a layer, for training: the PCM chip of resources/chips/pcm.json at the
frugal plan's bits.

As in aihwkit's hardware-aware training (Rasch et al. 2023, arXiv 2302.08469) every forward pass meets fresh noise, and
gradients pass through the converters as if they were not there. Simpler than the engine's chip, which stays the judge:
converters are drawn as noise of their step's variance, drift and stuck cells are left out.
"""

import torch
import torch.nn.functional as F
from torch import nn

BITS = 6  # of weights and output converters
INPUT_BITS = 7
TILE_ROWS = 256
G_MAX = 25.0  # uS
PROGRAMMING_ERROR = (0.26348, 1.965, -1.1731)  # uS, of g / g_max (Joshi et al. 2020, as in aihwkit's PCMLikeNoiseModel)
READ_NOISE = 0.0175  # of g_max
RANGE = 4.0  # deviations that an output converter's range covers; the engine calibrates its own
# Layers that stay beside the chip, as in src/worker/chip/precision/digital-by-default.ts.
DIGITAL = ("conv_in", "conv_out", "time_embedding", "class_embedding")
POOL = torch.randn(2**23, generator=torch.Generator().manual_seed(3))
drawn = POOL.clone()


def redraw():
    """Fresh noise for the next pass: the pool, turned by a random length. Drawn anew, it took a third of a training
    step.
    """
    drawn.copy_(POOL.roll(-int(torch.randint(len(POOL), ()))))


def noise_like(x, place):
    """Normal noise of deviation 1 in the shape of x, cut from today's draw; place: any number, another for each use"""
    first = place % (len(drawn) - x.numel() + 1)
    cut = drawn[first : first + x.numel()].to(x.dtype)
    # As convolutions' results lie in memory.
    return cut.view(len(x), *x.shape[2:], -1).movedim(-1, 1) if x.dim() == 4 else cut.view(x.shape)


def programming_error(share):
    """share of g_max -> standard deviation as a share of g_max"""
    c0, c1, c2 = PROGRAMMING_ERROR
    return (c0 + c1 * share + c2 * share.square()) / G_MAX


def weight_error(weight, place):
    """What one read finds beside the weights, which lie in six bits of each output's largest on a pair of cells: [out,
    ...] -> the same
    """
    flat = weight.detach().flatten(1)
    largest = flat.abs().amax(1, keepdim=True).clamp(min=1e-8)
    share = flat.abs() / largest
    levels = 2 ** (BITS - 1) - 1
    rounding = (flat / largest * levels).round() / levels * largest - flat
    deviation = (programming_error(share).square() + programming_error(torch.zeros(1)).square() + READ_NOISE**2).sqrt()
    return (rounding + largest * deviation * noise_like(flat, place)).view_as(weight)


def quantised(x):
    """Activations [..., inputs] or [n, inputs, h, w] through the input converter: its bits over the largest value of
    each vector, gradient 1.

    A convolution's vector is the 3 x 3 neighbourhood. One range for a whole batch, tried first, clipped the few large
    values: the network's answer stood at 10 dB for the inputs' sake alone in six bits, against 16.5 dB so.
    """
    given = x.detach()
    limit = given.abs().amax(1 if x.dim() == 4 else -1, keepdim=True) + 1e-8
    if x.dim() == 4:
        limit = F.max_pool2d(limit, 3, 1, 1)
    step = limit / (2 ** (INPUT_BITS - 1) - 1)
    return x + ((given / step).round() * step - given)


def converted(y, inputs, place):
    """Sums through the output converters, one for each tile of 256 inputs: adds the variance of their rounding."""
    tiles = -(-inputs // TILE_ROWS)
    step = 2 * RANGE * y.detach().square().mean().sqrt() / tiles**0.5 / 2**BITS
    return y + step * (tiles / 12) ** 0.5 * noise_like(y.detach(), place)


def on_chip(layer, place):
    """Makes a linear layer or convolution compute as on the chip from now on (its bias is added digitally). place:
    where its noise is cut from
    """

    def forward(x):
        weight = layer.weight  # once: a parametrized weight is computed anew each time
        found = weight + weight_error(weight, place)
        if isinstance(layer, nn.Conv2d):
            y = F.conv2d(quantised(x), found, None, layer.stride, layer.padding)
        else:
            y = F.linear(quantised(x), found)
        y = converted(y, weight[0].numel(), 5 * place)
        if layer.bias is None:
            return y
        return y + (layer.bias[:, None, None] if y.dim() == 4 else layer.bias)

    layer.forward = forward


def unet_on_chip(unet):
    """Puts all layers of a UNet on the chip that are not digital by default. Call redraw() before each pass from then
    on.
    """
    layers = [
        module
        for name, module in unet.named_modules()
        if isinstance(module, (nn.Linear, nn.Conv2d)) and not name.startswith(DIGITAL)
    ]
    for i, layer in enumerate(layers):
        on_chip(layer, i * 1_299_709)  # a prime, so that no two layers' cuts start together
