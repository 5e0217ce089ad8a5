"""Encodes the artwork to latents and packs everything that train.py reads into one file.

    python prepare_latents.py --data .work/dataset --vae ../resources/models/sticker/vae --out .work/train-data.safetensors

The file holds
    latents   float16 [rows, variants, 4, 16, 16]   scaled latents; variant 0 is the plain image
    vectors   float32 [tokens, 100]                 GloVe vectors of the vocabulary (zeros: no vector)
and, as JSON text in its metadata: concepts, rows ({concept, style, image, colour, held_out}), tokenizer, ours, scaling_factor.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from PIL import Image
from safetensors.torch import save_file

from colours import HUES, COLOUR_WORDS, dominant_hue, recolour
from vocabulary import VECTOR_LENGTH, build_vocabulary, tokenizer_json, vocabulary_vectors

HERE = Path(__file__).parent
SIZE = 128
# Variants of each image: plain, mirrored, then slightly smaller and shifted ones. Without them the seeds of a prompt all look alike.
JITTERED = 3
SHARE_RECOLOURED = 0.5


def premultiply(images):
    """uint8 [n, 128, 128, 4], straight alpha -> float32 [n, 4, 128, 128] in -1..1, colour premultiplied by alpha"""
    x = torch.from_numpy(np.ascontiguousarray(images)).float() / 255
    x = torch.cat([x[..., :3] * x[..., 3:], x[..., 3:]], -1)
    return (x * 2 - 1).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last)


def jitter(image, rng, mirror):
    """A copy scaled by 0.86..1 and moved by up to 5 pixels, perhaps mirrored."""
    scale = rng.uniform(0.86, 1.0)
    shift = rng.uniform(-5, 5, 2)
    inverse = 1 / scale
    centre = SIZE / 2
    # Image.transform wants the map from output to input pixels.
    matrix = (inverse, 0, centre - inverse * (centre + shift[0]), 0, inverse, centre - inverse * (centre + shift[1]))
    premultiplied = Image.fromarray(image, "RGBA").convert("RGBa")
    moved = premultiplied.transform((SIZE, SIZE), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC).convert("RGBA")
    result = np.array(moved)
    return result[:, ::-1] if mirror else result


def make_rows(dataset, images, holdout, rng):
    """One row for each image, then recoloured copies of about half of the colourful ones."""
    concepts = dataset["concepts"]
    held_out = {tuple(pair) for pair in holdout["pairs"]}
    known = {(concepts[entry["concept"]]["label"], entry["style"]) for entry in dataset["images"]}
    for pair in held_out - known:
        print("held-out pair without an image:", pair)
    rows = [dict(concept=entry["concept"], style=entry["style"], image=i, colour=None,
                 held_out=(concepts[entry["concept"]]["label"], entry["style"]) in held_out)
            for i, entry in enumerate(dataset["images"])]
    hues = {}
    for row in list(rows):
        label = concepts[row["concept"]]["label"]
        is_face = "face" in label and not any(animal in label for animal in ("dog", "cat", "pig", "monkey", "rabbit", "tiger", "cow", "mouse"))
        if row["held_out"] or is_face or rng.random() > SHARE_RECOLOURED:
            continue
        dominant = dominant_hue(np.array(images[row["image"]]))
        if dominant is None or dominant[1] < 0.6:
            continue
        far = [name for name, hue in HUES.items() if min(abs(hue - dominant[0]), 1 - abs(hue - dominant[0])) > 0.09]
        far = [name for name in far if not any(word in label.split() and name == colour for word, colour in holdout["colours"])]
        hues[len(rows)] = dominant[0]
        rows.append({**row, "colour": str(rng.choice(far))})
    return rows, hues


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--vae", type=Path, default=HERE.parent / "resources" / "models" / "sticker" / "vae")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--tokens", type=int, default=12000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rng = np.random.default_rng(options.seed)
    dataset = json.loads((options.data / "dataset.json").read_text())
    images = np.memmap(options.data / "images.bin", np.uint8, "r", shape=(len(dataset["images"]), SIZE, SIZE, 4))
    holdout = json.loads((HERE / "holdout.json").read_text())
    rows, hues = make_rows(dataset, images, holdout, rng)

    vae = AutoencoderKL.from_pretrained(options.vae).float().eval().to(memory_format=torch.channels_last)
    latents = torch.zeros(len(rows), 2 + JITTERED, 4, 16, 16)
    for i, row in enumerate(rows):
        image = np.array(images[row["image"]])
        if row["colour"]:
            image = recolour(image, hues[i], row["colour"])
        flip = dataset["concepts"][row["concept"]]["flip"]
        variants = [image, image[:, ::-1] if flip else image] + [jitter(image, rng, flip and rng.random() < 0.3) for _ in range(JITTERED)]
        latents[i] = vae.encode(premultiply(np.stack(variants))).latent_dist.mean * vae.config.scaling_factor
    plain = latents[:, 0]
    print("latents: mean", plain.mean((0, 2, 3)).tolist(), "deviation", plain.std((0, 2, 3)).tolist())

    words = json.loads((options.data / "words.json").read_text())
    vectors = np.fromfile(options.data / "vectors.bin", np.float32).reshape(-1, VECTOR_LENGTH)
    vocabulary = build_vocabulary(words["words"], options.tokens)
    ours = set(words["words"][:words["ours"]])
    metadata = dict(concepts=dataset["concepts"], rows=rows, tokenizer=tokenizer_json(vocabulary), scaling_factor=vae.config.scaling_factor,
                    ours=1 + max(i for i, token in enumerate(vocabulary) if token in ours), colour_words=sorted(COLOUR_WORDS))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_file({"latents": latents.half(), "vectors": torch.from_numpy(vocabulary_vectors(vocabulary, words["words"], vectors))},
              options.out, {key: json.dumps(value) for key, value in metadata.items()})
    print(f"{len(rows)} rows ({len(hues)} recoloured, {sum(row['held_out'] for row in rows)} held out), {len(vocabulary)} tokens")


if __name__ == "__main__":
    main()
