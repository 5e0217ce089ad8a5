"""Measures a model with the product's own engine: paints fixed prompts (paint-prompts.ts), then looks at the pictures.

    python measure.py [--model sticker] [--data .work/dataset] [--out .work/measure] [--part all]

Writes OUT/figures.json, prints a table, keeps the pictures; run it again and only what is missing is painted. Needs
Node 24 in PATH. Parts, each against the artwork in a feature space that knows nothing of the model (features.py):
  space      what the feature space makes of artwork itself: bounds of the other figures
  retrieval  200 trained captions: is the thing among the nearest concepts of all artwork, whatever its style
  heldout    combinations of holdout.json: the thing AND the style; the thing (without colours) AND the colour
  edges      sharpness of the outlines and specks, against the artwork of the same captions
  diversity  how much 8 seeds of a prompt differ
  variants   every model folder given: retrieval, joules, fidelity on analog chips against its exact picture
  sheet      the contact sheet
"""

import argparse
import hashlib
import json
import subprocess
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import quality
from artwork import open_artwork, premultiply
from autoencoder import load_autoencoder
from captions import Captions
from colours import COLOUR_WORDS, HUES, dominant_hue, recolour
from contact_sheet import contact_sheet
from features import Network, Space, Styles, greyscale, on_white
from prepare_latents import jitter
from prompts import NEW, SHEET

HERE = Path(__file__).parent
CAPTIONS = 200
SEEDS = range(1, 9)
# Things known well, six with a style and six without.
DIVERSE = [
    "dog face, 3d style",
    "red apple, flat style",
    "rocket, noto style",
    "house, glossy style",
    "octopus, twemoji style",
    "fox, blob style",
    "cat face",
    "pizza",
    "sunflower",
    "automobile",
    "penguin",
    "guitar",
]
VARIANTS = ["sticker", "sticker-4-step"]
SIX_BITS = {
    "description": "Six bits everywhere.",
    "default": {"inputBits": 6, "weightBits": 6, "adcBits": 6},
    "overrides": [],
}


class Artwork:
    def __init__(self, folder):
        self.dataset, self.images = open_artwork(folder)
        self.concepts, entries = self.dataset["concepts"], self.dataset["images"]
        self.concept = np.array([entry["concept"] for entry in entries])
        self.style = np.array([entry["style"] for entry in entries])
        self.captions = Captions(self.concepts, COLOUR_WORDS)

    def row_of(self, concept, style):
        found = np.flatnonzero((self.concept == concept) & (self.style == style))
        return int(found[0]) if len(found) else None

    def caption(self, row):
        return self.captions.plain(dict(concept=int(self.concept[row]), style=self.style[row], colour=None))

    def index(self, label):
        return next(i for i, concept in enumerate(self.concepts) if concept["label"] == label)


def trained_rows(artwork, held_out, count=CAPTIONS):
    """One style of each concept, by turns; of more concepts than `count` as many, evenly spread over the list; of fewer
    also second styles of the heaviest. -> rows of the artwork, none held out"""
    styles = artwork.dataset["styles"]
    allowed = {
        concept: [
            style
            for turn in range(len(styles))
            for style in [styles[(concept + turn) % len(styles)]]
            if artwork.row_of(concept, style) is not None
            and (artwork.concepts[concept]["label"], style) not in held_out
        ]
        for concept in range(len(artwork.concepts))
    }
    heaviest = sorted(allowed, key=lambda concept: -artwork.concepts[concept]["weight"])
    pairs = [
        (concept, allowed[concept][turn])
        for turn, order in ((0, allowed), (1, heaviest))
        for concept in order
        if len(allowed[concept]) > turn
    ]
    spread = max(1, len(allowed) / count)
    return [artwork.row_of(*pairs[int(i * spread)]) for i in range(min(count, len(pairs)))]


