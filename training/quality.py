"""What is measured on pictures: edges, holes, colours, ranks, variety. Pure functions of uint8 RGBA pictures and
feature points.
"""

import numpy as np

from colours import HUES, hue_distance, rgb_to_hsv

# Value below which a grey pixel is black, above which it is white.
BLACK, WHITE = 0.35, 0.75
BROWN_HUE, BROWN_VALUE = (0.02, 0.13), 0.65
GREY_SATURATION = 0.22


def edge_sharpness(image):
    """Mean steepness of alpha along the contour, per pixel (a hard step: 0.5 along rows and columns, up to 0.71
    aslant); None without a contour.

    image: uint8 [h, w, 4]. The contour is where alpha crosses one half between two neighbours, along rows or columns.
    The steepness there is the length of alpha's gradient, from central differences, averaged over the pixels on both
    sides.
    """
    alpha = image[..., 3].astype(np.float64) / 255
    down, right = np.gradient(alpha)
    steepness = np.hypot(down, right)
    inside = alpha >= 0.5
    found = []
    for axis in (0, 1):
        crossing = np.diff(inside, axis=axis)
        first = steepness[:-1] if axis == 0 else steepness[:, :-1]
        second = steepness[1:] if axis == 0 else steepness[:, 1:]
        found.append(((first + second) / 2)[crossing])
    found = np.concatenate(found)
    return float(found.mean()) if len(found) else None


def half_alpha_share(image):
    """Share of the pixels that are neither clear nor solid (alpha 10 to 90%)."""
    alpha = image[..., 3] / 255
    return float(((alpha > 0.1) & (alpha < 0.9)).mean())


def components(mask):
    """Sizes and whether each touches the border, of the 4-connected components of a boolean picture: [(pixels,
    touches)].
    """
    height, width = mask.shape
    parent = []

    def root(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    # Runs of each row, joined with the overlapping runs of the row above.
    runs, above = [], []
    for y in range(height):
        steps = np.flatnonzero(np.diff(np.r_[0, mask[y].astype(np.int8), 0]))
        current = []
        for start, end in zip(steps[::2], steps[1::2]):
            name = len(parent)
            parent.append(name)
            current.append((start, end, name))
            runs.append((end - start, y in (0, height - 1) or start == 0 or end == width, name))
            for other_start, other_end, other in above:
                if other_start < end and start < other_end:
                    parent[root(other)] = root(name)
        above = current
    sizes, touches = {}, {}
    for pixels, touching, name in runs:
        top = root(name)
        sizes[top] = sizes.get(top, 0) + int(pixels)
        touches[top] = touches.get(top, False) or bool(touching)
    return [(sizes[top], touches[top]) for top in sizes]


def holes_and_specks(image):
    """(clear components inside the picture, solid components beside the largest one)"""
    clear = image[..., 3] < 128
    holes = sum(not touches for _, touches in components(clear))
    return holes, max(len(components(~clear)) - 1, 0)


def colour_shares(image):
    """Share of the opaque pixels that have each named colour: dict. uint8 [h, w, 4]"""
    rgb = image[image[..., 3] > 128][:, :3] / 255.0
    if len(rgb) == 0:
        return {}
    hue, saturation, value = rgb_to_hsv(rgb)
    grey = (saturation < GREY_SATURATION) | (value < BLACK * 0.6)
    brown = ~grey & (hue > BROWN_HUE[0]) & (hue < BROWN_HUE[1]) & (value < BROWN_VALUE)
    names = list(HUES)
    nearest = np.stack([hue_distance(hue, HUES[name]) for name in names]).argmin(0)
    shares = {name: float(((nearest == i) & ~grey & ~brown).mean()) for i, name in enumerate(names)}
    shares["brown"] = float(brown.mean())
    shares["black"] = float((grey & (value < BLACK)).mean())
    shares["white"] = float((grey & (value > WHITE)).mean())
    shares["grey"] = float((grey & (value >= BLACK) & (value <= WHITE)).mean())
    return shares


def has_colour(image, colour):
    """Whether the named colour is the most common one: of the coloured pixels for a hue or brown, of all for white,
    grey and black.
    """
    shares = colour_shares(image)
    if colour not in ("white", "black", "grey"):
        shares = {name: share for name, share in shares.items() if name not in ("white", "black", "grey")}
    return bool(shares) and max(shares.values()) > 0.05 and max(shares, key=shares.get) == colour


def concept_ranks(points, wanted, bank, concepts):
    """How many distinct concepts of the bank lie nearer than the wanted one, for each point (0: it is the nearest).

    points [n, d] and bank [m, d]: rows of length 1; wanted: n concepts; concepts: those of the bank's rows. A concept
    is as near as its nearest picture.
    """
    concepts = np.asarray(concepts)
    closeness = points @ bank.T
    best = np.full((len(points), int(concepts.max()) + 1), -np.inf)
    for concept in np.unique(concepts):
        best[:, concept] = closeness[:, concepts == concept].max(1)
    return (best > best[np.arange(len(points)), wanted][:, None]).sum(1)


def mean_pairwise(points):
    """Mean Euclidean distance of the pairs of rows."""
    first, second = np.triu_indices(len(points), 1)
    return float(np.linalg.norm(points[first] - points[second], axis=1).mean())


def mean_pixel_difference(pictures):
    """Mean over the pairs of the root of the mean squared difference. float [n, h, w, 3] in 0..1"""
    flat = pictures.reshape(len(pictures), -1)
    return mean_pairwise(flat) / np.sqrt(flat.shape[1])
