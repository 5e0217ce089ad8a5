"""Captions for a training row, in English or Chinese: the concept's names, often with its style, sometimes a colour or
a second thing.
"""

import re
from collections import Counter

STYLE_SHARE = 0.85
EMPTY_SHARE = 0.10
# The style and no thing: what a style does to anything, for things never seen in it.
STYLE_ALONE_SHARE = 0.05
CHINESE_SHARE = 0.25

STYLES_ZH = {
    "3d": "3D风格",
    "flat": "扁平风格",
    "glossy": "光泽风格",
    "noto": "noto风格",
    "blob": "圆团风格",
    "twemoji": "twemoji风格",
}
COLOURS_ZH = {
    "red": "红色",
    "orange": "橙色",
    "yellow": "黄色",
    "green": "绿色",
    "turquoise": "青绿色",
    "blue": "蓝色",
    "purple": "紫色",
    "pink": "粉色",
    "white": "白色",
    "black": "黑色",
    "grey": "灰色",
    "brown": "棕色",
}
# How a caption says that a picture holds two things: the first way is the one used for measuring.
TOGETHER = {
    "wearing": ["{0} wearing {1}", "{0} with {1}"],
    "beside": ["{0} and {1}", "{0} next to {1}"],
    "holding": ["{0} holding {1}", "{0} with {1}"],
}
TOGETHER_ZH = {
    "wearing": ["戴{1}的{0}", "戴着{1}的{0}"],
    "beside": ["{0}和{1}", "{0}与{1}"],
    "holding": ["拿着{1}的{0}", "{0}拿着{1}"],
}
ANIMAL_FACE = re.compile(r"(cat|cow|dog|dragon|horse|monkey|mouse|pig|rabbit|tiger) face")
COLOUR_ZH = re.compile("[红橙黄绿蓝紫粉白黑灰棕青]+色?")
COLOUR_AT_START_ZH = re.compile(r"^(?:粉红色?的?|[红橙黄绿蓝紫粉白黑灰棕]色?的?|青(?=苹果))(?=.)")


def is_smiley(label):
    """Whether a concept is a yellow face, not an animal's."""
    return ("face" in label or label == "star-struck") and not ANIMAL_FACE.fullmatch(label) and label != "sun with face"


def with_article(name):
    """'pizza' -> 'a pizza'; plurals ('sunglasses', 'french fries') stay."""
    last = name.split()[-1]
    if last.endswith("s") and not last.endswith(("ss", "us")):
        return name
    return ("an " if name[0] in "aeiou" else "a ") + name


def useful_tags(tag_lists, names):
    """The tags that say something about a picture: few concepts share them and no other concept is called so.

    tag_lists: for each concept its tags; names: for each concept the set of its own names -> for each concept a list of
    tags
    """
    uses = Counter(tag for tags in tag_lists for tag in set(tags))
    every = set().union(*names)
    return [
        [tag for tag in tags if uses[tag] <= 2 and (tag not in every or tag in own)]
        for tags, own in zip(tag_lists, names)
    ]


class Captions:
    def __init__(self, concepts, colour_words):
        """concepts: as dataset.json holds them; colour_words: English colour words, which a recoloured thing's name
        must not keep
        """
        self.concepts = concepts
        self.colour_words = set(colour_words)
        self.tags = useful_tags(
            [concept["tags"] for concept in concepts], [{concept["label"], *concept["names"]} for concept in concepts]
        )
        tags = useful_tags(
            [concept["zh"]["tags"] for concept in concepts], [{concept["zh"]["label"]} for concept in concepts]
        )
        self.zh_names, self.zh_tags = [], []
        for concept, own in zip(concepts, tags):
            label = concept["zh"]["label"]
            own = [tag for tag in own if not COLOUR_ZH.fullmatch(tag)]
            # A Chinese tag that shares a character with the name is mostly another name (海龟 for 乌龟, 猫熊 for 熊猫).
            related = [tag for tag in own if set(tag) & set(label)]
            self.zh_names.append(list(dict.fromkeys([label, *related])))
            self.zh_tags.append([tag for tag in own if tag not in related])

    def name(self, index, rng, simple):
        """simple: only names that go together with a colour or a second thing"""
        concept = self.concepts[index]
        chance = rng.random()
        names, tags = concept["names"], self.tags[index]
        if names and chance < (0.5 if simple else 0.35):
            return names[rng.integers(len(names))].lower()
        if tags and chance < 0.42 and not simple:
            return tags[rng.integers(len(tags))].lower()
        return concept["label"].lower()

    def name_zh(self, index, rng, simple):
        label, *names = self.zh_names[index]
        chance = rng.random()
        if names and chance < (0.5 if simple else 0.35):
            return names[rng.integers(len(names))]
        if self.zh_tags[index] and chance < 0.40 and not simple:
            return self.zh_tags[index][rng.integers(len(self.zh_tags[index]))]
        return label

    def in_colour(self, name, colour):
        """'red apple', 'blue' -> 'blue apple'"""
        return " ".join([colour, *(word for word in name.split() if word not in self.colour_words)])

    def english(self, row, rng):
        other = row.get("other")
        name = self.name(row["concept"], rng, bool(row["colour"] or other))
        if row["colour"]:
            name = self.in_colour(name, row["colour"])
        if other:
            second = self.name(other["concept"], rng, True)
            way = TOGETHER[other["kind"]][int(rng.random() < 0.3)]
            name = way.format(name, second if other["kind"] == "beside" else with_article(second))
        chance = rng.random()
        if chance < 0.06:
            name = "a " + name
        elif chance < 0.09:
            name += " sticker"
        elif chance < 0.11:
            name += " emoji"
        if rng.random() < STYLE_SHARE:
            name = f"{name}, {row['style']} style" if rng.random() < 0.9 else f"{row['style']} {name}"
        return name

    def chinese(self, row, rng):
        other = row.get("other")
        name = self.name_zh(row["concept"], rng, bool(row["colour"] or other))
        if row["colour"]:
            colour = COLOURS_ZH[row["colour"]]
            short = rng.random() < 0.25
            name = (
                colour.removesuffix("色") if short else colour + ("的" if rng.random() < 0.6 else "")
            ) + COLOUR_AT_START_ZH.sub("", name)
        if other:
            second = self.name_zh(other["concept"], rng, True)
            name = TOGETHER_ZH[other["kind"]][int(rng.random() < 0.3)].format(name, second)
        if rng.random() < STYLE_SHARE:
            style = STYLES_ZH[row["style"]]
            name = f"{name}，{style}" if rng.random() < 0.6 else f"{style}的{name}"
        return name

    def __call__(self, row, rng):
        chance = rng.random()
        if chance < EMPTY_SHARE:
            return ""
        if chance < EMPTY_SHARE + STYLE_ALONE_SHARE:
            return STYLES_ZH[row["style"]] if rng.random() < CHINESE_SHARE else f"{row['style']} style"
        return self.chinese(row, rng) if rng.random() < CHINESE_SHARE else self.english(row, rng)

    def plain(self, row):
        """The caption used for measuring: label and style."""
        name = self.concepts[row["concept"]]["label"].lower()
        if row["colour"]:
            name = self.in_colour(name, row["colour"])
        other = row.get("other")
        if other:
            second = self.concepts[other["concept"]]["label"].lower()
            name = TOGETHER[other["kind"]][0].format(
                name, second if other["kind"] == "beside" else with_article(second)
            )
        return f"{name}, {row['style']} style"
