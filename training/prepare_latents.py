"""Encodes the artwork to latents and packs everything that train.py reads into one file.

    python prepare_latents.py --data .work/dataset --vae ../resources/models/sticker/vae \
        --out .work/train-data.safetensors

The file holds
    latents   int8 [pictures, 8, 16, 16]     scaled latents in steps of their channel
    step      float32 [8]                    size of a step
    place     int32 [rows, variants]         which picture each variant of a row is; variant 0 is the plain one
    vectors   float16 [tokens, 100]          GloVe vectors of the vocabulary (zeros: no vector)
and, as JSON text in its metadata: concepts, rows ({concept, style, image, colour, held_out, other?}), tokenizer, ours,
colour_words, scaling_factor. A composite's other is {kind: "wearing" | "beside" | "holding", concept: the second
thing's}.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from artwork import open_artwork, premultiply
from autoencoder import CONFIG, load_autoencoder
from captions import is_smiley
from colours import COLOUR_WORDS, colours_far_from, dominant_hue, recolour
from composites import choose_composites, compose
from vocabulary import VECTOR_LENGTH, build_vocabulary, tokenizer_json, vocabulary_vectors

HERE = Path(__file__).parent
SIZE = 256
# Variants of each picture: plain, mirrored, then smaller, turned and shifted ones. Without them the seeds of a prompt
# all look alike.
VARIANTS = 5
# The variants that are encoded for a recoloured copy or a composite; the others repeat them.
VARIANTS_OF_COPY = 4
RECOLOURED = 1300
COLOURS_EACH = 2
ENCODED_AT_ONCE = 32


def jitter(image, rng, mirror, smallest=0.72, turn=12):
    """A copy scaled by smallest..1, turned by up to `turn` degrees and moved to anywhere it stays inside, perhaps
    mirrored.
    """
    scale = rng.uniform(smallest, 1.0)
    angle = np.deg2rad(rng.uniform(-turn, turn))
    turned = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    rows, columns = np.nonzero(image[..., 3] > 8)
    if len(rows) == 0:
        return image
    around = turned @ (
        np.stack([columns, rows]) + 0.5 - SIZE / 2
    )  # where the opaque pixels come to lie about the centre
    low, high = -SIZE / 2 + 2 - around.min(1), SIZE / 2 - 2 - around.max(1)
    shift = np.where(low < high, rng.uniform(np.minimum(low, high), np.maximum(low, high)), (low + high) / 2)
    # Image.transform wants the map from output to input pixels.
    back = np.linalg.inv(turned)
    offset = SIZE / 2 - back @ (SIZE / 2 + shift)
    matrix = (*back[0], offset[0], *back[1], offset[1])
    sticker = Image.fromarray(np.ascontiguousarray(image), "RGBA")
    result = np.array(sticker.transform((SIZE, SIZE), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC))
    return result[:, ::-1] if mirror else result


def recoloured_rows(rows, concepts, images, holdout, rng):
    """Copies of colourful pictures in other colours: of each concept a few styles, so that every concept has some."""
    by_concept = {}
    for i in rng.permutation(len(rows)):
        row = rows[i]
        if not row["held_out"] and not is_smiley(concepts[row["concept"]]["label"]):
            by_concept.setdefault(row["concept"], []).append(row)
    copies = []
    for turn in range(max(map(len, by_concept.values()), default=0)):
        for concept, own in by_concept.items():
            dominant = (
                dominant_hue(np.array(images[own[turn]["image"]]))
                if turn < len(own) and len(copies) < RECOLOURED
                else None
            )
            if dominant is None or dominant[1] < 0.6:
                continue
            words = concepts[concept]["label"].split()
            colours = [
                name
                for name in colours_far_from(dominant[0])
                if name not in words
                and not any(word in words and name == colour for word, colour in holdout["colours"])
            ]
            copies += [
                {**own[turn], "colour": str(name)}
                for name in rng.choice(colours, min(COLOURS_EACH, len(colours)), replace=False)
            ]
    return copies


def make_rows(dataset, images, holdout, rng):
    """One row for each image, then recoloured copies, then composites; nothing that holdout.json holds back is among
    the last two.
    """
    concepts = dataset["concepts"]
    held_out = {tuple(pair) for pair in holdout["pairs"]}
    known = {(concepts[entry["concept"]]["label"], entry["style"]) for entry in dataset["images"]}
    for pair in sorted(held_out - known):
        print("held-out pair without an image:", pair)
    rows = [
        dict(
            concept=entry["concept"],
            style=entry["style"],
            image=i,
            colour=None,
            held_out=(concepts[entry["concept"]]["label"], entry["style"]) in held_out,
        )
        for i, entry in enumerate(dataset["images"])
    ]
    at = {(concepts[row["concept"]]["label"], row["style"]): row for row in rows if not row["held_out"]}
    composites = [
        {**at[label, style], "other": dict(kind=kind, concept=at[thing, style]["concept"])}
        for kind, label, thing, style in choose_composites(at, holdout["together"], rng)
    ]
    return rows + recoloured_rows(rows, concepts, images, holdout, rng) + composites


def draw(row, concepts, images, image_of):
    """The picture of a row: uint8 [256, 256, 4]. image_of: {(concept, style): image}"""
    image = np.array(images[row["image"]])
    if row["colour"]:
        return recolour(image, dominant_hue(image)[0], row["colour"])
    if "other" in row:
        other = row["other"]["concept"]
        return compose(
            row["other"]["kind"],
            image,
            np.array(images[image_of[other, row["style"]]]),
            concepts[row["concept"]]["label"],
            concepts[other]["label"],
            row["style"],
        )
    return image


def draw_variants(row, image, flip, rng):
    """The different variants of a row's picture, plain first: list of uint8 [256, 256, 4]"""
    if (
        "other" in row
    ):  # mirrored, a composite would contradict its caption's order; smaller, its second thing would be lost
        return [image] + [jitter(image, rng, False, 0.85, 8) for _ in range(VARIANTS_OF_COPY - 1)]
    count = VARIANTS_OF_COPY if row["colour"] else VARIANTS
    return [image, image[:, ::-1] if flip else image] + [
        jitter(image, rng, flip and rng.random() < 0.3) for _ in range(count - 2)
    ]


