// The float32 product of gathered rows and a packed matrix. Lanes are output columns: a row's inputs are broadcast from where they lie.
#pragma once

#include "gather.h"
#include "matrix_panels.h"

namespace {

// GCC keeps an array in registers only where every loop over it is unrolled early, which it does when told to.
#define UNROLLED _Pragma("GCC unroll 16")

template <class Isa>
struct MatrixProduct {
  using F = typename Isa::F;

  static constexpr int kLanes = Isa::kLanes;

  // A narrow panel takes more rows, so that as many sums are in flight; each row costs a pointer.
  static constexpr int rowsFor(int vectors) { return Isa::kRows * Isa::kVectors / vectors < 8 ? Isa::kRows * Isa::kVectors / vectors : 8; }

  const float *a;
  Gather gather;
  MatrixPanels<Isa> panels;
  const float *b;
  // Null: none.
  const float *bias;
  float *c;
  int32_t cStride;

  // Rows [from, to) of the columns of one panel.
  template <int vectors = Isa::kVectors>
  void run(int32_t panel, int32_t from, int32_t to) const {
    if constexpr (vectors > 1) {
      if (panels.vectorsOf(panel) < vectors) return run<vectors - 1>(panel, from, to);
    }
    for (int32_t row = from; row < to;) {
      // Equal blocks rather than full ones and a rest.
      const int32_t height = divideUp(to - row, divideUp(to - row, rowsFor(vectors)));
      runBlock<vectors, rowsFor(vectors)>(height, panel, row);
      row += height;
    }
  }

 private:
  template <int vectors, int height>
  void runBlock(int32_t needed, int32_t panel, int32_t row) const {
    if constexpr (height > 1) {
      if (needed < height) return runBlock<vectors, height - 1>(needed, panel, row);
    }
    multiply<vectors, height>(panel, row);
  }

  template <int vectors, int height>
  void multiply(int32_t panel, int32_t row) const {
    F sum[height][vectors];
    UNROLLED for (int r = 0; r < height; r++) {
      UNROLLED for (int j = 0; j < vectors; j++) sum[r][j] = Isa::allFloat(0);
    }
    const float *w = b + panels.offsetOf(panel);
    for (int32_t tap = 0; tap < gather.taps; tap++) {
      const float *x[height];
      for (int r = 0; r < height; r++) x[r] = a + gather.rowStart[row + r] + gather.tapStart[tap];
      for (int32_t i = 0; i < gather.tapLength; i++, w += vectors * kLanes) {
        F weight[vectors];
        UNROLLED for (int j = 0; j < vectors; j++) weight[j] = Isa::loadFloat(w + j * kLanes);
        UNROLLED for (int r = 0; r < height; r++) {
          const F input = Isa::allFloat(x[r][i]);
          UNROLLED for (int j = 0; j < vectors; j++) sum[r][j] = Isa::fused(input, weight[j], sum[r][j]);
        }
      }
    }
    const int32_t column = panels.firstColumn(panel);
    UNROLLED for (int r = 0; r < height; r++) {
      float *const results = c + size_t(row + r) * size_t(cStride) + column;
      UNROLLED for (int j = 0; j < vectors; j++) {
        const int32_t count = panels.outputs - column - j * kLanes;
        F result = sum[r][j];
        if (bias) result = Isa::add(result, Isa::loadFloats(bias + column + j * kLanes, count));
        Isa::storeFloats(results + j * kLanes, result, count);
      }
    }
  }
};

#undef UNROLLED

}  // namespace
