// A block of rows of a product's input, quantized, cut into slices and laid out as the instructions want them.
#pragma once

#include "call.h"

namespace {

template <class Isa, bool wide>
struct Activations {
  using Layout = CrossbarLayout<Isa, wide>;
  using I = typename Isa::I;
  using F = typename Isa::F;
  static constexpr int32_t kLanes = Isa::kLanes;
  static constexpr bool kBytes = Layout::kBytes;
  static constexpr int32_t kStep = Layout::kStep;

  const CrossbarCall &call;
  const Layout &layout;
  int32_t inputSlices;
  // (tile, input slice), input slice fastest; and with the slices of the cells.
  int32_t planes, conversions;
  // Rows of a full block.
  int32_t rows;
  size_t rowBytes;
  // [input slice][row][step][element].
  uint8_t *data;
  // One row, int8 and before that float32.
  int8_t *line;
  float *floats;
  // [row] sum of the whole inputs, what one unit of a result is worth.
  int32_t *sums;
  float *scales;
  // [row][plane] what a sum starts from, standard deviation of the noise.
  int32_t *starts;
  float *sigmas;
  // [row][conversion].
  Draw *draws;
  // [K] drive energy of the block.
  int32_t *energies;
  size_t bytes;

  Activations(const CrossbarCall &given, const Layout &cells, int32_t slices, uint8_t *scratch) : call(given), layout(cells), inputSlices(slices) {
    planes = layout.tiles * inputSlices;
    conversions = planes * layout.shape.slices;
    rowBytes = aligned(size_t(layout.steps) * 4);
    rows = blockRows(rowBytes * size_t(inputSlices), call.rows);
    bytes = 0;
    data = take<uint8_t>(scratch, rowBytes * size_t(rows) * size_t(inputSlices));
    line = take<int8_t>(scratch, size_t(layout.shape.rows));
    floats = take<float>(scratch, call.quantize ? size_t(layout.shape.rows) : 0);
    sums = take<int32_t>(scratch, size_t(rows));
    scales = take<float>(scratch, size_t(rows));
    starts = take<int32_t>(scratch, size_t(rows) * planes);
    sigmas = take<float>(scratch, call.noisy ? size_t(rows) * planes : 0);
    draws = take<Draw>(scratch, call.noisy ? size_t(rows) * conversions : 0);
    energies = take<int32_t>(scratch, call.driveEnergy ? size_t(layout.shape.rows) : 0);
  }

  const uint8_t *at(int32_t slice, int32_t row, int32_t step) const {
    return data + (size_t(slice) * rows + row) * rowBytes + size_t(step) * 4;
  }

  // Lays rows [first, first + count) of the product; `counted` where no other part of the work counts them.
  void lay(int32_t first, int32_t count, bool counted, Counts &counts) {
    const bool drawn = counted && call.driveEnergy;
    if (drawn) __builtin_memset(energies, 0, size_t(layout.shape.rows) * 4);
    for (int32_t row = 0; row < count; row++) {
      fetch(first + row, row, counted, counts);
      int32_t sum = 0;
      for (int32_t k = 0; k < layout.shape.rows; k++) sum += line[k];
      sums[row] = sum;
      if (drawn) {
        for (int32_t k = 0; k < layout.shape.rows; k++) energies[k] += call.driveEnergy[line[k] + 128];
      }
      for (int32_t i = 0; i < inputSlices; i++) {
        for (int32_t tile = 0; tile < layout.tiles; tile++) layTile(row, tile, i);
      }
      if (call.noisy) {
        const RowKey key = rowKey(uint32_t(call.noiseKey), uint32_t(first + row));
        for (int32_t c = 0; c < conversions; c++) draws[size_t(row) * conversions + c] = draw(key, uint32_t(c));
      }
    }
    if (drawn) {
      for (int32_t k = 0; k < layout.shape.rows; k++) counts.conduction += int64_t(energies[k]) * call.conductance[k];
    }
  }

 private:
  template <class T>
  T *take(uint8_t *scratch, size_t count) {
    T *const start = reinterpret_cast<T *>(scratch + bytes);
    bytes += aligned(count * sizeof(T));
    return start;
  }

