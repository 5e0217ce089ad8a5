#pragma once

#include "../arithmetic.h"
#include "../operator.h"

namespace {

template <class Isa>
struct Add : AddCall {
  using AddCall::AddCall;

  static constexpr int32_t kUnit = 1024;
  int32_t units() const { return divideUp(length, kUnit); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    const int32_t end = least(to * kUnit, length);
    for (int32_t i = from * kUnit; i < end; i += Isa::kLanes) {
      const int32_t count = end - i;
      Isa::storeFloats(sum + i, Isa::add(Isa::loadFloats(a + i, count), Isa::loadFloats(b + i, count)), count);
    }
  }
};

}  // namespace
