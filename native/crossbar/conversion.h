// From sums to results, one row of one panel at a time. Sums and totals are [vectors of the panel][lanes].
#pragma once

#include "call.h"

namespace {

template <class Isa>
struct Conversion {
  using I = typename Isa::I;
  using F = typename Isa::F;
  static constexpr int32_t kLanes = Isa::kLanes;

  // The float half of src/worker/kernels/gaussian.ts.
  static F normalOfWords(I word) {
    const F value = Isa::toFloat(Isa::bitOr(word, Isa::all(1)));
    const I pattern = Isa::bits(value);
    F c[4];
    Isa::lookUp(Isa::template shiftRight<23>(pattern), c);
    const F m = Isa::fromBits(Isa::bitOr(Isa::bitAnd(pattern, Isa::all(0x7fffff)), Isa::all(0x3f800000)));
    F z = Isa::add(Isa::multiply(c[3], m), c[2]);
    z = Isa::add(Isa::multiply(z, m), c[1]);
    z = Isa::add(Isa::multiply(z, m), c[0]);
    return Isa::fromBits(Isa::bitXor(Isa::bits(z), Isa::bitAnd(pattern, Isa::all(int32_t(0x80000000u)))));
  }

  // Through the ADC, shifted and added onto `totals`. Returns the number clipped.
  template <int vectors, bool noisy>
  static int32_t convert(const CrossbarCall &call, const int32_t *sums, int32_t *totals, int32_t weight, int32_t columns, float sigma, Draw draw, const int32_t *columnWords) {
    const F inverseLsb = Isa::allFloat(call.inverseLsb), low = Isa::allFloat(call.low), high = Isa::allFloat(call.high);
    int32_t clipped = 0;
    for (int j = 0; j < vectors; j++) {
      F f = Isa::multiply(Isa::toFloat(Isa::load(sums + j * kLanes)), inverseLsb);
      if constexpr (noisy) {
        const I x = Isa::add(Isa::multiply(Isa::all(draw.multiplier), Isa::load(columnWords + j * kLanes)), Isa::all(draw.increment));
        const F z = normalOfWords(Isa::bitXor(x, Isa::template shiftRight<16>(x)));
        f = Isa::add(f, Isa::multiply(Isa::allFloat(sigma), z));
      }
      const F inRange = Isa::smaller(Isa::larger(f, low), high);
      clipped += Isa::countDifferent(inRange, f, columns - j * kLanes);
      I code = Isa::roundHalfToEven(inRange);
      if (weight != 1) code = Isa::multiply(code, Isa::all(weight));
      Isa::store(totals + j * kLanes, Isa::add(Isa::load(totals + j * kLanes), code));
    }
    return clipped;
  }

  template <int vectors>
  static void addExact(const int32_t *sums, int32_t *totals, int32_t weight) {
    for (int j = 0; j < vectors; j++) {
      const I code = Isa::multiply(Isa::load(sums + j * kLanes), Isa::all(weight));
      Isa::store(totals + j * kLanes, Isa::add(Isa::load(totals + j * kLanes), code));
    }
  }

  template <int vectors>
  static void finish(const CrossbarCall &call, const int32_t *totals, int32_t correction, float rowScale, int32_t m, int32_t column) {
    const int32_t columns = call.shape.columns - column;
    float *const results = call.output + size_t(m) * call.outputStride + column;
    for (int j = 0; j < vectors; j++) {
      const int32_t at = j * kLanes, count = columns - at;
      const F total = Isa::toFloat(Isa::add(Isa::load(totals + at), Isa::all(correction)));
      F y = Isa::multiply(total, Isa::multiply(Isa::allFloat(rowScale), Isa::loadFloats(call.columnScale + column + at, count)));
      if (call.bias) y = Isa::add(y, Isa::loadFloats(call.bias + column + at, count));
      Isa::storeFloats(results + at, y, count);
    }
  }
};

}  // namespace
