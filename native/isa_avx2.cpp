#include <immintrin.h>

#include "isa.h"

namespace {

struct Avx2 {
  using I = __m256i;
  using F = __m256;
  static constexpr int kLanes = 8;
  static constexpr int kVectors = 2;
  static constexpr int kRows = 6;
  static constexpr bool kHasByteDot = false;

  static inline I load(const int32_t *p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i *>(p)); }
  static inline void store(int32_t *p, I x) { _mm256_storeu_si256(reinterpret_cast<__m256i *>(p), x); }
  static inline F loadFloat(const float *p) { return _mm256_loadu_ps(p); }
  static inline void storeFloat(float *p, F x) { _mm256_storeu_ps(p, x); }
  static inline I all(int32_t x) { return _mm256_set1_epi32(x); }
  static inline F allFloat(float x) { return _mm256_set1_ps(x); }
  static inline I broadcast(const uint8_t *p) {
    int32_t step;
    __builtin_memcpy(&step, p, 4);
    return _mm256_set1_epi32(step);
  }
  static inline I dotWords(I sum, I x, I cells) { return _mm256_add_epi32(sum, _mm256_madd_epi16(x, cells)); }
  static inline I add(I a, I b) { return _mm256_add_epi32(a, b); }
  static inline I multiply(I a, I b) { return _mm256_mullo_epi32(a, b); }
  static inline I bitAnd(I a, I b) { return _mm256_and_si256(a, b); }
  static inline I bitOr(I a, I b) { return _mm256_or_si256(a, b); }
  static inline I bitXor(I a, I b) { return _mm256_xor_si256(a, b); }
  template <int n>
  static inline I shiftRight(I x) {
    return _mm256_srli_epi32(x, n);
  }
  static inline F add(F a, F b) { return _mm256_add_ps(a, b); }
  static inline F multiply(F a, F b) { return _mm256_mul_ps(a, b); }
  static inline F smaller(F a, F b) { return _mm256_min_ps(a, b); }
  static inline F larger(F a, F b) { return _mm256_max_ps(a, b); }
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

extern const InstructionSet kAvx2 = instructionSet<Avx2>("AVX2");
