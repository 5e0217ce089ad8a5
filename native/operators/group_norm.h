#pragma once

#include "../activation_functions.h"
#include "../operator.h"

namespace {

// A unit is a block of channels of one image: whole groups, and whole vectors where the groups allow it. Lanes are channels, so that every
// channel has sums of its own, and the second pass finds the block in the cache.
template <class Isa>
struct GroupNorm {
  static constexpr const char *kName = "groupNorm";
  static constexpr int32_t kBlock = 16;
  using F = typename Isa::F;
  using D = typename Isa::D;

  const float *x, *weight, *bias, *added, *scaleShift;
  float *y;
  int32_t batch, pixels, channels, groups;
  double eps;
  bool active;

  explicit GroupNorm(const Fields &f)
      : x(f.array<const float>(0)),
        weight(f.array<const float>(1)),
        bias(f.array<const float>(2)),
        added(f.array<const float>(3)),
        scaleShift(f.array<const float>(4)),
        y(f.array<float>(5)),
        batch(f.integer(0)),
        pixels(f.integer(1)),
        channels(f.integer(2)),
        groups(f.integer(3)),
        eps(f.wide(4)),
        active(f.integer(5) != 0) {}

  int32_t units() const { return batch * blocks(); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return size_t(padded()) * (2 * sizeof(double) + 3 * sizeof(float)); }

  void run(int32_t from, int32_t to, uint8_t *scratch, Counts &) const {
    for (int32_t unit = from; unit < to; unit++) {
      const int32_t first = unit % blocks() * block();
      Block b{};
      b.image = unit / blocks();
      b.first = first;
      b.width = least(block(), channels - first);
      b.sum = reinterpret_cast<double *>(scratch);
      b.square = b.sum + padded();
      b.gain = reinterpret_cast<float *>(b.square + padded());
      b.offset = b.gain + padded();
      b.added = b.offset + padded();
      if (added) {
        copyFloats<Isa>(b.added, added + size_t(b.image) * channels + first, b.width);
        normalise<true>(b);
      } else {
        normalise<false>(b);
      }
    }
  }

 private:
  struct Block {
    int32_t image, first, width;
    double *sum, *square;
    float *gain, *offset, *added;
  };

  int32_t groupWidth() const { return channels / groups; }
  // The fewest whole groups that fill whole vectors of kBlock, or all channels.
  int32_t block() const {
    int32_t width = groupWidth();
    while (width % kBlock != 0 && width < channels) width += groupWidth();
    return width;
  }
  int32_t padded() const { return divideUp(block(), kBlock) * kBlock; }
  int32_t blocks() const { return divideUp(channels, block()); }
  size_t start(const Block &b) const { return size_t(b.image) * pixels * channels + b.first; }

  template <bool kAdded>
  void normalise(const Block &b) const {
    int32_t c = 0;
    for (; c + Isa::kVectors * Isa::kLanes <= b.width; c += Isa::kVectors * Isa::kLanes) sumChannels<kAdded, Isa::kVectors>(b, c);
    for (; c < b.width; c += Isa::kLanes) sumChannels<kAdded, 1>(b, c);
    for (int32_t group = 0; group < b.width; group += groupWidth()) setGain(b, group);
    if (active) {
      scale<kAdded, true>(b);
    } else {
      scale<kAdded, false>(b);
    }
  }

  // Sums over the pixels of kVectors vectors of channels; only a single one may reach beyond the block.
  template <bool kAdded, int kVectors>
  void sumChannels(const Block &b, int32_t c) const {
    const int32_t count = b.width - c;
    const float *pixel = x + start(b) + c;
    D sum[kVectors][2], square[kVectors][2];
    for (int32_t v = 0; v < kVectors; v++) {
      for (int32_t half = 0; half < 2; half++) sum[v][half] = square[v][half] = Isa::allDouble(0);
    }
    for (int32_t p = 0; p < pixels; p++, pixel += channels) {
      for (int32_t v = 0; v < kVectors; v++) {
        F value = kVectors > 1 ? Isa::loadFloat(pixel + v * Isa::kLanes) : Isa::loadFloats(pixel, count);
        if constexpr (kAdded) value = Isa::add(value, Isa::loadFloat(b.added + c + v * Isa::kLanes));
        const D halves[2] = {Isa::low(value), Isa::high(value)};
        for (int32_t half = 0; half < 2; half++) {
          sum[v][half] = Isa::add(sum[v][half], halves[half]);
          square[v][half] = Isa::add(square[v][half], Isa::multiply(halves[half], halves[half]));
        }
      }
    }
    for (int32_t v = 0; v < kVectors; v++) {
      for (int32_t half = 0; half < 2; half++) {
        const int32_t at = c + v * Isa::kLanes + half * Isa::kLanes / 2;
        Isa::storeDouble(b.sum + at, sum[v][half]);
        Isa::storeDouble(b.square + at, square[v][half]);
      }
    }
  }

  // For the group that starts at channel `group` of the block.
  void setGain(const Block &b, int32_t group) const {
    double total = 0, totalSquare = 0;
    for (int32_t c = group; c < group + groupWidth(); c++) {
      total += b.sum[c];
      totalSquare += b.square[c];
    }
    const double count = double(pixels) * groupWidth();
    const double mean = total / count;
    const double variance = totalSquare / count - mean * mean;
    const double deviation = __builtin_sqrt((variance > 0 ? variance : 0) + eps);
    const float *scales = scaleShift ? scaleShift + size_t(b.image) * 2 * channels + b.first : nullptr;
    for (int32_t c = group; c < group + groupWidth(); c++) {
      double gain = double(weight[b.first + c]) / deviation;
      double offset = double(bias[b.first + c]) - mean * gain;
      if (scales) {
        const double factor = 1 + double(scales[c]);
        gain *= factor;
        offset = offset * factor + double(scales[channels + c]);
      }
      b.gain[c] = float(gain);
      b.offset[c] = float(offset);
    }
  }

  template <bool kAdded, bool kSilu>
  void scale(const Block &b) const {
    const float *in = x + start(b);
    float *out = y + start(b);
    for (int32_t p = 0; p < pixels; p++, in += channels, out += channels) {
      for (int32_t c = 0; c < b.width; c += Isa::kLanes) {
        const int32_t count = b.width - c;
        F value = Isa::loadFloats(in + c, count);
        if constexpr (kAdded) value = Isa::add(value, Isa::loadFloat(b.added + c));
        value = Isa::add(Isa::multiply(value, Isa::loadFloat(b.gain + c)), Isa::loadFloat(b.offset + c));
        if constexpr (kSilu) value = silu<Isa>(value);
        Isa::storeFloats(out + c, value, count);
      }
    }
  }
};

}  // namespace
