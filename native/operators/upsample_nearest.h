#pragma once

#include "../arithmetic.h"
#include "../operator.h"

namespace {

// A unit is a line of the input.
template <class Isa>
struct UpsampleNearest : UpsampleNearestCall {
  using UpsampleNearestCall::UpsampleNearestCall;

  int32_t units() const { return lines; }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    const size_t line = size_t(width) * 2 * channels;
    for (int32_t unit = from; unit < to; unit++) {
      const float *pixel = x + size_t(unit) * width * channels;
      float *top = y + size_t(unit) * 2 * line;
      for (int32_t column = 0; column < width; column++, pixel += channels) {
        float *left = top + size_t(column) * 2 * channels;
        float *const copies[] = {left, left + channels, left + line, left + line + channels};
        for (float *copy : copies) copyFloats<Isa>(copy, pixel, channels);
      }
    }
  }
};

}  // namespace
