"""What captions say about a row, in both languages.  Run from training/: python -m unittest discover tests"""

import sys
import unittest
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from captions import COLOURS_ZH, STYLES_ZH, TOGETHER, TOGETHER_ZH, Captions, is_smiley, with_article  # noqa: E402
from colours import COLOUR_WORDS  # noqa: E402
from composites import COUNTS  # noqa: E402

CONCEPTS = [
    dict(
        label="dog face", names=["puppy"], tags=["animal", "woof"], zh=dict(label="狗", tags=["动物", "小狗", "忠诚"])
    ),
    dict(label="cat face", names=[], tags=["animal"], zh=dict(label="猫", tags=["动物", "猫脸"])),
    dict(label="red heart", names=["heart"], tags=["animal"], zh=dict(label="红心", tags=["动物", "红"])),
    dict(label="sunglasses", names=[], tags=[], zh=dict(label="墨镜", tags=[])),
    dict(label="pizza", names=[], tags=[], zh=dict(label="披萨", tags=[])),
]
COUNT = 3000


def is_chinese(text):
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def row(concept, style="3d", colour=None, **more):
    return dict(concept=concept, style=style, colour=colour, **more)


class CaptionsOfRows(unittest.TestCase):
    def setUp(self):
        self.captions = Captions(CONCEPTS, COLOUR_WORDS)

    def seen(self, what, count=COUNT):
        rng = np.random.default_rng(0)
        return [self.captions(what, rng) for _ in range(count)]

    def test_shares_of_empty_chinese_and_style(self):
        seen = self.seen(row(0))
        filled = [caption for caption in seen if caption]
        self.assertAlmostEqual(seen.count("") / COUNT, 0.10, delta=0.02)
        self.assertAlmostEqual(sum(map(is_chinese, filled)) / len(filled), 0.25, delta=0.03)
        alone = [caption for caption in filled if caption in ("3d style", STYLES_ZH["3d"])]
        self.assertAlmostEqual(len(alone) / COUNT, 0.05, delta=0.02)
        self.assertEqual(len(set(alone)), 2)
        named = [caption for caption in filled if caption not in alone]
        self.assertAlmostEqual(sum("3d" in caption.lower() for caption in named) / len(named), 0.85, delta=0.03)

    def test_names_and_telling_tags_in_both_languages(self):
        seen = " | ".join(self.seen(row(0)))
        for word in ("dog face", "puppy", "woof", "狗", "小狗", "忠诚", "，3D风格", "3D风格的"):
            self.assertIn(word, seen)
        self.assertNotIn("animal", seen, "a tag of three concepts says nothing")
        self.assertNotIn("动物", seen)
        self.assertFalse({"红", "红，3D风格"} & set(self.seen(row(2))), "a colour alone is no name")

    def test_a_recoloured_thing_keeps_no_other_colour(self):
        seen = " | ".join(self.seen(row(2, "flat", "blue")))
        for word in ("blue heart", "蓝色的心", "蓝心"):
            self.assertIn(word, seen)
        self.assertNotIn("red", seen)
        self.assertNotIn("红", seen)

    def test_composites_name_both_things(self):
        wearing = self.seen(row(1, other=dict(kind="wearing", concept=3)))
        for text in ("cat face wearing sunglasses", "cat face with sunglasses", "戴墨镜的猫", "戴着墨镜的猫脸"):
            self.assertIn(text, wearing)
        holding = self.seen(row(0, other=dict(kind="holding", concept=4)))
        for text in ("puppy holding a pizza", "拿着披萨的狗"):
            self.assertIn(text, holding)
        beside = self.seen(row(2, other=dict(kind="beside", concept=4)))
        for text in ("heart and pizza", "红心和披萨"):
            self.assertIn(text, beside)

    def test_plain_captions_are_always_the_same_and_complete(self):
        self.assertEqual(self.captions.plain(row(2, "glossy")), "red heart, glossy style")
        self.assertEqual(self.captions.plain(row(2, "glossy", "turquoise")), "turquoise heart, glossy style")
        self.assertEqual(
            self.captions.plain(row(0, other=dict(kind="holding", concept=4))), "dog face holding a pizza, 3d style"
        )
        self.assertEqual(
            self.captions.plain(row(0, other=dict(kind="wearing", concept=3))), "dog face wearing sunglasses, 3d style"
        )
        self.assertEqual(
            self.captions.plain(row(2, other=dict(kind="beside", concept=4))), "red heart and pizza, 3d style"
        )

    def test_every_style_colour_and_kind_has_its_words(self):
        self.assertEqual(set(STYLES_ZH), {"3d", "flat", "glossy", "noto", "blob", "twemoji"})
        self.assertEqual(set(COLOURS_ZH), COLOUR_WORDS)
        self.assertEqual(set(TOGETHER), set(COUNTS))
        self.assertEqual(set(TOGETHER_ZH), set(COUNTS))


class Words(unittest.TestCase):
    def test_smileys_are_told_from_animals(self):
        for label in ("grinning face", "star-struck"):
            self.assertTrue(is_smiley(label), label)
        for label in ("dog face", "pizza", "sun with face"):
            self.assertFalse(is_smiley(label), label)

    def test_articles(self):
        for name, expected in (
            ("pizza", "a pizza"),
            ("umbrella", "an umbrella"),
            ("french fries", "french fries"),
            ("bus", "a bus"),
        ):
            self.assertEqual(with_article(name), expected)


if __name__ == "__main__":
    unittest.main()
