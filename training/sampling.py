"""Euler sampling of the rectified flow, the autoencoder's decoding, and contact sheets."""
import torch
from PIL import Image, ImageDraw

from autoencoder import CONFIG
from vocabulary import START, END, PAD, POSITIONS

EMPTY_IDS = [START, END] + [PAD] * (POSITIONS - 2)


def start_noise(count, seed, device="cpu"):
    """-> [count, 8, 16, 16]; always drawn on the CPU, so that a seed means the same picture on every device"""
    return torch.randn(count, CONFIG["latent_channels"], 16, 16, generator=torch.Generator().manual_seed(seed)).to(device)


def guide(without, with_text, latents, sigma, guidance, parallel):
    """Two velocities [n, 8, 16, 16] -> the guided one. Of what guidance adds to the clean latents the share `parallel` is kept along what the
    caption alone makes of them, for that part mostly burns colours: 1 is classifier-free guidance as usual, less is adaptive projected
    guidance (Sadat et al. 2024, arXiv 2410.02416) without its momentum and limit. The engine's definition: src/worker/pipeline/guidance.ts"""
    difference = with_text - without
    if parallel != 1:
        clean = latents - sigma * with_text
        along = (difference * clean).sum((1, 2, 3), keepdim=True) / clean.square().sum((1, 2, 3), keepdim=True)
        difference = difference - (1 - parallel) * along * clean
    return with_text + (guidance - 1) * difference


@torch.no_grad()
def sample(unet, encode, ids, noise, steps=20, guidance=3.5, parallel=1.0, batch=32):
    """ids [n, 24], noise [n, 8, 16, 16] -> latents [n, 8, 16, 16].

    encode maps ids to (hidden states, pooled). sigma runs evenly from 1 to 0, the timestep is 1000 sigma: what diffusers'
    FlowMatchEulerDiscreteScheduler does with shift 1 and sigmas = linspace(1, 1 / steps, steps).
    """
    result = []
    sigmas = torch.linspace(1, 0, steps + 1).tolist()
    for first in range(0, len(ids), batch):
        z = noise[first:first + batch]
        count = len(z)
        empty = torch.tensor([EMPTY_IDS] * count, device=z.device)
        hidden, pooled = encode(torch.cat([empty, ids[first:first + batch].to(z.device)]))
        for sigma, following in zip(sigmas[:-1], sigmas[1:]):
            both = torch.cat([z, z]).contiguous(memory_format=torch.channels_last)
            time = torch.full((2 * count,), sigma * 1000, device=z.device)
            without, with_text = unet(both, time, hidden, class_labels=pooled, return_dict=False)[0].float().chunk(2)
            z = z + (following - sigma) * guide(without, with_text, z, sigma, guidance, parallel)
        result.append(z)
    return torch.cat(result)


@torch.no_grad()
def decode(autoencoder, latents, batch=16):
    """scaled latents [n, 8, 16, 16] -> premultiplied RGBA [n, 4, 256, 256] in -1..1"""
    parts = [autoencoder.decode(latents[i:i + batch] / autoencoder.scaling_factor).clamp(-1, 1) for i in range(0, len(latents), batch)]
    return torch.cat(parts)


def over_white(images):
    """premultiplied RGBA [n, 4, h, w] in -1..1 -> RGB [n, 3, h, w] in 0..1 on white"""
    x = (images.float() + 1) / 2
    return (x[:, :3] + 1 - x[:, 3:]).clamp(0, 1)


def contact_sheet(images, captions, columns=10):
    """images: RGB [n, 3, h, w] in 0..1 -> PIL image with a caption under each"""
    count, size = len(images), images.shape[-1]
    rows = (count + columns - 1) // columns
    sheet = Image.new("RGB", (columns * size, rows * (size + 14)), "white")
    draw = ImageDraw.Draw(sheet)
    for i in range(count):
        x, y = (i % columns) * size, (i // columns) * (size + 14)
        pixels = (images[i].permute(1, 2, 0) * 255).round().byte().cpu().numpy()
        sheet.paste(Image.fromarray(pixels), (x, y))
        draw.text((x + 2, y + size), captions[i].replace(" style", "")[:22], fill="black")
    return sheet