class Painter:
    def __init__(self, options):
        self.out, self.options = options.out, options

    def paint(self, entries):
        """[{prompt, seed, ...}] -> [(RGBA picture uint8 [h, w, 4], facts)], in order"""
        common = dict(
            model=self.options.model, steps=self.options.steps, guidance=self.options.guidance, chip=self.options.chip
        )
        listed = []
        for entry in entries:
            entry = {key: value for key, value in {**common, **entry}.items() if value is not None}
            listed.append({**entry, "file": file_of(entry)})
        (self.out / "plans").mkdir(parents=True, exist_ok=True)
        (self.out / "plans" / "all-6-bit.json").write_text(json.dumps(SIX_BITS))
        (self.out / "list.json").write_text(json.dumps(listed))
        painting = subprocess.Popen(["node", str(HERE / "paint-prompts.mjs"), str(self.out / "list.json")])
        try:
            code = painting.wait()
        except KeyboardInterrupt:
            code = painting.wait()  # it had the same Ctrl-C and ends cleanly
        if code:
            raise SystemExit(code)
        return [self.read(self.out / entry["file"]) for entry in listed]

    @staticmethod
    def read(path):
        return np.array(Image.open(path).convert("RGBA")), json.loads(Path(f"{path}.json").read_text())


def file_of(entry):
    """A name that tells entries apart; whether the picture is of today's model, paint-prompts.ts knows."""
    digest = hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()[:16]
    return f"pictures/{digest}.png"


def folder_of(model):
    """model: id or folder"""
    return Path(model) if Path(model).is_dir() else HERE.parent / "resources" / "models" / model


def about(folder):
    """What its ohmbrush.json says."""
    path = folder / "ohmbrush.json"
    return json.loads(path.read_text()) if path.exists() else {}


def autoencoder_of(folder):
    """A variant has its base's."""
    base = about(folder).get("base")
    return folder_of(base) / "vae" if base else folder / "vae"


def redrawing(folder):
    """-> what an autoencoder makes of pictures: uint8 [n, 256, 256, 4] -> the same shape"""
    autoencoder = load_autoencoder(folder).eval()

    def redraw(images):
        with torch.no_grad():
            x = (autoencoder.decode(autoencoder.encode(premultiply(images)).mean).clamp(-1, 1) + 1) / 2
        x = torch.cat([(x[:, :3] / x[:, 3:].clamp(min=1e-3)).clamp(0, 1), x[:, 3:]], 1)
        return (x.permute(0, 2, 3, 1) * 255).round().byte().numpy()

    return redraw


class Bench:
    """The artwork's points, in colour and without, and the painter."""

    def __init__(self, options):
        self.out = options.out
        self.artwork, self.painter, self.network = Artwork(options.data), Painter(options), Network()
        holdout = json.loads((HERE / "holdout.json").read_text())
        self.pairs, self.colours = (
            [tuple(pair) for pair in holdout["pairs"]],
            [tuple(pair) for pair in holdout["colours"]],
        )
        things, self.styles = self.cached("colour", lambda images: images)
        self.space = Space(things)
        # The same seen through the model's autoencoder: its soft touch is not to be taken for a style. Told by the
        # artwork as it is, only 18 in 100 of its own reconstructions had their style.
        self.autoencoder = autoencoder_of(folder_of(options.model))
        self.redrawn_things, self.redrawn_styles = self.cached("redrawn", redrawing(self.autoencoder), self.autoencoder)
        self.points = self.space(things)

    def cached(self, name, change, folder=None):
        """(features of the thing, of the style) of all artwork; a few minutes the first time. folder: the change
        depends on its files
        """
        files = [HERE / "features.py", *(sorted(folder.iterdir()) if folder else [])]
        digest = (
            hashlib.sha256(self.artwork.images).hexdigest()[:12]
            + hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]
        )
        path = self.out / f"artwork-{name}-{digest}.npz"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            batches = range(0, len(self.artwork.images), 64)
            described = [self.network.describe(change(self.artwork.images[i : i + 64])) for i in batches]
            np.savez(
                path,
                things=np.concatenate([thing for thing, _ in described]),
                styles=np.concatenate([style for _, style in described]),
            )
        kept = np.load(path)
        return kept["things"], kept["styles"]

    def grey(self):
        """(space, points) of the artwork without its colours"""
        things, _ = self.cached("grey", greyscale)
        space = Space(things)
        return space, space(things)

    def style_without(self, concept, manner):
        """The style of a picture [features], told by redrawn artwork of all other concepts."""
        elsewhere = self.artwork.concept != concept
        return Styles(self.redrawn_styles[elsewhere], self.artwork.style[elsewhere])(manner[None])[0]

    def place(self, images, space=None):
        return (space or self.space)(self.network.describe(np.stack(images))[0])


