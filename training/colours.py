"""Recolouring: turns the dominant hue of a sticker into a named colour, so that colour words are learned apart from things."""
import numpy as np

HUES = {"red": 0.0, "orange": 0.08, "yellow": 0.145, "green": 0.33, "blue": 0.6, "purple": 0.77, "pink": 0.91}
COLOUR_WORDS = set(HUES) | {"white", "black", "brown"}


def rgb_to_hsv(rgb):
    """float [..., 3] in 0..1 -> hue, saturation, value, each [...]"""
    high, low = rgb.max(-1), rgb.min(-1)
    range_ = high - low + 1e-8
    hue = np.where(high == rgb[..., 0], ((rgb[..., 1] - rgb[..., 2]) / range_) % 6,
                   np.where(high == rgb[..., 1], (rgb[..., 2] - rgb[..., 0]) / range_ + 2, (rgb[..., 0] - rgb[..., 1]) / range_ + 4)) / 6
    return hue, (high - low) / (high + 1e-8), high


def hsv_to_rgb(hue, saturation, value):
    """hue, saturation, value [...] -> float [..., 3] in 0..1"""
    def channel(n):
        k = (n + hue * 6) % 6
        return value - value * saturation * np.clip(np.minimum(k, 4 - k), 0, 1)
    return np.stack([channel(5), channel(3), channel(1)], -1)


def dominant_hue(image):
    """image: uint8 [height, width, 4] -> (hue, share of the coloured pixels near it), or None for a mostly grey sticker."""
    opaque = image[..., 3] > 128
    hue, saturation, value = rgb_to_hsv(image[..., :3] / 255.0)
    coloured = (saturation > 0.25) & (value > 0.25) & opaque
    if coloured.sum() < 0.35 * opaque.sum():
        return None
    histogram = np.histogram(hue[coloured], 36, (0, 1))[0]
    around = np.convolve(np.r_[histogram[-2:], histogram, histogram[:2]], np.ones(5), "valid")
    best = around.argmax()
    return (best + 0.5) / 36, around[best] / coloured.sum()


def recolour(image, hue_from, colour):
    """Moves the hues near `hue_from` to the named colour; other hues (a leaf, an eye) stay. uint8 [height, width, 4]"""
    hue, saturation, value = rgb_to_hsv(image[..., :3] / 255.0)
    distance = (hue - hue_from + 0.5) % 1 - 0.5
    moved = np.where(np.abs(distance) < 0.12, (HUES[colour] + distance * 0.6) % 1, hue)
    result = np.array(image)
    result[..., :3] = (hsv_to_rgb(moved, saturation, value) * 255).round()
    return result
