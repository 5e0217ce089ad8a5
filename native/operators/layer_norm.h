#pragma once

#include "../operator.h"
#include "../sum_of_sixteen.h"

namespace {

// A unit is a row.
template <class Isa>
struct LayerNorm {
  static constexpr const char *kName = "layerNorm";
  using F = typename Isa::F;

  const float *x, *weight, *bias;
  float *y;
  int32_t rows, width;
  double eps;

  explicit LayerNorm(const Fields &f)
      : x(f.array<const float>(0)),
        weight(f.array<const float>(1)),
        bias(f.array<const float>(2)),
        y(f.array<float>(3)),
        rows(f.integer(0)),
        width(f.integer(1)),
        eps(f.wide(2)) {}

  int32_t units() const { return rows; }
  int32_t grain() const { return 8; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    for (int32_t row = from; row < to; row++) {
      const float *in = x + size_t(row) * width;
      float *out = y + size_t(row) * width;
      const F mean = Isa::allFloat(sumOfSixteen<Isa>(width, [in](int32_t c, int32_t count) { return Isa::loadFloats(in + c, count); }) / float(width));
      const float squares = sumOfSixteen<Isa>(width, [in, out, mean](int32_t c, int32_t count) {
        Isa::storeFloats(out + c, Isa::subtract(Isa::loadFloats(in + c, count), mean), count);
        // Read back for the zeros beyond the row.
        const F distance = Isa::loadFloats(out + c, count);
        return Isa::multiply(distance, distance);
      });
      const F gain = Isa::allFloat(float(1 / __builtin_sqrt(double(squares) / width + eps)));
      for (int32_t c = 0; c < width; c += Isa::kLanes) {
        const int32_t count = width - c;
        const F scaled = Isa::multiply(Isa::multiply(Isa::loadFloats(out + c, count), gain), Isa::loadFloats(weight + c, count));
        Isa::storeFloats(out + c, Isa::add(scaled, Isa::loadFloats(bias + c, count)), count);
      }
    }
  }
};

}  // namespace
