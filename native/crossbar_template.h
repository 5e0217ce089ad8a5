// The crossbar product for any instruction set `Isa` (see isa_*.cpp for what one provides).
//
// Cells are packed [slice][panel][step][column of the panel][element of the step]. A panel is kWidth columns, a step is the rows that
// one 32-bit lane multiplies at once: four int8 cells (against u8 = s8 + 128 activations, an instruction of AVX-512 VNNI) or two int16
// cells. Every tile is padded to whole steps with zero cells. With u8 activations a sum starts from -128 times its column's cells.
//
// Everything is in an anonymous namespace, and nothing of the C++ library is used: each instruction set must keep its own copy.
#pragma once

#include "gather.h"
#include "gaussian.h"
#include "kernel.h"

namespace {

template <bool condition, class A, class B>
struct Selected {
  using type = A;
};
template <class A, class B>
struct Selected<false, A, B> {
  using type = B;
};
template <bool condition, class A, class B>
using Select = typename Selected<condition, A, B>::type;

template <class Isa, bool wide>
struct CrossbarKernel {
  using I = typename Isa::I;
  using F = typename Isa::F;

  static constexpr int kLanes = Isa::kLanes;
  static constexpr int kVectors = Isa::kVectors;
  static constexpr int kRows = Isa::kRows;
  static constexpr int kWidth = kLanes * kVectors;
  static constexpr bool kBytes = !wide && Isa::kHasByteDot;
  static constexpr int kStep = kBytes ? 4 : 2;

  // --- Layout -----------------------------------------------------------------------------------------------------------------

  struct Layout {
    int32_t tiles, panels, tileSteps, steps;
    size_t cellBytes, correctionBytes, wordBytes, peakBytes;

    explicit Layout(const CrossbarShape &shape) {
      tiles = divideUp(shape.rows, shape.tileRows);
      panels = divideUp(shape.columns, kWidth);
      tileSteps = divideUp(least(shape.tileRows, shape.rows), kStep);
      steps = (tiles - 1) * tileSteps + divideUp(shape.rows - (tiles - 1) * shape.tileRows, kStep);
      cellBytes = aligned(size_t(shape.slices) * panels * steps * kWidth * 4);
      correctionBytes = kBytes ? aligned(size_t(shape.slices) * panels * tiles * kWidth * 4) : 0;
      wordBytes = aligned(size_t(panels) * kWidth * 4);
      peakBytes = aligned(size_t(shape.slices) * 4);
    }

    int32_t stepsOfTile(int32_t tile) const { return tile == tiles - 1 ? steps - tile * tileSteps : tileSteps; }
  };

  static size_t packedBytes(const CrossbarShape &shape) {
    const Layout layout(shape);
    return layout.cellBytes + layout.correctionBytes + layout.wordBytes + layout.peakBytes;
  }

  static void pack(const CrossbarShape &shape, const void *const *slices, uint8_t *memory, PackedCrossbar &packed) {
    using Cell = Select<wide, int16_t, int8_t>;
    using Packed = Select<kBytes, int8_t, int16_t>;
    const Layout layout(shape);
    Packed *cells = reinterpret_cast<Packed *>(memory);
    int32_t *corrections = reinterpret_cast<int32_t *>(memory + layout.cellBytes);
    int32_t *words = reinterpret_cast<int32_t *>(memory + layout.cellBytes + layout.correctionBytes);
    int32_t *peaks = reinterpret_cast<int32_t *>(memory + layout.cellBytes + layout.correctionBytes + layout.wordBytes);
    packed = {shape, memory, corrections, words, peaks};
    for (int32_t n = 0; n < layout.panels * kWidth; n++) words[n] = int32_t(columnWord(uint32_t(n)));

    for (int32_t w = 0; w < shape.slices; w++) {
      const Cell *source = static_cast<const Cell *>(slices[w]);
      int64_t peak = 0;
      for (int32_t panel = 0; panel < layout.panels; panel++) {
        for (int32_t tile = 0; tile < layout.tiles; tile++) {
          const int32_t first = tile * shape.tileRows;
          const int32_t rows = least(shape.tileRows, shape.rows - first);
          Packed *into = cells + ((size_t(w) * layout.panels + panel) * layout.steps + size_t(tile) * layout.tileSteps) * kWidth * kStep;
          for (int32_t column = 0; column < kWidth; column++) {
            const int32_t n = panel * kWidth + column;
            int64_t sum = 0, magnitude = 0;
            for (int32_t k = 0; k < layout.stepsOfTile(tile) * kStep; k++) {
              const int32_t cell = k < rows && n < shape.columns ? source[size_t(first + k) * shape.columns + n] : 0;
              into[(size_t(k / kStep) * kWidth + column) * kStep + k % kStep] = Packed(cell);
              sum += cell;
              magnitude += cell < 0 ? -cell : cell;
            }
            if (magnitude > peak) peak = magnitude;
            if (kBytes) corrections[((size_t(w) * layout.panels + panel) * layout.tiles + tile) * kWidth + column] = int32_t(-128 * sum);
          }
        }
      }
      peaks[w] = int32_t(peak < 0x7fffffff ? peak : 0x7fffffff);
    }
  }