def share(flags):
    return f"{int(np.sum(flags))} of {len(flags)} ({100 * np.mean(flags):.1f} %)"


def top(ranks):
    return {"top 1": share(np.asarray(ranks) == 0), "top 5": share(np.asarray(ranks) < 5)}


def measure_space(bench):
    """What the space does with artwork: bounds of what any painter can reach."""
    art, points = bench.artwork, bench.points
    family = np.array(
        [
            {"3d": "fluent", "flat": "fluent", "glossy": "fluent", "blob": "noto"}.get(style, style)
            for style in art.style
        ]
    )
    result = {}
    for name, group in (("among other styles", art.style), ("among other families of artwork", family)):
        ranks = np.full(len(points), -1)
        for value in np.unique(group):
            asked = (group == value) & np.isin(art.concept, art.concept[group != value])
            ranks[asked] = quality.concept_ranks(
                points[asked], art.concept[asked], points[group != value], art.concept[group != value]
            )
        result[f"artwork's concept {name}"] = top(ranks[ranks >= 0])
    for name, styles in (("artwork's", bench.styles), ("redrawn artwork's", bench.redrawn_styles)):
        right = np.zeros(len(points), bool)
        for concept in np.unique(art.concept):
            out = art.concept == concept
            right[out] = np.array(Styles(styles[~out], art.style[~out])(styles[out])) == art.style[out]
        result[f"{name} style, its concept left out"] = share(right)
    result["redrawn artwork's concept"] = top(
        quality.concept_ranks(bench.space(bench.redrawn_things), art.concept, points, art.concept)
    )
    return result


def measure_retrieval(bench):
    art = bench.artwork
    rows = trained_rows(art, set(bench.pairs))
    pictures = [
        picture for picture, _ in bench.painter.paint([{"prompt": art.caption(row), "seed": 1} for row in rows])
    ]
    things, drawn = bench.network.describe(np.stack(pictures))
    ranks = quality.concept_ranks(bench.space(things), art.concept[rows], bench.points, art.concept)
    style = [bench.style_without(art.concept[row], manner) == art.style[row] for manner, row in zip(drawn, rows)]
    return {
        **top(ranks),
        "style": share(style),
        "missed": [art.caption(row) for row, rank in zip(rows, ranks) if rank >= 5],
    }


def measure_heldout(bench):
    art = bench.artwork
    rows = [art.row_of(art.index(label), style) for label, style in bench.pairs]
    pictures = [
        picture for picture, _ in bench.painter.paint([{"prompt": art.caption(row), "seed": 1} for row in rows])
    ]
    things, drawn = bench.network.describe(np.stack(pictures))
    # The artwork of the combination stays out, for no painter has seen it.
    thing, style = [], []
    for point, manner, row in zip(bench.space(things), drawn, rows):
        others = np.arange(len(art.concept)) != row
        thing.append(
            quality.concept_ranks(point[None], art.concept[[row]], bench.points[others], art.concept[others])[0] < 5
        )
        style.append(bench.style_without(art.concept[row], manner) == art.style[row])
    thing, style = np.array(thing), np.array(style)
    space, grey = bench.grey()
    prompts = [f"{colour} {word}, 3d style" for word, colour in bench.colours]
    pictures = [picture for picture, _ in bench.painter.paint([{"prompt": prompt, "seed": 1} for prompt in prompts])]
    points = bench.place([greyscale(picture[None])[0] for picture in pictures], space)
    named = [
        [i for i, concept in enumerate(art.concepts) if word in concept["label"].split()] for word, _ in bench.colours
    ]
    found = np.array(
        [
            min(quality.concept_ranks(np.repeat(point[None], len(wanted), 0), wanted, grey, art.concept)) < 5
            for point, wanted in zip(points, named)
        ]
    )
    colour = np.array([quality.has_colour(picture, name) for picture, (_, name) in zip(pictures, bench.colours)])
    both = np.r_[thing & style, found & colour]
    return {
        "styles": {"thing": share(thing), "style": share(style), "both": share(thing & style)},
        "colours": {"thing": share(found), "colour": share(colour), "both": share(found & colour)},
        "all": share(both),
        "missed": [name for name, hit in zip([art.caption(row) for row in rows] + prompts, both) if not hit],
        "the tests on recoloured artwork": check_colours(bench, space, grey),
    }


