// What an operator is to the code that schedules it. An operator is a class, made from the fields of one call, with
//
//   static constexpr const char *kSignature    of the call that it is made from (generated/calls.h)
//   int32_t units() const             pieces of work; any thread may do any of them, in any order
//   int32_t grain() const             units that are best done together
//   size_t scratch() const            bytes of working memory a thread needs
//   void run(int32_t from, int32_t to, uint8_t *scratch, Counts &counts) const    units [from, to); scratch is 64-byte
//   aligned
//
// and an operand a class of kSignature and two static functions, bytes(fields) and pack(fields, memory), the memory
// 64-byte aligned.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "generated/calls.h"

struct Plan {
  int32_t units;
  int32_t grain;
  size_t scratch;
};

struct OperatorEntry {
  const char *signature;
  Plan (*plan)(const Fields &);
  void (*run)(const Fields &, int32_t from, int32_t to, uint8_t *scratch, Counts &);
};

struct OperandEntry {
  const char *signature;
  size_t (*bytes)(const Fields &);
  void (*pack)(const Fields &, uint8_t *memory);
};

namespace {

template <class Operator>
constexpr OperatorEntry operatorEntry() {
  return {Operator::kSignature,
          [](const Fields &fields) {
            const Operator call(fields);
            return Plan{call.units(), call.grain(), call.scratch()};
          },
          [](const Fields &fields, int32_t from, int32_t to, uint8_t *scratch, Counts &counts) {
            Operator(fields).run(from, to, scratch, counts);
          }};
}

template <class Operand>
constexpr OperandEntry operandEntry() {
  return {Operand::kSignature, Operand::bytes, Operand::pack};
}

}  // namespace
