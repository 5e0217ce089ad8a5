#include "isa.h"
#include "isa/neon.h"

extern const InstructionSet kNeonI8mm = instructionSet<NeonI8mm>("NEON with 8-bit products");
