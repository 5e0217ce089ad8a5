"""What is trained on: rows, recoloured copies, composites, variants.

Run from training/: python -m unittest discover tests
"""

import json
import sys
import unittest
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from artwork import premultiply  # noqa: E402
from colours import (  # noqa: E402
    COLOURS,
    HUES,
    SHADES,
    colours_far_from,
    dominant_hue,
    hsv_to_rgb,
    recolour,
    rgb_to_hsv,
)
from composites import EYES, FAMILY, HELD, HOLDERS, SIZE, compose  # noqa: E402
from prepare_latents import (  # noqa: E402
    VARIANTS,
    VARIANTS_OF_COPY,
    draw,
    draw_variants,
    encode_rows,
    jitter,
    make_rows,
)
from prompts import ACCEPTANCE, NEW, SHEET, SHOWN, TRAINED  # noqa: E402

NOTHING_HELD = dict(pairs=[], colours=[], together=[])


def read_concepts():
    lines = [
        line.split("\t")
        for line in (ROOT / "dataset" / "concepts.tsv").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    return {fields[0]: float(fields[1]) for fields in lines}


def picture(colour=(200, 0, 0), box=(40, 40, 216, 216)):
    """A rectangle of one colour on nothing: uint8 [256, 256, 4]"""
    image = np.zeros((SIZE, SIZE, 4), np.uint8)
    left, top, right, bottom = box
    image[top:bottom, left:right] = (*colour, 255)
    return image


def dataset(*labels, styles=("3d", "noto")):
    concepts = [dict(label=label, flip=True) for label in labels]
    entries = [dict(concept=i, style=style) for i in range(len(labels)) for style in styles]
    return dict(concepts=concepts, images=entries), np.stack([picture()] * len(entries))


def together(rows, concepts):
    return {
        (concepts[row["concept"]]["label"], concepts[row["other"]["concept"]]["label"])
        for row in rows
        if "other" in row
    }


class Holdout(unittest.TestCase):
    holdout = json.loads((ROOT / "holdout.json").read_text())

    def test_it_names_trained_concepts_and_leaves_the_acceptance_concepts_a_style(self):
        concepts = read_concepts()
        pairs = {tuple(pair) for pair in self.holdout["pairs"]}
        self.assertEqual((len(pairs), len({tuple(pair) for pair in self.holdout["colours"]})), (40, 20))
        for label in [label for label, _ in pairs] + [label for pair in self.holdout["together"] for label in pair]:
            self.assertGreater(concepts.get(label, 0), 0, label)
        words = {word for label, weight in concepts.items() if weight > 0 for word in label.split()}
        for word, colour in self.holdout["colours"]:
            self.assertIn(word, words)
            self.assertIn(colour, COLOURS)
        for prompt in ACCEPTANCE:
            label = prompt.split(",")[0]
            self.assertGreater(concepts[label], 0)
            self.assertFalse({(label, "3d"), (label, "flat")} & pairs)

    def test_the_sheet_has_48_prompts_16_of_them_new(self):
        self.assertEqual((len(SHOWN), len(TRAINED), len(NEW), len(set(SHEET))), (10, 22, 16, 48))
        pairs = {tuple(pair) for pair in self.holdout["pairs"]}
        for prompt in SHOWN + TRAINED:
            self.assertNotIn(tuple(prompt.removesuffix(" style").split(", ")), pairs)


class Rows(unittest.TestCase):
    def test_held_out_pairs_are_plain_rows_only(self):
        data, images = dataset("cat face", "pizza", "sunglasses")
        rows = make_rows(data, images, {**NOTHING_HELD, "pairs": [["cat face", "3d"]]}, np.random.default_rng(0))
        held = [row for row in rows if row["concept"] == 0 and row["style"] == "3d"]
        self.assertEqual([(row["held_out"], row["colour"], "other" in row) for row in held], [(True, None, False)])
        self.assertFalse(any(row["held_out"] for row in rows if row not in held))

    def test_held_out_colours_are_never_painted_in_any_style(self):
        data, images = dataset("red apple")
        holdout = {**NOTHING_HELD, "colours": [["apple", name] for name in COLOURS if name not in ("green", "white")]}
        rows = make_rows(data, images, holdout, np.random.default_rng(0))
        self.assertEqual({row["colour"] for row in rows}, {None, "green", "white"})

    def test_things_held_out_together_are_on_no_picture(self):
        data, images = dataset("cat face", "sunglasses", "crown", "pizza")
        free = together(make_rows(data, images, NOTHING_HELD, np.random.default_rng(0)), data["concepts"])
        self.assertTrue({("cat face", "sunglasses"), ("cat face", "crown"), ("cat face", "pizza")} <= free)
        rows = make_rows(
            data, images, {**NOTHING_HELD, "together": [["cat face", "sunglasses"]]}, np.random.default_rng(0)
        )
        self.assertFalse({("cat face", "sunglasses"), ("sunglasses", "cat face")} & together(rows, data["concepts"]))
        self.assertIn(("cat face", "crown"), together(rows, data["concepts"]))

    def test_smileys_are_not_recoloured(self):
        data, images = dataset("grinning face", "cat face")
        rows = make_rows(data, images, NOTHING_HELD, np.random.default_rng(0))
        self.assertEqual({row["concept"] for row in rows if row["colour"]}, {1})


class Colours(unittest.TestCase):
    def test_recolour_moves_only_the_dominant_hue(self):
        image = picture((200, 0, 0), (0, 0, SIZE, 192))
        image[192:] = (0, 200, 0, 255)
        hue, share = dominant_hue(image)
        self.assertLess(min(hue, 1 - hue), 0.05)
        self.assertGreater(share, 0.7)
        blue = recolour(image, hue, "blue")
        self.assertGreater(blue[0, 0, 2], 150)
        self.assertEqual(blue[255, 0].tolist(), image[255, 0].tolist())

    def test_every_colour_looks_like_its_name(self):
        image = picture()
        for name in COLOURS:
            red, green, blue = (int(part) for part in recolour(image, 0.0, name)[128, 128, :3])
            high, low = max(red, green, blue), min(red, green, blue)
            if name in HUES:
                hue = float(rgb_to_hsv(np.array([red, green, blue]) / 255)[0])
                self.assertLess(abs((hue - HUES[name] + 0.5) % 1 - 0.5), 0.02, name)
            elif name == "brown":
                self.assertTrue(140 > red > green > blue, name)
            else:
                self.assertLess(high - low, 25, name)
                self.assertTrue({"white": low > 200, "grey": 80 < low < 180, "black": high < 80}[name], name)

    def test_a_sticker_is_not_painted_in_its_own_colour(self):
        self.assertNotIn("red", colours_far_from(0.99))
        self.assertNotIn("brown", colours_far_from(0.07))
        self.assertIn("brown", colours_far_from(0.6))
        self.assertTrue({"white", "black", "grey"} <= set(colours_far_from(0.5)) <= set(HUES) | set(SHADES))

    def test_hsv_and_back(self):
        rgb = np.random.default_rng(0).random((50, 3))
        np.testing.assert_allclose(hsv_to_rgb(*rgb_to_hsv(rgb)), rgb, atol=1e-6)


class Composites(unittest.TestCase):
    red, blue = picture(), picture((0, 0, 200), (28, 100, 228, 156))

    def where(self, image, channel):
        rows, columns = np.nonzero((image[..., channel] > 150) & (image[..., 3] > 200))
        return columns.mean() / SIZE, rows.mean() / SIZE, len(rows)

    def test_the_first_thing_named_stands_on_the_left(self):
        image = compose("beside", self.red, self.blue, "cup", "box", "3d")
        self.assertLess(self.where(image, 0)[0], 0.4)
        self.assertGreater(self.where(image, 2)[0], 0.6)

    def test_what_is_held_is_smaller_and_at_the_lower_right(self):
        image = compose("holding", self.red, self.blue, "robot", "pizza", "3d")
        (x, y, held), (_, _, holder) = self.where(image, 2), self.where(image, 0)
        self.assertTrue(x > 0.6 and y > 0.6)
        self.assertLess(held, holder)

    def test_spectacles_cross_the_eyes_and_a_hat_sits_on_top(self):
        spectacles = compose("wearing", self.red, self.blue, "bear", "sunglasses", "3d")
        hat = compose("wearing", self.red, self.blue, "bear", "crown", "3d")
        x, y, _ = self.where(spectacles, 2)
        self.assertTrue(abs(x - 0.5) < 0.02 and abs(y - EYES["bear"][FAMILY["3d"]][0]) < 0.1)
        self.assertLess(self.where(hat, 2)[1], self.where(hat, 0)[1] - 0.2)

    def test_the_whole_picture_stays_inside(self):
        for kind, thing in (("wearing", "crown"), ("holding", "pizza"), ("beside", "pizza")):
            alpha = compose(kind, self.red, self.blue, "bear", thing, "3d")[..., 3]
            self.assertEqual(
                int(alpha[:6].max()) + int(alpha[-6:].max()) + int(alpha[:, :6].max()) + int(alpha[:, -6:].max()),
                0,
                kind,
            )

    def test_the_lists_name_trained_concepts(self):
        concepts = read_concepts()
        for label in [*EYES, *HOLDERS, *HELD]:
            self.assertGreater(concepts.get(label, 0), 0, label)


class Variants(unittest.TestCase):
    def test_premultiplied(self):
        x = premultiply(picture((255, 255, 255))[None])
        self.assertEqual(tuple(x.shape), (1, 4, SIZE, SIZE))
        self.assertEqual((x.min().item(), x.max().item()), (-1, 1))

    def test_jittered_copies_differ_and_stay_inside(self):
        image = picture(box=(8, 8, 248, 248))
        rng = np.random.default_rng(0)
        sizes = set()
        for _ in range(20):
            moved = jitter(image, rng, False)
            edge = np.concatenate([moved[0], moved[-1], moved[:, 0], moved[:, -1]])
            share = (moved[..., 3] > 127).sum() / (image[..., 3] > 127).sum()
            if share < 0.6:  # a square this large, turned, cannot be kept inside when it is hardly smaller
                self.assertEqual(int(edge[:, 3].max()), 0)
            self.assertTrue(0.5 < share < 1.02)
            sizes.add(round(float(share), 2))
        self.assertGreater(len(sizes), 8)

    def test_every_row_fills_all_its_places_and_never_mirrors_a_composite(self):
        data, images = dataset("cat face", "crown", "pizza")
        rows = make_rows(data, images, NOTHING_HELD, np.random.default_rng(0))
        chosen = [rows[0], next(row for row in rows if row["colour"]), next(row for row in rows if "other" in row)]
        latents, place = encode_rows(
            chosen, data, images, lambda pictures: torch.ones(len(pictures), 8, 16, 16), np.random.default_rng(0)
        )
        self.assertEqual(
            (tuple(latents.shape), latents.min().item()), ((VARIANTS + 2 * VARIANTS_OF_COPY, 8, 16, 16), 1)
        )
        self.assertEqual(place[0].tolist(), list(range(VARIANTS)))
        for copy, first in ((place[1], VARIANTS), (place[2], VARIANTS + VARIANTS_OF_COPY)):
            self.assertEqual(
                (copy[0].item(), sorted(set(copy.tolist()))), (first, list(range(first, first + VARIANTS_OF_COPY)))
            )
        beside = next(row for row in rows if row.get("other", {}).get("kind") == "beside")
        image_of = {(entry["concept"], entry["style"]): i for i, entry in enumerate(data["images"])}
        images[image_of[beside["other"]["concept"], beside["style"]]] = picture((0, 0, 200))
        drawn = draw(beside, data["concepts"], images, image_of)
        for variant in draw_variants(beside, drawn, True, np.random.default_rng(0)):
            left, right = (np.nonzero(variant[..., channel] > 150)[1].mean() for channel in (0, 2))
            self.assertLess(left, right)


if __name__ == "__main__":
    unittest.main()
