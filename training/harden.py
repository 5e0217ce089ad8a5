"""Trains the variant hardened for analog chips: low-rank changes to the UNet (low_rank.py), learned while every matrix multiplication
suffers the PCM chip's noise and few bits (chip_noise.py).

    python harden.py --data .work/train-data.safetensors --run .work/run --minutes 25

The variant is asked to say, on the noisy chip, what the plain model says on an exact one: a target without the noise of the data.
"""
import copy

import numpy as np
import torch

from captions import Captions
from chip_noise import redraw, unet_on_chip
from export import load_average
from low_rank import attach, train_changes, variant_parser
from train import autocast, load_data, trained_shares
from vocabulary import Encoder

BATCH = 64  # the noise of all weights is drawn once a step, which takes as long as 30 samples


def main():
    options = variant_parser(__doc__, "sticker-hardened", rate=5e-4).parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model, data, progress = load_average(options.run, options.data)
    latents, place, _, _ = load_data(options.data)
    plain = model.unet.to(memory_format=torch.channels_last)
    chip = copy.deepcopy(plain)
    changes = attach(chip, options.rank)
    unet_on_chip(chip)
    print(f"plain model at step {progress['step']}", flush=True)

    rows = data["rows"]
    trained, weight = trained_shares(rows, data["concepts"])
    captions, encode = Captions(data["concepts"], data["colour_words"]), Encoder(data["tokenizer"])

    def error(picked, sigma, generator=None):
        """mean squared difference of what the chip and the plain model say, and the plain model's mean square"""
        clean = latents[place[picked, 0]]
        noise = torch.randn(clean.shape, generator=generator)
        s = sigma[:, None, None, None]
        noisy = ((1 - s) * clean + s * noise).contiguous(memory_format=torch.channels_last)
        with torch.no_grad(), autocast("cpu", options.precision):
            hidden, pooled = model.encode(torch.from_numpy(encode([captions(rows[i], rng) for i in picked])))
            wanted = plain(noisy, sigma * 1000, hidden, class_labels=pooled, return_dict=False)[0]
        redraw()
        with autocast("cpu", options.precision):
            said = chip(noisy, sigma * 1000, hidden, class_labels=pooled, return_dict=False)[0]
        return (said.float() - wanted.float()).square().mean(), wanted.float().square().mean().item()

    @torch.no_grad()
    def measure():
        """signal-to-noise ratio of the chip's answer on held-out rows, mean of three chips"""
        chosen = np.array([i for i, row in enumerate(rows) if row["held_out"]])
        ratios = []
        for _ in range(3):
            difference, signal = error(chosen, (torch.arange(len(chosen)) + 0.5) / len(chosen), torch.Generator().manual_seed(1))
            ratios.append(10 * np.log10(signal / difference.item()))
        return f"{np.mean(ratios):.2f} dB"

    train_changes(changes, options, lambda: error(rng.choice(trained, BATCH, p=weight), torch.rand(BATCH))[0], BATCH, measure)


if __name__ == "__main__":
    main()
