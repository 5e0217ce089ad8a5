#pragma once

#include "kernel.h"

namespace {

inline int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }
inline int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }
inline int32_t divideUp(int32_t a, int32_t b) { return (a + b - 1) / b; }
inline size_t aligned(size_t bytes) { return (bytes + 63) & ~size_t(63); }

// Copies the inputs of row m side by side.
template <class T>
inline void gatherRow(const T *data, const Gather &gather, int32_t m, T *into) {
  const T *row = data + gather.rowStart[m];
  for (int32_t tap = 0; tap < gather.taps; tap++) {
    __builtin_memcpy(into + size_t(tap) * gather.tapLength, row + gather.tapStart[tap], size_t(gather.tapLength) * sizeof(T));
  }
}

}  // namespace
