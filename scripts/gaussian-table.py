"""Writes the table of the inverse normal distribution that gaussian.ts and native/gaussian.h read.

Octave e is the tail probabilities p = m * 2^(e - 32), 1 <= m < 2; its row holds the cubic c0 + c1 m + c2 m^2 + c3 m^3
that meets z(p) = -inverse_cdf(p) at the four Chebyshev nodes stretched onto [1, 2]. Both ends are nodes, so
neighbouring octaves join. Octave 31 is reached only by |word| rounding up to 2^31, p = 1/2, where z is 0. The rows are
ordered by the low five bits of the biased float32 exponent of |word|, e + 127: octaves 1 to 31, then 0.

Python's standard library only: NormalDist.inv_cdf is Wichura's AS241, exact to 1e-16.
Run from the repository: python3 scripts/gaussian-table.py
"""

from fractions import Fraction
from math import cos, pi
from pathlib import Path
from statistics import NormalDist
from struct import pack, unpack

OCTAVES = 31
DEGREE = 3


def tail(octave, m):
    return -NormalDist().inv_cdf(m * 2.0 ** (octave - 32))


def cubic(octave):
    """Power-basis coefficients, lowest first, of the polynomial through the nodes (Newton's form, expanded)."""
    nodes = [1.5 - cos((2 * i + 1) * pi / (2 * DEGREE + 2)) / cos(pi / (2 * DEGREE + 2)) / 2 for i in range(DEGREE + 1)]
    nodes[0], nodes[-1] = 1.0, 2.0
    exact = [Fraction(x) for x in nodes]
    divided = [Fraction(tail(octave, x)) for x in nodes]
    for order in range(1, DEGREE + 1):
        for i in range(DEGREE, order - 1, -1):
            divided[i] = (divided[i] - divided[i - 1]) / (exact[i] - exact[i - order])
    power = [Fraction(0)] * (DEGREE + 1)
    for i in range(DEGREE, -1, -1):
        power = [
            (power[j - 1] if j else 0) - exact[i] * power[j] + (divided[i] if j == 0 else 0) for j in range(DEGREE + 1)
        ]
    return [float32(float(c)) for c in power]


def float32(x):
    return unpack("<f", pack("<f", x))[0]


def number(x):
    """The shortest decimal that reads back as the same float32."""
    return next(text for digits in range(1, 10) if float32(float(text := f"{x:.{digits}g}")) == x)


rows = [[number(c) for c in cubic(octave)] for octave in range(OCTAVES)] + [["0"] * (DEGREE + 1)]
rows = rows[1:] + rows[:1]
note = "// Written by scripts/gaussian-table.py, which explains it."
root = Path(__file__).parent.parent

lines = "\n".join("  " + ", ".join(row) + "," for row in rows)
(root / "src/worker/kernels/gaussian-table.ts").write_text(
    f"{note}\n// biome-ignore format: one octave a line\nexport const inverseNormalTable = new "
    f"Float32Array([\n{lines}\n]);\n"
)

literal = lambda text: f"{text}{'' if '.' in text or 'e' in text else '.0'}f"
lines = "\n".join("    {" + ", ".join(literal(c) for c in row) + "}," for row in rows)
(root / "native/gaussian_table.h").write_text(
    f"{note}\n#pragma once\n\nalignas(64) constexpr float kInverseNormal[32][4] = {{\n{lines}\n}};\n"
)
