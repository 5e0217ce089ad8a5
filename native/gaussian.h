// The integer half of src/worker/kernels/gaussian.ts.
#pragma once

#include <stdint.h>

#include "gaussian_table.h"

namespace {

constexpr uint32_t kGolden = 0x9e3779b9u;

inline uint32_t hash32(uint32_t x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

inline uint32_t columnWord(uint32_t column) { return hash32(column ^ kGolden); }

// A row of a key, before the conversion is mixed in.
struct RowKey {
  uint32_t first;
  uint32_t second;
};

inline RowKey rowKey(uint32_t key, uint32_t row) {
  const uint32_t first = hash32(key ^ row);
  return {first, hash32(first ^ kGolden)};
}

}  // namespace
