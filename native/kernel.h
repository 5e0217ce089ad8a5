// What the kernels take and give, shared by the Node-API addon and the WebAssembly module. The meaning of every field and the
// arithmetic are those of src/worker/kernels/kernels.ts; reference.ts is the definition. Every pointer has been checked by the caller.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct Gather {
  const int32_t *rowStart;
  const int32_t *tapStart;
  int32_t taps;
  int32_t tapLength;
};

// Cells of one layer as TypeScript holds them: `slices` arrays of [rows, columns], int8 or (wide) int16.
struct CrossbarShape {
  int32_t rows;
  int32_t columns;
  int32_t tileRows;
  int32_t slices;
  int32_t wide;
};

// The same cells in the layout of one instruction set, in one block of memory that `pack` fills. See crossbar_template.h.
struct PackedCrossbar {
  CrossbarShape shape;
  const uint8_t *cells;
  const int32_t *corrections;
  const int32_t *columnWords;
  const int32_t *peaks;
};

struct CrossbarCall {
  const int8_t *input;
  Gather gather;
  int32_t inputSlices;
  int32_t sliceBits;
  // The converter of converter.ts.
  int32_t lossless;
  float inverseLsb;
  float low;
  float high;
  const int32_t *sliceWeight;
  int32_t offset;
  int32_t noiseKey;
  // Added to a row's number before it meets the key: WebAssembly sees a part of the rows.
  int32_t noiseRow;
  // Null: no noise.
  const float *sigma;
  const float *rowScale;
  const float *columnScale;
  // Null: none.
  const float *bias;
  float *output;
  int32_t outputStride;
};

struct MatmulCall {
  const float *a;
  Gather gather;
  const float *b;
  int32_t k;
  int32_t n;
  const float *bias;
  float *c;
  int32_t cStride;
};

// One instruction set. Scratch and packed memory are 64-byte aligned and of at least the size asked for.
struct InstructionSet {
  const char *name;
  size_t (*packedBytes)(const CrossbarShape &);
  void (*pack)(const CrossbarShape &, const void *const *slices, uint8_t *memory, PackedCrossbar &);
  size_t (*crossbarScratch)(const PackedCrossbar &, int32_t inputSlices);
  // Returns how many conversions clipped.
  double (*crossbar)(const PackedCrossbar &, const CrossbarCall &, int32_t from, int32_t to, uint8_t *scratch);
  size_t (*matmulScratch)(int32_t k);
  void (*matmul)(const MatmulCall &, int32_t from, int32_t to, uint8_t *scratch);
};
