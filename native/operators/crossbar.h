// The product of a crossbar. src/worker/kernels/operators/crossbar.ts is the definition.
#pragma once

#include "../crossbar/activations.h"
#include "../crossbar/call.h"
#include "../crossbar/conversion.h"

namespace {

template <class Isa, bool wide>
struct CrossbarProduct {
  using Layout = CrossbarLayout<Isa, wide>;
  using Laid = Activations<Isa, wide>;
  using I = typename Isa::I;
  static constexpr int32_t kLanes = Isa::kLanes;
  static constexpr int32_t kVectors = Isa::kVectors;
  static constexpr int32_t kWidth = Layout::kWidth;

  // Rows of the register block beside `vectors` vectors of columns: the narrower, the higher.
  static constexpr int32_t rowsBeside(int32_t vectors) { return Isa::kRows * kVectors / vectors; }

  // Below, threads share out the columns, so that each reads cells of its own: few rows use what they read too seldom.
  static constexpr int32_t kFewRows = 64;

  const CrossbarCall &call;
  Layout layout;
  bool exact;

  explicit CrossbarProduct(const CrossbarCall &given) : call(given), layout(given.shape), exact(conversionsAreExact()) {}

  bool byColumns() const { return call.rows <= kFewRows; }
  int32_t units() const { return byColumns() ? (call.rows > 0 ? layout.panels : 0) : call.rows; }
  int32_t grain() const { return byColumns() ? 1 : Isa::kRows; }
  size_t scratch() const { return Laid(call, layout, exact ? 1 : call.inputSlices, nullptr).bytes; }

  void run(int32_t from, int32_t to, uint8_t *memory, Counts &counts) const {
    Laid x(call, layout, exact ? 1 : call.inputSlices, memory);
    const int32_t firstRow = byColumns() ? 0 : from, endRow = byColumns() ? call.rows : to;
    const int32_t firstPanel = byColumns() ? from : 0, endPanel = byColumns() ? to : layout.panels;
    for (int32_t first = firstRow; first < endRow; first += x.rows) {
      const int32_t count = least(x.rows, endRow - first);
      x.lay(first, count, firstPanel == 0, counts);
      for (int32_t panel = firstPanel; panel < endPanel; panel++) {
        const int32_t columns = least(kWidth, layout.shape.columns - panel * kWidth);
        counts.conversions += int64_t(count) * columns * layout.tiles * call.inputSlices * layout.shape.slices;
        counts.clipped += runPanel(x, first, count, panel, layout.vectorsOfPanel(panel));
      }
    }
  }

 private:
  // No conversion can round or clip: the sums fit float32 and the range, and one LSB is one unit. Then all slices of the input together
  // give the integer product itself, and one pass over the whole activations replaces the passes over their slices.
  bool conversionsAreExact() const {
    if (call.lossless) return true;
    if (call.noisy || call.inverseLsb != 1.0f) return false;
    const int32_t largestInput = call.inputSlices == 1 ? 128 : most(1 << call.sliceBits, 128 >> ((call.inputSlices - 1) * call.sliceBits));
    for (int32_t w = 0; w < layout.shape.slices; w++) {
      const int64_t largestSum = int64_t(largestInput) * layout.peaks(call.packed)[w];
      if (largestSum > (1 << 24) || float(largestSum) > call.high || float(-largestSum) < call.low) return false;
    }
    return true;
  }

  template <int vectors = kVectors>
  int64_t runPanel(const Laid &x, int32_t first, int32_t count, int32_t panel, int32_t wanted) const {
    if constexpr (vectors > 1) {
      if (wanted < vectors) return runPanel<vectors - 1>(x, first, count, panel, wanted);
    }
    int64_t clipped = 0;
    // Blocks of nearly the same height: a low one waits for its own sums.
    const int32_t blocks = divideUp(count, rowsBeside(vectors));
    for (int32_t block = 0, row = 0; block < blocks; block++) {
      const int32_t rows = divideUp(count - row, blocks - block);
      clipped += runBlock<vectors>(x, first, row, rows, panel);
      row += rows;
    }
    return clipped;
  }

