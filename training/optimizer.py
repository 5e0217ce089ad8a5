"""The optimizer of train.py: Muon (Jordan et al. 2024, torch.optim.Muon) for the matrices of all inner layers, AdamW
for the rest.

Muon orthogonalizes what it adds to a matrix, so that no few directions take all of the step. Its steps are scaled to
the root mean square that AdamW's have (Liu et al. 2025, arXiv 2502.16982), so that one learning rate serves both. A
convolution is a matrix here, too: its outputs by all that comes into one of them.
"""

import torch

# By name: the first and last layers' sides are latents, the embeddings' are words; neither is a map between features.
NOT_INNER = ("conv_in.", "conv_out.", "embeddings.")
WEIGHT_DECAY = 0.1  # of the inner matrices; 0.01 of the rest


def as_matrix(tensor):
    """A convolution's weights (or their gradient) [out, in, h, w] as [out, h w in] or [out, in h w], as they lie in
    memory; the same memory
    """
    if tensor.dim() == 2:
        return tensor
    return (tensor if tensor.is_contiguous() else tensor.permute(0, 2, 3, 1)).view(len(tensor), -1)


def inner_matrices(model):
    """-> names of the parameters that Muon trains"""
    return {
        name
        for name, parameter in model.named_parameters()
        if parameter.dim() >= 2 and not any(part in name for part in NOT_INNER)
    }


class Optimizer:
    def __init__(self, model, moments=None, clip=None):
        """moments: another Optimizer's of the same model, to share them with it (Hogwild) clip: inner weights stay
        within so many standard deviations of all that lead to their output. An analog chip gives the largest of them
        its whole range of conductance and errs by a share of that range whatever the weight, so that a few large ones
        cost the others their precision (Rasch et al. 2023, arXiv 2302.08469). None: no limit."""
        self.clip = clip
        chosen = inner_matrices(model)
        self.inner = [parameter for name, parameter in model.named_parameters() if name in chosen]
        self.rest = [parameter for name, parameter in model.named_parameters() if name not in chosen]
        self.matrices = [torch.nn.Parameter(as_matrix(parameter.data)) for parameter in self.inner]
        self.muon = torch.optim.Muon(
            self.matrices, weight_decay=WEIGHT_DECAY, momentum=0.95, adjust_lr_fn="match_rms_adamw"
        )
        self.adam = torch.optim.AdamW(self.rest, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
        self.moments = moments or [dict(momentum_buffer=torch.zeros_like(p)) for p in self.matrices] + [
            dict(step=torch.zeros((), device=p.device), exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))
            for p in self.rest
        ]
        for parameter, state in zip(self.matrices + self.rest, self.moments):
            (self.muon if "momentum_buffer" in state else self.adam).state[parameter] = state

    def step(self, rate):
        """One step at a learning rate along the gradients, which it then forgets."""
        for group in self.muon.param_groups + self.adam.param_groups:
            group["lr"] = rate
        for parameter, matrix in zip(self.inner, self.matrices):
            # A gradient need not lie in memory as its parameter does.
            matrix.grad = as_matrix(torch.empty_like(parameter).copy_(parameter.grad))
        self.muon.step()
        self.adam.step()
        if self.clip is not None:
            for matrix in self.matrices:
                limit = self.clip * matrix.data.std(1, keepdim=True)
                matrix.data.clamp_(-limit, limit)
        for parameter in self.inner + self.rest:
            parameter.grad = None

    def load(self, moments):
        """Goes on from saved moments."""
        for state, old in zip(self.moments, moments, strict=True):
            for key in state:
                state[key].copy_(old[key])
