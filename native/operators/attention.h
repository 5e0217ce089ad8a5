#pragma once

#include "../exponential.h"
#include "../matrix_product.h"
#include "../operator.h"
#include "../sum_of_sixteen.h"

namespace {

// A unit is a group of queries of one head. Its scores against all keys lie in the thread's memory, beside the head's
// keys and values, packed for the two products.
template <class Isa>
struct Attention : AttentionCall {
  using AttentionCall::AttentionCall;

  using F = typename Isa::F;

  static constexpr int32_t kGroup = 24;
  static constexpr int32_t kLanes = Isa::kLanes;
  // Largest scores that are looked for side by side: one after the other each would wait for the last.
  static constexpr int32_t kChains = 64 / kLanes;
  int32_t groups() const { return divideUp(queries, kGroup); }
  int32_t units() const { return batch * heads * groups(); }
  int32_t grain() const { return 1; }

  int32_t channels() const { return heads * size; }
  // Lanes of a product are keys, of the other channels.
  MatrixPanels<Isa> keyPanels() const { return {keys, size}; }
  MatrixPanels<Isa> valuePanels() const { return {size, keys}; }
  // Of a row of scores, filled up for kChains vectors at a time.
  int32_t scoreLength() const { return divideUp(keys, kChains * kLanes) * kChains * kLanes; }
  // An odd number of cache lines, so that the rows of a register block do not compete for the same ones.
  int32_t scoreStride() const { return scoreLength() + 16; }
  size_t scratch() const {
    return keyPanels().bytes() + valuePanels().bytes() + size_t(kGroup) * size_t(scoreStride()) * 4;
  }

  void run(int32_t from, int32_t to, uint8_t *memory, Counts &) const {
    float *const packedKeys = reinterpret_cast<float *>(memory);
    float *const packedValues = reinterpret_cast<float *>(memory + keyPanels().bytes());
    float *const scores = reinterpret_cast<float *>(memory + keyPanels().bytes() + valuePanels().bytes());
    int32_t packed = -1;
    for (int32_t unit = from; unit < to; unit++) {
      const int32_t head = unit / groups();
      const size_t sequence = size_t(head / heads);
      const size_t channel = size_t(head % heads * size);
      if (head != packed) {
        const size_t start = sequence * size_t(keys) * size_t(channels()) + channel;
        keyPanels().pack(k + start, size_t(channels()), 1, packedKeys);
        valuePanels().pack(v + start, 1, size_t(channels()), packedValues);
        packed = head;
      }
      const int32_t first = (unit - head * groups()) * kGroup;
      const size_t start = (sequence * size_t(queries) + size_t(first)) * size_t(channels()) + channel;
      attend(q + start, packedKeys, packedValues, scores, out + start, first, least(kGroup, queries - first));
    }
  }

 private:
  void attend(const float *query, const float *packedKeys, const float *packedValues, float *scores, float *result,
              int32_t first, int32_t rows) const {
    int32_t queryStart[kGroup], scoreStart[kGroup];
    for (int32_t r = 0; r < rows; r++) {
      queryStart[r] = r * channels();
      scoreStart[r] = r * scoreStride();
    }
    const int32_t tap = 0;
    multiply({query, {queryStart, &tap, 1, size}, keyPanels(), packedKeys, nullptr, scores, scoreStride()}, rows);
    float total[kGroup];
    for (int32_t r = 0; r < rows; r++)
      total[r] = exponentials(scores + scoreStart[r], causal ? least(first + r + 1, keys) : keys);
    multiply({scores, {scoreStart, &tap, 1, keys}, valuePanels(), packedValues, nullptr, result, channels()}, rows);
    for (int32_t r = 0; r < rows; r++) {
      float *const row = result + size_t(r) * size_t(channels());
      for (int32_t c = 0; c < size; c += kLanes) {
        Isa::storeFloats(row + c, Isa::divide(Isa::loadFloats(row + c, size - c), Isa::allFloat(total[r])), size - c);
      }
    }
  }

  static void multiply(const MatrixProduct<Isa> &product, int32_t rows) {
    for (int32_t panel = 0; panel < product.panels.count(); panel++) product.run(panel, 0, rows);
  }

  // Scores to weights in place; returns their sum. Keys beyond the visible ones get weight zero.
  float exponentials(float *scores, int32_t visible) const {
    for (int32_t j = visible; j < scoreLength(); j++) scores[j] = -__builtin_inff();
    F largest[kChains];
    for (F &x : largest) x = Isa::allFloat(-__builtin_inff());
    for (int32_t j = 0; j < scoreLength(); j += kChains * kLanes) {
      for (int32_t i = 0; i < kChains; i++)
        largest[i] = Isa::larger(Isa::loadFloat(scores + j + i * kLanes), largest[i]);
    }
    for (int32_t i = 1; i < kChains; i++) largest[0] = Isa::larger(largest[i], largest[0]);
    float lanes[kLanes];
    Isa::storeFloat(lanes, largest[0]);
    for (int32_t i = 1; i < kLanes; i++) lanes[0] = lanes[i] > lanes[0] ? lanes[i] : lanes[0];
    // Rounding keeps the order: the largest score is the largest sum times the scale.
    const F shift = Isa::allFloat(lanes[0] * scale);
    return sumOfSixteen<Isa>(divideUp(keys, 16) * 16, [&](int32_t j, int32_t) {
      const F weight =
          exponential<Isa>(Isa::subtract(Isa::multiply(Isa::loadFloat(scores + j), Isa::allFloat(scale)), shift));
      Isa::storeFloat(scores + j, weight);
      return weight;
    });
  }
};

}  // namespace