  // --- Activations ------------------------------------------------------------------------------------------------------------

  // Rows whose activations are laid out at once: enough to reuse a panel of cells, few enough to stay in the cache.
  static int32_t blockRows(size_t rowBytes) {
    const size_t rows = (size_t(192) << 10) / rowBytes;
    return rows < size_t(kRows) ? kRows : least(int32_t(rows / kRows) * kRows, 8 * kRows);
  }

  // What a block of rows needs: activations [input slice][row of the block][step], sums of the inputs, draws [row][conversion].
  struct Activations {
    int32_t inputSlices, conversions, rows;
    size_t rowBytes;
    uint8_t *data;
    int8_t *line;
    int32_t *sums;
    Draw *draws;
    size_t bytes;

    Activations(const CrossbarShape &shape, const Layout &layout, int32_t slices, uint8_t *scratch) {
      inputSlices = slices;
      conversions = layout.tiles * inputSlices * shape.slices;
      rowBytes = aligned(size_t(layout.steps) * 4);
      rows = blockRows(rowBytes * inputSlices);
      bytes = 0;
      data = take<uint8_t>(scratch, rowBytes * rows * inputSlices);
      line = take<int8_t>(scratch, size_t(shape.rows));
      sums = take<int32_t>(scratch, size_t(rows));
      draws = take<Draw>(scratch, size_t(rows) * conversions);
    }

    template <class T>
    T *take(uint8_t *scratch, size_t count) {
      T *const start = reinterpret_cast<T *>(scratch + bytes);
      bytes += aligned(count * sizeof(T));
      return start;
    }

    const uint8_t *at(int32_t slice, int32_t row, int32_t step) const {
      return data + (size_t(slice) * rows + row) * rowBytes + size_t(step) * 4;
    }
  };

  static void lay(const PackedCrossbar &packed, const Layout &layout, const CrossbarCall &call, int32_t m, int32_t row, Activations &x) {
    using Element = Select<kBytes, uint8_t, int16_t>;
    const int32_t K = packed.shape.rows;
    gatherRow(call.input, call.gather, m, x.line);
    int32_t sum = 0;
    for (int32_t k = 0; k < K; k++) sum += x.line[k];
    x.sums[row] = sum;
    if (call.sigma) {
      const RowKey key = rowKey(uint32_t(call.noiseKey), uint32_t(call.noiseRow + m));
      for (int32_t c = 0; c < x.conversions; c++) x.draws[size_t(row) * x.conversions + c] = draw(key, uint32_t(c));
    }
    for (int32_t i = 0; i < x.inputSlices; i++) {
      const int32_t shift = i * call.sliceBits;
      const int32_t mask = i == x.inputSlices - 1 ? -1 : (1 << call.sliceBits) - 1;
      for (int32_t tile = 0; tile < layout.tiles; tile++) {
        Element *into = reinterpret_cast<Element *>(const_cast<uint8_t *>(x.at(i, row, tile * layout.tileSteps)));
        const int8_t *from = x.line + size_t(tile) * packed.shape.tileRows;
        const int32_t rows = least(packed.shape.tileRows, K - tile * packed.shape.tileRows);
        if (x.inputSlices == 1) {
          for (int32_t k = 0; k < rows; k++) into[k] = Element(from[k] + (kBytes ? 128 : 0));
        } else {
          for (int32_t k = 0; k < rows; k++) into[k] = Element(((from[k] >> shift) & mask) + (kBytes ? 128 : 0));
        }
        for (int32_t k = rows; k < layout.stepsOfTile(tile) * kStep; k++) into[k] = 0;
      }
    }
  }

