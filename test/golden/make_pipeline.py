"""Writes the golden fixture of the whole way from prompt to picture: diffusers and transformers paint with the tiny model of make_networks.py
in float32 on the CPU: classifier-free guidance, flow-matching Euler, decoder. Needs torch, diffusers and transformers from PyPI.

    node test/golden/write-noise.ts        (the starting noise, from the product's own generator: an input, not a result)
    python test/golden/make_pipeline.py
"""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel, PreTrainedTokenizerFast

FIXTURES = Path(__file__).parent / "fixtures"
MODEL = FIXTURES / "networks" / "model"
TARGET = FIXTURES / "pipeline"
JOB = {"prompt": "red apple, 3d style", "negativePrompt": "house", "seed": 7, "steps": 6, "guidance": 3.5}


def encode(tokenizer, text_encoder, prompts):
    ids = tokenizer(prompts, padding="max_length", truncation=True, return_tensors="pt").input_ids
    return text_encoder(ids)


@torch.no_grad()
def main():
    noise = torch.tensor(json.loads((TARGET / "noise.json").read_text())).permute(2, 0, 1)[None]
    text_encoder = CLIPTextModel.from_pretrained(MODEL, subfolder="text_encoder", dtype=torch.float32)
    unet = UNet2DConditionModel.from_pretrained(MODEL, subfolder="unet", torch_dtype=torch.float32)
    autoencoder = AutoencoderKL.from_pretrained(MODEL, subfolder="vae", torch_dtype=torch.float32)
    scheduler = FlowMatchEulerDiscreteScheduler.from_pretrained(MODEL, subfolder="scheduler")
    tokenizer = PreTrainedTokenizerFast.from_pretrained(MODEL, subfolder="tokenizer")

    text = encode(tokenizer, text_encoder, [JOB["negativePrompt"], JOB["prompt"]])
    scheduler.set_timesteps(sigmas=torch.linspace(1, 0, JOB["steps"] + 1)[:-1].tolist())
    latents = noise
    trajectory = []
    for timestep in scheduler.timesteps:
        output = unet(
            torch.cat([latents, latents]), timestep, text.last_hidden_state, class_labels=text.pooler_output
        ).sample
        negative, prompted = output.chunk(2)
        latents = scheduler.step(negative + JOB["guidance"] * (prompted - negative), timestep, latents).prev_sample
        trajectory.append(latents)
    config = autoencoder.config
    image = autoencoder.decode(latents / config.scaling_factor + (config.shift_factor or 0)).sample
    save_file(
        {"latents": torch.cat(trajectory).contiguous(), "image": image.contiguous()}, TARGET / "flow-euler.safetensors"
    )
    (TARGET / "job.json").write_text(json.dumps(JOB, indent=2) + "\n")


main()
