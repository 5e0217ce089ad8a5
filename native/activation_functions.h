// src/worker/kernels/operators/activation.ts is the definition.
#pragma once

#include "exponential.h"

namespace {

enum class Activation : int32_t { kSilu, kGelu, kQuickGelu };

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
  const F zero = Isa::allFloat(0);
  const F one = Isa::allFloat(1);
  const F magnitude = Isa::whereLess(x, zero, Isa::subtract(zero, x), x);
  const F z = Isa::multiply(magnitude, Isa::allFloat(0.70710678118654752440f));
  const F t = Isa::divide(one, Isa::add(Isa::multiply(z, Isa::allFloat(0.3275911f)), one));
  F sum = Isa::allFloat(1.061405429f);
  sum = Isa::add(Isa::multiply(sum, t), Isa::allFloat(-1.453152027f));
  sum = Isa::add(Isa::multiply(sum, t), Isa::allFloat(1.421413741f));
  sum = Isa::add(Isa::multiply(sum, t), Isa::allFloat(-0.284496736f));
  sum = Isa::add(Isa::multiply(sum, t), Isa::allFloat(0.254829592f));
  const F tail = Isa::multiply(Isa::multiply(sum, t), exponential<Isa>(Isa::subtract(zero, Isa::multiply(z, z))));
  return Isa::multiply(Isa::multiply(x, Isa::allFloat(0.5f)), Isa::whereLess(x, zero, tail, Isa::subtract(Isa::allFloat(2), tail)));
}

}  // namespace
