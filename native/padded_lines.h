// The lines of images with zeros around them; src/worker/kernels/padding.ts lays the numbers out.
#pragma once

#include "arithmetic.h"
#include "fields.h"

namespace {

// Work is cut into pieces of lines of the padded images: an image without a border is a single line.
struct PaddedLines {
  static constexpr int32_t kPiece = 4096;

  int32_t batch, height, length, top, bottom, left, right;

  explicit PaddedLines(const Fields &f)
      : batch(f.integer(0)), height(f.integer(1)), length(f.integer(2)), top(f.integer(3)), bottom(f.integer(4)), left(f.integer(5)), right(f.integer(6)) {}

  int32_t pieces() const { return most(1, divideUp(length, kPiece)); }
  int32_t units() const { return batch * (top + height + bottom) * pieces(); }

  // Calls zero(to, count) and copy(to, from, count) for what units [first, end) hold; `to` and `from` are indices of elements.
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
