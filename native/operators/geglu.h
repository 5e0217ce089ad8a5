#pragma once

#include "../activation_functions.h"
#include "../operator.h"

namespace {

template <class Isa>
struct Geglu : GegluCall {
  using GegluCall::GegluCall;

  int32_t units() const { return rows; }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    for (int32_t row = from; row < to; row++) {
      const float *in = x + size_t(row) * 2 * width;
      float *out = y + size_t(row) * width;
      for (int32_t c = 0; c < width; c += Isa::kLanes) {
        const int32_t count = width - c;
        Isa::storeFloats(
            out + c, Isa::multiply(Isa::loadFloats(in + c, count), gelu<Isa>(Isa::loadFloats(in + width + c, count))),
            count);
      }
    }
  }
};

}  // namespace
