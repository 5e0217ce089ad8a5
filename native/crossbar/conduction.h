// What the cells of a product conduct: the sum over rows m and inputs k of driveEnergy[x[m, k] + 128] *
// rowConductance[k], exact.
#pragma once

#include "../arithmetic.h"

namespace {

// `count` numbers in the GNU notation, whatever the processor has. GCC wants a class around it.
template <class T, int32_t count>
struct VectorOf {
  typedef T Type __attribute__((vector_size(count * sizeof(T))));
};

template <class Isa>
class Conduction {
  using I = typename Isa::I;
  static constexpr int32_t kWords = 2 * Isa::kLanes;
  using Bytes = typename VectorOf<int8_t, kWords>::Type;
  using Words = typename VectorOf<int16_t, kWords>::Type;
  using Lanes = typename VectorOf<int32_t, Isa::kLanes>::Type;
  using Wide = typename VectorOf<int64_t, Isa::kLanes>::Type;

 public:
  Conduction(const int32_t *energy, const int16_t *conductance, int32_t length)
      : energy_(energy), conductance_(conductance), length_(length) {
    if (!energy) return;
    if (is(Kind::squares)) {
      kind_ = Kind::squares;
    } else if (is(Kind::magnitudes)) {
      kind_ = Kind::magnitudes;
    } else if (is(Kind::pulses)) {
      kind_ = Kind::pulses;
    }
  }

  // Of one row.
  int64_t of(const int8_t *inputs) const {
    // An energy is at most 2^14 and a conductance 2^12: so many pairs of products fit a lane.
    if (kind_ == Kind::squares) return ofKind<Kind::squares, 8>(inputs);
    if (kind_ == Kind::magnitudes) return ofKind<Kind::magnitudes, 1024>(inputs);
    if (kind_ == Kind::pulses) return ofKind<Kind::pulses, 1024>(inputs);
    int64_t total = 0;
    for (int32_t k = 0; k < length_; k++) total += int64_t(energy_[inputs[k] + 128]) * conductance_[k];
    return total;
  }

 private:
  // The energies of drive levels, of pulse widths, and of pulses of one bit each.
  enum class Kind { table, squares, magnitudes, pulses };

  template <Kind kind, class Numbers>
  static Numbers energyOf(Numbers x) {
    if constexpr (kind == Kind::squares) return x * x;
    if constexpr (kind == Kind::magnitudes) {
      const Numbers sign = x >> 15;
      return (x ^ sign) - sign;
    }
    Numbers bits = x & 0xff;
    bits = bits - ((bits >> 1) & 0x55);
    bits = (bits & 0x33) + ((bits >> 2) & 0x33);
    return (bits + (bits >> 4)) & 0xf;
  }

  bool is(Kind kind) const {
    for (int32_t x = -128; x < 128; x++) {
      const int32_t known = kind == Kind::squares      ? energyOf<Kind::squares>(x)
                            : kind == Kind::magnitudes ? energyOf<Kind::magnitudes>(x)
                                                       : energyOf<Kind::pulses>(x);
      if (energy_[x + 128] != known) return false;
    }
    return true;
  }

  template <Kind kind>
  static I added(I sum, const int8_t *inputs, const int16_t *conductance) {
    Bytes bytes;
    Words weights;
    __builtin_memcpy(&bytes, inputs, sizeof bytes);
    __builtin_memcpy(&weights, conductance, sizeof weights);
    return Isa::dotWords(sum, (I)energyOf<kind>(__builtin_convertvector(bytes, Words)), (I)weights);
  }

  template <Kind kind, int32_t steps>
  int64_t ofKind(const int8_t *inputs) const {
    Wide total = {};
    int32_t k = 0;
    while (k + kWords <= length_) {
      const int32_t end = least(length_ - kWords, k + (steps - 1) * kWords);
      I sum = Isa::all(0);
      for (; k <= end; k += kWords) sum = added<kind>(sum, inputs + k, conductance_ + k);
      total += __builtin_convertvector((Lanes)sum, Wide);
    }
    if (k < length_) {
      int8_t lastInputs[kWords] = {};
      int16_t lastConductances[kWords] = {};
      __builtin_memcpy(lastInputs, inputs + k, size_t(length_ - k));
      __builtin_memcpy(lastConductances, conductance_ + k, size_t(length_ - k) * 2);
      total += __builtin_convertvector((Lanes)added<kind>(Isa::all(0), lastInputs, lastConductances), Wide);
    }
    int64_t result = 0;
    for (int32_t l = 0; l < Isa::kLanes; l++) result += total[l];
    return result;
  }

  const int32_t *energy_;
  const int16_t *conductance_;
  int32_t length_;
  Kind kind_ = Kind::table;
};

}  // namespace
