#pragma once

#include "../arithmetic.h"
#include "../operator.h"

namespace {

// A unit is a chunk of an image's pixels.
template <class Isa>
struct ChannelSums : ChannelSumsCall {
  using ChannelSumsCall::ChannelSumsCall;

  // Pixels whose values are added while a vector of sums is in registers.
  static constexpr int32_t kPixels = 8;
  using F = typename Isa::F;
  using D = typename Isa::D;
  static constexpr int32_t kHalf = Isa::kLanes / 2;
  int32_t units() const { return batch * chunks(); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return size_t(padded()) * 2 * sizeof(double); }

  void run(int32_t from, int32_t to, uint8_t *scratch, Counts &) const {
    double *own = reinterpret_cast<double *>(scratch);
    for (int32_t unit = from; unit < to; unit++) {
      const int32_t image = unit / chunks(), first = unit % chunks() * chunkPixels;
      const int32_t end = least(first + chunkPixels, pixels);
      const float *vector = added ? added + size_t(image) * channels : nullptr;
      for (int32_t i = 0; i < 2 * padded(); i += kHalf) Isa::storeDouble(own + i, Isa::allDouble(0));
      for (int32_t p = first; p < end; p += kPixels)
        addPixels(x + (size_t(image) * pixels + p) * channels, least(kPixels, end - p), vector, own);
      double *out = sums + size_t(unit) * 2 * channels;
      __builtin_memcpy(out, own, size_t(channels) * sizeof(double));
      __builtin_memcpy(out + channels, own + padded(), size_t(channels) * sizeof(double));
    }
  }

 private:
  int32_t chunks() const { return divideUp(pixels, chunkPixels); }
  int32_t padded() const { return divideUp(channels, Isa::kLanes) * Isa::kLanes; }

  void addPixels(const float *pixel, int32_t count, const float *vector, double *own) const {
    for (int32_t c = 0; c < channels; c += Isa::kLanes) {
      const int32_t lanes = channels - c;
      double *sum = own + c, *square = own + padded() + c;
      D sums[2] = {Isa::loadDouble(sum), Isa::loadDouble(sum + kHalf)};
      D squares[2] = {Isa::loadDouble(square), Isa::loadDouble(square + kHalf)};
      const F plus = vector ? Isa::loadFloats(vector + c, lanes) : Isa::allFloat(0);
      for (int32_t p = 0; p < count; p++) {
        const F value = Isa::loadFloats(pixel + size_t(p) * channels + c, lanes);
        const F input = vector ? Isa::add(value, plus) : value;
        const D halves[2] = {Isa::low(input), Isa::high(input)};
        for (int32_t half = 0; half < 2; half++) {
          sums[half] = Isa::add(sums[half], halves[half]);
          squares[half] = Isa::add(squares[half], Isa::multiply(halves[half], halves[half]));
        }
      }
      for (int32_t half = 0; half < 2; half++) {
        Isa::storeDouble(sum + half * kHalf, sums[half]);
        Isa::storeDouble(square + half * kHalf, squares[half]);
      }
    }
  }
};

}  // namespace
