// e^x in float32. src/worker/kernels/exponential.ts is the definition.
#pragma once

#include "arithmetic.h"

namespace {

template <class Isa>
inline typename Isa::F exponential(typename Isa::F x) {
  using F = typename Isa::F;
  using I = typename Isa::I;
  // What x beyond the limits gives here is replaced at the end.
  const I n = Isa::roundHalfToEven(Isa::multiply(x, Isa::allFloat(1.44269504088896340736f)));
  const F exponent = Isa::toFloat(n);
  const F high = Isa::subtract(x, Isa::multiply(exponent, Isa::allFloat(0.693359375f)));
  const F r = Isa::subtract(high, Isa::multiply(exponent, Isa::allFloat(float(0.69314718055994530942 - 0.693359375))));
  F sum = Isa::allFloat(1.0f / 5040);
  sum = Isa::add(Isa::multiply(sum, r), Isa::allFloat(1.0f / 720));
  sum = Isa::add(Isa::multiply(sum, r), Isa::allFloat(1.0f / 120));
  sum = Isa::add(Isa::multiply(sum, r), Isa::allFloat(1.0f / 24));
  sum = Isa::add(Isa::multiply(sum, r), Isa::allFloat(1.0f / 6));
  sum = Isa::add(Isa::multiply(sum, r), Isa::allFloat(1.0f / 2));
  sum = Isa::add(Isa::multiply(sum, Isa::multiply(r, r)), r);
  sum = Isa::add(sum, Isa::allFloat(1));
  const F power = Isa::fromBits(Isa::add(Isa::bits(sum), Isa::template shiftLeft<23>(n)));
  const F notTooLarge = Isa::whereLess(Isa::allFloat(88.72283f), x, Isa::allFloat(__builtin_inff()), power);
  return Isa::whereLess(x, Isa::allFloat(-87.33f), Isa::allFloat(0), notTooLarge);
}

}  // namespace
