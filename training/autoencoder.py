"""The RGBA autoencoder: diffusers' AutoencoderKL on 2 x 2 patches of a 256 x 256 picture.

A picture is premultiplied RGBA in -1..1, [n, 4, 256, 256]. Its 2 x 2 patches become channels (as in diffusers'
AutoencoderKLWan, whose configuration field `patch_size` is taken over), so the convolutions work on [n, 16, 128, 128]
and four times the pixels cost next to nothing. Latents are [n, 8, 16, 16].
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL
from torch import nn

PATCH = 2
IMAGE_CHANNELS = 4
CONFIG = dict(
    in_channels=IMAGE_CHANNELS * PATCH**2,
    out_channels=IMAGE_CHANNELS * PATCH**2,
    latent_channels=8,
    block_out_channels=(16, 32, 64, 128),
    layers_per_block=1,
    norm_num_groups=8,
    down_block_types=("DownEncoderBlock2D",) * 4,
    up_block_types=("UpDecoderBlock2D",) * 4,
    sample_size=128,
    mid_block_add_attention=False,
)


class Autoencoder(nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = vae.float().to(memory_format=torch.channels_last)

    @property
    def scaling_factor(self):
        return self.vae.config.scaling_factor

    def encode(self, images):
        """[n, 4, 256, 256] -> diffusers' distribution of unscaled latents [n, 8, 16, 16]"""
        patches = F.pixel_unshuffle(images, PATCH).contiguous(memory_format=torch.channels_last)
        return self.vae.encode(patches).latent_dist

    def decode(self, latents):
        """unscaled latents [n, 8, 16, 16] -> [n, 4, 256, 256], not clamped"""
        return F.pixel_shuffle(self.vae.decode(latents.contiguous(memory_format=torch.channels_last)).sample, PATCH)

    def save(self, folder):
        self.vae.save_pretrained(folder)
        path = Path(folder) / "config.json"
        config = {**json.loads(path.read_text()), "patch_size": PATCH}
        config.pop("_name_or_path", None)  # where it lay on the machine that trained it
        path.write_text(json.dumps(config, indent=2) + "\n")


def load_autoencoder(folder):
    """An AutoencoderKL folder. One that works on single pixels, as the first sticker model's did on 128 x 128 pictures,
    is turned into one that works on patches: its encoder then sees the picture averaged 2 x 2, its decoder paints every
    pixel as a 2 x 2 block, and its latents are the same."""
    vae = AutoencoderKL.from_pretrained(folder)
    patch = json.loads((Path(folder) / "config.json").read_text()).get("patch_size") or 1
    if patch == PATCH:
        return Autoencoder(vae)
    if patch != 1:
        raise ValueError(f"{folder}: patches of {patch} x {patch} pixels; only {PATCH} or none can be read")
    patched = AutoencoderKL(
        **{**vae.config, "in_channels": CONFIG["in_channels"], "out_channels": CONFIG["out_channels"]}
    )
    state = vae.state_dict()
    copies = PATCH**2
    state["encoder.conv_in.weight"] = state["encoder.conv_in.weight"].repeat_interleave(copies, 1) / copies
    for name in ("decoder.conv_out.weight", "decoder.conv_out.bias"):
        state[name] = state[name].repeat_interleave(copies, 0)
    patched.load_state_dict(state)
    return Autoencoder(patched)


@torch.no_grad()
def with_more_latents(autoencoder, channels):
    """The same autoencoder with further latent channels, which its decoder hardly heeds at first: training can go on
    from it.

    Its first latent channels are those of before; quant_conv holds means, then logarithms of variances, of all
    channels.
    """
    vae = autoencoder.vae
    had = vae.config.latent_channels
    wider = AutoencoderKL(**{**CONFIG, "latent_channels": channels})
    old, new = vae.state_dict(), wider.state_dict()
    places = [*range(had), *range(channels, channels + had)]  # of the old means and variances among the new
    for name, tensor in old.items():
        fresh = new[name]
        if fresh.shape == tensor.shape:
            fresh.copy_(tensor)
        elif name.startswith("encoder.conv_out"):
            fresh.mul_(0.3)[places] = tensor
        elif name == "decoder.conv_in.weight":
            fresh.mul_(0.3)[:, :had] = tensor
        elif name.endswith("bias"):
            fresh.zero_()[places[: len(tensor)]] = tensor
        else:  # the 1 x 1 convolutions beside the latents: new channels pass through
            fresh.zero_()
            fresh[:, :, 0, 0].fill_diagonal_(1)
            some = torch.tensor(places[: len(tensor)])
            fresh[some[:, None], some] = tensor
    wider.load_state_dict(new)
    return Autoencoder(wider)
