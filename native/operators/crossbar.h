// The product of a crossbar. src/worker/kernels/operators/crossbar.ts is the definition.
#pragma once

#include "../crossbar/activations.h"
#include "../crossbar/bit_serial.h"
#include "../crossbar/conversion.h"

namespace {

template <class Isa, bool wide>
struct CrossbarProduct {
  using Layout = CrossbarLayout<Isa, wide>;
  using Laid = Activations<Isa, wide>;
  using I = typename Isa::I;
  using F = typename Isa::F;
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
  bool serial;

  explicit CrossbarProduct(const CrossbarCall &given)
      : call(given),
        layout(given.shape),
        exact(conversionsAreExact()),
        serial(!exact && BitSerial<Isa, wide>::fits(given, layout)) {}

  bool byColumns() const { return call.rows <= kFewRows; }
  int32_t units() const { return byColumns() ? (call.rows > 0 ? layout.panels : 0) : call.rows; }
  int32_t grain() const { return byColumns() ? 1 : Isa::kRows; }
  size_t scratch() const { return Laid(call, layout, exact ? 1 : call.inputSlices, serial, nullptr).bytes; }

  void run(int32_t from, int32_t to, uint8_t *memory, Counts &counts) const {
    Laid x(call, layout, exact ? 1 : call.inputSlices, serial, memory);
    const int32_t firstRow = byColumns() ? 0 : from, endRow = byColumns() ? call.rows : to;
    const int32_t firstPanel = byColumns() ? from : 0, endPanel = byColumns() ? to : layout.panels;
    for (int32_t first = firstRow; first < endRow; first += x.rows) {
      const int32_t count = least(x.rows, endRow - first);
      x.lay(first, count, firstPanel == 0, counts);
      for (int32_t panel = firstPanel; panel < endPanel; panel++) {
        const int32_t columns = least(kWidth, layout.shape.columns - panel * kWidth);
        counts.conversions += int64_t(count) * columns * layout.tiles * call.inputSlices * layout.shape.weightSlices;
        counts.clipped += runPanel(x, first, count, panel);
      }
    }
  }

 private:
  // No conversion can round or clip: the sums fit float32 and the range, and one LSB is one unit. Then all slices of
  // the input together give the integer product itself, and one pass over the whole activations replaces the passes
  // over their slices.
  bool conversionsAreExact() const {
    if (call.lossless) return true;
    if (call.noisy || call.inverseLsb != 1.0f) return false;
    const int32_t largestInput =
        call.inputSlices == 1 ? 128 : most(1 << call.sliceBits, 128 >> ((call.inputSlices - 1) * call.sliceBits));
    for (int32_t w = 0; w < layout.shape.weightSlices; w++) {
      const int64_t largestSum = int64_t(largestInput) * layout.peaks(call.crossbar)[w];
      if (largestSum > (1 << 24) || float(largestSum) > call.high || float(-largestSum) < call.low) return false;
    }
    return true;
  }

  template <int vectors = kVectors>
  int64_t runPanel(const Laid &x, int32_t first, int32_t count, int32_t panel) const {
    if constexpr (vectors > 1) {
      if (layout.vectorsOfPanel(panel) < vectors) return runPanel<vectors - 1>(x, first, count, panel);
    }
    __builtin_memset(x.totals, 0, size_t(count) * Panel<vectors>::kWidth * 4);
    const int64_t clipped = addPanel<vectors>(x, count, panel);
    for (int32_t row = 0; row < count; row++) {
      const int32_t correction = int32_t(uint32_t(call.offset) * uint32_t(x.sums[row]));
      Conversion<Isa, vectors>::finish(call, x.totals + size_t(row) * Panel<vectors>::kWidth, correction, x.scales[row],
                                       first + row, panel * kWidth);
    }
    return clipped;
  }

  template <int vectors>
  int64_t addPanel(const Laid &x, int32_t count, int32_t panel) const {
    if (exact) return addTiles<vectors, Reading::exact>(x, count, panel);
    if (serial) {
      BitSerial<Isa, wide> product{call, layout, x};
      product.template addPanel<vectors>(count, panel);
      return product.clipped;
    }
    if (call.noisy) return addTiles<vectors, Reading::noisy>(x, count, panel);
    return addTiles<vectors, Reading::plain>(x, count, panel);
  }

  template <int vectors, Reading reading>
  int64_t addTiles(const Laid &x, int32_t count, int32_t panel) const {
    Panel<vectors> p{x, layout.words(call.crossbar) + panel * kWidth, Conversion<Isa, vectors>(call, panel * kWidth)};
    // All rows take their turn at one tile of cells, which stays in the nearest cache.
    for (int32_t tile = 0; tile < layout.tiles; tile++) {
      const int32_t step = tile * layout.tileSteps;
      for (int32_t w = 0; w < layout.shape.weightSlices; w++) {
        const uint8_t *const cells = layout.cells(call.crossbar, w, panel, step);
        for (int32_t i = 0; i < x.inputSlices; i++) {
          const int32_t inputWeight = x.inputSlices == 1 ? 1 : 1 << (i * call.sliceBits);
          const int32_t weight = int32_t(uint32_t(inputWeight) * uint32_t(call.sliceWeight[w]));
          for (int32_t row = 0; row < count;) {
            const Work work = {
                x.at(i, row, step), cells, layout.stepsOfTile(tile), row, tile * x.inputSlices + i, w, weight};
            row += p.template multiply<reading, rowsBeside(vectors)>(count - row, work);
          }
        }
      }
    }
    return p.conversion.clipped;
  }

