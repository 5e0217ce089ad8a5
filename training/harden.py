"""Trains the variant hardened for analog chips: low-rank changes to the UNet (low_rank.py), learned while every matrix multiplication
suffers the PCM chip's noise and six-bit converters (chip_noise.py).

    python harden.py --data .work/train-data.safetensors --run .work/run --minutes 25

The variant is asked to say, on the noisy chip, what the plain model says on an exact one: a target without the noise of the data.
"""
import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from captions import Captions
from chip_noise import on_chip
from export import load_average
from low_rank import attach, save_changes
from train import autocast, load_data, row_weight
from vocabulary import Encoder

HERE = Path(__file__).parent
BATCH = 64  # the noise of all weights is drawn once a step, which takes as long as 30 samples


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--run", type=Path, default=HERE / ".work" / "run")
    parser.add_argument("--out", type=Path, default=HERE.parent / "resources" / "models" / "sticker-hardened" / "unet" / "pytorch_lora_weights.safetensors")
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=5e-4)
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def main():
    options = parse_arguments()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model, data, progress = load_average(options.run, options.data)
    latents, _, _ = load_data(options.data)
    plain = model.unet.to(memory_format=torch.channels_last)
    chip = copy.deepcopy(plain)
    changes = attach(chip, options.rank)
    for module in list(chip.modules()):
        if isinstance(module, (nn.Linear, nn.Conv2d)):
            on_chip(module)
    parameters = [p for change in changes.values() for p in change.parameters()]
    optimizer = torch.optim.AdamW(parameters, options.rate, betas=(0.9, 0.98), weight_decay=0, fused=True)
    print(f"plain model at step {progress['step']}; {sum(p.numel() for p in parameters)} parameters in {len(changes)} layers", flush=True)

    rows = data["rows"]
    trained = np.array([i for i, row in enumerate(rows) if not row["held_out"]])
    weight = np.array([row_weight(rows[i], data["concepts"]) for i in trained])
    weight /= weight.sum()
    captions, encode = Captions(data["concepts"], data["colour_words"]), Encoder(data["tokenizer"])

    def error(picked, sigma, generator=None):
        """mean squared difference of what the chip and the plain model say, and the plain model's mean square"""
        clean = latents[picked, 0]
        noise = torch.randn(clean.shape, generator=generator)
        s = sigma[:, None, None, None]
        noisy = ((1 - s) * clean + s * noise).contiguous(memory_format=torch.channels_last)
        with torch.no_grad(), autocast("cpu", options.precision):
            hidden, pooled = model.encode(torch.from_numpy(encode([captions(rows[i], rng) for i in picked])))
            wanted = plain(noisy, sigma * 1000, hidden, class_labels=pooled, return_dict=False)[0]
        with autocast("cpu", options.precision):
            said = chip(noisy, sigma * 1000, hidden, class_labels=pooled, return_dict=False)[0]
        return (said.float() - wanted.float()).square().mean(), wanted.float().square().mean().item()

    @torch.no_grad()
    def measure():
        """signal-to-noise ratio of the chip's answer on held-out rows, dB"""
        chosen = np.array([i for i, row in enumerate(rows) if row["held_out"]])
        difference, signal = error(chosen, (torch.arange(len(chosen)) + 0.5) / len(chosen), torch.Generator().manual_seed(1))
        return 10 * np.log10(signal / difference.item())

    started, budget, step, losses, next_log = time.monotonic(), options.minutes * 60, 0, [], 0
    print(f"held out, before: {np.mean([measure() for _ in range(3)]):.2f} dB", flush=True)
    while (elapsed := time.monotonic() - started) < budget:
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 20) * max(0.02, 1 - elapsed / budget)
        loss, _ = error(rng.choice(trained, BATCH, p=weight), torch.rand(BATCH))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        losses.append(loss.item())
        if elapsed > next_log:
            next_log += 120
            print(f"{elapsed:.0f} s, step {step}, loss {np.mean(losses):.4f}, held out {np.mean([measure() for _ in range(3)]):.2f} dB", flush=True)
            losses = []
            save_changes(changes, options.out)
    save_changes(changes, options.out)
    print(f"{step * BATCH} samples; held out {np.mean([measure() for _ in range(3)]):.2f} dB; {options.out.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
