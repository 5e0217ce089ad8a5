// AVX2 with the byte products of AVX-VNNI: Intel's processors without AVX-512 from 2021 on, AMD's from Zen 5 on.
#pragma once

#include "avx2.h"

namespace {

struct AvxVnni : Avx2 {
  static constexpr bool kHasByteDot = true;

  static inline I dotBytes(I sum, I x, I cells) { return _mm256_dpbusd_avx_epi32(sum, x, cells); }
  static inline I dotWords(I sum, I x, I cells) { return _mm256_dpwssd_avx_epi32(sum, x, cells); }
};

}  // namespace
