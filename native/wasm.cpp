// The kernels as a WebAssembly module: SIMD128, no library. wasm.ts places everything in its memory and passes the fields of
// kernel.h in their order. Built by scripts/build-wasm.mjs.
#include <wasm_simd128.h>

#include "isa.h"

namespace {

struct Simd128 {
  using I = v128_t;
  // A type of its own, so that the two kinds of add and multiply are told apart.
  struct F {
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
  static inline I all(int32_t x) { return wasm_i32x4_splat(x); }
  static inline F allFloat(float x) { return {wasm_f32x4_splat(x)}; }
  static inline I broadcast(const uint8_t *p) { return wasm_v128_load32_splat(p); }
  static inline I dotWords(I sum, I x, I cells) { return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(x, cells)); }
  static inline I add(I a, I b) { return wasm_i32x4_add(a, b); }
  static inline I multiply(I a, I b) { return wasm_i32x4_mul(a, b); }
  static inline I bitAnd(I a, I b) { return wasm_v128_and(a, b); }
  static inline I bitOr(I a, I b) { return wasm_v128_or(a, b); }
  static inline I bitXor(I a, I b) { return wasm_v128_xor(a, b); }
  template <int n>
  static inline I shiftRight(I x) {
    return wasm_u32x4_shr(x, n);
  }
  static inline F add(F a, F b) { return {wasm_f32x4_add(a.v, b.v)}; }
  static inline F multiply(F a, F b) { return {wasm_f32x4_mul(a.v, b.v)}; }
  static inline F smaller(F a, F b) { return {wasm_f32x4_pmin(a.v, b.v)}; }
  static inline F larger(F a, F b) { return {wasm_f32x4_pmax(a.v, b.v)}; }
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

using Kernel = Crossbar<Simd128>;

// One block of memory per crossbar: this, then the packed cells.
struct alignas(64) Programmed {
  PackedCrossbar packed;
};

}  // namespace

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

EXPORT(programmedBytes)
size_t programmedBytes(int32_t rows, int32_t columns, int32_t tileRows, int32_t wide, int32_t slices) {
  return sizeof(Programmed) + Kernel::packedBytes({rows, columns, tileRows, slices, wide});
}

EXPORT(program)
void program(Programmed *block, int32_t rows, int32_t columns, int32_t tileRows, int32_t wide, int32_t slices, const void *const *cells) {
  Kernel::pack({rows, columns, tileRows, slices, wide}, cells, reinterpret_cast<uint8_t *>(block + 1), block->packed);
}

EXPORT(crossbarScratch)
size_t crossbarScratch(const Programmed *block, int32_t inputSlices) { return Kernel::scratch(block->packed, inputSlices); }

EXPORT(crossbar)
double crossbar(const Programmed *block, uint8_t *scratch, int32_t rows, const int8_t *input, const int32_t *rowStart, const int32_t *tapStart,
                int32_t taps, int32_t tapLength, int32_t inputSlices, int32_t sliceBits, int32_t lossless, float inverseLsb, float low, float high,
                const int32_t *sliceWeight, int32_t offset, int32_t noiseKey, int32_t noiseRow, const float *sigma, const float *rowScale,
                const float *columnScale, const float *bias, float *output, int32_t outputStride) {
  const CrossbarCall call = {input, {rowStart, tapStart, taps, tapLength}, inputSlices, sliceBits, lossless, inverseLsb, low, high,
                             sliceWeight, offset, noiseKey, noiseRow, sigma, rowScale, columnScale, bias, output, outputStride};
  return Kernel::run(block->packed, call, 0, rows, scratch);
}

EXPORT(matmulScratch)
size_t matmulScratch(int32_t k) { return Matmul<Simd128>::scratch(k); }

EXPORT(matmul)
void matmul(uint8_t *scratch, int32_t rows, const float *a, const int32_t *rowStart, const int32_t *tapStart, int32_t taps, int32_t tapLength,
            const float *b, int32_t k, int32_t n, const float *bias, float *c, int32_t cStride) {
  Matmul<Simd128>::run({a, {rowStart, tapStart, taps, tapLength}, b, k, n, bias, c, cStride}, 0, rows, scratch);
}
