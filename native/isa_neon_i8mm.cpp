#include "isa/neon.h"

#include "isa.h"

extern const InstructionSet kNeonI8mm = instructionSet<NeonI8mm>("NEON with 8-bit products");
