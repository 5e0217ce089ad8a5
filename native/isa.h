// Every instruction set is a class of vector types and operations (isa/), given to the operators' templates in a
// translation unit compiled for it (isa_*.cpp):
//
//   I, F, D              vectors of kLanes int32, kLanes float32, kLanes / 2 float64
//   kVectors, kRows      the register block of a product: kRows rows of kVectors vectors, all sums in registers
//   dotWords(s, x, c)    s + the two int16 products of each lane; `broadcast` fills x with one step of activations
//   dotBytes(s, x, c)    s + the four u8 by s8 products of each lane, if kHasByteDot
//   lookUp(row, c)       the four coefficients of row (modulo 32) of kInverseNormal
//   countDifferent(a, b, lanes)  how many of the first `lanes` lanes differ; lanes may be negative or beyond kLanes
//   lowWord, highWord(x), addWords(a, b)    lanes as two int16: one of them widened to the lane; sums modulo 2^16
//   lowBytes, highBytes(x), addBytes(a, b)  each int16 as two int8, likewise
//   total(x)             sum of the lanes, modulo 2^32
//   loadFloats(p, count)                 the first `count` lanes, zeros beyond; all where count >= kLanes. Not for
//   count <= 0 storeFloats, storeBytes(p, x, count) the same; bytes are cut off, not saturated fused(a, b, c)       a *
//   b + c with one rounding whereLess(a, b, x, y)  a < b ? x : y; smaller(a, b) is a < b ? a : b, larger(a, b) is a > b
//   ? a : b low, high, narrow    the halves of F as D, and back
//
// and arithmetic with one rounding per operation. Everything is in anonymous namespaces, and nothing of the C++ library
// is used: each translation unit must keep its own copy, compiled for its own processor.
#pragma once

#include "instruction_set.h"
#include "operators.h"
#include "peak.h"

namespace {

template <class Isa>
constexpr InstructionSet instructionSet(const char *name) {
  return {name,
          kOperators<Isa>,
          sizeof kOperators<Isa> / sizeof(OperatorEntry),
          kOperands<Isa>,
          sizeof kOperands<Isa> / sizeof(OperandEntry),
          measurePeak<Isa>};
}

}  // namespace
