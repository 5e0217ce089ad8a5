// WebAssembly's 128-bit vectors.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <wasm_simd128.h>

#include "../fused_in_double.h"
#include "../gaussian_table.h"

namespace {

struct Simd128 {
  using I = v128_t;
  // A type of its own, so that the two kinds of add and multiply are told apart.
  struct F {
    v128_t v;
  };
  struct D {
    v128_t v;
  };
  static constexpr int kLanes = 4;
  static constexpr int kVectors = 2;
  static constexpr int kRows = 4;
  static constexpr bool kHasByteDot = false;

  static inline I load(const int32_t *p) { return wasm_v128_load(p); }
  static inline void store(int32_t *p, I x) { wasm_v128_store(p, x); }
  static inline F loadFloat(const float *p) { return {wasm_v128_load(p)}; }
  static inline void storeFloat(float *p, F x) { wasm_v128_store(p, x.v); }
  static inline size_t present(int32_t count) { return size_t(count >= kLanes ? kLanes : count); }
  static inline F loadFloats(const float *p, int32_t count) {
    if (count >= kLanes) return loadFloat(p);
    float x[kLanes] = {};
    for (size_t i = 0; i < present(count); i++) x[i] = p[i];
    return loadFloat(x);
  }
  static inline void storeFloats(float *p, F x, int32_t count) {
    if (count >= kLanes) return storeFloat(p, x);
    float all[kLanes];
    storeFloat(all, x);
    for (size_t i = 0; i < present(count); i++) p[i] = all[i];
  }
  static inline void storeBytes(int8_t *p, I x, int32_t count) {
    if (count >= kLanes) {
      wasm_v128_store32_lane(p, wasm_i8x16_shuffle(x, x, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12), 0);
      return;
    }
    int32_t all[kLanes];
    store(all, x);
    for (size_t i = 0; i < present(count); i++) p[i] = int8_t(all[i]);
  }
  static inline D loadDouble(const double *p) { return {wasm_v128_load(p)}; }
  static inline void storeDouble(double *p, D x) { wasm_v128_store(p, x.v); }
  static inline D allDouble(double x) { return {wasm_f64x2_splat(x)}; }
  static inline D low(F x) { return {wasm_f64x2_promote_low_f32x4(x.v)}; }
  static inline D high(F x) { return {wasm_f64x2_promote_low_f32x4(wasm_i64x2_shuffle(x.v, x.v, 1, 0))}; }
  static inline F narrow(D low, D high) {
    return {wasm_i64x2_shuffle(wasm_f32x4_demote_f64x2_zero(low.v), wasm_f32x4_demote_f64x2_zero(high.v), 0, 2)};
  }
  static inline D add(D a, D b) { return {wasm_f64x2_add(a.v, b.v)}; }
  static inline D subtract(D a, D b) { return {wasm_f64x2_sub(a.v, b.v)}; }
  static inline D multiply(D a, D b) { return {wasm_f64x2_mul(a.v, b.v)}; }
  static inline D divide(D a, D b) { return {wasm_f64x2_div(a.v, b.v)}; }
  static inline I all(int32_t x) { return wasm_i32x4_splat(x); }
  static inline F allFloat(float x) { return {wasm_f32x4_splat(x)}; }
  static inline I broadcast(const uint8_t *p) { return wasm_v128_load32_splat(p); }
  static inline I dotWords(I sum, I x, I cells) { return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(x, cells)); }
  static inline I add(I a, I b) { return wasm_i32x4_add(a, b); }
  static inline int32_t total(I x) {
    const v128_t two = wasm_i32x4_add(x, wasm_i64x2_shuffle(x, x, 1, 0));
    return wasm_i32x4_extract_lane(two, 0) + wasm_i32x4_extract_lane(two, 1);
  }
  static inline I addBytes(I a, I b) { return wasm_i8x16_add(a, b); }
  static inline I lowBytes(I x) { return wasm_i16x8_shr(wasm_i16x8_shl(x, 8), 8); }
  static inline I highBytes(I x) { return wasm_i16x8_shr(x, 8); }
  static inline I addWords(I a, I b) { return wasm_i16x8_add(a, b); }
  static inline I lowWord(I x) { return wasm_i32x4_shr(wasm_i32x4_shl(x, 16), 16); }
  static inline I highWord(I x) { return wasm_i32x4_shr(x, 16); }
  static inline I multiply(I a, I b) { return wasm_i32x4_mul(a, b); }
  static inline I bitAnd(I a, I b) { return wasm_v128_and(a, b); }
  static inline I bitOr(I a, I b) { return wasm_v128_or(a, b); }
  static inline I bitXor(I a, I b) { return wasm_v128_xor(a, b); }
  template <int n>
  static inline I shiftRight(I x) {
    return wasm_u32x4_shr(x, n);
  }
  template <int n>
  static inline I shiftLeft(I x) {
    return wasm_i32x4_shl(x, n);
  }
  static inline F add(F a, F b) { return {wasm_f32x4_add(a.v, b.v)}; }
  static inline F multiply(F a, F b) { return {wasm_f32x4_mul(a.v, b.v)}; }
  static inline F subtract(F a, F b) { return {wasm_f32x4_sub(a.v, b.v)}; }
  static inline F divide(F a, F b) { return {wasm_f32x4_div(a.v, b.v)}; }
#ifdef __wasm_relaxed_simd__
  // Fused on every processor that has the instruction: wasm.ts asks before it takes this module.
  static inline F fused(F a, F b, F c) { return {wasm_f32x4_relaxed_madd(a.v, b.v, c.v)}; }
#else
  // In float64, which cannot go wrong unless its sum is exactly between two float32: then each lane by itself.
  static inline F fused(F a, F b, F c) {
    const D bottom = add(multiply(low(a), low(b)), low(c)), top = add(multiply(high(a), high(b)), high(c));
    if (__builtin_expect(wasm_v128_any_true(wasm_v128_or(mayBeBetween(bottom), mayBeBetween(top))), 0))
      return fusedByLanes(a, b, c);
    return narrow(bottom, top);
  }
  // Where the 29 bits that float32 lacks are one half, or where it lacks more of them because it is subnormal.
  static inline I mayBeBetween(D x) {
    const I half = wasm_i64x2_eq(wasm_v128_and(x.v, wasm_i64x2_splat(0x1fffffff)), wasm_i64x2_splat(0x10000000));
    const I tiny = wasm_f64x2_lt(wasm_f64x2_abs(x.v), wasm_f64x2_splat(0x1p-126));
    return wasm_v128_or(half, wasm_v128_and(tiny, wasm_f64x2_ne(x.v, wasm_f64x2_splat(0))));
  }
  __attribute__((noinline)) static F fusedByLanes(F a, F b, F c) {
    return {wasm_f32x4_make(fusedInDouble(wasm_f32x4_extract_lane(a.v, 0), wasm_f32x4_extract_lane(b.v, 0),
                                          wasm_f32x4_extract_lane(c.v, 0)),
                            fusedInDouble(wasm_f32x4_extract_lane(a.v, 1), wasm_f32x4_extract_lane(b.v, 1),
                                          wasm_f32x4_extract_lane(c.v, 1)),
                            fusedInDouble(wasm_f32x4_extract_lane(a.v, 2), wasm_f32x4_extract_lane(b.v, 2),
                                          wasm_f32x4_extract_lane(c.v, 2)),
                            fusedInDouble(wasm_f32x4_extract_lane(a.v, 3), wasm_f32x4_extract_lane(b.v, 3),
                                          wasm_f32x4_extract_lane(c.v, 3)))};
  }
#endif
  static inline F whereLess(F a, F b, F x, F y) { return {wasm_v128_bitselect(x.v, y.v, wasm_f32x4_lt(a.v, b.v))}; }
  static inline F smaller(F a, F b) { return {wasm_f32x4_pmin(b.v, a.v)}; }
  static inline F larger(F a, F b) { return {wasm_f32x4_pmax(b.v, a.v)}; }
  static inline I larger(I a, I b) { return wasm_i32x4_max(a, b); }
  static inline F toFloat(I x) { return {wasm_f32x4_convert_i32x4(x)}; }
  static inline I roundHalfToEven(F x) { return wasm_i32x4_trunc_sat_f32x4(wasm_f32x4_nearest(x.v)); }
  static inline I bits(F x) { return x.v; }
  static inline F fromBits(I x) { return {x}; }
  static inline int32_t countDifferent(F a, F b, int32_t lanes) {
    const uint32_t valid = lanes >= kLanes ? 0xfu : lanes <= 0 ? 0u : (1u << lanes) - 1;
    return __builtin_popcount(wasm_i32x4_bitmask(wasm_f32x4_ne(a.v, b.v)) & valid);
  }
  static inline void lookUp(I row, F *c) {
    const I index = wasm_v128_and(row, all(31));
    const v128_t r0 = wasm_v128_load(kInverseNormal[wasm_i32x4_extract_lane(index, 0)]);
    const v128_t r1 = wasm_v128_load(kInverseNormal[wasm_i32x4_extract_lane(index, 1)]);
    const v128_t r2 = wasm_v128_load(kInverseNormal[wasm_i32x4_extract_lane(index, 2)]);
    const v128_t r3 = wasm_v128_load(kInverseNormal[wasm_i32x4_extract_lane(index, 3)]);
    const v128_t low01 = wasm_i32x4_shuffle(r0, r1, 0, 4, 1, 5), low23 = wasm_i32x4_shuffle(r2, r3, 0, 4, 1, 5);
    const v128_t high01 = wasm_i32x4_shuffle(r0, r1, 2, 6, 3, 7), high23 = wasm_i32x4_shuffle(r2, r3, 2, 6, 3, 7);
    c[0] = {wasm_i64x2_shuffle(low01, low23, 0, 2)};
    c[1] = {wasm_i64x2_shuffle(low01, low23, 1, 3)};
    c[2] = {wasm_i64x2_shuffle(high01, high23, 0, 2)};
    c[3] = {wasm_i64x2_shuffle(high01, high23, 1, 3)};
  }
};

}  // namespace