def check_colours(bench, space, grey, count=96):
    """The two colour tests on recoloured artwork: what they say of pictures that are right."""
    art, rng = bench.artwork, np.random.default_rng(1)
    images, rows, names = [], [], []
    for row in rng.permutation(len(art.images)):
        image = np.array(art.images[row])
        dominant = dominant_hue(image)
        if dominant is None or dominant[1] < 0.6:
            continue
        name = list(HUES)[len(rows) % len(HUES)]
        images.append(recolour(image, dominant[0], name))
        rows.append(row)
        names.append(name)
        if len(rows) == count:
            break
    points = bench.place([greyscale(image[None])[0] for image in images], space)
    ranks = [
        quality.concept_ranks(
            point[None], art.concept[[row]], grey[art.style != art.style[row]], art.concept[art.style != art.style[row]]
        )[0]
        for point, row in zip(points, rows)
    ]
    return {
        "thing, without colours, among other styles": top(ranks),
        "colour": share([quality.has_colour(image, name) for image, name in zip(images, names)]),
    }


def at_size(image, size):
    return np.array(Image.fromarray(image).convert("RGBa").resize((size, size), Image.Resampling.BOX).convert("RGBA"))


def measure_edges(bench):
    art = bench.artwork
    rows = trained_rows(art, set(bench.pairs))
    pictures = [
        picture for picture, _ in bench.painter.paint([{"prompt": art.caption(row), "seed": 1} for row in rows])
    ]
    originals = [at_size(np.array(art.images[row]), len(picture)) for row, picture in zip(rows, pictures)]
    sharpness = [(quality.edge_sharpness(p), quality.edge_sharpness(o)) for p, o in zip(pictures, originals)]
    ratios = np.array([p / o for p, o in sharpness if p is not None and o is not None])
    spots = (
        np.array([quality.holes_and_specks(image) for image in pictures]),
        np.array([quality.holes_and_specks(image) for image in originals]),
    )
    mean = lambda values: round(float(np.mean(values)), 4)  # noqa: E731
    return {
        "sharpness, painted / artwork": {
            "mean": mean(ratios),
            "spread": mean(ratios.std()),
            "without contour": len(rows) - len(ratios),
        },
        "half-clear pixels": {
            "painted": mean([quality.half_alpha_share(p) for p in pictures]),
            "artwork": mean([quality.half_alpha_share(o) for o in originals]),
        },
        "holes": {"painted": mean(spots[0][:, 0]), "artwork": mean(spots[1][:, 0])},
        "specks": {"painted": mean(spots[0][:, 1]), "artwork": mean(spots[1][:, 1])},
    }


def measure_diversity(bench):
    art, rng = bench.artwork, np.random.default_rng(1)

    def spread(images):
        return quality.mean_pairwise(bench.place(images)), quality.mean_pixel_difference(on_white(np.stack(images)))

    pictures = [
        picture
        for picture, _ in bench.painter.paint(
            [{"prompt": prompt, "seed": seed} for prompt in DIVERSE for seed in SEEDS]
        )
    ]
    seeds = np.array([spread(pictures[i : i + len(SEEDS)]) for i in range(0, len(pictures), len(SEEDS))])
    concepts = [art.index(prompt.split(",")[0]) for prompt in DIVERSE]
    styles = np.array(
        [
            spread([at_size(np.array(image), len(pictures[0])) for image in art.images[art.concept == concept]])
            for concept in concepts
        ]
    )
    jittered = np.array(
        [
            spread(
                [
                    at_size(
                        jitter(np.array(art.images[np.flatnonzero(art.concept == concept)[0]]), rng, False),
                        len(pictures[0]),
                    )
                    for _ in SEEDS
                ]
            )
            for concept in concepts
        ]
    )
    name = lambda rows: dict(zip(("features", "pixels"), (round(float(v), 4) for v in rows.mean(0))))  # noqa: E731
    return {
        "seeds, style named": name(seeds[:6]),
        "seeds, no style": name(seeds[6:]),
        "artwork's styles of a concept": name(styles),
        "shifted copies of an artwork": name(jittered),
    }


