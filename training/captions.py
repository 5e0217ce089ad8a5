"""Captions for a training row: the concept's names, often with its style, sometimes with a colour."""
from collections import Counter

STYLE_SHARE = 0.65
EMPTY_SHARE = 0.10


class Captions:
    def __init__(self, concepts, colour_words):
        self.concepts = concepts
        self.colour_words = set(colour_words)
        uses = Counter(tag for concept in concepts for tag in set(concept["tags"]))
        names = {name for concept in concepts for name in [concept["label"], *concept["names"]]}
        # A tag says something about the picture only if few concepts share it and no other concept is called so.
        self.tags = [[tag for tag in concept["tags"] if uses[tag] <= 2 and (tag not in names or tag in concept["names"])] for concept in concepts]

    def name(self, row, rng):
        concept = self.concepts[row["concept"]]
        chance = rng.random()
        names, tags = concept["names"], self.tags[row["concept"]]
        name = concept["label"].lower()
        if names and chance < 0.35:
            name = names[rng.integers(len(names))]
        elif tags and chance < 0.42 and not row["colour"]:
            name = tags[rng.integers(len(tags))]
        if row["colour"]:
            name = row["colour"] + " " + " ".join(word for word in name.split() if word not in self.colour_words)
        return name

    def __call__(self, row, rng):
        if rng.random() < EMPTY_SHARE:
            return ""
        name = self.name(row, rng)
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

    def plain(self, row):
        """The caption used for measuring: label and style."""
        return f"{self.concepts[row['concept']]['label'].lower()}, {row['style']} style"
