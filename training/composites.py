"""Pictures made of two artworks of one style: one wears, holds or stands beside the other.

With single things alone a model never learns what 'cat with sunglasses' or 'apple and banana' ask for.
"""

import numpy as np
from PIL import Image

from captions import is_smiley

SIZE = 256
INNER = 240  # the artwork keeps clear of the border
COUNTS = {"wearing": 420, "holding": 400, "beside": 780}
SPECTACLES = ["sunglasses", "glasses"]
HATS = ["crown", "top hat"]
FAMILY = {
    "3d": 0,
    "flat": 0,
    "glossy": 0,
    "noto": 1,
    "blob": 2,
    "twemoji": 3,
}  # the three Fluent styles share their drawings
# Where the eyes lie in each family's drawing: their height and the width that spectacles need, as parts of the
# picture (None: not seen from the front).
EYES = {
    "dog face": [(0.43, 0.56), (0.56, 0.62), (0.62, 0.62), (0.44, 0.60)],
    "cat face": [(0.61, 0.60), (0.59, 0.58), (0.62, 0.56), (0.55, 0.66)],
    "panda": [(0.55, 0.60), (0.51, 0.64), (0.50, 0.66), (0.43, 0.66)],
    "fox": [(0.56, 0.52), (0.55, 0.56), (0.55, 0.58), (0.50, 0.54)],
    "rabbit face": [(0.62, 0.54), (0.56, 0.48), (0.76, 0.50), (0.62, 0.48)],
    "bear": [(0.52, 0.58), (0.47, 0.62), (0.55, 0.66), (0.49, 0.64)],
    "koala": [(0.53, 0.54), (0.47, 0.54), None, (0.54, 0.50)],
    "tiger face": [(0.52, 0.60), (0.36, 0.56), None, (0.49, 0.58)],
    "lion": [(0.40, 0.54), (0.33, 0.46), (0.37, 0.48), (0.38, 0.54)],
    "cow face": [(0.45, 0.50), (0.45, 0.52), (0.41, 0.54), (0.37, 0.56)],
    "pig face": [(0.45, 0.56), (0.56, 0.64), (0.49, 0.66), (0.47, 0.76)],
    "frog": [(0.28, 0.66), (0.34, 0.68), (0.20, 0.70), (0.23, 0.86)],
    "monkey face": [(0.47, 0.50), (0.45, 0.50), (0.45, 0.52), (0.47, 0.54)],
    "mouse face": [(0.63, 0.46), (0.58, 0.52), (0.59, 0.46), (0.57, 0.42)],
    "robot": [(0.45, 0.62), (0.52, 0.60), (0.47, 0.66), (0.40, 0.68)],
    "ghost": [(0.27, 0.54), (0.27, 0.56), (0.33, 0.58), (0.33, 0.60)],
    "alien": [(0.46, 0.76), (0.49, 0.72), (0.54, 0.74), (0.45, 0.74)],
    "skull": [(0.48, 0.76), (0.48, 0.64), (0.49, 0.62), (0.39, 0.78)],
    "jack-o-lantern": [(0.46, 0.66), (0.47, 0.68), (0.49, 0.68), (0.42, 0.72)],
    "grinning face": [(0.33, 0.74), (0.40, 0.72), (0.37, 0.70), (0.38, 0.70)],
    "owl": [(0.29, 0.56), (0.33, 0.56), (0.34, 0.56), (0.25, 0.56)],
}
ASKEW = {("glasses", "blob")}  # drawn from the side
NO_HAT = {"rabbit face", "frog"}  # nothing to put a hat on between their ears or eyes
HOLDERS = [
    *EYES,
    "penguin",
    "teddy bear",
    "snowman without snow",
    "unicorn",
    "octopus",
    "elephant",
    "turtle",
    "T-Rex",
    "hedgehog",
]
HELD = [
    "pizza",
    "red apple",
    "banana",
    "strawberry",
    "carrot",
    "lemon",
    "hamburger",
    "hot dog",
    "doughnut",
    "cookie",
    "soft ice cream",
    "lollipop",
    "cupcake",
    "birthday cake",
    "hot beverage",
    "beer mug",
    "popcorn",
    "french fries",
    "red heart",
    "blue heart",
    "star",
    "balloon",
    "wrapped gift",
    "umbrella",
    "rose",
    "tulip",
    "sunflower",
    "bouquet",
    "guitar",
    "camera",
    "trophy",
    "key",
    "pencil",
    "hammer",
    "soccer ball",
    "basketball",
    "bell",
    "bomb",
    "gem stone",
    "light bulb",
    "magnet",
    "mushroom",
    "books",
    "teddy bear",
    "candle",
    "mobile phone",
    "backpack",
]
NO_NEIGHBOUR = {"locked", "high voltage", "thumbs up"}  # 'bird and locked' says nothing


def cropped(image):
    """uint8 [256, 256, 4] -> PIL RGBA of its opaque part"""
    rows, columns = np.nonzero(image[..., 3] > 8)
    return Image.fromarray(
        np.ascontiguousarray(image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]), "RGBA"
    )


