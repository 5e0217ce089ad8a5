#pragma once

#include "operator.h"

// One instruction set: the tables that the caller picks from.
struct InstructionSet {
  const char *name;
  const OperatorEntry *operators;
  int32_t operatorCount;
  const OperandEntry *operands;
  int32_t operandCount;
  double (*peak)(int32_t kind, int32_t rounds);
};
