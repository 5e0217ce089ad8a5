// The float32 product of gathered rows and a packed matrix. Lanes are output columns: a row's inputs are broadcast from
// where they lie.
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

  // A network's weights are in no near cache when their turn comes. So the rows of one call pass over a block of
  // weights while the next block is fetched: 45 to 65 GMAC/s with 32 rows of fresh weights, 71 to 80 with 128, where 90
  // is the peak. It costs a rest of the sums in memory after each block; with many rows the fetching matters less than
  // that.
  static constexpr int32_t kBlockInputs = 512;
  static constexpr int32_t kManyRows = 192;

  // A narrow panel takes more rows, so that as many sums are in flight; each row costs a pointer.
  static constexpr int rowsFor(int vectors) {
    return Isa::kRows * Isa::kVectors / vectors < 8 ? Isa::kRows * Isa::kVectors / vectors : 8;
  }

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
    const int32_t block = to - from > kManyRows ? panels.inputs : kBlockInputs;
    for (int32_t k = 0; k < panels.inputs; k += block) {
      const int32_t end = least(k + block, panels.inputs);
      // Behind the last block of a panel lies the first of the next.
      const float *const next = b + panels.offsetOf(panel) + size_t(end) * (vectors * kLanes);
      for (int32_t row = from, pass = 0; row < to; pass++) {
        // Equal blocks rather than full ones and a rest.
        const int32_t height = divideUp(to - row, divideUp(to - row, rowsFor(vectors)));
        // A pass fetches one vector for each that it reads, so that `vectors` passes fetch the block.
        const float *const ahead = next + size_t(least(pass, vectors - 1)) * size_t(end - k) * kLanes;
        runBlock<vectors, rowsFor(vectors)>(height, panel, row, k, end, ahead);
        row += height;
      }
    }
  }

 private:
  template <int vectors, int height>
  void runBlock(int32_t needed, int32_t panel, int32_t row, int32_t from, int32_t to, const float *ahead) const {
    if constexpr (height > 1) {
      if (needed < height) return runBlock<vectors, height - 1>(needed, panel, row, from, to, ahead);
    }
    multiply<vectors, height>(panel, row, from, to, ahead);
  }

  // Inputs [from, to). Between two blocks of inputs the sums wait in c.
  template <int vectors, int height>
  void multiply(int32_t panel, int32_t row, int32_t from, int32_t to, const float *ahead) const {
    F sum[height][vectors];
    const int32_t column = panels.firstColumn(panel);
    UNROLLED for (int r = 0; r < height; r++) {
      const float *const results = c + size_t(row + r) * size_t(cStride) + column;
      UNROLLED for (int j = 0; j < vectors; j++) {
        sum[r][j] =
            from == 0 ? Isa::allFloat(0) : Isa::loadFloats(results + j * kLanes, panels.outputs - column - j * kLanes);
      }
    }
    const float *w = b + panels.offsetOf(panel) + size_t(from) * (vectors * kLanes);
    const int32_t length = gather.tapLength;
    for (int32_t tap = from / length, k = from; k < to; tap++) {
      const int32_t end = least((tap + 1) * length, to);
      const float *x[height];
      for (int r = 0; r < height; r++) x[r] = a + gather.rowStart[row + r] + gather.tapStart[tap] + (k - tap * length);
      for (int32_t i = 0; i < end - k; i++, w += vectors * kLanes, ahead += kLanes) {
        __builtin_prefetch(ahead, 0, 2);
        F weight[vectors];
        UNROLLED for (int j = 0; j < vectors; j++) weight[j] = Isa::loadFloat(w + j * kLanes);
        UNROLLED for (int r = 0; r < height; r++) {
          const F input = Isa::allFloat(x[r][i]);
          UNROLLED for (int j = 0; j < vectors; j++) sum[r][j] = Isa::fused(input, weight[j], sum[r][j]);
        }
      }
      k = end;
    }
    const bool biased = bias && to == panels.inputs;
    UNROLLED for (int r = 0; r < height; r++) {
      float *const results = c + size_t(row + r) * size_t(cStride) + column;
      UNROLLED for (int j = 0; j < vectors; j++) {
        const int32_t count = panels.outputs - column - j * kLanes;
        F result = sum[r][j];
        if (biased) result = Isa::add(result, Isa::loadFloats(bias + column + j * kLanes, count));
        Isa::storeFloats(results + j * kLanes, result, count);
      }
    }
  }
};

#undef UNROLLED

}  // namespace