def fitted(picture, width, height):
    """A copy that just fits into width x height pixels."""
    factor = min(width / picture.width, height / picture.height)
    return picture.resize(
        (max(1, round(picture.width * factor)), max(1, round(picture.height * factor))), Image.Resampling.LANCZOS
    )


def centred(canvas):
    """The opaque part of a canvas of any size, made to fit the picture: uint8 [256, 256, 4]"""
    art = fitted(cropped(np.array(canvas)), INNER, INNER)
    result = Image.new("RGBA", (SIZE, SIZE))
    result.alpha_composite(art, ((SIZE - art.width) // 2, (SIZE - art.height) // 2))
    return np.array(result)


def head_top(image):
    """The row where the head begins between ears or beside a stalk or an antenna."""
    return max(int(np.argmax(image[:, round(SIZE * x), 3] > 128)) for x in (0.42, 0.58))


def wear(image, worn, label, thing, style):
    """image, worn: uint8 [256, 256, 4] -> the same with spectacles before its eyes or a hat on its head"""
    above = SIZE  # room for a hat
    canvas = Image.new("RGBA", (SIZE, SIZE + above))
    canvas.alpha_composite(Image.fromarray(image, "RGBA"), (0, above))
    art = cropped(worn)
    if thing in HATS:
        art = fitted(art, 0.5 * cropped(image).width, SIZE)
        bottom = above + head_top(image) + round(0.16 * art.height)
        canvas.alpha_composite(art, ((SIZE - art.width) // 2, bottom - art.height))
    else:
        y, width = EYES[label][FAMILY[style]]
        art = fitted(art, width * SIZE, SIZE)
        canvas.alpha_composite(art, ((SIZE - art.width) // 2, above + round(y * SIZE - art.height * 0.48)))
    return centred(canvas)


def hold(image, held):
    """The holder at 0.85 of its size, the held thing before its lower right."""
    canvas = Image.new("RGBA", (SIZE, SIZE))
    base = fitted(cropped(image), 0.85 * INNER, 0.85 * INNER)
    canvas.alpha_composite(base, (8, 8 + (round(0.85 * INNER) - base.height) // 2))
    art = fitted(cropped(held), 0.44 * SIZE, 0.44 * SIZE)
    # A narrow holder would stand apart from what it holds.
    x = min(SIZE - 8 - art.width, 8 + base.width - round(0.45 * art.width))
    canvas.alpha_composite(art, (x, SIZE - 8 - art.height))
    return centred(canvas)


def put_beside(left, right):
    """Both on one ground line, the first thing on the left."""
    canvas = Image.new("RGBA", (SIZE, SIZE))
    ground = 190
    for image, x in ((left, 64), (right, 192)):
        art = fitted(cropped(image), 122, 150)
        canvas.alpha_composite(art, (x - art.width // 2, ground - art.height))
    return centred(canvas)


def compose(kind, image, other, label, thing, style):
    """image, other: uint8 [256, 256, 4], straight alpha; label, thing: what they show -> uint8 [256, 256, 4]"""
    if kind == "wearing":
        return wear(image, other, label, thing, style)
    return hold(image, other) if kind == "holding" else put_beside(image, other)


def combinations(kind, at, rng):
    """All (label, thing, style) of a kind that could be made of the artworks `at`, {(label, style): ...}; of 'beside' a
    random part.
    """
    if kind == "wearing":
        return [
            (label, thing, style)
            for label, style in at
            if label in EYES and EYES[label][FAMILY[style]]
            for thing in SPECTACLES + HATS
            if (thing, style) in at and (thing, style) not in ASKEW and not (thing in HATS and label in NO_HAT)
        ]
    if kind == "holding":
        return [
            (label, thing, style)
            for label, style in at
            if label in HOLDERS
            for thing in HELD
            if thing != label and (thing, style) in at
        ]
    plain = [
        (label, style)
        for label, style in at
        if not is_smiley(label) and len(label.split()) < 3 and label not in NO_NEIGHBOUR
    ]
    pairs = rng.integers(len(plain), size=(4 * COUNTS[kind], 2))
    combined = [(plain[a][0], plain[b][0], plain[a][1]) for a, b in pairs]
    return [
        (label, thing, style)
        for label, thing, style in dict.fromkeys(combined)
        if label != thing and (thing, style) in at
    ]


def choose_composites(at, together, rng):
    """at: {(label, style): anything} of the artworks that may be used; together: pairs of labels that never go together

    -> list of (kind, label, thing, style)
    """
    never = {frozenset(pair) for pair in together}
    chosen = []
    for kind, count in COUNTS.items():
        possible = [entry for entry in combinations(kind, at, rng) if frozenset(entry[:2]) not in never]
        order = rng.permutation(len(possible))[:count]
        chosen += [(kind, *possible[i]) for i in order]
    return chosen
