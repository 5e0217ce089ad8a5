"""Trains the RGBA autoencoder, or fine-tunes its decoder alone while the latents stay as they are.

    python train_autoencoder.py --data .work/dataset --out .work/autoencoder.pt --minutes 40
    python train_autoencoder.py --data .work/dataset --init VAE_FOLDER --only-decoder --out .work/decoder.pt --minutes 15

The image is premultiplied RGBA in -1..1, 128 x 128; the latent is 16 x 16 x 4. A full run ends by baking the latents' mean and deviation of
each channel into quant_conv and post_quant_conv, so that the one scaling_factor of the configuration serves all channels, and writes a
folder that export.py and prepare_latents.py read (OUT without its suffix).
"""
import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

from prepare_latents import SIZE, premultiply

HERE = Path(__file__).parent
VALIDATION_IMAGES = 64
CONFIG = dict(
    in_channels=4, out_channels=4, latent_channels=4, block_out_channels=(16, 32, 64, 128), layers_per_block=1, norm_num_groups=8,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, sample_size=SIZE, mid_block_add_attention=False)


def reconstruction_loss(decoded, target, background):
    """decoded, target [n, 4, 128, 128] in -1..1; background [n, 3, 1, 1] in 0..1: a random colour that the stickers are laid on.

    L1 and the L1 of the gradients (edges) at three scales, on the composite and on alpha. The 8 x 8-pooled term makes the latents carry
    colour: with L1 and gradients alone, training collapsed all colours to one axis.
    """
    error = decoded - target
    composite = torch.cat([error[:, :3] - error[:, 3:] * background, error[:, 3:]], 1)
    loss = 0.5 * error.abs().mean() + error.square().mean()
    level = composite
    for scale in range(3):
        edges = (level[:, :, 1:] - level[:, :, :-1]).abs().mean() + (level[:, :, :, 1:] - level[:, :, :, :-1]).abs().mean()
        loss = loss + (1.0 if scale == 0 else 0.5) * level.abs().mean() + 0.5 * edges
        level = F.avg_pool2d(level, 2)
    pooled = F.avg_pool2d(error, 8)
    return loss + 3 * pooled.abs().mean() + 6 * pooled.square().mean()


def decibel(error):
    """mean squared error of each image [n], for values in 0..1 -> mean peak signal-to-noise ratio"""
    return (-10 * torch.log10(error)).mean().item()


@torch.no_grad()
def measure(vae, images, batch=16):
    """-> PSNR in dB of premultiplied RGBA, and of the sticker on white"""
    rgba, white = [], []
    for first in range(0, len(images), batch):
        target = images[first:first + batch]
        decoded = vae.decode(vae.encode(target).latent_dist.mean).sample.clamp(-1, 1)
        rgba.append(((decoded - target) / 2).square().mean((1, 2, 3)))
        on_white = [((x[:, :3] + 1) / 2 + 1 - (x[:, 3:] + 1) / 2).clamp(0, 1) for x in (decoded, target)]
        white.append((on_white[0] - on_white[1]).square().mean((1, 2, 3)))
    return decibel(torch.cat(rgba)), decibel(torch.cat(white))


def augment(images, rng):
    """Mirrors half of a batch, swaps the colour channels of some: uint8 [n, 128, 128, 4]"""
    for image in images:
        if rng.random() < 0.5:
            image[:] = image[:, ::-1].copy()
        if rng.random() < 0.15:
            image[..., :3] = image[..., rng.permutation(3)]
    return images


