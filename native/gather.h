// Where the rows of a product lie; see src/worker/kernels/gather.ts.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "generated/calls.h"

namespace {

// Copies the inputs of row m side by side.
template <class T>
inline void gatherRow(const T *data, const Gather &gather, int32_t m, T *into) {
  const T *row = data + gather.rowStart[m];
  for (int32_t tap = 0; tap < gather.taps; tap++) {
    __builtin_memcpy(into + size_t(tap) * gather.tapLength, row + gather.tapStart[tap],
                     size_t(gather.tapLength) * sizeof(T));
  }
}

}  // namespace
