"""Trains the variant that paints in four steps without guidance: low-rank changes to the UNet (low_rank.py).

    python distil_steps.py --data .work/train-data.safetensors --run .work/run --minutes 25

The plain model (the teacher) paints trained captions with guidance in 3 Euler steps for each of the variant's. Where it
stands at sigma 1, 3/4, 1/2, 1/4 and 0 is kept; the variant learns the straight way from each of these places to the
next in one evaluation, so guidance and four times the steps fall away (progressive distillation, Salimans & Ho 2022,
arXiv 2202.00512, in one stage; guidance as in Meng et al. 2023, arXiv 2210.03142). An even grid of sigmas is what the
sampler uses with four steps.
"""

import argparse
from pathlib import Path

import numpy as np
import torch

from captions import Captions
from chip_noise import redraw, unet_on_chip
from export import load_average
from low_rank import attach, train_changes
from sampling import built_in_guidance, walk
from train import autocast, trained_shares
from vocabulary import Encoder

HERE = Path(__file__).parent
STEPS, PER_STEP = 4, 3
BATCH = 32


def paint_paths(model, ids, precision):
    """ids [n, 24] -> where the teacher stands at each of the variant's sigmas [n, STEPS + 1, 8, 16, 16]"""
    paths, guidance = [], built_in_guidance()
    for first in range(0, len(ids), BATCH):
        some = ids[first : first + BATCH]
        noise = torch.randn(len(some), model.unet.config.in_channels, 16, 16)
        with autocast("cpu", precision):
            places = list(walk(model.unet, model.encode, some, noise, STEPS * PER_STEP, guidance))
        paths.append(torch.stack([noise] + places[PER_STEP - 1 :: PER_STEP], 1))
        print(f"{first + len(some)} of {len(ids)} painted by the teacher", flush=True)
    return torch.cat(paths)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--run", type=Path, default=HERE / ".work" / "run", help="the plain model's")
    parser.add_argument(
        "--out",
        type=Path,
        default=HERE.parent / "resources" / "models" / "sticker-4-step" / "unet" / "pytorch_lora_weights.safetensors",
    )
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--paths", type=int, default=768, help="how many pictures the teacher paints")
    parser.add_argument("--keep", type=Path, help="file that keeps the teacher's paths for another run")
    parser.add_argument(
        "--chip-noise",
        action="store_true",
        help="noise and converters of an analog chip in every evaluation (chip_noise.py)",
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model, data, progress = load_average(options.run, options.data)
    model.unet.to(memory_format=torch.channels_last)
    if options.keep and options.keep.exists():
        ids, paths = torch.load(options.keep, weights_only=True)
    else:
        trained, weight = trained_shares(data["rows"], data["concepts"])
        captions = Captions(data["concepts"], data["colour_words"])
        texts = [captions(data["rows"][i], rng) for i in rng.choice(trained, options.paths, p=weight)]
        ids = torch.from_numpy(Encoder(data["tokenizer"])(texts))
        paths = paint_paths(model, ids, options.precision)
        if options.keep:
            torch.save((ids, paths), options.keep)

    changes = attach(model.unet, options.rank)
    if options.chip_noise:
        unet_on_chip(model.unet)
    held_out = max(1, len(ids) // 12)  # paths never trained on tell how well the others carry over
    print(f"teacher at step {progress['step']}", flush=True)

    def error(chosen, stages):
        """mean squared error of the step taken, in the latents' deviations"""
        sigma = 1 - torch.tensor(stages) / STEPS
        start, end = paths[chosen, stages], paths[chosen, np.array(stages) + 1]
        hidden, pooled = model.encode(ids[chosen])
        z = start.contiguous(memory_format=torch.channels_last)
        if options.chip_noise:
            redraw()
        with autocast("cpu", options.precision):
            velocity = model.unet(z, sigma.float() * 1000, hidden, class_labels=pooled, return_dict=False)[0]
        return ((start - end) * STEPS - velocity.float()).square().mean((1, 2, 3))

    @torch.no_grad()
    def measure():
        """the error of each step"""
        return " / ".join(
            f"{error(np.arange(held_out), [stage] * held_out).mean().item():.4f}" for stage in range(STEPS)
        )

    def loss():
        # The first step decides what the picture is of; two fifths of the samples go there.
        return error(
            rng.integers(held_out, len(ids), BATCH), rng.choice(STEPS, BATCH, p=[0.4, 0.2, 0.2, 0.2]).tolist()
        ).mean()

    train_changes(changes, options, loss, BATCH, measure)


if __name__ == "__main__":
    main()