  // --- Sums of one tile: `rows` rows by one panel -------------------------------------------------------------------------------

  template <int rows>
  static void multiply(const uint8_t *x, size_t rowBytes, const uint8_t *cells, int32_t steps, const int32_t *start, int32_t *sums) {
    I total[rows][kVectors];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < kVectors; j++) total[r][j] = kBytes ? Isa::load(start + j * kLanes) : Isa::all(0);
    }
    for (int32_t step = 0; step < steps; step++) {
      I cell[kVectors];
      for (int j = 0; j < kVectors; j++) cell[j] = Isa::load(reinterpret_cast<const int32_t *>(cells) + (size_t(step) * kVectors + j) * kLanes);
      for (int r = 0; r < rows; r++) {
        const I input = Isa::broadcast(x + r * rowBytes + size_t(step) * 4);
        for (int j = 0; j < kVectors; j++) {
          if constexpr (kBytes) {
            total[r][j] = Isa::dotBytes(total[r][j], input, cell[j]);
          } else {
            total[r][j] = Isa::dotWords(total[r][j], input, cell[j]);
          }
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < kVectors; j++) Isa::store(sums + (r * kVectors + j) * kLanes, total[r][j]);
    }
  }

  template <int rows = kRows>
  static void multiplyRows(int32_t count, const uint8_t *x, size_t rowBytes, const uint8_t *cells, int32_t steps, const int32_t *start, int32_t *sums) {
    if (count == rows) {
      multiply<rows>(x, rowBytes, cells, steps, start, sums);
    } else if constexpr (rows > 1) {
      multiplyRows<rows - 1>(count, x, rowBytes, cells, steps, start, sums);
    }
  }

  static void sumTile(const PackedCrossbar &packed, const Layout &layout, const Activations &x, int32_t row, int32_t count, int32_t panel, int32_t tile, int32_t i, int32_t w, int32_t *sums) {
    const size_t step = size_t(tile) * layout.tileSteps;
    const uint8_t *cells = packed.cells + ((size_t(w) * layout.panels + panel) * layout.steps + step) * kWidth * 4;
    const int32_t *start = kBytes ? packed.corrections + ((size_t(w) * layout.panels + panel) * layout.tiles + tile) * kWidth : nullptr;
    multiplyRows(count, x.at(i, row, int32_t(step)), x.rowBytes, cells, layout.stepsOfTile(tile), start, sums);
  }

  // --- Conversion ---------------------------------------------------------------------------------------------------------------

  static F normalOfWords(I word) {
    const F value = Isa::toFloat(Isa::bitOr(word, Isa::all(1)));
    const I pattern = Isa::bits(value);
    F c[4];
    Isa::lookUp(Isa::template shiftRight<23>(pattern), c);
    const F m = Isa::fromBits(Isa::bitOr(Isa::bitAnd(pattern, Isa::all(0x7fffff)), Isa::all(0x3f800000)));
    F z = Isa::add(Isa::multiply(c[3], m), c[2]);
    z = Isa::add(Isa::multiply(z, m), c[1]);
    z = Isa::add(Isa::multiply(z, m), c[0]);
    return Isa::fromBits(Isa::bitXor(Isa::bits(z), Isa::bitAnd(pattern, Isa::all(int32_t(0x80000000u)))));
  }

