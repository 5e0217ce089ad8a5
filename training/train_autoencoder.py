"""Trains the RGBA autoencoder, or its decoder alone while the latents stay as they are.

    python train_autoencoder.py --data .work/dataset --out .work/autoencoder --minutes 40
    python train_autoencoder.py --data .work/dataset --init ../resources/models/sticker/vae --only-decoder \
        --out .work/autoencoder --minutes 40

Pictures and latents: see autoencoder.py. A full run ends by baking the latents' mean and deviation of each channel into
quant_conv and post_quant_conv, so that the one scaling_factor of the configuration serves all channels. --out is a
folder that export.py and prepare_latents.py read; it is written every two minutes, so a run can be ended early
(SIGTERM) and taken up again with --init OUT.
"""

import argparse
import copy
import math
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

from artwork import open_artwork, premultiply
from autoencoder import CONFIG, Autoencoder, load_autoencoder, with_more_latents
from perceptual import Features, edge_loss, nearly_clamped
from train import autocast

HERE = Path(__file__).parent
VALIDATION_IMAGES = 64


def reconstruction_loss(decoded, target, background):
    """decoded, target [n, 4, h, w] in -1..1; background [n, 3, 1, 1] in 0..1: a random colour that the stickers are
    laid on.

    L1 and the L1 of the gradients (edges) at three scales, on the composite and on alpha. The 16 x 16-pooled term makes
    the latents carry colour: with L1 and gradients alone, training collapsed all colours to one axis.
    """
    error = decoded - target
    composite = torch.cat([error[:, :3] - error[:, 3:] * background, error[:, 3:]], 1)
    loss = 0.5 * error.abs().mean() + error.square().mean()
    level = composite
    for scale in range(3):
        edges = (level[:, :, 1:] - level[:, :, :-1]).abs().mean() + (
            level[:, :, :, 1:] - level[:, :, :, :-1]
        ).abs().mean()
        loss = loss + (1.0 if scale == 0 else 0.5) * level.abs().mean() + 0.5 * edges
        level = F.avg_pool2d(level, 2)
    pooled = F.avg_pool2d(error, 16)
    return loss + 3 * pooled.abs().mean() + 6 * pooled.square().mean()


def split(images):
    """-> the pictures that are only measured on, as the autoencoder takes them, and the numbers of the others"""
    order = np.random.default_rng(123).permutation(len(images))
    return premultiply(images[np.sort(order[:VALIDATION_IMAGES])]), order[VALIDATION_IMAGES:]


def decibel(error):
    """mean squared error of each image [n], for values in 0..1 -> mean peak signal-to-noise ratio"""
    return (-10 * torch.log10(error)).mean().item()


@torch.no_grad()
def measure(autoencoder, images, batch=8):
    """-> PSNR in dB of premultiplied RGBA, and of the sticker on white; edge strength of alpha against the artwork's
    (1: as sharp)
    """
    rgba, white, edges = [], [], []
    for first in range(0, len(images), batch):
        target = images[first : first + batch]
        decoded = autoencoder.decode(autoencoder.encode(target).mean).clamp(-1, 1)
        rgba.append(((decoded - target) / 2).square().mean((1, 2, 3)))
        on_white = [(over((x + 1) / 2, 1)).clamp(0, 1) for x in (decoded, target)]
        white.append((on_white[0] - on_white[1]).square().mean((1, 2, 3)))
        edges.append(steepness(decoded[:, 3]) / steepness(target[:, 3]))
    return decibel(torch.cat(rgba)), decibel(torch.cat(white)), torch.cat(edges).mean().item()


def over(images, background):
    """premultiplied RGBA [n, 4, h, w] in 0..1 on a background in 0..1 -> RGB"""
    return images[:, :3] + (1 - images[:, 3:]) * background


def steepness(alpha):
    """[n, h, w] -> mean square over mean length of the gradient, [n]: the slope where there is one, whatever the length
    of the outline
    """
    across, down = alpha[:, :-1, 1:] - alpha[:, :-1, :-1], alpha[:, 1:, :-1] - alpha[:, :-1, :-1]
    square = across.square() + down.square()
    return square.mean((1, 2)) / square.sqrt().mean((1, 2)).clamp(min=1e-6)


def augment(images, rng):
    """Mirrors half of a batch, swaps the colour channels of some: uint8 [n, 256, 256, 4]"""
    for image in images:
        if rng.random() < 0.5:
            image[:] = image[:, ::-1].copy()
        if rng.random() < 0.15:
            image[..., :3] = image[..., rng.permutation(3)]
    return images


