// Written by scripts/write-kernel-calls.mjs from the fields that src/worker/kernels/operators and operands describe.
#pragma once

#include <stdint.h>

// A call as TypeScript hands it over: numbers, and arrays or null. Sizes have been checked.
struct Fields {
  static constexpr int32_t kNumbers = 24;
  static constexpr int32_t kArrays = 9;

  double numbers[kNumbers];
  void *arrays[kArrays];
};

// Exact integers, so that the order in which threads add theirs does not matter.
struct Counts {
  // Conversions of an ADC.
  int64_t conversions = 0;
  // Conversions that left the range.
  int64_t clipped = 0;
  // Energy conducted by the cells, see operators/crossbar.ts.
  int64_t conduction = 0;
  // Inputs that are not finite numbers; the results are then worth nothing.
  int64_t nonFinite = 0;
};

namespace {

constexpr int64_t Counts::*kCounters[] = {
    &Counts::conversions,
    &Counts::clipped,
    &Counts::conduction,
    &Counts::nonFinite,
};
constexpr const char *kCounterNames[] = {"conversions", "clipped", "conduction", "nonFinite"};

inline int32_t integerOf(double number) { return int32_t(int64_t(number)); }
// Weights that `load` has packed.
inline const uint8_t *packedAt(double address) { return reinterpret_cast<const uint8_t *>(uintptr_t(address)); }

enum class Activation : int32_t { silu, gelu, quick_gelu };

struct CrossbarShape {
  int32_t rows;
  int32_t columns;
  int32_t tileRows;
  int32_t weightSlices;
  bool wide;
};

struct Gather {
  const int32_t *rowStart;
  const int32_t *tapStart;
  int32_t taps;
  int32_t tapLength;
};

struct ImageLines {
  int32_t batch;
  int32_t height;
  int32_t length;
  int32_t top;
  int32_t bottom;
  int32_t left;
  int32_t right;
};

struct ActivationCall {
  static constexpr const char *kSignature =
      "activation(activation: silu | gelu | quick_gelu, x: f32[], y: out f32[], length: i32)";

  Activation activation;
  const float *x;
  float *y;
  int32_t length;

  explicit ActivationCall(const Fields &f)
      : activation(Activation(integerOf(f.numbers[0]))),
        x(static_cast<const float *>(f.arrays[0])),
        y(static_cast<float *>(f.arrays[1])),
        length(integerOf(f.numbers[1])) {}
};

struct AddCall {
  static constexpr const char *kSignature =
      "add(a: f32[], b: f32[], sum: out f32[], length: i32)";

  const float *a;
  const float *b;
  float *sum;
  int32_t length;

  explicit AddCall(const Fields &f)
      : a(static_cast<const float *>(f.arrays[0])),
        b(static_cast<const float *>(f.arrays[1])),
        sum(static_cast<float *>(f.arrays[2])),
        length(integerOf(f.numbers[0])) {}
};

struct AttentionCall {
  static constexpr const char *kSignature =
      "attention(q: f32[], k: f32[], v: f32[], out: out f32[], batch: i32, queries: i32, keys: i32, heads: "
      "i32, size: i32, causal: bool, scale: f32)";

  const float *q;
  const float *k;
  const float *v;
  float *out;
  int32_t batch;
  int32_t queries;
  int32_t keys;
  int32_t heads;
  int32_t size;
  bool causal;
  float scale;

  explicit AttentionCall(const Fields &f)
      : q(static_cast<const float *>(f.arrays[0])),
        k(static_cast<const float *>(f.arrays[1])),
        v(static_cast<const float *>(f.arrays[2])),
        out(static_cast<float *>(f.arrays[3])),
        batch(integerOf(f.numbers[0])),
        queries(integerOf(f.numbers[1])),
        keys(integerOf(f.numbers[2])),
        heads(integerOf(f.numbers[3])),
        size(integerOf(f.numbers[4])),
        causal(f.numbers[5] != 0),
        scale(float(f.numbers[6])) {}
};

struct ChannelSumsCall {
  static constexpr const char *kSignature =
      "channelSums(x: f32[], added: f32[]?, sums: out f64[], batch: i32, pixels: i32, channels: i32, "
      "chunkPixels: i32)";