  // One row of one panel through the ADC, shifted and added onto `totals`. Returns the number clipped.
  template <bool noisy>
  static int32_t convertRow(const CrossbarCall &call, const int32_t *sums, int32_t *totals, int32_t weight, int32_t columns, float sigma, Draw draw, const int32_t *columnWords) {
    const F inverseLsb = Isa::allFloat(call.inverseLsb), low = Isa::allFloat(call.low), high = Isa::allFloat(call.high);
    const I multiplier = Isa::all(draw.multiplier), increment = Isa::all(draw.increment);
    int32_t clipped = 0;
    for (int j = 0; j < kVectors; j++) {
      F f = Isa::multiply(Isa::toFloat(Isa::load(sums + j * kLanes)), inverseLsb);
      if constexpr (noisy) {
        const I x = Isa::add(Isa::multiply(multiplier, Isa::load(columnWords + j * kLanes)), increment);
        const F z = normalOfWords(Isa::bitXor(x, Isa::template shiftRight<16>(x)));
        f = Isa::add(f, Isa::multiply(Isa::allFloat(sigma), z));
      }
      const F inRange = Isa::smaller(Isa::larger(f, low), high);
      clipped += Isa::countDifferent(inRange, f, columns - j * kLanes);
      I code = Isa::roundHalfToEven(inRange);
      if (weight != 1) code = Isa::multiply(code, Isa::all(weight));
      Isa::store(totals + j * kLanes, Isa::add(Isa::load(totals + j * kLanes), code));
    }
    return clipped;
  }

  static void addRow(const int32_t *sums, int32_t *totals, int32_t weight) {
    for (int j = 0; j < kVectors; j++) {
      const I code = Isa::multiply(Isa::load(sums + j * kLanes), Isa::all(weight));
      Isa::store(totals + j * kLanes, Isa::add(Isa::load(totals + j * kLanes), code));
    }
  }

  static void finishRow(const int32_t *totals, int32_t correction, float rowScale, const float *columnScale, const float *bias, float *results) {
    for (int j = 0; j < kVectors; j++) {
      const F total = Isa::toFloat(Isa::add(Isa::load(totals + j * kLanes), Isa::all(correction)));
      F y = Isa::multiply(total, Isa::multiply(Isa::allFloat(rowScale), Isa::loadFloat(columnScale + j * kLanes)));
      if (bias) y = Isa::add(y, Isa::loadFloat(bias + j * kLanes));
      Isa::storeFloat(results + j * kLanes, y);
    }
  }

  // --- The product --------------------------------------------------------------------------------------------------------------

  // No conversion can round or clip: the sums fit float32 and the range, and one LSB is one unit. Then all slices of the input together
  // give the integer product itself, and one pass over the whole activations replaces the passes over their slices.
  static bool conversionsAreExact(const PackedCrossbar &packed, const CrossbarCall &call) {
    if (call.lossless) return true;
    if (call.sigma || call.inverseLsb != 1.0f) return false;
    const int64_t largestInput = call.inputSlices == 1 ? 128 : most(1 << call.sliceBits, 128 >> ((call.inputSlices - 1) * call.sliceBits));
    for (int32_t w = 0; w < packed.shape.slices; w++) {
      const int64_t largestSum = largestInput * packed.peaks[w];
      if (largestSum > (1 << 24) || float(largestSum) > call.high || float(-largestSum) < call.low) return false;
    }
    return true;
  }

  static size_t scratch(const PackedCrossbar &packed, int32_t inputSlices) {
    const Layout layout(packed.shape);
    const size_t whole = Activations(packed.shape, layout, 1, nullptr).bytes;
    const size_t cut = Activations(packed.shape, layout, inputSlices, nullptr).bytes;
    return whole > cut ? whole : cut;
  }

  static double run(const PackedCrossbar &packed, const CrossbarCall &call, int32_t from, int32_t to, uint8_t *memory) {
    const CrossbarShape &shape = packed.shape;
    const Layout layout(shape);
    const bool exact = conversionsAreExact(packed, call);
    Activations x(shape, layout, exact ? 1 : call.inputSlices, memory);
    double clipped = 0;
    for (int32_t first = from; first < to; first += x.rows) {
      const int32_t count = least(x.rows, to - first);
      for (int32_t row = 0; row < count; row++) lay(packed, layout, call, first + row, row, x);
      for (int32_t panel = 0; panel < layout.panels; panel++) clipped += runPanel(packed, layout, call, x, exact, first, count, panel);
    }
    return clipped;
  }