@torch.no_grad()
def bake_statistics(autoencoder, images):
    """Gives every latent channel mean 0 and one common deviation by changing the two 1 x 1 convolutions; sets
    scaling_factor.
    """
    latents = torch.cat([autoencoder.encode(premultiply(images[i : i + 16])).mean for i in range(0, len(images), 16)])
    vae, channels = autoencoder.vae, latents.shape[1]
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    common = deviation.square().mean().sqrt()
    gain = common / deviation
    quant, post = vae.quant_conv, vae.post_quant_conv
    quant.weight[:channels] *= gain[:, None, None, None]
    quant.bias[:channels] = (quant.bias[:channels] - mean) * gain
    quant.bias[channels:] += 2 * gain.log()
    post.bias += post.weight[:, :, 0, 0] @ mean
    post.weight /= gain[None, :, None, None]
    vae.register_to_config(scaling_factor=float(1 / common))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "autoencoder")
    parser.add_argument("--init", type=Path)
    parser.add_argument(
        "--latent-channels", type=int, default=CONFIG["latent_channels"], help="more than --init has: adds some"
    )
    parser.add_argument("--only-decoder", action="store_true")
    parser.add_argument(
        "--last-blocks", type=int, help="with --only-decoder: train only that many last blocks (quicker)"
    )
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--rate", type=float, help="default: 1.3e-3, or 6e-4 with --only-decoder")
    parser.add_argument("--perceptual", type=float, default=0.1, help="weight of the loss on features; 0: none")
    parser.add_argument("--edges", type=float, default=0.5, help="weight of the loss on the amount of edge")
    parser.add_argument(
        "--latent-noise", type=float, default=0.12, help="most noise on latents while training, in their deviations"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--precision", choices=["float32", "bf16"], default="float32")
    return parser.parse_args()


def main():
    options = parse_arguments()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    _, images = open_artwork(options.data)
    size = images.shape[1]
    validation, trained = split(images)
    validation = validation.to(options.device)

    autoencoder = load_autoencoder(options.init) if options.init else Autoencoder(AutoencoderKL(**CONFIG))
    if options.latent_channels > autoencoder.vae.config.latent_channels:
        autoencoder = with_more_latents(autoencoder, options.latent_channels)
    autoencoder.to(options.device).train()
    vae = autoencoder.vae
    features = Features().to(options.device) if options.perceptual else None
    colour_probe = nn.Conv2d(vae.config.latent_channels, 4, 1).to(
        options.device
    )  # reads the pooled colour from the latent; only while training
    if options.only_decoder:
        vae.requires_grad_(False)
        parts = [vae.decoder, vae.post_quant_conv]
        if options.last_blocks:
            parts = [*vae.decoder.up_blocks[-options.last_blocks :], vae.decoder.conv_norm_out, vae.decoder.conv_out]
        for part in parts:
            part.requires_grad_(True)
        parameters = [p for p in vae.parameters() if p.requires_grad]
    else:
        parameters = [*vae.parameters(), *colour_probe.parameters()]
    rate = options.rate or (6e-4 if options.only_decoder else 1.3e-3)
    optimizer = torch.optim.AdamW(parameters, rate, betas=(0.9, 0.99), weight_decay=0, fused=True)
    average = copy.deepcopy(autoencoder).eval().requires_grad_(False)
    precision = autocast(torch.device(options.device).type, options.precision)

    def report(when):
        print(
            f"{when}: RGBA %.2f dB, on white %.2f dB, alpha's edges %.3f of the artwork's"
            % measure(average, validation),
            flush=True,
        )

    report("before")
    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    budget, started, step, next_log, losses = options.minutes * 60, time.monotonic(), 0, 60, []
    queue = []
    while (elapsed := time.monotonic() - started) < budget and not stopping:
        for group in optimizer.param_groups:
            group["lr"] = (
                rate * min(1, (step + 1) / 50) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * elapsed / budget)))
            )
        if len(queue) < options.batch:
            queue = rng.permutation(trained).tolist()
        picked, queue = queue[: options.batch], queue[options.batch :]
        target = premultiply(augment(np.array(images[picked]), rng)).to(options.device)
        background = torch.from_numpy(rng.random((len(picked), 3, 1, 1), dtype=np.float32)).to(options.device)
        with torch.set_grad_enabled(not options.only_decoder), precision:
            distribution = autoencoder.encode(target)
            latent = distribution.mean if options.only_decoder else distribution.sample()
        # A little noise, as the UNet's latents are never quite those of a picture.
        strength = options.latent_noise * torch.rand(len(latent), 1, 1, 1, device=latent.device) * latent.detach().std()
        with precision:
            decoded = autoencoder.decode(latent + strength * torch.randn_like(latent))
        decoded = nearly_clamped(decoded.float())
        loss = reconstruction_loss(decoded, target, background) + options.edges * edge_loss(decoded, target)
        if features:
            # A quarter of the picture at a time: on all of it the features would cost as much as the decoder.
            top, left = rng.integers(0, size // 2, 2)
            windows = [
                over((x[..., top : top + size // 2, left : left + size // 2] + 1) / 2, background)
                for x in (decoded, target)
            ]
            with precision:
                loss = loss + options.perceptual * features.loss(*windows)
        if not options.only_decoder:
            probe_error = colour_probe(distribution.mean.float() * 0.25) - F.avg_pool2d(target, 16)
            divergence = 0.5 * (distribution.mean.square() + distribution.var - 1 - distribution.logvar).float().mean()
            loss = loss + 3e-4 * divergence + 1.5 * (probe_error.abs().mean() + probe_error.square().mean())
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(
                list(average.parameters()), list(autoencoder.parameters()), 1 - min(0.997, (1 + step) / (10 + step))
            )
        losses.append(loss.item())
        if elapsed > next_log:
            next_log += 120
            report(f"{elapsed:.0f} s, step {step}, loss {np.mean(losses):.4f}")
            losses = []
            average.save(options.out)
    if not options.only_decoder:
        bake_statistics(average, images)
    average.save(options.out)
    report(f"after {step * options.batch} pictures")


if __name__ == "__main__":
    main()
