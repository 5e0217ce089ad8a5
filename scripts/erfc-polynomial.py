"""Prints the coefficients in src/worker/tensor/erfc.ts: the Chebyshev interpolation of exp(x^2) erfc(x), x >= 0, as a
polynomial in t = 1 / (1 + x / 2), and its largest relative error. Needs numpy and torch."""

import numpy as np
import torch
from numpy.polynomial import chebyshev, polynomial

DEGREE = 14


def scaled_erfc(t):
    x = torch.tensor(2 * (1 / t - 1), dtype=torch.float64)
    return torch.special.erfcx(x).numpy()


nodes = np.cos(np.pi * (np.arange(2000) + 0.5) / 2000)
fit = chebyshev.chebfit(nodes, scaled_erfc((nodes + 1) / 2), DEGREE)
coefficients = polynomial.Polynomial(chebyshev.cheb2poly(fit))(polynomial.Polynomial([-1, 2])).coef
t = np.linspace(0.05, 1, 100001)
error = np.abs(np.polyval(coefficients[::-1], t) / scaled_erfc(t) - 1).max()
print(",\n".join(f"  {c:.15g}" for c in coefficients), f"\nlargest relative error {error:.2g}")
