"""Trains the text encoder and the UNet on cached latents by rectified flow.

    python train.py --data .work/train-data.safetensors --out .work/run \
        --minutes 90 [--init MODEL_FOLDER] [--device cuda --precision bf16]

Runs on a CPU (float32, or bfloat16 where the processor has bfloat16 instructions) and on CUDA. Stopping and starting it
again with the same --out goes on from the last checkpoint (SIGTERM writes one first): weights, optimizer, average and
elapsed time. The learning rate follows the share of the time budget that is used up, so a run ends at rate 0 on time
whatever else the machine does.

On a CPU, --workers starts that many processes of one thread each that share the weights and the optimizer's moments and
never wait for each other (Hogwild). Threads inside one process do wait for each other at every operation, so that one
busy neighbour on the machine slows all of them down; measured on two shared cores, one process fell from 41 samples a
second to 21 with two threads and to 6 with four, two workers made about 30.

On a processor with bfloat16 instructions (avx512_bf16), --precision bf16 --compile is the fastest: 22 samples a second
on a core of Zen 4 in float32, 28 in bfloat16, 38 compiled.
"""

import argparse
import contextlib
import copy
import csv
import json
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.multiprocessing as mp
from safetensors import safe_open

from autoencoder import load_autoencoder
from captions import Captions
from chip_noise import redraw, unet_on_chip
from model import StickerModel, load_initial
from optimizer import Optimizer
from prompts import SHEET
from sampling import EMPTY_IDS, built_in_guidance, contact_sheet, decode, over_white, sample, start_noise
from vocabulary import Encoder

HERE = Path(__file__).parent
RECOLOURED_WEIGHT = 0.18
COMPOSITE_WEIGHT = 0.25
# Plain, mirrored, the rest jittered: enough of these that the seeds of a prompt differ, few enough that a sticker
# mostly fills its picture.
PLAIN_SHARE, MIRRORED_SHARE = 0.74, 0.08
LOG_FIELDS = [
    "seconds",
    "step",
    "samples",
    "rate",
    "train_loss",
    "heldout_loss",
    "high_right",
    "high_shuffled",
    "high_empty",
]


def load_data(path):
    """-> latents [pictures, 8, 16, 16], which of them each variant of a row is [rows, variants], vectors [tokens, 100],
    metadata (dict)
    """
    with safe_open(path, "pt") as file:
        metadata = {key: json.loads(value) for key, value in file.metadata().items()}
        latents = file.get_tensor("latents") * file.get_tensor("step")[:, None, None]
        return latents, file.get_tensor("place").long(), file.get_tensor("vectors").float(), metadata


def row_weight(row, concepts):
    """How often a row is drawn, relative to others: the square root of its concept's weight, less of it for copies and
    composites.
    """
    copy_weight = RECOLOURED_WEIGHT if row["colour"] else COMPOSITE_WEIGHT if row.get("other") else 1
    return concepts[row["concept"]]["weight"] ** 0.5 * copy_weight


def trained_shares(rows, concepts):
    """-> numbers of the rows that are trained on (all but the held-out ones), and the share of the samples that each
    gets: float64 [n], sum 1
    """
    trained = np.array([i for i, row in enumerate(rows) if not row["held_out"]])
    weight = np.array([row_weight(rows[i], concepts) for i in trained])
    return trained, weight / weight.sum()


def draw_sigma(count, step):
    """Noise levels in 0..1: logit-normal, shifted to high noise, where the caption decides; every fourth batch is
    uniform.
    """
    if step % 4 == 0:
        return torch.rand(count)
    return torch.sigmoid(torch.randn(count) * 1.1 + 0.6)


def autocast(device_type, precision):
    """precision: float32 or bf16 -> the context of a forward pass"""
    return torch.autocast(device_type, torch.bfloat16) if precision == "bf16" else contextlib.nullcontext()