  // Enough rows to reuse a panel of cells, few enough to stay in the cache.
  static int32_t blockRows(size_t bytesOfRow, int32_t all) {
    const size_t fitting = (size_t(192) << 10) / bytesOfRow;
    const int32_t most = fitting < 8 * Isa::kRows ? int32_t(fitting) : 8 * Isa::kRows;
    return least(most < Isa::kRows ? Isa::kRows : most / Isa::kRows * Isa::kRows, all > 0 ? all : 1);
  }

  // The row's integers, side by side.
  void fetch(int32_t m, int32_t row, bool counted, Counts &counts) {
    if (!call.quantize) {
      gatherRow(static_cast<const int8_t *>(call.input), call.gather, m, line);
      scales[row] = call.scale;
      return;
    }
    const int32_t K = layout.shape.rows;
    gatherRow(static_cast<const float *>(call.input), call.gather, m, floats);
    // The pattern of a larger magnitude is the larger integer, and those of infinity and NaN are the largest.
    I most = Isa::all(0);
    for (int32_t k = 0; k < K; k += kLanes) most = Isa::larger(Isa::bitAnd(Isa::bits(Isa::loadFloats(floats + k, K - k)), Isa::all(0x7fffffff)), most);
    int32_t lanes[kLanes], largest = 0;
    Isa::store(lanes, most);
    for (const int32_t lane : lanes) largest = lane > largest ? lane : largest;
    if (largest >= kInfinity && counted) {
      for (int32_t k = 0; k < K; k++) counts.nonFinite += (bitsOf(floats[k]) & 0x7fffffff) >= kInfinity;
    }
    float limit;
    __builtin_memcpy(&limit, &largest, 4);
    const float qMax = float((1 << (call.inputBits - 1)) - 1);
    const float inverse = qMax / limit;
    if (largest >= kInfinity || bitsOf(inverse) == kInfinity) {
      __builtin_memset(line, 0, size_t(K));
      scales[row] = 0 * call.scale;
      return;
    }
    scales[row] = limit / qMax * call.scale;
    const F factor = Isa::allFloat(inverse), high = Isa::allFloat(qMax), low = Isa::allFloat(-qMax);
    for (int32_t k = 0; k < K; k += kLanes) {
      const F held = Isa::larger(Isa::smaller(Isa::multiply(Isa::loadFloats(floats + k, K - k), factor), high), low);
      Isa::storeBytes(line + k, Isa::roundHalfToEven(held), K - k);
    }
  }

  static constexpr int32_t kInfinity = 0x7f800000;

  static int32_t bitsOf(float x) {
    int32_t bits;
    __builtin_memcpy(&bits, &x, 4);
    return bits;
  }

  void layTile(int32_t row, int32_t tile, int32_t i) {
    using Element = typename Select<kBytes, int8_t, int16_t>::Type;
    Element *const into = reinterpret_cast<Element *>(const_cast<uint8_t *>(at(i, row, tile * layout.tileSteps)));
    const int8_t *const from = line + size_t(tile) * layout.shape.tileRows;
    const int32_t length = layout.rowsOfTile(tile);
    if (inputSlices == 1) {
      for (int32_t k = 0; k < length; k++) into[k] = from[k];
    } else {
      const int32_t shift = i * call.sliceBits;
      const int32_t mask = i == inputSlices - 1 ? -1 : (1 << call.sliceBits) - 1;
      for (int32_t k = 0; k < length; k++) into[k] = Element((from[k] >> shift) & mask);
    }
    const int32_t steps = layout.stepsOfTile(tile);
    for (int32_t k = length; k < steps * kStep; k++) into[k] = 0;

    const size_t plane = size_t(row) * planes + size_t(tile) * inputSlices + i;
    int32_t sum = 0, squares = 0;
    for (int32_t k = 0; k < length; k++) {
      sum += into[k];
      squares += into[k] * into[k];
    }
    starts[plane] = kBytes ? int32_t(-128 * int64_t(sum)) : 0;
    if (call.noisy) sigmas[plane] = float(__builtin_sqrt(call.outputNoise * call.outputNoise + call.cellNoise * call.cellNoise * double(squares)));
  }
};

}  // namespace