  static double runPanel(const PackedCrossbar &packed, const Layout &layout, const CrossbarCall &call, const Activations &x, bool exact, int32_t first, int32_t count, int32_t panel) {
    const CrossbarShape &shape = packed.shape;
    const int32_t column = panel * kWidth;
    const int32_t columns = least(kWidth, shape.columns - column);
    alignas(64) float columnScale[kWidth] = {}, bias[kWidth] = {}, results[kWidth];
    __builtin_memcpy(columnScale, call.columnScale + column, size_t(columns) * 4);
    if (call.bias) __builtin_memcpy(bias, call.bias + column, size_t(columns) * 4);

    alignas(64) int32_t sums[kRows * kWidth], totals[kRows * kWidth];
    double clipped = 0;
    for (int32_t row = 0; row < count; row += kRows) {
      const int32_t rows = least(kRows, count - row);
      for (int32_t i = 0; i < rows * kWidth; i++) totals[i] = 0;
      for (int32_t tile = 0; tile < layout.tiles; tile++) {
        for (int32_t i = 0; i < x.inputSlices; i++) {
          const int32_t inputWeight = x.inputSlices == 1 ? 1 : 1 << (i * call.sliceBits);
          for (int32_t w = 0; w < shape.slices; w++) {
            sumTile(packed, layout, x, row, rows, panel, tile, i, w, sums);
            const int32_t weight = int32_t(uint32_t(inputWeight) * uint32_t(call.sliceWeight[w]));
            const int32_t plane = tile * x.inputSlices + i;
            const int32_t conversion = plane * shape.slices + w;
            for (int32_t r = 0; r < rows; r++) {
              const int32_t *const sum = sums + r * kWidth;
              int32_t *const total = totals + r * kWidth;
              if (exact) {
                addRow(sum, total, weight);
              } else if (call.sigma) {
                const Draw draw = x.draws[size_t(row + r) * x.conversions + conversion];
                const float sigma = call.sigma[size_t(first + row + r) * layout.tiles * x.inputSlices + plane];
                clipped += convertRow<true>(call, sum, total, weight, columns, sigma, draw, packed.columnWords + column);
              } else {
                clipped += convertRow<false>(call, sum, total, weight, columns, 0, Draw{}, nullptr);
              }
            }
          }
        }
      }
      for (int32_t r = 0; r < rows; r++) {
        const int32_t m = first + row + r;
        const int32_t correction = int32_t(uint32_t(call.offset) * uint32_t(x.sums[row + r]));
        finishRow(totals + r * kWidth, correction, call.rowScale[m], columnScale, call.bias ? bias : nullptr, results);
        __builtin_memcpy(call.output + size_t(m) * call.outputStride + column, results, size_t(columns) * 4);
      }
    }
    return clipped;
  }
};

template <class Isa>
struct Crossbar {
  using Narrow = CrossbarKernel<Isa, false>;
  using Wide = CrossbarKernel<Isa, true>;

  static size_t packedBytes(const CrossbarShape &shape) { return shape.wide ? Wide::packedBytes(shape) : Narrow::packedBytes(shape); }
  static void pack(const CrossbarShape &shape, const void *const *slices, uint8_t *memory, PackedCrossbar &packed) {
    return shape.wide ? Wide::pack(shape, slices, memory, packed) : Narrow::pack(shape, slices, memory, packed);
  }
  static size_t scratch(const PackedCrossbar &packed, int32_t inputSlices) {
    return packed.shape.wide ? Wide::scratch(packed, inputSlices) : Narrow::scratch(packed, inputSlices);
  }
  static double run(const PackedCrossbar &packed, const CrossbarCall &call, int32_t from, int32_t to, uint8_t *memory) {
    return packed.shape.wide ? Wide::run(packed, call, from, to, memory) : Narrow::run(packed, call, from, to, memory);
  }
};

}  // namespace
