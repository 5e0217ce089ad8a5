#pragma once

#include "../generated/calls.h"
#include "../matrix_panels.h"

namespace {

// A weight [outputs, inputs].
template <class Isa>
struct PackedMatrix {
  static constexpr const char *kSignature = MatrixOperand::kSignature;

  static MatrixPanels<Isa> panels(const MatrixOperand &matrix) { return {matrix.outputs, matrix.inputs}; }
  static size_t bytes(const Fields &f) { return panels(MatrixOperand(f)).bytes(); }
  static void pack(const Fields &f, uint8_t *memory) {
    const MatrixOperand matrix(f);
    panels(matrix).pack(matrix.weight, size_t(matrix.inputs), 1, reinterpret_cast<float *>(memory));
  }
};

}  // namespace
