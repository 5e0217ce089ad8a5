// The lines of images with zeros around them; see src/worker/kernels/padding.ts.
#pragma once

#include "arithmetic.h"
#include "generated/calls.h"

namespace {

// Work is cut into pieces of lines of the padded images: an image without a border is a single line.
struct PaddedLines : ImageLines {
  static constexpr int32_t kPiece = 4096;

  explicit PaddedLines(const ImageLines &lines) : ImageLines(lines) {}

  int32_t pieces() const { return most(1, divideUp(length, kPiece)); }
  int32_t units() const { return batch * (top + height + bottom) * pieces(); }

  // Calls zero(to, count) and copy(to, from, count) for what units [first, end) hold; `to` and `from` are indices of
  // elements.
  template <class Zero, class Copy>
  void forEach(int32_t first, int32_t end, Zero zero, Copy copy) const {
    const int32_t lines = top + height + bottom;
    const size_t padded = size_t(left) + length + right;
    for (int32_t unit = first; unit < end; unit++) {
      const int32_t line = unit / pieces(), piece = unit % pieces();
      const int32_t picture = line / lines, y = line % lines - top;
      const size_t start = size_t(line) * padded;
      if (y < 0 || y >= height) {
        if (piece == 0) zero(start, int32_t(padded));
        continue;
      }
      const int32_t begin = piece * kPiece;
      if (piece == 0 && left > 0) zero(start, left);
      copy(start + left + begin, (size_t(picture) * height + y) * length + begin, least(kPiece, length - begin));
      if (piece == pieces() - 1 && right > 0) zero(start + left + length, right);
    }
  }
};

}  // namespace
