// Vectors of four lanes in the GNU notation of GCC and clang, for any processor.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "../gaussian_table.h"

namespace {

struct Portable {
  using I = int32_t __attribute__((vector_size(16)));
  using F = float __attribute__((vector_size(16)));
  using D = double __attribute__((vector_size(16)));
  using U = uint32_t __attribute__((vector_size(16)));
  static constexpr int kLanes = 4;
  static constexpr int kVectors = 2;
  static constexpr int kRows = 4;
  static constexpr bool kHasByteDot = false;

  template <class V>
  static inline V read(const void *p) {
    V x;
    __builtin_memcpy(&x, p, sizeof x);
    return x;
  }
  static inline I load(const int32_t *p) { return read<I>(p); }
  static inline void store(int32_t *p, I x) { __builtin_memcpy(p, &x, sizeof x); }
  static inline F loadFloat(const float *p) { return read<F>(p); }
  static inline void storeFloat(float *p, F x) { __builtin_memcpy(p, &x, sizeof x); }
  static inline size_t present(int32_t count) { return size_t(count >= kLanes ? kLanes : count); }
  static inline F loadFloats(const float *p, int32_t count) {
    if (count >= kLanes) return loadFloat(p);
    F x = {};
    for (size_t i = 0; i < present(count); i++) x[i] = p[i];
    return x;
  }
  static inline void storeFloats(float *p, F x, int32_t count) {
    if (count >= kLanes) return storeFloat(p, x);
    for (size_t i = 0; i < present(count); i++) p[i] = x[i];
  }
  static inline void storeBytes(int8_t *p, I x, int32_t count) {
    const int8_t bytes[kLanes] = {int8_t(x[0]), int8_t(x[1]), int8_t(x[2]), int8_t(x[3])};
    if (count >= kLanes) {
      __builtin_memcpy(p, bytes, kLanes);
      return;
    }
    for (size_t i = 0; i < present(count); i++) p[i] = bytes[i];
  }
  static inline D loadDouble(const double *p) { return read<D>(p); }
  static inline void storeDouble(double *p, D x) { __builtin_memcpy(p, &x, sizeof x); }
  static inline D allDouble(double x) { return D{x, x}; }
  static inline D low(F x) { return D{double(x[0]), double(x[1])}; }
  static inline D high(F x) { return D{double(x[2]), double(x[3])}; }
  static inline F narrow(D low, D high) { return F{float(low[0]), float(low[1]), float(high[0]), float(high[1])}; }
  static inline D add(D a, D b) { return a + b; }
  static inline D subtract(D a, D b) { return a - b; }
  static inline D multiply(D a, D b) { return a * b; }
  static inline D divide(D a, D b) { return a / b; }
  static inline I all(int32_t x) { return I{x, x, x, x}; }
  static inline F allFloat(float x) { return F{x, x, x, x}; }
  static inline I broadcast(const uint8_t *p) { return all(read<int32_t>(p)); }
  static inline I lowWord(I x) { return I(U(x) << 16) >> 16; }
  static inline I highWord(I x) { return x >> 16; }
  static inline I dotWords(I sum, I x, I cells) {
    return add(sum, add(multiply(lowWord(x), lowWord(cells)), multiply(highWord(x), highWord(cells))));
  }
  // Unsigned, because integers wrap here.
  static inline I add(I a, I b) { return I(U(a) + U(b)); }
  static inline int32_t total(I x) {
    return int32_t(uint32_t(x[0]) + uint32_t(x[1]) + uint32_t(x[2]) + uint32_t(x[3]));
  }
  static inline I addBytes(I a, I b) {
    using Bytes = uint8_t __attribute__((vector_size(16)));
    return I(Bytes(a) + Bytes(b));
  }
  static inline I lowBytes(I x) {
    using Words = int16_t __attribute__((vector_size(16)));
    using Bits = uint16_t __attribute__((vector_size(16)));
    return I(Words(Bits(x) << 8) >> 8);
  }
  static inline I highBytes(I x) {
    using Words = int16_t __attribute__((vector_size(16)));
    return I(Words(x) >> 8);
  }
  static inline I addWords(I a, I b) {
    using Words = uint16_t __attribute__((vector_size(16)));
    return I(Words(a) + Words(b));
  }
  static inline I multiply(I a, I b) { return I(U(a) * U(b)); }
  static inline I bitAnd(I a, I b) { return a & b; }
  static inline I bitOr(I a, I b) { return a | b; }
  static inline I bitXor(I a, I b) { return a ^ b; }
  template <int n>
  static inline I shiftRight(I x) {
    return I(U(x) >> n);
  }
  template <int n>
  static inline I shiftLeft(I x) {
    return I(U(x) << n);
  }
  static inline F add(F a, F b) { return a + b; }
  static inline F multiply(F a, F b) { return a * b; }
  static inline F subtract(F a, F b) { return a - b; }
  static inline F divide(F a, F b) { return a / b; }
  static inline F fused(F a, F b, F c) {
    return F{__builtin_fmaf(a[0], b[0], c[0]), __builtin_fmaf(a[1], b[1], c[1]), __builtin_fmaf(a[2], b[2], c[2]),
             __builtin_fmaf(a[3], b[3], c[3])};
  }
  static inline F whereLess(F a, F b, F x, F y) { return a < b ? x : y; }
  static inline F smaller(F a, F b) { return a < b ? a : b; }
  static inline F larger(F a, F b) { return a > b ? a : b; }
  static inline I larger(I a, I b) { return a > b ? a : b; }
  static inline F toFloat(I x) { return __builtin_convertvector(x, F); }
  static inline I roundHalfToEven(F x) {
    return I{int32_t(lrintf(x[0])), int32_t(lrintf(x[1])), int32_t(lrintf(x[2])), int32_t(lrintf(x[3]))};
  }
  static inline I bits(F x) { return I(x); }
  static inline F fromBits(I x) { return F(x); }
  static inline int32_t countDifferent(F a, F b, int32_t lanes) {
    int32_t count = 0;
    for (int l = 0; l < kLanes; l++) count += l < lanes && a[l] != b[l];
    return count;
  }
  static inline void lookUp(I row, F *c) {
    for (int i = 0; i < 4; i++) {
      c[i] = F{kInverseNormal[row[0] & 31][i], kInverseNormal[row[1] & 31][i], kInverseNormal[row[2] & 31][i],
               kInverseNormal[row[3] & 31][i]};
    }
  }
};

}  // namespace
