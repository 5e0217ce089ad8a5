#pragma once

#include "../matrix_product.h"
#include "../operator.h"

namespace {

// A unit is a group of rows of one panel, the last with the rest. Panel by panel, so that two threads read different weights
// where rows are few, and a panel stays in the cache where they are many.
template <class Isa>
struct Matmul {
  static constexpr const char *kName = "matmul";
  // A multiple of the rows of every register block.
  static constexpr int32_t kGroup = 24;

  MatrixProduct<Isa> product;
  int32_t rows;

  explicit Matmul(const Fields &f)
      : product{f.array<const float>(0),
                {f.array<const int32_t>(1), f.array<const int32_t>(2), f.integer(4), f.integer(5)},
                {f.integer(1), f.integer(2)},
                reinterpret_cast<const float *>(f.packed(0)),
                f.array<const float>(3),
                f.array<float>(4),
                f.integer(6)},
        rows(f.integer(3)) {}

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