@torch.no_grad()
def bake_statistics(vae, images):
    """Gives every latent channel mean 0 and one common deviation by changing the two 1 x 1 convolutions; sets scaling_factor."""
    latents = torch.cat([vae.encode(premultiply(images[i:i + 16])).latent_dist.mean for i in range(0, len(images), 16)])
    mean, deviation = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    common = deviation.square().mean().sqrt()
    gain = common / deviation
    quant, post = vae.quant_conv, vae.post_quant_conv
    quant.weight[:4] *= gain[:, None, None, None]
    quant.bias[:4] = (quant.bias[:4] - mean) * gain
    quant.bias[4:] += 2 * gain.log()
    post.bias += post.weight[:, :, 0, 0] @ mean
    post.weight /= gain[None, :, None, None]
    vae.register_to_config(scaling_factor=float(1 / common))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "autoencoder.pt")
    parser.add_argument("--init", type=Path)
    parser.add_argument("--only-decoder", action="store_true")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--batch", type=int, default=6)
    parser.add_argument("--rate", type=float, help="default: 1.3e-3, or 4e-4 with --only-decoder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    dataset = json.loads((options.data / "dataset.json").read_text())
    images = np.memmap(options.data / "images.bin", np.uint8, "r", shape=(len(dataset["images"]), SIZE, SIZE, 4))
    order = np.random.default_rng(123).permutation(len(images))
    validation = premultiply(images[np.sort(order[:VALIDATION_IMAGES])]).to(options.device)
    trained = order[VALIDATION_IMAGES:]

    vae = AutoencoderKL.from_pretrained(options.init) if options.init else AutoencoderKL(**CONFIG)
    vae = vae.float().to(options.device, memory_format=torch.channels_last).train()
    colour_probe = nn.Conv2d(4, 4, 1).to(options.device)  # reads the pooled colour from the latent; only while training
    if options.only_decoder:
        vae.requires_grad_(False)
        vae.decoder.requires_grad_(True)
        vae.post_quant_conv.requires_grad_(True)
        parameters = [p for p in vae.parameters() if p.requires_grad]
    else:
        parameters = [*vae.parameters(), *colour_probe.parameters()]
    rate = options.rate or (4e-4 if options.only_decoder else 1.3e-3)
    optimizer = torch.optim.AdamW(parameters, rate, betas=(0.9, 0.99), weight_decay=0, fused=True)
    average = copy.deepcopy(vae).eval().requires_grad_(False)
    print("before: RGBA %.2f dB, on white %.2f dB" % measure(average, validation), flush=True)

    budget, started, step, next_log, losses = options.minutes * 60, time.monotonic(), 0, 60, []
    queue = []
    while (elapsed := time.monotonic() - started) < budget:
        for group in optimizer.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 50) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * elapsed / budget)))
        if len(queue) < options.batch:
            queue = rng.permutation(trained).tolist()
        picked, queue = queue[:options.batch], queue[options.batch:]
        target = premultiply(augment(np.array(images[picked]), rng)).to(options.device)
        background = torch.from_numpy(rng.random((len(picked), 3, 1, 1), dtype=np.float32)).to(options.device)
        if options.only_decoder:
            with torch.no_grad():
                mean = vae.encode(target).latent_dist.mean
            # A little noise, as the UNet's latents are never quite those of an image.
            latent = mean + torch.rand(len(mean), 1, 1, 1, device=mean.device) * 0.08 * mean.std() * torch.randn_like(mean)
            loss = reconstruction_loss(vae.decode(latent).sample, target, background)
        else:
            distribution = vae.encode(target).latent_dist
            latent = distribution.sample()
            latent = latent + torch.rand(len(latent), 1, 1, 1, device=latent.device) * 0.06 * latent.detach().std() * torch.randn_like(latent)
            probe_error = colour_probe(distribution.mean * 0.25) - F.avg_pool2d(target, 8)
            divergence = 0.5 * (distribution.mean.square() + distribution.var - 1 - distribution.logvar).mean()
            loss = (reconstruction_loss(vae.decode(latent).sample, target, background) + 3e-4 * divergence
                    + 1.5 * (probe_error.abs().mean() + probe_error.square().mean()))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(average.parameters()), list(vae.parameters()), 1 - min(0.997, (1 + step) / (10 + step)))
        losses.append(loss.item())
        if elapsed > next_log:
            next_log += 120
            print(f"{elapsed:.0f} s, step {step}, loss {np.mean(losses):.4f}, RGBA %.2f dB, on white %.2f dB" % measure(average, validation), flush=True)
            losses = []
            torch.save({"vae": average.state_dict()}, options.out)
    print(f"after {step * options.batch} images: RGBA %.2f dB, on white %.2f dB" % measure(average, validation), flush=True)
    if not options.only_decoder:
        bake_statistics(average, images)
        average.save_pretrained(options.out.with_suffix(""))
    torch.save({"vae": average.state_dict()}, options.out)


if __name__ == "__main__":
    main()
