#pragma once

#include "../operator.h"
#include "../padded_lines.h"

namespace {

template <class Isa>
struct PadImage : PadImageCall {
  using PadImageCall::PadImageCall;

  int32_t units() const { return PaddedLines(lines).units(); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    PaddedLines(lines).forEach(
        from, to, [this](size_t at, int32_t count) { __builtin_memset(padded + at, 0, size_t(count) * sizeof(float)); },
        [this](size_t at, size_t source, int32_t count) {
          __builtin_memcpy(padded + at, image + source, size_t(count) * sizeof(float));
        });
  }
};

}  // namespace