  template <int vectors>
  int64_t runBlock(const Laid &x, int32_t first, int32_t row, int32_t rows, int32_t panel) const {
    constexpr int32_t width = vectors * kLanes;
    alignas(64) int32_t sums[rowsBeside(vectors) * width], totals[rowsBeside(vectors) * width];
    for (int32_t i = 0; i < rows * width; i++) totals[i] = 0;
    const int32_t column = panel * kWidth;
    const int32_t columns = layout.shape.columns - column;
    const int32_t *const words = layout.words(call.packed) + column;
    int64_t clipped = 0;
    for (int32_t tile = 0; tile < layout.tiles; tile++) {
      for (int32_t i = 0; i < x.inputSlices; i++) {
        const int32_t inputWeight = x.inputSlices == 1 ? 1 : 1 << (i * call.sliceBits);
        const size_t plane = size_t(row) * x.planes + size_t(tile) * x.inputSlices + i;
        for (int32_t w = 0; w < layout.shape.slices; w++) {
          const int32_t step = tile * layout.tileSteps;
          multiplyRows<vectors, rowsBeside(vectors)>(rows, x.at(i, row, step), x.rowBytes, layout.cells(call.packed, w, panel, step), layout.stepsOfTile(tile), x.starts + plane, x.planes, sums);
          const int32_t weight = int32_t(uint32_t(inputWeight) * uint32_t(call.sliceWeight[w]));
          for (int32_t r = 0; r < rows; r++) {
            const int32_t *const sum = sums + r * width;
            int32_t *const total = totals + r * width;
            if (exact) {
              Conversion<Isa>::template addExact<vectors>(sum, total, weight);
            } else if (call.noisy) {
              const size_t p = plane + size_t(r) * x.planes;
              clipped += Conversion<Isa>::template convert<vectors, true>(call, sum, total, weight, columns, x.sigmas[p], x.draws[p * layout.shape.slices + w], words);
            } else {
              clipped += Conversion<Isa>::template convert<vectors, false>(call, sum, total, weight, columns, 0, Draw{}, nullptr);
            }
          }
        }
      }
    }
    for (int32_t r = 0; r < rows; r++) {
      const int32_t correction = int32_t(uint32_t(call.offset) * uint32_t(x.sums[row + r]));
      Conversion<Isa>::template finish<vectors>(call, totals + r * width, correction, x.scales[row + r], first + row + r, column);
    }
    return clipped;
  }

  template <int vectors, int rows>
  static void multiplyRows(int32_t count, const uint8_t *x, size_t rowBytes, const uint8_t *cells, int32_t steps, const int32_t *starts, int32_t planes, int32_t *sums) {
    if (count == rows) {
      multiply<vectors, rows>(x, rowBytes, cells, steps, starts, planes, sums);
    } else if constexpr (rows > 1) {
      multiplyRows<vectors, rows - 1>(count, x, rowBytes, cells, steps, starts, planes, sums);
    }
  }

  // Sums of one tile, one input slice and one cell slice: `rows` rows by `vectors` vectors of columns.
  template <int vectors, int rows>
  static void multiply(const uint8_t *x, size_t rowBytes, const uint8_t *cells, int32_t steps, const int32_t *starts, int32_t planes, int32_t *sums) {
    I total[rows][vectors];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < vectors; j++) total[r][j] = Isa::all(starts[size_t(r) * planes]);
    }
    for (int32_t step = 0; step < steps; step++) {
      I cell[vectors];
      for (int j = 0; j < vectors; j++) cell[j] = Isa::load(reinterpret_cast<const int32_t *>(cells) + (size_t(step) * vectors + j) * kLanes);
      for (int r = 0; r < rows; r++) {
        const I input = Isa::broadcast(x + r * rowBytes + size_t(step) * 4);
        for (int j = 0; j < vectors; j++) {
          if constexpr (Layout::kBytes) {
            total[r][j] = Isa::dotBytes(total[r][j], cell[j], input);
          } else {
            total[r][j] = Isa::dotWords(total[r][j], input, cell[j]);
          }
        }
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < vectors; j++) Isa::store(sums + (r * vectors + j) * kLanes, total[r][j]);
    }
  }
};

template <class Isa>
struct Crossbar {
  static constexpr const char *kName = "crossbar";

  CrossbarCall call;

  explicit Crossbar(const Fields &f) : call(f) {}

  int32_t units() const { return call.shape.wide ? CrossbarProduct<Isa, true>(call).units() : CrossbarProduct<Isa, false>(call).units(); }
  int32_t grain() const { return call.shape.wide ? CrossbarProduct<Isa, true>(call).grain() : CrossbarProduct<Isa, false>(call).grain(); }
  size_t scratch() const { return call.shape.wide ? CrossbarProduct<Isa, true>(call).scratch() : CrossbarProduct<Isa, false>(call).scratch(); }
  void run(int32_t from, int32_t to, uint8_t *memory, Counts &counts) const {
    if (call.shape.wide) {
      CrossbarProduct<Isa, true>(call).run(from, to, memory, counts);
    } else {
      CrossbarProduct<Isa, false>(call).run(from, to, memory, counts);
    }
  }
};

}  // namespace
