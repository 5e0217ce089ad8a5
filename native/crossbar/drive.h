// What the cells of a product draw: the sum over rows m and inputs k of energy[x[m, k] + 128] * conductance[k], exact.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace {

// Adds up the energies of each input over a block of rows, and multiplies by the conductances at the block's end.
class Drive {
 public:
  // Rows that are added at once: three squares of int8 still fit 16 bits.
  static constexpr int32_t kRows = 3;

  Drive() = default;
  Drive(const int32_t *energy, const int32_t *conductance, int32_t length) : energy_(energy), conductance_(conductance), length_(length) {
    if (is<squared>()) {
      kind_ = Kind::squares;
    } else if (is<magnitude>()) {
      kind_ = Kind::magnitudes;
    } else if (is<pulses>()) {
      kind_ = Kind::pulses;
    }
  }

  // sums[k] += the energies of inputs k of `count` rows, at most kRows.
  void add(const int8_t *const *rows, int32_t count, int32_t *sums) const {
    if (count < kRows || kind_ == Kind::table) {
      for (int32_t r = 0; r < count; r++) {
        for (int32_t k = 0; k < length_; k++) sums[k] += energy_[rows[r][k] + 128];
      }
    } else if (kind_ == Kind::squares) {
      addKnown<squared>(rows, sums);
    } else if (kind_ == Kind::magnitudes) {
      addKnown<magnitude>(rows, sums);
    } else {
      addKnown<pulses>(rows, sums);
    }
  }

  int64_t drawn(const int32_t *sums) const {
    int64_t total = 0;
    for (int32_t k = 0; k < length_; k++) total += int64_t(sums[k]) * conductance_[k];
    return total;
  }

 private:
  // The energies of drive levels, of pulse widths, and of pulses of one bit each.
  enum class Kind { table, squares, magnitudes, pulses };

  static uint16_t squared(int8_t x) { return uint16_t(int16_t(x) * int16_t(x)); }
  static uint16_t magnitude(int8_t x) { return uint16_t(x < 0 ? -int16_t(x) : int16_t(x)); }
  static uint16_t pulses(int8_t x) {
    uint16_t bits = uint8_t(x);
    bits = uint16_t(bits - ((bits >> 1) & 0x55));
    bits = uint16_t((bits & 0x33) + ((bits >> 2) & 0x33));
    return uint16_t((bits + (bits >> 4)) & 0xf);
  }

  template <uint16_t (*known)(int8_t)>
  bool is() const {
    for (int32_t x = -128; x < 128; x++) {
      if (energy_[x + 128] != known(int8_t(x))) return false;
    }
    return true;
  }

  template <uint16_t (*known)(int8_t)>
  void addKnown(const int8_t *const *rows, int32_t *sums) const {
    const int8_t *const a = rows[0], *const b = rows[1], *const c = rows[2];
    for (int32_t k = 0; k < length_; k++) sums[k] += uint16_t(known(a[k]) + known(b[k]) + known(c[k]));
  }

  const int32_t *energy_ = nullptr;
  const int32_t *conductance_ = nullptr;
  int32_t length_ = 0;
  Kind kind_ = Kind::table;
};

}  // namespace
