#pragma once

#include "../fields.h"
#include "../matrix_panels.h"

namespace {

// A weight [outputs, inputs].
template <class Isa>
struct PackedMatrix {
  static constexpr const char *kName = "matrix";

  static MatrixPanels<Isa> panels(const Fields &f) { return {f.integer(0), f.integer(1)}; }
  static size_t bytes(const Fields &f) { return panels(f).bytes(); }
  static void pack(const Fields &f, uint8_t *memory) {
    panels(f).pack(f.array<const float>(0), size_t(f.integer(1)), 1, reinterpret_cast<float *>(memory));
  }
};

}  // namespace
