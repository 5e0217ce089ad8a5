// A crossbar product as src/worker/kernels/operators/crossbar.ts lays it out, in the order of its `fields`.
#pragma once

#include "../gather.h"
#include "../operands/crossbar.h"
#include "../operator.h"

namespace {

struct CrossbarCall {
  const uint8_t *packed;
  CrossbarShape shape;
  // int8, or float32 to be quantized to inputBits.
  const void *input;
  bool quantize;
  int32_t inputBits;
  Gather gather;
  int32_t rows;
  int32_t inputSlices, sliceBits;
  // The converter of converter.ts.
  bool lossless;
  float inverseLsb, low, high;
  const int32_t *sliceWeight;
  int32_t offset;
  bool noisy;
  int32_t noiseKey;
  double outputNoise, cellNoise;
  float scale;
  const float *columnScale;
  // Null: none.
  const float *bias;
  // Null: not counted.
  const int32_t *driveEnergy;
  const int16_t *conductance;
  float *output;
  int32_t outputStride;

  explicit CrossbarCall(const Fields &f)
      : packed(f.packed(0)),
        shape{f.integer(1), f.integer(2), f.integer(3), f.integer(4), f.integer(5) != 0},
        input(f.array<const void>(0)),
        quantize(f.integer(9) != 0),
        inputBits(f.integer(9)),
        gather{f.array<const int32_t>(1), f.array<const int32_t>(2), f.integer(7), f.integer(8)},
        rows(f.integer(6)),
        inputSlices(f.integer(10)),
        sliceBits(f.integer(11)),
        lossless(f.integer(12) != 0),
        inverseLsb(f.real(13)),
        low(f.real(14)),
        high(f.real(15)),
        sliceWeight(f.array<const int32_t>(3)),
        offset(f.integer(16)),
        noisy(f.integer(17) != 0),
        noiseKey(f.integer(18)),
        outputNoise(f.wide(19)),
        cellNoise(f.wide(20)),
        scale(f.real(21)),
        columnScale(f.array<const float>(4)),
        bias(f.array<const float>(5)),
        driveEnergy(f.array<const int32_t>(6)),
        conductance(f.array<const int16_t>(7)),
        output(f.array<float>(8)),
        outputStride(f.integer(22)) {}
};

}  // namespace
