#include "isa/neon.h"

#include "isa.h"

extern const InstructionSet kNeon = instructionSet<Neon>("NEON");