  const float *x;
  const float *added;
  double *sums;
  int32_t batch;
  int32_t pixels;
  int32_t channels;
  int32_t chunkPixels;

  explicit ChannelSumsCall(const Fields &f)
      : x(static_cast<const float *>(f.arrays[0])),
        added(static_cast<const float *>(f.arrays[1])),
        sums(static_cast<double *>(f.arrays[2])),
        batch(integerOf(f.numbers[0])),
        pixels(integerOf(f.numbers[1])),
        channels(integerOf(f.numbers[2])),
        chunkPixels(integerOf(f.numbers[3])) {}
};

struct ConcatChannelsCall {
  static constexpr const char *kSignature =
      "concatChannels(a: f32[], b: f32[], y: out f32[], pixels: i32, widthA: i32, widthB: i32)";

  const float *a;
  const float *b;
  float *y;
  int32_t pixels;
  int32_t widthA;
  int32_t widthB;

  explicit ConcatChannelsCall(const Fields &f)
      : a(static_cast<const float *>(f.arrays[0])),
        b(static_cast<const float *>(f.arrays[1])),
        y(static_cast<float *>(f.arrays[2])),
        pixels(integerOf(f.numbers[0])),
        widthA(integerOf(f.numbers[1])),
        widthB(integerOf(f.numbers[2])) {}
};

struct CrossbarCall {
  static constexpr const char *kSignature =
      "crossbar(crossbar: packed, shape: (rows: i32, columns: i32, tileRows: i32, weightSlices: i32, wide: "
      "bool), input: any[], gather: (rowStart: i32[], tapStart: i32[], taps: i32, tapLength: i32), rows: "
      "i32, quantize: bool, inputBits: i32, inputSlices: i32, sliceBits: i32, lossless: bool, inverseLsb: "
      "f32, low: f32, high: f32, sliceWeight: i32[], offset: i32, noisy: bool, noiseKey: i32, outputNoise: "
      "f64, cellNoise: f64, scale: f32, columnScale: f32[], bias: f32[]?, driveEnergy: i32[]?, "
      "rowConductance: i16[]?, output: out f32[], outputStride: i32)";

  const uint8_t *crossbar;
  CrossbarShape shape;
  const void *input;
  Gather gather;
  int32_t rows;
  bool quantize;
  int32_t inputBits;
  int32_t inputSlices;
  int32_t sliceBits;
  bool lossless;
  float inverseLsb;
  float low;
  float high;
  const int32_t *sliceWeight;
  int32_t offset;
  bool noisy;
  int32_t noiseKey;
  double outputNoise;
  double cellNoise;
  float scale;
  const float *columnScale;
  const float *bias;
  const int32_t *driveEnergy;
  const int16_t *rowConductance;
  float *output;
  int32_t outputStride;

  explicit CrossbarCall(const Fields &f)
      : crossbar(packedAt(f.numbers[0])),
        shape{
            integerOf(f.numbers[1]),
            integerOf(f.numbers[2]),
            integerOf(f.numbers[3]),
            integerOf(f.numbers[4]),
            f.numbers[5] != 0},
        input(static_cast<const void *>(f.arrays[0])),
        gather{
            static_cast<const int32_t *>(f.arrays[1]),
            static_cast<const int32_t *>(f.arrays[2]),
            integerOf(f.numbers[6]),
            integerOf(f.numbers[7])},
        rows(integerOf(f.numbers[8])),
        quantize(f.numbers[9] != 0),
        inputBits(integerOf(f.numbers[10])),
        inputSlices(integerOf(f.numbers[11])),
        sliceBits(integerOf(f.numbers[12])),
        lossless(f.numbers[13] != 0),
        inverseLsb(float(f.numbers[14])),
        low(float(f.numbers[15])),
        high(float(f.numbers[16])),
        sliceWeight(static_cast<const int32_t *>(f.arrays[3])),
        offset(integerOf(f.numbers[17])),
        noisy(f.numbers[18] != 0),
        noiseKey(integerOf(f.numbers[19])),
        outputNoise(f.numbers[20]),
        cellNoise(f.numbers[21]),
        scale(float(f.numbers[22])),
        columnScale(static_cast<const float *>(f.arrays[4])),
        bias(static_cast<const float *>(f.arrays[5])),
        driveEnergy(static_cast<const int32_t *>(f.arrays[6])),
        rowConductance(static_cast<const int16_t *>(f.arrays[7])),
        output(static_cast<float *>(f.arrays[8])),
        outputStride(integerOf(f.numbers[23])) {}
};

struct GegluCall {
  static constexpr const char *kSignature =
      "geglu(x: f32[], y: out f32[], rows: i32, width: i32)";

