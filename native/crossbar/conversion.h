// From sums to results. The sums and totals of one row of one panel are `vectors` vectors of columns.
#pragma once

#include "../unroll.h"
#include "call.h"

namespace {

// What happens to a sum: it is added as it is, or goes through the ADC, without or with noise.
enum class Reading { exact, plain, noisy };

// The standard normals of one row and conversion, by the fixed words of their columns; src/worker/kernels/gaussian.ts is the definition.
template <class Isa>
[[gnu::always_inline]] inline typename Isa::F normalOf(Draw draw, typename Isa::I columnWords) {
  using I = typename Isa::I;
  using F = typename Isa::F;
  const I x = Isa::add(Isa::multiply(Isa::all(draw.multiplier), columnWords), Isa::all(draw.increment));
  const I word = Isa::bitXor(x, Isa::template shiftRight<16>(x));
  const I pattern = Isa::bits(Isa::toFloat(Isa::bitOr(word, Isa::all(1))));
  F c[4];
  Isa::lookUp(Isa::template shiftRight<23>(pattern), c);
  const F m = Isa::fromBits(Isa::bitOr(Isa::bitAnd(pattern, Isa::all(0x7fffff)), Isa::all(0x3f800000)));
  F z = Isa::add(Isa::multiply(c[3], m), c[2]);
  z = Isa::add(Isa::multiply(z, m), c[1]);
  z = Isa::add(Isa::multiply(z, m), c[0]);
  return Isa::fromBits(Isa::bitXor(Isa::bits(z), Isa::bitAnd(pattern, Isa::all(int32_t(0x80000000u)))));
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
      : inverseLsb(Isa::allFloat(call.inverseLsb)), low(Isa::allFloat(call.low)), high(Isa::allFloat(call.high)), columns(call.shape.columns - first) {}

  // Vector j of a row through the ADC, multiplied by `weight`, where weighted, and added onto `total`.
  template <int j, bool weighted>
  [[gnu::always_inline]] void convert(I sum, int32_t *total, I weight) {
    add<j, weighted>(Isa::multiply(Isa::toFloat(sum), inverseLsb), total, weight);
  }

  template <int j, bool weighted>
  [[gnu::always_inline]] void convertNoisy(I sum, int32_t *total, I weight, float sigma, Draw draw, I columnWords) {
    const F noise = Isa::multiply(Isa::allFloat(sigma), normalOf<Isa>(draw, columnWords));
    add<j, weighted>(Isa::add(Isa::multiply(Isa::toFloat(sum), inverseLsb), noise), total, weight);
  }

  template <bool weighted>
  [[gnu::always_inline]] static void accumulate(I code, int32_t *total, I weight) {
    if constexpr (weighted) code = Isa::multiply(code, weight);
    Isa::store(total, Isa::add(Isa::load(total), code));
  }

  static void finish(const CrossbarCall &call, const int32_t *totals, int32_t correction, float rowScale, int32_t m, int32_t column) {
    const int32_t present = call.shape.columns - column;
    float *const results = call.output + size_t(m) * call.outputStride + column;
    for (int j = 0; j < vectors; j++) {
      const int32_t at = j * kLanes, count = present - at;
      const F total = Isa::toFloat(Isa::add(Isa::load(totals + at), Isa::all(correction)));
      F y = Isa::multiply(total, Isa::multiply(Isa::allFloat(rowScale), Isa::loadFloats(call.columnScale + column + at, count)));
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
