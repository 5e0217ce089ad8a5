// The fused multiply-add where the processor has none: src/worker/kernels/fused.ts explains the arithmetic.
#pragma once

#include <stdint.h>

namespace {

inline float fusedInDouble(float a, float b, float c) {
  const double product = double(a) * double(b);
  const double sum = product + double(c);
  const double part = sum - product;
  const double error = (product - (sum - part)) + (double(c) - part);
  if (!(error < 0 || error > 0)) return float(sum);
  int64_t bits;
  __builtin_memcpy(&bits, &sum, 8);
  if ((bits & 1) == 0) bits += (error > 0) == (sum > 0) ? 1 : -1;
  double odd;
  __builtin_memcpy(&odd, &bits, 8);
  return float(odd);
}

}  // namespace