  const float *x;
  float *y;
  int32_t rows;
  int32_t width;

  explicit GegluCall(const Fields &f)
      : x(static_cast<const float *>(f.arrays[0])),
        y(static_cast<float *>(f.arrays[1])),
        rows(integerOf(f.numbers[0])),
        width(integerOf(f.numbers[1])) {}
};

struct GroupNormCall {
  static constexpr const char *kSignature =
      "groupNorm(x: f32[], sums: f64[], weight: f32[], bias: f32[], added: f32[]?, scaleShift: f32[]?, y: "
      "out f32[], batch: i32, pixels: i32, channels: i32, groups: i32, chunks: i32, eps: f64, applySilu: "
      "bool)";

  const float *x;
  const double *sums;
  const float *weight;
  const float *bias;
  const float *added;
  const float *scaleShift;
  float *y;
  int32_t batch;
  int32_t pixels;
  int32_t channels;
  int32_t groups;
  int32_t chunks;
  double eps;
  bool applySilu;

  explicit GroupNormCall(const Fields &f)
      : x(static_cast<const float *>(f.arrays[0])),
        sums(static_cast<const double *>(f.arrays[1])),
        weight(static_cast<const float *>(f.arrays[2])),
        bias(static_cast<const float *>(f.arrays[3])),
        added(static_cast<const float *>(f.arrays[4])),
        scaleShift(static_cast<const float *>(f.arrays[5])),
        y(static_cast<float *>(f.arrays[6])),
        batch(integerOf(f.numbers[0])),
        pixels(integerOf(f.numbers[1])),
        channels(integerOf(f.numbers[2])),
        groups(integerOf(f.numbers[3])),
        chunks(integerOf(f.numbers[4])),
        eps(f.numbers[5]),
        applySilu(f.numbers[6] != 0) {}
};

struct LargestMagnitudeCall {
  static constexpr const char *kSignature =
      "largestMagnitude(data: f32[], largest: out f32[], length: i32)";

  const float *data;
  float *largest;
  int32_t length;

  explicit LargestMagnitudeCall(const Fields &f)
      : data(static_cast<const float *>(f.arrays[0])),
        largest(static_cast<float *>(f.arrays[1])),
        length(integerOf(f.numbers[0])) {}
};

struct LayerNormCall {
  static constexpr const char *kSignature =
      "layerNorm(x: f32[], weight: f32[], bias: f32[], y: out f32[], rows: i32, width: i32, eps: f64)";

  const float *x;
  const float *weight;
  const float *bias;
  float *y;
  int32_t rows;
  int32_t width;
  double eps;

  explicit LayerNormCall(const Fields &f)
      : x(static_cast<const float *>(f.arrays[0])),
        weight(static_cast<const float *>(f.arrays[1])),
        bias(static_cast<const float *>(f.arrays[2])),
        y(static_cast<float *>(f.arrays[3])),
        rows(integerOf(f.numbers[0])),
        width(integerOf(f.numbers[1])),
        eps(f.numbers[2]) {}
};

struct MatmulCall {
  static constexpr const char *kSignature =
      "matmul(a: f32[], gather: (rowStart: i32[], tapStart: i32[], taps: i32, tapLength: i32), rows: i32, "
      "matrix: packed, outputs: i32, inputs: i32, bias: f32[]?, c: out f32[], cStride: i32)";

  const float *a;
  Gather gather;
  int32_t rows;
  const uint8_t *matrix;
  int32_t outputs;
  int32_t inputs;
  const float *bias;
  float *c;
  int32_t cStride;

