"""Euler sampling of the rectified flow, the autoencoder's decoding, and contact sheets."""

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image, ImageDraw

from autoencoder import CONFIG
from vocabulary import START, END, PAD, POSITIONS

MODEL_CARD = Path(__file__).parent.parent / "resources" / "models" / "sticker" / "ohmbrush.json"
EMPTY_IDS = [START, END] + [PAD] * (POSITIONS - 2)


def start_noise(count, seed, device="cpu"):
    """-> [count, 8, 16, 16]; always drawn on the CPU, so that a seed means the same picture on every device"""
    return torch.randn(count, CONFIG["latent_channels"], 16, 16, generator=torch.Generator().manual_seed(seed)).to(
        device
    )


@dataclass(frozen=True)
class Guidance:
    """How two velocities, without and with the caption, become one. The engine's definition:
    src/worker/pipeline/guidance.ts
    """

    scale: float
    # Of what guidance adds to the clean latents, the share that is kept along what the caption alone makes of them, for
    # that part mostly burns colours: 1 is classifier-free guidance as usual, less is adaptive projected guidance (Sadat
    # et al. 2024, arXiv 2410.02416) without its momentum and limit.
    parallel: float = 1.0
    # The share of the steps after which guidance stops.
    stop: float = 1.0


def built_in_guidance():
    """What the built-in model recommends."""
    card = json.loads(MODEL_CARD.read_text())
    return Guidance(card["guidance"], card["guidanceParallel"], card["guidanceStop"])


def guide(without, with_text, latents, sigma, guidance):
    """Two velocities [n, 8, 16, 16] -> the guided one"""
    difference = with_text - without
    if guidance.parallel != 1:
        clean = latents - sigma * with_text
        along = (difference * clean).sum((1, 2, 3), keepdim=True) / clean.square().sum((1, 2, 3), keepdim=True)
        difference = difference - (1 - guidance.parallel) * along * clean
    return with_text + (guidance.scale - 1) * difference


@torch.no_grad()
def walk(unet, encode, ids, noise, steps, guidance):
    """ids [n, 24], noise [n, 8, 16, 16] -> the latents after each step, one after the other.

    encode maps ids to (hidden states, pooled). sigma runs evenly from 1 to 0, the timestep is 1000 sigma: what
    diffusers' FlowMatchEulerDiscreteScheduler does with shift 1 and sigmas = linspace(1, 1 / steps, steps).
    """
    z, count = noise, len(noise)
    empty = torch.tensor([EMPTY_IDS] * count, device=z.device)
    hidden, pooled = encode(torch.cat([empty, ids.to(z.device)]))
    sigmas = torch.linspace(1, 0, steps + 1).tolist()
    for i, (sigma, following) in enumerate(zip(sigmas[:-1], sigmas[1:])):
        guided = i < int(guidance.stop * steps)
        asked = slice(None if guided else count, None)
        given = torch.cat([z, z] if guided else [z]).contiguous(memory_format=torch.channels_last)
        time = torch.full((len(given),), sigma * 1000, device=z.device)
        velocity = unet(given, time, hidden[asked], class_labels=pooled[asked], return_dict=False)[0].float()
        z = z + (following - sigma) * (guide(*velocity.chunk(2), z, sigma, guidance) if guided else velocity)
        yield z


def sample(unet, encode, ids, noise, steps=20, guidance=Guidance(3.5), batch=32):
    """The latents after the last step, for any number of captions; see walk."""
    return torch.cat(
        [
            list(walk(unet, encode, ids[first : first + batch], noise[first : first + batch], steps, guidance))[-1]
            for first in range(0, len(ids), batch)
        ]
    )


@torch.no_grad()
def decode(autoencoder, latents, batch=16):
    """scaled latents [n, 8, 16, 16] -> premultiplied RGBA [n, 4, 256, 256] in -1..1"""
    parts = [
        autoencoder.decode(latents[i : i + batch] / autoencoder.scaling_factor).clamp(-1, 1)
        for i in range(0, len(latents), batch)
    ]
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
