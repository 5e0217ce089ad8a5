"""Writes the golden fixture of the whole way from prompt to picture: diffusers and transformers paint with the tiny
model of make_networks.py in float32 on the CPU: classifier-free guidance, plain, projected and stopped before the end,
flow-matching Euler, decoder. Needs torch, diffusers and transformers from PyPI.

    node test/golden/write-noise.ts        (the starting noise, from the product's own generator: an input, not a
    result)
    python test/golden/make_pipeline.py
"""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, UNet2DConditionModel
from diffusers.guiders import ClassifierFreeGuidance
from diffusers.guiders.adaptive_projected_guidance import normalized_guidance
from safetensors.torch import save_file
from transformers import CLIPTextModel, PreTrainedTokenizerFast

FIXTURES = Path(__file__).parent / "fixtures"
MODEL = FIXTURES / "networks" / "model"
TARGET = FIXTURES / "pipeline"
JOB = {"prompt": "red apple, 3d style", "negativePrompt": "house", "seed": 7, "steps": 6, "guidance": 3.5}
PARALLEL = 0.25
STOP = 0.6  # 3.6 of the six steps: diffusers guides three


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

    def plain(negative, prompted, latents, sigma):
        return negative + JOB["guidance"] * (prompted - negative)

    def projected(negative, prompted, latents, sigma):
        """diffusers' projection of the guidance between clean latents, taken back to a velocity"""
        clean = [latents - sigma * velocity for velocity in (prompted, negative)]
        guided = normalized_guidance(*clean, JOB["guidance"] - 1, eta=PARALLEL, use_original_formulation=True)
        return (latents - guided) / sigma

    text = encode(tokenizer, text_encoder, [JOB["negativePrompt"], JOB["prompt"]])
    config = autoencoder.config
    for name, guide, stop in (
        ("flow-euler", plain, 1),
        ("flow-euler-projected", projected, 1),
        ("flow-euler-stopped", plain, STOP),
    ):
        guider = ClassifierFreeGuidance(JOB["guidance"], stop=stop)
        scheduler.set_timesteps(sigmas=torch.linspace(1, 0, JOB["steps"] + 1)[:-1].tolist())
        latents = noise
        trajectory = []
        for step, (timestep, sigma) in enumerate(zip(scheduler.timesteps, scheduler.sigmas.tolist())):
            guider.set_state(step, JOB["steps"], timestep)
            asked = slice(2 - guider.num_conditions, 2)
            output = unet(
                torch.cat([latents] * guider.num_conditions),
                timestep,
                text.last_hidden_state[asked],
                class_labels=text.pooler_output[asked],
            ).sample
            velocity = guide(*output.chunk(2), latents, sigma) if guider.num_conditions == 2 else output
            latents = scheduler.step(velocity, timestep, latents).prev_sample
            trajectory.append(latents)
        image = autoencoder.decode(latents / config.scaling_factor + (config.shift_factor or 0)).sample
        save_file(
            {"latents": torch.cat(trajectory).contiguous(), "image": image.contiguous()}, TARGET / f"{name}.safetensors"
        )
    (TARGET / "job.json").write_text(
        json.dumps({**JOB, "guidanceParallel": PARALLEL, "guidanceStop": STOP}, indent=2) + "\n"
    )


main()
