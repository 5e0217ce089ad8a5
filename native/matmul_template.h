// The float32 product c = gather(a) b^T + bias for any instruction set `Isa`. The lanes of a vector are rows of a: then b, the trained
// weight, is read as it lies, one broadcast number at a time. Each product and each addition rounds by itself, in ascending k.
#pragma once

#include "gather.h"
#include "kernel.h"

namespace {

template <class Isa>
struct Matmul {
  using F = typename Isa::F;

  static constexpr int kLanes = Isa::kLanes;
  static constexpr int kVectors = Isa::kVectors;
  static constexpr int kColumns = Isa::kRows;
  static constexpr int kBlockRows = kLanes * kVectors;

  static size_t scratch(int32_t k) { return (size_t(kBlockRows) + 1) * aligned(size_t(k) * 4); }

  static void run(const MatmulCall &call, int32_t from, int32_t to, uint8_t *memory) {
    float *const line = reinterpret_cast<float *>(memory);
    float *const transposed = line + aligned(size_t(call.k) * 4) / 4;
    for (int32_t first = from; first < to; first += kBlockRows) {
      const int32_t rows = least(kBlockRows, to - first);
      runBlock<>(call, first, rows, divideUp(rows, kLanes), line, transposed);
    }
  }

  template <int vectors = kVectors>
  static void runBlock(const MatmulCall &call, int32_t first, int32_t rows, int32_t needed, float *line, float *transposed) {
    if constexpr (vectors > 1) {
      if (needed < vectors) return runBlock<vectors - 1>(call, first, rows, needed, line, transposed);
    }
    constexpr int width = vectors * kLanes;
    for (int32_t r = 0; r < width; r++) {
      if (r < rows) gatherRow(call.a, call.gather, first + r, line);
      for (int32_t k = 0; k < call.k; k++) transposed[size_t(k) * width + r] = r < rows ? line[k] : 0;
    }
    for (int32_t n = 0; n < call.n; n += kColumns) multiply<vectors>(call, transposed, first, rows, n);
  }

  template <int vectors>
  static void multiply(const MatmulCall &call, const float *transposed, int32_t first, int32_t rows, int32_t column) {
    constexpr int width = vectors * kLanes;
    const int32_t columns = least(kColumns, call.n - column);
    // Columns beyond the last compute the last again: their results are dropped.
    const float *b[kColumns];
    for (int q = 0; q < kColumns; q++) b[q] = call.b + size_t(column + least(q, columns - 1)) * call.k;
    F sum[kColumns][vectors];
    for (int q = 0; q < kColumns; q++) {
      for (int j = 0; j < vectors; j++) sum[q][j] = Isa::allFloat(0);
    }
    for (int32_t k = 0; k < call.k; k++) {
      F a[vectors];
      for (int j = 0; j < vectors; j++) a[j] = Isa::loadFloat(transposed + size_t(k) * width + j * kLanes);
      for (int q = 0; q < kColumns; q++) {
        const F weight = Isa::allFloat(b[q][k]);
        for (int j = 0; j < vectors; j++) sum[q][j] = Isa::add(sum[q][j], Isa::multiply(a[j], weight));
      }
    }
    alignas(64) float results[kColumns][width];
    for (int q = 0; q < kColumns; q++) {
      for (int j = 0; j < vectors; j++) Isa::storeFloat(results[q] + j * kLanes, sum[q][j]);
    }
    for (int32_t r = 0; r < rows; r++) {
      float *const c = call.c + size_t(first + r) * call.cStride + column;
      for (int32_t q = 0; q < columns; q++) c[q] = call.bias ? results[q][r] + call.bias[column + q] : results[q][r];
    }
  }
};

}  // namespace