class HeldOut:
    """The flow loss on held-out pairs of style and concept, and whether the caption matters at high noise."""

    def __init__(self, plain, rows, captions, encode_text):
        """plain: the plain picture of each row [rows, 8, 16, 16]"""
        chosen = [i for i, row in enumerate(rows) if row["held_out"]]
        generator = torch.Generator().manual_seed(5)
        self.clean = plain[chosen]
        self.noise = torch.randn(self.clean.shape, generator=generator)
        count = len(self.clean)
        self.sigma = ((torch.arange(count) + 0.5) / count)[torch.randperm(count, generator=generator)]
        texts = [captions.plain(rows[i]) for i in chosen]
        self.ids = torch.from_numpy(encode_text(texts))
        self.shuffled = self.ids.roll(len(chosen) // 2 + 1, 0)
        self.empty = torch.tensor([EMPTY_IDS] * count)

    def loss(self, model, ids, sigma):
        s = sigma[:, None, None, None]
        noisy = ((1 - s) * self.clean + s * self.noise).contiguous(memory_format=torch.channels_last)
        device = next(model.parameters()).device
        predicted = model(noisy.to(device), sigma.to(device), ids.to(device)).float().cpu()
        return (predicted - (self.noise - self.clean)).pow(2).mean().item()

    @torch.no_grad()
    def measure(self, model):
        high = 0.85 + 0.15 * self.sigma
        return dict(
            heldout_loss=self.loss(model, self.ids, self.sigma),
            high_right=self.loss(model, self.ids, high),
            high_shuffled=self.loss(model, self.shuffled, high),
            high_empty=self.loss(model, self.empty, high),
        )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "run")
    parser.add_argument("--init", type=Path, help="model folder to start from (its vocabulary may differ)")
    parser.add_argument("--vae", type=Path, help="autoencoder folder, for the contact sheets (none without)")
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.999)
    parser.add_argument(
        "--dropout",
        type=float,
        default=0.0,
        help="of the residual blocks' activations: against learning pictures by heart",
    )
    parser.add_argument(
        "--clip",
        type=float,
        help="deviations that weights stay within, for analog chips (the built-in model has 2; without it no limit)",
    )
    parser.add_argument(
        "--chip-noise",
        action="store_true",
        help="noise and converters of an analog chip in every forward pass (chip_noise.py; CPU only)",
    )
    parser.add_argument("--workers", type=int, default=1, help="processes that train together (CPU only)")
    parser.add_argument("--threads", type=int, default=1, help="threads of each process")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    parser.add_argument(
        "--compile", action="store_true", help="torch.compile: half a minute to start, then faster in bf16"
    )
    parser.add_argument("--sheet-minutes", type=float, default=20)
    parser.add_argument("--log-minutes", type=float, default=2)
    return parser.parse_args()


class Run:
    """What a training process needs: the data, the (shared) model and optimizer, and one training step."""

    def __init__(self, options, worker, model=None, progress=None):
        """worker: 0 is the first process; the others are given its model and progress (float64 [3]: steps, start,
        elapsed before)
        """
        torch.set_num_threads(options.threads)
        # The moments of words that captions seldom hold decay to denormal numbers, which a CPU handles very slowly.
        torch.set_flush_denormal(True)
        self.options, self.worker = options, worker
        self.device = torch.device(options.device)
        self.latents, self.place, self.vectors, self.data = load_data(options.data)
        self.rows, concepts = self.data["rows"], self.data["concepts"]
        self.captions = Captions(concepts, self.data["colour_words"])
        self.encode_text = Encoder(self.data["tokenizer"])
        self.trained, self.weight = trained_shares(self.rows, concepts)
        jittered = self.place.shape[1] - 2
        self.variant_share = [PLAIN_SHARE, MIRRORED_SHARE] + [(1 - PLAIN_SHARE - MIRRORED_SHARE) / jittered] * jittered
        self.precision = autocast(self.device.type, options.precision)
        torch.manual_seed(options.seed)
        self.model = model or StickerModel(self.vectors, self.data["ours"])
        self.progress = progress if progress is not None else torch.zeros(3, dtype=torch.float64)

    def start(self, optimizer):
        """Seeds this process apart from the others, and from an earlier part of the same run."""
        self.optimizer = optimizer
        step = int(self.progress[0])
        self.rng = np.random.default_rng([self.options.seed, step, self.worker])
        torch.manual_seed(self.options.seed + step + 1_000_003 * self.worker)
        self.parameters = list(self.model.parameters())
        self.model.train()
        for name, module in self.model.unet.named_modules():
            if isinstance(module, torch.nn.Dropout) and ".resnets." in name:
                module.p = self.options.dropout
        if self.options.chip_noise:
            unet_on_chip(self.model.unet)
        self.predict = torch.compile(self.model) if self.options.compile else self.model

    def elapsed(self):
        return time.monotonic() - float(self.progress[1]) + float(self.progress[2])

    def step(self):
        """One optimizer step; returns its loss and its learning rate."""
        options = self.options
        used = self.elapsed() / (options.minutes * 60)
        rate = max(0.0, options.rate * min(1, (float(self.progress[0]) + 1) / 100) * min(1, (1 - used) / 0.7 + 0.003))
        picked = self.rng.choice(self.trained, options.batch, p=self.weight)
        variant = self.rng.choice(len(self.variant_share), options.batch, p=self.variant_share)
        ids = torch.from_numpy(self.encode_text([self.captions(self.rows[i], self.rng) for i in picked])).to(
            self.device
        )
        clean = self.latents[self.place[picked, variant]].to(self.device)
        noise = torch.randn_like(clean)
        sigma = draw_sigma(options.batch, int(self.rng.integers(4))).to(self.device)
        s = sigma[:, None, None, None]
        if options.chip_noise:
            redraw()
        with self.precision:
            predicted = self.predict(
                ((1 - s) * clean + s * noise).contiguous(memory_format=torch.channels_last), sigma, ids
            )
        loss = (predicted.float() - (noise - clean)).pow(2).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step(rate)
        self.progress[0] += 1
        return loss.item(), rate


