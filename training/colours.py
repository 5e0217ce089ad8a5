"""Recolouring: turns the dominant hue of a sticker into a named colour, so that colour words are learned apart from
things.
"""

import numpy as np

HUES = {
    "red": 0.0,
    "orange": 0.08,
    "yellow": 0.145,
    "green": 0.33,
    "turquoise": 0.48,
    "blue": 0.6,
    "purple": 0.77,
    "pink": 0.91,
}
# At full value these hues glare.
DIMMED = {"green": 0.82, "turquoise": 0.85}
# Colours that are no hue: hue (None: it stays), factor of the saturation, then value = offset + factor x value.
SHADES = {
    "white": (None, 0.08, 0.55, 0.45),
    "black": (None, 0.15, 0.02, 0.32),
    "grey": (None, 0.06, 0.1, 0.62),
    "brown": (0.065, 0.75, 0.02, 0.58),
}
COLOURS = [*HUES, *SHADES]
COLOUR_WORDS = set(COLOURS)
NEAR = 0.12  # how far a hue may be from the dominant one and still belong to it
FAR = 0.09  # how far a colour has to be from the dominant hue to be worth a copy


def rgb_to_hsv(rgb):
    """float [..., 3] in 0..1 -> hue, saturation, value, each [...]"""
    high, low = rgb.max(-1), rgb.min(-1)
    range_ = high - low + 1e-8
    hue = (
        np.where(
            high == rgb[..., 0],
            ((rgb[..., 1] - rgb[..., 2]) / range_) % 6,
            np.where(
                high == rgb[..., 1], (rgb[..., 2] - rgb[..., 0]) / range_ + 2, (rgb[..., 0] - rgb[..., 1]) / range_ + 4
            ),
        )
        / 6
    )
    return hue, (high - low) / (high + 1e-8), high


def hsv_to_rgb(hue, saturation, value):
    """hue, saturation, value [...] -> float [..., 3] in 0..1"""

    def channel(n):
        k = (n + hue * 6) % 6
        return value - value * saturation * np.clip(np.minimum(k, 4 - k), 0, 1)

    return np.stack([channel(5), channel(3), channel(1)], -1)


def hue_distance(a, b):
    """How far two hues lie apart on the circle, 0..0.5."""
    return abs((a - b + 0.5) % 1 - 0.5)


def dominant_hue(image):
    """image: uint8 [height, width, 4] -> (hue, share of the coloured pixels near it), or None for a mostly grey
    sticker.
    """
    image = image[::2, ::2]  # a quarter of the pixels tells the same
    opaque = image[..., 3] > 128
    hue, saturation, value = rgb_to_hsv(image[..., :3] / 255.0)
    coloured = (saturation > 0.25) & (value > 0.25) & opaque
    if coloured.sum() < 0.35 * opaque.sum():
        return None
    histogram = np.histogram(hue[coloured], 36, (0, 1))[0]
    around = np.convolve(np.r_[histogram[-2:], histogram, histogram[:2]], np.ones(5), "valid")
    best = around.argmax()
    return (best + 0.5) / 36, around[best] / coloured.sum()


def colours_far_from(hue):
    """The colours in which a sticker of this dominant hue has visibly changed. Orange is often brown already."""
    return [
        *(name for name, other in HUES.items() if hue_distance(hue, other) > FAR),
        *(name for name, shade in SHADES.items() if shade[0] is None or hue_distance(hue, shade[0]) > FAR),
    ]


def recolour(image, hue_from, colour):
    """Moves the hues near `hue_from` to the named colour; other hues (a leaf, an eye) stay. uint8 [height, width, 4]"""
    rgb = image[..., :3] / 255.0
    hue, saturation, value = rgb_to_hsv(rgb)
    distance = (hue - hue_from + 0.5) % 1 - 0.5
    near = np.abs(distance) < NEAR
    if colour in HUES:
        changed = hsv_to_rgb((HUES[colour] + distance * 0.6) % 1, saturation, value * DIMMED.get(colour, 1))
        share = near.astype(float)
    else:
        target, factor, offset, gain = SHADES[colour]
        changed = hsv_to_rgb(
            hue if target is None else (target + distance * 0.3) % 1, saturation * factor, offset + gain * value
        )
        # Highlights and eyes have hardly a hue: they stay as they are.
        share = near * np.clip(saturation / 0.35, 0, 1)
    result = np.array(image)
    result[..., :3] = ((rgb + share[..., None] * (changed - rgb)) * 255).round()
    return result
