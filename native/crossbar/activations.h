// A block of rows of a product's input, quantized, cut into slices and laid out as the instructions want them.
#pragma once

#include "../gather.h"
#include "../operands/crossbar.h"
#include "conduction.h"

namespace {

template <class Isa, bool wide>
struct Activations {
  using Layout = CrossbarLayout<Isa, wide>;
  using I = typename Isa::I;
  using F = typename Isa::F;
  static constexpr int32_t kLanes = Isa::kLanes;
  static constexpr bool kBytes = Layout::kBytes;
  static constexpr int32_t kStep = Layout::kStep;

  // Inputs a bit at a time are laid out in nibbles: the bits of four rows.
  static constexpr int32_t kNibble = 4;

  const CrossbarCall &call;
  const Layout &layout;
  // Bit by bit, in nibbles.
  bool bits;
  int32_t inputSlices;
  // (tile, input slice), input slice fastest; and with the slices of the cells.
  int32_t planes, conversions;
  // Rows of a full block.
  int32_t rows;
  size_t rowBytes;
  // [input slice][row][step][element]; in nibbles [row][nibble][input slice], 16 bits each: nibble * bytes of a vector.
  uint8_t *data;
  // [K] int8, for inputs that do not lie side by side.
  int8_t *line;
  // [row] sum of the whole inputs, what one unit of a result is worth.
  int32_t *sums;
  float *scales;
  // [row][plane] what a sum starts from, sum of squares and the standard deviation of the noise.
  int32_t *starts;
  double *squares;
  float *sigmas;
  // [row][conversion] what the columns draw from, see gaussian.ts.
  int32_t *multipliers, *increments;
  // [row][column of a panel] of the results, in LSB.
  int32_t *totals;
  // [nibble][value][lane], see bit_serial.h.
  int32_t *table;
  // [row of the register block][column of a panel].
  int32_t *tileSums;
  size_t bytes;

  Activations(const CrossbarCall &given, const Layout &cells, int32_t slices, bool inNibbles, uint8_t *scratch)
      : call(given), layout(cells), bits(inNibbles), inputSlices(slices) {
    planes = layout.tiles * inputSlices;
    conversions = planes * layout.shape.weightSlices;
    const size_t slicesOfRow = bits ? 1 : size_t(inputSlices);
    rowBytes =
        bits ? aligned(size_t(tileNibbles()) * layout.tiles * inputSlices * 2) : aligned(size_t(layout.steps) * 4);
    rows = blockRows(rowBytes * slicesOfRow, call.rows);
    bytes = 0;
    data = take<uint8_t>(scratch, rowBytes * size_t(rows) * slicesOfRow);
    line = take<int8_t>(scratch, size_t(layout.shape.rows));
    sums = take<int32_t>(scratch, size_t(rows));
    scales = take<float>(scratch, size_t(rows));
    starts = take<int32_t>(scratch, size_t(rows) * planes);
    squares = take<double>(scratch, call.noisy ? size_t(rows) * planes : 0);
    sigmas = take<float>(scratch, call.noisy ? size_t(rows) * planes : 0);
    multipliers = take<int32_t>(scratch, call.noisy ? size_t(rows) * conversions : 0);
    increments = take<int32_t>(scratch, call.noisy ? size_t(rows) * conversions : 0);
    totals = take<int32_t>(scratch, size_t(rows) * Layout::kWidth);
    table = take<int32_t>(scratch, bits ? size_t(tileNibbles()) * 16 * 2 * kLanes : 0);
    tileSums = take<int32_t>(scratch, size_t(Isa::kRows) * Layout::kWidth);
  }

  const uint8_t *at(int32_t slice, int32_t row, int32_t step) const {
    return data + (size_t(slice) * rows + row) * rowBytes + size_t(step) * 4;
  }

  int32_t tileNibbles() const { return divideUp(least(layout.shape.tileRows, layout.shape.rows), kNibble); }

  const uint16_t *nibbles(int32_t row, int32_t tile) const {
    return reinterpret_cast<const uint16_t *>(data + size_t(row) * rowBytes) +
           size_t(tile) * tileNibbles() * inputSlices;
  }