def fill(variants):
    """Which of a row's `variants` different pictures each of its VARIANTS places holds: the jittered ones repeat."""
    return [i if i < variants else 2 + (i - 2) % (variants - 2) for i in range(VARIANTS)]


@torch.no_grad()
def encode_rows(rows, dataset, images, encode, rng):
    """encode: float32 [n, 4, 256, 256], premultiplied -> scaled latents [n, 8, 16, 16]

    -> float32 [pictures, 8, 16, 16], and which of them each variant of a row is: int64 [rows, VARIANTS]
    """
    encoded, place, count = [], torch.zeros(len(rows), VARIANTS, dtype=torch.int64), 0
    image_of = {(entry["concept"], entry["style"]): i for i, entry in enumerate(dataset["images"])}
    pictures = []
    for i, row in enumerate(rows):
        image = draw(row, dataset["concepts"], images, image_of)
        variants = draw_variants(row, image, dataset["concepts"][row["concept"]]["flip"], rng)
        place[i] = count + torch.tensor(fill(len(variants)))
        count += len(variants)
        pictures += variants
        if len(pictures) >= ENCODED_AT_ONCE or i == len(rows) - 1:
            encoded.append(encode(premultiply(np.stack(pictures))))
            pictures = []
        if i % 200 == 199:
            print(f"{i + 1} of {len(rows)} rows encoded", flush=True)
    return torch.cat(encoded).contiguous(), place  # the autoencoder leaves channels last


def pack(latents):
    """float32 [..., 8, 16, 16] -> the same as int8 and the size of a step of each channel, float32 [8]: half the bytes
    of float16. A step is about a thirtieth of a channel's deviation."""
    step = latents.abs().amax([axis for axis in range(latents.dim()) if axis != latents.dim() - 3]) / 127
    return (latents / step[:, None, None]).round().char(), step


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--vae", type=Path, default=HERE.parent / "resources" / "models" / "sticker" / "vae")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--tokens", type=int, default=16000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rng = np.random.default_rng(options.seed)
    dataset, images = open_artwork(options.data)
    holdout = json.loads((HERE / "holdout.json").read_text())
    rows = make_rows(dataset, images, holdout, rng)

    autoencoder = load_autoencoder(options.vae).eval()
    latents, place = encode_rows(
        rows, dataset, images, lambda x: autoencoder.encode(x).mean * autoencoder.scaling_factor, rng
    )
    plain = latents[place[:, 0]]
    print("latents: mean", plain.mean((0, 2, 3)).tolist(), "deviation", plain.std((0, 2, 3)).tolist())

    words = json.loads((options.data / "words.json").read_text())
    vectors = np.fromfile(options.data / "vectors.bin", np.float32).reshape(-1, VECTOR_LENGTH)
    vocabulary = build_vocabulary(words["words"], options.tokens)
    ours = set(words["words"][: words["ours"]])
    metadata = dict(
        concepts=dataset["concepts"],
        rows=rows,
        tokenizer=tokenizer_json(vocabulary),
        scaling_factor=autoencoder.scaling_factor,
        ours=1 + max(i for i, token in enumerate(vocabulary) if token in ours),
        colour_words=sorted(COLOUR_WORDS),
    )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    packed, step = pack(latents)
    vectors = torch.from_numpy(vocabulary_vectors(vocabulary, words["words"], vectors)).half()
    save_file(
        {"latents": packed, "step": step, "place": place.int(), "vectors": vectors},
        options.out,
        {key: json.dumps(value) for key, value in metadata.items()},
    )
    recoloured, composed = sum(row["colour"] is not None for row in rows), sum("other" in row for row in rows)
    print(
        f"{len(rows)} rows: {len(rows) - recoloured - composed} plain ({sum(row['held_out'] for row in rows)} of "
        f"them held out), "
        f"{recoloured} recoloured, {composed} composites; {len(vocabulary)} tokens; "
        f"{options.out.stat().st_size / 2**20:.1f} MiB"
    )


if __name__ == "__main__":
    main()
