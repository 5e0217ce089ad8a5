"""Writes the golden fixtures of the samplers: whole trajectories of diffusers' schedulers with a made-up network. Needs
torch and diffusers from PyPI.

    python test/golden/make_samplers.py
"""

import json
import shutil
from pathlib import Path

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    FlowMatchEulerDiscreteScheduler,
)
from safetensors.torch import save_file

FIXTURES = Path(__file__).parent / "fixtures" / "samplers"
SHAPE = (1, 3, 4, 4)

SCHEDULERS = {
    "ddim": DDIMScheduler,
    "euler": EulerDiscreteScheduler,
    "euler-ancestral": EulerAncestralDiscreteScheduler,
    "dpmpp-2m": DPMSolverMultistepScheduler,
}

# What models come with.
SCHEDULES = {
    # Stable Diffusion 1.x: the file says nothing about spacing.
    "sd1": {
        "_class_name": "PNDMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000,
        "set_alpha_to_one": False,
        "skip_prk_steps": True,
        "steps_offset": 1,
        "trained_betas": None,
        "clip_sample": False,
    },
    # Stable Diffusion 2.x, v-prediction, leading.
    "sd2": {
        "_class_name": "DDIMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000,
        "set_alpha_to_one": False,
        "steps_offset": 1,
        "prediction_type": "v_prediction",
        "timestep_spacing": "leading",
        "clip_sample": False,
    },
    # Zero terminal signal, trailing.
    "zero-snr": {
        "_class_name": "DDIMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000,
        "set_alpha_to_one": True,
        "prediction_type": "v_prediction",
        "rescale_betas_zero_snr": True,
        "timestep_spacing": "trailing",
        "clip_sample": False,
    },
    # DDPM's own betas.
    "linear": {
        "_class_name": "EulerDiscreteScheduler",
        "num_train_timesteps": 1000,
        "prediction_type": "epsilon",
        "timestep_spacing": "linspace",
        "clip_sample": False,
    },
}

FLOWS = {
    "flow": {"_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 1.0},
    "flow-shifted": {"_class_name": "FlowMatchEulerDiscreteScheduler", "num_train_timesteps": 1000, "shift": 3.0},
}


def network(x, timestep, pattern):
    """Any smooth function of both will do."""
    return x / (1 + x.abs()) + pattern * (timestep / 1000)


class Recorder:
    """Hands out noise and remembers it."""

    def __init__(self):
        self.draws = []

    def __call__(self, shape, **_):
        self.draws.append(torch.randn(shape))
        return self.draws[-1]


def follow(scheduler, start, pattern):
    latents = start
    trajectory = []
    for timestep in scheduler.timesteps:
        asked = scheduler.scale_model_input(latents, timestep) if hasattr(scheduler, "scale_model_input") else latents
        output = network(asked, float(timestep), pattern)
        latents = scheduler.step(output, timestep, latents).prev_sample
        trajectory.append(latents)
    return trajectory


def record(cases, name, schedule, sampler, steps, timesteps, scale, noise, pattern, trajectory, draws):
    tensors = {"noise": noise, "pattern": pattern, "trajectory": torch.stack(trajectory)}
    if draws:
        tensors["draws"] = torch.stack(draws)
    save_file({key: value.float().contiguous() for key, value in tensors.items()}, FIXTURES / f"{name}.safetensors")
    cases.append(
        {
            "name": name,
            "schedule": schedule,
            "sampler": sampler,
            "steps": steps,
            "timesteps": [float(t) for t in timesteps],
            "initialNoiseScale": float(scale),
        }
    )


def diffusion_cases(cases):
    module = __import__("diffusers.schedulers.scheduling_euler_ancestral_discrete", fromlist=["randn_tensor"])
    for schedule_name, schedule in SCHEDULES.items():
        for sampler, scheduler_class in SCHEDULERS.items():
            if schedule_name == "linear" and sampler == "ddim":
                continue  # linspace: see ddim.ts, which steps to the timestep that comes next
            for steps in (5, 20) if sampler == "dpmpp-2m" else (5,):
                scheduler = scheduler_class.from_config(schedule)
                scheduler.set_timesteps(steps)
                noise, pattern = torch.randn(SHAPE), torch.randn(SHAPE)
                module.randn_tensor = recorder = Recorder()
                scale = scheduler.init_noise_sigma
                trajectory = follow(scheduler, noise * scale, pattern)
                name = f"{schedule_name}-{sampler}-{steps}"
                timesteps = scheduler.timesteps
                # diffusers draws at the last step as well and multiplies by zero.
                record(
                    cases, name, schedule, sampler, steps, timesteps, scale, noise, pattern, trajectory, recorder.draws
                )


def flow_cases(cases):
    for name, config in FLOWS.items():
        steps = 6
        scheduler = FlowMatchEulerDiscreteScheduler.from_config(config)
        scheduler.set_timesteps(sigmas=np.linspace(1, 1 / steps, steps).tolist())
        sigmas = scheduler.sigmas.clone()
        noise, pattern = torch.randn(SHAPE), torch.randn(SHAPE)
        trajectory = follow(scheduler, noise, pattern)
        record(cases, f"{name}-euler", config, "euler", steps, scheduler.timesteps, 1, noise, pattern, trajectory, [])

        solver = DPMSolverMultistepScheduler(use_flow_sigmas=True, prediction_type="flow_prediction")
        solver.set_timesteps(steps)
        solver.sigmas = sigmas  # diffusers spaces its own differently; the solver is what is compared
        solver.timesteps = sigmas[:-1] * 1000
        noise, pattern = torch.randn(SHAPE), torch.randn(SHAPE)
        trajectory = follow(solver, noise, pattern)
        record(
            cases, f"{name}-dpmpp-2m", config, "dpmpp-2m", steps, solver.timesteps, 1, noise, pattern, trajectory, []
        )

        noise, pattern = torch.randn(SHAPE), torch.randn(SHAPE)
        trajectory, draws = flow_ancestral(sigmas, noise, pattern)
        record(
            cases,
            f"{name}-euler-ancestral",
            config,
            "euler-ancestral",
            steps,
            sigmas[:-1] * 1000,
            1,
            noise,
            pattern,
            trajectory,
            draws,
        )


def flow_ancestral(sigmas, x, pattern, eta=1.0):
    """diffusers has none: the published formula of k-diffusion's ancestral Euler for rectified flow, step by step."""
    trajectory, draws = [], []
    for sigma, following in zip(sigmas[:-1], sigmas[1:], strict=True):
        denoised = x - sigma * network(x, float(sigma) * 1000, pattern)
        if following == 0:
            x = denoised
        else:
            down = following * (1 + (following / sigma - 1) * eta)
            renoise = (following**2 - down**2 * (1 - following) ** 2 / (1 - down) ** 2) ** 0.5
            draws.append(torch.randn(SHAPE))
            x = (down / sigma) * x + (1 - down / sigma) * denoised
            x = (1 - following) / (1 - down) * x + draws[-1] * renoise
        trajectory.append(x)
    return trajectory, draws


def main():
    torch.manual_seed(20261)
    shutil.rmtree(FIXTURES, ignore_errors=True)
    FIXTURES.mkdir(parents=True)
    cases = []
    diffusion_cases(cases)
    flow_cases(cases)
    lines = ",\n".join(json.dumps(case) for case in cases)
    (FIXTURES / "cases.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
