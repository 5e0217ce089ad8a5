"""Reference values for src/worker/fidelity, from independent implementations.

    pip install numpy pillow torch piq==0.8.0 scikit-image==0.26.0 flip-evaluator==1.7
    python test/golden/make_fidelity.py

PSNR and SSIM: scikit-image. MS-SSIM and HaarPSI: piq. FLIP: NVIDIA's flip-evaluator (C++), mean and error map. The
pictures are drawn here: a still life of discs on a gradient, and the same picture spoiled in the ways that an analog
chip or a low precision spoils one.
"""

import json
from pathlib import Path

import flip_evaluator
import numpy as np
import piq
import torch
from PIL import Image, ImageDraw, ImageFilter
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

OUT = Path(__file__).parent / "fixtures" / "fidelity"
MS_SSIM_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333]


def still_life(width, height):
    y, x = np.mgrid[0:height, 0:width] / max(width, height)
    ground = np.stack([200 + 40 * y, 180 + 50 * x, 160 + 60 * (1 - y)], axis=-1)
    image = Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8)).resize((width * 4, height * 4))
    draw = ImageDraw.Draw(image)
    side = min(width, height) * 4

    def disc(cx, cy, radius, colour):
        box = [(cx - radius) * side, (cy - radius) * side, (cx + radius) * side, (cy + radius) * side]
        draw.ellipse(box, fill=colour)

    disc(0.45, 0.5, 0.32, (206, 32, 40))
    disc(0.36, 0.38, 0.08, (250, 170, 160))
    disc(0.75, 0.72, 0.18, (40, 120, 60))
    disc(0.2, 0.82, 0.1, (30, 60, 190))
    draw.rectangle([0.6 * side, 0.08 * side, 0.66 * side, 0.5 * side], fill=(90, 60, 30))
    return image.resize((width, height), Image.LANCZOS)


def spoil(image, how):
    pixels = np.asarray(image).astype(np.float64)
    random = np.random.default_rng(7)
    if how == "noise":
        pixels = pixels + random.normal(0, 12, pixels.shape)
    elif how == "heavy-noise":
        pixels = pixels + random.normal(0, 60, pixels.shape)
    elif how == "blur":
        pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(1.6))).astype(np.float64)
    elif how == "coarse":
        pixels = np.round(pixels / 36) * 36
    elif how == "shift":
        pixels = np.roll(pixels, (1, 2), axis=(0, 1))
    elif how == "cast":
        pixels = pixels * np.array([0.9, 1.0, 1.1]) + 6
    return Image.fromarray(np.clip(np.round(pixels), 0, 255).astype(np.uint8))


def sticker(image, hole):
    """The picture with transparency: a soft disc, the colours outside kept as they are."""
    width, height = image.size
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot(x - width / 2, y - height / 2) / min(width, height)
    alpha = np.clip((hole - distance) * 20, 0, 1)
    return Image.fromarray(np.dstack([np.asarray(image), np.round(alpha * 255).astype(np.uint8)]))


def on_white(image):
    pixels = np.asarray(image).astype(np.float64)
    if pixels.shape[2] == 4:
        alpha = pixels[:, :, 3:] / 255
        pixels = pixels[:, :, :3] * alpha + 255 * (1 - alpha)
    return pixels


def tensor(pixels):
    return torch.from_numpy(pixels / 255).permute(2, 0, 1)[None].double()


def ms_ssim(reference, test):
    scales = 1
    while scales < 5 and 10 * 2**scales + 1 <= min(reference.shape[:2]):
        scales += 1
    weights = torch.tensor(MS_SSIM_WEIGHTS[:scales], dtype=torch.float64)
    return piq.multi_scale_ssim(
        tensor(reference), tensor(test), data_range=1.0, scale_weights=weights / weights.sum()
    ).item()


def flip(reference, test):
    error, mean, _ = flip_evaluator.evaluate(
        (reference / 255).astype(np.float32), (test / 255).astype(np.float32), "LDR", applyMagma=False
    )
    return error.squeeze(), mean


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    pairs = []
    life = still_life(128, 128)
    for how in ["noise", "heavy-noise", "blur", "coarse", "shift", "cast"]:
        pairs.append((f"square-{how}", "square", life, spoil(life, how)))
    odd = still_life(97, 65)
    pairs.append(("odd-noise", "odd", odd, spoil(odd, "noise")))
    large = still_life(176, 176)
    pairs.append(("large-blur", "large", large, spoil(large, "blur")))
    pairs.append(("sticker-noise", "sticker", sticker(life, 0.45), sticker(spoil(life, "noise"), 0.43)))

    cases = []
    for name, base, reference, test in pairs:
        reference.save(OUT / f"{base}.png", optimize=True)
        test.save(OUT / f"{name}.png", optimize=True)
        a, b = on_white(reference), on_white(test)
        error, mean = flip(a, b)
        height, width = error.shape
        probes = [
            [x, y] for y in (0, height // 3, height // 2, height - 1) for x in (0, width // 4, width // 2, width - 1)
        ]
        cases.append(
            {
                "reference": f"{base}.png",
                "test": f"{name}.png",
                "psnr": peak_signal_noise_ratio(a, b, data_range=255),
                "ssim": structural_similarity(
                    a, b, data_range=255, channel_axis=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
                ),
                "msSsim": ms_ssim(a, b),
                "haarPsi": piq.haarpsi(tensor(a), tensor(b), data_range=1.0).item(),
                "flip": float(mean),
                "flipAt": [{"x": x, "y": y, "error": float(error[y, x])} for x, y in probes],
            }
        )
    (OUT / "expected.json").write_text(json.dumps(cases, indent=1) + "\n")


main()
