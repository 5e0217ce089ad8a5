#pragma once

#include "../finite.h"
#include "../operator.h"
#include "../padded_lines.h"

namespace {

template <class Isa>
struct QuantizeImage : QuantizeImageCall {
  using QuantizeImageCall::QuantizeImageCall;

  using F = typename Isa::F;
  int32_t units() const { return PaddedLines(lines).units(); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &counts) const {
    const float qMax = float((1 << (bits - 1)) - 1);
    const float quotient = qMax / limit;
    const F inverse = Isa::allFloat(quotient < __builtin_inff() ? quotient : 0);
    const F high = Isa::allFloat(qMax), low = Isa::allFloat(-qMax);
    PaddedLines(lines).forEach(
        from, to, [this](size_t at, int32_t count) { __builtin_memset(quantized + at, 0, size_t(count)); },
        [&](size_t at, size_t source, int32_t length) {
          FiniteWatch<Isa> watch;
          for (int32_t i = 0; i < length; i += Isa::kLanes) {
            const int32_t count = length - i;
            const F x = Isa::loadFloats(image + source + i, count);
            watch.see(x);
            // NaN stays, as in the definition.
            const F held = Isa::larger(low, Isa::smaller(high, Isa::multiply(x, inverse)));
            Isa::storeBytes(quantized + at + i, Isa::roundHalfToEven(held), count);
          }
          if (!watch.allFinite()) counts.nonFinite += countNonFinite<Isa>(image + source, length);
        });
  }
};

}  // namespace
