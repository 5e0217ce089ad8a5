// Plain C++ loops for any processor; the compiler makes vectors of them where it can.
#include <math.h>

#include "isa.h"

namespace {

struct Portable {
  static constexpr int kLanes = 8;
  static constexpr int kVectors = 2;
  static constexpr int kRows = 2;
  static constexpr bool kHasByteDot = false;

  struct I {
    int32_t lane[kLanes];
  };
  struct F {
    float lane[kLanes];
  };

  template <class To, class From, class Operation>
  static inline To each(const From &a, Operation operation) {
    To result;
    for (int l = 0; l < kLanes; l++) result.lane[l] = operation(a.lane[l]);
    return result;
  }
  template <class V, class Operation>
  static inline V pairs(const V &a, const V &b, Operation operation) {
    V result;
    for (int l = 0; l < kLanes; l++) result.lane[l] = operation(a.lane[l], b.lane[l]);
    return result;
  }

  template <class V>
  static inline V loadVector(const void *p) {
    V x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
  }

  static inline I load(const int32_t *p) { return loadVector<I>(p); }
  static inline void store(int32_t *p, const I &x) { __builtin_memcpy(p, &x, sizeof x); }
  static inline F loadFloat(const float *p) { return loadVector<F>(p); }
  static inline void storeFloat(float *p, const F &x) { __builtin_memcpy(p, &x, sizeof x); }
  static inline I all(int32_t x) {
    return each<I>(I{}, [x](int32_t) { return x; });
  }
  static inline F allFloat(float x) {
    return each<F>(F{}, [x](float) { return x; });
  }
  static inline I broadcast(const uint8_t *p) {
    int32_t step;
    __builtin_memcpy(&step, p, 4);
    return all(step);
  }
  static inline I dotWords(const I &sum, const I &x, const I &cells) {
    int16_t input[2 * kLanes], cell[2 * kLanes];
    __builtin_memcpy(input, &x, sizeof input);
    __builtin_memcpy(cell, &cells, sizeof cell);
    I result;
    for (int l = 0; l < kLanes; l++) {
      const uint32_t products = uint32_t(input[2 * l] * cell[2 * l]) + uint32_t(input[2 * l + 1] * cell[2 * l + 1]);
      result.lane[l] = int32_t(uint32_t(sum.lane[l]) + products);
    }
    return result;
  }
  static inline I add(const I &a, const I &b) {
    return pairs(a, b, [](int32_t x, int32_t y) { return int32_t(uint32_t(x) + uint32_t(y)); });
  }
  static inline I multiply(const I &a, const I &b) {
    return pairs(a, b, [](int32_t x, int32_t y) { return int32_t(uint32_t(x) * uint32_t(y)); });
  }
  static inline I bitAnd(const I &a, const I &b) {
    return pairs(a, b, [](int32_t x, int32_t y) { return x & y; });
  }
  static inline I bitOr(const I &a, const I &b) {
    return pairs(a, b, [](int32_t x, int32_t y) { return x | y; });
  }
  static inline I bitXor(const I &a, const I &b) {
    return pairs(a, b, [](int32_t x, int32_t y) { return x ^ y; });
  }
  template <int n>
  static inline I shiftRight(const I &x) {
    return each<I>(x, [](int32_t y) { return int32_t(uint32_t(y) >> n); });
  }
  static inline F add(const F &a, const F &b) {
    return pairs(a, b, [](float x, float y) { return x + y; });
  }
  static inline F multiply(const F &a, const F &b) {
    return pairs(a, b, [](float x, float y) { return x * y; });
  }
  static inline F smaller(const F &a, const F &b) {
    return pairs(a, b, [](float x, float y) { return x < y ? x : y; });
  }
  static inline F larger(const F &a, const F &b) {
    return pairs(a, b, [](float x, float y) { return x > y ? x : y; });
  }
  static inline F toFloat(const I &x) {
    return each<F>(x, [](int32_t y) { return float(y); });
  }
  static inline I roundHalfToEven(const F &x) {
    return each<I>(x, [](float y) { return int32_t(lrintf(y)); });
  }
  static inline I bits(const F &x) { return loadVector<I>(&x); }
  static inline F fromBits(const I &x) { return loadVector<F>(&x); }
  static inline int32_t countDifferent(const F &a, const F &b, int32_t lanes) {
    int32_t count = 0;
    for (int l = 0; l < kLanes; l++) count += l < lanes && a.lane[l] != b.lane[l];
    return count;
  }
  static inline void lookUp(const I &row, F *c) {
    for (int i = 0; i < 4; i++) c[i] = each<F>(row, [i](int32_t r) { return kInverseNormal[r & 31][i]; });
  }
};

}  // namespace

extern const InstructionSet kPortable = instructionSet<Portable>("portable C++");
