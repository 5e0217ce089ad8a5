// The layout of a matrix for products whose lanes are output columns: panels [inputs][width] of neighbouring columns,
// zeros where there is no column. Panels differ by one vector at most: a narrow last one would keep few sums in flight.
#pragma once

#include "arithmetic.h"

namespace {

template <class Isa>
struct MatrixPanels {
  static constexpr int kLanes = Isa::kLanes;

  int32_t outputs, inputs;

  int32_t vectors() const { return divideUp(outputs, kLanes); }
  int32_t count() const { return divideUp(vectors(), Isa::kVectors); }
  // The first panels have one vector more where the division leaves a rest.
  int32_t vectorsOf(int32_t panel) const { return vectors() / count() + (panel < vectors() % count()); }
  int32_t firstColumn(int32_t panel) const {
    return (vectors() / count() * panel + least(panel, vectors() % count())) * kLanes;
  }
  // In floats.
  size_t offsetOf(int32_t panel) const { return size_t(firstColumn(panel)) * size_t(inputs); }
  size_t bytes() const { return aligned(size_t(vectors()) * kLanes * size_t(inputs) * 4); }

  // Element (output, input) lies at output * outputStride + input * inputStride.
  void pack(const float *from, size_t outputStride, size_t inputStride, float *packed) const {
    // A few inputs of all columns at a time stay in the first cache.
    constexpr int32_t kBlock = 64;
    for (int32_t panel = 0; panel < count(); panel++) {
      const size_t width = size_t(vectorsOf(panel)) * kLanes;
      const int32_t first = firstColumn(panel);
      for (int32_t begin = 0; begin < inputs; begin += kBlock) {
        const int32_t end = least(begin + kBlock, inputs);
        for (size_t column = 0; column < width; column++) {
          const bool present = first + int32_t(column) < outputs;
          const float *const source = from + size_t(first + int32_t(column)) * outputStride;
          float *const to = packed + offsetOf(panel) + column;
          for (int32_t k = begin; k < end; k++) to[size_t(k) * width] = present ? source[size_t(k) * inputStride] : 0;
        }
      }
    }
  }
};

}  // namespace
