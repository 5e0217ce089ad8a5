// What one core can do at most: the register block of a product without its memory. The bench divides by it.
#pragma once

#include "arithmetic.h"
#include "unroll.h"

namespace {

// Runs `rounds` rounds of independent multiply-accumulates and returns how many that were (to be divided by the time
// that the caller measured), or 0 where the instruction set has no such instruction. Kinds: 0 int8, 1 float32.
template <class Isa>
double measurePeak(int32_t kind, int32_t rounds) {
  using I = typename Isa::I;
  using F = typename Isa::F;
  constexpr int kSums = Isa::kVectors * Isa::kRows;
  alignas(64) static volatile int32_t sink[Isa::kLanes];
  if (kind == 1) {
    F sum[kSums];
    F x = Isa::allFloat(1.0f), w = Isa::allFloat(1e-7f);
    unrolled<kSums>([&](auto i) OHMBRUSH_INLINE { sum[i.kValue] = Isa::allFloat(float(i.kValue)); });
    keepInRegister(x);
    keepInRegister(w);
    for (int32_t round = 0; round < rounds; round++) {
      unrolled<kSums>([&](auto i) OHMBRUSH_INLINE { sum[i.kValue] = Isa::fused(x, w, sum[i.kValue]); });
    }
    unrolled<kSums - 1>([&](auto i) OHMBRUSH_INLINE { sum[0] = Isa::add(sum[0], sum[i.kValue + 1]); });
    alignas(64) float out[Isa::kLanes];
    Isa::storeFloat(out, sum[0]);
    sink[0] = int32_t(out[0]);
    return double(rounds) * kSums * Isa::kLanes;
  }
  if (kind == 0) {
    I sum[Isa::kRows][Isa::kVectors];
    I x = Isa::all(0x01020304), w = Isa::all(0x04030201);
    unrolled<Isa::kRows>([&](auto r) OHMBRUSH_INLINE {
      unrolled<Isa::kVectors>([&](auto j) OHMBRUSH_INLINE { sum[r][j] = Isa::all(r + j); });
    });
    keepInRegister(x);
    keepInRegister(w);
    for (int32_t round = 0; round < rounds; round++) {
      unrolled<Isa::kRows>([&](auto r) OHMBRUSH_INLINE {
        unrolled<Isa::kVectors>([&](auto j) OHMBRUSH_INLINE {
          if constexpr (Isa::kHasByteDot) {
            sum[r][j] = Isa::dotBytes(sum[r][j], x, w);
          } else {
            sum[r][j] = Isa::dotWords(sum[r][j], x, w);
          }
        });
      });
    }
    alignas(64) int32_t out[kSums * Isa::kLanes];
    unrolled<Isa::kRows>([&](auto r) OHMBRUSH_INLINE {
      unrolled<Isa::kVectors>(
          [&](auto j) OHMBRUSH_INLINE { Isa::store(out + (r * Isa::kVectors + j) * Isa::kLanes, sum[r][j]); });
    });
    for (const int32_t lane : out) sink[0] = sink[0] ^ lane;
    return double(rounds) * kSums * Isa::kLanes * (Isa::kHasByteDot ? 4 : 2);
  }
  return 0;
}

}  // namespace
