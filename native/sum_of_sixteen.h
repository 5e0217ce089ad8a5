// src/worker/kernels/sum-of-sixteen.ts is the definition.
#pragma once

#include "arithmetic.h"

namespace {

// value(index, count) gives the vector from `index` on, of which `count` values, or all, are in the sum; the lanes
// beyond are zero.
template <class Isa, class Value>
inline float sumOfSixteen(int32_t length, Value value) {
  constexpr int32_t kSums = 16 / Isa::kLanes;
  typename Isa::F sums[kSums];
  for (auto &sum : sums) sum = Isa::allFloat(0);
  int32_t i = 0;
  for (; i + 16 <= length; i += 16) {
    for (int32_t v = 0; v < kSums; v++) sums[v] = Isa::add(sums[v], value(i + v * Isa::kLanes, Isa::kLanes));
  }
  for (int32_t v = 0; v < kSums && i < length; v++, i += Isa::kLanes) sums[v] = Isa::add(sums[v], value(i, length - i));
  float partial[16];
  for (int32_t v = 0; v < kSums; v++) Isa::storeFloat(partial + v * Isa::kLanes, sums[v]);
  for (int32_t half = 8; half > 0; half /= 2) {
    for (int32_t j = 0; j < half; j++) partial[j] += partial[j + half];
  }
  return partial[0];
}

}  // namespace
