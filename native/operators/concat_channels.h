#pragma once

#include "../arithmetic.h"
#include "../operator.h"

namespace {

// A unit is a pixel.
template <class Isa>
struct ConcatChannels : ConcatChannelsCall {
  using ConcatChannelsCall::ConcatChannelsCall;

  int32_t units() const { return pixels; }
  int32_t grain() const { return 16; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    for (int32_t pixel = from; pixel < to; pixel++) {
      float *out = y + size_t(pixel) * (widthA + widthB);
      copyFloats<Isa>(out, a + size_t(pixel) * widthA, widthA);
      copyFloats<Isa>(out + widthA, b + size_t(pixel) * widthB, widthB);
    }
  }
};

}  // namespace
