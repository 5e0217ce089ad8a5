// Infinities and NaN are counted apart from the work on them, which only notices that there are some.
#pragma once

#include "arithmetic.h"

namespace {

// What 0 * x adds up to: NaN once any lane of x was not finite, else 0.
template <class Isa>
class FiniteWatch {
 public:
  void see(typename Isa::F x) { sum_ = Isa::add(sum_, Isa::multiply(x, Isa::allFloat(0))); }
  bool allFinite() const { return Isa::countDifferent(sum_, sum_, Isa::kLanes) == 0; }

 private:
  typename Isa::F sum_ = Isa::allFloat(0);
};

template <class Isa>
int64_t countNonFinite(const float *data, int32_t length) {
  int64_t count = 0;
  for (int32_t i = 0; i < length; i += Isa::kLanes) {
    const auto spoiled = Isa::multiply(Isa::loadFloats(data + i, length - i), Isa::allFloat(0));
    count += Isa::countDifferent(spoiled, spoiled, length - i);
  }
  return count;
}

}  // namespace
