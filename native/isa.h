// Every instruction set is a class of vector types and operations, given to the templates in a translation unit compiled for it:
//
//   I, F                 vectors of kLanes int32 and float32
//   kVectors, kRows      the register block: kRows rows of kVectors vectors, all sums in registers
//   dotWords(s, x, c)    s + the two int16 products of each lane; `broadcast` fills x with one step of activations
//   dotBytes(s, x, c)    s + the four u8 by s8 products of each lane, if kHasByteDot
//   lookUp(row, c)       the four coefficients of row (modulo 32) of kInverseNormal
//   countDifferent(a, b, lanes)  how many of the first `lanes` lanes differ; lanes may be negative or beyond kLanes
//
// and arithmetic with one rounding per operation.
#pragma once

#include "crossbar_template.h"
#include "kernel.h"
#include "matmul_template.h"

namespace {

template <class Isa>
constexpr InstructionSet instructionSet(const char *name) {
  return {name,
          Crossbar<Isa>::packedBytes,
          Crossbar<Isa>::pack,
          Crossbar<Isa>::scratch,
          Crossbar<Isa>::run,
          Matmul<Isa>::scratch,
          Matmul<Isa>::run};
}

}  // namespace
