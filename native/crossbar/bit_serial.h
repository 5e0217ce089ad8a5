// Products of inputs a bit at a time with cells of a few bits (the method of the four Russians: Arlazarov et al.,
// 1970). Of four rows there are only 16 sums of cells that a bit can drive: they are made once for all rows of the
// input, and each row adds up those of its bits. The sums are bytes, so that one addition does four
// multiply-accumulates for each of a vector's bytes. Cells of more bits need wider sums, and then the table no longer
// beats multiplying by the bits (measured on a Xeon with AVX-512 VNNI).
#pragma once

#include "../unroll.h"
#include "activations.h"
#include "conversion.h"

namespace {

template <class Isa, bool wide>
struct BitSerial {
  using Layout = CrossbarLayout<Isa, wide>;
  using Laid = Activations<Isa, wide>;
  using I = typename Isa::I;
  using F = typename Isa::F;
  static constexpr int32_t kLanes = Isa::kLanes;
  static constexpr int32_t kBits = 8;
  // Rows of the input below which the table is not worth while.
  static constexpr int32_t kFewRows = 8;

  // So large that a byte holds the sum of two entries of the table at least.
  static constexpr int32_t kLargestCell = 15;
  static_assert(Isa::kVectors <= 4, "a lane of the table has a byte for every vector of a panel");

  static bool fits(const CrossbarCall &call, const Layout &layout) {
    if (call.inputSlices != kBits || call.sliceBits != 1 || call.rows < kFewRows) return false;
    for (int32_t w = 0; w < layout.shape.weightSlices; w++) {
      if (layout.largestCells(call.crossbar)[w] > kLargestCell || layout.peaks(call.crossbar)[w] > 32767) return false;
    }
    return true;
  }

  const CrossbarCall &call;
  const Layout &layout;
  const Laid &x;
  int64_t clipped = 0;

  // Onto the totals of `count` rows, [row][vectors * kLanes], for one panel.
  template <int vectors>
  void addPanel(int32_t count, int32_t panel) {
    for (int32_t tile = 0; tile < layout.tiles; tile++) {
      for (int32_t w = 0; w < layout.shape.weightSlices; w++) {
        makeTable<vectors>(layout.cells(call.crossbar, w, panel, tile * layout.tileSteps), tile);
        for (int32_t row = 0; row < count; row++) {
          call.noisy ? addRow<vectors, true>(row, tile, w, panel) : addRow<vectors, false>(row, tile, w, panel);
        }
      }
    }
  }

 private:
  // Entry `value` of nibble n: in byte j of each lane the sum of the cells of vector j whose bit in `value` is set.
  template <int vectors>
  void makeTable(const uint8_t *cells, int32_t tile) const {
    constexpr int kSteps = Laid::kNibble / Layout::kStep;
    const int32_t steps = layout.stepsOfTile(tile);
    for (int32_t n = 0; n < divideUp(layout.rowsOfTile(tile), Laid::kNibble); n++) {
      // [row of the nibble].
      I cell[Laid::kNibble] = {Isa::all(0), Isa::all(0), Isa::all(0), Isa::all(0)};
      unrolled<kSteps>([&](auto s) OHMBRUSH_INLINE {
        const int32_t step = n * kSteps + s;
        if (step >= steps) return;
        unrolled<vectors>([&](auto j) OHMBRUSH_INLINE {
          I x = Isa::load(reinterpret_cast<const int32_t *>(cells) + (size_t(step) * vectors + j) * kLanes);
          // Signed again.
          if constexpr (Layout::kBytes) x = Isa::bitXor(x, Isa::all(int32_t(0x80808080u)));
          unrolled<Layout::kStep>([&](auto k) OHMBRUSH_INLINE {
            const I byte = Isa::bitAnd(Isa::template shiftRight<k.kValue * 32 / Layout::kStep>(x), Isa::all(0xff));
            I &into = cell[s * Layout::kStep + k];
            into = Isa::bitOr(into, Isa::template shiftLeft<8 * j.kValue>(byte));
          });
        });
      });
      I sums[16];
      sums[0] = Isa::all(0);
      unrolled<Laid::kNibble>([&](auto bit) OHMBRUSH_INLINE {
        unrolled<(1 << bit.kValue)>([&](auto below) OHMBRUSH_INLINE {
          sums[(1 << bit.kValue) + below.kValue] = Isa::addBytes(sums[below.kValue], cell[bit.kValue]);
        });
      });
      int32_t *const into = x.table + size_t(n) * 16 * kLanes;
      unrolled<16>([&](auto value) OHMBRUSH_INLINE { Isa::store(into + value * kLanes, sums[value.kValue]); });
    }
  }

