"""Makes an autoencoder's outlines steeper: scales the decoder's last alpha values about one half, where the outline is.

    python steepen_alpha.py --autoencoder ../resources/models/sticker/vae --factor 1.1 [--out FOLDER]

Latents that a UNet painted are softer than encoded ones, so a decoder that is right for these leaves painted outlines
too soft. Prints what it costs on the artwork that train_autoencoder.py measures, for several factors if --out is left
out.
"""

import argparse
from pathlib import Path

import torch

from artwork import open_artwork
from autoencoder import load_autoencoder
from train_autoencoder import measure, split

HERE = Path(__file__).parent


@torch.no_grad()
def steepen(autoencoder, factor):
    """Alpha a in -1..1 becomes factor x a; whoever reads the decoder's output clamps it."""
    out = autoencoder.vae.decoder.conv_out
    alpha = slice(
        len(out.bias) * 3 // 4, None
    )  # channels of a patch's pixels follow each other: R x 4, G x 4, B x 4, A x 4
    out.weight[alpha] *= factor
    out.bias[alpha] *= factor


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "dataset")
    parser.add_argument("--autoencoder", type=Path, default=HERE.parent / "resources" / "models" / "sticker" / "vae")
    parser.add_argument("--factor", type=float, nargs="+", default=[1.0, 1.05, 1.1, 1.15])
    parser.add_argument("--out", type=Path, help="writes the autoencoder with the last factor")
    options = parser.parse_args()
    validation, _ = split(open_artwork(options.data)[1])
    for factor in options.factor:
        autoencoder = load_autoencoder(options.autoencoder).eval()
        steepen(autoencoder, factor)
        rgba, white, edges = measure(autoencoder, validation)
        print(
            f"factor {factor}: {rgba:.2f} dB, {white:.2f} dB on white, outlines {edges:.3f} of the artwork's steepness"
        )
    if options.out:
        autoencoder.vae.half()
        autoencoder.save(options.out)


if __name__ == "__main__":
    main()