  // Lays rows [first, first + count) of the product; `counted` where no other part of the work counts them.
  void lay(int32_t first, int32_t count, bool counted, Counts &counts) {
    const bool counting = counted && call.driveEnergy;
    const Conduction<Isa> conduction(counting ? call.driveEnergy : nullptr, call.rowConductance, layout.shape.rows);
    for (int32_t row = 0; row < count; row++) {
      const int8_t *const inputs = fetch(first + row, row, counted, counts);
      if (counting) counts.conduction += conduction.of(inputs);
      sums[row] = 0;
      for (int32_t tile = 0; tile < layout.tiles; tile++) {
        if (bits) {
          layNibbles(inputs, row, tile);
        } else {
          for (int32_t i = 0; i < inputSlices; i++) layTile(inputs, row, tile, i);
        }
      }
    }
    if (call.noisy) layNoise(first, count);
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

  // The row's integers side by side: where they are, or in `line`.
  const int8_t *fetch(int32_t m, int32_t row, bool counted, Counts &counts) {
    if (call.quantize) {
      quantize(m, row, counted, counts);
      return line;
    }
    scales[row] = call.scale;
    const int8_t *const input = static_cast<const int8_t *>(call.input);
    if (call.gather.taps == 1) return input + call.gather.rowStart[m] + call.gather.tapStart[0];
    gatherRow(input, call.gather, m, line);
    return line;
  }

  void quantize(int32_t m, int32_t row, bool counted, Counts &counts) {
    const float *const input = static_cast<const float *>(call.input) + call.gather.rowStart[m];
    // The pattern of a larger magnitude is the larger integer, and those of infinity and NaN are the largest.
    constexpr int32_t kMagnitude = 0x7fffffff, kInfinity = 0x7f800000;
    I most = Isa::all(0);
    forEachVector([&](int32_t from, int32_t, int32_t count) {
      most = Isa::larger(Isa::bitAnd(Isa::bits(Isa::loadFloats(input + from, count)), Isa::all(kMagnitude)), most);
    });
    int32_t lanes[kLanes], largest = 0;
    Isa::store(lanes, most);
    for (const int32_t lane : lanes) largest = lane > largest ? lane : largest;
    if (largest >= kInfinity && counted) {
      forEachVector([&](int32_t from, int32_t, int32_t count) {
        for (int32_t l = 0; l < count; l++) counts.nonFinite += (bitsOf(input[from + l]) & kMagnitude) >= kInfinity;
      });
    }
    float limit;
    __builtin_memcpy(&limit, &largest, 4);
    const float qMax = float((1 << (call.inputBits - 1)) - 1);
    const float inverse = limit > 0 ? qMax / limit : __builtin_inff();
    if (largest >= kInfinity || bitsOf(inverse) == kInfinity) {
      __builtin_memset(line, 0, size_t(layout.shape.rows));
      scales[row] = 0 * call.scale;
      return;
    }
    scales[row] = limit / qMax * call.scale;
    // No need to clamp: |x| * f32(qMax / limit) exceeds qMax by a rounding at most.
    const F factor = Isa::allFloat(inverse);
    forEachVector([&](int32_t from, int32_t to, int32_t count) {
      Isa::storeBytes(line + to, Isa::roundHalfToEven(Isa::multiply(Isa::loadFloats(input + from, count), factor)),
                      count);
    });
  }

  // use(from, to, count) for the vectors of a row: where they start in the input, in the row, and how many lanes are of
  // the row.
  template <class Use>
  void forEachVector(const Use &use) const {
    const int32_t length = call.gather.tapLength;
    for (int32_t tap = 0; tap < call.gather.taps; tap++) {
      const int32_t from = call.gather.tapStart[tap], to = tap * length;
      int32_t k = 0;
      // With a constant count the compiler leaves out the masks.
      for (; k + kLanes <= length; k += kLanes) use(from + k, to + k, kLanes);
      if (k < length) use(from + k, to + k, length - k);
    }
  }

  static int32_t bitsOf(float x) {
    int32_t bits;
    __builtin_memcpy(&bits, &x, 4);
    return bits;
  }

  // Of all rows at once, because a row has only a few conversions to fill a vector with.
  void layNoise(int32_t first, int32_t count) {
    const double outputPower = call.outputNoise * call.outputNoise, cellPower = call.cellNoise * call.cellNoise;
    for (int32_t i = 0; i < count * planes; i++)
      sigmas[i] = float(__builtin_sqrt(outputPower + cellPower * squares[i]));
    for (int32_t row = 0, at = 0; row < count; row++) {
      const RowKey key = rowKey(uint32_t(call.noiseKey), uint32_t(first + row));
      for (int32_t c = 0; c < conversions; c++, at++) {
        multipliers[at] = int32_t(key.first + uint32_t(c));
        increments[at] = int32_t(key.second + uint32_t(c));
      }
    }
    for (int32_t i = 0; i < count * conversions; i++) {
      multipliers[i] = int32_t(hash32(uint32_t(multipliers[i])) | 1u);
      increments[i] = int32_t(hash32(uint32_t(increments[i])));
    }
  }

  void layTile(const int8_t *inputs, int32_t row, int32_t tile, int32_t i) {
    using Element = typename Select<kBytes, int8_t, int16_t>::Type;
    Element *const into = reinterpret_cast<Element *>(const_cast<uint8_t *>(at(i, row, tile * layout.tileSteps)));
    const int8_t *const from = inputs + size_t(tile) * layout.shape.tileRows;
    const int32_t length = layout.rowsOfTile(tile);
    const int32_t steps = layout.stepsOfTile(tile);
    int32_t weight = 1;
    if (inputSlices == 1) {
      for (int32_t k = 0; k < length; k++) into[k] = from[k];
    } else {
      const int32_t shift = i * call.sliceBits;
      const int32_t mask = i == inputSlices - 1 ? -1 : (1 << call.sliceBits) - 1;
      weight <<= shift;
      for (int32_t k = 0; k < length; k++) into[k] = Element((from[k] >> shift) & mask);
    }
    for (int32_t k = length; k < steps * kStep; k++) into[k] = 0;

    const size_t plane = size_t(row) * planes + size_t(tile) * inputSlices + i;
    const float *const elements = reinterpret_cast<const float *>(into);
    const int32_t sum = sumOf(elements, steps);
    sums[row] += weight * sum;
    starts[plane] = kBytes ? -128 * sum : 0;
    if (call.noisy) squares[plane] = double(squaresOf(elements, steps) - (kBytes ? 128 * int64_t(sum) : 0));
  }

  void layNibbles(const int8_t *inputs, int32_t row, int32_t tile) {
    constexpr int32_t kBits = 8;
    uint16_t *const into = const_cast<uint16_t *>(nibbles(row, tile));
    const int8_t *const from = inputs + size_t(tile) * layout.shape.tileRows;
    const int32_t length = layout.rowsOfTile(tile);
    int32_t set[kBits] = {};
    for (int32_t k = 0; k < length; k += kNibble) {
      uint32_t four = 0;
      if (length - k >= kNibble) {
        __builtin_memcpy(&four, from + k, kNibble);
      } else {
        __builtin_memcpy(&four, from + k, size_t(length - k));
      }
      for (int32_t i = 0; i < kBits; i++) {
        const uint32_t bit = (four >> i) & 0x01010101u;
        // The four bits, 8 apart, side by side from bit 24 on; and their sum there.
        into[k * (kBits / kNibble) + i] = uint16_t(((bit * 0x01020408u) >> 24 & 0xf) * sizeof(I));
        set[i] += int32_t(bit * 0x01010101u >> 24);
      }
    }
    for (int32_t i = 0; i < kBits; i++) {
      const size_t plane = size_t(row) * planes + size_t(tile) * kBits + i;
      sums[row] += i == kBits - 1 ? -(set[i] << i) : set[i] << i;
      if (call.noisy) squares[plane] = double(set[i]);
    }
  }

  // Sum of the elements of whole steps, which are moved as float32 because that can be done in part.
  static int32_t sumOf(const float *x, int32_t steps) {
    I sum = Isa::all(0);
    for (int32_t step = 0; step < steps; step += kLanes) {
      const I elements = Isa::bits(Isa::loadFloats(x + step, steps - step));
      if constexpr (kBytes) {
        sum = Isa::dotBytes(sum, Isa::all(0x01010101), elements);
      } else {
        sum = Isa::dotWords(sum, Isa::all(0x00010001), elements);
      }
    }
    return Isa::total(sum);
  }

  // Sum of x * x; of (x + 128) * x where the first factor of a product is unsigned.
  static int64_t squaresOf(const float *x, int32_t steps) {
    // Steps whose sum fits 32 bits.
    constexpr int32_t kSteps = 8192;
    int64_t total = 0;
    for (int32_t first = 0; first < steps; first += kSteps) {
      I squares = Isa::all(0);
      const int32_t end = least(first + kSteps, steps);
      for (int32_t step = first; step < end; step += kLanes) {
        const I elements = Isa::bits(Isa::loadFloats(x + step, end - step));
        if constexpr (kBytes) {
          squares = Isa::dotBytes(squares, Isa::bitXor(elements, Isa::all(int32_t(0x80808080u))), elements);
        } else {
          squares = Isa::dotWords(squares, elements, elements);
        }
      }
      total += Isa::total(squares);
    }
    return total;
  }
};

}  // namespace
