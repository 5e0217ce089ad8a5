"""Fast checks of what measure.py concludes from pictures.  Run from training/: python -m unittest discover tests"""

import sys
import unittest
from pathlib import Path
from types import SimpleNamespace

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from colours import HUES, dominant_hue, recolour  # noqa: E402
from contact_sheet import font_for, lines_of  # noqa: E402
from features import Space, Styles, greyscale, palette, unit  # noqa: E402
from measure import trained_rows  # noqa: E402
from quality import (
    concept_ranks,
    edge_sharpness,
    half_alpha_share,
    has_colour,
    holes_and_specks,
    mean_pairwise,  # noqa: E402
    mean_pixel_difference,
)


def disc(sigma, colour=(200, 30, 30), size=128, radius=40):
    """A disc whose edge is a logistic curve of steepness 1 / (4 sigma) per pixel at the contour."""
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    alpha = 1 / (1 + np.exp((np.hypot(x, y) - radius) / sigma))
    image = np.zeros((size, size, 4), np.uint8)
    image[..., :3] = colour
    image[..., 3] = (alpha * 255).round()
    return image


class Edges(unittest.TestCase):
    def test_steepness_of_a_known_blur(self):
        for sigma in (2, 3, 4):
            self.assertAlmostEqual(edge_sharpness(disc(sigma)) * 4 * sigma, 1, delta=0.05)

    def test_a_hard_step_and_nothing(self):
        step = np.zeros((16, 16, 4), np.uint8)
        step[:, 8:, 3] = 255
        self.assertAlmostEqual(edge_sharpness(step), 0.5)
        self.assertIsNone(edge_sharpness(np.zeros((16, 16, 4), np.uint8)))
        self.assertEqual(half_alpha_share(step), 0)

    def test_blur_leaves_more_half_clear_pixels(self):
        self.assertGreater(half_alpha_share(disc(4)), 2 * half_alpha_share(disc(1.5)))

    def test_holes_and_specks(self):
        image = disc(1)
        image[60:64, 60:64, 3] = 0
        image[70:72, 70:72, 3] = 0
        image[2:5, 2:5, 3] = 255
        self.assertEqual(holes_and_specks(image), (2, 1))
        self.assertEqual(holes_and_specks(disc(1)), (0, 0))

    def test_a_ring_open_below_is_one_piece_without_a_hole(self):
        image = np.zeros((20, 20, 4), np.uint8)
        image[4:16, 4:16, 3] = 255
        image[6:20, 6:14, 3] = 0
        self.assertEqual(holes_and_specks(image), (0, 0))


class Colours(unittest.TestCase):
    def test_a_palette_counts_opaque_pixels_alone(self):
        image = np.zeros((4, 4, 4), np.uint8)
        image[:2] = (255, 0, 0, 255)
        image[2, :2] = (0, 0, 255, 255)
        shares = np.sort(palette(image[None])[0] ** 2)[::-1]
        self.assertTrue(np.allclose(shares[:2], [0.8, 0.2]))
        self.assertEqual(shares[2:].sum(), 0)
        self.assertEqual(palette(np.zeros((1, 4, 4, 4), np.uint8)).sum(), 0)

    def test_named_colours_of_plain_discs(self):
        for name, colour in dict(
            red=(210, 30, 30),
            blue=(40, 90, 220),
            green=(40, 160, 60),
            turquoise=(40, 200, 190),
            purple=(150, 60, 210),
            pink=(240, 90, 170),
            yellow=(250, 210, 40),
            orange=(250, 140, 30),
            brown=(120, 70, 40),
            black=(25, 25, 28),
            white=(240, 240, 240),
        ).items():
            image = disc(1, colour)
            self.assertTrue(has_colour(image, name), name)
            self.assertFalse(has_colour(image, "blue" if name != "blue" else "red"), name)

    def test_a_recoloured_disc_has_its_new_colour(self):
        image = disc(1)
        hue = dominant_hue(image)[0]
        for name in HUES:
            self.assertTrue(has_colour(recolour(image, hue, name), name), name)


class Retrieval(unittest.TestCase):
    def test_ranks_count_distinct_concepts_that_are_nearer(self):
        bank = unit(np.array([[1, 0.0], [1, 0.1], [0.6, 0.8], [0, 1.0]]))
        asked = unit(np.array([[1, 0.05], [1, 0.05], [1, 0.05]]))
        # Concept 0 has two pictures, both nearer than concept 1's; they count once.
        self.assertEqual(concept_ranks(asked, [0, 1, 2], bank, [0, 0, 1, 2]).tolist(), [0, 1, 2])

    def test_a_space_forgets_scale_and_styles_are_told_apart(self):
        rng = np.random.default_rng(0)
        thing, style = rng.normal(size=(30, 1, 12)), rng.normal(size=(1, 3, 12)) * 2
        features = (thing + style + rng.normal(size=(30, 3, 12)) * 0.1).reshape(90, 12)
        points = Space(features, 8)(features)
        np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1)
        names = np.array(["a", "b", "c"] * 30)
        self.assertGreater(np.mean(np.array(Styles(points[:60], names[:60])(points[60:])) == names[60:]), 0.9)

    def test_variety(self):
        self.assertAlmostEqual(mean_pairwise(np.array([[0.0], [1.0], [3.0]])), 2)
        self.assertAlmostEqual(mean_pixel_difference(np.stack([np.zeros((4, 4, 3)), np.full((4, 4, 3), 0.5)])), 0.5)

    def test_greyscale_forgets_the_colour_and_keeps_alpha(self):
        grey = greyscale(disc(2)[None])[0]
        self.assertTrue((grey[..., 0] == grey[..., 1]).all() and (grey[..., 3] == disc(2)[..., 3]).all())


class TrainedCaptions(unittest.TestCase):
    def rows(self, concepts, count, held_out=frozenset()):
        art = SimpleNamespace(
            dataset={"styles": ["3d", "flat"]},
            concepts=[dict(label=str(i), weight=1 + i) for i in range(concepts)],
            row_of=lambda concept, style: 2 * concept + (style == "flat"),
        )
        return trained_rows(art, held_out, count)

    def test_more_concepts_than_captions_are_spread_over_the_list(self):
        self.assertEqual([row // 2 for row in self.rows(10, 4)], [0, 2, 5, 7])

    def test_fewer_concepts_give_a_second_style_of_the_heaviest(self):
        self.assertEqual(self.rows(3, 5), [0, 3, 4, 5, 2])

    def test_held_out_rows_are_left_out(self):
        self.assertEqual(self.rows(2, 9, {("0", "3d")}), [1, 3, 2])


class Sheet(unittest.TestCase):
    def test_captions_are_broken_into_lines_that_fit(self):
        font = font_for("a")
        lines = lines_of("smiling face with heart-eyes, glossy style", font, 200)
        self.assertTrue(len(lines) == 2 and all(font.getlength(line) <= 200 for line in lines))


if __name__ == "__main__":
    unittest.main()
