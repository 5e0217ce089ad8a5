#pragma once

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#include "../gaussian_table.h"

namespace {

struct Avx2 {
  using I = __m256i;
  using F = __m256;
  using D = __m256d;
  static constexpr int kLanes = 8;
  static constexpr int kVectors = 2;
  static constexpr int kRows = 6;
  static constexpr bool kHasByteDot = false;

  static inline I load(const int32_t *p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(p)); }
  static inline void store(int32_t *p, I x) { _mm256_storeu_si256(reinterpret_cast<__m256i *>(p), x); }
  static inline F loadFloat(const float *p) { return _mm256_loadu_ps(p); }
  static inline void storeFloat(float *p, F x) { _mm256_storeu_ps(p, x); }
  static inline I first(int32_t count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  static inline F loadFloats(const float *p, int32_t count) {
    return count >= kLanes ? loadFloat(p) : _mm256_maskload_ps(p, first(count));
  }
  static inline void storeFloats(float *p, F x, int32_t count) {
    if (count >= kLanes) return storeFloat(p, x);
    _mm256_maskstore_ps(p, first(count), x);
  }
  static inline void storeBytes(int8_t *p, I x, int32_t count) {
    const __m256i order = _mm256_setr_epi8(0, 4, 8, 12, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 4, 8, 12, -1,
                                           -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
    const __m256i packed = _mm256_shuffle_epi8(x, order);
    const int64_t bytes =
        _mm_cvtsi128_si64(_mm_unpacklo_epi32(_mm256_castsi256_si128(packed), _mm256_extracti128_si256(packed, 1)));
    if (count >= kLanes) {
      __builtin_memcpy(p, &bytes, kLanes);
      return;
    }
    for (int32_t i = 0; i < count; i++) p[i] = int8_t(bytes >> (8 * i));
  }
  static inline D loadDouble(const double *p) { return _mm256_loadu_pd(p); }
  static inline void storeDouble(double *p, D x) { _mm256_storeu_pd(p, x); }
  static inline D allDouble(double x) { return _mm256_set1_pd(x); }
  static inline D low(F x) { return _mm256_cvtps_pd(_mm256_castps256_ps128(x)); }
  static inline D high(F x) { return _mm256_cvtps_pd(_mm256_extractf128_ps(x, 1)); }
  static inline F narrow(D low, D high) {
    return _mm256_insertf128_ps(_mm256_castps128_ps256(_mm256_cvtpd_ps(low)), _mm256_cvtpd_ps(high), 1);
  }
  static inline D add(D a, D b) { return _mm256_add_pd(a, b); }
  static inline D subtract(D a, D b) { return _mm256_sub_pd(a, b); }
  static inline D multiply(D a, D b) { return _mm256_mul_pd(a, b); }
  static inline D divide(D a, D b) { return _mm256_div_pd(a, b); }
  static inline I all(int32_t x) { return _mm256_set1_epi32(x); }
  static inline F allFloat(float x) { return _mm256_set1_ps(x); }
  static inline I broadcast(const uint8_t *p) {
    int32_t step;
    __builtin_memcpy(&step, p, 4);
    return _mm256_set1_epi32(step);
  }
  static inline I dotWords(I sum, I x, I cells) { return _mm256_add_epi32(sum, _mm256_madd_epi16(x, cells)); }
  static inline I add(I a, I b) { return _mm256_add_epi32(a, b); }
  static inline int32_t total(I x) {
    const __m128i four = _mm_add_epi32(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
    const __m128i two = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(two, _mm_shuffle_epi32(two, 0xb1)));
  }
  static inline I addBytes(I a, I b) { return _mm256_add_epi8(a, b); }
  static inline I lowBytes(I x) { return _mm256_srai_epi16(_mm256_slli_epi16(x, 8), 8); }
  static inline I highBytes(I x) { return _mm256_srai_epi16(x, 8); }
  static inline I addWords(I a, I b) { return _mm256_add_epi16(a, b); }
  static inline I lowWord(I x) { return _mm256_srai_epi32(_mm256_slli_epi32(x, 16), 16); }
  static inline I highWord(I x) { return _mm256_srai_epi32(x, 16); }
  static inline I multiply(I a, I b) { return _mm256_mullo_epi32(a, b); }
  static inline I bitAnd(I a, I b) { return _mm256_and_si256(a, b); }
  static inline I bitOr(I a, I b) { return _mm256_or_si256(a, b); }
  static inline I bitXor(I a, I b) { return _mm256_xor_si256(a, b); }
  template <int n>
  static inline I shiftRight(I x) {
    return _mm256_srli_epi32(x, n);
  }
  template <int n>
  static inline I shiftLeft(I x) {
    return _mm256_slli_epi32(x, n);
  }
  static inline F add(F a, F b) { return _mm256_add_ps(a, b); }
  static inline F multiply(F a, F b) { return _mm256_mul_ps(a, b); }
  static inline F subtract(F a, F b) { return _mm256_sub_ps(a, b); }
  static inline F divide(F a, F b) { return _mm256_div_ps(a, b); }
  static inline F fused(F a, F b, F c) { return _mm256_fmadd_ps(a, b, c); }
  static inline F whereLess(F a, F b, F x, F y) { return _mm256_blendv_ps(y, x, _mm256_cmp_ps(a, b, _CMP_LT_OQ)); }
  static inline F smaller(F a, F b) { return _mm256_min_ps(a, b); }
  static inline F larger(F a, F b) { return _mm256_max_ps(a, b); }
  static inline I larger(I a, I b) { return _mm256_max_epi32(a, b); }
  static inline F toFloat(I x) { return _mm256_cvtepi32_ps(x); }
  static inline I roundHalfToEven(F x) { return _mm256_cvtps_epi32(x); }
  static inline I bits(F x) { return _mm256_castps_si256(x); }
  static inline F fromBits(I x) { return _mm256_castsi256_ps(x); }
  static inline int32_t countDifferent(F a, F b, int32_t lanes) {
    const uint32_t valid = lanes >= kLanes ? 0xffu : lanes <= 0 ? 0u : (1u << lanes) - 1;
    return __builtin_popcount(uint32_t(_mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_NEQ_UQ))) & valid);
  }
  static inline void lookUp(I row, F *c) {
    const I index = _mm256_slli_epi32(_mm256_and_si256(row, all(31)), 2);
    for (int i = 0; i < 4; i++) c[i] = _mm256_i32gather_ps(&kInverseNormal[0][i], index, 4);
  }
};

}  // namespace