  // One tile, one input slice and one cell slice for a block of rows.
  struct Work {
    const uint8_t *input;
    const uint8_t *cells;
    int32_t steps;
    // In the block that is laid out.
    int32_t row;
    int32_t plane;
    int32_t slice;
    int32_t weight;
  };

  template <int vectors>
  struct Panel {
    static constexpr int32_t kWidth = vectors * kLanes;

    const Laid &x;
    const int32_t *columnWords;
    Conversion<Isa, vectors> conversion;

    // Does as many rows as the register block is high, or, where there are not so many, half of it and so on. Returns
    // how many.
    template <Reading reading, int rows>
    int32_t multiply(int32_t available, const Work &work) {
      if constexpr (rows > 1) {
        if (available < rows) return multiply<reading, rows / 2>(available, work);
      }
      multiplyRows<rows>(work);
      work.weight == 1 ? read<reading, false>(rows, work) : read<reading, true>(rows, work);
      return rows;
    }

    // Into tileSums, and from there through the ADC: to convert them in registers gains at most 1 % with clang, and GCC
    // then spills them.
    template <int rows>
    void multiplyRows(const Work &work) {
      I sum[rows][vectors];
      unrolled<rows>([&](auto r) OHMBRUSH_INLINE {
        const I start = Isa::all(x.starts[size_t(work.row + r) * x.planes + work.plane]);
        unrolled<vectors>([&](auto j) OHMBRUSH_INLINE { sum[r][j] = start; });
      });
      const uint8_t *input = work.input;
      const int32_t *cells = reinterpret_cast<const int32_t *>(work.cells);
      for (int32_t step = 0; step < work.steps; step++) {
        I cell[vectors];
        unrolled<vectors>([&](auto j) OHMBRUSH_INLINE { cell[j] = Isa::load(cells + j * kLanes); });
        unrolled<rows>([&](auto r) OHMBRUSH_INLINE {
          const I inputs = Isa::broadcast(input + r * x.rowBytes);
          unrolled<vectors>([&](auto j) OHMBRUSH_INLINE {
            if constexpr (Layout::kBytes) {
              sum[r][j] = Isa::dotBytes(sum[r][j], cell[j], inputs);
            } else {
              sum[r][j] = Isa::dotWords(sum[r][j], inputs, cell[j]);
            }
          });
        });
        input += 4;
        cells += kWidth;
      }
      unrolled<rows>([&](auto r) OHMBRUSH_INLINE {
        unrolled<vectors>([&](auto j) OHMBRUSH_INLINE { Isa::store(x.tileSums + r * kWidth + j * kLanes, sum[r][j]); });
      });
    }

    template <Reading reading, bool weighted>
    void read(int32_t rows, const Work &work) {
      Conversion<Isa, vectors> local = conversion;
      const I weight = Isa::all(work.weight);
      for (int32_t r = 0; r < rows; r++) {
        const int32_t *const sums = x.tileSums + r * kWidth;
        int32_t *const totals = x.totals + size_t(work.row + r) * kWidth;
        if constexpr (reading == Reading::noisy) {
          const size_t plane = size_t(work.row + r) * x.planes + work.plane;
          const F sigma = Isa::allFloat(x.sigmas[plane]);
          F normal[vectors];
          const size_t draw = plane * x.layout.shape.weightSlices + work.slice;
          normalsOf<Isa, vectors>(x.multipliers + draw, x.increments + draw, columnWords, normal);
          unrolled<vectors>([&](auto j) OHMBRUSH_INLINE {
            const int32_t at = j * kLanes;
            local.template convertNoisy<j.kValue, weighted>(Isa::load(sums + at), totals + at, weight,
                                                            Isa::multiply(sigma, normal[j.kValue]));
          });
        } else {
          unrolled<vectors>([&](auto j) OHMBRUSH_INLINE {
            const int32_t at = j * kLanes;
            if constexpr (reading == Reading::plain) {
              local.template convert<j.kValue, weighted>(Isa::load(sums + at), totals + at, weight);
            } else {
              local.template accumulate<weighted>(Isa::load(sums + at), totals + at, weight);
            }
          });
        }
      }
      conversion = local;
    }
  };
};

template <class Isa>
struct Crossbar {
  static constexpr const char *kSignature = CrossbarCall::kSignature;

  CrossbarCall call;

  explicit Crossbar(const Fields &f) : call(f) {}

  int32_t units() const {
    return call.shape.wide ? CrossbarProduct<Isa, true>(call).units() : CrossbarProduct<Isa, false>(call).units();
  }
  int32_t grain() const {
    return call.shape.wide ? CrossbarProduct<Isa, true>(call).grain() : CrossbarProduct<Isa, false>(call).grain();
  }
  size_t scratch() const {
    return call.shape.wide ? CrossbarProduct<Isa, true>(call).scratch() : CrossbarProduct<Isa, false>(call).scratch();
  }
  void run(int32_t from, int32_t to, uint8_t *memory, Counts &counts) const {
    if (call.shape.wide) {
      CrossbarProduct<Isa, true>(call).run(from, to, memory, counts);
    } else {
      CrossbarProduct<Isa, false>(call).run(from, to, memory, counts);
    }
  }
};

}  // namespace
