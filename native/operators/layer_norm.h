#pragma once

#include "../operator.h"
#include "../sum_of_sixteen.h"

namespace {

// A unit is a row.
template <class Isa>
struct LayerNorm : LayerNormCall {
  using LayerNormCall::LayerNormCall;

  using F = typename Isa::F;
  int32_t units() const { return rows; }
  int32_t grain() const { return 8; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    for (int32_t row = from; row < to; row++) {
      const float *in = x + size_t(row) * width;
      float *out = y + size_t(row) * width;
      const F mean = Isa::allFloat(
          sumOfSixteen<Isa>(width, [in](int32_t c, int32_t count) { return Isa::loadFloats(in + c, count); }) /
          float(width));
      const float squares = sumOfSixteen<Isa>(width, [in, out, mean](int32_t c, int32_t count) {
        Isa::storeFloats(out + c, Isa::subtract(Isa::loadFloats(in + c, count), mean), count);
        // Read back for the zeros beyond the row.
        const F distance = Isa::loadFloats(out + c, count);
        return Isa::multiply(distance, distance);
      });
      const F gain = Isa::allFloat(float(1 / __builtin_sqrt(double(squares) / width + eps)));
      for (int32_t c = 0; c < width; c += Isa::kLanes) {
        const int32_t count = width - c;
        const F scaled =
            Isa::multiply(Isa::multiply(Isa::loadFloats(out + c, count), gain), Isa::loadFloats(weight + c, count));
        Isa::storeFloats(out + c, Isa::add(scaled, Isa::loadFloats(bias + c, count)), count);
      }
    }
  }
};

}  // namespace
