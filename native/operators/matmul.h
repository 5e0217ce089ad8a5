#pragma once

#include "../matrix_product.h"
#include "../operator.h"

namespace {

// A unit is a group of rows of one panel, the last with the rest. Panel by panel, so that two threads read different
// weights where rows are few, and a panel stays in the cache where they are many.
template <class Isa>
struct Matmul : MatmulCall {
  // A multiple of the rows of every register block.
  static constexpr int32_t kGroup = 24;

  MatrixProduct<Isa> product;

  explicit Matmul(const Fields &f)
      : MatmulCall(f),
        product{a, gather, {outputs, inputs}, reinterpret_cast<const float *>(matrix), bias, c, cStride} {}

  int32_t groups() const { return most(1, rows / kGroup); }
  int32_t units() const { return groups() * product.panels.count(); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    while (from < to) {
      const int32_t panel = from / groups();
      const int32_t next = (panel + 1) * groups();
      const int32_t end = least(to, next);
      product.run(panel, (from - panel * groups()) * kGroup, end == next ? rows : (end - panel * groups()) * kGroup);
      from = end;
    }
  }
};

}  // namespace
