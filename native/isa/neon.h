// ARM's 128-bit vectors: what GNU notation says as well as intrinsics is taken from the portable class.
#pragma once

#include <arm_neon.h>

#include "portable.h"

namespace {

struct Neon : Portable {
  static constexpr int kVectors = 4;
  static constexpr int kRows = 6;

  static inline I dotWords(I sum, I x, I cells) {
    const int16x8_t a = vreinterpretq_s16_s32(int32x4_t(x)), b = vreinterpretq_s16_s32(int32x4_t(cells));
    const int32x4_t products = vpaddq_s32(vmull_s16(vget_low_s16(a), vget_low_s16(b)), vmull_high_s16(a, b));
    return I(vaddq_s32(int32x4_t(sum), products));
  }
  static inline F fused(F a, F b, F c) { return F(vfmaq_f32(float32x4_t(c), float32x4_t(a), float32x4_t(b))); }
  static inline I roundHalfToEven(F x) { return I(vcvtnq_s32_f32(float32x4_t(x))); }
  static inline D low(F x) { return D(vcvt_f64_f32(vget_low_f32(float32x4_t(x)))); }
  static inline D high(F x) { return D(vcvt_high_f64_f32(float32x4_t(x))); }
  static inline F narrow(D low, D high) {
    return F(vcvt_high_f32_f64(vcvt_f32_f64(float64x2_t(low)), float64x2_t(high)));
  }
};

#if defined(__ARM_FEATURE_MATMUL_INT8)
// With the dot product of unsigned and signed bytes of Armv8.6.
struct NeonI8mm : Neon {
  static constexpr bool kHasByteDot = true;
  static inline I dotBytes(I sum, I x, I cells) {
    return I(vusdotq_s32(int32x4_t(sum), vreinterpretq_u8_s32(int32x4_t(x)), vreinterpretq_s8_s32(int32x4_t(cells))));
  }
};
#endif

}  // namespace
