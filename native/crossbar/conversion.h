// From sums to results. The sums and totals of one row of one panel are `vectors` vectors of columns.
#pragma once

#include "../operator.h"
#include "../unroll.h"

namespace {

// What happens to a sum: it is added as it is, or goes through the ADC, without or with noise.
enum class Reading { exact, plain, noisy };

// The standard normals of one row and conversion for `vectors` vectors of columns, by the columns' fixed words;
// src/worker/kernels/gaussian.ts is the definition. Step by step for all vectors: a processor looks ahead about as far
// as one vector's steps, which wait for each other.
template <class Isa, int vectors>
[[gnu::always_inline]] inline void normalsOf(const int32_t *multiplierOfRow, const int32_t *incrementOfRow,
                                             const int32_t *columnWords, typename Isa::F *z) {
  using I = typename Isa::I;
  using F = typename Isa::F;
  const I multiplier = Isa::broadcast(reinterpret_cast<const uint8_t *>(multiplierOfRow)),
          increment = Isa::broadcast(reinterpret_cast<const uint8_t *>(incrementOfRow));
  I pattern[vectors];
  F m[vectors], c[vectors][4];
  const auto each = [](const auto &step) OHMBRUSH_INLINE { unrolled<vectors>(step); };
  each([&](auto j) OHMBRUSH_INLINE {
    pattern[j.kValue] = Isa::add(Isa::multiply(multiplier, Isa::load(columnWords + j * Isa::kLanes)), increment);
  });
  each([&](auto j) OHMBRUSH_INLINE {
    pattern[j.kValue] = Isa::bitXor(pattern[j.kValue], Isa::template shiftRight<16>(pattern[j.kValue]));
  });
  each([&](auto j) OHMBRUSH_INLINE {
    pattern[j.kValue] = Isa::bits(Isa::toFloat(Isa::bitOr(pattern[j.kValue], Isa::all(1))));
  });
  each([&](auto j) OHMBRUSH_INLINE { Isa::lookUp(Isa::template shiftRight<23>(pattern[j.kValue]), c[j.kValue]); });
  each([&](auto j) OHMBRUSH_INLINE {
    m[j.kValue] = Isa::fromBits(Isa::bitOr(Isa::bitAnd(pattern[j.kValue], Isa::all(0x7fffff)), Isa::all(0x3f800000)));
  });
  each([&](auto j)
           OHMBRUSH_INLINE { z[j.kValue] = Isa::add(Isa::multiply(c[j.kValue][3], m[j.kValue]), c[j.kValue][2]); });
  each([&](auto j)
           OHMBRUSH_INLINE { z[j.kValue] = Isa::add(Isa::multiply(z[j.kValue], m[j.kValue]), c[j.kValue][1]); });
  each([&](auto j)
           OHMBRUSH_INLINE { z[j.kValue] = Isa::add(Isa::multiply(z[j.kValue], m[j.kValue]), c[j.kValue][0]); });
  each([&](auto j) OHMBRUSH_INLINE {
    z[j.kValue] = Isa::fromBits(
        Isa::bitXor(Isa::bits(z[j.kValue]), Isa::bitAnd(pattern[j.kValue], Isa::all(int32_t(0x80000000u)))));
  });
}

template <class Isa, int vectors>
struct Conversion {
  using I = typename Isa::I;
  using F = typename Isa::F;
  static constexpr int32_t kLanes = Isa::kLanes;

  F inverseLsb, low, high;
  // From the panel's first column on.
  int32_t columns;
  int64_t clipped = 0;

  Conversion(const CrossbarCall &call, int32_t first)
      : inverseLsb(Isa::allFloat(call.inverseLsb)),
        low(Isa::allFloat(call.low)),
        high(Isa::allFloat(call.high)),
        columns(call.shape.columns - first) {}

  // Vector j of a row through the ADC, multiplied by `weight`, where weighted, and added onto `total`.
  template <int j, bool weighted>
  [[gnu::always_inline]] void convert(I sum, int32_t *total, I weight) {
    add<j, weighted>(Isa::multiply(Isa::toFloat(sum), inverseLsb), total, weight);
  }

  template <int j, bool weighted>
  [[gnu::always_inline]] void convertNoisy(I sum, int32_t *total, I weight, F noise) {
    add<j, weighted>(Isa::add(Isa::multiply(Isa::toFloat(sum), inverseLsb), noise), total, weight);
  }

  template <bool weighted>
  [[gnu::always_inline]] static void accumulate(I code, int32_t *total, I weight) {
    if constexpr (weighted) code = Isa::multiply(code, weight);
    Isa::store(total, Isa::add(Isa::load(total), code));
  }

  static void finish(const CrossbarCall &call, const int32_t *totals, int32_t correction, float rowScale, int32_t m,
                     int32_t column) {
    const int32_t present = call.shape.columns - column;
    float *const results = call.output + size_t(m) * call.outputStride + column;
    for (int j = 0; j < vectors; j++) {
      const int32_t at = j * kLanes, count = present - at;
      const F total = Isa::toFloat(Isa::add(Isa::load(totals + at), Isa::all(correction)));
      F y = Isa::multiply(
          total, Isa::multiply(Isa::allFloat(rowScale), Isa::loadFloats(call.columnScale + column + at, count)));
      if (call.bias) y = Isa::add(y, Isa::loadFloats(call.bias + column + at, count));
      Isa::storeFloats(results + at, y, count);
    }
  }

 private:
  template <int j, bool weighted>
  [[gnu::always_inline]] void add(F f, int32_t *total, I weight) {
    const F inRange = Isa::smaller(Isa::larger(f, low), high);
    clipped += Isa::countDifferent(inRange, f, j < vectors - 1 ? kLanes : columns - j * kLanes);
    accumulate<weighted>(Isa::roundHalfToEven(inRange), total, weight);
  }
};

}  // namespace
