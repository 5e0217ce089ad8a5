// The float32 product of gathered rows and a packed matrix. Lanes are output columns: a row's inputs are broadcast from where they lie.
#pragma once

#include "gather.h"
#include "matrix_panels.h"

namespace {

template <class Isa>
struct MatrixProduct {
  using F = typename Isa::F;

  static constexpr int kLanes = Isa::kLanes;
  // Rows that pass one after the other while a block of weights stays in the first cache: a multiple of every register block's rows.
  static constexpr int32_t kGroup = 24;
  static constexpr int32_t kBlockInputs = 128;

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
    const float *const weights = b + panels.offsetOf(panel);
    const int32_t column = panels.firstColumn(panel);
    for (int32_t k = 0; k < panels.inputs; k += kBlockInputs) {
      const int32_t end = least(k + kBlockInputs, panels.inputs);
      for (int32_t row = from; row < to;) {
        // Equal blocks rather than full ones and a rest.
        const int32_t height = divideUp(to - row, divideUp(to - row, rowsFor(vectors)));
        runBlock<vectors, rowsFor(vectors)>(height, weights, row, column, k, end);
        row += height;
      }
    }
  }

 private:
  template <int vectors, int height>
  void runBlock(int32_t needed, const float *weights, int32_t row, int32_t column, int32_t from, int32_t to) const {
    if constexpr (height > 1) {
      if (needed < height) return runBlock<vectors, height - 1>(needed, weights, row, column, from, to);
    }
    multiply<vectors, height>(weights, row, column, from, to);
  }

  // Inputs [from, to). Between two blocks of inputs the sums wait in c.
  template <int vectors, int height>
  void multiply(const float *weights, int32_t row, int32_t column, int32_t from, int32_t to) const {
    F sum[height][vectors];
    float *const results = c + size_t(row) * size_t(cStride) + column;
    const int32_t count = panels.outputs - column;
    for (int r = 0; r < height; r++) {
      for (int j = 0; j < vectors; j++) {
        sum[r][j] = from == 0 ? Isa::allFloat(0) : Isa::loadFloats(results + r * cStride + j * kLanes, count - j * kLanes);
      }
    }
    const float *w = weights + size_t(from) * (vectors * kLanes);
    const int32_t length = gather.tapLength;
    for (int32_t tap = from / length, k = from; k < to; tap++) {
      const int32_t end = least((tap + 1) * length, to);
      const float *x[height];
      for (int r = 0; r < height; r++) x[r] = a + gather.rowStart[row + r] + gather.tapStart[tap] + (k - tap * length);
      for (int32_t i = 0; i < end - k; i++, w += vectors * kLanes) {
        F weight[vectors];
        for (int j = 0; j < vectors; j++) weight[j] = Isa::loadFloat(w + j * kLanes);
        for (int r = 0; r < height; r++) {
          const F input = Isa::allFloat(x[r][i]);
          for (int j = 0; j < vectors; j++) sum[r][j] = Isa::fused(input, weight[j], sum[r][j]);
        }
      }
      k = end;
    }
    const bool biased = bias && to == panels.inputs;
    for (int r = 0; r < height; r++) {
      for (int j = 0; j < vectors; j++) {
        const int32_t left = count - j * kLanes;
        F result = sum[r][j];
        if (biased) result = Isa::add(result, Isa::loadFloats(bias + column + j * kLanes, left));
        Isa::storeFloats(results + r * cStride + j * kLanes, result, left);
      }
    }
  }
};

}  // namespace