def help_training(options, worker, model, moments, progress, stop):
    """The loop of the second and further processes."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the first process says when to stop
    run = Run(options, worker, model, progress)
    run.start(Optimizer(model, moments, options.clip))
    while not stop.is_set() and run.elapsed() < options.minutes * 60:
        run.step()


def main():
    options = parse_arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    checkpoint_path = options.out / "checkpoint.pt"
    log_path = options.out / "log.csv"
    run = Run(options, 0)
    model, device, data = run.model, run.device, run.data
    words = sorted(data["tokenizer"]["model"]["vocab"], key=data["tokenizer"]["model"]["vocab"].get)
    if options.init and not checkpoint_path.exists():
        print(load_initial(model, options.init, words), flush=True)
    model.to(device)
    model.unet.to(memory_format=torch.channels_last)
    average = copy.deepcopy(model).eval().requires_grad_(False)
    optimizer = Optimizer(model, clip=options.clip)
    if checkpoint_path.exists():
        saved = torch.load(checkpoint_path, map_location=device, weights_only=True)
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        optimizer.load(saved["moments"])
        run.progress[0], run.progress[2] = saved["step"], saved["elapsed"]
    else:
        with log_path.open("w", newline="") as file:
            csv.writer(file).writerow(LOG_FIELDS)
    held_out = HeldOut(run.latents[run.place[:, 0]], run.rows, run.captions, run.encode_text)
    print(
        f"{sum(p.numel() for p in model.unet.parameters())} parameters in the UNet, {len(run.trained)} training rows, "
        f"effectively {1 / (run.weight**2).sum():.0f}; at step {int(run.progress[0])}",
        flush=True,
    )

    autoencoder = load_autoencoder(options.vae).eval().to(device) if options.vae else None
    sheet_ids = torch.from_numpy(run.encode_text(SHEET))

    def save():
        state = dict(
            model=model.state_dict(),
            average=average.state_dict(),
            moments=optimizer.moments,
            step=int(run.progress[0]),
            elapsed=run.elapsed(),
        )
        torch.save(state, checkpoint_path.with_suffix(".new"))
        checkpoint_path.with_suffix(".new").replace(checkpoint_path)

    def draw_sheet():
        z = sample(
            average.unet, average.encode, sheet_ids, start_noise(len(SHEET), 1, device), guidance=built_in_guidance()
        )
        contact_sheet(over_white(decode(autoencoder, z)), SHEET).save(
            options.out / f"sheet-{int(run.elapsed() / 60):03d}.png"
        )

    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    run.progress[1] = time.monotonic()
    helpers = []
    if options.workers > 1:
        mp.set_sharing_strategy("file_system")
        context = mp.get_context("spawn")
        stop = context.Event()
        model.share_memory()
        run.progress.share_memory_()
        for state in optimizer.moments:
            for tensor in state.values():
                tensor.share_memory_()
        helpers = [
            context.Process(
                target=help_training, args=(options, worker, model, optimizer.moments, run.progress, stop), daemon=True
            )
            for worker in range(1, options.workers)
        ]
        for helper in helpers:
            helper.start()
    run.start(optimizer)
    averages = list(average.parameters())
    budget = options.minutes * 60
    next_log, next_save = run.elapsed() + 60, run.elapsed() + 300
    next_sheet = run.elapsed() + options.sheet_minutes * 60
    losses, step_averaged = [], int(run.progress[0])
    while run.elapsed() < budget and not stopping:
        loss, rate = run.step()
        losses.append(loss)
        step = int(run.progress[0])
        decay = min(options.average, (1 + step) / (10 + step)) ** max(1, step - step_averaged)
        step_averaged = step
        with torch.no_grad():
            torch._foreach_lerp_(averages, run.parameters, 1 - decay)
        if run.elapsed() >= next_log or run.elapsed() >= budget:
            next_log += options.log_minutes * 60
            measured = dict(
                seconds=round(run.elapsed()),
                step=step,
                samples=step * options.batch,
                rate=f"{rate:.2e}",
                train_loss=float(np.mean(losses)),
                **held_out.measure(average),
            )
            losses = []
            row = [
                f"{value:.4f}" if isinstance(value, float) else value
                for value in (measured[field] for field in LOG_FIELDS)
            ]
            with log_path.open("a", newline="") as file:
                csv.writer(file).writerow(row)
            print(dict(zip(LOG_FIELDS, row)), flush=True)
        if autoencoder and run.elapsed() >= next_sheet:
            next_sheet += options.sheet_minutes * 60
            draw_sheet()
        if run.elapsed() >= next_save:
            next_save += 300
            save()
    if helpers:
        stop.set()
        for helper in helpers:
            helper.join(60)
    save()
    if autoencoder and not stopping:
        draw_sheet()
    print(
        f"{'stopped' if stopping else 'finished'}: {int(run.progress[0])} steps, "
        f"{int(run.progress[0]) * options.batch} samples, "
        f"{run.elapsed():.0f} s",
        flush=True,
    )


if __name__ == "__main__":
    main()
