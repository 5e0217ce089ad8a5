#pragma once

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "../gaussian_table.h"

namespace {

struct InverseNormalColumns {
  alignas(64) float column[4][32] = {};
  constexpr InverseNormalColumns() {
    for (int row = 0; row < 32; row++) {
      for (int c = 0; c < 4; c++) column[c][row] = kInverseNormal[row][c];
    }
  }
};
constexpr InverseNormalColumns kColumns;

struct Avx512Vnni {
  using I = __m512i;
  using F = __m512;
  using D = __m512d;
  static constexpr int kLanes = 16;
  static constexpr int kVectors = 4;
  static constexpr int kRows = 6;
  static constexpr bool kHasByteDot = true;

  static inline I load(const int32_t *p) { return _mm512_loadu_si512(p); }
  static inline void store(int32_t *p, I x) { _mm512_storeu_si512(p, x); }
  static inline F loadFloat(const float *p) { return _mm512_loadu_ps(p); }
  static inline void storeFloat(float *p, F x) { _mm512_storeu_ps(p, x); }
  static inline __mmask16 first(int32_t count) { return __mmask16(count >= kLanes ? 0xffffu : (1u << count) - 1); }
  static inline F loadFloats(const float *p, int32_t count) { return _mm512_maskz_loadu_ps(first(count), p); }
  static inline void storeFloats(float *p, F x, int32_t count) { _mm512_mask_storeu_ps(p, first(count), x); }
  static inline void storeBytes(int8_t *p, I x, int32_t count) {
    _mm_mask_storeu_epi8(p, first(count), _mm512_cvtepi32_epi8(x));
  }
  static inline D loadDouble(const double *p) { return _mm512_loadu_pd(p); }
  static inline void storeDouble(double *p, D x) { _mm512_storeu_pd(p, x); }
  static inline D allDouble(double x) { return _mm512_set1_pd(x); }
  static inline D low(F x) { return _mm512_cvtps_pd(_mm512_castps512_ps256(x)); }
  static inline D high(F x) { return _mm512_cvtps_pd(_mm512_extractf32x8_ps(x, 1)); }
  static inline F narrow(D low, D high) {
    return _mm512_insertf32x8(_mm512_castps256_ps512(_mm512_cvtpd_ps(low)), _mm512_cvtpd_ps(high), 1);
  }
  static inline D add(D a, D b) { return _mm512_add_pd(a, b); }
  static inline D subtract(D a, D b) { return _mm512_sub_pd(a, b); }
  static inline D multiply(D a, D b) { return _mm512_mul_pd(a, b); }
  static inline D divide(D a, D b) { return _mm512_div_pd(a, b); }
  static inline I all(int32_t x) { return _mm512_set1_epi32(x); }
  static inline F allFloat(float x) { return _mm512_set1_ps(x); }
  static inline I broadcast(const uint8_t *p) {
    int32_t step;
    __builtin_memcpy(&step, p, 4);
    return _mm512_set1_epi32(step);
  }
  static inline I dotBytes(I sum, I x, I cells) { return _mm512_dpbusd_epi32(sum, x, cells); }
  static inline I dotWords(I sum, I x, I cells) { return _mm512_dpwssd_epi32(sum, x, cells); }
  static inline I add(I a, I b) { return _mm512_add_epi32(a, b); }
  static inline int32_t total(I x) { return _mm512_reduce_add_epi32(x); }
  static inline I addBytes(I a, I b) { return _mm512_add_epi8(a, b); }
  static inline I lowBytes(I x) { return _mm512_srai_epi16(_mm512_slli_epi16(x, 8), 8); }
  static inline I highBytes(I x) { return _mm512_srai_epi16(x, 8); }
  static inline I addWords(I a, I b) { return _mm512_add_epi16(a, b); }
  static inline I lowWord(I x) { return _mm512_srai_epi32(_mm512_slli_epi32(x, 16), 16); }
  static inline I highWord(I x) { return _mm512_srai_epi32(x, 16); }
  static inline I multiply(I a, I b) { return _mm512_mullo_epi32(a, b); }
  static inline I bitAnd(I a, I b) { return _mm512_and_si512(a, b); }
  static inline I bitOr(I a, I b) { return _mm512_or_si512(a, b); }
  static inline I bitXor(I a, I b) { return _mm512_xor_si512(a, b); }
  template <int n>
  static inline I shiftRight(I x) {
    return _mm512_srli_epi32(x, n);
  }
  template <int n>
  static inline I shiftLeft(I x) {
    return _mm512_slli_epi32(x, n);
  }
  static inline F add(F a, F b) { return _mm512_add_ps(a, b); }
  static inline F multiply(F a, F b) { return _mm512_mul_ps(a, b); }
  static inline F subtract(F a, F b) { return _mm512_sub_ps(a, b); }
  static inline F divide(F a, F b) { return _mm512_div_ps(a, b); }
  static inline F fused(F a, F b, F c) { return _mm512_fmadd_ps(a, b, c); }
  static inline F whereLess(F a, F b, F x, F y) {
    return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(a, b, _CMP_LT_OQ), y, x);
  }
  static inline F smaller(F a, F b) { return _mm512_min_ps(a, b); }
  static inline F larger(F a, F b) { return _mm512_max_ps(a, b); }
  static inline I larger(I a, I b) { return _mm512_max_epi32(a, b); }
  static inline F toFloat(I x) { return _mm512_cvtepi32_ps(x); }
  static inline I roundHalfToEven(F x) { return _mm512_cvtps_epi32(x); }
  static inline I bits(F x) { return _mm512_castps_si512(x); }
  static inline F fromBits(I x) { return _mm512_castsi512_ps(x); }
  static inline int32_t countDifferent(F a, F b, int32_t lanes) {
    const uint32_t valid = lanes >= kLanes ? 0xffffu : lanes <= 0 ? 0u : (1u << lanes) - 1;
    return __builtin_popcount(_mm512_cmp_ps_mask(a, b, _CMP_NEQ_UQ) & valid);
  }
  static inline void lookUp(I row, F *c) {
    for (int i = 0; i < 4; i++) {
      c[i] = _mm512_permutex2var_ps(_mm512_load_ps(kColumns.column[i]), row, _mm512_load_ps(kColumns.column[i] + 16));
    }
  }
};

}  // namespace
