// A call as TypeScript lays it out (src/worker/kernels/operator.ts): its numbers, then its arrays, inputs first. Every operator reads
// its own struct from it. The caller has checked sizes.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct Fields {
  static constexpr int kNumbers = 24;
  static constexpr int kArrays = 16;

  double numbers[kNumbers];
  void *arrays[kArrays];

  // Null where TypeScript passed null.
  template <class T>
  T *array(int index) const {
    return static_cast<T *>(arrays[index]);
  }
  int32_t integer(int index) const { return int32_t(int64_t(numbers[index])); }
  float real(int index) const { return float(numbers[index]); }
  double wide(int index) const { return numbers[index]; }
  // Weights that `load` has packed.
  const uint8_t *packed(int index) const { return reinterpret_cast<const uint8_t *>(uintptr_t(numbers[index])); }
};

// Exact integers, so that the order in which threads add theirs does not matter. The fields are those of Counts in operator.ts.
struct Counts {
  int64_t conversions = 0;
  int64_t clipped = 0;
  int64_t conduction = 0;
  int64_t nonFinite = 0;
};
