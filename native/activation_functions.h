// src/worker/kernels/operators/activation.ts is the definition.
#pragma once

#include "exponential.h"

namespace {

template <class Isa>
inline typename Isa::F silu(typename Isa::F x) {
  const auto negative = Isa::subtract(Isa::allFloat(0), x);
  return Isa::divide(x, Isa::add(Isa::allFloat(1), exponential<Isa>(negative)));
}

template <class Isa>
inline typename Isa::F quickGelu(typename Isa::F x) {
  return Isa::divide(x, Isa::add(Isa::allFloat(1), exponential<Isa>(Isa::multiply(Isa::allFloat(-1.702f), x))));
}

template <class Isa>
inline typename Isa::F gelu(typename Isa::F x) {
  using F = typename Isa::F;
  const F z = Isa::larger(Isa::allFloat(-4),
                          Isa::smaller(Isa::allFloat(4), Isa::multiply(x, Isa::allFloat(0.70710678118654752440f))));
  const F square = Isa::multiply(z, z);
  F above = Isa::allFloat(-2.72614225801306e-10f);
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(2.77068142495902e-8f));
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(-2.10102402082508e-6f));
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(-5.69250639462346e-5f));
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(-7.34990630326855e-4f));
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(-2.95459980854025e-3f));
  above = Isa::add(Isa::multiply(above, square), Isa::allFloat(-1.60960333262415e-2f));
  F below = Isa::allFloat(-1.45660718464996e-5f);
  below = Isa::add(Isa::multiply(below, square), Isa::allFloat(-2.13374055278905e-4f));
  below = Isa::add(Isa::multiply(below, square), Isa::allFloat(-1.68282697438203e-3f));
  below = Isa::add(Isa::multiply(below, square), Isa::allFloat(-7.37332916720468e-3f));
  below = Isa::add(Isa::multiply(below, square), Isa::allFloat(-1.42647390514189e-2f));
  const F erf = Isa::divide(Isa::multiply(z, above), below);
  return Isa::multiply(Isa::multiply(x, Isa::allFloat(0.5f)), Isa::add(Isa::allFloat(1), erf));
}

}  // namespace
