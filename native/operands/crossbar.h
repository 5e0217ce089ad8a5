// Cells of a crossbar in the layout of one instruction set; src/worker/kernels/operands/crossbar.ts has them as
// TypeScript does.
#pragma once

#include "../arithmetic.h"
#include "../gaussian.h"
#include "../operator.h"

namespace {

// The cells of a column are cut into steps: the rows that one 32-bit lane multiplies at once, four as bytes (an
// instruction of AVX-512 VNNI and AVX-VNNI) or two as int16. Every tile is padded to whole steps.
//
// Cells are packed [slice][panel][step][column of the panel][row of the step]. A panel is as many vectors of columns as
// the register block of a product is wide; the last one is as narrow as the columns allow. Bytes are cells + 128,
// unsigned as the instruction wants its first factor: a sum starts from -128 times the sum of its inputs.
template <class Isa, bool wide>
struct CrossbarLayout {
  static constexpr bool kBytes = !wide && Isa::kHasByteDot;
  static constexpr int32_t kStep = kBytes ? 4 : 2;
  static constexpr int32_t kLanes = Isa::kLanes;
  static constexpr int32_t kVectors = Isa::kVectors;
  static constexpr int32_t kWidth = kLanes * kVectors;

  CrossbarShape shape;
  // Vectors of columns.
  int32_t vectors;
  int32_t panels;
  int32_t tiles;
  // Of every tile but the last, and of all.
  int32_t tileSteps, steps;
  // Of the parts of the block: cells, the fixed words of the columns (gaussian.h), the largest sum and cell of each
  // slice.
  size_t cellBytes, wordBytes, peakBytes;

  explicit CrossbarLayout(const CrossbarShape &given) : shape(given) {
    vectors = divideUp(shape.columns, kLanes);
    panels = divideUp(vectors, kVectors);
    tiles = divideUp(shape.rows, shape.tileRows);
    tileSteps = divideUp(least(shape.tileRows, shape.rows), kStep);
    steps = (tiles - 1) * tileSteps + divideUp(shape.rows - (tiles - 1) * shape.tileRows, kStep);
    cellBytes = aligned(size_t(shape.weightSlices) * vectors * steps * kLanes * 4);
    wordBytes = aligned(size_t(vectors) * kLanes * 4);
    peakBytes = aligned(size_t(shape.weightSlices) * 8);
  }

  size_t bytes() const { return cellBytes + wordBytes + peakBytes; }

  int32_t rowsOfTile(int32_t tile) const { return least(shape.tileRows, shape.rows - tile * shape.tileRows); }
  int32_t stepsOfTile(int32_t tile) const { return tile == tiles - 1 ? steps - tile * tileSteps : tileSteps; }
  int32_t vectorsOfPanel(int32_t panel) const { return least(kVectors, vectors - panel * kVectors); }

  const uint8_t *cells(const uint8_t *packed, int32_t slice, int32_t panel, int32_t step) const {
    const size_t before =
        (size_t(slice) * vectors + size_t(panel) * kVectors) * steps + size_t(step) * vectorsOfPanel(panel);
    return packed + before * kLanes * 4;
  }
  const int32_t *words(const uint8_t *packed) const { return reinterpret_cast<const int32_t *>(packed + cellBytes); }
  // Sum of the cells' magnitudes, of the tile and column where it is largest.
  const int32_t *peaks(const uint8_t *packed) const {
    return reinterpret_cast<const int32_t *>(packed + cellBytes + wordBytes);
  }
  // Largest magnitude of a cell.
  const int32_t *largestCells(const uint8_t *packed) const { return peaks(packed) + shape.weightSlices; }
};

template <class Isa>
struct PackedCrossbar {
  static constexpr const char *kSignature = CrossbarOperand::kSignature;

  static size_t bytes(const Fields &f) {
    const CrossbarShape shape = CrossbarOperand(f).shape;
    return shape.wide ? CrossbarLayout<Isa, true>(shape).bytes() : CrossbarLayout<Isa, false>(shape).bytes();
  }

  static void pack(const Fields &f, uint8_t *memory) {
    const CrossbarOperand crossbar(f);
    if (crossbar.shape.wide) {
      packCells<true, int16_t>(crossbar, memory);
    } else {
      packCells<false, int8_t>(crossbar, memory);
    }
  }

 private:
  template <bool wide, class Cell>
  static void packCells(const CrossbarOperand &crossbar, uint8_t *memory) {
    using Layout = CrossbarLayout<Isa, wide>;
    const Layout layout(crossbar.shape);
    int32_t *const words = const_cast<int32_t *>(layout.words(memory));
    int32_t *const peaks = const_cast<int32_t *>(layout.peaks(memory));
    for (int32_t n = 0; n < layout.vectors * Layout::kLanes; n++) words[n] = int32_t(columnWord(uint32_t(n)));
    for (int32_t w = 0; w < layout.shape.weightSlices; w++) {
      const Cell *const source = static_cast<const Cell *>(crossbar.sliceCells[w]);
      int64_t peak = 0;
      for (int32_t panel = 0; panel < layout.panels; panel++) {
        for (int32_t tile = 0; tile < layout.tiles; tile++) {
          uint8_t *const into = const_cast<uint8_t *>(layout.cells(memory, w, panel, tile * layout.tileSteps));
          const int64_t sum = packTile(layout, source, panel, tile, into);
          if (sum > peak) peak = sum;
        }
      }
      peaks[w] = int32_t(peak < 0x7fffffff ? peak : 0x7fffffff);
      int32_t &largest = const_cast<int32_t &>(layout.largestCells(memory)[w]);
      largest = 0;
      const size_t cells = size_t(layout.shape.rows) * layout.shape.columns;
      for (size_t i = 0; i < cells; i++) largest = most(largest, source[i] < 0 ? -source[i] : source[i]);
    }
  }

  // Returns the largest sum of magnitudes of a column.
  template <class Layout, class Cell>
  static int64_t packTile(const Layout &layout, const Cell *source, int32_t panel, int32_t tile, uint8_t *into) {
    const int32_t first = tile * layout.shape.tileRows;
    const int32_t rows = layout.rowsOfTile(tile);
    const int32_t width = layout.vectorsOfPanel(panel) * Layout::kLanes;
    const int32_t column = panel * Layout::kWidth;
    const int32_t columns = least(width, layout.shape.columns - column);
    int64_t sums[Layout::kWidth] = {};
    for (int32_t k = 0; k < layout.stepsOfTile(tile) * Layout::kStep; k++) {
      const Cell *const row = source + size_t(first + k) * layout.shape.columns + column;
      for (int32_t n = 0; n < width; n++) {
        const int32_t cell = k < rows && n < columns ? row[n] : 0;
        const size_t at = (size_t(k / Layout::kStep) * width + n) * Layout::kStep + k % Layout::kStep;
        if constexpr (Layout::kBytes) {
          into[at] = uint8_t(cell + 128);
        } else {
          reinterpret_cast<int16_t *>(into)[at] = int16_t(cell);
        }
        sums[n] += cell < 0 ? -cell : cell;
      }
    }
    int64_t largest = 0;
    for (const int64_t sum : sums) largest = sum > largest ? sum : largest;
    return largest;
  }
};

}  // namespace
