"""Looks at an exported model folder: contact sheets and concept retrieval.

    python evaluate.py sheet     --model ../resources/models/sticker --out ../resources/models/sticker/sheet.webp [--steps 20 --guidance 2.5 --seed 1]
    python evaluate.py retrieval --model ../resources/models/sticker --data .work/train-data.safetensors [--held-out]

Retrieval: one image is painted for each caption 'label, style style'; its latent is compared (Euclidean distance) with the latents of all the
training artwork of that style, held-out pairs included, and counts if its concept is the nearest (top 1) or among the five nearest.
"""
import argparse
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextModel

from prompts import SHEET
from sampling import contact_sheet, decode, over_white, sample, start_noise
from vocabulary import Encoder

HERE = Path(__file__).parent


class Exported:
    """An exported folder, computed in float32 by diffusers and transformers."""

    def __init__(self, folder, device="cpu"):
        self.unet = UNet2DConditionModel.from_pretrained(folder / "unet").float().eval().to(device, memory_format=torch.channels_last)
        self.text = CLIPTextModel.from_pretrained(folder / "text_encoder").float().eval().to(device)
        self.vae = AutoencoderKL.from_pretrained(folder / "vae").float().eval().to(device)
        self.encode_text = Encoder((folder / "tokenizer" / "tokenizer.json").read_text())
        self.device = device

    def encode(self, ids):
        output = self.text(ids)
        return output.last_hidden_state, output.pooler_output

    def paint(self, prompts, seed, steps, guidance):
        """-> latents [prompts, 4, 16, 16]"""
        ids = torch.from_numpy(self.encode_text(prompts))
        return sample(self.unet, self.encode, ids, start_noise(len(prompts), seed, self.device), steps, guidance)

    @torch.no_grad()
    def pictures(self, latents):
        """-> RGB on white [n, 3, 128, 128]"""
        return over_white(decode(self.vae, latents))


def draw_sheet(model, options):
    prompts = options.prompt or SHEET
    images = model.pictures(model.paint(prompts, options.seed, options.steps, options.guidance))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(images, prompts).save(options.out, quality=92)
    print(options.out)


def retrieval(model, options):
    from captions import Captions
    from train import load_data
    latents, _, data = load_data(options.data)
    rows = data["rows"]
    captions = Captions(data["concepts"], data["colour_words"])
    artwork = [i for i, row in enumerate(rows) if not row["colour"]]
    if options.held_out:
        asked = [i for i in artwork if rows[i]["held_out"]]
    else:
        # One trained style of each concept, by turns, so that every concept and every style is asked for.
        asked, taken = [], set()
        styles = sorted({row["style"] for row in rows})
        for i in artwork:
            row = rows[i]
            if not row["held_out"] and row["concept"] not in taken and row["style"] == styles[row["concept"] % len(styles)]:
                asked.append(i)
                taken.add(row["concept"])
    painted = model.paint([captions.plain(rows[i]) for i in asked], options.seed, options.steps, options.guidance)
    first = among_five = 0
    missed = []
    for picture, i in zip(painted, asked):
        bank = [j for j in artwork if rows[j]["style"] == rows[i]["style"]]
        distance = (latents[bank, 0] - picture).flatten(1).norm(dim=1)
        order = [rows[bank[k]]["concept"] for k in distance.argsort()[:5].tolist()]
        first += order[0] == rows[i]["concept"]
        if rows[i]["concept"] in order:
            among_five += 1
        else:
            missed.append(captions.plain(rows[i]))
    count = len(data["concepts"])
    print(f"{'held-out pairs' if options.held_out else 'trained captions'}: top 1 {first}, top 5 {among_five} of {len(asked)} "
          f"(among {count} concepts; chance for top 5: {5 / count * len(asked):.1f})")
    print("missed:", "; ".join(missed))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sheet", "retrieval"])
    parser.add_argument("--model", type=Path, default=HERE.parent / "resources" / "models" / "sticker")
    parser.add_argument("--data", type=Path, default=HERE / ".work" / "train-data.safetensors")
    parser.add_argument("--out", type=Path, default=HERE / ".work" / "sheet.png")
    parser.add_argument("--prompt", action="append", help="a prompt of your own; may be given several times (sheet only)")
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=2.5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = Exported(options.model, options.device)
    {"sheet": draw_sheet, "retrieval": retrieval}[options.what](model, options)


if __name__ == "__main__":
    main()
