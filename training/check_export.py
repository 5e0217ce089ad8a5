"""Checks an exported model folder against diffusers, transformers and the training code; exits 1 if anything is off.

    python check_export.py --model ../resources/models/sticker [--run .work/run --data .work/train-data.safetensors]

- the configurations build the library's classes and the weight files fit them with strict=True;
- all weights are float16 and finite, all built-in models together are at most 60 MB, the folder holds nothing but the
known files;
- the variants' low-rank changes fit layers of the UNet;
- transformers' fast tokenizer gives the same ids as the tokenizers library;
- sampling.py and diffusers' own FlowMatchEulerDiscreteScheduler walk the same path (1e-4);
- with --run: the checkpoint's training modules, rounded to float16, give what the exported folder gives (1e-4).
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, UNet2DConditionModel
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel, PreTrainedTokenizerFast

from autoencoder import IMAGE_CHANNELS, Autoencoder
from export import SIZE_LIMIT
from sampling import EMPTY_IDS, Guidance, sample, start_noise
from vocabulary import Encoder

HERE = Path(__file__).parent
TOLERANCE = 1e-4
FILES = {
    "model_index.json",
    "tokenizer/tokenizer.json",
    "tokenizer/tokenizer_config.json",
    "text_encoder/config.json",
    "text_encoder/model.safetensors",
    "unet/config.json",
    "unet/diffusion_pytorch_model.safetensors",
    "vae/config.json",
    "vae/diffusion_pytorch_model.safetensors",
    "scheduler/scheduler_config.json",
    "README.md",
    "LICENSES.md",
    "sheet.webp",
    "ohmbrush.json",
}
PROMPTS = [
    "red apple, 3d style",
    "Dog face, flat style",
    "pi\u00f1ata \u2019s 10 o'clock!!",
    "three strawberries xqzzt",
    "",
    "one two " * 20,
]


class Report:
    def __init__(self):
        self.failed = False

    def __call__(self, fine, text):
        self.failed |= not fine
        print("ok  " if fine else "FAIL", text)


def load_strict(folder, report):
    unet = UNet2DConditionModel.from_config(json.loads((folder / "unet" / "config.json").read_text()))
    vae = AutoencoderKL.from_config(json.loads((folder / "vae" / "config.json").read_text()))
    text = CLIPTextModel(CLIPTextConfig(**json.loads((folder / "text_encoder" / "config.json").read_text())))
    # Since transformers 5 the class itself names its weights without the 'text_model.' that the files carry.
    prefix = "" if any(key.startswith("text_model.") for key in text.state_dict()) else "text_model."
    for name, module, file, strip in (
        ("unet", unet, "unet/diffusion_pytorch_model.safetensors", ""),
        ("vae", vae, "vae/diffusion_pytorch_model.safetensors", ""),
        ("text_encoder", text, "text_encoder/model.safetensors", prefix),
    ):
        weights = load_file(folder / file)
        report(
            all(tensor.dtype == torch.float16 for tensor in weights.values()),
            f"{name}: {len(weights)} tensors, all float16",
        )
        report(all(bool(tensor.isfinite().all()) for tensor in weights.values()), f"{name}: all finite")
        module.load_state_dict(
            {key.removeprefix(strip): tensor.float() for key, tensor in weights.items()}, strict=True
        )
        module.eval().requires_grad_(False)
        report(
            True,
            f"{name}: loads with strict=True into {type(module).__name__}, "
            f"{sum(p.numel() for p in module.parameters())} parameters",
        )
    return unet, vae, text


def check_changes(path, unet, report):
    """A variant's low-rank changes: float16, finite, and B A of the size of the layer's weight."""
    tensors, modules = load_file(path), dict(unet.named_modules())
    fine = all(tensor.dtype == torch.float16 and bool(tensor.isfinite().all()) for tensor in tensors.values())
    names = {key.removeprefix("unet.").rsplit(".lora_", 1)[0] for key in tensors}
    for name in names:
        a, b = tensors[f"unet.{name}.lora_A.weight"], tensors[f"unet.{name}.lora_B.weight"]
        fine &= len(b) * a[0].numel() == modules[name].weight.numel() and b.shape[1] == len(a)
    report(fine, f"{path.parent.parent.name}: changes to {len(names)} layers, {path.stat().st_size} bytes")


def difference(a, b):
    return (a - b).abs().max().item()


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=HERE.parent / "resources" / "models" / "sticker")
    parser.add_argument("--run", type=Path)
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    options = parser.parse_args()
    folder, report = options.model, Report()
    present = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    report(
        set(present) <= FILES,
        f"no unknown files {sorted(set(present) - FILES)}; not there yet: {sorted(FILES - set(present))}",
    )
    together = sum(path.stat().st_size for path in folder.parent.rglob("*") if path.is_file())
    report(together <= SIZE_LIMIT, f"{sum(present.values())} bytes, {together} with the variants")
    unet, vae, text = load_strict(folder, report)
    for changes in sorted(folder.parent.glob("*/unet/pytorch_lora_weights.safetensors")):
        check_changes(changes, unet, report)

    encode_text = Encoder((folder / "tokenizer" / "tokenizer.json").read_text())
    ids = torch.from_numpy(encode_text(PROMPTS))
    library = PreTrainedTokenizerFast.from_pretrained(folder / "tokenizer")
    theirs = library(PROMPTS, padding="max_length", truncation=True, max_length=24, return_tensors="np")["input_ids"]
    report(bool((theirs == ids.numpy()).all()), "transformers' tokenizer gives the same ids")
    report(ids[PROMPTS.index("")].tolist() == EMPTY_IDS, "the empty prompt is start, end, padding")

    def encode(token_ids):
        output = text(token_ids)
        return output.last_hidden_state, output.pooler_output

    hidden, pooled = encode(ids)
    ends = (ids == text.config.eos_token_id).int().argmax(1)
    report(
        difference(pooled, hidden[torch.arange(len(ids)), ends]) == 0,
        "the pooled text is the hidden state at the first end token",
    )

    steps, guidance = 6, Guidance(3.5)
    noise = start_noise(2, 3)
    ours = sample(unet, encode, ids[:2], noise, steps, guidance)
    scheduler = FlowMatchEulerDiscreteScheduler.from_config(
        json.loads((folder / "scheduler" / "scheduler_config.json").read_text())
    )
    scheduler.set_timesteps(sigmas=np.linspace(1, 1 / steps, steps).tolist())
    empty_hidden, empty_pooled = encode(torch.tensor([EMPTY_IDS] * 2))
    z = noise
    for time in scheduler.timesteps:
        without = unet(z, time.expand(2), empty_hidden, class_labels=empty_pooled).sample
        with_text = unet(z, time.expand(2), hidden[:2], class_labels=pooled[:2]).sample
        z = scheduler.step(without + guidance.scale * (with_text - without), time, z).prev_sample
    report(difference(ours, z) < TOLERANCE, f"sampling.py against diffusers' scheduler: {difference(ours, z):.1e}")
    autoencoder = Autoencoder(vae)
    image = autoencoder.decode(z / autoencoder.scaling_factor)
    again = autoencoder.encode(image.clamp(-1, 1)).mean * autoencoder.scaling_factor
    report(
        tuple(image.shape) == (2, IMAGE_CHANNELS, 256, 256) and bool(again.isfinite().all()),
        f"the autoencoder decodes to {tuple(image.shape)} and encodes back",
    )

    if options.run:
        from export import load_average

        model, _, _ = load_average(options.run, options.data)
        table = model.words.table().half().float()
        model.half().float()
        model.text.embeddings.token_embedding = torch.nn.Embedding.from_pretrained(table)
        trained_hidden, trained_pooled = model.encode(ids)
        report(
            difference(trained_hidden, hidden) < TOLERANCE,
            f"text encoder against the training code: {difference(trained_hidden, hidden):.1e}",
        )
        time = torch.full((2,), 0.7)
        a = model.unet(noise, time * 1000, trained_hidden[:2], class_labels=trained_pooled[:2]).sample
        b = unet(noise, time * 1000, hidden[:2], class_labels=pooled[:2]).sample
        report(difference(a, b) < TOLERANCE, f"UNet against the training code: {difference(a, b):.1e}")
    raise SystemExit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
