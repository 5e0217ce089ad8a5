#pragma once

#include "../activation_functions.h"
#include "../operator.h"

namespace {

// A unit is a pixel.
template <class Isa>
struct GroupNorm : GroupNormCall {
  using GroupNormCall::GroupNormCall;

  using F = typename Isa::F;
  int32_t units() const { return batch * pixels; }
  int32_t grain() const { return 16; }
  size_t scratch() const { return size_t(channels) * 2 * (sizeof(double) + sizeof(float)); }

  void run(int32_t from, int32_t to, uint8_t *scratch, Counts &) const {
    double *total = reinterpret_cast<double *>(scratch);
    float *gain = reinterpret_cast<float *>(total + 2 * channels), *offset = gain + channels;
    for (int32_t first = from; first < to;) {
      const int32_t image = first / pixels;
      const int32_t end = least(to, (image + 1) * pixels);
      setGains(image, total, gain, offset);
      if (applySilu) {
        scale<true>(first, end, image, gain, offset);
      } else {
        scale<false>(first, end, image, gain, offset);
      }
      first = end;
    }
  }

 private:
  void setGains(int32_t image, double *total, float *gain, float *offset) const {
    const double *own = sums + size_t(image) * chunks * 2 * channels;
    for (int32_t i = 0; i < 2 * channels; i++) total[i] = own[i];
    for (int32_t chunk = 1; chunk < chunks; chunk++) {
      own += 2 * channels;
      for (int32_t i = 0; i < 2 * channels; i++) total[i] += own[i];
    }
    const int32_t width = channels / groups;
    const float *factors = scaleShift ? scaleShift + size_t(image) * 2 * channels : nullptr;
    for (int32_t first = 0; first < channels; first += width) {
      double sum = 0, square = 0;
      for (int32_t c = first; c < first + width; c++) {
        sum += total[c];
        square += total[channels + c];
      }
      const double count = double(pixels) * width;
      const double mean = sum / count;
      const double variance = square / count - mean * mean;
      const double deviation = __builtin_sqrt((variance > 0 ? variance : 0) + eps);
      for (int32_t c = first; c < first + width; c++) {
        const double g = double(weight[c]) / deviation;
        const double o = double(bias[c]) - mean * g;
        const double factor = factors ? 1 + double(factors[c]) : 1;
        gain[c] = float(g * factor);
        offset[c] = float(o * factor + (factors ? double(factors[channels + c]) : 0));
      }
    }
  }

  template <bool kSilu>
  void scale(int32_t from, int32_t to, int32_t image, const float *gain, const float *offset) const {
    const float *plus = added ? added + size_t(image) * channels : nullptr;
    for (int32_t pixel = from; pixel < to; pixel++) {
      const float *in = x + size_t(pixel) * channels;
      float *out = y + size_t(pixel) * channels;
      for (int32_t c = 0; c < channels; c += Isa::kLanes) {
        const int32_t count = channels - c;
        F value = Isa::loadFloats(in + c, count);
        if (plus) value = Isa::add(value, Isa::loadFloats(plus + c, count));
        value = Isa::add(Isa::multiply(value, Isa::loadFloats(gain + c, count)), Isa::loadFloats(offset + c, count));
        if constexpr (kSilu) value = silu<Isa>(value);
        Isa::storeFloats(out + c, value, count);
      }
    }
  }
};

}  // namespace