def measure_variants(bench, models, options):
    art, prompts = bench.artwork, options.variant_prompts
    rows = trained_rows(art, set(bench.pairs))[: CAPTIONS : CAPTIONS // prompts][:prompts]
    settings = [
        ("exact", "exact"),
        *(
            (chip, precision)
            for chip in options.variant_chips
            for precision in ("balanced", "frugal", "plans/all-6-bit.json")
        ),
    ]
    result = {}
    for model in models:
        entries = []
        for row in rows:
            # Each model with its own guidance, and its own number of steps if it is made for one.
            base = {
                "prompt": art.caption(row),
                "seed": 1,
                "model": model,
                "steps": None if "steps" in about(folder_of(model)) else options.steps,
                "guidance": None,
            }
            exact = {**base, "chip": "exact"}
            reference = file_of({key: value for key, value in exact.items() if value is not None})
            entries += [
                exact if chip == "exact" else {**base, "chip": chip, "precision": precision, "reference": reference}
                for chip, precision in settings
            ]
        painted = bench.painter.paint(entries)
        for i, (chip, precision) in enumerate(settings):
            of = painted[i :: len(settings)]
            ranks = quality.concept_ranks(
                bench.place([picture for picture, _ in of]), art.concept[rows], bench.points, art.concept
            )
            fidelity = [facts["fidelity"] for _, facts in of if facts["fidelity"] is not None]
            decibels = [f["psnr"] for f in fidelity if f["psnr"] is not None]
            result[f"{model} on {chip}, {Path(precision).stem}"] = {
                "joules": float(f"{np.mean([facts['joules'] for _, facts in of]):.4g}"),
                **top(ranks),
                **(
                    {
                        "psnr": round(float(np.mean(decibels)), 2),
                        "ssim": round(float(np.mean([f["ssim"] for f in fidelity])), 4),
                    }
                    if decibels
                    else {}
                ),
            }
    return result


def draw_sheet(bench_out, painter):
    painted = painter.paint([{"prompt": prompt, "seed": 1} for prompt in SHEET])
    path = bench_out / "sheet.webp"
    contact_sheet([Image.fromarray(picture) for picture, _ in painted], SHEET, set(NEW)).save(path, quality=90)
    return {"file": path.name}


def show(name, value, depth=0):
    if isinstance(value, dict):
        print("  " * depth + name)
        for key, inner in value.items():
            show(key, inner, depth + 1)
    else:
        print(f"{'  ' * depth + name:<52} {'; '.join(value) if isinstance(value, list) else value}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="sticker", help="id or folder")
    parser.add_argument(
        "--variants",
        nargs="+",
        default=VARIANTS,
        help="models of the part 'variants'; those that are not there are left out",
    )
    parser.add_argument("--variant-prompts", type=int, default=24)
    parser.add_argument("--variant-chips", nargs="+", default=["pcm", "sram-analog"])
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "measure")
    parts = ["space", "retrieval", "heldout", "edges", "diversity", "variants", "sheet"]
    parser.add_argument("--part", choices=[*parts, "all"], default="all")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, help="default: the model's")
    parser.add_argument("--chip", default="exact")
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    here = [model for model in options.variants if folder_of(model).exists()]
    wanted = parts if options.part == "all" else [options.part]
    path = options.out / "figures.json"
    figures = json.loads(path.read_text()) if path.exists() else {}
    bench = None if wanted == ["sheet"] else Bench(options)
    measures = {
        "space": measure_space,
        "retrieval": measure_retrieval,
        "heldout": measure_heldout,
        "edges": measure_edges,
        "diversity": measure_diversity,
        "variants": lambda bench: measure_variants(bench, here, options),
        "sheet": lambda bench: draw_sheet(options.out, bench.painter if bench else Painter(options)),
    }
    for part in wanted:
        # Beside the figures what they were measured with, for a run of one part leaves the others' as they were.
        figures[part] = {
            "model": options.model,
            "steps": options.steps,
            "guidance": options.guidance,
            "chip": options.chip,
            **measures[part](bench),
        }
        path.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")
        show(part, figures[part])


if __name__ == "__main__":
    main()
