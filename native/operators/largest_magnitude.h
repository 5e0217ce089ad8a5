#pragma once

#include "../finite.h"
#include "../operator.h"

namespace {

template <class Isa>
struct LargestMagnitude : LargestMagnitudeCall {
  using LargestMagnitudeCall::LargestMagnitudeCall;

  static constexpr int32_t kBlock = 4096;
  using F = typename Isa::F;
  int32_t units() const { return divideUp(length, kBlock); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &counts) const {
    for (int32_t unit = from; unit < to; unit++) {
      const int32_t end = least((unit + 1) * kBlock, length);
      F most = Isa::allFloat(0);
      FiniteWatch<Isa> watch;
      for (int32_t i = unit * kBlock; i < end; i += Isa::kLanes) {
        const F x = Isa::loadFloats(data + i, end - i);
        watch.see(x);
        most = Isa::larger(Isa::fromBits(Isa::bitAnd(Isa::bits(x), Isa::all(0x7fffffff))), most);
      }
      if (!watch.allFinite()) counts.nonFinite += countNonFinite<Isa>(data + unit * kBlock, end - unit * kBlock);
      float lanes[Isa::kLanes];
      Isa::storeFloat(lanes, most);
      largest[unit] = 0;
      for (const float lane : lanes) largest[unit] = lane > largest[unit] ? lane : largest[unit];
    }
  }
};

}  // namespace
