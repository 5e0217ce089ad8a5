#pragma once

#include "../activation_functions.h"
#include "../operator.h"

namespace {

template <class Isa>
struct ActivationOperator : ActivationCall {
  using ActivationCall::ActivationCall;

  static constexpr int32_t kUnit = 1024;
  int32_t units() const { return divideUp(length, kUnit); }
  int32_t grain() const { return 1; }
  size_t scratch() const { return 0; }

  void run(int32_t from, int32_t to, uint8_t *, Counts &) const {
    switch (activation) {
      case Activation::silu:
        return apply(silu<Isa>, from, to);
      case Activation::gelu:
        return apply(gelu<Isa>, from, to);
      case Activation::quick_gelu:
        return apply(quickGelu<Isa>, from, to);
    }
  }

 private:
  template <class Function>
  void apply(Function function, int32_t from, int32_t to) const {
    const int32_t end = least(to * kUnit, length);
    for (int32_t i = from * kUnit; i < end; i += Isa::kLanes)
      Isa::storeFloats(y + i, function(Isa::loadFloats(x + i, end - i)), end - i);
  }
};

}  // namespace
