"""Low-rank changes (LoRA, Hu et al. 2021, arXiv 2106.09685) to a UNet: how a variant of the model ships in a few
megabytes.
"""

import time

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn.utils import parametrize


class LowRank(nn.Module):
    """W -> W + B A. W: [out, in] or [out, in, k, k]; A: [rank, in] or [rank, in, k, k]; B: [out, rank]"""

    def __init__(self, weight, rank):
        super().__init__()
        inputs = weight[0].numel()
        self.a = nn.Parameter(torch.randn(rank, *weight.shape[1:]) / inputs**0.5)
        self.b = nn.Parameter(torch.zeros(len(weight), rank))

    def forward(self, weight):
        return weight + (self.b @ self.a.flatten(1)).view_as(weight)


def attach(unet, rank):
    """Freezes the UNet and gives every linear layer and convolution a trainable low-rank change, nothing at first.
    Layers with fewer than twice `rank` inputs or outputs (the latents' own) stay as they are. -> {module name:
    LowRank}"""
    unet.requires_grad_(False)
    changes = {}
    for name, module in list(unet.named_modules()):
        if isinstance(module, (nn.Linear, nn.Conv2d)) and min(module.weight.shape[:2]) >= 2 * rank:
            changes[name] = LowRank(module.weight, rank)
            parametrize.register_parametrization(module, "weight", changes[name])
    return changes


def save_changes(changes, path):
    """Writes them as diffusers' pytorch_lora_weights.safetensors: float16, PEFT's names."""
    tensors = {}
    for name, change in changes.items():
        b = change.b if change.a.dim() == 2 else change.b[:, :, None, None]
        tensors[f"unet.{name}.lora_A.weight"] = change.a.detach().half().contiguous()
        tensors[f"unet.{name}.lora_B.weight"] = b.detach().half().contiguous()
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path, {"format": "pt"})


def train_changes(changes, options, loss, batch, measure):
    """Trains low-rank changes by AdamW for options.minutes, at options.rate falling to 0; saves them to options.out.

    loss: () -> the loss of one batch; measure: () -> text that says how well it does, printed before, every two minutes
    and at the end
    """
    parameters = [p for change in changes.values() for p in change.parameters()]
    optimizer = torch.optim.AdamW(parameters, options.rate, betas=(0.9, 0.98), weight_decay=0, fused=True)
    print(
        f"{sum(p.numel() for p in parameters)} parameters in {len(changes)} layers; held out, before: {measure()}",
        flush=True,
    )
    started, budget, step, losses, next_log = time.monotonic(), options.minutes * 60, 0, [], 120
    while (elapsed := time.monotonic() - started) < budget:
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 20) * max(0.02, 1 - elapsed / budget)
        error = loss()
        error.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        losses.append(error.item())
        if elapsed > next_log:
            next_log += 120
            print(f"{elapsed:.0f} s, step {step}, loss {np.mean(losses):.4f}, held out {measure()}", flush=True)
            losses = []
            save_changes(changes, options.out)
    save_changes(changes, options.out)
    print(
        f"{step * batch} samples in {time.monotonic() - started:.0f} s; held out {measure()}; "
        f"{options.out.stat().st_size} bytes",
        flush=True,
    )