  template <int vectors, bool noisy>
  void addRow(int32_t row, int32_t tile, int32_t w, int32_t panel) {
    // Words of the vectors 0 and 2, and of 1 and 3.
    I even[kBits], odd[kBits];
    unrolled<kBits>([&](auto i) OHMBRUSH_INLINE { even[i.kValue] = odd[i.kValue] = Isa::all(0); });
    const uint8_t *entries = reinterpret_cast<const uint8_t *>(x.table);
    const uint16_t *offsets = x.nibbles(row, tile);
    const int32_t fitting = 127 / (Laid::kNibble * most(1, layout.largestCells(call.crossbar)[w]));
    for (int32_t left = divideUp(layout.rowsOfTile(tile), Laid::kNibble); left > 0; left -= fitting) {
      I bytes[kBits];
      unrolled<kBits>([&](auto i) OHMBRUSH_INLINE { bytes[i.kValue] = Isa::all(0); });
      for (int32_t n = least(left, fitting); n > 0; n--) {
        unrolled<kBits>([&](auto i) OHMBRUSH_INLINE {
          bytes[i.kValue] =
              Isa::addBytes(bytes[i.kValue], Isa::load(reinterpret_cast<const int32_t *>(entries + offsets[i.kValue])));
        });
        entries += 16 * sizeof(I);
        offsets += kBits;
      }
      unrolled<kBits>([&](auto i) OHMBRUSH_INLINE {
        even[i.kValue] = Isa::addWords(even[i.kValue], Isa::lowBytes(bytes[i.kValue]));
        if constexpr (vectors > 1) odd[i.kValue] = Isa::addWords(odd[i.kValue], Isa::highBytes(bytes[i.kValue]));
      });
    }
    const float *const sigmas = x.sigmas + size_t(row) * x.planes + size_t(tile) * kBits;
    const size_t firstDraw = (size_t(row) * x.planes + size_t(tile) * kBits) * layout.shape.weightSlices + w;
    const int32_t slices = layout.shape.weightSlices;
    const I weight = Isa::all(call.sliceWeight[w]);
    const F low = Isa::allFloat(call.low), high = Isa::allFloat(call.high);
    const F inverseLsb = Isa::allFloat(call.inverseLsb), negative = Isa::allFloat(-call.inverseLsb);
    int32_t *const totals = x.totals + size_t(row) * vectors * kLanes;
    int32_t count = 0;
    unrolled<vectors>([&](auto j) OHMBRUSH_INLINE {
      const int32_t column = (panel * Isa::kVectors + j) * kLanes;
      const int32_t lanes = layout.shape.columns - column;
      // From the highest bit down, so that doubling weighs the codes. The highest counts negative.
      I total = Isa::all(0);
      unrolled<kBits>([&](auto above) OHMBRUSH_INLINE {
        constexpr int i = kBits - 1 - above.kValue;
        const I pair = j.kValue % 2 == 0 ? even[i] : odd[i];
        const I sum = j.kValue < 2 ? Isa::lowWord(pair) : Isa::highWord(pair);
        F f = Isa::multiply(Isa::toFloat(sum), i == kBits - 1 ? negative : inverseLsb);
        if constexpr (noisy) {
          F normal[1];
          normalsOf<Isa, 1>(x.multipliers + firstDraw + i * slices, x.increments + firstDraw + i * slices,
                            layout.words(call.crossbar) + column, normal);
          f = Isa::add(f, Isa::multiply(Isa::allFloat(sigmas[i]), normal[0]));
        }
        const F inRange = Isa::smaller(Isa::larger(f, low), high);
        count += Isa::countDifferent(inRange, f, j < vectors - 1 ? kLanes : lanes);
        total = Isa::add(Isa::add(total, total), Isa::roundHalfToEven(inRange));
      });
      Isa::store(totals + j * kLanes, Isa::add(Isa::load(totals + j * kLanes), Isa::multiply(total, weight)));
    });
    clipped += count;
  }
};

}  // namespace