  explicit MatmulCall(const Fields &f)
      : a(static_cast<const float *>(f.arrays[0])),
        gather{
            static_cast<const int32_t *>(f.arrays[1]),
            static_cast<const int32_t *>(f.arrays[2]),
            integerOf(f.numbers[0]),
            integerOf(f.numbers[1])},
        rows(integerOf(f.numbers[2])),
        matrix(packedAt(f.numbers[3])),
        outputs(integerOf(f.numbers[4])),
        inputs(integerOf(f.numbers[5])),
        bias(static_cast<const float *>(f.arrays[3])),
        c(static_cast<float *>(f.arrays[4])),
        cStride(integerOf(f.numbers[6])) {}
};

struct PadImageCall {
  static constexpr const char *kSignature =
      "padImage(image: f32[], padded: out f32[], lines: (batch: i32, height: i32, length: i32, top: i32, "
      "bottom: i32, left: i32, right: i32))";

  const float *image;
  float *padded;
  ImageLines lines;

  explicit PadImageCall(const Fields &f)
      : image(static_cast<const float *>(f.arrays[0])),
        padded(static_cast<float *>(f.arrays[1])),
        lines{
            integerOf(f.numbers[0]),
            integerOf(f.numbers[1]),
            integerOf(f.numbers[2]),
            integerOf(f.numbers[3]),
            integerOf(f.numbers[4]),
            integerOf(f.numbers[5]),
            integerOf(f.numbers[6])} {}
};

struct QuantizeImageCall {
  static constexpr const char *kSignature =
      "quantizeImage(image: f32[], quantized: out i8[], lines: (batch: i32, height: i32, length: i32, top: "
      "i32, bottom: i32, left: i32, right: i32), limit: f32, bits: i32)";

  const float *image;
  int8_t *quantized;
  ImageLines lines;
  float limit;
  int32_t bits;

  explicit QuantizeImageCall(const Fields &f)
      : image(static_cast<const float *>(f.arrays[0])),
        quantized(static_cast<int8_t *>(f.arrays[1])),
        lines{
            integerOf(f.numbers[0]),
            integerOf(f.numbers[1]),
            integerOf(f.numbers[2]),
            integerOf(f.numbers[3]),
            integerOf(f.numbers[4]),
            integerOf(f.numbers[5]),
            integerOf(f.numbers[6])},
        limit(float(f.numbers[7])),
        bits(integerOf(f.numbers[8])) {}
};

struct UpsampleNearestCall {
  static constexpr const char *kSignature =
      "upsampleNearest(x: f32[], y: out f32[], lines: i32, width: i32, channels: i32)";

  const float *x;
  float *y;
  int32_t lines;
  int32_t width;
  int32_t channels;

  explicit UpsampleNearestCall(const Fields &f)
      : x(static_cast<const float *>(f.arrays[0])),
        y(static_cast<float *>(f.arrays[1])),
        lines(integerOf(f.numbers[0])),
        width(integerOf(f.numbers[1])),
        channels(integerOf(f.numbers[2])) {}
};

struct CrossbarOperand {
  static constexpr const char *kSignature =
      "crossbar(shape: (rows: i32, columns: i32, tileRows: i32, weightSlices: i32, wide: bool), sliceCells: "
      "any[][])";

  CrossbarShape shape;
  const void *const *sliceCells;

  explicit CrossbarOperand(const Fields &f)
      : shape{
            integerOf(f.numbers[0]),
            integerOf(f.numbers[1]),
            integerOf(f.numbers[2]),
            integerOf(f.numbers[3]),
            f.numbers[4] != 0},
        sliceCells(f.arrays + 0) {}
};

struct MatrixOperand {
  static constexpr const char *kSignature =
      "matrix(weight: f32[], outputs: i32, inputs: i32)";

  const float *weight;
  int32_t outputs;
  int32_t inputs;

  explicit MatrixOperand(const Fields &f)
      : weight(static_cast<const float *>(f.arrays[0])),
        outputs(integerOf(f.numbers[0])),
        inputs(integerOf(f.numbers[1])) {}
};

}  // namespace
